import { addDays, addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { dueOn, isWorkingDay } from '@minzheng/kernel/working-days';

/** Why a case may take longer (特殊情况). */
export const SPECIAL_REASONS = ['OBJECTION', 'SPLIT_HUKOU', 'OUT_OF_AREA', 'HARD_TO_CHECK'] as const;
export type SpecialReason = (typeof SPECIAL_REASONS)[number];

/** Time limits in working days. */
export interface CaseLimits {
  readonly totalWorkingDays: number;
  readonly delegatedWorkingDays: number;
  readonly specialWorkingDays: number;
}

/** Days on which a clock stands still (时限中止): those after `from`, up to and including `to`. */
export interface Standstill {
  /** Day of the act that stops it: the report was reopened, the notice posted. */
  readonly from: CivilDate;
  /** Day of the act that ends it; while it is still open, the day by which it ends at the latest. */
  readonly to: CivilDate;
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
    standstills = [],
  }: {
    readonly isDelegated: boolean;
    readonly specialReasons: readonly SpecialReason[];
    readonly standstills?: readonly Standstill[];
  },
): CivilDate {
  const usual = isDelegated ? limits.delegatedWorkingDays : limits.totalWorkingDays;
  return dueOnWithout(acceptedOn, specialReasons.length > 0 ? limits.specialWorkingDays : usual, standstills);
}

/**
 * R18: as `dueOn`, not counting the working days on which the clock stands still; days of several standstills are left
 * out once.
 */
export function dueOnWithout(
  start: CivilDate,
  workingDays: number,
  standstills: readonly Standstill[],
): CivilDate {
  if (standstills.length === 0) return dueOn(start, workingDays);
  let due = dueOn(start, 0);
  for (let left = workingDays; left > 0;) {
    due = addDays(due, 1);
    if (isWorkingDay(due) && !standstills.some(({ from, to }) => from < due && due <= to)) left -= 1;
  }
  return due;
}

/**
 * R18: the standstill while a report is reopened for the applicant's own objection: until the new report, at most so
 * many working days (民发〔2021〕57号 art. 18).
 *
 * @param reportedOn - day of the new report; absent while there is none
 */
export function objectionStandstill(
  reopenedOn: CivilDate,
  reportedOn: CivilDate | undefined,
  maximumWorkingDays: number,
): Standstill {
  const latest = dueOn(reopenedOn, maximumWorkingDays);
  return { from: reopenedOn, to: reportedOn !== undefined && reportedOn < latest ? reportedOn : latest };
}

/**
 * R18: the standstills of public notices (and evaluations), where the region leaves their days out
 * (`clock.excludeNotice`, as Chongqing's regulation of 2016 art. 19 does); none elsewhere.
 */
export function noticeStandstills(
  notices: readonly { readonly postedOn: CivilDate; readonly endsOn: CivilDate }[],
  excludeNotice: boolean,
): Standstill[] {
  return excludeNotice ? notices.map(({ postedOn, endsOn }) => ({ from: postedOn, to: endsOn })) : [];
}

/** A benefit is paid from the month after the decision (民发〔2021〕57号 art. 21). */
export function firstMonthOf(decidedOn: CivilDate): Month {
  return addMonths(monthOf(decidedOn), 1);
}
