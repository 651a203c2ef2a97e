import type { HouseholdMember } from '@minzheng/kernel/means-test';
import type { HouseholdOnRecord } from '../households/household.store.js';

/**
 * What a hit rests on and is no fact (监测依据): who finds that something is missing has no fact that says so, but why
 * somebody was watched at all: a consent, or what a household on record says of a member. A ground is named by what it says:
 * where its source says something else, its name is no longer among those that stand.
 */
export type Ground = string;

const CONSENT = 'consent/';
const HOUSEHOLD = 'household/';

/** That a consent was given. */
export const consentGround = (consentId: string): Ground => `${CONSENT}${consentId}`;

/** That a member was born on a day. */
export const birthGround = (
  household: Pick<HouseholdOnRecord, 'id'>,
  { personKey, birthDate }: Pick<HouseholdMember, 'personKey' | 'birthDate'>,
): Ground => `${HOUSEHOLD}${household.id}/${personKey} born ${birthDate}`;

/** That a member lives alone. */
export const aloneGround = (household: Pick<HouseholdOnRecord, 'id'>, personKey: string): Ground =>
  `${HOUSEHOLD}${household.id}/${personKey} alone`;

/** All that a household on record can be a ground for. */
export function groundsOf(household: HouseholdOnRecord): Ground[] {
  const [only, ...others] = household.members;
  return [
    ...household.members.map((member) => birthGround(household, member)),
    ...(only !== undefined && others.length === 0 ? [aloneGround(household, only.personKey)] : []),
  ];
}

/** The consent that a ground names, if it is one. */
export const consentOf = (ground: Ground): string | undefined =>
  ground.startsWith(CONSENT) ? ground.slice(CONSENT.length) : undefined;

/** The household on record whose word a ground is, if it is one. */
export const householdOf = (ground: Ground): string | undefined =>
  ground.startsWith(HOUSEHOLD) ? ground.slice(HOUSEHOLD.length).split('/')[0] : undefined;
