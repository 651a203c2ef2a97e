import {
  isMinor,
  type EconomicFact,
  type HouseholdSnapshot,
  type PersonKey,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import type { ConsentForm } from '../consents/consent.rules.js';
import type { Queries } from '../facts/fact.reader.js';
import { readGuardians } from '../facts/wards.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { mayLiveApart, ownHousehold } from '../households/own-household.rules.js';
import { rulesOf } from '../indicators/indicator-policy.js';
import { isValidOn } from '../indicators/watch.js';

type Facts = ReadonlyMap<PersonKey, readonly EconomicFact[]>;

/** Whose watches are read. */
interface Watched {
  readonly households: readonly HouseholdOnRecord[];
  readonly alone: readonly PersonKey[];
  readonly facts: Facts;
  readonly today: CivilDate;
  readonly book: PolicyBook;
  readonly consents: ReadonlyMap<PersonKey, readonly ConsentForm[]>;
  /** What for a household is supported: a consent to something else opens nothing to monitoring. */
  readonly purposesOf: (household: HouseholdOnRecord) => ReadonlySet<string>;
  readonly readFacts: (persons: readonly PersonKey[]) => Promise<Facts>;
}

/** Who belongs to no watch and still matters to it. */
export interface PersonsBeside {
  /**
   * By household that is watched, the households on record of obligors who have agreed, by obligor: what they can pay is that of
   * their household. Also of members of whom it is not sure yet that they count, who owe support where they do not.
   */
  readonly obligorHouseholds: ReadonlyMap<string, ReadonlyMap<PersonKey, HouseholdSnapshot>>;
  /** Who was told to be guardian, by ward, of minors. */
  readonly guardians: ReadonlyMap<PersonKey, readonly PersonKey[]>;
  /** What is known of all of them, and of who is watched: of who is nothing but a guardian the statuses. */
  readonly facts: Facts;
}

/** One statement for the guardians of a batch; one for households of obligors and one for facts where there are any. */
export async function readPersonsBeside(queries: Queries, watched: Watched): Promise<PersonsBeside> {
  const guardians = await readGuardians(queries, minorsOf(watched));
  const obligorHouseholds = await readHouseholdsOf(queries, watched);
  const { facts } = watched;
  const living = [...obligorHouseholds.values()].flatMap((of) =>
    [...of.values()].flatMap(({ members }) => members.map(keyOf)),
  );
  const unread = new Set([...living, ...[...guardians.values()].flat()].filter((key) => !facts.has(key)));
  if (unread.size === 0) return { obligorHouseholds, guardians, facts };
  const looked = new Set(living);
  const read = await watched.readFacts([...unread]);
  const all = new Map(facts);
  for (const [key, told] of read) {
    all.set(key, looked.has(key) ? told : told.filter(({ type }) => type === 'STATUS'));
  }
  return { obligorHouseholds, guardians, facts: all };
}

/** Of a person alone the birth is known only where it was told as a fact. */
function minorsOf({ households, alone, facts, today }: Watched): PersonKey[] {
  const members = households.flatMap((household) => household.members);
  return [
    ...members.filter(({ birthDate }) => isMinor(birthDate, today)).map(keyOf),
    ...alone.filter((key) =>
      (facts.get(key) ?? []).some(
        (fact) => fact.type === 'STATUS' && fact.kind === 'born' && isMinor(fact.days.from, today),
      ),
    ),
  ];
}

async function readHouseholdsOf(
  queries: Queries,
  watched: Watched,
): Promise<PersonsBeside['obligorHouseholds']> {
  const agreed = watched.households
    .map((household) => ({ household, keys: agreedObligors(household, watched) }))
    .filter(({ keys }) => keys.length > 0);
  if (agreed.length === 0) return new Map();
  const all = await householdsOf(queries, [...new Set(agreed.flatMap(({ keys }) => keys))]);
  const onRecord = Map.groupBy(
    all.flatMap((household) => household.members.map(({ personKey }) => ({ personKey, household }))),
    keyOf,
  );
  return new Map(
    agreed.map(({ household, keys }) => [
      household.id,
      new Map(
        keys.flatMap((key) => {
          const ofObligor = (onRecord.get(key) ?? []).map((each) => each.household);
          const own = ownHousehold(key, ofObligor, household);
          return own === undefined ? [] : [[key, own] as const];
        }),
      ),
    ]),
  );
}

/** Who may owe support to a household and has agreed for what it is supported for. */
function agreedObligors(household: HouseholdOnRecord, watched: Watched): PersonKey[] {
  const { consents, today, purposesOf } = watched;
  const keys = [...household.obligors.map(keyOf), ...mayLiveApartNow(household, watched)];
  const forms = keys.flatMap((key) => (consents.get(key) ?? []).filter((form) => isValidOn(form, today)));
  if (forms.length === 0) return [];
  const supported = purposesOf(household);
  return [
    ...new Set(forms.filter(({ purposes }) => purposes.some((purpose) => supported.has(purpose))).map(keyOf)),
  ];
}

/** Nobody where a row of the means test is missing: no means are tested then. */
function mayLiveApartNow(household: HouseholdOnRecord, { book, today }: Watched): PersonKey[] {
  const { region, hukouType } = household;
  try {
    return mayLiveApart(household, today, () => rulesOf(book, region, today).meansPolicy(hukouType));
  } catch (error) {
    if (error instanceof PolicyMissing) return [];
    throw error;
  }
}

const keyOf = ({ personKey }: { readonly personKey: PersonKey }): PersonKey => personKey;
