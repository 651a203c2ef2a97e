import { amberAt, endOf, lastDayBefore, lateFrom } from './limit.rules.js';

describe('a time limit', () => {
  // Friday, before a Sunday that is worked and the holiday from 1 to 8 October
  it.each([
    [{ workingDays: 0 }, '2025-09-26', '2025-09-26T16:00:00.000Z'],
    [{ workingDays: 1 }, '2025-09-26', '2025-09-28T16:00:00.000Z'],
    [{ workingDays: 4 }, '2025-09-26', '2025-10-09T16:00:00.000Z'],
    [{ days: 7 }, '2025-09-26', '2025-10-03T16:00:00.000Z'],
    [{ at: new Date('2025-09-26T03:04:05Z') }, '2025-09-26', '2025-09-26T03:04:05.000Z'],
  ])('of %o from %s is over at %s', (limit, from, late) => {
    expect(lateFrom(limit, from).toISOString()).toBe(late);
  });

  it('ends with the end of its last day in Asia/Shanghai', () => {
    expect(endOf('2025-12-31').toISOString()).toBe('2025-12-31T16:00:00.000Z');
    for (const day of ['2024-02-29', '2025-12-31', '2026-03-01']) expect(lastDayBefore(endOf(day))).toBe(day);
  });

  it('is amber when four fifths are over', () => {
    const [from, to] = [new Date('2025-05-12T00:00:00Z'), new Date('2025-05-22T00:00:00Z')];
    expect(amberAt(from, to).toISOString()).toBe('2025-05-20T00:00:00.000Z');
    expect(amberAt(from, from)).toEqual(from);
  });
});
