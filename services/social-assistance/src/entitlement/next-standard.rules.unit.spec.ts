import fc from 'fast-check';
import {
  checkStandard,
  nextStandard,
  type StandardCheck,
  type StandardMethod,
} from './next-standard.rules.js';

const GROWTH: StandardMethod = { kind: 'GROWTH_RATE', growthBp: 1_000 };
const next = (
  previousYuan: bigint,
  povertyLineYuan: bigint,
  method: StandardMethod = GROWTH,
  provincialMinimumFen = 0n,
): bigint =>
  nextStandard({
    previousFen: previousYuan * 100n,
    method,
    povertyLineAnnualFen: povertyLineYuan * 100n,
    provincialMinimumFen,
  }).monthlyFen / 100n;

describe('R10: the next standard', () => {
  it.each([
    ['10.1', 300n, 3_200n, 330n],
    ['10.2 275 a month is not above the line', 250n, 3_335n, 278n],
    ['10.3 equal is not above', 250n, 3_300n, 276n],
    ['10.4', 391n, 0n, 431n],
    ['scenario 6', 590n, 7_680n, 649n],
  ])('%s: %s yuan, line %s', (_id, previous, line, expected) => {
    expect(next(previous, line)).toBe(expected);
  });

  it('10.5 four years of ten per cent', () => {
    const years: bigint[] = [];
    for (let standard = 300n; years.length < 4;) {
      standard = next(standard, 0n);
      years.push(standard);
    }
    expect(years).toEqual([330n, 363n, 400n, 440n]);
  });

  it('10.6 a ratio of consumption, not below the standard in force', () => {
    const method = { kind: 'CONSUMPTION_RATIO', consumptionAnnualFen: 3_000_000n, ratioBp: 3_500 } as const;
    expect(next(800n, 0n, method)).toBe(875n);
    expect(next(900n, 0n, method)).toBe(900n);
  });

  it('keeps to the province’s minimum', () => {
    expect(next(300n, 0n, GROWTH, 34_050n)).toBe(341n);
  });

  it('is in whole yuan, and passes the checks of its publication', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 200_000n }),
        fc.bigInt({ min: 0n, max: 2_000_000n }),
        fc.bigInt({ min: 0n, max: 200_000n }),
        fc.integer({ min: 0, max: 5_000 }),
        (previousFen, povertyLineAnnualFen, provincialMinimumFen, growthBp) => {
          const floors = { povertyLineAnnualFen, provincialMinimumFen };
          const method = { kind: 'GROWTH_RATE', growthBp } as const;
          const { monthlyFen } = nextStandard({ previousFen, method, ...floors });
          expect(monthlyFen % 100n).toBe(0n);
          const check = { ...floors, monthlyFen, previousFen, effectiveMonth: '2025-10', on: '2025-11-20' };
          expect(checkStandard(check)).toEqual([]);
        },
      ),
    );
  });
});

describe('R10: publication', () => {
  const check = (more: Partial<StandardCheck>): string[] =>
    checkStandard({
      monthlyFen: 64_900n,
      previousFen: 59_000n,
      povertyLineAnnualFen: 768_000n,
      provincialMinimumFen: 0n,
      effectiveMonth: '2025-10',
      on: '2025-11-20',
      ...more,
    }).map(({ problem }) => problem);

  it.each<[string, Partial<StandardCheck>, string[]]>([
    ['may be published', {}, []],
    ['640 × 12 = 7,680 is not above', { monthlyFen: 64_000n }, ['below-poverty-line']],
    ['641 × 12 is', { monthlyFen: 64_100n }, []],
    ['below the province', { provincialMinimumFen: 65_000n }, ['below-provincial-minimum']],
    ['at the province’s minimum', { provincialMinimumFen: 64_900n }, []],
    ['a decrease', { previousFen: 65_000n }, ['standard-decrease']],
    ['no change', { previousFen: 64_900n }, []],
    ['twelve months back', { effectiveMonth: '2024-11' }, []],
    ['thirteen months back', { effectiveMonth: '2024-10' }, ['backdating']],
    ['ahead', { effectiveMonth: '2026-01' }, []],
    [
      'all of it',
      { monthlyFen: 50_000n, provincialMinimumFen: 60_000n, effectiveMonth: '2020-01' },
      ['below-poverty-line', 'below-provincial-minimum', 'standard-decrease', 'backdating'],
    ],
  ])('%s', (_name, more, problems) => {
    expect(check(more)).toEqual(problems);
  });

  it('lets the first standard of a region be anything above the floors', () => {
    const first = {
      monthlyFen: 64_100n,
      povertyLineAnnualFen: 768_000n,
      provincialMinimumFen: 0n,
      effectiveMonth: '2025-10',
      on: '2025-11-20',
    };
    expect(checkStandard(first)).toEqual([]);
  });

  it.each([64_950n, 0n, -100n])('refuses %s fen: whole yuan only', (monthlyFen) => {
    expect(() => check({ monthlyFen })).toThrow(RangeError);
  });
});
