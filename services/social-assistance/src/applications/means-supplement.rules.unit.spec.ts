import { readdirSync, readFileSync } from 'node:fs';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Purpose } from '@minzheng/contracts/common';
import { AssetKind, FactQuality, IncomeBasis, IncomeKind } from '@minzheng/contracts/facts';
import {
  ConclusionBasis,
  type GapSchema,
  GapState,
  VerificationCompletedSchema,
  type AssetFigureSchema,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { readMeansPolicy, type MeansPolicy } from '@minzheng/kernel/means-test';
import { monthsBetween } from '@minzheng/kernel/months';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import { missingSources, supplementReport, type MeansSupplement } from './means-supplement.rules.js';
import type { SuppliedItem } from './report-facts.rules.js';

const AS_OF = '2025-05-12';
const [HUSBAND, WIFE, CHILD] = [1, 2, 3].map((last) => `00000000-0000-8000-8000-00000000000${last}`) as [
  string,
  string,
  string,
];
const CAR = 'c0000000-0000-4000-8000-000000000001';
const WAGE = 'a0000000-0000-4000-8000-000000000001';
const PAYER = '91510800MA6253U27D';

const rowsOf = (directory: URL): PolicyRow[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parse(readFileSync(new URL(name, directory), 'utf8')) as PolicyRow[]);
const POLICY: MeansPolicy = readMeansPolicy(
  new PolicyBook([
    ...rowsOf(new URL('../../policies/', import.meta.url)),
    ...rowsOf(new URL('../../../verification/policies/', import.meta.url)),
  ]),
  ...(['510802001001', 'URBAN', AS_OF] as const),
);

interface ReportChange {
  readonly conclusion?: string;
  readonly reasonCodes?: string[];
  readonly gaps?: MessageInitShape<typeof GapSchema>[];
  /** Of the husband. */
  readonly assets?: MessageInitShape<typeof AssetFigureSchema>[];
}

/** The husband's wage of 1,500.00 a month, verified: 1,200.00 count, 400.00 a head. */
function reportWith({
  conclusion = 'WITHIN_LIMITS',
  reasonCodes = [],
  gaps = [],
  assets = [],
}: ReportChange = {}): VerificationCompleted {
  const wages = monthsBetween('2024-05', '2025-04').map((month) => ({
    ...{ kind: IncomeKind.WAGE, payerKey: PAYER, basis: IncomeBasis.NET, month, amountFen: 150_000n },
    ...{ quality: FactQuality.VERIFIED, agency: 'TAX', factId: WAGE },
  }));
  return create(VerificationCompletedSchema, {
    householdFigures: {
      memberCount: 3,
      annualIncomeFen: 1_440_000n,
      perCapitaMonthly: { numerator: '40000', denominator: '1' },
      perCapitaAfterRigid: { numerator: '40000', denominator: '1' },
      rigidAnnualFen: 0n,
    },
    members: [HUSBAND, WIFE, CHILD].map((personKey) => ({
      ...{ personKey, counted: true },
      ownMonthly: { numerator: personKey === HUSBAND ? '120000' : '0', denominator: '1' },
      incomes: personKey === HUSBAND ? wages : [],
      assets: personKey === HUSBAND ? assets : [],
    })),
    conclusions: [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID].map((purpose) => ({
      ...{ purpose, conclusion, reasonCodes, basis: ConclusionBasis.HOUSEHOLD },
    })),
    gaps,
  });
}

const NOTHING: MeansSupplement = {
  items: [],
  assetDecisions: [],
  answered: [],
  snapshot: {
    members: [
      { personKey: HUSBAND, relation: 'APPLICANT', birthDate: '1984-03-11', study: 'NONE' },
      { personKey: WIFE, relation: 'SPOUSE', birthDate: '1986-09-02', study: 'NONE' },
      { personKey: CHILD, relation: 'CHILD', birthDate: '2015-04-20', study: 'SCHOOL' },
    ],
    obligors: [],
  },
};
const seen = (change: Partial<SuppliedItem> = {}): SuppliedItem => ({
  ...{ factId: 'b0000000-0000-4000-8000-000000000001', personKey: WIFE, side: 'INCOME', kind: 'casualWork' },
  ...{ amountFen: '360000', fromMonth: '2024-05', toMonth: '2025-04', payerKey: '*' },
  ...{ quality: 'SURVEYED', agency: 'assistance', on: '2025-05-20' },
  ...change,
});
const supplemented = (change: Partial<MeansSupplement>, report = reportWith()): VerificationCompleted =>
  supplementReport(report, { ...NOTHING, ...change }, AS_OF, POLICY);
const perCapita = ({ householdFigures }: VerificationCompleted): string => {
  const { numerator, denominator } = householdFigures!.perCapitaMonthly!;
  return `${numerator}/${denominator}`;
};

describe('R2–R4 with what was added to the report', () => {
  it('changes nothing where nothing was added', () => {
    const report = reportWith();
    expect(supplemented({}, report)).toEqual(report);
  });

  it('adds what a visit has seen, less the cost of work, to the household and the person', () => {
    const after = supplemented({ items: [seen()] });
    // 3,600.00 less a fifth: 240.00 a month
    expect(perCapita(after)).toBe('48000/1');
    expect(after.members.map(({ ownMonthly }) => ownMonthly?.numerator)).toEqual(['120000', '24000', '0']);
    expect(after.householdFigures?.annualIncomeFen).toBe(1_728_000n);
    expect(after.householdFigures?.perCapitaAfterRigid?.numerator).toBe('48000');
  });

  it.each<[string, Partial<SuppliedItem>, string]>([
    ['is in the report already', { factId: WAGE }, '40000/1'],
    ['is seen of a wage that is verified', { personKey: HUSBAND, kind: 'wage', payerKey: PAYER }, '40000/1'],
    [
      'an agency has answered of it',
      { personKey: HUSBAND, kind: 'wage', quality: 'VERIFIED', agency: 'HRSS' },
      '40000/1',
    ],
    ['is no income by the rows', { kind: 'scholarship' }, '40000/1'],
    ['is of months before the window', { fromMonth: '2023-05', toMonth: '2024-04' }, '40000/1'],
    ['is of somebody who is not counted', { personKey: '00000000-0000-8000-8000-000000000009' }, '40000/1'],
  ])('does not count what %s', (_what, change, expected) => {
    expect(perCapita(supplemented({ items: [seen(change)] }))).toBe(expected);
  });

  it('takes spending off the income', () => {
    const spent = seen({
      side: 'EXPENDITURE',
      kind: 'medicalInpatientOop',
      quality: 'VERIFIED',
      agency: 'NHSA',
    });
    const { householdFigures } = supplemented({ items: [{ ...spent, personKey: CHILD }] });
    expect(householdFigures).toMatchObject({
      rigidAnnualFen: 360_000n,
      perCapitaMonthly: { numerator: '40000', denominator: '1' },
      perCapitaAfterRigid: { numerator: '30000', denominator: '1' },
    });
  });

  describe('of an asset that the report leaves open', () => {
    const openReport = reportWith({
      conclusion: 'NEEDS_REVIEW',
      assets: [
        {
          ...{ kind: AssetKind.PASSENGER_CAR, shareBp: 10_000, itemKey: 'car', asOf: '2025-04-01' },
          ...{ agency: 'PSB', factId: CAR },
        },
      ],
    });
    const decided = (count: number) =>
      supplemented(
        { assetDecisions: [{ assetId: CAR, count, reason: '已核实', by: 'clerk', on: AS_OF }] },
        openReport,
      ).conclusions.map(({ conclusion }) => conclusion);

    it('takes what a person has decided', () => {
      expect(decided(0)).toEqual(['WITHIN_LIMITS', 'WITHIN_LIMITS', 'WITHIN_LIMITS']);
      expect(decided(1)).toEqual(['EXCEEDS_PROPERTY', 'EXCEEDS_PROPERTY', 'EXCEEDS_PROPERTY']);
    });
  });

  describe('of a source that was missing', () => {
    const incomplete = reportWith({
      conclusion: 'INCOMPLETE',
      reasonCodes: ['MISSING_BANK'],
      gaps: [{ agency: 'BANK', personKeys: [HUSBAND, WIFE], state: GapState.NOT_ANSWERED }],
    });
    const answered = (...personKeys: string[]) =>
      supplemented({ answered: [{ agency: 'BANK', personKeys }] }, incomplete).conclusions[0]?.conclusion;

    it('waits for each person, and each agency', () => {
      expect(missingSources(incomplete)).toEqual([
        { agency: 'BANK', personKey: HUSBAND },
        { agency: 'BANK', personKey: WIFE },
      ]);
      expect(answered()).toBe('INCOMPLETE');
      expect(answered(HUSBAND)).toBe('INCOMPLETE');
      expect(answered(HUSBAND, WIFE)).toBe('WITHIN_LIMITS');
    });

    it('counts what was answered', () => {
      const deposit = seen({
        side: 'ASSET',
        kind: 'deposit',
        valueFen: '4248001',
        agency: 'BANK',
        quality: 'VERIFIED',
      });
      const { conclusions: found } = supplemented(
        { items: [deposit], answered: [{ agency: 'BANK', personKeys: [HUSBAND, WIFE] }] },
        incomplete,
      );
      // a fen over 24 standards a head, within 36
      expect(found.map(({ conclusion }) => conclusion)).toEqual([
        'EXCEEDS_PROPERTY',
        'WITHIN_LIMITS',
        'WITHIN_LIMITS',
      ]);
    });
  });
});
