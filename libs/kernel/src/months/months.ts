/** A civil date (日期) in Asia/Shanghai, `YYYY-MM-DD`. Dates compare as strings. */
export type CivilDate = string;

/** A calendar month (月份) in Asia/Shanghai, `YYYY-MM`. Months compare as strings. */
export type Month = string;

const MILLISECONDS_A_DAY = 86_400_000;
const SHORTEST_MONTH = 28;
const DATE = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MONTH = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** From here on Shanghai has been at UTC+8; before, its summer time needs the tables of time zones, which are slow. */
const STANDARD_TIME_SINCE = Date.UTC(1992, 0);
const LAST_INSTANT = Date.UTC(9999, 0);
const EIGHT_HOURS = 8 * 3_600_000;
const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** True for a `YYYY-MM-DD` that is in the calendar, from the year 1000 to 9999. */
export function isCivilDate(text: string): text is CivilDate {
  if (!DATE.test(text)) return false;
  const day = dayOf(text);
  return day <= SHORTEST_MONTH || day <= daysInMonth(yearOf(text), monthNumberOf(text));
}

/** True for a `YYYY-MM`, from the year 1000 to 9999. */
export function isMonth(text: string): text is Month {
  return MONTH.test(text);
}

/** @throws RangeError when the date is not valid */
export function monthOf(date: CivilDate): Month {
  return monthFromIndex(indexOfDay(date));
}

/**
 * The month `count` months later, or earlier when negative.
 *
 * @throws RangeError when the month is not valid
 */
export function addMonths(month: Month, count: number): Month {
  return monthFromIndex(indexOf(month) + whole(count));
}

/**
 * All months from `from` to `to`, both included; none when `to` is before `from`.
 *
 * @throws RangeError when a month is not valid
 */
export function monthsBetween(from: Month, to: Month): Month[] {
  const last = indexOf(to);
  const months: Month[] = [];
  for (let index = indexOf(from); index <= last; index++) months.push(monthFromIndex(index));
  return months;
}

/** @throws RangeError when the month is not valid */
export function firstDay(month: Month): CivilDate {
  indexOf(month);
  return `${month}-01`;
}

/** @throws RangeError when the month is not valid */
export function lastDay(month: Month): CivilDate {
  indexOf(month);
  return `${month}-${twoDigits(daysInMonth(yearOf(month), monthNumberOf(month)))}`;
}

/**
 * The end of a period counted in months: the corresponding day of the month of expiry, or that month's last
 * day where it has no such day (Civil Code, article 202).
 *
 * @throws RangeError when the date is not valid
 * @example addMonthsToDate('2025-01-31', 1) // '2025-02-28'
 */
export function addMonthsToDate(date: CivilDate, count: number): CivilDate {
  const month = monthFromIndex(indexOfDay(date) + whole(count));
  const day = Math.min(dayOf(date), daysInMonth(yearOf(month), monthNumberOf(month)));
  return `${month}-${twoDigits(day)}`;
}

/**
 * The date `count` calendar days later, or earlier when negative.
 *
 * @throws RangeError when the date is not valid
 */
export function addDays(date: CivilDate, count: number): CivilDate {
  return dateFromDayNumber(dayNumberOf(date) + whole(count));
}

/**
 * Calendar days from `from` to `to`; negative when `to` is earlier.
 *
 * @throws RangeError when a date is not valid
 */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Day of the week, 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(date: CivilDate): number {
  const daysSinceThursday = dayNumberOf(date) % 7;
  return ((daysSinceThursday + 7 + 3) % 7) + 1;
}

/**
 * Age in full years (周岁): a year is completed on the birthday. Who was born on 29 February completes it on
 * 28 February of a common year (Civil Code, article 202).
 *
 * @throws RangeError when a date is not valid or `date` is before the birth
 */
export function ageOn(birthDate: CivilDate, date: CivilDate): number {
  return Math.floor(fullMonthsBetween(birthDate, date) / 12);
}

/**
 * How many full months lie between two dates: the largest count for which
 * `addMonthsToDate(from, count)` is not after `to`.
 *
 * @throws RangeError when a date is not valid or `to` is before `from`
 */
export function fullMonthsBetween(from: CivilDate, to: CivilDate): number {
  if (validDate(to) < validDate(from)) {
    throw new RangeError('the period ends before it begins');
  }
  const count = indexOf(monthOf(to)) - indexOf(monthOf(from));
  return addMonthsToDate(from, count) > to ? count - 1 : count;
}

