import type { AssetFact, EconomicFact, ExpenditureFact } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import {
  answersOf,
  assetFact,
  CHILD,
  consentOf,
  CORE,
  HUSBAND,
  policyRows,
  QUESTION,
  WIFE,
  wageFact,
} from './test/households.js';

const EX_WIFE = '44444444-4444-8444-8444-444444444444';
const FOR_ALL = { datasets: ['CORE', 'INS', 'UTIL', 'SEC'] };

let book: PolicyBook;
beforeAll(async () => {
  book = new PolicyBook([
    ...(await policyRows()).map((row) =>
      row.key === 'verification.pattern.P5.enabled' ? { ...row, value: true } : row,
    ),
    {
      id: '01900000-0000-7000-8000-0000000000f5',
      key: 'verification.pattern.electricityMedianFen',
      regionPrefix: '510802',
      effectiveFrom: '2018-01-01',
      value: '10000',
      legalBasis: '(default)',
    },
  ]);
});

function check(facts: readonly EconomicFact[], question: Partial<CheckQuestion> = {}): CheckResult {
  const asked = {
    ...QUESTION,
    form: REPORT_FORM.NEWEST,
    consents: [consentOf(HUSBAND, FOR_ALL), consentOf(WIFE, FOR_ALL)],
    answers: answersOf([...CORE, 'INS', 'UTIL']),
    ...question,
  };
  const outcome = checkHousehold(asked, { facts, knownAtMicros: 10n ** 9n }, book);
  if ('refusals' in outcome) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.result;
}

let lastItem = 0;
const asset = (
  kind: Parameters<typeof assetFact>[2],
  agency: string,
  rest: Partial<AssetFact>,
  personKey = HUSBAND,
): EconomicFact => {
  lastItem += 1;
  return { ...assetFact(personKey, agency, kind, {}), itemKey: `item ${lastItem}`, ...rest } as EconomicFact;
};
const deposit = (asOf: string, valueFen: bigint, itemKey = 'account') =>
  asset('deposit', 'BANK', { asOf, valueFen, itemKey });
const spent = (
  kind: ExpenditureFact['kind'],
  agency: string,
  amountFen: bigint,
  from: string,
  to = from,
): EconomicFact => {
  lastItem += 1;
  return {
    ...(assetFact(HUSBAND, agency, 'residence', {}) as ExpenditureFact),
    type: 'EXPENDITURE',
    kind,
    amountFen,
    period: { from, to },
    itemKey: `bill ${lastItem}`,
  };
};
const divorced = (from: string): EconomicFact =>
  ({
    ...assetFact(HUSBAND, 'MCA', 'residence', {}),
    type: 'STATUS',
    kind: 'divorced',
    days: { from },
    attributes: { spouseKey: EX_WIFE },
  }) as EconomicFact;
const monthly = (monthlyFen: bigint, from: string, to: string) => wageFact(HUSBAND, monthlyFen, from, to);
const codes = (result: CheckResult): string[] => result.patterns.map(({ code }) => code);

