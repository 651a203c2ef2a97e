import type { PaymentSources, PayrollService, RunKey } from '@minzheng/casework/payments';
import { PolicyMissing } from '@minzheng/kernel/policy';
import type { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { Regions } from '@minzheng/platform/regions';
import type { JsonLogger } from '@minzheng/platform/telemetry';
import { jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { MonthRollJob } from '../awards/month-roll.job.js';
import { PayrollCalendarJob } from './payroll-calendar.job.js';

const [FIRST, SECOND, THIRD] = ['510801', '510802', '510811'];
const ROLLED = { query: () => Promise.resolve([]) };

/** Social assistance, section 9: the main runs of the counties by the clock. */
describe('the calendar of payroll runs', () => {
  const failures = new Map<string, Error>();
  let ordered: string[];
  let error: jest.Mock;
  let job: PayrollCalendarJob;

  beforeEach(() => {
    failures.clear();
    ordered = [];
    error = jest.fn();
    const row = { id: 'row', value: 2 };
    job = new PayrollCalendarJob(
      {
        query: () => Promise.resolve([FIRST, SECOND, THIRD].map((code) => ({ code }))),
      } as unknown as DataSource,
      { run: (_: string, work: (tx: unknown) => unknown) => work(ROLLED) } as unknown as UnitOfWork,
      {
        isWanted: () => Promise.resolve(true),
        open: (_: unknown, { countyCode, programme }: RunKey) => {
          const failure = failures.get(countyCode);
          if (failure) return Promise.reject(failure);
          ordered.push(`${countyCode} ${programme}`);
          return Promise.resolve();
        },
      } as unknown as PayrollService,
      { programmes: ['DIBAO', 'PRICE_SUBSIDY'] } as unknown as PaymentSources,
      { name: 'month-roll', ask: () => Promise.resolve() } as unknown as MonthRollJob,
      {
        book: () => Promise.resolve({ explain: () => [{ standing: 'WINS', row }] }),
      } as unknown as PolicyStore,
      { currentOf: (code: string) => code } as unknown as Regions,
      { now: () => new Date('2026-02-02T01:00:00Z') } as unknown as BusinessClock,
      { pino: { error } } as unknown as JsonLogger,
    );
  });

  it('orders the runs of the other counties where a row of one is missing, or says what cannot be', async () => {
    const missing = new PolicyMissing('assistance.account.maxHouseholds', FIRST ?? '', '2026-02-01');
    failures.set(FIRST ?? '', missing);
    failures.set(SECOND ?? '', new Problem(PROBLEMS.validation));
    expect(await job.round()).toBe(true);
    expect(ordered).toEqual([`${THIRD} DIBAO`, `${THIRD} PRICE_SUBSIDY`]);
    expect(error.mock.calls.map(([told]) => told)).toMatchObject([
      { err: missing, county: FIRST, programme: 'DIBAO', month: '2026-02' },
      { err: missing, county: FIRST, programme: 'PRICE_SUBSIDY', month: '2026-02' },
      { county: SECOND, programme: 'DIBAO' },
      { county: SECOND, programme: 'PRICE_SUBSIDY' },
    ]);
  });

  it('does not go on where something else is wrong', async () => {
    failures.set(FIRST ?? '', new Error('connection lost'));
    await expect(job.round()).rejects.toThrow('connection lost');
    expect(ordered).toEqual([]);
  });
});
