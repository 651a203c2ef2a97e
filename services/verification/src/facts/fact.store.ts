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

/**
 * Stores facts by the batch: what is new is appended, gets its recorded time, supersedes older observations of
 * its record, and marks its person dirty. A fact that was stored before changes nothing.
 */
export class FactStore {
  readonly #sources = new Map<string, number>();

  async store(tx: Tx, received: readonly Pick<ReceivedFact, 'schema' | 'message'>[]): Promise<void> {
    let fresh = distinct(received.map(toFactRow));
    const sources = await this.#sourceIds(tx, fresh);
    await tx.execute('savepoint facts');
    let persons = await takeRecordedTimes(tx, fresh);
    let earlier = await storedOfSameRecords(tx, fresh);
    while (earlier.length > 0) {
      const stored = new Set(earlier.map(identityOf));
      const remaining = fresh.filter((row) => !stored.has(identityOf(row)));
      if (remaining.length === fresh.length) break;
      // a duplicate is rare, so the recorded times are taken once more instead of looking for it first
      await tx.execute('rollback to savepoint facts');
      if (remaining.length === 0) return;
      fresh = remaining;
      persons = await takeRecordedTimes(tx, fresh);
      earlier = await storedOfSameRecords(tx, fresh);
    }
    await tx.execute('release savepoint facts');
    await append(tx, fresh, persons, sources);
    await supersedeOlderObservations(tx, observedAgain(fresh, earlier));
    await supersedeNamed(tx, fresh, persons);
  }

