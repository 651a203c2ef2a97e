import type { CivilDate } from '../months/index.js';
import { divide, max, multiply, rational, subtract, ZERO, type Rational } from '../rational/index.js';
import { isBelow } from '../rational/index.js';
import type { IncomeFact, Obligor, PersonKey } from './facts.js';
import { shareOf, sumFen, totalOf, type MeansBook } from './figures.js';
import type { MeansPolicy } from './means-policy.js';
import type { Reason } from './reason.js';
import type { Statuses } from './status.rules.js';

/** From this age on, support to an adult unemployed severely disabled person isn't counted. */
export const AGE_OF_UNCOUNTED_SUPPORT = 60;

export type SupportCode =
  | 'COURT_ORDER'
  | 'RECEIVED'
  | 'IMPUTED'
  | 'OBLIGOR_UNABLE'
  | 'COURT_ORDERS_ONLY'
  | 'NOT_COUNTED_FOR_DISABLED'
  | 'NOT_AUTHORISED';

/** What an obligor can be expected to pay (赡养抚养扶养能力). */
export interface ObligorStanding {
  /** Monthly income a head of the obligor's household, in fen. */
  readonly perCapitaMonthly: Rational;
  /** A status for which nothing is imputed: dibao, tekun, edge, in custody, dead or missing, severely disabled. */
  readonly unable?: Reason;
  /** The obligor's own consent is there; without it only what was declared or surveyed has counted. */
  readonly authorised: boolean;
}

/** Support of one person by one obligor over the window (赡养抚养扶养费), in fen. */
export interface SupportAmount {
  readonly obligorKey: PersonKey;
  readonly supportedKey: PersonKey;
  readonly total: Rational;
  readonly reasons: readonly Reason<SupportCode>[];
}

export function receivedSupport({ kind }: IncomeFact): boolean {
  return kind === 'supportReceived';
}

/**
 * Support that is imputed a month (推算赡养费), in fen: what the obligor's household has a head above the free multiple
 * of the standard, at the policy's rate, divided among all whom he supports. Civil Code arts. 1059, 1067, 1074, 1075.
 */
export function imputedSupport(perCapita: Rational, supportedPersons: number, policy: MeansPolicy): Rational {
  const free = multiply(policy.supportFreeStd, rational(policy.standardMonthlyFen));
  const surplus = max(ZERO, subtract(perCapita, free));
  return divide(shareOf(surplus, policy.supportRateBp), rational(BigInt(supportedPersons)));
}

/**
 * Support of one pair over the window. In each month the court's sum counts; else the larger of what was received from
 * the obligor and what is imputed, never both.
 *
 * @param supportedPersons - how many persons the snapshot names the obligor of
 */
export function supportOfPair(
  { personKey: obligorKey, obligorOfKey: supportedKey }: Obligor,
  standing: ObligorStanding,
  supportedPersons: number,
  { income, window, policy }: MeansBook,
): SupportAmount {
  const lines = (income.get(supportedKey) ?? []).filter(
    ({ fact, month }) =>
      receivedSupport(fact) &&
      fact.payerKey === obligorKey &&
      policy.treatmentOn(fact.kind, fact.purpose, month) === 'counted' &&
      window.from <= month &&
      month <= window.to,
  );
  const isImputed = policy.supportMode === 'FORMULA' && standing.unable === undefined;
  const imputed = isImputed ? imputedSupport(standing.perCapitaMonthly, supportedPersons, policy) : ZERO;
  const months = window.months.map((month) => {
    const ofMonth = lines.filter((line) => line.month === month);
    const isOrdered = ofMonth.some(({ fact }) => fact.source.agency === 'COURT');
    const received = rational(sumFen(ofMonth.map(({ amountFen }) => amountFen)));
    return isOrdered
      ? { code: 'COURT_ORDER' as const, amount: received }
      : isBelow(received, imputed)
        ? { code: 'IMPUTED' as const, amount: imputed }
        : { code: 'RECEIVED' as const, amount: received };
  });
  const factIds = [...new Set(lines.map(({ fact }) => fact.factId))].toSorted();
  const figures = { obligorPerCapitaMonthly: standing.perCapitaMonthly, imputedMonthly: imputed };
  const used = (['COURT_ORDER', 'RECEIVED', 'IMPUTED'] as const).flatMap((code): Reason<SupportCode>[] => {
    const amount = totalOf(months.filter((month) => month.code === code).map((month) => month.amount));
    return amount.numerator === 0n ? [] : [{ code, figures: { ...figures, amount }, factIds }];
  });
  return {
    obligorKey,
    supportedKey,
    total: totalOf(months.map(({ amount }) => amount)),
    reasons: [...used, ...limitsOf(standing, policy)],
  };
}

/**
 * Support that isn't counted at all, whoever ordered or paid it: to an adult unemployed severely disabled person, by
 * siblings or by people of 60 or older. 民发〔2022〕83号 §1(1).
 */
export function uncountedSupport({
  personKey: obligorKey,
  obligorOfKey: supportedKey,
}: Obligor): SupportAmount {
  const reason = { code: 'NOT_COUNTED_FOR_DISABLED' as const, figures: {}, factIds: [] };
  return { obligorKey, supportedKey, total: ZERO, reasons: [reason] };
}

/** Why nothing is imputed to an obligor, if so. */
export function inability(
  obligorKey: PersonKey,
  ownIncome: Rational,
  statuses: Statuses,
  on: CivilDate,
): Reason | undefined {
  const poor = statuses.holding(obligorKey, on, 'dibao', 'tekun', 'edge');
  const gone = statuses.holding(obligorKey, on, 'deceased', 'cremated', 'declaredDead', 'declaredMissing');
  const disabled = ownIncome.numerator === 0n ? statuses.severeDisability(obligorKey, on) : undefined;
  const status = poor ?? gone ?? statuses.inCustody(obligorKey, on) ?? disabled;
  return status && { code: status.kind, figures: { from: status.days.from }, factIds: [status.factId] };
}

function limitsOf(standing: ObligorStanding, policy: MeansPolicy): Reason<SupportCode>[] {
  const none = { figures: {}, factIds: [] };
  return [
    ...(standing.unable === undefined
      ? []
      : [
          {
            code: 'OBLIGOR_UNABLE' as const,
            figures: { status: standing.unable.code },
            factIds: standing.unable.factIds,
          },
        ]),
    ...(policy.supportMode === 'COURT_ONLY' ? [{ code: 'COURT_ORDERS_ONLY' as const, ...none }] : []),
    ...(standing.authorised ? [] : [{ code: 'NOT_AUTHORISED' as const, ...none }]),
  ];
}
