import type { Queries } from '../facts/fact.reader.js';

/** How far a run is, and what came of it (复核进度). A person without a household is counted as one of one person. */
export interface BulkRunCounts {
  readonly householdsInScope: number;
  readonly householdsEvaluated: number;
  readonly personsEvaluated: number;
  /** Households of which only kinds that the law opens were used, since a consent holds no longer. */
  readonly consentLapsed: number;
  /** Hits that were new. */
  readonly hits: number;
  readonly cluesRaised: number;
  readonly cluesWithdrawn: number;
  /** Households that wait for a policy row of their region. */
  readonly householdsWaiting: number;
  /** Counties that they lie in. */
  readonly waitingRegions: readonly string[];
}

type CountRow = Record<Exclude<keyof BulkRunCounts, 'waitingRegions'>, string> & {
  readonly run_id: string;
  readonly waitingRegions: readonly string[];
};

/** Added up from what is done of each run, by its id. */
export async function countsOf(
  queries: Queries,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, BulkRunCounts>> {
  const rows = await queries.query<CountRow>(
    `select r.id as run_id, coalesce(r.in_scope, 0) as "householdsInScope",
            coalesce(sum(c.evaluated), 0) as "householdsEvaluated", coalesce(sum(c.persons), 0) as "personsEvaluated",
            coalesce(sum(c.consent_lapsed), 0) as "consentLapsed", coalesce(sum(c.hits), 0) as hits,
            coalesce(sum(c.raised), 0) as "cluesRaised", coalesce(sum(c.withdrawn), 0) as "cluesWithdrawn",
            coalesce(sum(cardinality(c.waiting) + case when c.retries > 0 then cardinality(c.subjects) - c.done else 0 end)
                     filter (where c.is_open), 0) as "householdsWaiting",
            array(select distinct region from bulk_run_chunk w, unnest(w.waits_in) as region
                   where w.run_id = r.id and w.is_open order by region) as "waitingRegions"
       from bulk_run r left join bulk_run_chunk c on c.run_id = r.id
      where r.id = any($1::uuid[]) group by r.id`,
    [runIds],
  );
  return new Map(
    rows.map(({ run_id, waitingRegions, ...counts }) => [
      run_id,
      {
        ...(Object.fromEntries(
          Object.entries(counts).map(([name, count]) => [name, Number(count)]),
        ) as unknown as Omit<BulkRunCounts, 'waitingRegions'>),
        waitingRegions,
      },
    ]),
  );
}
