import { timestampDate } from '@bufbuild/protobuf/wkt';
import { topicName } from '@minzheng/contracts/catalogue';
import type { FeedWatermark } from '@minzheng/contracts/facts';
import type { Tx } from '@minzheng/platform/persistence';
import { FACTS } from '../consumers.js';

/** Agencies' StatusFacts go by it; their other facts, answers and markers by the topic of verification alone. */
export const STATUSES_TOPIC = topicName('inbound', 'all');

/**
 * One copy of a marker stands in each partition, behind all facts of its topic that it vouches for. When the last copy is
 * passed the feed has come so far but for statuses: they were sent before it by another topic, and it waits for them.
 */
export async function passMarker(
  tx: Tx,
  marker: FeedWatermark,
  partition: number,
  partitions: number,
): Promise<void> {
  const upTo = marker.upTo ? timestampDate(marker.upTo) : new Date(0);
  const [row] = await tx.query<{ passed: number }>(
    `insert into feed_marker as m (marker_id, agency, dataset, up_to, passed)
     values ($1, $2, $3, $4, array[$5::int])
     on conflict (marker_id) do update
       set passed = case when m.passed @> excluded.passed then m.passed else m.passed || excluded.passed end
     returning cardinality(passed) as passed`,
    [marker.markerId, marker.agency, marker.dataset, upTo, partition],
  );
  if ((row?.passed ?? 0) < partitions) return;
  await tx.execute(
    `insert into waiting_marker (marker_id, agency, dataset, up_to) values ($1, $2, $3, $4) on conflict do nothing`,
    [marker.markerId, marker.agency, marker.dataset, upTo],
  );
}

/** Markers whose copies are all passed, and that do not count yet. */
export async function waitingMarkers(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ marker_id: string }>(
    'select marker_id from waiting_marker order by marker_id',
  );
  return rows.map(({ marker_id }) => marker_id);
}

/**
 * Notes where the statuses' topic ended when it was asked after these markers were passed: all that they vouch for stands before.
 * Where it ends earlier than was noted, the log was made anew, and what it has now is all that can come; but not before an
 * operator has set the places in it, too: until then they lie behind its end, and what was never read may be lost.
 *
 * @param ends - of each partition, from 0 on
 */
export async function noteAwaited(
  tx: Tx,
  markerIds: readonly string[],
  ends: readonly bigint[],
): Promise<void> {
  await tx.execute(
    `update waiting_marker w
        set awaited_offsets = (
              select case when not coalesce(bool_or(awaited is null and p.next_offset > log_end), false) then
                       array_agg(case when p.next_offset > log_end then awaited
                                      else least(awaited, log_end) end order by n) end
                from unnest(w.awaited_offsets, $2::bigint[]) with ordinality as o(awaited, log_end, n)
                left join consumer_position p on p.consumer = $3 and p.topic = $4 and p.partition = o.n - 1)
      where marker_id in (
              select marker_id from waiting_marker where marker_id = any($1::uuid[]) order by marker_id for update)`,
    [markerIds, ends.map(String), FACTS.name, STATUSES_TOPIC],
  );
}

/**
 * Markers count whose statuses are all read: the feed has come so far, and requests that may wait for it are looked at.
 *
 * @returns whether there were any
 */
export async function countMarkers(tx: Tx): Promise<boolean> {
  const counted = await tx.query<{ agency: string; dataset: string; up_to: Date }>(
    `delete from waiting_marker where marker_id in (
       select marker_id from waiting_marker w
        where awaited_offsets is not null
          and not exists (
            select from unnest(w.awaited_offsets) with ordinality as o(awaited, n)
              left join consumer_position p on p.consumer = $1 and p.topic = $2 and p.partition = o.n - 1
             where coalesce(p.next_offset, 0) < o.awaited)
        order by marker_id for update skip locked)
     returning agency, dataset, up_to`,
    [FACTS.name, STATUSES_TOPIC],
  );
  if (counted.length === 0) return false;
  await tx.execute(
    `insert into feed_watermark as w (agency, dataset, up_to)
     select agency, dataset, max(up_to)
       from unnest($1::text[], $2::text[], $3::timestamptz[]) as c(agency, dataset, up_to)
      group by agency, dataset order by agency, dataset
     on conflict (agency, dataset) do update set up_to = excluded.up_to, passed_at = clock_timestamp()
     where excluded.up_to > w.up_to`,
    [
      counted.map(({ agency }) => agency),
      counted.map(({ dataset }) => dataset),
      counted.map(({ up_to }) => up_to),
    ],
  );
  await tx.execute('insert into request_check (person_key) values (null)');
  return true;
}
