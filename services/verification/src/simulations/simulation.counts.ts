import type { Tx } from '@minzheng/platform/persistence';
import { numberedRegionFilter, type Regions } from '@minzheng/platform/regions';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Queries } from '../facts/fact.reader.js';
import type { ConclusionCode } from '../requests/conclusion.rules.js';
import type { CountyCounts } from './simulation.rules.js';

/** Lists the households on record of a region, in parts, by one statement. @returns how many there are */
export async function listHouseholds(
  tx: Tx,
  id: string,
  region: string,
  today: CivilDate,
  partSize: number,
  regions: Regions,
): Promise<number> {
  const filter = numberedRegionFilter('region', regions.prefixesWithin(region, today), 3);
  const [listed] = await tx.query<{ households: string }>(
    `with place as (
       select id, row_number() over (order by region, id) - 1 as place
         from household where not closed and (${filter.sql})
     ), written as (
       insert into simulation_part (simulation_id, number, households)
       select $1, place / $2 + 1, array_agg(id order by place) from place group by place / $2
       returning cardinality(households) as size
     )
     select coalesce(sum(size), 0) as households from written`,
    [id, partSize, ...filter.parameters],
  );
  return Number(listed?.households ?? 0);
}

/** The next part that is left, and no longer is. */
export async function takePart(tx: Tx, id: string): Promise<readonly string[] | undefined> {
  const [part] = await tx.query<{ households: string[] }>(
    `delete from simulation_part where (simulation_id, number) = (
       select simulation_id, number from simulation_part where simulation_id = $1 order by number limit 1)
     returning households`,
    [id],
  );
  return part?.households;
}

/** Adds what a part has come to, in one statement. */
export async function addCounts(
  tx: Tx,
  id: string,
  counts: ReadonlyMap<string, CountyCounts>,
): Promise<void> {
  const rows = [...counts].flatMap(([county, { now, supposed, withoutPolicy }]) => [
    ...[...new Set([...now.keys(), ...supposed.keys()])].map((conclusion) => ({
      ...{ county, conclusion },
      isNow: now.get(conclusion) ?? 0,
      wouldBe: supposed.get(conclusion) ?? 0,
    })),
    ...(withoutPolicy === 0
      ? []
      : [{ county, conclusion: null, isNow: withoutPolicy, wouldBe: withoutPolicy }]),
  ]);
  await tx.execute(
    `insert into simulation_count as c (simulation_id, county, conclusion, is_now, would_be)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])
     on conflict (simulation_id, county, conclusion) do update
       set is_now = c.is_now + excluded.is_now, would_be = c.would_be + excluded.would_be`,
    [
      id,
      rows.map(({ county }) => county),
      rows.map(({ conclusion }) => conclusion),
      rows.map(({ isNow }) => isNow),
      rows.map(({ wouldBe }) => wouldBe),
    ],
  );
}

/** What a simulation has come to, by county in the order of codes. */
export async function readCounts(queries: Queries, id: string): Promise<Map<string, CountyCounts>> {
  const rows = await queries.query<{
    county: string;
    conclusion: ConclusionCode | null;
    is_now: string;
    would_be: string;
  }>(
    `select county, conclusion, is_now, would_be from simulation_count where simulation_id = $1
      order by county, conclusion`,
    [id],
  );
  return new Map(
    [...Map.groupBy(rows, ({ county }) => county)].map(([county, ofCounty]) => {
      const told = ofCounty.flatMap(({ conclusion, is_now, would_be }) =>
        conclusion === null ? [] : [{ conclusion, now: Number(is_now), supposed: Number(would_be) }],
      );
      const without = ofCounty.find(({ conclusion }) => conclusion === null);
      return [
        county,
        {
          now: countsOf(told.map(({ conclusion, now }) => [conclusion, now])),
          supposed: countsOf(told.map(({ conclusion, supposed }) => [conclusion, supposed])),
          withoutPolicy: Number(without?.is_now ?? 0),
        },
      ];
    }),
  );
}

const countsOf = (all: readonly (readonly [ConclusionCode, number])[]): Map<ConclusionCode, number> =>
  new Map(all.filter(([, count]) => count > 0));

/** How many households are left to compute. */
export async function countLeft(queries: Queries, id: string): Promise<number> {
  const [left] = await queries.query<{ households: string }>(
    'select coalesce(sum(cardinality(households)), 0) as households from simulation_part where simulation_id = $1',
    [id],
  );
  return Number(left?.households ?? 0);
}
