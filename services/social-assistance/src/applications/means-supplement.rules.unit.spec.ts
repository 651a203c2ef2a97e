import { readdirSync, readFileSync } from 'node:fs';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Purpose } from '@minzheng/contracts/common';
import { AssetKind, ExpenditureKind, FactQuality, IncomeBasis, IncomeKind } from '@minzheng/contracts/facts';
import {
  ConclusionBasis,
  type GapSchema,
  GapState,
  PropertyVerdict,
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
  /** Of DIBAO, where it is another than the others. */
  readonly dibao?: string;
  readonly reasonCodes?: string[];
  readonly gaps?: MessageInitShape<typeof GapSchema>[];
  /** Of the husband. */
  readonly assets?: MessageInitShape<typeof AssetFigureSchema>[];
  /** Of banks, securities and insurers: the husband's, and of all. */
  readonly sumFen?: bigint;
  readonly sumOfAllFen?: bigint;
}

/** The husband's wage of 1,500.00 a month, verified: 1,200.00 count, 400.00 a head. */
function reportWith({
  conclusion = 'WITHIN_LIMITS',
  dibao = conclusion,
  reasonCodes = [],
  gaps = [],
  assets = [],
  sumFen,
  sumOfAllFen = sumFen,
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
      ...(sumOfAllFen === undefined
        ? {}
        : { financialAssetsPerHead: { numerator: sumOfAllFen.toString(), denominator: '3' } }),
    },
    members: [HUSBAND, WIFE, CHILD].map((personKey) => ({
      ...{ personKey, counted: true },
      ownMonthly: { numerator: personKey === HUSBAND ? '120000' : '0', denominator: '1' },
      incomes: personKey === HUSBAND ? wages : [],
      assets: personKey === HUSBAND ? assets : [],
      ...(personKey === HUSBAND && sumFen !== undefined ? { financialAssetsFen: sumFen } : {}),
    })),
    conclusions: [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID].map((purpose) => ({
      ...{ purpose, reasonCodes, basis: ConclusionBasis.HOUSEHOLD },
      conclusion: purpose === Purpose.DIBAO ? dibao : conclusion,
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
        { assetDecisions: [{ assetId: CAR, count, by: 'clerk', on: AS_OF }] },
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

  describe('of deposits, which a report tells the sum of only', () => {
    /** 24 standards a head. */
    const LIMIT = 24n * 59_000n * 3n;
    const over = (change: Partial<ReportChange>) =>
      reportWith({ dibao: 'EXCEEDS_PROPERTY', reasonCodes: ['FINANCIAL'], ...change });
    const claim = (valueFen: bigint) =>
      seen({ side: 'ASSET', kind: 'creditorClaim', valueFen: valueFen.toString() });
    const found = (change: Partial<MeansSupplement>, report: VerificationCompleted) =>
      supplemented(change, report).conclusions.map(({ conclusion }) => conclusion);
    const [WITHIN, OVER] = [
      ['WITHIN_LIMITS', 'WITHIN_LIMITS', 'WITHIN_LIMITS'],
      ['EXCEEDS_PROPERTY', 'WITHIN_LIMITS', 'WITHIN_LIMITS'],
    ];

    it('stays over the limit, whatever a visit has seen of something else', () => {
      expect(found({ items: [seen()] }, over({ sumFen: LIMIT + 1n }))).toEqual(OVER);
      // banks have told of the husband long ago only: it counts for the household
      expect(found({ items: [seen()] }, over({ sumOfAllFen: LIMIT + 1n }))).toEqual(OVER);
    });

    it('is added to, to the fen', () => {
      const report = reportWith({ sumFen: LIMIT - 10n });
      expect(found({ items: [claim(10n)] }, report)).toEqual(WITHIN);
      expect(found({ items: [claim(11n)] }, report)).toEqual(OVER);
      expect(found({ items: [claim(11n)] }, reportWith({ sumOfAllFen: LIMIT - 10n }))).toEqual(OVER);
      expect(
        supplemented({ items: [claim(11n)] }, report).householdFigures?.financialAssetsPerHead,
      ).toMatchObject({ numerator: (LIMIT + 1n).toString(), denominator: '3' });
    });

    it('counts what an agency has answered of a sum once', () => {
      const gaps = [{ agency: 'BANK', personKeys: [HUSBAND], state: GapState.NOT_ANSWERED }];
      const open = { conclusion: 'INCOMPLETE', reasonCodes: ['MISSING_BANK'], gaps };
      const answer = (valueFen: bigint): Partial<MeansSupplement> => ({
        items: [
          { ...claim(valueFen), kind: 'deposit', agency: 'BANK', quality: 'VERIFIED', personKey: HUSBAND },
        ],
        answered: [{ agency: 'BANK', personKeys: [HUSBAND] }],
      });
      const report = reportWith({ ...open, sumOfAllFen: LIMIT - 10n });
      expect(found(answer(LIMIT), report)).toEqual(WITHIN);
      expect(found(answer(LIMIT + 1n), report)).toEqual(OVER);
      // what is no deposit is no part of the sum
      const { items = [] } = answer(LIMIT);
      const relief = items.map((item) => ({ ...item, kind: 'housingFundBalance' }));
      expect(found({ items: relief }, over({ sumOfAllFen: LIMIT + 1n }))).toEqual(OVER);
    });

    it('is what is left after earmarked relief', () => {
      const earmarked = {
        ...{
          kind: AssetKind.EARMARKED_RELIEF_DEPOSIT,
          shareBp: 10_000,
          valueFen: 500_000n,
          itemKey: 'relief',
        },
        ...{ asOf: '2025-04-01', agency: 'disaster', factId: CAR },
      };
      const report = reportWith({ sumFen: LIMIT, assets: [earmarked] });
      expect(found({ items: [seen()] }, report)).toEqual(WITHIN);
      expect(found({ items: [claim(1n)] }, report)).toEqual(OVER);
    });

    it('is within where what made it too much is gone', () => {
      const owed = {
        ...{ kind: AssetKind.CREDITOR_CLAIM, shareBp: 10_000, valueFen: LIMIT + 1n, itemKey: 'claim' },
        ...{ asOf: '2025-04-01', agency: 'assistance', factId: CAR },
      };
      const gone = { assetId: CAR, valueFen: '1', by: 'clerk', on: AS_OF };
      const report = over({ sumFen: LIMIT + 1n, assets: [owed] });
      expect(found({ items: [seen()] }, report)).toEqual(OVER);
      expect(found({ assetDecisions: [gone] }, report)).toEqual(WITHIN);
    });
  });

  it.each([
    ['over for a reason that the report does not list', 'EXCEEDS_PROPERTY', ['VEHICLE']],
    ['over both, for a reason that is not listed', 'EXCEEDS_BOTH', ['VEHICLE', 'NOT_BELOW_STANDARD']],
    ['open for a reason that the report does not list', 'NEEDS_REVIEW', ['UNKNOWN_HOUSING']],
    ['open because it is disputed', 'NEEDS_REVIEW', ['DISPUTED']],
  ])('never softens what is %s', (_what, conclusion, reasonCodes) => {
    const report = reportWith({ conclusion, reasonCodes });
    expect(supplemented({ items: [seen()] }, report).conclusions[0]?.conclusion).toBe(conclusion);
  });

  describe('of property that an income over its limit hides', () => {
    const hiding = (propertyReasonCodes: string[], change: Partial<ReportChange> = {}) => {
      const report = reportWith({ conclusion: 'EXCEEDS_INCOME', ...change });
      for (const conclusion of report.conclusions) {
        Object.assign(conclusion, { property: PropertyVerdict.UNKNOWN, propertyReasonCodes });
      }
      return report;
    };
    const found = (change: Partial<MeansSupplement>, report: VerificationCompleted) => {
      const { conclusion, property } = supplemented(change, report).conclusions[0]!;
      return [conclusion, PropertyVerdict[property]];
    };
    const carOfUnknownShare = {
      ...{ kind: AssetKind.PASSENGER_CAR, itemKey: 'car', asOf: '2025-04-01', agency: 'PSB', factId: CAR },
    };

    it('takes what a person has decided', () => {
      const report = hiding(['VEHICLE'], { assets: [carOfUnknownShare] });
      const gone = { assetId: CAR, count: 0, by: 'clerk', on: AS_OF };
      expect(found({ items: [seen()] }, report)).toEqual(['NEEDS_REVIEW', 'UNKNOWN']);
      expect(found({ assetDecisions: [gone] }, report)).toEqual(['EXCEEDS_INCOME', 'WITHIN']);
    });

    it('waits for the source that is missing', () => {
      const gaps = [{ agency: 'BANK', personKeys: [HUSBAND], state: GapState.NOT_ANSWERED }];
      const report = hiding(['SOURCE_MISSING'], { gaps });
      const answered = [{ agency: 'BANK', personKeys: [HUSBAND] }];
      expect(found({ items: [seen()] }, report)).toEqual(['INCOMPLETE', 'UNKNOWN']);
      expect(found({ answered }, report)).toEqual(['EXCEEDS_INCOME', 'WITHIN']);
    });

    it.each([['HOUSING'], ['DISPUTED']])(
      'stays unknown for a reason that nothing added settles: %s',
      (code) => {
        expect(found({ items: [seen()] }, hiding([code]))).toEqual(['EXCEEDS_INCOME', 'UNKNOWN']);
      },
    );
  });

  it('lists what was added, and what was decided', () => {
    const home = { kind: AssetKind.RESIDENCE, shareBp: 10_000, itemKey: 'home', asOf: '2025-04-01' };
    const report = reportWith({ assets: [{ ...home, agency: 'HOU', factId: CAR }] });
    const spent = { side: 'EXPENDITURE', kind: 'medicalInpatientOop', agency: 'NHSA' } as const;
    const { members } = supplemented(
      {
        items: [
          seen({ side: 'ASSET', kind: 'passengerCar', count: 1 }),
          seen({ ...spent, factId: 'bill', amountFen: '1200', quality: 'VERIFIED' }),
        ],
        assetDecisions: [{ assetId: CAR, count: 0, by: 'clerk', on: AS_OF }],
      },
      report,
    );
    expect(members[0]?.assets).toMatchObject([{ factId: CAR, count: 0 }]);
    expect(members[1]?.assets).toMatchObject([{ kind: AssetKind.PASSENGER_CAR, count: 1 }]);
    expect(members[1]?.expenditures).toHaveLength(12);
    expect(members[1]?.expenditures[0]).toMatchObject({
      ...{ kind: ExpenditureKind.MEDICAL_INPATIENT_OOP, amountFen: 100n, quality: FactQuality.VERIFIED },
      ...{ agency: 'NHSA', month: '2024-05' },
    });
  });
});
