import type { PersonKey } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import type { Watch } from '../indicators/watch.js';

/**
 * Keeps where persons without a household on record are watched (无家庭监测对象): runs find them by it. Of whom it is no
 * longer known where, is watched no longer.
 */
export async function keepWatchedAlone(
  tx: Tx,
  alone: readonly PersonKey[],
  watches: readonly Watch[],
): Promise<void> {
  if (alone.length === 0) return;
  const regions = new Map(
    watches.flatMap(({ household, persons, region }) =>
      household === undefined ? persons.map(({ personKey }) => [personKey, region] as const) : [],
    ),
  );
  await tx.execute(
    `with now as (
       select * from unnest($1::uuid[], $2::text[]) as n(person_key, region)
     ), gone as (
       delete from watched_alone w using now n where w.person_key = n.person_key and n.region is null
     )
     insert into watched_alone as w (person_key, region)
     select n.person_key, n.region
       from now n left join watched_alone k using (person_key)
      where n.region is not null and k.region is distinct from n.region
      order by n.person_key
     on conflict (person_key) do update set region = excluded.region where w.region <> excluded.region`,
    [alone, alone.map((person) => regions.get(person) ?? null)],
  );
}
