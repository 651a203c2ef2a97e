import type {
  MeansPolicy,
  MeansResult,
  PersonKey,
  StatusFact,
  StatusKind,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { rulesOf } from './indicator-policy.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

const GONE = [
  'deceased',
  'cremated',
  'declaredDead',
  'declaredMissing',
] as const satisfies readonly StatusKind[];

/** The members who count on a day (5.3), in the order of their keys; without a household the one person. */
export function countedOn(watch: Watch, day: CivilDate = watch.today): readonly WatchedPerson[] {
  const means = watch.meansOn(day);
  if (means === undefined) return watch.persons;
  const counted = new Set(
    means.members.filter(({ membership }) => membership.counted).map(({ personKey }) => personKey),
  );
  return watch.persons.filter(({ personKey }) => counted.has(personKey)).toSorted(byPersonKey);
}

/** Whom a hit of the whole household names: the applicant, else the first by key. */
export function householderOf({ household, persons }: Watch): PersonKey {
  const applicant = household?.members.find(({ relation }) => relation === 'APPLICANT');
  return applicant?.personKey ?? persons.toSorted(byPersonKey)[0]?.personKey ?? '';
}

/** What tells that a person is dead, or declared dead or missing by a court. */
export const deathsOf = (person: WatchedPerson, day: CivilDate): StatusFact[] =>
  GONE.flatMap((kind) => person.openOn(kind, day) ?? []);

/** The facts of the income that counts of the counted members. */
export const countedIncomeOf = ({ members }: MeansResult): { readonly factId: string }[] =>
  members
    .filter(({ membership }) => membership.counted)
    .flatMap(({ income }) => income.kinds)
    .filter(({ countedFen }) => countedFen > 0n)
    .flatMap(({ factIds }) => factIds.map((factId) => ({ factId })));

/** Neither told dead nor declared dead or missing by a court. */
export const isAlive = (person: WatchedPerson, day: CivilDate): boolean => deathsOf(person, day).length === 0;

/** The rows of the means test that hold for the household on another day. @throws PolicyMissing */
export const meansPolicyOn = ({ book, region, household }: Watch, day: CivilDate): MeansPolicy =>
  rulesOf(book, region, day).meansPolicy(household?.hukouType ?? 'URBAN');

export const byPersonKey = (
  a: { readonly personKey: PersonKey },
  b: { readonly personKey: PersonKey },
): number => (a.personKey < b.personKey ? -1 : 1);

export const byFactId = (a: { readonly factId: string }, b: { readonly factId: string }): number =>
  a.factId < b.factId ? -1 : 1;
