/** The days and months of a simulated province, counted back from its day. */
import { addDays, addMonths, firstDay, monthOf } from '@minzheng/kernel/months';

/** Wages and pensions are known for so many months, the last one being over. */
export const MONTHS_OF_INCOME = 17;
/** Benefits begin after the first wages did: nobody took up work while supported. */
export const MONTHS_OF_BENEFITS = 15;

export class Calendar {
  /** @param {string} today civil date */
  constructor(today) {
    this.today = today;
    /** The last month that is over. */
    this.lastMonth = addMonths(monthOf(today), -1);
    this.year = today.slice(0, 4);
  }

  /** @param {number} back months before the last one that is over @returns {string} */
  month(back) {
    return addMonths(this.lastMonth, -back);
  }

  /** @param {number} back @returns {string} the first day of that month */
  first(back) {
    return firstDay(this.month(back));
  }

  /** @param {number} back @returns {string} */
  daysAgo(back) {
    return addDays(this.today, -back);
  }

  /**
   * When a source saw what it says of a month: on the 5th of the next, at the latest today.
   * @param {string} month
   */
  seenAfter(month) {
    return this.instant(`${addMonths(month, 1)}-05`);
  }

  /** @param {string} day @returns {string} RFC 3339, not after today */
  instant(day) {
    return `${day < this.today ? day : this.today}T01:00:00.000Z`;
  }

  /** The 1st of January of the year of a birth, moved on by so many days. @param {number} age @param {number} days */
  bornYearsAgo(age, days) {
    return addDays(this.today, -(age * 365 + Math.floor(age / 4) + 1 + days));
  }
}
