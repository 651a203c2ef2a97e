import type { Fen } from '../money/index.js';
import type { CivilDate, Month } from '../months/index.js';
import type { AssetFact, EconomicFact, ExpenditureFact, IncomeFact, StatusFact } from './facts.js';
import { addMonthsOf, staleLines, type CoveredThrough, type MonthLine } from './month-lines.rules.js';
import { oneSourceCounts, type SourceDifference } from './source-rank.rules.js';
import { oneKeys } from './one-key.js';
import { isLaterObserved, visibleFacts } from './supersession.rules.js';

/** What counts of all that was said about some persons (采信结果), and what stood against it. */
export interface SelectedFacts {
  readonly income: readonly MonthLine<IncomeFact>[];
  readonly expenditure: readonly MonthLine<ExpenditureFact>[];
  readonly assets: readonly AssetFact[];
  readonly statuses: readonly StatusFact[];
  /** Sources that were shadowed although they said something else; see {@link sourceConflicts}. */
  readonly differences: readonly SourceDifference[];
}

export interface SelectionMoment {
  /** Day on which the facts are true. */
  readonly validAt: CivilDate;
  /** What was known by then, in microseconds since 1970; without it, everything that is recorded. */
  readonly knownAtMicros?: bigint | undefined;
  readonly coveredThrough?: CoveredThrough | undefined;
}

/**
 * Chooses what counts (事实采信): what is visible; inside a source the latest statement of an item and month;
 * between sources the one of the best rank. Facts of different payers and of different items add up.
 */
export function selectFacts(facts: readonly EconomicFact[], moment: SelectionMoment): SelectedFacts {
  const income: MonthLine<IncomeFact>[] = [];
  const expenditure: MonthLine<ExpenditureFact>[] = [];
  const assets: Possession[] = [];
  const statuses: State[] = [];
  for (const fact of visibleFacts(facts, moment.knownAtMicros)) {
    switch (fact.type) {
      case 'INCOME':
        addMonthsOf(income, fact);
        break;
      case 'EXPENDITURE':
        addMonthsOf(expenditure, fact);
        break;
      case 'ASSET':
        if (fact.asOf <= moment.validAt) assets.push({ fact });
        break;
      case 'STATUS':
        statuses.push({ fact });
    }
  }
  const incomes = settled(income, INCOME, moment);
  const expenditures = settled(expenditure, EXPENDITURE, moment);
  const possessions = settled(assets, ASSET, moment);
  const states = settled(statuses, STATUS, moment);
  return {
    income: incomes.counted,
    expenditure: expenditures.counted,
    assets: possessions.counted.map(({ fact }) => fact),
    statuses: states.counted.map(({ fact }) => fact),
    differences: [...incomes.differences, ...expenditures.differences, ...possessions.differences],
  };
}

interface Possession {
  readonly fact: AssetFact;
}
interface State {
  readonly fact: StatusFact;
}

/** How lines of one type are told apart; each list of texts has always the same length. */
interface Telling<L extends { readonly fact: EconomicFact }> {
  /** A part of both keys, beside person and kind: lines that differ in it never stand against each other. */
  readonly place: (line: L) => string;
  /** Inside a source: what a later statement takes the place of. */
  readonly statement: (line: L) => string[];
  /** Between sources: of what only one of them counts. */
  readonly subject: (line: L) => string[];
  readonly measure: (line: L) => {
    readonly amountFen?: Fen | undefined;
    readonly count?: number | undefined;
  };
  /** Months that a source has not reached; only of what comes by month. */
  readonly carried?: (lines: readonly L[], moment: SelectionMoment) => L[];
  /** What of the lines that are left gives way to others. */
  readonly remaining?: <Ranked extends L & { readonly rank: number }>(lines: readonly Ranked[]) => Ranked[];
}

const carried = <Fact extends IncomeFact | ExpenditureFact>(
  lines: readonly MonthLine<Fact>[],
  { validAt, coveredThrough }: SelectionMoment,
): MonthLine<Fact>[] => (coveredThrough === undefined ? [] : staleLines(lines, validAt, coveredThrough));

