import { splitFen, type Fen } from '../../money/index.js';
import { addMonths, monthsBetween, type IncomeWindow, type Month } from '../../months/index.js';
import {
  add,
  divide,
  max,
  min,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '../../rational/index.js';
import { treatmentOf, type CountedAmount } from '../countable.rules.js';
import type { ExpenditureFact, IncomeFact, PersonKey } from '../facts.js';
import { shareOf, sumFen, totalOf, type MeansBook } from '../figures.js';
import type { KindIncome, PersonIncome } from '../income.rules.js';
import { incomeKind } from '../kind-registry.js';
import { newWorkPayers, type LabourDeductions } from '../labour.rules.js';
import type { MeansPolicy } from '../means-policy.js';
import type { MonthLine } from '../month-lines.rules.js';
import { receivedSupport, type SupportAmount } from '../support.rules.js';

const MONTHS_OF_A_YEAR = 12;

/** A person's countable income as its rules read (5.2), month by month in fractions: for comparison with what is fast. */
export function incomePlainly(
  personKey: PersonKey,
  support: readonly SupportAmount[],
  book: MeansBook,
): PersonIncome {
  const { window, policy } = book;
  const settled = new Set(support.map(({ obligorKey }) => obligorKey));
  const lines = (book.income.get(personKey) ?? []).filter(
    ({ fact }) => !receivedSupport(fact) || !settled.has(fact.payerKey),
  );
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
  return {
    personKey,
    kinds: kindsOf(lines, counted, book),
    support,
    deductions,
    total,
    monthly: divide(total, rational(BigInt(policy.windowMonths))),
  };
}

function deductionsOf(personKey: PersonKey, counted: readonly CountedAmount[], book: MeansBook) {
  const { window, policy } = book;
  const isNewWork = newWorkPayers(personKey, book);
  const spending = book.expenditure.get(personKey) ?? [];
  const byMonth = window.months.map((month) =>
    labourDeductions(
      counted.filter((amount) => amount.month === month),
      spending.filter((line) => line.month === month),
      (payerKey) => isNewWork(payerKey, month),
      policy,
    ),
  );
  const supportPaid = spending.filter(
    ({ fact, month }) => fact.kind === 'supportPaid' && window.from <= month && month <= window.to,
  );
  return {
    employmentCost: totalOf(byMonth.map(({ employmentCost }) => employmentCost)),
    taxAndInsurance: totalOf(byMonth.map(({ taxAndInsurance }) => taxAndInsurance)),
    disregard: totalOf(byMonth.map(({ disregard }) => disregard)),
    supportPaidFen: sumFen(supportPaid.map(({ amountFen }) => amountFen)),
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

function countableAmounts(
  lines: readonly MonthLine<IncomeFact>[],
  window: IncomeWindow,
  policy: MeansPolicy,
): CountedAmount[] {
  const all = [...lines, ...carriedForward(lines, policy)];
  const counted: CountedAmount[] = [];
  for (const line of all) {
    for (const month of window.months) {
      const amount = line.month <= month ? amountIn(line, month, policy) : undefined;
      if (amount !== undefined && amount.amountFen > 0n) counted.push(amount);
    }
  }
  return counted;
}

type Line = MonthLine<IncomeFact> & { readonly carried?: boolean };

function amountIn(line: Line, month: Month, policy: MeansPolicy): CountedAmount | undefined {
  const { fact, amountFen } = line;
  const { nature } = incomeKind(fact.kind);
  const isBonus = nature === 'BONUS';
  if (line.month !== month && !isBonus && nature !== 'ONE_OFF') {
    return policy.treatmentOn(fact.kind, fact.purpose, month) === 'spread'
      ? spread(line, month, policy)
      : undefined;
  }
  const treatment = treatmentOf(fact, month, policy);
  if (treatment === 'spread' || (treatment === 'counted' && isBonus)) {
    return spread(line, month, policy);
  }
  if (treatment !== 'counted' || line.month !== month) {
    return undefined;
  }
  const how = line.stale ? 'STALE' : line.carried ? 'CARRIED_FORWARD' : 'RECEIVED';
  return { fact, month, amountFen, how };
}

function spread(
  { fact, month: received, amountFen }: Line,
  month: Month,
  policy: MeansPolicy,
): CountedAmount {
  const months = spreadMonths(fact, amountFen, policy);
  const index = monthsBetween(received, month).length - 1;
  const part = index < months ? splitFen(amountFen, months)[index] : undefined;
  return { fact, month, amountFen: part ?? 0n, how: 'SPREAD' };
}

/** A severance stands for as many months of the minimum wage as it holds; everything else belongs to a year. */
function spreadMonths({ kind }: IncomeFact, amountFen: Fen, policy: MeansPolicy): number {
  if (kind !== 'severance' || amountFen === 0n) {
    return MONTHS_OF_A_YEAR;
  }
  const minimumWage = policy.minimumWageFen();
  return Number((amountFen + minimumWage - 1n) / minimumWage);
}

/** The months after a 12-month business fact for which nothing newer of that kind and payer came. */
function carriedForward(lines: readonly MonthLine<IncomeFact>[], policy: MeansPolicy): Line[] {
  const limit = Math.min(policy.carryForwardMonths, MONTHS_OF_A_YEAR);
  if (limit === 0) {
    return [];
  }
  const business = lines.filter(({ fact }) => incomeKind(fact.kind).nature === 'BUSINESS');
  const known = new Set(business.map(({ fact, month }) => businessMonth(fact, month)));
  return business
    .filter(({ fact: { period } }) => addMonths(period.from, MONTHS_OF_A_YEAR - 1) === period.to)
    .map((line): Line => ({ ...line, month: addMonths(line.month, MONTHS_OF_A_YEAR), carried: true }))
    .filter(
      ({ fact, month }) =>
        month <= addMonths(fact.period.to, limit) && !known.has(businessMonth(fact, month)),
    );
}

function businessMonth({ kind, payerKey }: IncomeFact, month: Month): string {
  return JSON.stringify([kind, payerKey, month]);
}

function labourDeductions(
  wages: readonly CountedAmount[],
  spending: readonly MonthLine<ExpenditureFact>[],
  isDisregarded: (payerKey: string) => boolean,
  policy: MeansPolicy,
): LabourDeductions {
  const labour = wages.filter(isLabour);
  const withCost = labour.filter(hasEmploymentCost);
  const employmentCost = employmentCostOf(withCost, policy);
  const costWithoutGross = employmentCostOf(
    withCost.filter(({ fact }) => fact.basis === 'NET'),
    policy,
  );
  const gross = amountOf(labour.filter(({ fact }) => fact.basis === 'GROSS'));
  const grossLessCost = max(ZERO, subtract(gross, subtract(employmentCost, costWithoutGross)));
  const taxAndInsurance = min(grossLessCost, taxAndInsuranceOf(gross, spending, policy));
  return {
    employmentCost,
    taxAndInsurance,
    disregard: disregardOf(withCost, { gross, employmentCost, taxAndInsurance }, isDisregarded, policy),
  };
}

function employmentCostOf(withCost: readonly CountedAmount[], policy: MeansPolicy): Rational {
  const cap = shareOf(rational(policy.standardMonthlyFen), policy.employmentCostCapStdBp);
  return min(shareOf(amountOf(withCost), policy.employmentCostBp), cap);
}

function taxAndInsuranceOf(
  gross: Rational,
  spending: readonly MonthLine<ExpenditureFact>[],
  policy: MeansPolicy,
) {
  const paid = spending.filter(
    ({ fact: { kind } }) => kind === 'incomeTaxPaid' || kind === 'socialInsurancePaid',
  );
  return paid.length > 0
    ? rational(sumFen(paid.map(({ amountFen }) => amountFen)))
    : shareOf(gross, policy.grossToNetBp);
}

/** Of each new job the wage less its part of cost, tax and insurance, at most so many standards. */
function disregardOf(
  withCost: readonly CountedAmount[],
  { gross, employmentCost, taxAndInsurance }: { gross: Rational } & Omit<LabourDeductions, 'disregard'>,
  isDisregarded: (payerKey: string) => boolean,
  policy: MeansPolicy,
): Rational {
  const cap = multiply(policy.disregardStd, rational(policy.standardMonthlyFen));
  const total = amountOf(withCost);
  const jobs = Map.groupBy(
    withCost.filter(({ fact }) => incomeKind(fact.kind).nature === 'LABOUR' && isDisregarded(fact.payerKey)),
    ({ fact }) => fact.payerKey,
  );
  return [...jobs.values()].reduce((sum, wages) => {
    const wage = amountOf(wages);
    const cost = part(employmentCost, wage, total);
    const grossWage = amountOf(wages.filter(({ fact }) => fact.basis === 'GROSS'));
    const tax = part(taxAndInsurance, grossWage, gross);
    return add(sum, min(cap, max(ZERO, subtract(subtract(wage, cost), tax))));
  }, ZERO);
}

function part(amount: Rational, share: Rational, whole: Rational): Rational {
  return whole.numerator === 0n ? ZERO : multiply(amount, divide(share, whole));
}

function amountOf(amounts: readonly CountedAmount[]): Rational {
  return rational(sumFen(amounts.map(({ amountFen }) => amountFen)));
}

function isLabour({ fact }: CountedAmount): boolean {
  return hasEmploymentCost({ fact }) || incomeKind(fact.kind).nature === 'LABOUR_WITHOUT_COST';
}

function hasEmploymentCost({ fact }: Pick<CountedAmount, 'fact'>): boolean {
  const { nature } = incomeKind(fact.kind);
  return nature === 'LABOUR' || nature === 'BONUS';
}
