import fc from 'fast-check';
import { compare } from '../rational/index.js';
import { PolicyMissing } from '../policy/index.js';
import {
  family,
  income,
  key,
  means,
  member,
  printed,
  spending,
  state,
  wage,
  WINDOW,
  type Ask,
} from './test/means-kit.js';
import type { EconomicFact, IncomeFact } from './facts.js';

const perCapita = (facts: readonly EconomicFact[], ask?: Ask): bigint | undefined =>
  printed(means(facts, ask).household?.perCapitaMonthly);
const total = (facts: readonly EconomicFact[], ask?: Ask): bigint | undefined =>
  printed(means(facts, ask).household?.total);

const household = (n: number): Ask => ({ members: family(n) });
/** Assistance's examples of R2 are accepted on 2025-05-12: the window is 2024-05 to 2025-04. */
const MAY: Ask = { asOf: '2025-05-12' };
const TWELVE = ['2024-05', '2025-04'] as const;
const declared = { quality: 'DECLARED' } as const;

describe('income of the window (5.4, 5.15)', () => {
  it.each<[string, bigint | undefined, bigint]>([
    ['wage NET 180,000 × 12, N 3', perCapita([wage('a', 180_000n)]), 48_000n],
    ['wage NET 150,000 × 12, N 3', perCapita([wage('a', 150_000n)]), 40_000n],
    ['wage NET 221,249 × 12 prints the standard', perCapita([wage('a', 221_249n)]), 59_000n],
    [
      'GROSS 300,000: cost capped at the standard, 10.5 %',
      perCapita([wage('a', 300_000n, { basis: 'GROSS' })]),
      69_833n,
    ],
    [
      'a personal account counts, the basic pension and a regular subsidy do not',
      perCapita(
        [
          income('a', 'regularSubsidy', 120_000n * 12n, WINDOW, {}, 'veterans'),
          income('a', 'residentBasicPension', 15_000n * 12n, WINDOW, {}, 'HRSS'),
          income('a', 'residentPersonalPension', 3_700n * 12n, WINDOW, {}, 'HRSS'),
        ],
        household(1),
      ),
      3_700n,
    ],
    [
      'farming of 2024: six of its months are in the window, N 4',
      perCapita([income('a', 'farming', 960_000n, ['2024-01', '2024-12'], {}, 'AGR')], household(4)),
      10_000n,
    ],
    [
      'the same where a region carries six months: to the last of the window',
      perCapita([income('a', 'farming', 960_000n, ['2024-01', '2024-12'], {}, 'AGR')], {
        ...household(4),
        overrides: { 'assistance.income.carryForwardMonths': 6 },
      }),
      20_000n,
    ],
    [
      'the same where a region carries 12 months',
      perCapita([income('a', 'farming', 960_000n, ['2024-01', '2024-12'], {}, 'AGR')], {
        ...household(4),
        overrides: { 'assistance.income.carryForwardMonths': 12 },
      }),
      20_000n,
    ],
    [
      'severance 3,000,000: 15 months, four in the window, N 2',
      perCapita([income('a', 'severance', 3_000_000n, ['2025-03', '2025-03'], {}, 'HRSS')], household(2)),
      33_333n,
    ],
    [
      'severance 3,010,000: 16 months of 188,125',
      perCapita([income('a', 'severance', 3_010_000n, ['2025-03', '2025-03'], {}, 'HRSS')], household(2)),
      31_354n,
    ],
    [
      'a recipient starts to work in February, N 2',
      perCapita(
        [
          income('a', 'wage', 1_250_000n, ['2025-02', '2025-06']),
          state('a', 'dibao', '2024-01-01', {}, 'assistance'),
        ],
        household(2),
      ),
      41_667n,
    ],
    [
      'the same with the new-work disregard of 6 months',
      perCapita(
        [
          income('a', 'wage', 1_250_000n, ['2025-02', '2025-06']),
          state('a', 'dibao', '2024-01-01', {}, 'assistance'),
        ],
        { ...household(2), overrides: { 'assistance.income.disregardMonths': 6 } },
      ),
      4_792n,
    ],
    ['no income', perCapita([], household(1)), 0n],
    ['2.1 one wage 1,500 × 12', total([income('a', 'wage', 1_800_000n, TWELVE)], MAY), 1_440_000n],
    ['2.1 a head', perCapita([income('a', 'wage', 1_800_000n, TWELVE)], MAY), 40_000n],
    ['2.2 one wage 4,000 × 12', total([income('a', 'wage', 4_800_000n, TWELVE)], MAY), 4_092_000n],
    ['2.2 a head', perCapita([income('a', 'wage', 4_800_000n, TWELVE)], MAY), 113_667n],
    [
      '2.3 basic pension, dibao and scholarship',
      total(
        [
          income('a', 'residentBasicPension', 123_600n, TWELVE, {}, 'HRSS'),
          income('a', 'dibaoBenefit', 300_000n, TWELVE, {}, 'assistance'),
          income('b', 'scholarship', 200_000n, ['2024-09', '2024-09'], {}, 'EDU'),
        ],
        MAY,
      ),
      0n,
    ],
    [
      '2.4 verified takes the place of declared, month by month',
      total(
        [
          income('a', 'wage', 1_800_000n, TWELVE, declared, 'assistance'),
          income('a', 'wage', 1_080_000n, ['2024-11', '2025-04']),
        ],
        MAY,
      ),
      1_584_000n,
    ],
    [
      '2.5 only months in the window count',
      total([income('a', 'selfEmployed', 1_000_000n, ['2024-04', '2025-03'])], MAY),
      916_666n,
    ],
    [
      '2.7 support of a son elsewhere: 330.00 a month',
      total(sonElsewhere(), {
        members: [member('a', 'APPLICANT'), member('b', 'SPOUSE')],
        obligors: ['a', 'b'].map((letter) => ({
          personKey: key('s'),
          obligorOfKey: member(letter, 'OTHER').personKey,
          relation: 'CHILD' as const,
        })),
      }),
      33_000n * 12n * 2n,
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('compares the exact value: 221,249 is below the standard although it prints 590.00, 221,250 is not', () => {
    const below = (monthly: bigint): number => {
      const value = means([wage('a', monthly)]).household?.perCapitaMonthly;
      return compare(value!, { numerator: 59_000n, denominator: 1n });
    };
    expect([below(221_249n), below(221_250n)]).toEqual([-1, 0]);
  });

  it('after rigid: 3,600,000 less 1,800,000, N 3; never below 0', () => {
    const earned = income('a', 'rent', 3_600_000n, WINDOW);
    const after = (fen: bigint): bigint | undefined =>
      printed(means([earned, spending('b', 'medicalInpatientOop', fen)]).household?.perCapitaAfterRigid);
    expect(printed(means([earned]).household?.perCapitaMonthly)).toBe(100_000n);
    expect(after(1_800_000n)).toBe(50_000n);
    expect(after(4_000_000n)).toBe(0n);
  });

  it('refuses a kind without a row, never takes a default', () => {
    const fact = wage('a', 1n);
    const overrides = { 'verification.income.treatment.wage': undefined };
    expect(() => means([fact], { overrides })).toThrow();
    expect(PolicyMissing.name).toBe('PolicyMissing');
  });
});

/** A son with 2,500.00 a month after cost, who has a household of his own. */
function sonElsewhere(): IncomeFact[] {
  return [income('s', 'rent', 250_000n * 12n, WINDOW)];
}

describe('income: properties', () => {
  const wages = fc.array(
    fc.record({
      who: fc.constantFrom('a', 'b', 'c'),
      monthly: fc.bigInt({ min: 1n, max: 1_000_000n }),
      payer: fc.constantFrom('X', 'Y', 'Z'),
      basis: fc.constantFrom('NET', 'GROSS'),
    }),
    { maxLength: 5 },
  );
  const facts = wages.map((list) =>
    list.map(({ who, monthly, payer, basis }, index) =>
      wage(who, monthly, {
        payerKey: `${payer}${index}`,
        itemKey: `${index}`,
        basis: basis as 'NET' | 'GROSS',
      }),
    ),
  );

  it('the order of facts and of members never matters', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const forwards = means(list);
        const backwards = means(list.toReversed(), { members: family(3).toReversed() });
        expect(backwards.household?.total).toEqual(forwards.household?.total);
        expect(backwards.household?.perCapitaMonthly).toEqual(forwards.household?.perCapitaMonthly);
      }),
    );
  });

  it('more income never lowers the total, and figures are never negative', () => {
    fc.assert(
      fc.property(facts, fc.bigInt({ min: 1n, max: 1_000_000n }), (list, more) => {
        const before = means(list).household;
        const after = means([
          ...list,
          wage('a', more, { payerKey: 'another', itemKey: 'another' }),
        ]).household;
        expect(compare(after!.total, before!.total)).toBeGreaterThanOrEqual(0);
        expect(before!.total.numerator >= 0n).toBe(true);
      }),
    );
  });

  it('rigid spending never raises the figure after it', () => {
    fc.assert(
      fc.property(facts, fc.bigInt({ min: 1n, max: 10_000_000n }), (list, spent) => {
        const before = means(list).household!;
        const after = means([...list, spending('b', 'medicalInpatientOop', spent)]).household!;
        expect(compare(after.perCapitaAfterRigid, before.perCapitaAfterRigid)).toBeLessThanOrEqual(0);
        expect(after.perCapitaMonthly).toEqual(before.perCapitaMonthly);
      }),
    );
  });
});