const INCOME: Telling<MonthLine<IncomeFact>> = {
  place: ({ month }) => month,
  statement: ({ fact, month }) => [
    ...ofSource(fact),
    fact.itemKey === '' ? fact.payerKey : fact.itemKey,
    month,
  ],
  subject: ({ fact, month }) => incomeKey(fact, month),
  measure: ({ amountFen }) => ({ amountFen }),
  carried,
  remaining: withoutShadowedUnknownPayers,
};
const EXPENDITURE: Telling<MonthLine<ExpenditureFact>> = {
  place: ({ month }) => month,
  statement: ({ fact, month }) => [...ofSource(fact), fact.itemKey, month],
  subject: ({ fact, month }) => [fact.personKey, fact.kind, fact.itemKey, month],
  measure: ({ amountFen }) => ({ amountFen }),
  carried,
};
const ASSET: Telling<Possession> = {
  place: ({ fact }) => fact.itemKey,
  statement: ({ fact }) => [...ofSource(fact), fact.itemKey],
  subject: ({ fact }) => [fact.personKey, fact.kind, fact.itemKey],
  measure: ({ fact: { valueFen, count } }) => ({ amountFen: valueFen, count }),
};
const STATUS: Telling<State> = {
  place: ({ fact }) => fact.days.from,
  statement: ({ fact }) => [...ofSource(fact), ...statusKey(fact)],
  subject: ({ fact }) => [fact.personKey, ...statusKey(fact)],
  measure: () => ({}),
};

function ofSource({ personKey, source, kind }: EconomicFact): string[] {
  return [personKey, source.agency, source.dataset, kind];
}

interface Settled<L> {
  readonly counted: readonly L[];
  readonly differences: readonly SourceDifference[];
}

/**
 * Which lines count. Almost all stand alone for their person, kind and place: only the others are compared, and what is
 * left of them takes the place at which it was first told.
 */
function settled<L extends { readonly fact: EconomicFact }>(
  lines: readonly L[],
  telling: Telling<L>,
  moment: SelectionMoment,
): Settled<L> {
  const crowd = crowdOf(lines, telling.place);
  const told = crowd === undefined ? lines : latest(lines, crowd, telling);
  const late = telling.carried?.(told, moment) ?? [];
  if (late.length > 0) return oneSource([...told, ...late], telling);
  return crowd === undefined ? { counted: lines, differences: [] } : oneSource(told, telling);
}

/** Inside a source the latest statement, at the place of the first. */
function latest<L extends { readonly fact: EconomicFact }>(
  lines: readonly L[],
  crowd: readonly Placed<L>[],
  { statement }: Telling<L>,
): readonly L[] {
  const keys = oneKeys(crowd.map(({ line }) => statement(line)));
  const standing = new Map<number | string | undefined, Placed<L>>();
  crowd.forEach((placed, index) => {
    const key = keys[index];
    const other = standing.get(key);
    if (other === undefined) standing.set(key, placed);
    else if (isLaterStatement(placed.line.fact, other.line.fact)) {
      standing.set(key, { line: placed.line, place: other.place });
    }
  });
  return standing.size === crowd.length ? lines : inPlaces(lines, crowd, [...standing.values()]);
}

/** Between sources the one of the best rank. */
function oneSource<L extends { readonly fact: EconomicFact }>(
  lines: readonly L[],
  { place, subject, measure, remaining }: Telling<L>,
): Settled<L> {
  const crowd = crowdOf(lines, place);
  if (crowd === undefined) return { counted: lines, differences: [] };
  const keys = oneKeys(crowd.map(({ line }) => subject(line)));
  const firstOfSubject = new Map<number | string | undefined, number>();
  const placed = crowd.map(({ line, place: own }, index) => {
    const first = firstOfSubject.get(keys[index]) ?? own;
    firstOfSubject.set(keys[index], first);
    return { ...line, line, first };
  });
  const { counted, differences } = oneSourceCounts(placed, subject, measure);
  const left = remaining === undefined ? counted : remaining(counted);
  const places = left.map(({ line, first }) => ({ line, place: first }));
  return { counted: inPlaces(lines, crowd, places), differences };
}

