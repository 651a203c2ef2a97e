import fc from 'fast-check';
import { addDays, daysBetween, isCivilDate, weekdayOf } from '../months/index.js';
import {
  CALENDAR,
  CalendarMissing,
  dueOn,
  isArranged,
  isWorkingDay,
  statutoryHolidays,
  workingDaysBetween,
} from './index.js';

const FIRST = '2018-01-01';
const LAST_START = '2026-05-31';
const starts = fc
  .integer({ min: 0, max: daysBetween(FIRST, LAST_START) })
  .map((days) => addDays(FIRST, days));
const limits = fc.integer({ min: 0, max: 60 });

describe('dueOn (R18)', () => {
  it.each([
    ['18.1', '2025-05-12', 3, '2025-05-15'],
    ['18.1', '2025-05-12', 20, '2025-06-10'],
    ['18.1', '2025-05-12', 30, '2025-06-24'],
    ['18.1', '2025-05-12', 45, '2025-07-15'],
    ['18.2 Sunday 09-28 is worked', '2025-09-26', 3, '2025-09-30'],
    ['18.3 holiday, Saturday 10-11 is worked', '2025-09-26', 10, '2025-10-16'],
    ['18.4 Sunday 01-26 is worked', '2025-01-24', 3, '2025-02-05'],
    ['18.5 Sunday 04-27 is worked', '2025-04-25', 5, '2025-05-06'],
  ])('%s: %s + %s', (_, start, workingDays, due) => {
    expect(dueOn(start, workingDays)).toBe(due);
  });

  it.each([
    ['2025-05-23', '2025-05-30'],
    ['2025-09-30', '2025-10-07'],
  ])('18.6 a notice posted on %s ends on %s: calendar days, holidays count', (posted, ends) => {
    expect(addDays(posted, 7)).toBe(ends);
  });

  it.each([
    ['RED', '2025-09-30', 3, '2025-10-11'],
    ['ORANGE', '2025-09-30', 7, '2025-10-16'],
    ['YELLOW', '2025-09-30', 10, '2025-10-21'],
    ['BLUE', '2025-09-30', 20, '2025-11-04'],
    ['RED', '2025-03-03', 3, '2025-03-06'],
    ['ORANGE', '2025-03-03', 7, '2025-03-12'],
    ['YELLOW', '2025-03-03', 10, '2025-03-17'],
    ['BLUE', '2025-03-03', 20, '2025-03-31'],
  ])('a %s clue dispatched on %s is due in %s working days', (_, dispatched, workingDays, due) => {
    expect(dueOn(dispatched, workingDays)).toBe(due);
  });

  it.each([
    ['the act may fall on a holiday', '2025-10-04', 1, '2025-10-09'],
    ['nothing to count', '2025-10-04', 0, '2025-10-04'],
    ['over the year', '2025-12-31', 1, '2026-01-04'],
    ['before the first calendar only the days after the act count', '2017-12-31', 1, '2018-01-02'],
  ])('%s', (_, start, workingDays, due) => {
    expect(dueOn(start, workingDays)).toBe(due);
  });

  it('is on a working day, and counts as many as it was asked for', () => {
    fc.assert(
      fc.property(starts, limits, (start, workingDays) => {
        const due = dueOn(start, workingDays);
        expect(workingDaysBetween(start, due)).toBe(workingDays);
        expect(workingDays === 0 || isWorkingDay(due)).toBe(true);
      }),
    );
  });

  it('is later for a later act and for a longer limit', () => {
    fc.assert(
      fc.property(starts, starts, limits, limits, (a, b, shorter, extra) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(dueOn(earlier, shorter) <= dueOn(later, shorter)).toBe(true);
        expect(extra === 0 || dueOn(a, shorter) < dueOn(a, shorter + extra)).toBe(true);
      }),
    );
  });

  it.each([-1, 1.5, Number.NaN])('refuses %s working days', (workingDays) => {
    expect(() => dueOn('2025-05-12', workingDays)).toThrow(RangeError);
  });

  it('refuses what is no date', () => {
    expect(() => dueOn('2025-02-29', 1)).toThrow(RangeError);
    expect(() => isWorkingDay('2025-02-29')).toThrow(RangeError);
    expect(() => workingDaysBetween('2025-02-29', '2025-03-01')).toThrow(RangeError);
    expect(() => workingDaysBetween('2025-03-02', '2025-03-01')).toThrow(RangeError);
  });
});

