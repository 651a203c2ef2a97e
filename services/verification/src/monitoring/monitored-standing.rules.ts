import { incomeKind, type MonthLine, type IncomeFact } from '@minzheng/kernel/means-test';
import { addMonthsToDate, incomeWindow, type CivilDate } from '@minzheng/kernel/months';
import type { Category } from '../indicators/categories.rules.js';
import { emptySince, nextChangeOn, openCategories, type CategoryPeriod } from './category.rules.js';
import type { MonitoredCommand, MonitoredState } from './monitored-subject.lifecycle.js';

/** How a person stands in the registry on a day. */
export interface MonitoredStanding {
  /** Periods that are open, to come, or have ended since the person was last in one. */
  readonly periods: readonly CategoryPeriod[];
  /** Those that are open. */
  readonly categories: readonly Category[];
  readonly emptySince: CivilDate | undefined;
  /** What the lifecycle does; nothing where the person stays in or out. */
  readonly command: MonitoredCommand | undefined;
  /** The next day on which this is different though no fact comes. */
  readonly dueOn: CivilDate | undefined;
}

/** What is on record of a person. */
export interface KnownStanding {
  readonly state: MonitoredState;
  readonly emptySince: CivilDate | undefined;
}

/**
 * Who enters the registry, stays in it, or leaves it (入库、退出): the first category opens; none has been open for
 * `graceMonths`. Where the facts themselves were taken back, the months are counted from the day on which that was seen.
 */
export function standingOn(
  periods: readonly CategoryPeriod[],
  day: CivilDate,
  graceMonths: number,
  known: KnownStanding | undefined,
): MonitoredStanding {
  const categories = openCategories(periods, day);
  const isIn = known?.state === 'MONITORED';
  const empty =
    categories.length > 0 || !known ? undefined : (emptySince(periods, day) ?? known.emptySince ?? day);
  const leavesOn = isIn && empty !== undefined ? addMonthsToDate(empty, graceMonths) : undefined;
  const changes = [nextChangeOn(periods, day), leavesOn].filter(
    (change) => change !== undefined && change > day,
  );
  const isKept = ({ to }: CategoryPeriod): boolean =>
    to === undefined || addMonthsToDate(to, graceMonths) > day;
  return {
    periods: periods.filter(isKept),
    categories,
    emptySince: empty,
    command: commandOf(known, categories.length > 0, leavesOn !== undefined && leavesOn <= day),
    dueOn: changes.sort()[0],
  };
}

function commandOf(
  known: KnownStanding | undefined,
  isOpen: boolean,
  isOver: boolean,
): MonitoredCommand | undefined {
  if (known === undefined) return isOpen ? 'enter' : undefined;
  if (known.state === 'LEFT') return isOpen ? 'enterAgain' : undefined;
  return isOver ? 'leave' : undefined;
}

/** Months from one review to the next, by class (定期核查周期): `assistance.review.months`. */
export type ReviewMonths = Readonly<Record<'A' | 'B' | 'EDGE', number>>;

/**
 * How often a person's household is reviewed (民发〔2021〕57号 art. 31): an edge family by its own class; others oftener where
 * the household has wage or business income in the window, which is irregular.
 */
export function reviewMonthsOf(
  categories: readonly Category[],
  income: readonly MonthLine<IncomeFact>[],
  today: CivilDate,
  windowMonths: number,
  months: ReviewMonths,
): number {
  const isEdge =
    categories.includes('edge') && !categories.includes('dibao') && !categories.includes('tekun');
  if (isEdge) return months.EDGE;
  const { from, to } = incomeWindow(today, windowMonths);
  const isIrregular = income.some(
    ({ fact, month, amountFen }) => from <= month && month <= to && amountFen > 0n && isWorkOrBusiness(fact),
  );
  return isIrregular ? months.B : months.A;
}

const isWorkOrBusiness = ({ kind }: IncomeFact): boolean =>
  ['LABOUR', 'LABOUR_WITHOUT_COST', 'BONUS', 'BUSINESS'].includes(incomeKind(kind).nature);
