import type { FactSource } from '@minzheng/contracts/facts';
import { BinaryCopy, type Tx } from '@minzheng/platform/persistence';
import { toFactRow, type FactRow, type ReceivedFact } from './fact-row.js';

const COLUMNS = [
  'person_key',
  'record_key',
  'fact_id',
  'recorded_at',
  'superseded_at',
  'observed_at',
  'amount_fen',
  'supersedes_fact_id',
  'valid_from',
  'valid_to',
  'count',
  'source_id',
  'kind',
  'quality',
  'flags',
  'share_bp',
  'programme',
  'purpose',
  'region',
  'payer_key',
  'item_key',
  'case_ref',
  'attributes',
];

const UNIQUE_VIOLATION = '23505';

/**
 * Stores facts by the batch: what is new is appended, gets its recorded time, supersedes older observations of
 * its record, and marks its person dirty. A fact that was stored before changes nothing.
 */
export class FactStore {
  readonly #sources = new Map<string, number>();

  async store(tx: Tx, received: readonly ReceivedFact[]): Promise<void> {
    const rows = distinct(received.map(toFactRow));
    const sources = await this.#sourceIds(tx, rows);
    await tx.execute('savepoint facts');
    let fresh: readonly FactRow[] = rows;
    try {
      await this.#append(tx, rows, sources);
      await tx.execute('release savepoint facts');
    } catch (error) {
      // a duplicate is rare, so it is looked for only when it has shown itself
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      await tx.execute('rollback to savepoint facts');
      fresh = await withoutStored(tx, rows);
      if (fresh.length > 0) await this.#append(tx, fresh, sources);
    }
    if (fresh.length > 0) await supersede(tx, fresh);
  }

