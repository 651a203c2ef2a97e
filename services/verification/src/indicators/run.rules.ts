import { addMonths, lastDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { PolicyMissing } from '@minzheng/kernel/policy';

/**
 * The first month of the run (连续命中起始月) in which a rule has held without a break up to today: it is asked for the last
 * day of each month before. A month for which there was no policy row yet is none of the run.
 *
 * @param holds - ends by itself: it rests on a status, a sum or a day before which it can't hold
 * @throws RangeError when the date is not valid
 */
export function firstMonthOfRun(today: CivilDate, holds: (day: CivilDate) => boolean): Month {
  let month = monthOf(today);
  while (heldOn(lastDay(addMonths(month, -1)), holds)) month = addMonths(month, -1);
  return month;
}

function heldOn(day: CivilDate, holds: (day: CivilDate) => boolean): boolean {
  try {
    return holds(day);
  } catch (error) {
    if (error instanceof PolicyMissing) return false;
    throw error;
  }
}
