import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addMonthsToDate,
  ageOn,
  civilDateOf,
  daysBetween,
  firstDay,
  fullMonthsBetween,
  incomeWindow,
  isCivilDate,
  isMonth,
  lastDay,
  monthOf,
  monthsBetween,
  weekdayOf,
} from './index.js';

const dates = fc.integer({ min: -25_567, max: 47_481 }).map((days) => addDays('1970-01-01', days));
const months = dates.map(monthOf);

describe('forms', () => {
  it.each(['2025-02-28', '2024-02-29', '2000-02-29', '1949-10-01', '9999-12-31'])('%s is a date', (text) => {
    expect(isCivilDate(text)).toBe(true);
  });

  const noDates = [
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-1',
  ];
  it.each([...noDates, '20250101', '', '2025-01-01 ', '2025-01-01T00:00:00Z', '0000-01-01'])(
    '%j is none',
    (text) => {
      expect(isCivilDate(text)).toBe(false);
      expect(() => monthOf(text)).toThrow(RangeError);
      expect(() => addDays(text, 1)).toThrow(RangeError);
      expect(() => addMonthsToDate(text, 1)).toThrow(RangeError);
      expect(() => daysBetween(text, '2025-01-01')).toThrow(RangeError);
    },
  );

  it.each(['2025-13', '2025-00', '2025-1', '2025', '', '2025-01-01'])('%j is no month', (text) => {
    expect(isMonth(text)).toBe(false);
    expect(() => addMonths(text, 1)).toThrow(RangeError);
    expect(() => firstDay(text)).toThrow(RangeError);
    expect(() => lastDay(text)).toThrow(RangeError);
    expect(() => monthsBetween('2025-01', text)).toThrow(RangeError);
  });

  it('refuses counts that are not whole, and results outside the calendar', () => {
    expect(() => addDays('2025-01-01', 0.5)).toThrow(RangeError);
    expect(() => addMonths('2025-01', Number.NaN)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('1000-01', -1)).toThrow(RangeError);
    expect(() => addDays('2025-01-01', Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });
});

describe('months', () => {
  it.each([
    ['2025-06', 1, '2025-07'],
    ['2025-12', 1, '2026-01'],
    ['2025-01', -1, '2024-12'],
    ['2025-06', 0, '2025-06'],
    ['2025-03', -27, '2022-12'],
  ])('addMonths(%s, %s) is %s', (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  it('lists both ends', () => {
    expect(monthsBetween('2024-11', '2025-02')).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
    expect(monthsBetween('2025-02', '2025-02')).toEqual(['2025-02']);
    expect(monthsBetween('2025-03', '2025-02')).toEqual([]);
  });

  it.each([
    ['2025-02', '2025-02-28'],
    ['2024-02', '2024-02-29'],
    ['2025-04', '2025-04-30'],
    ['2025-12', '2025-12-31'],
  ])('%s ends on %s', (month, date) => {
    expect(lastDay(month)).toBe(date);
    expect(firstDay(month)).toBe(`${month}-01`);
  });

  it('counts on and back', () => {
    fc.assert(
      fc.property(months, fc.integer({ min: 0, max: 600 }), (month, count) => {
        const later = addMonths(month, count);
        expect(addMonths(later, -count)).toBe(month);
        expect(monthsBetween(month, later)).toHaveLength(count + 1);
        expect(addDays(lastDay(month), 1)).toBe(firstDay(addMonths(month, 1)));
      }),
    );
  });
});

describe('periods in months (R19)', () => {
  it.each([
    ['19.1 A, 12 months', '2025-06-10', 12, '2026-06-30'],
    ['19.2 B, 6 months', '2025-06-10', 6, '2025-12-31'],
    ['19.5 B with three months of emergency', '2025-06-10', 9, '2026-03-31'],
  ])('%s: due on the last day of the month', (_, approved, count, due) => {
    expect(lastDay(addMonths(monthOf(approved), count))).toBe(due);
  });

  it.each([
    ['19.4 death of a member', '2025-06-03', 3, '2025-09-03'],
    ['no corresponding day', '2025-01-31', 1, '2025-02-28'],
    ['no corresponding day, leap year', '2024-01-31', 1, '2024-02-29'],
    ['end of a short month', '2025-02-28', 1, '2025-03-28'],
    ['back over a short month', '2025-03-31', -1, '2025-02-28'],
    ['over the year', '2025-11-30', 3, '2026-02-28'],
    ['leap day', '2024-02-29', 12, '2025-02-28'],
  ])('%s: %s + %s months is %s', (_, date, count, expected) => {
    expect(addMonthsToDate(date, count)).toBe(expected);
  });

  it('19.3 recognised for 12 months: the last day is the one before the corresponding day', () => {
    expect(addDays(addMonthsToDate('2025-06-10', 12), -1)).toBe('2026-06-09');
  });

  it('clamps to the month of expiry and keeps the day where there is one', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -300, max: 300 }), (date, count) => {
        const expiry = addMonthsToDate(date, count);
        const month = addMonths(monthOf(date), count);
        expect(monthOf(expiry)).toBe(month);
        expect([`${month}-${date.slice(8)}`, lastDay(month)]).toContain(expiry);
        expect(expiry.slice(8) <= date.slice(8)).toBe(true);
      }),
    );
  });
});

