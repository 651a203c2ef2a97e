import { holdsOn, selectFacts, Statuses, type StatusFact } from '@minzheng/kernel/means-test';
import { ageOn, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { guardiansOf, type HouseholdUnderCheck } from '../requests/household-under-check.js';
import type { SignedFor } from './consent.rules.js';

/** Whether somebody is dead (死亡、火化、宣告死亡): the record may then be opened by an heir alone (PIPL art. 49). */
export const isDeadOn = (statuses: readonly StatusFact[], personKey: string, on: CivilDate): boolean =>
  new Statuses(statuses).holding(personKey, on, 'deceased', 'cremated', 'declaredDead') !== undefined;

const ADULT_AGE = 18;
/** Of whom nothing else is known: an adult who signs alone. */
const UNKNOWN_BIRTH: CivilDate = '1900-01-01';

/** Who is agreed for, as far as it is known here. */
export interface KnownSubject extends SignedFor {
  /** Where the person's household lives. */
  readonly region?: string;
}

/**
 * What the latest request, the households on record and the registers tell of a person's capacity and guardians: the
 * snapshot of a request first, which says so outright; a minor of a household on record lacks full capacity, and the
 * applicant and spouse act for their child; whoever a court has made guardian acts too. Civil Code arts. 18–22, 27, 28.
 */
export async function subjectOf(
  tx: Tx,
  personKey: string,
  signerKey: string,
  today: CivilDate,
): Promise<KnownSubject> {
  const facts = await readVisibleFacts(tx, [personKey, signerKey]);
  const { statuses } = selectFacts(facts, { validAt: today });
  const isDead = isDeadOn(statuses, personKey, today);
  const isCourtGuardian = statuses.some(
    (status) =>
      status.personKey === signerKey &&
      status.kind === 'guardianOf' &&
      status.attributes['wardKey'] === personKey &&
      holdsOn(status, today),
  );
  const known =
    (await requested(tx, personKey)) ?? onRecord(await householdsOf(tx, [personKey]), personKey, today);
  return {
    ...(known ?? { capacity: 'FULL', guardianKeys: [], birthDate: UNKNOWN_BIRTH }),
    ...{ personKey, isDead },
    guardianKeys: [...(known?.guardianKeys ?? []), ...(isCourtGuardian ? [signerKey] : [])],
  };
}

type Known = Omit<KnownSubject, 'personKey' | 'isDead'>;

async function requested(tx: Tx, personKey: string): Promise<Known | undefined> {
  const [latest] = await tx.query<{ household: HouseholdUnderCheck }>(
    `select household from verification_request
      where person_keys @> array[$1::uuid] and state in ('COLLECTING', 'BLOCKED', 'ISSUED')
      order by as_of desc limit 1`,
    [personKey],
  );
  const member = latest?.household.members.find((each) => each.personKey === personKey);
  if (!latest || !member) return undefined;
  return {
    capacity: member.capacity,
    guardianKeys: guardiansOf(member, latest.household),
    birthDate: member.birthDate,
    region: latest.household.region,
  };
}

function onRecord(
  households: readonly HouseholdOnRecord[],
  personKey: string,
  today: CivilDate,
): Known | undefined {
  for (const { members, region } of households) {
    const member = members.find((each) => each.personKey === personKey);
    if (!member) continue;
    const parents = members.filter(({ relation }) => relation === 'APPLICANT' || relation === 'SPOUSE');
    return {
      capacity: ageOn(member.birthDate, today) < ADULT_AGE ? 'LIMITED' : 'FULL',
      guardianKeys: member.relation === 'CHILD' ? parents.map((parent) => parent.personKey) : [],
      birthDate: member.birthDate,
      region,
    };
  }
  return undefined;
}
