import {
  expenditureKind,
  rigidSpending,
  type ExpenditureFact,
  type RigidGroup,
  type Study,
} from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import { monthsBetween, type CivilDate, type Month } from '@minzheng/kernel/months';
import { byFactId, meansPolicyOn } from './counted.rules.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

/** What some persons spent in some months (刚性支出), and the facts that say so. */
export interface Spending {
  readonly amountFen: Fen;
  readonly evidence: readonly ExpenditureFact[];
}

/** Months, both included, and the groups that are looked at. */
export interface SpendingQuestion {
  readonly from: Month;
  readonly to: Month;
  readonly groups: readonly RigidGroup[];
  /** Whose rows apply. */
  readonly on: CivilDate;
}

/**
 * What these persons spent in the groups, by the rule of rigid expenditure (5.4): less what a charity paid of a group, of
 * education at most the public-school fee.
 *
 * @throws PolicyMissing
 */
export function spendingOf(
  watch: Watch,
  persons: readonly WatchedPerson[],
  { from, to, groups, on }: SpendingQuestion,
): Spending {
  const policy = { ...meansPolicyOn(watch, on), deductGroups: groups };
  const book = {
    income: new Map(),
    expenditure: new Map(persons.map(({ personKey, expenditure }) => [personKey, expenditure])),
    statuses: watch.statuses,
    window: { from, to, months: monthsBetween(from, to) },
    policy,
  };
  const spent = persons.flatMap(({ personKey }) => rigidSpending(personKey, studyOf(watch, personKey), book));
  const lines = persons
    .flatMap(({ expenditure }) => expenditure)
    .filter(({ fact, month, amountFen }) => {
      const { group } = expenditureKind(fact.kind);
      return amountFen > 0n && from <= month && month <= to && group !== undefined && groups.includes(group);
    });
  return {
    amountFen: spent.reduce((sum, { countedFen }) => sum + countedFen, 0n),
    evidence: lines.map(({ fact }) => fact).toSorted(byFactId),
  };
}

/** Whether anybody has spent anything of these groups, whenever: most have not, and need not be computed. */
export const spendsOn = ({ persons }: Watch, groups?: readonly RigidGroup[]): boolean =>
  persons.some(({ expenditure }) =>
    expenditure.some(({ fact }) => {
      const { group, use } = expenditureKind(fact.kind);
      return use === 'SPENT' && group !== undefined && (groups === undefined || groups.includes(group));
    }),
  );

const studyOf = ({ household }: Watch, personKey: string): Study =>
  household?.members.find((member) => member.personKey === personKey)?.study ?? 'NONE';
