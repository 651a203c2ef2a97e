import { PolicyBook, PolicyMissing } from '../policy/index.js';
import {
  asset,
  AS_OF,
  deposit,
  family,
  income,
  key,
  means,
  member,
  policyBook,
  printed,
  REGION,
  spending,
  state,
  wage,
  WINDOW,
  type Ask,
} from './test/means-kit.js';
import { readMeansPolicy, selectFacts, type EconomicFact } from './index.js';

const alone: Ask = { members: [member('a', 'APPLICANT')] };
const own = (facts: readonly EconomicFact[], ask: Ask = alone): bigint | undefined =>
  printed(means(facts, ask).members[0]?.ownMonthly);

describe('what else decides a month of income (5.2, 5.4)', () => {
  const gross = wage('a', 300_000n, { basis: 'GROSS' });
  const paid = (kind: 'incomeTaxPaid' | 'socialInsurancePaid', monthly: bigint, agency: string) =>
    spending('a', kind, monthly * 12n, { period: { from: WINDOW[0], to: WINDOW[1] }, itemKey: kind }, agency);
  const consolation = (fen: bigint) =>
    income('a', 'charityAid', fen, ['2025-01', '2025-01'], { purpose: 'CONSOLATION' }, 'organizations');

  it.each<[string, bigint | undefined, bigint]>([
    [
      'GROSS with tax and insurance known: as paid, not the flat rate',
      own([gross, paid('incomeTaxPaid', 1_000n, 'TAX'), paid('socialInsurancePaid', 20_000n, 'HRSS')]),
      300_000n - 59_000n - 21_000n,
    ],
    [
      'NET: what was paid is not deducted again',
      own([wage('a', 100_000n), paid('incomeTaxPaid', 1_000n, 'TAX')]),
      80_000n,
    ],
    [
      'employment cost is taken once from all wages of the month',
      own([wage('a', 200_000n), wage('a', 200_000n, { payerKey: 'Y', itemKey: 'y' })]),
      400_000n - 59_000n,
    ],
    [
      'a living fee of the employer: no employment cost',
      own([income('a', 'employerLivingFee', 1_200_000n, WINDOW, {}, 'veterans')]),
      100_000n,
    ],
    [
      'a bonus is spread over 12 months from the month it came in',
      own([income('a', 'bonus', 1_200_000n, ['2025-06', '2025-06'])]),
      6_667n,
    ],
    ['a lottery prize likewise', own([income('a', 'lottery', 1_200_000n, ['2025-01', '2025-01'])]), 50_000n],
    ['consolation money at the limit is excluded', own([consolation(100_000n)]), 0n],
    ['a fen over it counts whole', own([consolation(100_001n)]), 8_333n],
    [
      'support paid comes off, never below 0',
      own([income('a', 'rent', 12n, WINDOW), spending('a', 'supportPaid', 100n, { itemKey: 's' }, 'COURT')]),
      0n,
    ],
    ['the sale of a home is no income', own([income('a', 'assetSale', 9n, WINDOW, {}, 'NR')]), 0n],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('a month that TAX has not reached takes the amount before, and says so; a declared sum gives way to it', () => {
    const upToApril = income('a', 'wage', 1_000_000n, ['2024-07', '2025-04']);
    const declared = income(
      'a',
      'wage',
      1_200n,
      WINDOW,
      { quality: 'DECLARED', itemKey: 'said' },
      'assistance',
    );
    const ask: Ask = { ...alone, coveredThrough: new Map([['TAX', '2025-04']]) };
    expect(own([upToApril, declared], ask)).toBe(80_000n);
    expect(means([upToApril], ask).members[0]?.income.kinds[0]?.how).toEqual(['RECEIVED', 'STALE']);
    expect(own([upToApril])).toBe(66_667n);
  });
});

describe('support and its exceptions (5.6)', () => {
  const disabled = state('a', 'disabled', '2020-01-01', { attributes: { category: '4', grade: '1' } }, 'DPF');
  const son = (more: Partial<Parameters<typeof member>[2]> = {}) => member('a', 'APPLICANT', more);
  const motherPays = income('a', 'supportReceived', 600_000n, WINDOW, { payerKey: key('m') }, 'COURT');
  const mother = (birthDate: string): Ask => ({
    members: [son({ birthDate: '1990-01-01' }), member('m', 'PARENT', { birthDate })],
  });

  it.each<[string, EconomicFact[], Ask, bigint]>([
    [
      '2.8 mother of 61 pays 500 a month to an adult unemployed grade-1 son',
      [disabled, motherPays],
      mother('1964-01-01'),
      0n,
    ],
    ['a mother of 59', [disabled, motherPays], mother('1966-01-01'), 50_000n],
    [
      'the son has a job',
      [disabled, motherPays, state('a', 'employed', '2024-01-01', {}, 'HRSS')],
      mother('1964-01-01'),
      50_000n,
    ],
    ['the son is not disabled', [motherPays], mother('1964-01-01'), 50_000n],
  ])('%s', (_name, facts, ask, expected) => {
    expect(own(facts, ask)).toBe(expected);
  });

  it('takes the income a head of the household on record, or the obligor alone', () => {
    const rent = income('s', 'rent', 350_000n * 24n, ['2023-07', '2025-06']);
    const ask: Ask = {
      ...alone,
      obligors: [{ personKey: key('s'), obligorOfKey: key('a'), relation: 'CHILD' }],
    };
    const household = { members: [member('s', 'APPLICANT'), member('t', 'SPOUSE')], obligors: [] };
    expect(own([rent], ask)).toBe(116_000n);
    expect(own([rent], { ...ask, obligorHouseholds: new Map([[key('s'), household]]) })).toBe(28_500n);
  });

  it('counts the larger of what was received and what is imputed, never both', () => {
    const ask: Ask = {
      ...alone,
      obligors: [{ personKey: key('s'), obligorOfKey: key('a'), relation: 'CHILD' }],
    };
    const received = (monthly: bigint) =>
      income('a', 'supportReceived', monthly * 12n, WINDOW, { payerKey: key('s') }, 'assistance');
    const rent = income('s', 'rent', 200_000n * 12n, WINDOW);
    expect([own([rent, received(50_000n)], ask), own([rent, received(10_000n)], ask)]).toEqual([
      50_000n,
      41_000n,
    ]);
  });
});

describe('one person alone, and one question', () => {
  it('judges each person by own income and own property (N = 1)', () => {
    const facts = [wage('a', 180_000n), deposit('b', 1_416_001n)];
    const { members } = means(facts, { members: family(2) });
    expect(members.map(({ ownMonthly }) => printed(ownMonthly))).toEqual([144_000n, 0n]);
    expect(members.map(({ property }) => property.levels.DIBAO.verdict)).toEqual(['WITHIN', 'OVER']);
  });

  it('one item held by two members is one item, whose shares add up', () => {
    const half = { itemKey: 'flat', shareBp: 5_000, attributes: { areaDm2: '9000' } };
    const { household } = means([asset('a', 'residence', half), asset('b', 'residence', half)]);
    expect(household?.property.levels.DIBAO.verdict).toBe('WITHIN');
  });

  it('gives the same answer to the same question', () => {
    const facts = [wage('a', 123_457n), asset('a', 'truck'), spending('b', 'rehab', 77n), deposit('b', 5n)];
    expect(means(facts)).toEqual(means(facts.toReversed()));
  });

  it('takes what was selected already', () => {
    const facts = [wage('a', 123_457n), asset('a', 'truck'), spending('b', 'rehab', 77n), deposit('b', 5n)];
    const selectedOf = new Map(
      ['a', 'b'].map((letter) => {
        const own = facts.filter(({ personKey }) => personKey === key(letter));
        return [key(letter), selectFacts(own, { validAt: AS_OF })];
      }),
    );
    expect(means([], { selectedOf })).toEqual(means(facts));
    expect(means([], { selectedOf }).household?.total).not.toEqual(means([]).household?.total);
  });

  it('answers as of what was known then', () => {
    const late = { ...wage('a', 180_000n), recordedAtMicros: 2n };
    expect([
      own([late], { ...alone, knownAtMicros: 1n }),
      own([late], { ...alone, knownAtMicros: 2n }),
    ]).toEqual([0n, 144_000n]);
  });
});

describe('policy rows', () => {
  const without = (missing: string) => {
    const book = policyBook();
    return new PolicyBook(allRows(book).filter((row) => row.key !== missing));
  };
  const allRows = (book: PolicyBook) => {
    for (const name of ROWS) {
      book.resolve(name, REGION, AS_OF);
    }
    return book.used();
  };
  const ROWS = [
    'assistance.dibao.standardMonthlyFen',
    ...['coResidenceMonths', 'clergyMonths', 'excludedStatuses'].map(
      (name) => `assistance.household.${name}`,
    ),
    ...[
      'windowMonths',
      'grossToNetBp',
      'carryForwardMonths',
      'disregardMonths',
      'disregardStd',
      'employmentCostBp',
      'employmentCostCapStdBp',
      'supportMode',
      'supportFreeStd',
      'supportRateBp',
    ].map((name) => `assistance.income.${name}`),
    'assistance.rigid.deductGroups',
    'assistance.rigid.ratioBp',
    'assistance.edge.multipleBp',
    ...[
      'financialStd',
      'vehicleCount',
      'homeCount',
      'homeAreaM2',
      'nonResidentialCount',
      'capitalFen',
      'machineryFen',
    ].map((name) => `assistance.asset.${name}`),
    'verification.property.minShareBp',
  ];

  it.each(ROWS)('%s has no default', (missing) => {
    expect(() => readMeansPolicy(without(missing), REGION, 'URBAN', AS_OF)).toThrow(PolicyMissing);
  });

  it('asks for a row that only some facts need when they need it', () => {
    const policy = readMeansPolicy(without(''), REGION, 'URBAN', AS_OF);
    expect(() => policy.minimumWageFen()).toThrow(PolicyMissing);
    expect(() => policy.disposableIncomeLastYearFen()).toThrow(PolicyMissing);
    expect(() => policy.educationCapFen('SCHOOL')).toThrow(PolicyMissing);
    expect(() => policy.treatmentOn('wage', undefined, '2025-06')).toThrow(PolicyMissing);
  });
});