describe('a year without a calendar', () => {
  it('is refused by name where nothing is known of it', () => {
    expect(() => isWorkingDay('2031-01-02')).toThrow(new CalendarMissing(2031));
    expect(() => isWorkingDay('2017-12-29')).toThrow(new CalendarMissing(2017));
    expect(new CalendarMissing(2017)).toMatchObject({ name: 'CalendarMissing', year: 2017 });
  });

  it('that is still to be arranged has the holidays of the law: a limit into it can be counted', () => {
    expect([isArranged(2026), isArranged(2027)]).toEqual([true, false]);
    // 1 January is a Friday, 4 January a Monday
    expect(dueOn('2026-12-31', 1)).toBe('2027-01-04');
    expect(workingDaysBetween('2026-12-31', '2027-01-04')).toBe(1);
    // the Spring Festival of 2027 begins on Saturday, 6 February; its third day is a Monday
    expect(dueOn('2027-02-04', 1)).toBe('2027-02-09');
  });

  it.each([
    [2025, ['01-01', '01-28', '01-29', '01-30', '01-31', '04-04', '05-01', '05-02', '05-31', '10-06']],
    [2026, ['01-01', '02-16', '02-17', '02-18', '02-19', '04-05', '05-01', '05-02', '06-19', '09-25']],
    [2027, ['01-01', '02-05', '02-06', '02-07', '02-08', '04-05', '05-01', '05-02', '06-09', '09-15']],
    [2028, ['01-01', '01-25', '01-26', '01-27', '01-28', '04-04', '05-01', '05-02', '05-28', '10-03']],
  ])('knows the days that the law gives in %d', (year, days) => {
    const expected = [...days, '10-01', '10-02', '10-03'].map((day) => `${year}-${day}`);
    expect(statutoryHolidays(year)?.toSorted()).toEqual(expected.toSorted());
  });

  it.each([2025, 2026])('and the State Council leaves each of them off in %d', (year) => {
    expect(statutoryHolidays(year)?.filter(isWorkingDay)).toEqual([]);
  });
});

describe('isWorkingDay', () => {
  it.each([
    ['2018-12-29', true, 'worked for the day before the New Year of 2019'],
    ['2018-12-31', false, 'the New Year of 2019'],
    ['2019-05-02', false, 'Labour Day as lengthened in March 2019'],
    ['2019-04-28', true, 'worked for it'],
    ['2020-01-31', false, 'the Spring Festival as lengthened'],
    ['2020-02-01', false, 'no longer worked'],
    ['2020-02-03', true, 'work begins again'],
    ['2023-01-03', true, 'after the New Year'],
    ['2024-02-09', true, 'the eve of the Spring Festival was left to the employers'],
    ['2025-10-06', false, 'Mid-Autumn'],
    ['2026-02-14', true, 'worked for the Spring Festival'],
    ['2026-02-23', false, 'its last day'],
    ['2026-10-08', true, 'after the National Day'],
  ])('%s: %s (%s)', (date, expected) => {
    expect(isWorkingDay(date)).toBe(expected);
  });
});

describe('calendar', () => {
  it('has every year from 2018 to 2026, in order', () => {
    expect(CALENDAR.map(({ year }) => year)).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
  });

  it.each(CALENDAR)('$year names its notices', ({ notices }) => {
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.every((notice) => /^国办发明电〔20\d\d〕\d+号$/.test(notice))).toBe(true);
  });

  it.each(CALENDAR)('$year: days off are weekdays, days worked are at the weekend', ({ year, ...days }) => {
    const off = days.weekdaysOff.map((day) => `${year}-${day}`);
    const worked = days.weekendDaysWorked.map((day) => `${year}-${day}`);
    for (const dates of [off, worked]) {
      expect(dates.every(isCivilDate)).toBe(true);
      expect(dates).toEqual([...new Set(dates)].sort());
    }
    expect(off.filter((date) => weekdayOf(date) > 5)).toEqual([]);
    expect(worked.filter((date) => weekdayOf(date) < 6)).toEqual([]);
  });

  /** 全国年节及纪念日放假办法, article 2: 11 days a year, 13 from 2025; two more in 2020 by 国办发明电〔2020〕1号. */
  it.each(CALENDAR)('$year: exchanged days cancel out, the statutory days remain', ({ year, ...days }) => {
    const statutory = (year < 2025 ? 11 : 13) + (year === 2020 ? 2 : 0);
    expect(days.weekdaysOff.length - days.weekendDaysWorked.length).toBe(statutory);
  });
});
