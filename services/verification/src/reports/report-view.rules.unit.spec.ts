import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import { REPORT_FORM, type CheckQuestion } from '../requests/check.js';
import { checkHousehold } from '../requests/check.rules.js';
import { consentOf, FACTS, HUSBAND, policyBook, QUESTION, WIFE } from '../requests/test/households.js';
import { reportBody } from './report-body.js';
import { reportView, summaryOf } from './report-view.rules.js';
import { ReportStanding } from './report-standing.entity.js';
import { VerificationReport } from './verification-report.entity.js';

const KNOWN_AT = 1_752_800_000_000_001n;
const CONTEXT = { caseRef: '510802-1', requester: 'assistance', knownAtMicros: KNOWN_AT };

async function issued(
  question: CheckQuestion = QUESTION,
  facts: readonly EconomicFact[] = FACTS,
): Promise<VerificationReport> {
  const book = await policyBook();
  const outcome = checkHousehold(question, { facts, knownAtMicros: KNOWN_AT }, book);
  if ('refusals' in outcome) throw new Error('refused');
  const body = canonicalJson(reportBody(question, outcome.result, CONTEXT, book.used()));
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

  it('shows what banks and insurers pay and take, verified or declared, to a county approver alone', async () => {
    const agreed = [HUSBAND, WIFE].map((key) => consentOf(key, { datasets: ['CORE', 'INS'] }));
    const declared = { personKey: HUSBAND, side: 'INCOME' as const, kind: 'interest', amountFen: '77001' };
    const question: CheckQuestion = {
      ...{ ...QUESTION, consents: agreed, form: REPORT_FORM.NEWEST },
      declaredItems: [...QUESTION.declaredItems, { ...declared, noneDeclared: false }],
    };
    const job = FACTS[0] as Extract<EconomicFact, { type: 'INCOME' }>;
    const moneys = (kind: string, agency: string, amountFen: bigint, payerKey: string) => ({
      ...{ ...job, kind, amountFen, payerKey, itemKey: kind, factId: `${agency} ${kind}` },
      ...{ source: { agency, dataset: agency, recordKey: kind }, period: { from: '2025-03', to: '2025-03' } },
    });
    const premium = { ...moneys('insurancePremium', 'INS', 66_001n, '*'), type: 'EXPENDITURE' };
    const facts = [
      ...[...FACTS, premium, moneys('interest', 'BANK', 990_001n, 'bank')],
      ...[moneys('insuranceAnnuity', 'INS', 880_001n, 'insurer')],
      // decided here after an appeal: it stands in the bank's place
      moneys('interest', 'verification', 550_001n, 'bank'),
    ] as EconomicFact[];
    const report = await issued(question, facts);
    const shownTo = (finances: boolean) =>
      JSON.stringify(reportView(report, { items: true, finances, records: false }, standing(), '2025-07-18'));
    const approver = shownTo(true);
    for (const sum of ['77001', '880001', '550001', '66001']) expect(approver).toContain(sum);
    const officer = shownTo(false);
    for (const hidden of ['77001', '990001', '880001', '550001', '66001', 'interest', 'insurance'])
      expect(officer).not.toContain(hidden);
    expect(officer).toContain('"kind":"wage"');
    expect(JSON.parse(officer).redacted).toEqual(
      expect.arrayContaining([
        'comparison of banks, securities firms and insurers',
        'discrepancies of banks, securities firms and insurers',
        'members.expenditures of insurers',
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
