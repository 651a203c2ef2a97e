import fc from 'fast-check';
import { add, compare, rational, ZERO } from '../rational/index.js';
import { inHundredths, printScore, score, type Score, type ScoringModel } from './index.js';

const MODEL: ScoringModel = {
  version: '2025-1',
  combination: 'WEIGHTED_MEAN',
  items: [
    { code: 'a', weight: 50, maximumPoints: 100 },
    { code: 'b', weight: 30, maximumPoints: 100 },
    { code: 'c', weight: 20, maximumPoints: 100 },
  ],
  grades: [
    { grade: 'EXCELLENT', atLeast: rational(90n) },
    { grade: 'GOOD', atLeast: rational(80n) },
    { grade: 'PASS', atLeast: rational(60n) },
  ],
  vetoes: [
    { code: 'V1', grade: 'FAIL_VETO' },
    { code: 'V2', grade: 'SUSPENDED' },
  ],
};
const points = (a: bigint, b: bigint, c: bigint) => ({ a: rational(a), b: rational(b), c: rational(c) });

function scored(...input: Parameters<typeof score>): Score {
  const result = score(...input);
  if (result.outcome !== 'SCORED') throw new Error(`missing ${result.missing.join()}`);
  return result;
}

describe('a score', () => {
  it.each([
    ['all', points(100n, 100n, 100n), 10_000n, 'EXCELLENT'],
    ['the limit of a grade belongs to it', points(80n, 80n, 80n), 8_000n, 'GOOD'],
    ['weighted', points(100n, 80n, 0n), 7_400n, 'PASS'],
    ['below every grade', points(0n, 100n, 100n), 5_000n, undefined],
    [
      'what does not apply falls away',
      { ...points(90n, 60n, 0n), c: 'NOT_APPLICABLE' as const },
      7_875n,
      'PASS',
    ],
  ])('%s', (_name, found, hundredths, grade) => {
    const result = scored(MODEL, { points: found });
    expect([inHundredths(result.exact), result.grade]).toEqual([hundredths, grade]);
    expect(result.version).toBe('2025-1');
  });

  it('is exact: 79.999… is not 80, though it is printed so', () => {
    const almost = { ...points(80n, 80n, 0n), c: rational(799_999n, 10_000n) };
    const result = scored(MODEL, { points: almost });
    expect(printScore(result.exact)).toBe('80.00');
    expect(result.grade).toBe('PASS');
  });

  it('sums where the points carry the weights', () => {
    const model: ScoringModel = {
      ...MODEL,
      combination: 'SUM',
      items: MODEL.items.map((item) => ({ ...item, weight: 1, maximumPoints: 40 })),
    };
    expect(scored(model, { points: points(25n, 40n, 15n) })).toMatchObject({
      exact: rational(80n),
      grade: 'GOOD',
    });
  });

  it('loses a penalty, down to 0', () => {
    const all = points(100n, 100n, 100n);
    expect(scored(MODEL, { points: all, penalty: rational(31n, 2n) }).exact).toEqual(rational(169n, 2n));
    expect(scored(MODEL, { points: all, penalty: rational(101n) }).exact).toEqual(ZERO);
  });

  it('is graded by the first veto of the scale whatever the points', () => {
    const all = points(100n, 100n, 100n);
    expect(scored(MODEL, { points: all, vetoes: ['V2', 'V1'] })).toMatchObject({
      exact: rational(100n),
      vetoes: ['V1', 'V2'],
      grade: 'FAIL_VETO',
    });
  });

  it('does not exist while an item has not been looked at', () => {
    expect(score(MODEL, { points: { a: rational(1n) } })).toEqual({
      outcome: 'INCOMPLETE',
      version: '2025-1',
      missing: ['b', 'c'],
    });
  });

  it.each<[string, ScoringModel, Parameters<typeof score>[1]]>([
    ['more than the highest points', MODEL, { points: points(101n, 0n, 0n) }],
    ['less than 0', MODEL, { points: points(-1n, 0n, 0n) }],
    ['an item of another scale', MODEL, { points: { ...points(1n, 1n, 1n), d: ZERO } }],
    ['a veto of another scale', MODEL, { points: points(1n, 1n, 1n), vetoes: ['V9'] }],
    ['an item twice', { ...MODEL, items: [...MODEL.items, ...MODEL.items] }, { points: points(1n, 1n, 1n) }],
    ['grades from below', { ...MODEL, grades: MODEL.grades.toReversed() }, { points: points(1n, 1n, 1n) }],
    [
      'a weight below 0',
      { ...MODEL, items: MODEL.items.map((item) => ({ ...item, weight: -1 })) },
      { points: points(1n, 1n, 1n) },
    ],
    [
      'nothing that applies',
      MODEL,
      { points: { a: 'NOT_APPLICABLE', b: 'NOT_APPLICABLE', c: 'NOT_APPLICABLE' } },
    ],
  ])('refuses %s', (_name, model, findings) => {
    expect(() => score(model, findings)).toThrow(RangeError);
  });

  const found = fc.record({
    a: fc.bigInt({ min: 0n, max: 100n }),
    b: fc.bigInt({ min: 0n, max: 100n }),
    c: fc.bigInt({ min: 0n, max: 100n }),
  });

  it('is the sum of its parts, between the lowest and the highest points', () => {
    fc.assert(
      fc.property(found, ({ a, b, c }) => {
        const { exact, items } = scored(MODEL, { points: points(a, b, c) });
        const sum = items.reduce((total, { contribution }) => add(total, contribution), ZERO);
        expect(sum).toEqual(exact);
        const values = [a, b, c].sort((one, other) => (one < other ? -1 : 1));
        expect(compare(exact, rational(values[0]!)) >= 0).toBe(true);
        expect(compare(exact, rational(values[2]!)) <= 0).toBe(true);
      }),
    );
  });

  it('is never lower for more points', () => {
    fc.assert(
      fc.property(found, fc.bigInt({ min: 0n, max: 100n }), ({ a, b, c }, other) => {
        const [low, high] = a < other ? [a, other] : [other, a];
        const lower = scored(MODEL, { points: points(low, b, c) }).exact;
        expect(compare(lower, scored(MODEL, { points: points(high, b, c) }).exact) <= 0).toBe(true);
      }),
    );
  });

  it.each([
    [rational(0n), '0.00'],
    [rational(1n, 2_000n), '0.00'],
    [rational(1n, 200n), '0.01'],
    [rational(7_251n, 100n), '72.51'],
    [rational(100n), '100.00'],
  ])('prints %j as %s', (exact, text) => {
    expect(printScore(exact)).toBe(text);
  });
});
