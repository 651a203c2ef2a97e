import { addDays, addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';

/** Why a case may take longer (特殊情况). */
export const SPECIAL_REASONS = ['OBJECTION', 'SPLIT_HUKOU', 'OUT_OF_AREA', 'HARD_TO_CHECK'] as const;
export type SpecialReason = (typeof SPECIAL_REASONS)[number];

/** Time limits in working days. */
export interface CaseLimits {
  readonly totalWorkingDays: number;
  readonly delegatedWorkingDays: number;
  readonly specialWorkingDays: number;
}

/**
 * R18: the day by which a case has to be decided, counted from the day after acceptance; it ends at 24:00 in
 * Asia/Shanghai.
 *
 * Legal basis: 民发〔2021〕57号 arts. 15–22; 民发〔2022〕83号 §4.
 */
export function decisionDueOn(
  acceptedOn: CivilDate,
  limits: CaseLimits,
  {
    isDelegated,
    specialReasons,
  }: { readonly isDelegated: boolean; readonly specialReasons: readonly SpecialReason[] },
): CivilDate {
  if (specialReasons.length > 0) return dueOn(acceptedOn, limits.specialWorkingDays);
  return dueOn(acceptedOn, isDelegated ? limits.delegatedWorkingDays : limits.totalWorkingDays);
}

/** The last day of a public notice (公示): so many calendar days after the day of posting (民发〔2021〕57号 art. 19). */
export function noticeEndsOn(postedOn: CivilDate, days: number): CivilDate {
  return addDays(postedOn, days);
}

/** A benefit is paid from the month after the decision (民发〔2021〕57号 art. 21). */
export function firstMonthOf(decidedOn: CivilDate): Month {
  return addMonths(monthOf(decidedOn), 1);
}