describe('patterns (5.9), as of 2025-07-15', () => {
  it.each<[string, EconomicFact[], string[]]>([
    [
      'P1: 10,000,001 fell to 5,000,000',
      [deposit('2024-08-01', 10_000_001n), deposit('2025-07-01', 5_000_000n)],
      ['P1'],
    ],
    [
      'P1: to exactly the half, none',
      [deposit('2024-08-01', 10_000_000n), deposit('2025-07-01', 5_000_000n)],
      [],
    ],
    ['P1: by 4,999,999, none', [deposit('2024-08-01', 5_000_000n), deposit('2025-07-01', 1n)], []],
    [
      'P1: before the twelve months, none',
      [deposit('2024-07-10', 10_000_001n), deposit('2024-07-15', 1n)],
      [],
    ],
    [
      'P1: held when they began, fell after',
      [deposit('2024-01-10', 10_000_001n), deposit('2024-07-16', 1n)],
      ['P1'],
    ],
    [
      'P1: moved to another account, none',
      [
        deposit('2024-08-01', 9_000_000n),
        deposit('2025-07-01', 0n),
        deposit('2025-07-01', 1_400_000n, 'b'),
        deposit('2025-07-01', 7_000_000n, 'c'),
      ],
      [],
    ],
    [
      'P2: a home gone to the former spouse',
      [
        divorced('2024-07-15'),
        asset('residence', 'NR', { count: 0, asOf: '2024-07-15', attributes: { toKey: EX_WIFE } }),
      ],
      ['P2'],
    ],
    [
      'P2: divorced a day earlier, none',
      [
        divorced('2024-07-14'),
        asset('residence', 'NR', { count: 0, asOf: '2024-07-15', attributes: { toKey: EX_WIFE } }),
      ],
      [],
    ],
    [
      'P2: gone to somebody else, none',
      [
        divorced('2025-01-10'),
        asset('residence', 'NR', {
          count: 0,
          asOf: '2025-01-20',
          attributes: { toKey: '55555555-5555-8555-8555-555555555555' },
        }),
      ],
      [],
    ],
    [
      'P2: 5,000,000 of money gone',
      [
        divorced('2025-01-10'),
        asset('insuranceCashValue', 'INS', { asOf: '2024-12-01', valueFen: 5_000_000n, itemKey: 'policy' }),
        asset('insuranceCashValue', 'INS', {
          asOf: '2025-02-01',
          valueFen: 0n,
          itemKey: 'policy',
          attributes: { toKey: EX_WIFE },
        }),
      ],
      ['P1', 'P2'],
    ],
    [
      'P2: 4,999,999 gone, none',
      [
        divorced('2025-01-10'),
        asset('insuranceCashValue', 'INS', { asOf: '2024-12-01', valueFen: 4_999_999n, itemKey: 'policy' }),
        asset('insuranceCashValue', 'INS', {
          asOf: '2025-02-01',
          valueFen: 0n,
          itemKey: 'policy',
          attributes: { toKey: EX_WIFE },
        }),
      ],
      [],
    ],
    [
      'P3: a car gone to the wife',
      [asset('passengerCar', 'PSB', { count: 0, asOf: '2023-07-15', attributes: { toKey: WIFE } })],
      ['P3'],
    ],
    [
      'P3: more than 24 months before, none',
      [asset('passengerCar', 'PSB', { count: 0, asOf: '2023-07-14', attributes: { toKey: WIFE } })],
      [],
    ],
    [
      'P3: to somebody whom nobody names, none',
      [asset('passengerCar', 'PSB', { count: 0, asOf: '2025-07-01', attributes: { toKey: EX_WIFE } })],
      [],
    ],
    [
      'P4: contributions go on in June, the last wage was of April',
      [monthly(100_000n, '2024-07', '2025-04'), spent('socialInsurancePaid', 'HRSS', 10_000n, '2025-06')],
      ['P4'],
    ],
    [
      'P4: a wage in May, none',
      [monthly(100_000n, '2024-07', '2025-05'), spent('socialInsurancePaid', 'HRSS', 10_000n, '2025-06')],
      [],
    ],
    [
      'P4: the last contribution was of April, too, none',
      [monthly(100_000n, '2024-07', '2025-04'), spent('socialInsurancePaid', 'HRSS', 10_000n, '2025-04')],
      [],
    ],
    [
      'P5: more than three times the median in three months',
      ['2025-01', '2025-02', '2025-03'].map((month) => spent('electricity', 'UTIL', 30_001n, month)),
      ['P5'],
    ],
    [
      'P5: exactly three times, none',
      ['2025-01', '2025-02', '2025-03'].map((month) => spent('electricity', 'UTIL', 30_000n, month)),
      [],
    ],
    [
      'P5: not in a row, none',
      ['2025-01', '2025-02', '2025-04'].map((month) => spent('electricity', 'UTIL', 30_001n, month)),
      [],
    ],
    [
      'P6: 900,001 of premiums, 1,800,000 declared',
      [spent('insurancePremium', 'INS', 900_001n, '2025-01')],
      ['P6'],
    ],
    ['P6: exactly the half, none', [spent('insurancePremium', 'INS', 900_000n, '2025-01')], []],
    ['P8: a school of high fees', [spent('highFeeSchool', 'EDU', 1n, '2024-09')], ['P8']],
    [
      'P8: two trips abroad',
      [spent('overseasTravel', 'PSB', 1n, '2024-10'), spent('overseasTravel', 'PSB', 1n, '2025-02')],
      ['P8'],
    ],
    ['P8: one trip, none', [spent('overseasTravel', 'PSB', 1n, '2024-10')], []],
  ])('%s', (_case, facts, found) => {
    expect(codes(check(facts))).toEqual(found);
  });

  it.each([
    [3, ['P7']],
    [2, []],
  ])('P7: one account of %i households', (households, found) => {
    const sharedDeposits = [{ itemKey: 'account', households }];
    expect(codes(check([deposit('2025-07-01', 100n)], { sharedDeposits }))).toEqual(found);
    expect(codes(check([deposit('2025-07-01', 100n, 'another')], { sharedDeposits }))).toEqual([]);
  });

  it('send to review what is within limits, and refuse nothing', () => {
    const trips = [
      spent('overseasTravel', 'PSB', 1n, '2024-10'),
      spent('overseasTravel', 'PSB', 1n, '2025-02'),
    ];
    const found = (facts: EconomicFact[]) => check(facts).conclusions;
    expect(found(trips)).toMatchObject([{ conclusion: 'NEEDS_REVIEW', reasonCodes: ['P8'] }]);
    expect(found([...trips, ...[asset('passengerCar', 'PSB', { count: 1 })]])).toMatchObject([
      { conclusion: 'EXCEEDS_PROPERTY' },
    ]);
  });

  it('are not looked for in a report of before they were, so that it replays', () => {
    const school = [spent('highFeeSchool', 'EDU', 1n, '2024-09')];
    const { form: _newest, ...before } = { ...QUESTION, form: REPORT_FORM.WITH_PROPERTY };
    expect(codes(check(school, { form: REPORT_FORM.WITH_PROPERTY }))).toEqual([]);
    const outcome = checkHousehold(before, { facts: school, knownAtMicros: 1n }, book);
    expect('result' in outcome && outcome.result.patterns).toEqual([]);
  });

  it('are not looked for in what nobody has agreed to', () => {
    const premiums = [spent('insurancePremium', 'INS', 900_001n, '2025-01')];
    const consents = [consentOf(HUSBAND), consentOf(WIFE)];
    expect(codes(check(premiums, { consents }))).toEqual([]);
  });

  it('of who does not count are none, and one that is switched off is not looked for', async () => {
    const toWife = asset(
      'passengerCar',
      'PSB',
      { count: 0, asOf: '2025-01-01', attributes: { toKey: WIFE } },
      CHILD,
    );
    const died = {
      ...divorced('2025-05-01'),
      personKey: CHILD,
      kind: 'deceased',
      attributes: {},
    } as EconomicFact;
    expect(codes(check([toWife]))).toEqual(['P3']);
    expect(codes(check([toWife, died]))).toEqual([]);
    book = new PolicyBook(
      (await policyRows()).map((row) =>
        row.key === 'verification.pattern.P3.enabled' ? { ...row, value: false } : row,
      ),
    );
    expect(codes(check([toWife]))).toEqual([]);
  });
});
