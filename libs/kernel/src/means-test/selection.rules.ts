import type { Fen } from '../money/index.js';
import type { CivilDate, Month } from '../months/index.js';
import type { AssetFact, EconomicFact, ExpenditureFact, IncomeFact, StatusFact } from './facts.js';
import { inMonths, staleLines, type CoveredThrough, type MonthLine } from './month-lines.rules.js';
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
  const visible = visibleFacts(facts, moment.knownAtMicros);
  const income = linesOf(visible.filter(isIncome), moment);
  const expenditure = linesOf(visible.filter(isExpenditure), moment);
  const assets = latestInSource(
    visible.filter(isAsset).filter(({ asOf }) => asOf <= moment.validAt),
    ({ kind, itemKey }) => [kind, itemKey],
  );
  const statuses = latestInSource(visible.filter(isStatus), (fact) => [...statusKey(fact)]);

  const incomes = oneSourceCounts(income, ({ fact, month }) => incomeKey(fact, month), amountOfLine);
  const expenditures = oneSourceCounts(
    expenditure,
    ({ fact, month }) => [fact.personKey, fact.kind, fact.itemKey, month],
    amountOfLine,
  );
  const possessions = oneSourceCounts(
    assets.map((fact) => ({ fact })),
    ({ fact }) => [fact.personKey, fact.kind, fact.itemKey],
    ({ fact }) => ({ amountFen: fact.valueFen, count: fact.count }),
  );
  const states = oneSourceCounts(
    statuses.map((fact) => ({ fact })),
    ({ fact }) => [fact.personKey, ...statusKey(fact)],
    () => ({}),
  );
  return {
    income: withoutShadowedUnknownPayers(incomes.counted),
    expenditure: expenditures.counted,
    assets: possessions.counted.map(({ fact }) => fact),
    statuses: states.counted.map(({ fact }) => fact),
    differences: [...incomes.differences, ...expenditures.differences, ...possessions.differences],
  };
}

/** Attributes that tell two statuses of one kind and day apart: another ward, spouse, dwelling, employer, programme. */
const STATUS_OBJECTS = ['wardKey', 'spouseKey', 'itemKey', 'uscc', 'programme', 'category'];

function statusKey({ kind, days, attributes }: StatusFact): string[] {
  return [kind, days.from, ...STATUS_OBJECTS.map((name) => attributes[name] ?? '')];
}

function incomeKey(fact: IncomeFact, month: Month): string[] {
  return [fact.personKey, fact.kind, fact.programme ?? '', fact.payerKey, month];
}

function linesOf<Fact extends IncomeFact | ExpenditureFact>(
  facts: readonly Fact[],
  moment: SelectionMoment,
): MonthLine<Fact>[] {
  const lines = latestLines(facts.flatMap((fact) => inMonths(fact)));
  return [...lines, ...staleLines(lines, moment.validAt, moment.coveredThrough ?? new Map())];
}

function latestLines<Fact extends IncomeFact | ExpenditureFact>(lines: readonly MonthLine<Fact>[]) {
  return latest(lines, ({ fact, month }) => {
    const item = fact.itemKey === '' && fact.type === 'INCOME' ? fact.payerKey : fact.itemKey;
    return [fact.personKey, fact.source.agency, fact.source.dataset, fact.kind, item, month];
  });
}

function latestInSource<Fact extends AssetFact | StatusFact>(
  facts: readonly Fact[],
  key: (fact: Fact) => string[],
) {
  const lines = facts.map((fact) => ({ fact }));
  return latest(lines, ({ fact }) => [
    fact.personKey,
    fact.source.agency,
    fact.source.dataset,
    ...key(fact),
  ]).map(({ fact }) => fact);
}

function latest<Line extends { readonly fact: EconomicFact }>(
  lines: readonly Line[],
  key: (line: Line) => string[],
): Line[] {
  const keys = oneKeys(lines.map(key));
  const standing = new Map<number | string | undefined, Line>();
  lines.forEach((line, index) => {
    const other = standing.get(keys[index]);
    if (other === undefined || isLaterStatement(line.fact, other.fact)) {
      standing.set(keys[index], line);
    }
  });
  return [...standing.values()];
}

function isLaterStatement(a: EconomicFact, b: EconomicFact): boolean {
  if (a.type === 'ASSET' && b.type === 'ASSET' && a.asOf !== b.asOf) {
    return a.asOf > b.asOf;
  }
  return isLaterObserved(a, b);
}

/** A sum of an unknown payer (`*`) gives way to any better-ranked fact of that person, kind and month. */
function withoutShadowedUnknownPayers(
  lines: readonly (MonthLine<IncomeFact> & { readonly rank: number })[],
): MonthLine<IncomeFact>[] {
  const keys = oneKeys(lines.map(({ fact, month }) => [fact.personKey, fact.kind, month]));
  const best = new Map<number | string | undefined, number>();
  lines.forEach(({ rank }, index) => {
    best.set(keys[index], Math.min(best.get(keys[index]) ?? rank, rank));
  });
  return lines
    .filter(({ fact, rank }, index) => fact.payerKey !== '*' || rank <= (best.get(keys[index]) ?? rank))
    .map(({ fact, month, amountFen, stale }) => ({ fact, month, amountFen, stale }));
}

function amountOfLine({ amountFen }: { readonly amountFen: Fen }): { amountFen: Fen } {
  return { amountFen };
}

const isIncome = (fact: EconomicFact): fact is IncomeFact => fact.type === 'INCOME';
const isExpenditure = (fact: EconomicFact): fact is ExpenditureFact => fact.type === 'EXPENDITURE';
const isAsset = (fact: EconomicFact): fact is AssetFact => fact.type === 'ASSET';
const isStatus = (fact: EconomicFact): fact is StatusFact => fact.type === 'STATUS';
