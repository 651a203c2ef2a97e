import { readGuardians } from '../facts/wards.js';
import type { Queries } from '../facts/fact.reader.js';
import { personsConcerned, type ObligorHouseholds } from './obligor-households.js';
import type { HouseholdUnderCheck } from './household-under-check.js';

/** Who was told to be guardian of a child of the household and is not concerned otherwise, in the order of keys. */
export async function readCustodians(
  queries: Queries,
  {
    household,
    obligorHouseholds = {},
  }: { readonly household: HouseholdUnderCheck; readonly obligorHouseholds?: ObligorHouseholds },
): Promise<string[]> {
  const children = household.members.filter(({ relation }) => relation === 'CHILD');
  const guardians = await readGuardians(
    queries,
    children.map(({ personKey }) => personKey),
  );
  const concerned = new Set(personsConcerned({ household, obligorHouseholds }));
  return [...new Set([...guardians.values()].flat())].filter((key) => !concerned.has(key)).toSorted();
}
