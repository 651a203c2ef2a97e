import { refusalThatCounts } from './work-refusal.rules.js';

const days = (...months: number[]) => months.map((month) => `2025-${String(month).padStart(2, '0')}-10`);

describe('work that is refused', () => {
  it.each([
    ['never', days(), days(), undefined],
    ['twice', days(1, 2), days(), undefined],
    ['three times', days(1, 2, 3), days(), 3],
    ['a fourth time, which begins the next three', days(1, 2, 3, 4), days(), 3],
    ['six times', days(1, 2, 3, 4, 5, 6), days(), 6],
    ['three times, with work taken up between them', days(1, 2, 4), days(3), undefined],
    ['three times before work was taken up', days(1, 2, 3), days(4), undefined],
    ['three times after it, told in any order', days(5, 1, 4, 3), days(2), 4],
  ])('%s', (_what, refusedOn, employedFrom, expected) => {
    expect(refusalThatCounts({ refusedOn, employedFrom })).toBe(expected);
  });
});
