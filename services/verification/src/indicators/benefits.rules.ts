import type { StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import { addMonths, monthOf, type CivilDate } from '@minzheng/kernel/months';
import { isRegionCode } from '@minzheng/kernel/region';
import type { Watch } from './watch.js';
import type { Payment, WatchedPerson } from './watched-person.js';

/** A benefit is in payment on a day when it was paid for the month of the day or one of so many before. */
const MONTHS_IN_PAYMENT = 2;
/** What assistance recognises a household or person for (救助对象). */
const RECOGNISED = ['dibao', 'tekun', 'edge', 'rigid'] as const satisfies readonly StatusKind[];

/** Who has to answer (待遇发放部门), for which programme, and where it pays. */
export interface Payer {
  readonly payer: string;
  readonly payerRegion?: string;
  readonly programme?: string;
}

/** Every programme but the one-off ones (5.10). @throws PolicyMissing */
export const isMonthlyBenefit = ({ rules }: Watch, programme: string): boolean =>
  !rules.oneOffProgrammes.has(programme);

/** The benefits of a person that are in payment on a day (在发待遇): their payments of its month and the two before. */
export function ben(person: WatchedPerson, day: CivilDate): Payment[] {
  const last = monthOf(day);
  const first = addMonths(last, -MONTHS_IN_PAYMENT);
  return person.benefits.filter(({ month }) => first <= month && month <= last);
}

const TODAY = Symbol('benefits in payment');

/** The benefits in payment of all members; those of the watch's own day are computed once. */
export function benOf(watch: Watch, day: CivilDate = watch.today): readonly Payment[] {
  const found = (): Payment[] =>
    watch.persons.flatMap((person) => (person.benefits.length === 0 ? [] : ben(person, day)));
  return day === watch.today ? watch.once(TODAY, found) : found();
}

/** A member has an open `dibao`. */
export const isDibaoHousehold = (watch: Watch, day: CivilDate = watch.today): boolean =>
  watch.persons.some((person) => person.openOn('dibao', day) !== undefined);

/** The status by which a member is recognised on a day, dibao first. */
export function recognisedOn(watch: Watch, day: CivilDate): StatusFact | undefined {
  for (const kind of RECOGNISED) {
    for (const person of watch.persons) {
      const status = person.openOn(kind, day);
      if (status !== undefined) return status;
    }
  }
  return undefined;
}

/** A benefit is in payment, or a member is recognised: without it nothing was over-paid (↓ rules of C and D). */
export const isSupported = (watch: Watch, day: CivilDate = watch.today): boolean =>
  recognisedOn(watch, day) !== undefined || benOf(watch, day).length > 0;

/** The statuses by which members are recognised today. */
export const recognisedToday = ({ persons, today }: Watch): readonly StatusFact[] =>
  persons.flatMap((person) => RECOGNISED.flatMap((kind) => person.openOn(kind, today) ?? []));

/** What tells that {@link isSupported} today: the statuses by which members are recognised, else what is in payment. */
export function supportOf(watch: Watch): readonly { readonly factId: string }[] {
  const recognised = recognisedToday(watch);
  return recognised.length > 0 ? recognised : benOf(watch).map(({ fact }) => fact);
}

/** Who paid last of these payments; of one month the first in the order of programmes. */
export function lastPayer(payments: readonly Payment[]): Payer | undefined {
  const last = payments.reduce<Payment | undefined>(
    (best, payment) =>
      best === undefined ||
      payment.month > best.month ||
      (payment.month === best.month && payment.programme < best.programme)
        ? payment
        : best,
    undefined,
  );
  return last && payerOf(last);
}

/** Payments by their programme, in the order of programmes. */
export const byProgramme = (payments: readonly Payment[]): (readonly [string, readonly Payment[]])[] =>
  [...Map.groupBy(payments, ({ programme }) => programme)].toSorted(([a], [b]) => (a < b ? -1 : 1));

export function payerOf({ fact, programme }: Payment): Payer {
  const { source, region } = fact;
  return {
    payer: source.agency,
    programme,
    ...(region !== undefined && isRegionCode(region) && { payerRegion: region }),
  };
}

/** Who answers for a household as a whole: assistance where it recognises a member, else who paid last, else assistance. */
export function payerOfHousehold(watch: Watch, day: CivilDate = watch.today): Payer {
  const recognised = recognisedOn(watch, day);
  if (recognised !== undefined) return { payer: 'assistance', programme: recognised.kind.toUpperCase() };
  return lastPayer(benOf(watch, day)) ?? { payer: 'assistance' };
}
