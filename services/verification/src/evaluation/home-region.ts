import type { EconomicFact, IncomeFact, PersonKey, StatusFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { countyOf, isRegionCode, type Region } from '@minzheng/kernel/region';
import { homeOf, residencesOf } from '../clues/clue-region.js';
import type { Queries } from '../facts/fact.reader.js';

const COUNTY_LENGTH = 6;
const OF_RESIDENCE: ReadonlySet<string> = new Set(['hukouRegistered', 'hukouMoved', 'residencePermit']);

/**
 * Where persons are at home of whom no household is on record: where a department of a county paid the last benefit, else
 * the registered residence, else where a residence permit holds, else the county that told the newest status, in the province.
 * Of whom nothing of it is known nobody could be told.
 */
export async function readHomeRegions(
  queries: Queries,
  persons: readonly PersonKey[],
  facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>,
  today: CivilDate,
  province: Region,
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
    const home = homeOf(residence, province);
    if (home !== undefined) regions.set(person, home);
  }
  const statuses = persons
    .filter((person) => !regions.has(person))
    .flatMap((person) => (facts.get(person) ?? []).filter((fact) => isStatusOn(fact, today)));
  for (const [person, county] of await countiesThatTold(queries, statuses, province))
    regions.set(person, county);
  return regions;
}

const isStatusOn = (fact: EconomicFact, today: CivilDate): fact is StatusFact =>
  fact.type === 'STATUS' && fact.days.from <= today;

/** By person, the county of the newest of these statuses that a county of the province told. */
async function countiesThatTold(
  queries: Queries,
  statuses: readonly StatusFact[],
  province: Region,
): Promise<ReadonlyMap<PersonKey, Region>> {
  if (statuses.length === 0) return new Map();
  const rows = await queries.query<{ person_key: PersonKey; region: string }>(
    `select distinct on (f.person_key) f.person_key, f.region
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select person_key, region, valid_from, recorded_at from fact
         where fact.person_key = p.key and fact_id = any($2::uuid[]) and region ~ $3 offset 0
      ) f
      order by f.person_key, f.valid_from desc, f.recorded_at desc`,
    [
      [...new Set(statuses.map(({ personKey }) => personKey))],
      statuses.map(({ factId }) => factId),
      `^${province}\\d{4}`,
    ],
  );
  const counties = rows.filter(({ region }) => isRegionCode(region));
  return new Map(counties.map(({ person_key, region }) => [person_key, countyOf(region)]));
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
