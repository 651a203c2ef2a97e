import { splitFen, type Fen } from '../money/index.js';
import { addMonths, monthOf, monthsBetween, type CivilDate, type Month } from '../months/index.js';
import type { AssetFact, EconomicFact, ExpenditureFact, IncomeFact, StatusFact } from './facts.js';
import { incomeKind } from './kind-registry.js';
import { oneSourceCounts, type SourceDifference } from './source-rank.rules.js';
import { isLaterObserved, visibleFacts } from './supersession.rules.js';

/** The part of a sum that belongs to one month. */
export interface MonthLine<Fact extends IncomeFact | ExpenditureFact = IncomeFact | ExpenditureFact> {
  readonly fact: Fact;
  readonly month: Month;
  readonly amountFen: Fen;
  /** Taken from the month before, because the source has not reached this month yet. */
  readonly stale: boolean;
}

/** What counts of all that was said about some persons (采信结果), and what stood against it. */
export interface SelectedFacts {
  readonly income: readonly MonthLine<IncomeFact>[];
  readonly expenditure: readonly MonthLine<ExpenditureFact>[];
  readonly assets: readonly AssetFact[];
  readonly statuses: readonly StatusFact[];
  /** Sources that were shadowed although they said something else; see {@link sourceConflicts}. */
  readonly differences: readonly SourceDifference[];
}

/** The last month that a fresh monthly source (TAX, HRSS) has reached, by agency. */
export type CoveredThrough = ReadonlyMap<string, Month>;

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
  const income = inMonths(visible.filter(isIncome), moment);
  const expenditure = inMonths(visible.filter(isExpenditure), moment);
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

function inMonths<Fact extends IncomeFact | ExpenditureFact>(
  facts: readonly Fact[],
  moment: SelectionMoment,
): MonthLine<Fact>[] {
  const lines = latestLines(facts.flatMap((fact) => split(fact)));
  return [...lines, ...staleLines(lines, moment)];
}

/** A sum over k months is k whole-fen parts; what is received once belongs to the last month of its period. */
function split<Fact extends IncomeFact | ExpenditureFact>(fact: Fact): MonthLine<Fact>[] {
  if (fact.type === 'INCOME' && isReceivedOnce(fact)) {
    return [{ fact, month: fact.period.to, amountFen: fact.amountFen, stale: false }];
  }
  const months = monthsBetween(fact.period.from, fact.period.to);
  const parts = splitFen(fact.amountFen, months.length);
  return months.map((month, index) => ({ fact, month, amountFen: parts[index] ?? 0n, stale: false }));
}

function isReceivedOnce({ kind }: IncomeFact): boolean {
  const { nature } = incomeKind(kind);
  return nature === 'ONE_OFF' || nature === 'BONUS';
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
  const standing = new Map<string, Line>();
  for (const line of lines) {
    const text = JSON.stringify(key(line));
    const other = standing.get(text);
    if (other === undefined || isLaterStatement(line.fact, other.fact)) {
      standing.set(text, line);
    }
  }
  return [...standing.values()];
}

function isLaterStatement(a: EconomicFact, b: EconomicFact): boolean {
  if (a.type === 'ASSET' && b.type === 'ASSET' && a.asOf !== b.asOf) {
    return a.asOf > b.asOf;
  }
  return isLaterObserved(a, b);
}

/** Months that a fresh monthly source has not reached take the amount of the month before. */
function staleLines<Fact extends IncomeFact | ExpenditureFact>(
  lines: readonly MonthLine<Fact>[],
  { validAt, coveredThrough = new Map() }: SelectionMoment,
): MonthLine<Fact>[] {
  const carried: MonthLine<Fact>[] = [];
  for (const [agency, covered] of coveredThrough) {
    const ofAgency = lines.filter(({ fact }) => fact.source.agency === agency && isMonthly(fact));
    const byMonth = Map.groupBy(ofAgency, ({ month }) => month);
    let before = byMonth.get(covered) ?? [];
    for (const month of monthsBetween(addMonths(covered, 1), addMonths(monthOf(validAt), -1))) {
      const arrived = byMonth.get(month) ?? [];
      const answered = new Set(arrived.map(({ fact }) => payerOfLine(fact)));
      const missing = before
        .filter(({ fact }) => !answered.has(payerOfLine(fact)))
        .map((line) => ({ ...line, month, stale: true }));
      carried.push(...missing);
      before = [...arrived, ...missing];
    }
  }
  return carried;
}

function isMonthly(fact: IncomeFact | ExpenditureFact): boolean {
  if (fact.type === 'INCOME') {
    return incomeKind(fact.kind).nature !== 'BUSINESS' && !isReceivedOnce(fact);
  }
  return fact.kind === 'socialInsurancePaid' || fact.kind === 'incomeTaxPaid';
}

function payerOfLine(fact: IncomeFact | ExpenditureFact): string {
  const payer = fact.type === 'INCOME' ? [fact.programme ?? '', fact.payerKey] : [];
  return JSON.stringify([fact.personKey, fact.source.dataset, fact.kind, ...payer]);
}

/** A sum of an unknown payer (`*`) gives way to any better-ranked fact of that person, kind and month. */
function withoutShadowedUnknownPayers(
  lines: readonly (MonthLine<IncomeFact> & { readonly rank: number })[],
): MonthLine<IncomeFact>[] {
  const key = ({ fact, month }: MonthLine<IncomeFact>): string =>
    JSON.stringify([fact.personKey, fact.kind, month]);
  const best = new Map<string, number>();
  for (const line of lines) {
    best.set(key(line), Math.min(best.get(key(line)) ?? line.rank, line.rank));
  }
  return lines
    .filter((line) => line.fact.payerKey !== '*' || line.rank <= (best.get(key(line)) ?? line.rank))
    .map(({ fact, month, amountFen, stale }) => ({ fact, month, amountFen, stale }));
}

function amountOfLine({ amountFen }: { readonly amountFen: Fen }): { amountFen: Fen } {
  return { amountFen };
}

const isIncome = (fact: EconomicFact): fact is IncomeFact => fact.type === 'INCOME';
const isExpenditure = (fact: EconomicFact): fact is ExpenditureFact => fact.type === 'EXPENDITURE';
const isAsset = (fact: EconomicFact): fact is AssetFact => fact.type === 'ASSET';
const isStatus = (fact: EconomicFact): fact is StatusFact => fact.type === 'STATUS';
