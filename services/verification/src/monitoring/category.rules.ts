import { holdsOn, type StatusFact, type StatusKind } from '@minzheng/kernel/means-test';
import { addMonths, addMonthsToDate, firstDay, type CivilDate, type Month } from '@minzheng/kernel/months';
import { CATEGORIES, type Category } from '../indicators/categories.rules.js';
import type { WatchedPerson } from '../indicators/watched-person.js';

/** Days on which a person is in a category (类别起止): `to` is the first on which no longer; open without. */
export interface CategoryPeriod {
  readonly category: Category;
  readonly from: CivilDate;
  readonly to?: CivilDate;
  /** Short name or code of who told the fact by which it opened. */
  readonly source: string;
}

/** What of a person categories follow from. */
export type CategorizedPerson = Pick<WatchedPerson, 'statuses' | 'payments'>;

/** A benefit is in payment for the month paid and two more (5.10, "ben"). */
const MONTHS_IN_PAYMENT = 3;
/** Temporary aid, veterans' hardship, and what follows the end of dibao. */
const MONTHS_AFTER = 12;

const BY_STATUS: Readonly<Partial<Record<Category, readonly StatusKind[]>>> = {
  dibao: ['dibao'],
  tekun: ['tekun'],
  edge: ['edge'],
  rigid: ['rigid'],
  relapseMonitored: ['relapseMonitored'],
  orphan: ['orphan'],
  deFactoUnattended: ['deFactoUnattended'],
  gradualExit: ['gradualExit'],
  otherHardship: ['seriousIllness', 'disasterAffected', 'unemployedRegistered'],
};
const BY_PAYMENT: Readonly<Partial<Record<Category, { programmes: readonly string[]; months: number }>>> = {
  disabledOnSubsidy: { programmes: ['DISABILITY_LIVING', 'DISABILITY_CARE'], months: MONTHS_IN_PAYMENT },
  temporaryAid: { programmes: ['TEMP_AID'], months: MONTHS_AFTER },
  preferentialHardship: {
    programmes: ['VETERAN_ELDERLY_HARDSHIP', 'VETERAN_HARDSHIP_GRANT'],
    months: MONTHS_AFTER,
  },
};

type Span = Omit<CategoryPeriod, 'category'>;
/** The days for which a person is in a category by one fact. */
type FactSpan = Span & { readonly fact: { readonly factId: string } };

/**
 * When a person is, was and will be in each of the 12 categories, as far as facts tell (GB39; verification, section 4): nine
 * follow statuses, three payments. Days that touch or overlap are one period; the first fact names its source.
 */
export function categoryPeriods(person: CategorizedPerson): CategoryPeriod[] {
  return CATEGORIES.flatMap((category) =>
    merged(spansOf(category, person)).map((span) => ({ category, ...span })),
  );
}

/** The categories that are open on a day, in the order of the list. */
export function openCategories(periods: readonly CategoryPeriod[], day: CivilDate): Category[] {
  return [...new Set(openPeriods(periods, day).map(({ category }) => category))];
}

/** The periods that are open on a day. */
export const openPeriods = (periods: readonly CategoryPeriod[], day: CivilDate): CategoryPeriod[] =>
  periods.filter((period) => isOpen(period, day));

/** The facts by which a person is in a category on a day (类别依据). */
export function openedBy(
  person: CategorizedPerson,
  category: Category,
  day: CivilDate,
): { readonly factId: string }[] {
  return spansOf(category, person)
    .filter((span) => isOpen(span, day))
    .map(({ fact }) => fact);
}

/** The next day on which a category opens or closes though no fact comes. */
export function nextChangeOn(periods: readonly CategoryPeriod[], day: CivilDate): CivilDate | undefined {
  return periods
    .flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]))
    .filter((change) => change > day)
    .sort()[0];
}

/** Since when no category has been open; undefined while one is, or where none ever was. */
export function emptySince(periods: readonly CategoryPeriod[], day: CivilDate): CivilDate | undefined {
  if (periods.some((period) => isOpen(period, day))) return undefined;
  return periods
    .flatMap(({ to }) => (to !== undefined && to <= day ? [to] : []))
    .sort()
    .at(-1);
}

const isOpen = ({ from, to }: Span, day: CivilDate): boolean => from <= day && (to === undefined || day < to);

function spansOf(category: Category, { statuses, payments }: CategorizedPerson): FactSpan[] {
  const paid = BY_PAYMENT[category];
  if (paid) {
    return payments
      .filter(({ programme }) => paid.programmes.includes(programme))
      .map(({ month, fact }) => ({ ...monthsFrom(month, paid.months, fact.source.agency), fact }));
  }
  const told = statuses.filter(({ kind }) => BY_STATUS[category]?.includes(kind) ?? false).map(spanOf);
  return category === 'gradualExit' ? [...told, ...afterDibao(statuses)] : told;
}

const spanOf = (fact: StatusFact): FactSpan => ({ ...fact.days, source: fact.source.agency, fact });

const monthsFrom = (month: Month, months: number, source: string): Span => ({
  from: firstDay(month),
  to: firstDay(addMonths(month, months)),
  source,
});

/** For twelve months after the end of dibao, or until it begins again. */
function afterDibao(statuses: readonly StatusFact[]): FactSpan[] {
  const dibao = statuses.filter(({ kind }) => kind === 'dibao');
  return dibao.flatMap((ended): FactSpan[] => {
    const { to: from } = ended.days;
    if (from === undefined || dibao.some((other) => other !== ended && holdsOn(other, from))) return [];
    const again = dibao.map(({ days }) => days.from).filter((first) => first > from);
    const [to = ''] = [addMonthsToDate(from, MONTHS_AFTER), ...again].sort();
    return [{ from, to, source: ended.source.agency, fact: ended }];
  });
}

function merged(spans: readonly FactSpan[]): Span[] {
  const periods: Span[] = [];
  for (const span of spans
    .filter(({ from, to }) => to === undefined || from < to)
    .sort((a, b) => compare(a.from, b.from))) {
    const last = periods.at(-1);
    if (last === undefined || (last.to !== undefined && last.to < span.from)) periods.push(daysOf(span));
    else if (last.to !== undefined) periods.splice(-1, 1, longer(last, span.to));
  }
  return periods;
}

const daysOf = ({ fact: _told, ...span }: FactSpan): Span => span;

function longer(period: Span, to: CivilDate | undefined): Span {
  const { from, source } = period;
  if (to === undefined) return { from, source };
  return period.to !== undefined && period.to < to ? { from, to, source } : period;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