  async #append(tx: Tx, rows: readonly FactRow[], sources: ReadonlyMap<string, number>): Promise<void> {
    const recorded = await takeRecordedTimes(tx, rows);
    const copy = new BinaryCopy('fact', COLUMNS);
    for (const row of rows) {
      copy
        .startRow()
        .uuid(row.personKey)
        .bigint(row.recordKey)
        .uuid(row.factId)
        .instant(recorded(row))
        .instant(null)
        .instant(row.observedAtMicros)
        .bigint(row.amountFen)
        .uuid(row.supersedesFactId)
        .date(row.validFrom)
        .date(row.validTo)
        .int(row.count)
        .smallint(sources.get(sourceName(row)) ?? null)
        .smallint(row.kind)
        .smallint(row.quality)
        .smallint(row.flags)
        .smallint(row.shareBp)
        .smallint(row.programme)
        .smallint(row.purpose)
        .text(row.region)
        .text(row.payerKey)
        .text(row.itemKey)
        .text(row.caseRef)
        .jsonb(row.attributes);
    }
    await copy.send(tx.client);
  }

  /** Small numbers of (agency, dataset), made when a pair is first seen. */
  async #sourceIds(tx: Tx, rows: readonly FactRow[]): Promise<ReadonlyMap<string, number>> {
    const unknown = new Map<string, FactRow>();
    for (const row of rows) if (!this.#sources.has(sourceName(row))) unknown.set(sourceName(row), row);
    if (unknown.size > 0) {
      const agencies = [...unknown.values()].map(({ agency }) => agency);
      const datasets = [...unknown.values()].map(({ dataset }) => dataset);
      await tx.execute(
        `insert into fact_source (agency, dataset)
         select agency, dataset from unnest($1::text[], $2::text[]) as s(agency, dataset) order by 1, 2
         on conflict do nothing`,
        [agencies, datasets],
      );
      const known = await tx.query<{ id: number; agency: string; dataset: string }>(
        'select id, agency, dataset from fact_source where (agency, dataset) in (select * from unnest($1::text[], $2::text[]))',
        [agencies, datasets],
      );
      const found = new Map(known.map(({ id, agency, dataset }) => [sourceName({ agency, dataset }), id]));
      // kept for later batches only once the row is committed
      tx.afterCommit(() => found.forEach((id, name) => this.#sources.set(name, id)));
      return new Map([...this.#sources, ...found]);
    }
    return this.#sources;
  }
}

const sourceName = ({ agency, dataset }: Pick<FactSource, 'agency' | 'dataset'>): string =>
  `${agency}\0${dataset}`;

function distinct(rows: readonly FactRow[]): FactRow[] {
  const byId = new Map<string, FactRow>();
  for (const row of rows) {
    const id = `${row.personKey}${row.factId}${row.recordKey}`;
    if (!byId.has(id)) byId.set(id, row);
  }
  return [...byId.values()];
}

/**
 * Locks the persons in the order of their keys and gives each new fact of a person an instant of its own: base
 * = the greater of the clock and a microsecond after the person's last, and from there on one more for each.
 */
async function takeRecordedTimes(tx: Tx, rows: readonly FactRow[]): Promise<(row: FactRow) => bigint> {
  const counts = new Map<string, number>();
  for (const { personKey } of rows) counts.set(personKey, (counts.get(personKey) ?? 0) + 1);
  const persons = await tx.query<{ person_key: string; last: string }>(
    `with marked as (
       insert into dirty (person_key) select unnest($1::uuid[])
     )
     insert into person as p (person_key, last_recorded_at, fact_seq)
     select key, clock_timestamp() + (n - 1) * interval '1 microsecond', n
       from unnest($1::uuid[], $2::int[]) as f(key, n) order by key
     on conflict (person_key) do update set
       last_recorded_at = greatest(clock_timestamp(), p.last_recorded_at + interval '1 microsecond')
                          + (excluded.fact_seq - 1) * interval '1 microsecond',
       fact_seq = p.fact_seq + excluded.fact_seq
     returning person_key, (extract(epoch from last_recorded_at) * 1000000)::bigint as last`,
    [[...counts.keys()], [...counts.values()]],
  );
  const next = new Map(
    persons.map(({ person_key, last }) => [person_key, BigInt(last) - BigInt(counts.get(person_key) ?? 0) + 1n]),
  );
  return ({ personKey }) => {
    const instant = next.get(personKey);
    if (instant === undefined) throw new Error('a person without a row');
    next.set(personKey, instant + 1n);
    return instant;
  };
}

async function withoutStored(tx: Tx, rows: readonly FactRow[]): Promise<FactRow[]> {
  const stored = await tx.query<{ fact_id: string }>(
    `select fact_id from fact where (person_key, record_key, fact_id) in
       (select * from unnest($1::uuid[], $2::bigint[], $3::uuid[]))`,
    [
      rows.map(({ personKey }) => personKey),
      rows.map(({ recordKey }) => recordKey.toString()),
      rows.map(({ factId }) => factId),
    ],
  );
  const ids = new Set(stored.map(({ fact_id }) => fact_id));
  return rows.filter(({ factId }) => !ids.has(factId));
}

/**
 * Of one record the later observation stands, on a tie the later recorded; and a fact ends the one that it
 * names. A fact is superseded from the moment at which a better one is known, itself being known: one that
 * arrives after its successor is superseded from the start, and so is never visible.
 */
async function supersede(tx: Tx, fresh: readonly FactRow[]): Promise<void> {
  const keys = [fresh.map(({ personKey }) => personKey), fresh.map(({ recordKey }) => recordKey.toString())];
  await tx.execute(
    `with touched as (
       select f.person_key, f.record_key from fact f
         join (select distinct * from unnest($1::uuid[], $2::bigint[])) as n(person_key, record_key)
           using (person_key, record_key)
        group by 1, 2 having count(*) > 1
     ), better as (
       select a.person_key, a.record_key, a.fact_id, min(greatest(a.recorded_at, b.recorded_at)) as superseded_at
         from touched t
         join fact a using (person_key, record_key)
         join fact b using (person_key, record_key)
        where a.superseded_at is null
          and (b.observed_at, b.recorded_at) > (a.observed_at, a.recorded_at)
        group by 1, 2, 3
     )
     update fact f set superseded_at = better.superseded_at from better
      where f.person_key = better.person_key and f.record_key = better.record_key and f.fact_id = better.fact_id`,
    keys,
  );
  await tx.execute(
    `update fact f set superseded_at = greatest(s.recorded_at, f.recorded_at)
       from fact s join fact_source by on by.id = s.source_id, fact_source of
      where s.supersedes_fact_id is not null and s.person_key = any($1::uuid[])
        and f.person_key = s.person_key and f.fact_id = s.supersedes_fact_id and of.id = f.source_id
        and (by.agency = of.agency or by.agency = 'verification')
        and f.superseded_at is null`,
    [[...new Set(keys[0])]],
  );
}
