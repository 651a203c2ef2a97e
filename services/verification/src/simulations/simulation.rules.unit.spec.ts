import fc from 'fast-check';
import type { ConclusionCode } from '../requests/conclusion.rules.js';
import { toldCounts } from './simulation.rules.js';

const CODES: readonly ConclusionCode[] = ['WITHIN_LIMITS', 'EXCEEDS_INCOME', 'EXCEEDS_BOTH', 'NEEDS_REVIEW'];
const told = (counts: Partial<Record<ConclusionCode, number>>) =>
  Object.fromEntries(
    toldCounts(new Map(Object.entries(counts) as [ConclusionCode, number][]), 5).map(
      ({ conclusion, households }) => [conclusion, households],
    ),
  );

describe('counts of a simulation', () => {
  it('tells five and more, and nothing of fewer', () => {
    expect(told({ WITHIN_LIMITS: 5, EXCEEDS_INCOME: 700, EXCEEDS_BOTH: 0 })).toEqual({
      WITHIN_LIMITS: 5,
      EXCEEDS_INCOME: 700,
      EXCEEDS_BOTH: 0,
    });
    expect(told({ WITHIN_LIMITS: 4, EXCEEDS_INCOME: 700, EXCEEDS_BOTH: 12 })).toEqual({
      WITHIN_LIMITS: null,
      EXCEEDS_INCOME: 700,
      EXCEEDS_BOTH: null,
    });
  });

  it('never leaves one hidden count alone, which the number of households would give away', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }), (numbers) => {
        const counts = Object.fromEntries(CODES.map((code, index) => [code, numbers[index] ?? 0]));
        const shown = Object.values(told(counts));
        const hidden = shown.filter((count) => count === null).length;
        const somebody = numbers.filter((count) => count > 0).length;
        if (hidden > 0 && somebody > 1) expect(hidden).toBeGreaterThan(1);
        for (const count of shown) if (count !== null && count > 0) expect(count).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});
