import { OWN_AGENCY } from '@minzheng/kernel/means-test';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import type { AppealState } from './appeal.lifecycle.js';

/** Whether somebody may still appeal (异议期限): up to so many days after learning of it, that day included. */
export function isInTime(learnedOn: CivilDate, today: CivilDate, windowDays: number): boolean {
  return today <= addDays(learnedOn, windowDays);
}

/** What is late of an appeal: to be accepted, to be answered by the source, to be decided. */
export type OverdueStep = 'ACCEPT' | 'SOURCE' | 'DECIDE';

export interface AppealDays {
  readonly state: AppealState;
  readonly acceptDueOn: CivilDate;
  readonly sourceDueOn: CivilDate | null;
  readonly dueOn: CivilDate;
}

/** The first step whose last day has passed; undefined while none has, and once it is over. */
export function overdueStep(
  { state, acceptDueOn, sourceDueOn, dueOn }: AppealDays,
  today: CivilDate,
): OverdueStep | undefined {
  const isOpen = state === 'SUBMITTED' || state === 'ACCEPTED' || state === 'SOURCE_CHECK';
  if (!isOpen) return undefined;
  if (today > dueOn) return 'DECIDE';
  if (state === 'SUBMITTED') return today > acceptDueOn ? 'ACCEPT' : undefined;
  if (state === 'ACCEPTED' && sourceDueOn !== null && today > sourceDueOn) return 'SOURCE';
  return undefined;
}

/** SQL over the columns of `appeal`: the same as {@link overdueStep}; `:today` is the day. */
export const IS_OVERDUE = `appeal.state in ('SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK') and
  (appeal.due_on < :today or (appeal.state = 'SUBMITTED' and appeal.accept_due_on < :today)
   or (appeal.state = 'ACCEPTED' and appeal.source_due_on < :today))`;

/** Whether a source still has to answer for a fact; this service does not ask itself. */
export function isAwaited({
  agency,
  reply,
}: {
  readonly agency: string;
  readonly reply: string | null;
}): boolean {
  return reply === null && agency !== OWN_AGENCY;
}

/** What a person may do against a rejection (救济途径): Social Assistance Measures art. 65. */
export const REMEDIES = {
  zh: '对决定不服的，可以依法申请行政复议或者提起行政诉讼（《社会救助暂行办法》第六十五条）。',
  en: 'Whoever does not agree may apply for administrative reconsideration or bring an administrative lawsuit (Interim Measures for Social Assistance, art. 65).',
} as const;
