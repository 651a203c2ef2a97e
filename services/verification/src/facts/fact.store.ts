import type { FactSource } from '@minzheng/contracts/facts';
import { BinaryCopy, type Tx } from '@minzheng/platform/persistence';
import { disputeRestated } from './disputed-statements.js';
import { confirm, countRepeated, storedOfSameRecords } from './fact-confirmations.js';
import { toFactRow, type FactRow, type ReceivedFact } from './fact-row.js';
import { lockPersons } from './fact.reader.js';
import { noteWards } from './wards.js';
import {
  sortOutRepeated,
  type FactPlace,
  type SortedFacts,
  type StoredObservation,
} from './repeated-facts.rules.js';

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
 * its record, and marks its person dirty. A fact that was stored before, or says what its record says already, changes
 * nothing but until when that was confirmed.
 */
export class FactStore {
  readonly #sources = new Map<string, number>();

  async store(tx: Tx, received: readonly Pick<ReceivedFact, 'schema' | 'message'>[]): Promise<void> {
    const rows = received.map(toFactRow);
    await tx.execute('savepoint facts');
    let persons = await takeRecordedTimes(tx, rows);
    let earlier = await storedOfSameRecords(tx, recordsOf(rows));
    let sorted = sortOut(rows, earlier);
    if (sorted.repeated.length > 0) {
      // what is new is not known before the persons are locked: their recorded times are taken for that alone
      await tx.execute('rollback to savepoint facts');
      await lockPersons(tx, [...new Set(rows.map(({ personKey }) => personKey))].sort());
      earlier = await storedOfSameRecords(tx, recordsOf(rows));
      sorted = sortOut(rows, earlier);
      persons = sorted.fresh.length === 0 ? new Map() : await takeRecordedTimes(tx, sorted.fresh);
    }
    await tx.execute('release savepoint facts');
    const { fresh, repeated, confirmations } = sorted;
    if (fresh.length > 0) await append(tx, fresh, persons, await this.#sourceIds(tx, fresh));
    await confirm(tx, confirmations);
    if (fresh.length > 0) {
      await supersedeOlderObservations(tx, observedAgain(fresh, earlier));
      await supersedeNamed(tx, fresh, persons);
      await noteWards(tx, fresh);
      await disputeRestated(tx, [...new Set(fresh.map(({ personKey }) => personKey))]);
    }
    await countRepeated(tx, repeated);
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

const recordOf = ({ personKey, recordKey }: Omit<FactPlace, 'factId'>): string => `${personKey}${recordKey}`;

/** Of almost every batch all is new, and then nothing has to be compared. */
const sortOut = (rows: readonly FactRow[], earlier: readonly StoredObservation[]): SortedFacts =>
  earlier.length === 0 && haveRecordsOfTheirOwn(rows)
    ? { fresh: rows, repeated: [], confirmations: [] }
    : sortOutRepeated(rows, earlier);

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

/** Of so many facts a mark says which they are; of more all facts of the person are read again. */
const MOST_MARKED = 32;

/**
 * Locks the persons in the order of their keys and gives each new fact of a person an instant of its own: base
 * = the greater of the clock and a microsecond after the person's last, and from there on one more for each. Each
 * person's mark says which facts it stands for.
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
    `with taken as (
       insert into person as p (person_key, last_recorded_at, fact_seq, has_naming)
       select key, clock_timestamp() + (n - 1) * interval '1 microsecond', n, naming
         from unnest($1::uuid[], $2::int[], $3::bool[]) as f(key, n, naming) order by key
       on conflict (person_key) do update set
         last_recorded_at = greatest(clock_timestamp(), p.last_recorded_at + interval '1 microsecond')
                            + (excluded.fact_seq - 1) * interval '1 microsecond',
         fact_seq = p.fact_seq + excluded.fact_seq,
         has_naming = p.has_naming or excluded.has_naming
       returning person_key, (extract(epoch from last_recorded_at) * 1000000)::bigint as last, fact_seq, has_naming
     ), marked as (
       insert into dirty (person_key, fact_seq, record_keys)
       select t.person_key, t.fact_seq, r.keys
         from taken t
         left join (select person_key, array_agg(record_key) as keys
                      from unnest($4::uuid[], $5::bigint[]) as n(person_key, record_key)
                     group by person_key having count(*) <= ${MOST_MARKED}) r using (person_key)
     )
     select person_key, last, has_naming from taken`,
    [keys, keys.map((key) => counts.get(key)), keys.map((key) => naming.has(key)), ...recordsOf(rows)],
  );
  return new Map(
    persons.map(({ person_key, last, has_naming }) => [
      person_key,
      { nextMicros: BigInt(last) - BigInt(counts.get(person_key) ?? 0) + 1n, hasNaming: has_naming },
    ]),
  );
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
function observedAgain(fresh: readonly FactRow[], earlier: readonly StoredObservation[]): readonly FactRow[] {
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
 * Of one record the later observation stands, on a tie the later recorded; one that was told again counts as observed
 * then. A fact is superseded from the moment at
 * which a better one is known, itself being known: one that arrives after its successor is superseded from the
 * start, and so is never visible.
 */
async function supersedeOlderObservations(tx: Tx, again: readonly FactRow[]): Promise<void> {
  if (again.length === 0) return;
  await tx.execute(
    `with observed as (
       select f.person_key, f.record_key, f.fact_id, f.recorded_at, f.superseded_at,
              greatest(f.observed_at, c.observed_at) as observed_at
         from unnest($1::uuid[], $2::bigint[]) as n(person_key, record_key)
        cross join lateral (
          select * from fact where fact.person_key = n.person_key and fact.record_key = n.record_key offset 0
        ) f
         left join lateral (
          select observed_at from fact_confirmation c
           where c.person_key = f.person_key and c.record_key = f.record_key and c.fact_id = f.fact_id offset 0
        ) c on true
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

/** A fact ends the one that it names, whichever of the two came first, and by whichever id it was told. */
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
    `with naming as (
       select s.person_key, s.fact_id, s.recorded_at, by.agency, coalesce(c.fact_id, s.supersedes_fact_id) as named
         from fact s join fact_source by on by.id = s.source_id
         left join fact_confirmation c on c.person_key = s.person_key and s.supersedes_fact_id = any(c.told_by)
        where s.supersedes_fact_id is not null and s.person_key = any($1::uuid[])
     ), superseded as (
       update fact f set superseded_at = greatest(s.recorded_at, f.recorded_at)
         from naming s, fact_source of
        where f.person_key = s.person_key and f.fact_id = s.named and f.fact_id <> s.fact_id and of.id = f.source_id
          and (s.agency = of.agency or s.agency = 'verification')
          and f.superseded_at is null
       returning f.person_key
     )
     ${CHECK_REQUESTS}`,
    [keys],
  );
}
