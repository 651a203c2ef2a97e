import { covers, fromRange, lastOf, monthAfter, toRange } from './months.js';

describe('months of an award', () => {
  it.each([
    [{ from: '2025-07' }, '[2025-07-01,)'],
    [{ from: '2025-07', before: '2026-01' }, '[2025-07-01,2026-01-01)'],
  ])('%j are the range %s of first days', (months, range) => {
    expect(toRange(months)).toBe(range);
    expect(fromRange(range)).toEqual(months);
  });

  it('are none in the empty range, and nothing else is a range of months', () => {
    expect(fromRange('empty')).toBeUndefined();
    for (const range of ['[2025-07-02,)', '(,2025-07-01)', '[2025-07-01,2025-08-01]']) {
      expect(() => fromRange(range)).toThrow(RangeError);
    }
  });

  it('end before the month that they end before', () => {
    const months = { from: '2025-07', before: '2026-01' };
    expect(lastOf(months)).toBe('2025-12');
    expect(lastOf({ from: '2025-07' })).toBeUndefined();
    expect(['2025-06', '2025-07', '2025-12', '2026-01'].map((month) => covers(months, month))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(covers({ from: '2025-07' }, '2099-01')).toBe(true);
  });

  it.each([
    ['2025-06-03', '2025-07'],
    ['2025-12-31', '2026-01'],
  ])('the month after %s is %s', (day, month) => {
    expect(monthAfter(day)).toBe(month);
  });
});
