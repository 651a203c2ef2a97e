import {
  holdsOn,
  selectFacts,
  Statuses,
  type HouseholdMember,
  type StatusFact,
} from '@minzheng/kernel/means-test';
import { ageOn, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { DEATHS } from '../facts/death.reader.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import { householdsOf } from '../households/household.store.js';
import { isMemberOf } from '../requests/checked-members.sql.js';
import {
  guardiansOf,
  type HouseholdUnderCheck,
  type MemberUnderCheck,
} from '../requests/household-under-check.js';
import { ADULT_AGE, type Capacity, type SignedFor } from './consent.rules.js';

/** Whether somebody is dead (死亡、火化、宣告死亡): the record may then be opened by an heir alone (PIPL art. 49). */
export const isDeadOn = (statuses: readonly StatusFact[], personKey: string, on: CivilDate): boolean =>
  new Statuses(statuses).holding(personKey, on, ...DEATHS) !== undefined;

/** Of whom nothing else is known: an adult who signs alone. */
const UNKNOWN_BIRTH: CivilDate = '1900-01-01';

/** What is known of a person's capacity and guardians, dead or alive. */
export interface KnownCapacity extends Omit<SignedFor, 'personKey' | 'isDead'> {
  /** Where the person's household lives. */
  readonly region?: string;
}

/** Who is agreed for, as far as it is known here. */
export type KnownSubject = SignedFor & KnownCapacity;

/**
 * What the latest request, the households on record and the registers tell of a person's capacity and guardians: the
 * snapshot of a request first, which says so outright; a minor of a household on record lacks full capacity, and the
 * applicant and spouse act for their child; whoever a court has made guardian acts too. Civil Code arts. 18–22, 27, 28, 39.
 */
export async function subjectOf(
  queries: Queries,
  personKey: string,
  signerKey: string,
  today: CivilDate,
): Promise<KnownSubject> {
  const [household] = await latestHouseholdsOf(queries, [personKey], today);
  const known = household && capacityIn(household, today);
  const facts = await readVisibleFacts(queries, [personKey, signerKey]);
  const { statuses } = selectFacts(facts, { validAt: today });
  const isCourtGuardian = statuses.some(
    (status) =>
      status.personKey === signerKey &&
      status.kind === 'guardianOf' &&
      status.attributes['wardKey'] === personKey &&
      holdsOn(status, today),
  );
  return {
    ...(known ?? { capacity: 'FULL', birthDate: UNKNOWN_BIRTH }),
    ...{ personKey, isDead: isDeadOn(statuses, personKey, today) },
    guardianKeys: [...(known?.guardianKeys ?? []), ...(isCourtGuardian ? [signerKey] : [])],
  };
}

/** A household to which the person belongs, as it was on a day, and what it was last checked for. */
export interface HouseholdOfPerson {
  readonly personKey: string;
  readonly household: Pick<HouseholdUnderCheck, 'region' | 'hukouType'> & {
    readonly members: readonly MemberKnown[];
  };
  readonly purposes: readonly string[];
  readonly asOf: CivilDate;
}

type MemberKnown = HouseholdMember & Partial<Pick<MemberUnderCheck, 'capacity' | 'guardianKey'>>;

/** That of the latest request of each of these persons, or else one on record; none of the others. */
export async function latestHouseholdsOf(
  queries: Queries,
  personKeys: readonly string[],
  today: CivilDate,
): Promise<readonly HouseholdOfPerson[]> {
  const snapshots = await latestSnapshots(queries, personKeys);
  const told = new Set(snapshots.map(({ personKey }) => personKey));
  const untold = personKeys.filter((personKey) => !told.has(personKey));
  const households = untold.length === 0 ? [] : await householdsOf(queries, untold);
  const onRecord = untold.flatMap((personKey) => {
    const household = households.find(({ members }) => members.some((each) => each.personKey === personKey));
    if (household === undefined) return [];
    return [{ personKey, household, purposes: [], asOf: household.changedOn ?? today }];
  });
  return [...snapshots, ...onRecord];
}

async function latestSnapshots(
  queries: Queries,
  personKeys: readonly string[],
): Promise<readonly HouseholdOfPerson[]> {
  const rows = await queries.query<{
    key: string;
    household: HouseholdUnderCheck;
    purposes: string[];
    as_of: Date;
  }>(
    `select p.key, q.household, q.purposes, q.as_of from unnest($1::uuid[]) as p(key)
      cross join lateral (
        select household, purposes, as_of from verification_request r
         where person_keys @> array[p.key] and ${isMemberOf('r', 'p.key')}
           and state in ('COLLECTING', 'BLOCKED', 'ISSUED')
         order by as_of desc limit 1) q`,
    [personKeys],
  );
  return rows.map(({ key, as_of, ...rest }) => ({ personKey: key, ...rest, asOf: civilDateOf(as_of) }));
}

/** What a household tells of its member on a day. */
export function capacityIn(
  { personKey, household, asOf }: HouseholdOfPerson,
  today: CivilDate,
): KnownCapacity | undefined {
  const { members, region } = household;
  const member = members.find((each) => each.personKey === personKey);
  if (!member) return undefined;
  const { birthDate } = member;
  const capacity = capacityOf(member, asOf, today);
  const guardianKeys = capacity === 'FULL' ? [] : guardiansOf(member, household);
  return { birthDate, capacity, guardianKeys, region };
}

/** What a minor lacked ends on the 18th birthday: from then on only a court can say so. Civil Code arts. 17, 18, 24. */
function capacityOf({ birthDate, capacity }: MemberKnown, asOf: CivilDate, today: CivilDate): Capacity {
  const isOfAge = (on: CivilDate): boolean => ageOn(birthDate, on) >= ADULT_AGE;
  if (!isOfAge(today)) return capacity ?? 'LIMITED';
  return isOfAge(asOf) ? (capacity ?? 'FULL') : 'FULL';
}
