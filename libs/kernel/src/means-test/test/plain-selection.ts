import { splitFen, type Fen } from '../../money/index.js';
import { monthsBetween, type Month } from '../../months/index.js';
import type { AssetFact, EconomicFact, ExpenditureFact, IncomeFact, StatusFact } from '../facts.js';
import { incomeKind } from '../kind-registry.js';
import { staleLines, type MonthLine } from '../month-lines.rules.js';
import type { SelectedFacts, SelectionMoment } from '../selection.rules.js';
import { oneSourceCounts } from '../source-rank.rules.js';
import { oneKeys } from '../one-key.js';
import { byRecordedTime, isLaterObserved } from '../supersession.rules.js';

/** The rules of selection as they read (5.1), every fact compared with every other: for comparison with what is fast. */
export function selectPlainly(facts: readonly EconomicFact[], moment: SelectionMoment): SelectedFacts {
  const visible = visibleOf(facts, moment.knownAtMicros);
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
    expenditure: expenditures.counted.map(({ rank: _rank, ...line }) => line),
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

function inMonths<Fact extends IncomeFact | ExpenditureFact>(fact: Fact): MonthLine<Fact>[] {
  const nature = fact.type === 'INCOME' ? incomeKind(fact.kind).nature : undefined;
  if (nature === 'ONE_OFF' || nature === 'BONUS') {
    return [{ fact, month: fact.period.to, amountFen: fact.amountFen, stale: false }];
  }
  const months = monthsBetween(fact.period.from, fact.period.to);
  const parts = splitFen(fact.amountFen, months.length);
  return months.map((month, index) => ({ fact, month, amountFen: parts[index] ?? 0n, stale: false }));
}

function visibleOf(facts: readonly EconomicFact[], knownAtMicros: bigint | undefined): EconomicFact[] {
  const known = facts
    .filter(({ recordedAtMicros }) => knownAtMicros === undefined || recordedAtMicros <= knownAtMicros)
    .toSorted(byRecordedTime);
  const isOfRecord = (a: EconomicFact, b: EconomicFact): boolean =>
    a.personKey === b.personKey &&
    a.source.agency === b.source.agency &&
    a.source.dataset === b.source.dataset &&
    a.source.recordKey === b.source.recordKey;
  const isNamed = (a: EconomicFact, b: EconomicFact): boolean =>
    b.supersedesFactId === a.factId &&
    a.personKey === b.personKey &&
    (b.source.agency === 'verification' ||
      (a.source.agency === b.source.agency && a.source.dataset === b.source.dataset));
  return known.filter(
    (fact) =>
      !fact.retracted &&
      !known.some((other) => isNamed(fact, other)) &&
      !known.some((other) => other !== fact && isOfRecord(fact, other) && isLaterObserved(other, fact)) &&
      !(
        fact.supersededAtMicros !== undefined &&
        (knownAtMicros === undefined || fact.supersededAtMicros <= knownAtMicros)
      ),
  );
}
