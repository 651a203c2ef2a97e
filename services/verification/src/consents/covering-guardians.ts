import { compositionOf, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import { readCheckPolicy } from '../requests/check-policy.js';
import { coveringGuardians } from './consent.rules.js';
import { capacityIn, latestHouseholdsOf, type HouseholdOfPerson } from './consent-subject.js';

/** Whose consents cover a person on a day beside the own: of a minor those of the guardians who count as members. */
export type Covering = (personKey: string, on: CivilDate) => readonly string[];

/** How it is judged who counts. */
export interface CoverageJudge {
  readonly book: PolicyBook;
  /** The earliest day that is asked about. */
  readonly from: CivilDate;
  /** What holds of members where policy to judge them by is missing. */
  readonly isCountedUnjudged: boolean;
}

/**
 * Reads whose consents cover these persons, by the latest household of each and by what is known now: a guardian who is dead,
 * imprisoned or otherwise not counted covers nobody. Verification 5.3, 5.12; Civil Code arts. 27, 34.
 */
export async function readCovering(
  queries: Queries,
  personKeys: readonly string[],
  { book, from, isCountedUnjudged }: CoverageJudge,
): Promise<Covering> {
  const households = await latestHouseholdsOf(queries, personKeys, from);
  const ofMinors = households.filter((each) => guardiansIn(each, from).length > 0);
  const guardians = new Set(ofMinors.flatMap((each) => guardiansIn(each, from)));
  const facts = guardians.size === 0 ? [] : await readVisibleFacts(queries, [...guardians]);
  const factsOf = Map.groupBy(facts, ({ personKey }) => personKey);
  const byPerson = new Map(ofMinors.map((each) => [each.personKey, each]));
  return (personKey, on) => {
    const household = byPerson.get(personKey);
    const covering = household === undefined ? [] : guardiansIn(household, on);
    if (household === undefined || covering.length === 0) return [];
    const known = covering.flatMap((key) => factsOf.get(key) ?? []);
    const counted = countedIn(household, known, book, on);
    return counted === undefined
      ? covering.filter(() => isCountedUnjudged)
      : covering.filter((key) => counted.includes(key));
  };
}

/** The guardians of a minor among the members, whether they count or not. */
function guardiansIn(each: HouseholdOfPerson, on: CivilDate): string[] {
  const known = capacityIn(each, on);
  return known === undefined
    ? []
    : coveringGuardians({ personKey: each.personKey, ...known }, each.household.members, on);
}

/** Members who count on a day, as far as it is known of them; undefined where policy is missing. */
function countedIn(
  { household: { region, hukouType, members }, purposes }: HouseholdOfPerson,
  facts: readonly EconomicFact[],
  book: PolicyBook,
  on: CivilDate,
): readonly string[] | undefined {
  try {
    const policy = readCheckPolicy(book, region, hukouType, on);
    const forTekun = purposes.some((purpose) => policy.ofPurpose(purpose).incomeLimit === 'SINGLE_STANDARD');
    const snapshot = { members, obligors: [] };
    return compositionOf({ snapshot, facts, asOf: on, policy: policy.means, forTekun }).countedKeys;
  } catch (error) {
    if (error instanceof PolicyMissing) return undefined;
    throw error;
  }
}
