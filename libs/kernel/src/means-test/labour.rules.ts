import { addMonths, firstDay, type Month } from '../months/index.js';
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
} from '../rational/index.js';
import type { CountedAmount } from './countable.rules.js';
import type { ExpenditureFact, PersonKey } from './facts.js';
import { shareOf, sumFen, type MeansBook } from './figures.js';
import { incomeKind } from './kind-registry.js';
import type { MeansPolicy } from './means-policy.js';
import type { MonthLine } from './month-lines.rules.js';

/** What is taken off a person's wages in one month, each in fen. */
export interface LabourDeductions {
  /** Cost of working (就业成本). */
  readonly employmentCost: Rational;
  /** Income tax and social insurance of wages sent gross. */
  readonly taxAndInsurance: Rational;
  /** New-work disregard (就业收入扣减). */
  readonly disregard: Rational;
}

/**
 * What is taken off a person's wages of a month: the cost of working, at most the standard; of gross wages tax and
 * social insurance as paid, or the flat rate where neither is known; and where a region grants it the new-work
 * disregard. Never more than the wages they belong to. 民发〔2021〕57号 art. 13(1).
 *
 * @param wages - the person's countable amounts of the month, of any kind; only wages are looked at
 * @param spending - the person's selected expenditure of the month
 */
export function labourDeductions(
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

/**
 * Which payers' wages are disregarded in a month: the first wage of the payer was in a month that began with an open
 * dibao, less than the disregard's length ago. (Zhejiang: 浙江省社会救助条例 art. 50)
 */
export function newWorkPayers(person: PersonKey, { income, statuses, policy }: MeansBook) {
  const firstMonths = new Map<string, Month>();
  for (const { fact, month, amountFen } of policy.disregardMonths > 0 ? (income.get(person) ?? []) : []) {
    const first = firstMonths.get(fact.payerKey) ?? month;
    if (incomeKind(fact.kind).nature === 'LABOUR' && fact.payerKey !== '*' && amountFen > 0n) {
      firstMonths.set(fact.payerKey, month < first ? month : first);
    }
  }
  return (payerKey: string, month: Month): boolean => {
    const first = firstMonths.get(payerKey);
    return (
      first !== undefined &&
      month < addMonths(first, policy.disregardMonths) &&
      statuses.holding(person, firstDay(first), 'dibao') !== undefined
    );
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
