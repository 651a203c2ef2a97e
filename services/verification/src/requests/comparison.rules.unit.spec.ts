import fc from 'fast-check';
import {
  classify,
  isDiscrepancy,
  isMaterial,
  type Comparison,
  type ComparisonClass,
} from './comparison.rules.js';

const TOLERANCE = { toleranceFen: 60_000n, toleranceBp: 1_000 };

describe('classify', () => {
  it.each<[bigint, bigint, boolean, ComparisonClass]>([
    [1_200_000n, 1_320_000n, false, 'WITHIN_TOLERANCE'],
    [1_200_000n, 1_320_001n, false, 'UNDER_DECLARED'],
    [0n, 60_000n, false, 'WITHIN_TOLERANCE'],
    [0n, 60_001n, false, 'NOT_DECLARED'],
    [1_200_000n, 0n, false, 'NOT_FOUND'],
    [1_200_000n, 0n, true, 'NOT_CHECKED'],
    [0n, 0n, true, 'NOT_CHECKED'],
    [0n, 0n, false, 'MATCH'],
    [800_000n, 800_000n, true, 'MATCH'],
    [1_200_000n, 900_000n, false, 'OVER_DECLARED'],
    // the walk of T1 and the minor discrepancy of scenario 1
    [1_800_000n, 2_160_000n, false, 'UNDER_DECLARED'],
    [1_600_000n, 1_800_000n, false, 'UNDER_DECLARED'],
    // 10% of a small declaration is less than the fixed tolerance
    [10_000n, 70_000n, false, 'WITHIN_TOLERANCE'],
    [10_000n, 70_001n, false, 'UNDER_DECLARED'],
  ])('declared %s, verified %s, gap %s → %s', (declared, verified, isGap, expected) => {
    expect(classify({ unit: 'FEN', declared, verified }, isGap, TOLERANCE)).toBe(expected);
  });

  it.each<[bigint, bigint, ComparisonClass]>([
    [1n, 1n, 'MATCH'],
    [1n, 2n, 'UNDER_DECLARED'],
    [2n, 1n, 'OVER_DECLARED'],
    [0n, 1n, 'NOT_DECLARED'],
    [1n, 0n, 'NOT_FOUND'],
  ])('counts are compared exactly: declared %s, verified %s → %s', (declared, verified, expected) => {
    expect(classify({ unit: 'COUNT', declared, verified }, false, TOLERANCE)).toBe(expected);
  });

  it('what is tolerated at a difference is tolerated at any smaller one', () => {
    const sum = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(sum, sum, sum, (declared, larger, smaller) => {
        const [more, less] = larger > smaller ? [larger, smaller] : [smaller, larger];
        const at = (difference: bigint) =>
          classify({ unit: 'FEN', declared, verified: declared + difference }, false, TOLERANCE);
        expect(at(more) === 'WITHIN_TOLERANCE' ? at(less) : 'WITHIN_TOLERANCE').toBe('WITHIN_TOLERANCE');
      }),
    );
  });
});

const income = (difference: bigint, rest: Partial<Comparison> = {}): Comparison => ({
  personKey: 'husband',
  side: 'INCOME',
  kind: 'wage',
  unit: 'FEN',
  declared: 0n,
  verified: difference,
  difference,
  class: difference < 0n ? 'OVER_DECLARED' : 'UNDER_DECLARED',
  ...rest,
});
const URBAN_OF_3 = { materialBp: 1_000, standardMonthlyFen: 59_000n, countedMembers: 3, testsDiffer: false };

describe('isMaterial', () => {
  it.each<[string, Comparison[], Partial<typeof URBAN_OF_3>, boolean]>([
    ['Σ|d| 212,400 is 10% of 12 × 59,000 × 3', [income(212_400n)], {}, false],
    ['Σ|d| 212,401', [income(212_401n)], {}, true],
    ['T1: 360,000', [income(360_000n)], {}, true],
    ['scenario 1: 200,000', [income(200_000n)], {}, false],
    ['over and under do not cancel', [income(150_000n), income(-150_000n)], {}, true],
    ['assets do not add to the sum', [income(9_000_000n, { side: 'ASSET', kind: 'deposit' })], {}, false],
    ['a test comes out differently', [income(60_001n)], { testsDiffer: true }, true],
    [
      'no discrepancy, nothing material',
      [income(9_000_000n, { class: 'NOT_CHECKED' })],
      { testsDiffer: true },
      false,
    ],
  ])('%s', (_case, comparisons, materiality, expected) => {
    expect(isMaterial(comparisons, { ...URBAN_OF_3, ...materiality })).toBe(expected);
  });
});

describe('isDiscrepancy', () => {
  it.each<[ComparisonClass, boolean]>([
    ['MATCH', false],
    ['WITHIN_TOLERANCE', false],
    ['NOT_CHECKED', false],
    ['NOT_FOUND', true],
    ['NOT_DECLARED', true],
    ['UNDER_DECLARED', true],
    ['OVER_DECLARED', true],
  ])('%s: %s', (found, expected) => {
    expect(isDiscrepancy({ class: found })).toBe(expected);
  });
});
