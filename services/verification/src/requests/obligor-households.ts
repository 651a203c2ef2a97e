import type { HouseholdSnapshot } from '@minzheng/kernel/means-test';
import type { Queries } from '../facts/fact.reader.js';
import { householdsOf } from '../households/household.store.js';
import { personsOf, type HouseholdUnderCheck } from './household-under-check.js';

/** Households on record of obligors, by obligor. */
export type ObligorHouseholds = Readonly<Record<string, HouseholdSnapshot>>;

/** In one statement; none where the household names no obligor. */
export async function readObligorHouseholds(
  queries: Queries,
  { obligors }: HouseholdUnderCheck,
): Promise<ObligorHouseholds> {
  const keys = [...new Set(obligors.map(({ personKey }) => personKey))].toSorted();
  if (keys.length === 0) return {};
  const households = await householdsOf(queries, keys);
  return Object.fromEntries(
    keys.flatMap((key): [string, HouseholdSnapshot][] => {
      const own = households.find(({ members }) => members.some(({ personKey }) => personKey === key));
      return own === undefined ? [] : [[key, { members: own.members, obligors: [] }]];
    }),
  );
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
