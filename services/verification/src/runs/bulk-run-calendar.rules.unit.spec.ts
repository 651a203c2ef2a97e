import { INDICATORS } from '../indicators/registry.js';
import { TIMINGS_OF, dueRuns } from './bulk-run-calendar.rules.js';

const DAYS = { monthlyDay: 5, quarterlyDay: 10, indicatorDay: 21 };

describe('the calendar of bulk runs', () => {
  it.each([
    ['2025-08-04', '2025-08-05', [['DELTA', '2025-08']]],
    ['2025-08-05', '2025-08-20', []],
    ['2025-08-20', '2025-08-21', [['MONTHLY', '2025-08']]],
    ['2025-07-09', '2025-07-10', [['FULL', '2025-07']]],
    ['2025-08-09', '2025-08-10', []],
    ['2025-10-09', '2025-10-10', [['FULL', '2025-10']]],
    ['2025-12-31', '2026-01-10', [['FULL', '2026-01']]],
    [
      '2025-07-09',
      '2025-07-22',
      [
        ['FULL', '2025-07'],
        ['MONTHLY', '2025-07'],
      ],
    ],
  ])('from %s to %s', (lookedOn, today, expected) => {
    expect(dueRuns(lookedOn, today, DAYS).map(({ mode, period }) => [mode, period])).toEqual(expected);
  });

  it('makes up for months that were missed by the newest run of each mode', () => {
    expect(dueRuns('2025-07-22', '2025-09-20', DAYS)).toEqual([
      { mode: 'MONTHLY', period: '2025-08' },
      { mode: 'DELTA', period: '2025-09' },
    ]);
  });

  it('takes the last day of a month that has no such day', () => {
    const late = { ...DAYS, indicatorDay: 31 };
    expect(dueRuns('2025-06-29', '2025-06-30', late)).toEqual([{ mode: 'MONTHLY', period: '2025-06' }]);
    expect(dueRuns('2025-02-27', '2025-02-28', late)).toEqual([{ mode: 'MONTHLY', period: '2025-02' }]);
  });

  it('is never due twice, however often the calendar is looked at', () => {
    const days = Array.from({ length: 31 }, (_, index) => `2025-07-${String(index + 1).padStart(2, '0')}`);
    const found = days.flatMap((day, index) =>
      dueRuns(index === 0 ? '2025-06-30' : (days[index - 1] ?? day), day, DAYS),
    );
    expect(found.map(({ mode }) => mode)).toEqual(['DELTA', 'FULL', 'MONTHLY']);
  });
});

describe('what a run asks', () => {
  const asked = (mode: 'FULL' | 'DELTA' | 'MONTHLY'): string[] =>
    INDICATORS.filter(({ timing }) => TIMINGS_OF[mode].has(timing)).map(({ code }) => code);

  it('is everything in a full one, and what rests on the month before in the monthly one only', () => {
    expect(asked('FULL')).toHaveLength(44);
    expect(asked('MONTHLY')).toEqual(['C1', 'C2', 'C5']);
    expect(asked('DELTA')).toEqual(asked('FULL').filter((code) => !asked('MONTHLY').includes(code)));
  });
});
