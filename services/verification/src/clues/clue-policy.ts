import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { dueOn } from '@minzheng/kernel/working-days';
import type { Severity } from '../indicators/indicator.js';
import { wholeNumber } from '../requests/check-policy.js';

/** What clues take from policy (`verification.clue.*`), for a region and a day; each row is read when it is asked for. */
export interface CluePolicy {
  /** The last day for the department's answer, counted from that day. */
  dueOn(severity: Severity): CivilDate;
  /** The last day for the answer to what was sent back. */
  sendBackDueOn(): CivilDate;
  /** The last day for the coordinator's look at an answer. */
  lookDueOn(): CivilDate;
  /** The last day for sending elsewhere what a department has declined. */
  redispatchDueOn(): CivilDate;
  sampleBp(): number;
  muteDays(): number;
  muteMaxMonths(): number;
  reopenDays(): number;
  /** Every one of these indicators allows documents instead of a visit at home. */
  allowsDocuments(indicators: readonly string[]): boolean;
}

/** @throws PolicyMissing, PolicyMalformed when a row is asked for */
export function cluePolicy(book: PolicyBook, region: string, today: CivilDate): CluePolicy {
  const number = (name: string): number =>
    wholeNumber(book.resolve(`verification.clue.${name}`, region, today));
  const due = (name: string): CivilDate => dueOn(today, number(name));
  return {
    dueOn: (severity) => due(`dueWd.${severity}`),
    sendBackDueOn: () => due('sendBackWd'),
    lookDueOn: () => due('sampleWd'),
    redispatchDueOn: () => due('redispatchWd'),
    sampleBp: () => number('sampleBp'),
    muteDays: () => number('muteDays'),
    muteMaxMonths: () => number('muteMaxMonths'),
    reopenDays: () => number('reopenDays'),
    allowsDocuments: (indicators) =>
      indicators.every(
        (indicator) =>
          book.resolve(`verification.ind.${indicator}.documentCheck`, region, today).value === true,
      ),
  };
}
