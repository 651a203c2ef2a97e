import { splitFen, type Fen } from '../money/index.js';
import { addMonths, monthsBetween, type IncomeWindow, type Month } from '../months/index.js';
import type { IncomeFact } from './facts.js';
import type { Treatment } from './income-kinds.data.js';
import { incomeKind, type IncomeKind } from './kind-registry.js';
import type { MeansPolicy } from './means-policy.js';
import type { MonthLine } from './month-lines.rules.js';

const MONTHS_OF_A_YEAR = 12;

/** What counts of a fact in a month of the window, before costs and deductions (计入金额). */
export interface CountedAmount {
  readonly fact: IncomeFact;
  readonly month: Month;
  readonly amountFen: Fen;
  readonly how: 'RECEIVED' | 'SPREAD' | 'CARRIED_FORWARD' | 'STALE';
}

/**
 * What counts in the window of one person's selected lines: as received, spread over months, or carried forward for
 * business of which no newer figures have come. Each month follows the treatment in force on its 1st.
 * 民发〔2021〕57号 art. 13.
 *
 * @throws PolicyMissing when a kind has no treatment
 */
export function countableAmounts(
  lines: readonly MonthLine<IncomeFact>[],
  window: IncomeWindow,
  policy: MeansPolicy,
): CountedAmount[] {
  const counted: CountedAmount[] = [];
  const treatments = treatmentsIn(window, policy);
  for (const line of lines) addAmounts(counted, line, window, policy, treatments);
  for (const line of carriedForward(lines, policy)) addAmounts(counted, line, window, policy, treatments);
  return counted;
}

function addAmounts(
  counted: CountedAmount[],
  line: Line,
  window: IncomeWindow,
  policy: MeansPolicy,
  treatments: WindowTreatments,
): void {
  if (line.month > window.to) return;
  const { fact, amountFen } = line;
  const { nature } = incomeKind(fact.kind);
  const isRegular = nature !== 'BONUS' && nature !== 'ONE_OFF' && fact.kind !== 'charityAid';
  if (isRegular && !treatments.isSpread(fact.kind, line.month)) {
    if (line.month < window.from || amountFen <= 0n) return;
    if (treatments.on(fact.kind, line.month) === 'counted') {
      counted.push({ fact, month: line.month, amountFen, how: howOf(line) });
    }
    return;
  }
  for (const month of window.months) {
    const amount = line.month <= month ? amountIn(line, month, policy) : undefined;
    if (amount !== undefined && amount.amountFen > 0n) counted.push(amount);
  }
}

/** How kinds are treated in the months of a window, each asked for once: of most nothing is spread. */
class WindowTreatments {
  readonly #of = new Map<IncomeKind, Map<Month, Treatment>>();
  readonly #spread = new Map<IncomeKind, Map<Month, boolean>>();

  constructor(
    private readonly first: Month,
    private readonly months: readonly Month[],
    private readonly treatmentOn: MeansPolicy['treatmentOn'],
  ) {}

  on(kind: IncomeKind, month: Month): Treatment {
    let ofKind = this.#of.get(kind);
    if (ofKind === undefined) this.#of.set(kind, (ofKind = new Map()));
    let treatment = ofKind.get(month);
    if (treatment === undefined) ofKind.set(month, (treatment = this.treatmentOn(kind, undefined, month)));
    return treatment;
  }

  /** In a month of the window from this one on the kind is spread over a year. */
  isSpread(kind: IncomeKind, month: Month): boolean {
    const from = month < this.first ? this.first : month;
    let ofKind = this.#spread.get(kind);
    if (ofKind === undefined) this.#spread.set(kind, (ofKind = new Map()));
    let isSpread = ofKind.get(from);
    if (isSpread === undefined) {
      const treatments = this.months.filter((each) => each >= from).map((each) => this.on(kind, each));
      ofKind.set(from, (isSpread = treatments.includes('spread')));
    }
    return isSpread;
  }
}

const KNOWN = new WeakMap<MeansPolicy['treatmentOn'], Map<string, WindowTreatments>>();

/** The same for all persons of whom a policy is asked for the same months. */
function treatmentsIn({ from, to, months }: IncomeWindow, { treatmentOn }: MeansPolicy): WindowTreatments {
  let ofPolicy = KNOWN.get(treatmentOn);
  if (ofPolicy === undefined) KNOWN.set(treatmentOn, (ofPolicy = new Map()));
  const key = `${from} ${to}`;
  let treatments = ofPolicy.get(key);
  if (treatments === undefined)
    ofPolicy.set(key, (treatments = new WindowTreatments(from, months, treatmentOn)));
  return treatments;
}

/** How a fact is treated in a month: a charity's consolation money up to the limit is left out. */
export function treatmentOf(fact: IncomeFact, month: Month, policy: MeansPolicy): Treatment {
  const treatment = policy.treatmentOn(fact.kind, fact.purpose, month);
  const isConsolation =
    fact.kind === 'charityAid' && fact.purpose === 'CONSOLATION' && treatment === 'counted';
  return isConsolation && fact.amountFen <= policy.consolationLimitFen(month) ? 'excluded' : treatment;
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
  return { fact, month, amountFen, how: howOf(line) };
}

const howOf = ({ stale, carried }: Line): CountedAmount['how'] =>
  stale ? 'STALE' : carried ? 'CARRIED_FORWARD' : 'RECEIVED';

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
  if (business.length === 0) return [];
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
