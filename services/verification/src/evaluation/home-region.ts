import type { EconomicFact, IncomeFact, PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { isRegionCode, type Region } from '@minzheng/kernel/region';
import { homeOf, residencesOf } from '../clues/clue-region.js';
import type { Queries } from '../facts/fact.reader.js';

const COUNTY_LENGTH = 6;
const OF_RESIDENCE: ReadonlySet<string> = new Set(['hukouRegistered', 'hukouMoved', 'residencePermit']);

/**
 * Where persons are at home of whom no household is on record: where a department of a county paid the last benefit, else
 * the registered residence, else where a residence permit holds, in the province. Of whom nothing of it is known nobody could be
 * told.
 */
export async function readHomeRegions(
  queries: Queries,
  persons: readonly PersonKey[],
  facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>,
  today: CivilDate,
): Promise<ReadonlyMap<PersonKey, Region>> {
  const regions = new Map<PersonKey, Region>();
  const unpaid: PersonKey[] = [];
  for (const person of persons) {
    const told = facts.get(person) ?? [];
    const paidIn = whereLastPaid(told);
    if (paidIn !== undefined) regions.set(person, paidIn);
    else if (told.some(({ kind }) => OF_RESIDENCE.has(kind))) unpaid.push(person);
  }
  for (const [person, residence] of await residencesOf(queries, unpaid, today)) {
    const home = homeOf(residence);
    if (home !== undefined) regions.set(person, home);
  }
  return regions;
}

/** An agency of the province or a city tells where it is itself, and of no county. */
function whereLastPaid(facts: readonly EconomicFact[]): Region | undefined {
  let last: IncomeFact | undefined;
  for (const fact of facts) {
    if (fact.type !== 'INCOME' || fact.region === undefined) continue;
    if (fact.region.length < COUNTY_LENGTH || !isRegionCode(fact.region)) continue;
    if (last === undefined || isLater(fact, last)) last = fact;
  }
  return last?.region;
}

/** What is written back later was not paid later. */
const isLater = (one: IncomeFact, other: IncomeFact): boolean =>
  one.period.to === other.period.to
    ? one.recordedAtMicros > other.recordedAtMicros
    : one.period.to > other.period.to;
