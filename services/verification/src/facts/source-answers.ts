import { enumName } from '@minzheng/contracts/catalogue';
import { SourceAnswerStateSchema, type FeedWatermark, type SourceAnswered } from '@minzheng/contracts/facts';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Tx } from '@minzheng/platform/persistence';

/**
 * Keeps what sources have answered: for each person and data set the latest. The answer came behind its facts,
 * so whoever reads it here may read them too.
 */
export async function storeAnswers(tx: Tx, answers: readonly SourceAnswered[]): Promise<void> {
  const latest = new Map<string, SourceAnswered>();
  for (const answer of answers) {
    const place = `${answer.personKey}\0${answer.agency}\0${answer.dataset}`;
    const before = latest.get(place);
    if (!before || observed(answer) >= observed(before)) latest.set(place, answer);
  }
  const rows = [...latest.values()];
  await tx.execute(
    `insert into source_answer as a (person_key, agency, dataset, answer_id, state, observed_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[])
              as n(person_key, agency, dataset, answer_id, state, observed_at)
      order by 1, 2, 3
     on conflict (person_key, agency, dataset) do update
       set answer_id = excluded.answer_id, state = excluded.state, observed_at = excluded.observed_at,
           recorded_at = clock_timestamp()
     where excluded.observed_at >= a.observed_at`,
    [
      rows.map(({ personKey }) => personKey),
      rows.map(({ agency }) => agency),
      rows.map(({ dataset }) => dataset),
      rows.map(({ answerId }) => answerId),
      rows.map(({ state }) => enumName(SourceAnswerStateSchema, state)),
      rows.map((answer) => new Date(observed(answer))),
    ],
  );
  await tx.execute('insert into request_check (person_key) select distinct unnest($1::uuid[])', [
    rows.map(({ personKey }) => personKey),
  ]);
}

const observed = ({ observedAt }: SourceAnswered): number =>
  observedAt ? timestampDate(observedAt).getTime() : 0;

/**
 * One copy of a marker stands in each partition, behind all facts that it vouches for: the feed has come so far
 * only when the last copy is passed.
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
    `insert into feed_watermark as w (agency, dataset, up_to) values ($1, $2, $3)
     on conflict (agency, dataset) do update set up_to = excluded.up_to, passed_at = clock_timestamp()
     where excluded.up_to > w.up_to`,
    [marker.agency, marker.dataset, upTo],
  );
  await tx.execute('insert into request_check (person_key) values (null)');
}
