import type { Fen } from '../money/index.js';
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
import { sumFen, type MeansBook } from './figures.js';
import { incomeKind } from './kind-registry.js';
import type { MeansPolicy } from './means-policy.js';
import type { MonthLine } from './month-lines.rules.js';

/** What is taken off a person's wages of the window, each in fen. */
export interface LabourDeductions {
  /** Cost of working (就业成本). */
  readonly employmentCost: Rational;
  /** Income tax and social insurance of wages sent gross. */
  readonly taxAndInsurance: Rational;
  /** New-work disregard (就业收入扣减). */
  readonly disregard: Rational;
}

/**
 * What is taken off a person's wages, month by month: the cost of working, at most the standard; of gross wages tax and
 * social insurance as paid, or the flat rate where neither is known; and where a region grants it the new-work
 * disregard. Never more than the wages they belong to. 民发〔2021〕57号 art. 13(1).
 *
 * @param counted - the person's countable amounts, of any kind and month; only wages are looked at
 * @param spending - the person's selected expenditure
 */
export function labourDeductions(
  counted: readonly CountedAmount[],
  spending: readonly MonthLine<ExpenditureFact>[],
  isDisregarded: (payerKey: string, month: Month) => boolean,
  policy: MeansPolicy,
): LabourDeductions {
  const labour = counted.filter(isLabour);
  if (labour.length === 0) return NO_DEDUCTIONS;
  let [cost, tax] = [0n, 0n];
  let disregard = ZERO;
  for (const [month, wages] of Map.groupBy(labour, (amount) => amount.month)) {
    const ofMonth = deductionsOfMonth(wages, month, spending, policy);
    cost += ofMonth.cost;
    tax += ofMonth.tax;
    disregard = add(
      disregard,
      disregardOf(ofMonth, (payerKey) => isDisregarded(payerKey, month), policy),
    );
  }
  return {
    employmentCost: rational(cost, WHOLE_BP),
    taxAndInsurance: rational(tax, WHOLE_BP),
    disregard,
  };
}

const WHOLE_BP = 10_000n;
const NO_DEDUCTIONS: LabourDeductions = { employmentCost: ZERO, taxAndInsurance: ZERO, disregard: ZERO };

interface MonthOfWork {
  readonly withCost: readonly CountedAmount[];
  readonly grossFen: Fen;
  /** In ten-thousandths of a fen, as `tax`: exact, and no fraction has to be reduced. */
  readonly cost: bigint;
  readonly tax: bigint;
}

function deductionsOfMonth(
  labour: readonly CountedAmount[],
  month: Month,
  spending: readonly MonthLine<ExpenditureFact>[],
  policy: MeansPolicy,
): MonthOfWork {
  const withCost = labour.filter(hasEmploymentCost);
  const cost = employmentCostOf(sumOf(withCost), policy);
  const grossFen = sumOf(labour.filter(isGross));
  if (grossFen === 0n) return { withCost, grossFen, cost, tax: 0n };
  const costWithoutGross = employmentCostOf(sumOf(withCost.filter((amount) => !isGross(amount))), policy);
  const grossLessCost = largest(0n, grossFen * WHOLE_BP - (cost - costWithoutGross));
  const tax = smallest(grossLessCost, taxAndInsuranceOf(grossFen, month, spending, policy));
  return { withCost, grossFen, cost, tax };
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

function employmentCostOf(withCostFen: Fen, policy: MeansPolicy): bigint {
  return smallest(
    withCostFen * BigInt(policy.employmentCostBp),
    policy.standardMonthlyFen * BigInt(policy.employmentCostCapStdBp),
  );
}

function taxAndInsuranceOf(
  grossFen: Fen,
  month: Month,
  spending: readonly MonthLine<ExpenditureFact>[],
  policy: MeansPolicy,
): bigint {
  const paid = spending.filter(
    ({ fact: { kind }, month: of }) =>
      of === month && (kind === 'incomeTaxPaid' || kind === 'socialInsurancePaid'),
  );
  return paid.length > 0
    ? sumFen(paid.map(({ amountFen }) => amountFen)) * WHOLE_BP
    : grossFen * BigInt(policy.grossToNetBp);
}

/** Of each new job the wage less its part of cost, tax and insurance, at most so many standards. */
function disregardOf(
  { withCost, grossFen, cost, tax: taxAndInsurance }: MonthOfWork,
  isDisregarded: (payerKey: string) => boolean,
  policy: MeansPolicy,
): Rational {
  const newWork = withCost.filter(
    ({ fact }) => incomeKind(fact.kind).nature === 'LABOUR' && isDisregarded(fact.payerKey),
  );
  if (newWork.length === 0) return ZERO;
  const cap = multiply(policy.disregardStd, rational(policy.standardMonthlyFen));
  const total = amountOf(withCost);
  const jobs = Map.groupBy(newWork, ({ fact }) => fact.payerKey);
  return [...jobs.values()].reduce((sum, wages) => {
    const wage = amountOf(wages);
    const costOfJob = part(rational(cost, WHOLE_BP), wage, total);
    const grossWage = amountOf(wages.filter(isGross));
    const tax = part(rational(taxAndInsurance, WHOLE_BP), grossWage, rational(grossFen));
    return add(sum, min(cap, max(ZERO, subtract(subtract(wage, costOfJob), tax))));
  }, ZERO);
}

function part(amount: Rational, share: Rational, whole: Rational): Rational {
  return whole.numerator === 0n ? ZERO : multiply(amount, divide(share, whole));
}

function amountOf(amounts: readonly CountedAmount[]): Rational {
  return rational(sumOf(amounts));
}

function sumOf(amounts: readonly CountedAmount[]): Fen {
  let sum = 0n;
  for (const { amountFen } of amounts) sum += amountFen;
  return sum;
}

const isGross = ({ fact }: CountedAmount): boolean => fact.basis === 'GROSS';
const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smallest = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function isLabour({ fact }: CountedAmount): boolean {
  const { nature } = incomeKind(fact.kind);
  return nature === 'LABOUR' || nature === 'BONUS' || nature === 'LABOUR_WITHOUT_COST';
}

function hasEmploymentCost({ fact }: CountedAmount): boolean {
  const { nature } = incomeKind(fact.kind);
  return nature === 'LABOUR' || nature === 'BONUS';
}
