import { addDays, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';

/** How long something may take: in working days (工作日), in days, or until an instant that came with it. */
export type Limit = { readonly workingDays: number } | { readonly days: number } | { readonly at: Date };

/** The first instant that is no longer on the day: its 24:00 in Asia/Shanghai, which has no daylight saving time. */
export const endOf = (day: CivilDate): Date => new Date(`${addDays(day, 1)}T00:00:00+08:00`);

/** Four fifths of the way: from here on it is urgent (临期). */
export function amberAt(openedAt: Date, dueAt: Date): Date {
  const [from, to] = [openedAt.getTime(), dueAt.getTime()];
  return new Date(from + Math.floor(((to - from) * 4) / 5));
}

/**
 * The first instant that is late. The day of the act is not counted (R18, Civil Code article 201).
 *
 * @throws RangeError, CalendarMissing as the kernel's `dueOn`
 */
export function lateFrom(limit: Limit, from: CivilDate): Date {
  if ('at' in limit) return limit.at;
  return endOf('days' in limit ? addDays(from, limit.days) : dueOn(from, limit.workingDays));
}

/** The last day of a limit whose first late instant is a midnight in Asia/Shanghai. */
export const lastDayBefore = (lateAt: Date): CivilDate => civilDateOf(new Date(lateAt.getTime() - 1));
