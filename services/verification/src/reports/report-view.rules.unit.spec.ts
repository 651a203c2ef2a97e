import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { checkHousehold } from '../requests/check.rules.js';
import { FACTS, HUSBAND, policyBook, QUESTION } from '../requests/test/households.js';
import { reportBody } from './report-body.js';
import { reportView, summaryOf } from './report-view.rules.js';
import { ReportStanding } from './report-standing.entity.js';
import { VerificationReport } from './verification-report.entity.js';

const KNOWN_AT = 1_752_800_000_000_001n;
const CONTEXT = { caseRef: '510802-1', requester: 'assistance', knownAtMicros: KNOWN_AT };

async function issued(): Promise<VerificationReport> {
  const book = await policyBook();
  const outcome = checkHousehold(QUESTION, { facts: FACTS, knownAtMicros: KNOWN_AT }, book);
  if ('refusals' in outcome) throw new Error('refused');
  const body = canonicalJson(reportBody(QUESTION, outcome.result, CONTEXT, book.used()));
  return Object.assign(new VerificationReport(), {
    ...CONTEXT,
    id: '01980000-0000-7000-8000-000000000002',
    region: '510802',
    number: '51-20250718-000001',
    requestId: QUESTION.requestId,
    sequence: 1,
    result: 'COMPLETE' as const,
    issuedAt: new Date('2025-07-18T02:00:00Z'),
    validTo: '2025-10-16',
    body,
    bodySha256: sha256Hex(body),
    supersedes: null,
  });
}

const standing = (rest: Partial<ReportStanding> = {}): ReportStanding =>
  Object.assign(new ReportStanding(), {
    ...{ state: 'ISSUED' as const, validTo: '2025-10-16', supersededBy: null, version: 1 },
    ...rest,
  });

const view = async (items: boolean, finances: boolean, records = false): Promise<string> =>
  JSON.stringify(reportView(await issued(), { items, finances, records }, standing(), '2025-07-18'));

describe('reportView', () => {
  it('shows conclusions alone to who may see no more', async () => {
    const shown = await view(false, false);
    expect(shown).toContain('WITHIN_LIMITS');
    expect(shown).toContain('"incomeBand":"BELOW_STANDARD"');
    for (const hidden of ['180000', '2160000', '800000', HUSBAND + '","side'])
      expect(shown).not.toContain(hidden);
    expect(JSON.parse(shown).redacted).toEqual(
      expect.arrayContaining(['members', 'discrepancies', 'comparison', 'totals', 'computation']),
    );
  });

  it('shows kinds and amounts, but no money in the bank, to a county officer', async () => {
    const shown = await view(true, false);
    expect(shown).toContain('"amountFen":"180000"');
    for (const hidden of ['"800000"', 'financialAssetsFen":', 'deposit', '"payerKey":', '"recordKey":']) {
      expect(shown).not.toContain(hidden);
    }
    expect(JSON.parse(shown).redacted).toEqual(
      expect.arrayContaining([
        'members.financialAssetsFen',
        'totals.financialAssetsPerHead',
        'computation',
        'payerKey',
      ]),
    );
  });

  it('shows the sums of banks to a county approver, and records to the province', async () => {
    const shown = await view(true, true);
    expect(shown).toContain('"financialAssetsFen":"800000"');
    expect(shown).toContain('PER_CAPITA_MONTHLY');
    const all = JSON.parse(await view(true, true, true));
    expect(all.redacted).toEqual([]);
    expect(all.members[0].incomes[0]).toMatchObject({
      payerKey: '91510800MA6253U27D',
      agency: 'TAX',
      freshness: 'FRESH',
    });
  });

  it.each([
    ['2025-10-16', 'ISSUED', 'ISSUED'],
    ['2025-10-17', 'ISSUED', 'EXPIRED'],
    ['2025-10-17', 'SUPERSEDED', 'SUPERSEDED'],
    ['2025-07-25', 'REVOKED', 'REVOKED'],
  ] as const)('on %s one that is stored as %s is %s', async (today, state, shown) => {
    expect(summaryOf(await issued(), standing({ state }), today)).toMatchObject({ state: shown });
  });

  it('names the report in its place', async () => {
    const supersededBy = '01980000-0000-7000-8000-000000000003';
    const shown = summaryOf(await issued(), standing({ state: 'SUPERSEDED', supersededBy }), '2025-07-25');
    expect(shown).toMatchObject({ supersededBy });
  });

  it('the body is the same however often it is made', async () => {
    expect((await issued()).bodySha256).toBe((await issued()).bodySha256);
    expect(JSON.parse((await issued()).body)).toMatchObject({
      knownAt: '2025-07-18T00:53:20.000001Z',
      partial: false,
      totals: { perCapitaMonthly: { numerator: '48000', denominator: '1' } },
      window: { from: '2024-07', to: '2025-06' },
    });
  });
});
