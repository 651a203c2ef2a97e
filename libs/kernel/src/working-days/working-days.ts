import { addDays, type CivilDate, isCivilDate, weekdayOf } from '../months/index.js';
import { CALENDAR } from './calendar.js';
import { statutoryHolidays } from './statutory-holidays.js';

/** There is no calendar of a year, not even a provisional one, so its working days cannot be counted. */
export class CalendarMissing extends Error {
  override readonly name = 'CalendarMissing';

  constructor(readonly year: number) {
    super(`no calendar of working days for ${year}`);
  }
}

const SATURDAY = 6;

interface Exceptions {
  readonly off: ReadonlySet<CivilDate>;
  readonly worked: ReadonlySet<CivilDate>;
}

const exceptions = new Map<number, Exceptions>(
  CALENDAR.map(({ year, weekdaysOff, weekendDaysWorked }) => [
    year,
    {
      off: new Set(weekdaysOff.map((day) => `${year}-${day}`)),
      worked: new Set(weekendDaysWorked.map((day) => `${year}-${day}`)),
    },
  ]),
);

const FIRST_YEAR = Math.min(...CALENDAR.map(({ year }) => year));
const LAST_YEAR = Math.max(...CALENDAR.map(({ year }) => year));

/**
 * True when the State Council has arranged the year's holidays; else its working days are provisional: Monday to
 * Friday but for the days that the law itself gives ({@link statutoryHolidays}). The arrangement of a year appears in
 * the last months of the year before, and may move a limit by some days.
 */
export function isArranged(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

function exceptionsOf(year: number): Exceptions {
  const known = exceptions.get(year);
  if (known) return known;
  const statutory = year > LAST_YEAR ? statutoryHolidays(year) : undefined;
  if (!statutory) throw new CalendarMissing(year);
  const provisional = { off: new Set(statutory), worked: new Set<CivilDate>() };
  exceptions.set(year, provisional);
  return provisional;
}

/**
 * True for a working day (工作日) of the State Council's calendar: Monday to Friday but for holidays, and the
 * weekend days that are worked instead.
 *
 * @throws RangeError when the date is not valid
 * @throws CalendarMissing for a year of which nothing is known
 */
export function isWorkingDay(date: CivilDate): boolean {
  validDate(date);
  const known = exceptionsOf(Number(date.slice(0, 4)));
  return weekdayOf(date) < SATURDAY ? !known.off.has(date) : known.worked.has(date);
}

/**
 * The last day of a time limit in working days; it ends at 24:00 in Asia/Shanghai. The day of the act is
 * not counted (Civil Code, article 201).
 *
 * @param start - day of the act, working day or not
 * @param workingDays - length of the limit; 0 is the day of the act itself
 * @throws RangeError when the date or the length is not valid
 * @throws CalendarMissing for a year of which nothing is known
 * @example dueOn('2025-09-26', 3) // '2025-09-30': Sunday the 28th is worked
 */
export function dueOn(start: CivilDate, workingDays: number): CivilDate {
  validDate(start);
  if (!Number.isSafeInteger(workingDays) || workingDays < 0) {
    throw new RangeError('a time limit is a whole number of working days');
  }
  let due = start;
  for (let left = workingDays; left > 0;) {
    due = addDays(due, 1);
    if (isWorkingDay(due)) {
      left -= 1;
    }
  }
  return due;
}

/**
 * Working days after `from` up to and including `to`, so that `workingDaysBetween(start, dueOn(start, n))`
 * is `n`.
 *
 * @throws RangeError when a date is not valid or `to` is before `from`
 * @throws CalendarMissing for a year of which nothing is known
 */
export function workingDaysBetween(from: CivilDate, to: CivilDate): number {
  if (validDate(to) < validDate(from)) {
    throw new RangeError('the period ends before it begins');
  }
  let count = 0;
  for (let date = from; date < to;) {
    date = addDays(date, 1);
    if (isWorkingDay(date)) {
      count += 1;
    }
  }
  return count;
}

function validDate(date: CivilDate): CivilDate {
  if (!isCivilDate(date)) {
    throw new RangeError('a date is YYYY-MM-DD');
  }
  return date;
}
