import { addMonths, lastDay, type CivilDate, type Month } from '@minzheng/kernel/months';

/**
 * By when a household has been told in writing that an award changes or ends: before the first month for which it does,
 * and where that has begun, today.
 *
 * Legal basis: 民发〔2021〕57号 arts. 31, 34.
 *
 * @param fromMonth - first month that is not due as before
 * @example toldBy('2025-07', '2025-06-10') // '2025-06-30'
 */
export function toldBy(fromMonth: Month, today: CivilDate): CivilDate {
  const last = lastDay(addMonths(fromMonth, -1));
  return last < today ? today : last;
}