interface Placed<L> {
  readonly line: L;
  readonly place: number;
}

/** The lines that share person, kind and place with another, in their order; undefined where each stands alone. */
function crowdOf<L extends { readonly fact: EconomicFact }>(
  lines: readonly L[],
  placeOf: (line: L) => string,
): Placed<L>[] | undefined {
  const persons = new Map<string, Map<string, Map<string, number>>>();
  let isCrowded: Uint8Array | undefined;
  let person = '';
  let kinds: Map<string, Map<string, number>> | undefined;
  let kind = '';
  let places: Map<string, number> | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    const { fact } = line;
    if (kinds === undefined || fact.personKey !== person) {
      person = fact.personKey;
      kinds = persons.get(person);
      if (kinds === undefined) persons.set(person, (kinds = new Map()));
      places = undefined;
    }
    if (places === undefined || fact.kind !== kind) {
      kind = fact.kind;
      places = kinds.get(kind);
      if (places === undefined) kinds.set(kind, (places = new Map()));
    }
    const place = placeOf(line);
    const first = places.get(place);
    if (first === undefined) places.set(place, index);
    else {
      isCrowded ??= new Uint8Array(lines.length);
      isCrowded[first] = isCrowded[index] = 1;
    }
  }
  if (isCrowded === undefined) return undefined;
  const crowd: Placed<L>[] = [];
  lines.forEach((line, place) => {
    if (isCrowded[place] === 1) crowd.push({ line, place });
  });
  return crowd;
}

/** Instead of the crowd what is left of it, in the order of places. */
function inPlaces<L>(lines: readonly L[], crowd: readonly Placed<L>[], left: readonly Placed<L>[]): L[] {
  const all: L[] = [];
  let next = 0;
  let nextOfCrowd = 0;
  lines.forEach((line, index) => {
    if (crowd[nextOfCrowd]?.place !== index) {
      all.push(line);
      return;
    }
    nextOfCrowd += 1;
    for (let placed = left[next]; placed?.place === index; placed = left[next]) {
      all.push(placed.line);
      next += 1;
    }
  });
  return all;
}

/** Attributes that tell two statuses of one kind and day apart: another ward, spouse, dwelling, employer, programme. */
const STATUS_OBJECTS = ['wardKey', 'spouseKey', 'itemKey', 'uscc', 'programme', 'category'];

function statusKey({ kind, days, attributes }: StatusFact): string[] {
  return [kind, days.from, ...STATUS_OBJECTS.map((name) => attributes[name] ?? '')];
}

function incomeKey(fact: IncomeFact, month: Month): string[] {
  return [fact.personKey, fact.kind, fact.programme ?? '', fact.payerKey, month];
}

function isLaterStatement(a: EconomicFact, b: EconomicFact): boolean {
  if (a.type === 'ASSET' && b.type === 'ASSET' && a.asOf !== b.asOf) {
    return a.asOf > b.asOf;
  }
  return isLaterObserved(a, b);
}

/** A sum of an unknown payer (`*`) gives way to any better-ranked fact of that person, kind and month. */
function withoutShadowedUnknownPayers<Line extends MonthLine<IncomeFact> & { readonly rank: number }>(
  lines: readonly Line[],
): Line[] {
  const keys = oneKeys(lines.map(({ fact, month }) => [fact.personKey, fact.kind, month]));
  const best = new Map<number | string | undefined, number>();
  lines.forEach(({ rank }, index) => {
    best.set(keys[index], Math.min(best.get(keys[index]) ?? rank, rank));
  });
  return lines.filter(
    ({ fact, rank }, index) => fact.payerKey !== '*' || rank <= (best.get(keys[index]) ?? rank),
  );
}
