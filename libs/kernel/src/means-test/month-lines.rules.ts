import { splitFen, type Fen } from '../money/index.js';
import { addMonths, monthOf, monthsBetween, type CivilDate, type Month } from '../months/index.js';
import type { ExpenditureFact, IncomeFact } from './facts.js';
import { incomeKind } from './kind-registry.js';

/** The part of a sum that belongs to one month. */
export interface MonthLine<Fact extends IncomeFact | ExpenditureFact = IncomeFact | ExpenditureFact> {
  readonly fact: Fact;
  readonly month: Month;
  readonly amountFen: Fen;
  /** Taken from the month before, because the source has not reached this month yet. */
  readonly stale: boolean;
}

/** The last month that a fresh monthly source (TAX, HRSS) has reached, by agency. */
export type CoveredThrough = ReadonlyMap<string, Month>;

/** Adds a fact's parts: a sum over k months is k whole-fen parts; what is received once belongs to the last month of its period. */
export function addMonthsOf<Fact extends IncomeFact | ExpenditureFact>(
  lines: MonthLine<Fact>[],
  fact: Fact,
): void {
  const { from, to } = fact.period;
  if (from === to || (fact.type === 'INCOME' && isReceivedOnce(fact))) {
    lines.push({ fact, month: to, amountFen: fact.amountFen, stale: false });
    return;
  }
  const months = monthsBetween(from, to);
  const parts = splitFen(fact.amountFen, months.length);
  months.forEach((month, index) => {
    lines.push({ fact, month, amountFen: parts[index] ?? 0n, stale: false });
  });
}

function isReceivedOnce({ kind }: IncomeFact): boolean {
  const { nature } = incomeKind(kind);
  return nature === 'ONE_OFF' || nature === 'BONUS';
}

/** Months that a fresh monthly source has not reached take the amount of the month before. */
export function staleLines<Fact extends IncomeFact | ExpenditureFact>(
  lines: readonly MonthLine<Fact>[],
  validAt: CivilDate,
  coveredThrough: CoveredThrough,
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
