import { lateSince, type OverdueLevel } from './clue-overdue.rules.js';

const DAYS = { CITY: 3, PROVINCE: 7 };

describe('to whom a late clue is shown', () => {
  // due on Friday 2025-07-18; three working days more end on Wednesday 23, seven on Tuesday 29
  it.each<[string, readonly OverdueLevel[]]>([
    ['2025-07-18', []],
    ['2025-07-19', ['COUNTY']],
    ['2025-07-23', ['COUNTY']],
    ['2025-07-24', ['COUNTY', 'CITY']],
    ['2025-07-29', ['COUNTY', 'CITY']],
    ['2025-07-30', ['COUNTY', 'CITY', 'PROVINCE']],
  ])('on %s to %j', (today, expected) => {
    const levels = (['COUNTY', 'CITY', 'PROVINCE'] as const).filter(
      (level) => '2025-07-18' <= lateSince(level, today, DAYS),
    );
    expect(levels).toEqual(expected);
  });

  it('counts no day of a holiday: due on 2025-09-30, three days more end on 2025-10-11', () => {
    expect(lateSince('CITY', '2025-10-11', DAYS) < '2025-09-30').toBe(true);
    expect(lateSince('CITY', '2025-10-12', DAYS) >= '2025-09-30').toBe(true);
  });
});