/**
 * The civil date in Asia/Shanghai at an instant.
 *
 * @param instant - a Date, or RFC 3339 text with its offset
 * @throws RangeError when the instant is not valid
 */
export function civilDateOf(instant: Date | string): CivilDate {
  if (typeof instant === 'string' && !INSTANT.test(instant)) {
    throw new RangeError('an instant is RFC 3339 text with its offset');
  }
  const date = new Date(instant);
  const milliseconds = date.getTime();
  if (milliseconds >= STANDARD_TIME_SINCE && milliseconds <= LAST_INSTANT) {
    return new Date(milliseconds + EIGHT_HOURS).toISOString().slice(0, 10);
  }
  return validDate(shanghai.format(date));
}

/** The months whose income counts (收入核算期). */
export interface IncomeWindow {
  readonly from: Month;
  readonly to: Month;
  readonly months: Month[];
}

/**
 * The full months before the month of `asOf`.
 *
 * @param asOf - day of acceptance, or on which the review opened
 * @param months - length of the window, at least 1
 * @throws RangeError when the date or the length is not valid
 * @example incomeWindow('2025-05-12', 12) // from '2024-05' to '2025-04'
 */
export function incomeWindow(asOf: CivilDate, months: number): IncomeWindow {
  if (whole(months) < 1) {
    throw new RangeError('an income window has one month or more');
  }
  const month = monthOf(asOf);
  const from = addMonths(month, -months);
  const to = addMonths(month, -1);
  return { from, to, months: monthsBetween(from, to) };
}

function validDate(date: CivilDate): CivilDate {
  if (INDEX_OF_DAY.has(date)) return date;
  if (typeof date !== 'string' || !isCivilDate(date)) {
    throw new RangeError('a date is YYYY-MM-DD');
  }
  return date;
}

function validMonth(month: Month): Month {
  if (typeof month !== 'string' || !isMonth(month)) {
    throw new RangeError('a month is YYYY-MM');
  }
  return month;
}

function whole(count: number): number {
  if (!Number.isSafeInteger(count)) {
    throw new RangeError('a count is a whole number');
  }
  return count;
}

function yearOf(text: CivilDate | Month): number {
  return Number(text.slice(0, 4));
}

function monthNumberOf(text: CivilDate | Month): number {
  return Number(text.slice(5, 7));
}

function dayOf(date: CivilDate): number {
  return Number(date.slice(8, 10));
}

/** What was computed of a month or a day need not be computed again: rules ask for the same few of them all the time. */
const INDEX_OF_MONTH = new Map<Month, number>();
const MONTH_OF_INDEX = new Map<number, Month>();
const INDEX_OF_DAY = new Map<CivilDate, number>();
const NUMBER_OF_DAY = new Map<CivilDate, number>();
const DAY_OF_NUMBER = new Map<number, CivilDate>();
/** As many months and days are kept: a hundred years and more. */
const MOST_KEPT = 50_000;

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): Value {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
  return value;
}

function indexOf(month: Month): number {
  return (
    INDEX_OF_MONTH.get(month) ??
    keep(INDEX_OF_MONTH, validMonth(month), yearOf(month) * 12 + monthNumberOf(month) - 1)
  );
}

function monthFromIndex(index: number): Month {
  return (
    MONTH_OF_INDEX.get(index) ??
    keep(MONTH_OF_INDEX, index, validMonth(`${Math.floor(index / 12)}-${twoDigits((index % 12) + 1)}`))
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Index of the month of a day. */
function indexOfDay(date: CivilDate): number {
  return INDEX_OF_DAY.get(date) ?? keep(INDEX_OF_DAY, validDate(date), indexOf(date.slice(0, 7)));
}

function dayNumberOf(date: CivilDate): number {
  const known = NUMBER_OF_DAY.get(date);
  if (known !== undefined) return known;
  validDate(date);
  const number = Date.UTC(yearOf(date), monthNumberOf(date) - 1, dayOf(date)) / MILLISECONDS_A_DAY;
  return keep(NUMBER_OF_DAY, date, number);
}

function dateFromDayNumber(dayNumber: number): CivilDate {
  return DAY_OF_NUMBER.get(dayNumber) ?? keep(DAY_OF_NUMBER, dayNumber, writtenDay(dayNumber));
}

function writtenDay(dayNumber: number): CivilDate {
  const date = new Date(dayNumber * MILLISECONDS_A_DAY);
  if (Number.isNaN(date.getTime())) {
    throw new RangeError('the date is outside the calendar');
  }
  return validDate(date.toISOString().slice(0, 10));
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : value.toString();
}
