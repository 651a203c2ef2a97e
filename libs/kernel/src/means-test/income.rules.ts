import type { Fen } from '../money/index.js';
import { add, divide, max, rational, subtract, ZERO, type Rational } from '../rational/index.js';
import { countableAmounts, treatmentOf, type CountedAmount } from './countable.rules.js';
import type { IncomeFact, PersonKey } from './facts.js';
import { sumFen, totalOf, type MeansBook } from './figures.js';
import type { Treatment } from './income-kinds.data.js';
import type { IncomeKind } from './kind-registry.js';
import { labourDeductions, newWorkPayers, type LabourDeductions } from './labour.rules.js';
import type { MonthLine } from './month-lines.rules.js';
import { receivedSupport, type SupportAmount } from './support.rules.js';

/** What a person received of one kind in the window, and what of it counts before costs and deductions. */
export interface KindIncome {
  readonly kind: IncomeKind;
  /** Treatments that the facts of the kind met; more than one where policy changed or differs by purpose. */
  readonly treatments: readonly Treatment[];
  readonly receivedFen: Fen;
  readonly countedFen: Fen;
  /** How the counted amounts came about: as received, spread, carried forward, or stale. */
  readonly how: readonly CountedAmount['how'][];
  readonly factIds: readonly string[];
}

/** A person's income over the window (个人收入), in fen. */
export interface PersonIncome {
  readonly personKey: PersonKey;
  readonly kinds: readonly KindIncome[];
  readonly support: readonly SupportAmount[];
  readonly deductions: LabourDeductions & { readonly supportPaidFen: Fen };
  /** Countable amounts and support, less the deductions, not below 0. */
  readonly total: Rational;
  readonly monthly: Rational;
}

/**
 * A person's countable income of the window. 民发〔2021〕57号 art. 13.
 *
 * @param support - what this person's obligors owe or paid; it takes the place of what the same payers are recorded for
 * @throws PolicyMissing when a kind has no treatment
 */
export function personIncome(
  personKey: PersonKey,
  support: readonly SupportAmount[],
  book: MeansBook,
): PersonIncome {
  const { window, policy } = book;
  const settled = new Set(support.map(({ obligorKey }) => obligorKey));
  const told = book.income.get(personKey) ?? [];
  const lines =
    settled.size === 0
      ? told
      : told.filter(({ fact }) => !receivedSupport(fact) || !settled.has(fact.payerKey));
  const counted = countableAmounts(lines, window, policy);
  const deductions = deductionsOf(personKey, counted, book);
  const gains = add(
    rational(sumFen(counted.map(({ amountFen }) => amountFen))),
    totalOf(support.map(({ total }) => total)),
  );
  const losses = totalOf([
    deductions.employmentCost,
    deductions.taxAndInsurance,
    deductions.disregard,
    rational(deductions.supportPaidFen),
  ]);
  const total = max(ZERO, subtract(gains, losses));
  return new ComputedIncome(personKey, support, deductions, total, policy.windowMonths, () =>
    kindsOf(lines, counted, book),
  );
}

/** Its kinds are computed when they are asked for. A class: getters of literals would cost each its own shape. */
class ComputedIncome implements PersonIncome {
  readonly #kindsOf: () => readonly KindIncome[];
  #kinds: readonly KindIncome[] | undefined;

  constructor(
    readonly personKey: PersonKey,
    readonly support: PersonIncome['support'],
    readonly deductions: PersonIncome['deductions'],
    readonly total: Rational,
    private readonly windowMonths: number,
    kinds: () => readonly KindIncome[],
  ) {
    this.#kindsOf = kinds;
  }

  get kinds(): readonly KindIncome[] {
    this.#kinds ??= this.#kindsOf();
    return this.#kinds;
  }

  get monthly(): Rational {
    return divide(this.total, rational(BigInt(this.windowMonths)));
  }
}

/** Income a head and month (月人均收入): the total of the window ÷ (months × members). */
export function perCapitaMonthly(total: Rational, windowMonths: number, members: number): Rational {
  return divide(total, rational(BigInt(windowMonths) * BigInt(members)));
}

function deductionsOf(personKey: PersonKey, counted: readonly CountedAmount[], book: MeansBook) {
  const { window, policy } = book;
  const spending = book.expenditure.get(personKey) ?? [];
  let supportPaidFen = 0n;
  for (const { fact, month, amountFen } of spending) {
    if (fact.kind === 'supportPaid' && window.from <= month && month <= window.to)
      supportPaidFen += amountFen;
  }
  return {
    ...labourDeductions(counted, spending, newWorkPayers(personKey, book), policy),
    supportPaidFen,
  };
}

function kindsOf(
  lines: readonly MonthLine<IncomeFact>[],
  counted: readonly CountedAmount[],
  { window, policy }: MeansBook,
): KindIncome[] {
  const inWindow = lines.filter(({ month }) => window.from <= month && month <= window.to);
  const kinds = new Set([...inWindow, ...counted].map(({ fact }) => fact.kind));
  return [...kinds].toSorted().map((kind) => {
    const received = inWindow.filter(({ fact }) => fact.kind === kind);
    const counts = counted.filter(({ fact }) => fact.kind === kind);
    const treatments = [...received, ...counts].map(({ fact, month }) => treatmentOf(fact, month, policy));
    return {
      kind,
      treatments: [...new Set(treatments)].toSorted(),
      receivedFen: sumFen(received.map(({ amountFen }) => amountFen)),
      countedFen: sumFen(counts.map(({ amountFen }) => amountFen)),
      how: [...new Set(counts.map(({ how }) => how))].toSorted(),
      factIds: [...new Set([...received, ...counts].map(({ fact }) => fact.factId))].toSorted(),
    };
  });
}
