import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { dueOn } from '@minzheng/kernel/working-days';
import { wholeNumber } from '../requests/check-policy.js';

/** Time limits of appeals (`verification.appeal.*`) for a region and a day; each row is read when it is asked for. */
export interface AppealPolicy {
  /** Days after learning of it in which an appeal may be submitted. */
  windowDays(): number;
  /** Last days, counted from that day. */
  acceptDueOn(): CivilDate;
  sourceDueOn(): CivilDate;
  dueOn(): CivilDate;
}

/** @throws PolicyMissing, PolicyMalformed when a row is asked for */
export function appealPolicy(book: PolicyBook, region: string, today: CivilDate): AppealPolicy {
  const number = (name: string): number =>
    wholeNumber(book.resolve(`verification.appeal.${name}`, region, today));
  const due = (name: string): CivilDate => dueOn(today, number(name));
  return {
    windowDays: () => number('windowDays'),
    acceptDueOn: () => due('acceptWd'),
    sourceDueOn: () => due('sourceWd'),
    dueOn: () => due('totalWd'),
  };
}
