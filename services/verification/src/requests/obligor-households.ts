import type { HouseholdSnapshot } from '@minzheng/kernel/means-test';
import { civilDateOf } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Queries } from '../facts/fact.reader.js';
import { householdsOf } from '../households/household.store.js';
import { mayLiveApart, ownHousehold } from '../households/own-household.rules.js';
import type { CheckQuestion } from './check.js';
import { readCheckPolicy, type CheckPolicy } from './check-policy.js';
import { personsOf, type HouseholdUnderCheck } from './household-under-check.js';

/** Households on record of obligors, by obligor. */
export type ObligorHouseholds = Readonly<Record<string, HouseholdSnapshot>>;

/** What a household is checked for, and as of when. */
type Check = Pick<CheckQuestion, 'household' | 'purposes' | 'asOf'>;

/**
 * In one statement; none where nobody may owe support to the household. Members of whom it is not sure yet that they count may
 * owe it: who of them does not is left out when it is known.
 *
 * @param householdId - under which the household itself may be on record
 * @throws PolicyMissing, PolicyMalformed
 */
export async function readObligorHouseholds(
  queries: Queries,
  check: Check,
  book: PolicyBook,
  householdId?: string,
): Promise<ObligorHouseholds> {
  const { household } = check;
  const named = household.obligors.map(({ personKey }) => personKey);
  const keys = [...new Set([...named, ...mayOweSupport(check, book)])].toSorted();
  if (keys.length === 0) return {};
  const onRecord = await householdsOf(queries, keys);
  return Object.fromEntries(
    keys.flatMap((key): [string, HouseholdSnapshot][] => {
      const own = ownHousehold(key, onRecord, { ...household, id: householdId });
      return own === undefined ? [] : [[key, own]];
    }),
  );
}

/** Members; none where no purpose has a means test. */
function mayOweSupport({ household, purposes, asOf }: Check, book: PolicyBook): string[] {
  const asOfDay = civilDateOf(asOf);
  let policy: CheckPolicy | undefined;
  const policyOf = (): CheckPolicy =>
    (policy ??= readCheckPolicy(book, household.region, household.hukouType, asOfDay));
  const apart = mayLiveApart(household, asOfDay, () => policyOf().means);
  const isTested = (purpose: string): boolean => policyOf().ofPurpose(purpose).incomeLimit !== 'NONE';
  return apart.length > 0 && purposes.some(isTested) ? apart : [];
}

/** Everybody whose facts a check may look at, in the order of their keys: also who lives with an obligor, and guardians of children. */
export function personsConcerned({
  household,
  obligorHouseholds = {},
  custodians = [],
}: {
  readonly household: HouseholdUnderCheck;
  readonly obligorHouseholds?: ObligorHouseholds;
  readonly custodians?: readonly string[];
}): string[] {
  const others = Object.values(obligorHouseholds).flatMap(personsOf);
  return [...new Set([...personsOf(household), ...others, ...custodians])].toSorted();
}