  /** Numbers of (agency, dataset), made when a pair is first seen. */
  async #sourceIds(tx: Tx, rows: readonly FactRow[]): Promise<ReadonlyMap<string, number>> {
    const unknown = new Map<string, SourceName>();
    for (const row of rows) if (!this.#sources.has(sourceName(row))) unknown.set(sourceName(row), row);
    if (unknown.size === 0) return this.#sources;
    const found = await storedSources(tx, [...unknown.values()]);
    const missing = [...unknown].filter(([name]) => !found.has(name)).map(([, source]) => source);
    if (missing.length > 0) {
      await tx.execute(
        `insert into fact_source (agency, dataset)
         select agency, dataset from unnest($1::text[], $2::text[]) as s(agency, dataset) order by 1, 2
         on conflict do nothing`,
        sourceColumns(missing),
      );
      // read anew: another process may have made them first
      for (const [name, id] of await storedSources(tx, missing)) found.set(name, id);
    }
    // kept for later batches only once the row is committed
    tx.afterCommit(() => found.forEach((id, name) => this.#sources.set(name, id)));
    return new Map([...this.#sources, ...found]);
  }
}

type SourceName = Pick<FactSource, 'agency' | 'dataset'>;

async function storedSources(tx: Tx, sources: readonly SourceName[]): Promise<Map<string, number>> {
  const rows = await tx.query<SourceName & { id: number }>(
    'select id, agency, dataset from fact_source where (agency, dataset) in (select * from unnest($1::text[], $2::text[]))',
    sourceColumns(sources),
  );
  return new Map(rows.map((row) => [sourceName(row), row.id]));
}

const sourceColumns = (sources: readonly SourceName[]): [string[], string[]] => [
  sources.map(({ agency }) => agency),
  sources.map(({ dataset }) => dataset),
];

const sourceName = ({ agency, dataset }: SourceName): string => `${agency}\0${dataset}`;

/** What a fact is told from all others by: its place in the primary key. */
type Identity = Pick<FactRow, 'personKey' | 'factId'> & { readonly recordKey: bigint | string };

const identityOf = ({ personKey, recordKey, factId }: Identity): string =>
  `${personKey}${factId}${recordKey}`;
const recordOf = ({ personKey, recordKey }: Identity): string => `${personKey}${recordKey}`;

function distinct(rows: readonly FactRow[]): readonly FactRow[] {
  if (haveRecordsOfTheirOwn(rows)) return rows;
  const byIdentity = new Map<string, FactRow>();
  for (const row of rows) if (!byIdentity.has(identityOf(row))) byIdentity.set(identityOf(row), row);
  return [...byIdentity.values()];
}

/** Almost always each record comes once in a batch, and then nothing else has to be compared. */
const haveRecordsOfTheirOwn = (rows: readonly FactRow[]): boolean =>
  new Set(rows.map(({ recordKey }) => recordKey)).size === rows.length;

/** A person of a batch, locked. */
interface LockedPerson {
  /** Instant of the next new fact, in microseconds since 1970. */
  nextMicros: bigint;
  /** Whether a fact of this person, new or stored before, names another that it supersedes. */
  readonly hasNaming: boolean;
}

/**
 * Locks the persons in the order of their keys and gives each new fact of a person an instant of its own: base
 * = the greater of the clock and a microsecond after the person's last, and from there on one more for each.
 */
async function takeRecordedTimes(
  tx: Tx,
  rows: readonly FactRow[],
): Promise<ReadonlyMap<string, LockedPerson>> {
  const counts = new Map<string, number>();
  const naming = new Set<string>();
  for (const { personKey, supersedesFactId } of rows) {
    counts.set(personKey, (counts.get(personKey) ?? 0) + 1);
    if (supersedesFactId !== null) naming.add(personKey);
  }
  const keys = [...counts.keys()].sort();
  const persons = await tx.query<{ person_key: string; last: string; has_naming: boolean }>(
    `with marked as (
       insert into dirty (person_key) select unnest($1::uuid[])
     )
     insert into person as p (person_key, last_recorded_at, fact_seq, has_naming)
     select key, clock_timestamp() + (n - 1) * interval '1 microsecond', n, naming
       from unnest($1::uuid[], $2::int[], $3::bool[]) as f(key, n, naming) order by key
     on conflict (person_key) do update set
       last_recorded_at = greatest(clock_timestamp(), p.last_recorded_at + interval '1 microsecond')
                          + (excluded.fact_seq - 1) * interval '1 microsecond',
       fact_seq = p.fact_seq + excluded.fact_seq,
       has_naming = p.has_naming or excluded.has_naming
     returning person_key, (extract(epoch from last_recorded_at) * 1000000)::bigint as last, has_naming`,
    [keys, keys.map((key) => counts.get(key)), keys.map((key) => naming.has(key))],
  );
  return new Map(
    persons.map(({ person_key, last, has_naming }) => [
      person_key,
      { nextMicros: BigInt(last) - BigInt(counts.get(person_key) ?? 0) + 1n, hasNaming: has_naming },
    ]),
  );
}

/**
 * What is stored of the records that these facts are about. The persons have to be locked, so that nobody adds to
 * it. One descent of the primary key for each fact: `offset 0` keeps the planner from reading whole partitions.
 * Prepared by its name, because planning over all partitions takes longer than a small batch itself.
 */
async function storedOfSameRecords(tx: Tx, rows: readonly FactRow[]): Promise<Identity[]> {
  const { rows: stored } = await tx.client.query<{ person_key: string; record_key: string; fact_id: string }>(
    {
      name: 'facts-of-same-records',
      text: `select n.person_key, n.record_key, f.fact_id
             from unnest($1::uuid[], $2::bigint[]) as n(person_key, record_key)
            cross join lateral (
              select fact_id from fact
               where fact.person_key = n.person_key and fact.record_key = n.record_key offset 0
            ) f`,
      values: recordsOf(rows),
    },
  );
  return stored.map(({ person_key, record_key, fact_id }) => ({
    personKey: person_key,
    recordKey: record_key,
    factId: fact_id,
  }));
}

const recordsOf = (rows: readonly FactRow[]): [string[], string[]] => [
  rows.map(({ personKey }) => personKey),
  rows.map(({ recordKey }) => recordKey.toString()),
];

async function append(
  tx: Tx,
  rows: readonly FactRow[],
  persons: ReadonlyMap<string, LockedPerson>,
  sources: ReadonlyMap<string, number>,
): Promise<void> {
  const copy = new BinaryCopy('fact', COLUMNS);
  for (const row of rows) {
    const person = persons.get(row.personKey);
    if (!person) throw new Error('a person without a row');
    writeFact(copy, row, person.nextMicros++, sources.get(sourceName(row)) ?? null);
  }
  await copy.send(tx.client);
}

/** The columns of a fact in their order and widths, not superseded. */
export function writeFact(
  copy: BinaryCopy,
  row: FactRow,
  recordedAtMicros: bigint,
  sourceId: number | null,
): void {
  copy
    .startRow()
    .uuid(row.personKey)
    .bigint(row.recordKey)
    .uuid(row.factId)
    .instant(recordedAtMicros)
    .instant(null)
    .instant(row.observedAtMicros)
    .bigint(row.amountFen)
    .uuid(row.supersedesFactId)
    .date(row.validFrom)
    .date(row.validTo)
    .int(row.count)
    .int(sourceId)
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

/** Of these facts one for each record that is now known by more than one. */
function observedAgain(fresh: readonly FactRow[], earlier: readonly Identity[]): readonly FactRow[] {
  if (earlier.length === 0 && haveRecordsOfTheirOwn(fresh)) return [];
  const known = new Set(earlier.map(recordOf));
  const again = new Map<string, FactRow>();
  for (const row of fresh) {
    const record = recordOf(row);
    if (known.has(record)) again.set(record, row);
    known.add(record);
  }
  return [...again.values()];
}

/** A report may rest on what stands no longer. */
const CHECK_REQUESTS = 'insert into request_check (person_key) select distinct person_key from superseded';

/**
 * Of one record the later observation stands, on a tie the later recorded. A fact is superseded from the moment at
 * which a better one is known, itself being known: one that arrives after its successor is superseded from the
 * start, and so is never visible.
 */
async function supersedeOlderObservations(tx: Tx, again: readonly FactRow[]): Promise<void> {
  if (again.length === 0) return;
  await tx.execute(
    `with observed as (
       select f.person_key, f.record_key, f.fact_id, f.recorded_at, f.observed_at, f.superseded_at
         from unnest($1::uuid[], $2::bigint[]) as n(person_key, record_key)
        cross join lateral (
          select * from fact where fact.person_key = n.person_key and fact.record_key = n.record_key offset 0
        ) f
     ), better as (
       select a.person_key, a.record_key, a.fact_id, min(greatest(a.recorded_at, b.recorded_at)) as superseded_at
         from observed a join observed b using (person_key, record_key)
        where a.superseded_at is null
          and (b.observed_at, b.recorded_at) > (a.observed_at, a.recorded_at)
        group by 1, 2, 3
     ), superseded as (
       update fact f set superseded_at = better.superseded_at from better
        where f.person_key = better.person_key and f.record_key = better.record_key and f.fact_id = better.fact_id
       returning f.person_key
     )
     ${CHECK_REQUESTS}`,
    recordsOf(again),
  );
}

/** A fact ends the one that it names, whichever of the two came first. */
async function supersedeNamed(
  tx: Tx,
  fresh: readonly FactRow[],
  persons: ReadonlyMap<string, LockedPerson>,
): Promise<void> {
  const keys = [...new Set(fresh.map(({ personKey }) => personKey))].filter(
    (key) => persons.get(key)?.hasNaming,
  );
  if (keys.length === 0) return;
  await tx.execute(
    `with superseded as (
       update fact f set superseded_at = greatest(s.recorded_at, f.recorded_at)
         from fact s join fact_source by on by.id = s.source_id, fact_source of
        where s.supersedes_fact_id is not null and s.person_key = any($1::uuid[])
          and f.person_key = s.person_key and f.fact_id = s.supersedes_fact_id and of.id = f.source_id
          and (by.agency = of.agency or by.agency = 'verification')
          and f.superseded_at is null
       returning f.person_key
     )
     ${CHECK_REQUESTS}`,
    [keys],
  );
}
