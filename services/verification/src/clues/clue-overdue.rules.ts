import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';

/** Whom the lateness of a clue concerns (逾期层级): the department's office in the county, then those above it. */
export const OVERDUE_LEVELS = ['COUNTY', 'CITY', 'PROVINCE'] as const;
export type OverdueLevel = (typeof OVERDUE_LEVELS)[number];

/** Working days that have to pass behind the last day for the answer, by level; none for the county. */
export type OverdueDays = Readonly<Record<Exclude<OverdueLevel, 'COUNTY'>, number>>;

/**
 * The latest last day for an answer that is late for a level today: the county from the day after it, city and province
 * when so many working days more are over. Verification, section 4.
 */
export function lateSince(level: OverdueLevel, today: CivilDate, days: OverdueDays): CivilDate {
  const more = level === 'COUNTY' ? 0 : days[level];
  let day = addDays(today, -1);
  while (more > 0 && dueOn(day, more) >= today) day = addDays(day, -1);
  return day;
}