describe('days', () => {
  it.each([
    ['2025-02-28', 1, '2025-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-01-01', -1, '2024-12-31'],
    ['2025-07-18', 90, '2025-10-16'],
    ['2025-05-23', 7, '2025-05-30'],
  ])('%s + %s days is %s', (date, count, expected) => {
    expect(addDays(date, count)).toBe(expected);
    expect(daysBetween(date, expected)).toBe(count);
  });

  it.each([
    ['1969-12-28', 7],
    ['1970-01-01', 4],
    ['2025-05-12', 1],
    ['2025-09-26', 5],
    ['2025-10-11', 6],
    ['2025-09-28', 7],
  ])('%s is weekday %s', (date, weekday) => {
    expect(weekdayOf(date)).toBe(weekday);
  });

  it('adds what lies between', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        expect(addDays(a, daysBetween(a, b))).toBe(b);
        expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
      }),
    );
  });
});

describe('full months and years', () => {
  it.each([
    ['2025-01-31', '2025-02-27', 0],
    ['2025-01-31', '2025-02-28', 1],
    ['2025-01-15', '2025-01-15', 0],
    ['2022-07-15', '2025-06-15', 35],
    ['2022-07-15', '2025-07-14', 35],
    ['2022-07-15', '2025-07-15', 36],
  ])('from %s to %s are %s months', (from, to, count) => {
    expect(fullMonthsBetween(from, to)).toBe(count);
  });

  it.each([
    ['2009-05-12', '2025-05-11', 15],
    ['2009-05-12', '2025-05-12', 16],
    ['2008-02-29', '2026-02-27', 17],
    ['2008-02-29', '2026-02-28', 18],
    ['2025-05-12', '2025-05-12', 0],
  ])('born %s, on %s: %s', (birthDate, date, age) => {
    expect(ageOn(birthDate, date)).toBe(age);
  });

  it('refuses a period that ends before it begins', () => {
    expect(() => fullMonthsBetween('2025-05-12', '2025-05-11')).toThrow(RangeError);
    expect(() => ageOn('2025-05-12', '2025-05-11')).toThrow(RangeError);
  });

  it('is the largest count that fits', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 20_000 }), (from, days) => {
        const to = addDays(from, days);
        const count = fullMonthsBetween(from, to);
        expect(addMonthsToDate(from, count) <= to).toBe(true);
        expect(addMonthsToDate(from, count + 1) > to).toBe(true);
      }),
    );
  });
});

describe('civilDateOf', () => {
  it.each([
    ['2025-06-30T15:59:59Z', '2025-06-30'],
    ['2025-06-30T16:00:00Z', '2025-07-01'],
    ['2025-07-01T00:00:00+08:00', '2025-07-01'],
    ['2025-12-31T16:00:00.123Z', '2026-01-01'],
  ])('%s is %s in Shanghai', (instant, date) => {
    expect(civilDateOf(instant)).toBe(date);
    expect(civilDateOf(new Date(instant))).toBe(date);
  });

  it.each(['', '2025-06-30', '2025-06-30T15:59:59', 'yesterday', '2025-13-30T15:59:59Z'])(
    'refuses %j',
    (text) => {
      expect(() => civilDateOf(text)).toThrow(RangeError);
    },
  );

  it('agrees with the tables of time zones, also in the years of summer time', () => {
    const tables = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
    const instants = fc.date({
      min: new Date('1940-01-01'),
      max: new Date('2200-01-01'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(instants, (instant) => civilDateOf(instant) === tables.format(instant)));
    const summers = [
      '1986-05-03T16:00:00Z',
      '1991-09-14T15:30:00Z',
      '1991-12-31T15:59:59Z',
      '1992-01-01T00:00:00Z',
    ];
    for (const text of summers) expect(civilDateOf(text)).toBe(tables.format(new Date(text)));
  });

  it('refuses an invalid Date', () => {
    expect(() => civilDateOf(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('incomeWindow', () => {
  it('is the twelve full months before the month of acceptance', () => {
    const window = incomeWindow('2025-05-12', 12);
    expect(window).toMatchObject({ from: '2024-05', to: '2025-04' });
    expect(window.months).toEqual(monthsBetween('2024-05', '2025-04'));
  });

  it('does not depend on the day', () => {
    expect(incomeWindow('2025-07-01', 6)).toEqual(incomeWindow('2025-07-31', 6));
    expect(incomeWindow('2025-07-31', 6)).toMatchObject({ from: '2025-01', to: '2025-06' });
  });

  it.each([0, -1, 1.5])('refuses %s months', (count) => {
    expect(() => incomeWindow('2025-07-01', count)).toThrow(RangeError);
  });
});
