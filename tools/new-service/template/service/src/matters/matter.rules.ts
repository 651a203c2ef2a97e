import type { CivilDate } from '@minzheng/kernel/months';
import { workingDaysBetween } from '@minzheng/kernel/working-days';

/** What a matter is: somebody asks about something (咨询), or for something (申请). */
export const MATTER_KINDS = ['ENQUIRY', 'REQUEST'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** What a matter may come to. */
export const MATTER_OUTCOMES = ['ANSWERED', 'GRANTED', 'DECLINED'] as const;
export type MatterOutcome = (typeof MATTER_OUTCOMES)[number];

/** How a matter stands to its time limit (办理时效): from four fifths of it on it is due soon, behind its last day late. */
export const PUNCTUALITIES = ['ON_TIME', 'DUE_SOON', 'LATE'] as const;
export type Punctuality = (typeof PUNCTUALITIES)[number];

/** The days of a matter; `settledOn` is null while it is open. */
export interface MatterDays {
  readonly openedOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly settledOn: CivilDate | null;
}

const FITTING: Readonly<Record<MatterKind, readonly MatterOutcome[]>> = {
  ENQUIRY: ['ANSWERED'],
  REQUEST: ['GRANTED', 'DECLINED'],
};

/** Whether a matter of this kind can come to that: an enquiry is answered, a request is granted or declined. */
export function isFitting(kind: MatterKind, outcome: MatterOutcome): boolean {
  return FITTING[kind].includes(outcome);
}

/**
 * How a matter stands to its time limit, in working days.
 *
 * @param today - not before the day on which it was opened; of a settled matter the day of its settlement counts
 */
export function punctualityOf({ openedOn, dueOn, settledOn }: MatterDays, today: CivilDate): Punctuality {
  const on = settledOn ?? today;
  if (on > dueOn) return 'LATE';
  if (settledOn !== null) return 'ON_TIME';
  const [passed, allowed] = [workingDaysBetween(openedOn, on), workingDaysBetween(openedOn, dueOn)];
  return 5 * passed >= 4 * allowed ? 'DUE_SOON' : 'ON_TIME';
}
