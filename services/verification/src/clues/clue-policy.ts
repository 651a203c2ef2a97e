import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { dueOn } from '@minzheng/kernel/working-days';
import type { Severity } from '../indicators/indicator.js';
import { wholeNumber } from '../requests/check-policy.js';

/** What an indicator may take from policy: `verification.ind.<code>.<name>`; each has some of them. */
const INDICATOR_ROWS = [
  ...[
    'enabled',
    'severity',
    'documentCheck',
    'n',
    'amountFen',
    'ratioBp',
    'lowIncomeRatioBp',
    'age',
    'elderAge',
  ],
  ...['minorAge', 'extended', 'refusedStd', 'tekunSeverity'],
];

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
  /** Ids of the rows by which hits of these indicators become a clue that is due then (依据的政策版本), for who explains it later. */
  versionIds(indicators: readonly string[], severity: Severity): string[];
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
    versionIds: (indicators, severity) => {
      const ofIndicators = [...new Set(indicators)].flatMap((indicator) =>
        INDICATOR_ROWS.map((name) => `verification.ind.${indicator}.${name}`),
      );
      const won = [`verification.clue.dueWd.${severity}`, ...ofIndicators].flatMap((key) =>
        book.explain(key, region, today).filter(({ standing }) => standing === 'WINS'),
      );
      return won.map(({ row }) => row.id).toSorted();
    },
  };
}
