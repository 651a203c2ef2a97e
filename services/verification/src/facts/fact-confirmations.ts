import type { Tx } from '@minzheng/platform/persistence';
import { Counter } from 'prom-client';
import type { FactRow } from './fact-row.js';
import { contentOf, type Confirmation, type StoredObservation } from './repeated-facts.rules.js';

const repeatedFacts = new Counter({
  name: 'minzheng_duplicate_facts_total',
  help: 'Facts that say nothing new: known by their id, or the same of the same record',
  labelNames: ['agency', 'dataset'],
});

/** Of so many ids it is remembered that they tell a fact again: for a source that names its last word, or answers with it. */
const REMEMBERED_IDS = 8;
const STRIPES = 16;

interface ObservationRow {
  readonly person_key: string;
  readonly record_key: string;
  readonly fact_id: string;
  readonly observed: string;
  readonly recorded: string;
  readonly supersedes_fact_id: string | null;
  readonly is_last_word: boolean;
  readonly told_by: string[] | null;
  readonly amount_fen: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly count: number | null;
  readonly kind: number;
  readonly quality: number;
  readonly flags: number;
  readonly share_bp: number | null;
  readonly programme: number | null;
  readonly purpose: number | null;
  readonly region: string | null;
  readonly payer_key: string | null;
  readonly item_key: string | null;
  readonly case_ref: string | null;
  readonly attributes: Record<string, string> | null;
}

/**
 * What is stored of the records that these facts are about. The persons have to be locked, so that nobody adds to
 * it. One descent of the primary key for each fact: `offset 0` keeps the planner from reading whole partitions.
 * Prepared by its name, because planning over all partitions takes longer than a small batch itself.
 */
export async function storedOfSameRecords(
  tx: Tx,
  records: readonly [persons: readonly string[], records: readonly string[]],
): Promise<StoredObservation[]> {
  const { rows } = await tx.client.query<ObservationRow>({
    name: 'observations-of-same-records',
    text: `select f.person_key, f.record_key, f.fact_id, f.supersedes_fact_id, f.amount_fen, f.valid_from::text,
                  f.valid_to::text, f.count, f.kind, f.quality, f.flags, f.share_bp, f.programme, f.purpose, f.region,
                  f.payer_key, f.item_key, f.case_ref, f.attributes, c.told_by,
                  (extract(epoch from greatest(f.observed_at, c.observed_at)) * 1000000)::bigint as observed,
                  (extract(epoch from f.recorded_at) * 1000000)::bigint as recorded,
                  case when f.superseded_at is null then true else exists (
                    select from fact s join fact_source o on o.id = s.source_id
                     where s.person_key = f.person_key and s.supersedes_fact_id = f.fact_id and o.agency = 'verification'
                  ) end as is_last_word
             from unnest($1::uuid[], $2::bigint[]) as n(person_key, record_key)
            cross join lateral (
              select * from fact where fact.person_key = n.person_key and fact.record_key = n.record_key offset 0
            ) f
             left join lateral (
              select observed_at, told_by from fact_confirmation c
               where c.person_key = f.person_key and c.record_key = f.record_key and c.fact_id = f.fact_id offset 0
            ) c on true`,
    values: [...records],
  });
  return rows.map(toObservation);
}

function toObservation(row: ObservationRow): StoredObservation {
  return {
    ...{ personKey: row.person_key, recordKey: row.record_key, factId: row.fact_id },
    content: contentOf({
      ...{ kind: row.kind, quality: row.quality, flags: row.flags, count: row.count, shareBp: row.share_bp },
      amountFen: row.amount_fen === null ? null : BigInt(row.amount_fen),
      ...{ validFrom: row.valid_from, validTo: row.valid_to, region: row.region, caseRef: row.case_ref },
      ...{ programme: row.programme, purpose: row.purpose, payerKey: row.payer_key, itemKey: row.item_key },
      attributes: row.attributes,
    }),
    observedAtMicros: BigInt(row.observed),
    recordedAtMicros: BigInt(row.recorded),
    supersedesFactId: row.supersedes_fact_id,
    isLastWord: row.is_last_word,
    toldBy: row.told_by ?? [],
  };
}

/** Keeps until when facts were still told. The persons are locked. */
export async function confirm(tx: Tx, confirmations: readonly Confirmation[]): Promise<void> {
  if (confirmations.length === 0) return;
  await tx.execute(
    `insert into fact_confirmation as c (person_key, record_key, fact_id, observed_at, told_by)
     select person_key, record_key, fact_id, timestamptz 'epoch' + observed * interval '1 microsecond',
            array(select jsonb_array_elements_text(ids)::uuid)
       from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::jsonb[])
              as n(person_key, record_key, fact_id, observed, ids)
      order by 1, 2
     on conflict (person_key, record_key) do update
       set fact_id = excluded.fact_id,
           observed_at = excluded.observed_at,
           told_by = (excluded.told_by || case when c.fact_id = excluded.fact_id then c.told_by else '{}' end)[1:${REMEMBERED_IDS}]`,
    [
      confirmations.map(({ personKey }) => personKey),
      confirmations.map(({ recordKey }) => recordKey.toString()),
      confirmations.map(({ factId }) => factId),
      confirmations.map(({ observedAtMicros }) => observedAtMicros.toString()),
      confirmations.map(({ toldBy }) => JSON.stringify(toldBy.slice(0, REMEMBERED_IDS))),
    ],
  );
}

/** Counts what says nothing new by its source (重复计数). */
export async function countRepeated(tx: Tx, repeated: readonly FactRow[]): Promise<void> {
  if (repeated.length === 0) return;
  const counts = [...Map.groupBy(repeated, ({ agency, dataset }) => JSON.stringify([agency, dataset]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, facts]) =>
      facts.slice(0, 1).map(({ agency, dataset }) => ({ agency, dataset, n: facts.length })),
    );
  await tx.execute(
    `insert into repeated_facts as r (agency, dataset, on_day, stripe, facts)
     select agency, dataset, (clock_timestamp() at time zone 'Asia/Shanghai')::date, pg_backend_pid() % ${STRIPES}, n
       from unnest($1::text[], $2::text[], $3::int[]) as c(agency, dataset, n) order by 1, 2
     on conflict (agency, dataset, on_day, stripe) do update set facts = r.facts + excluded.facts`,
    [counts.map(({ agency }) => agency), counts.map(({ dataset }) => dataset), counts.map(({ n }) => n)],
  );
  tx.afterCommit(() => {
    for (const { agency, dataset, n } of counts) repeatedFacts.inc({ agency, dataset }, n);
  });
}
