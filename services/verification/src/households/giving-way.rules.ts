import { PolicyMalformed, readCompositionPolicy, type PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import type { HouseholdOnRecord } from './household.store.js';
import { composeOfNothingKnown, headsOf } from './own-household.rules.js';

/** Which rows hold, and on which day it is judged who lives where. */
export interface RulesOfDay {
  readonly book: PolicyBook;
  readonly today: CivilDate;
}

/** Whom a household names, and where it lives. */
export type NamedHousehold = Pick<HouseholdOnRecord, 'region' | 'members'>;

/**
 * Those of the households that do not go on beside these others, whose word goes before theirs: an applicant or spouse is sure to
 * count in one of the others now. Of whom it is not sure, and of a child whom both count, is looked at in both. Verification 5.3,
 * B6.
 */
export function givingWay<Household extends NamedHousehold>(
  households: readonly Household[],
  others: readonly NamedHousehold[],
  rules: RulesOfDay,
): Household[] {
  if (households.length === 0) return [];
  const settled = new Set(others.flatMap((other) => settledMembers(other, rules)));
  return households.filter((household) => headsOf(household).some((personKey) => settled.has(personKey)));
}

/** Who counts whatever else is known of them; all where the rows say nothing by which that is judged. */
function settledMembers(
  { region, members }: NamedHousehold,
  { book, today }: RulesOfDay,
): readonly PersonKey[] {
  try {
    return composeOfNothingKnown(members, today, readCompositionPolicy(book, region, today)).countedKeys;
  } catch (error) {
    if (error instanceof PolicyMissing || error instanceof PolicyMalformed)
      return members.map(({ personKey }) => personKey);
    throw error;
  }
}
