import { eventually } from '@minzheng/testing/servers';
import type { Assistance } from './assistance.js';
import { answerTo } from './bank.js';
import { succeeded } from './case-story.js';
import type { Stored } from './client.js';

export interface PaidLine {
  readonly subjectId: string;
  readonly month: string;
  readonly component: string;
  readonly amountFen: string;
  readonly state: string;
}

/** A county pays a month: its run is built, locked, approved, sent, and answered by the bank. @returns its lines */
export async function payMonth(assistance: Assistance, county: string, month: string): Promise<PaidLine[]> {
  const clerk = await assistance.official('clerk-pay', 'payroll-runs:write', county);
  const finance = await assistance.official('finance-liu', 'payroll-runs:approve', county);
  const form = { countyCode: county, programme: 'DIBAO', month, seq: 0 };
  const { id } = succeeded(202, await clerk.post('/v1/payroll-runs', form));
  const path = `/v1/payroll-runs/${id}`;
  const becomes = (state: string): Promise<Stored> =>
    eventually(`the run is ${state}`, async () => {
      const { body } = await clerk.get(path);
      return body.state === state && body;
    });
  const built = await becomes('BUILT');
  const locked = succeeded(200, await clerk.command(`${path}/lock`, built.version));
  succeeded(200, await finance.command(`${path}/approve`, locked.version));
  const file = await finance.get(`${path}/bank-file`);
  const sent = await becomes('SENT');
  succeeded(200, await finance.upload(`${path}/import-results`, sent.version, answerTo(file)));
  await becomes('CLOSED');
  const { body } = await clerk.get<{ items: PaidLine[] }>(`/v1/payment-lines?runId=${id}&limit=200`);
  return [...body.items];
}
