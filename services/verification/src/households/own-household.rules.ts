import {
  composeHousehold,
  isMinor,
  Statuses,
  type CompositionPolicy,
  type HouseholdComposition,
  type HouseholdSnapshot,
  type PersonKey,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { HouseholdOnRecord } from './household.store.js';

const NOTHING_KNOWN = new Statuses([]);

/**
 * Members of whom only what is known of them can tell that they count (是否共同生活待查): whoever of the household turns out to
 * live apart and to owe support is one of them. Verification 5.3(6)–(9).
 *
 * @param policyOf - asked only where somebody may owe support
 */
export function mayLiveApart(
  { members }: HouseholdSnapshot,
  on: CivilDate,
  policyOf: () => CompositionPolicy,
): PersonKey[] {
  const hasOthers = members.some(
    ({ relation, birthDate }) => !COUNTED_OR_OWING_NOTHING.has(relation) && !isMinor(birthDate, on),
  );
  if (!hasOthers) return [];
  return composeOfNothingKnown(members, on, policyOf()).obligors.map(({ personKey }) => personKey);
}

/** Who counts if nothing is known of them but what was stated, and studies that were stated have ended. */
export function composeOfNothingKnown(
  members: HouseholdSnapshot['members'],
  on: CivilDate,
  policy: CompositionPolicy,
): HouseholdComposition {
  return composeHousehold({
    snapshot: { members: members.map((member) => ({ ...member, study: 'NONE' as const })), obligors: [] },
    ...{ on, policy, statuses: NOTHING_KNOWN, hasWage: () => false, forTekun: false },
  });
}

const COUNTED_OR_OWING_NOTHING: ReadonlySet<string> = new Set(['APPLICANT', 'SPOUSE', 'OTHER']);

/**
 * The household on record of who owes support (义务人家庭): one that he or she heads before others, else the first in the order
 * given. Never that to which it is owed, in which an obligor may stand as a member, nor another with the same applicant or spouse
 * at its head, which is the same under another id. Verification 5.6.
 */
export function ownHousehold(
  obligorKey: PersonKey,
  onRecord: readonly HouseholdOnRecord[],
  supported: HouseholdSnapshot & { readonly id?: string | undefined },
): HouseholdSnapshot | undefined {
  const heads = new Set(headsOf(supported));
  const others = onRecord.filter(
    (household) =>
      household.id !== supported.id &&
      household.members.some(({ personKey }) => personKey === obligorKey) &&
      !headsOf(household).some((personKey) => heads.has(personKey)),
  );
  const own = others.find((household) => headsOf(household).includes(obligorKey)) ?? others[0];
  return own && { members: own.members, obligors: [] };
}

/** The applicant and the spouse. */
export const headsOf = ({ members }: Pick<HouseholdSnapshot, 'members'>): PersonKey[] =>
  members
    .filter(({ relation }) => relation === 'APPLICANT' || relation === 'SPOUSE')
    .map(({ personKey }) => personKey);
