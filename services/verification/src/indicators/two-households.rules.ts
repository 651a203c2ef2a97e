import { addMonths, monthOf, type Month } from '@minzheng/kernel/months';
import { byProgramme, lastPayer } from './benefits.rules.js';
import { byFactId, countedOn } from './counted.rules.js';
import { hitOf, paidOf } from './hit.js';
import type { Indicator, IndicatorPolicy, Hit } from './indicator.js';
import type { Watch } from './watch.js';
import type { Payment, WatchedPerson } from './watched-person.js';

/**
 * B6: a person counted in two households (一人两户) that both have a benefit in payment. Whether a household has one is told by
 * its other members; where both have the same members, by two grants of one programme. It goes to who pays the
 * household whose benefit was started later.
 */
export const B6: Indicator = {
  code: 'B6',
  timing: 'FACTS',
  find: (watch, policy) =>
    watch.knowledge.overlapping.flatMap((other) => {
      const shared = countedOn(watch).filter(({ personKey }) => isCountedIn(other, personKey));
      return shared.flatMap((person) => inBoth(watch, other, person, shared, policy));
    }),
};

const isCountedIn = (watch: Watch, personKey: string): boolean =>
  countedOn(watch).some((person) => person.personKey === personKey);

function inBoth(
  watch: Watch,
  other: Watch,
  person: WatchedPerson,
  shared: readonly WatchedPerson[],
  policy: IndicatorPolicy,
): Hit[] {
  const keys = new Set(shared.map(({ personKey }) => personKey));
  const grants = [watch, other]
    .map((each) => each.persons.filter(({ personKey }) => !keys.has(personKey)))
    .map((persons) => persons.flatMap(({ benefits }) => benefits));
  const twice = grantsTwice(person);
  const [here, there] = grants.map((paid, place) => (paid.length > 0 ? paid : (twice[place] ?? [])));
  if (here === undefined || there === undefined) return [];
  const [recentHere, recentThere] = [recentOf(here, watch), recentOf(there, watch)];
  if (recentHere.length === 0 || recentThere.length === 0) return [];
  const later = startOf(here) <= startOf(there) ? there : here;
  const programmes = [...new Set([...here, ...there].map(({ programme }) => programme))].sort();
  const { months } = paidOf([...recentHere, ...recentThere]);
  return [
    hitOf(watch, 'B6', policy, {
      personKey: person.personKey,
      payer: { payer: 'assistance', ...lastPayer(later) },
      episodeKey: `${programmes.join('+')} ${startOf(later)}`,
      evidence: [...recentOf(person.benefits, watch), ...recentHere, ...recentThere]
        .map(({ fact }) => fact)
        .toSorted(byFactId),
      months,
      direction: 'OVER',
      zh: '同一人计入两个在享户',
      en: 'counted in two households that both have a benefit in payment',
    }),
  ];
}

/** Two grants of one programme to one person, where there are two. */
function grantsTwice({ benefits }: WatchedPerson): readonly (readonly Payment[])[] {
  for (const [, ofProgramme] of byProgramme(benefits)) {
    const grants = [...Map.groupBy(ofProgramme, ({ fact }) => fact.itemKey).values()];
    if (grants.length > 1) return grants.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1)).slice(-2);
  }
  return [];
}

/** What was paid for the month of the day and the two before. */
function recentOf(payments: readonly Payment[], { today }: Watch): readonly Payment[] {
  const last = monthOf(today);
  const first = addMonths(last, -2);
  return payments.filter(({ month }) => first <= month && month <= last);
}

const startOf = (payments: readonly Payment[]): Month =>
  payments.reduce<Month>((first, { month }) => (first === '' || month < first ? month : first), '');
