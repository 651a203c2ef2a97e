import {
  holdsOn,
  rankOf,
  selectFacts,
  type EconomicFact,
  type IncomeFact,
  type MonthLine,
  type StatusFact,
} from '@minzheng/kernel/means-test';
import { addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import type { Hit, PersonInput, Severity } from './indicator.js';

/** Policy rows `verification.ind.A1.*` and `verification.monitor.oneOffProgrammes`. */
export interface A1Policy {
  readonly enabled: boolean;
  /** Months after the month of death for which a household's benefit may still be shared by the dead (default 3). */
  readonly n: number;
  readonly severity: Severity;
  /** Programmes that are no monthly benefit. */
  readonly oneOffProgrammes: ReadonlySet<string>;
}

/** A sum of a benefit that was paid for a month. */
type Payment = MonthLine<IncomeFact> & { readonly programme: string };

/**
 * A1: a benefit was paid for a dead person (死亡后仍发放): one of that person alone for a month after the month of death, or
 * a share of a household's benefit for a month more than `n` after it. One episode a programme, to the department that
 * paid it; the sums that were not due are the estimate. Whose payer has set a payment to what was due, having detected the
 * over-payment, was paid all the same. Verification 5.10, 5.11; 民发〔2022〕83号.
 */
export function a1PaidAfterDeath(person: PersonInput, policy: A1Policy): Hit[] {
  if (!policy.enabled) return [];
  const death = deathOf(person);
  if (death === undefined) return [];
  const payments = paymentsOf(person, policy).filter((payment) =>
    isNotDue(payment, monthOf(death.days.from), policy),
  );
  const byProgramme = Map.groupBy(payments, ({ programme }) => programme);
  return [...byProgramme]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([programme, paid]) => hit(person, programme, paid, death, policy));
}

/** Of several reports of one death the best ranked, of these the earliest day; a cremation where there is none. */
function deathOf({ facts, today }: PersonInput): StatusFact | undefined {
  const told = facts.filter(({ type, quality }) => type === 'STATUS' && quality !== 'DECLARED');
  const deaths = selectFacts(told, { validAt: today }).statuses.filter(
    (status) => (status.kind === 'deceased' || status.kind === 'cremated') && holdsOn(status, today),
  );
  const place = ({ kind, days }: StatusFact, rank: number): string =>
    `${kind === 'deceased' ? 0 : 1}${rank}${days.from}`;
  return deaths.toSorted((a, b) => (place(a, rankOf(a)) < place(b, rankOf(b)) ? -1 : 1))[0];
}

function paymentsOf({ facts, writtenBack, today }: PersonInput, { oneOffProgrammes }: A1Policy): Payment[] {
  const stands = ({ programme = '', month }: { programme?: string | undefined; month: Month }): boolean =>
    writtenBack.months.has(`${programme} ${month}`);
  const standing = linesOf(facts, today);
  const before = linesOf(
    writtenBack.facts.map(({ supersededAtMicros: _then, ...fact }) => fact),
    today,
  ).filter(({ fact, month }) => stands({ programme: fact.programme, month }));
  const known = new Set(standing.map(placeOf));
  return [...standing, ...before.filter((line) => !known.has(placeOf(line)))].flatMap((line) => {
    const { programme } = line.fact;
    return programme === undefined || oneOffProgrammes.has(programme) ? [] : [{ ...line, programme }];
  });
}

function linesOf(facts: readonly EconomicFact[], today: CivilDate): MonthLine<IncomeFact>[] {
  const told = facts.filter(({ type, quality }) => type === 'INCOME' && quality !== 'DECLARED');
  return selectFacts(told, { validAt: today }).income.filter(({ amountFen }) => amountFen > 0n);
}

const placeOf = ({ fact, month }: MonthLine<IncomeFact>): string =>
  [fact.kind, fact.programme, fact.payerKey, fact.itemKey, month].join('\0');

function isNotDue({ fact, month }: Payment, died: Month, { n }: A1Policy): boolean {
  return month > (fact.householdShare ? addMonths(died, n) : died);
}

function hit(
  { personKey, payerRegions }: PersonInput,
  programme: string,
  paid: readonly Payment[],
  death: StatusFact,
  { severity }: A1Policy,
): Hit {
  const inOrder = paid.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const months = [...new Set(inOrder.map(({ month }) => month))];
  const payer = inOrder.at(-1)?.fact.source.agency ?? '';
  const region = payerRegions.get(payer);
  const day = death.days.from;
  return {
    indicator: 'A1',
    subject: 'PERSON',
    personKey,
    payer,
    ...(region === undefined ? {} : { payerRegion: region }),
    programme,
    episodeKey: programme,
    factIds: [death.factId, ...new Set(inOrder.map(({ fact }) => fact.factId))],
    months,
    amountFen: inOrder.reduce((sum, { amountFen }) => sum + amountFen, 0n),
    direction: 'OVER',
    severity,
    explanation: {
      zh: `${day} 死亡，之后仍发放 ${months.join('、')} 的待遇`,
      en: `died on ${day}, and was paid for ${months.join(', ')}`,
    },
  };
}
