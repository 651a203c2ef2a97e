import { enumName } from '@minzheng/contracts/catalogue';
import { AidPurposeSchema, ProgrammeSchema } from '@minzheng/contracts/common';
import {
  AssetKindSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  IncomeKindSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import type {
  AidPurpose,
  AssetKind,
  EconomicFact,
  ExpenditureKind,
  FactQuality,
  IncomeFact,
  IncomeKind,
  StatusKind,
} from '@minzheng/kernel/means-test';
import { addMonths, monthOf } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_TYPE, FLAG } from './fact-row.js';

/** Whatever runs a query: a transaction, or the pool for a read of its own. */
export interface Queries {
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

interface StoredFactRow {
  person_key: string;
  record_key: string;
  fact_id: string;
  recorded: string;
  superseded: string | null;
  observed: string;
  amount_fen: string | null;
  supersedes_fact_id: string | null;
  valid_from: string;
  valid_to: string | null;
  count: number | null;
  source_id: number;
  kind: number;
  quality: number;
  flags: number;
  share_bp: number | null;
  programme: number | null;
  purpose: number | null;
  payer_key: string | null;
  item_key: string | null;
  region: string | null;
  case_ref: string | null;
  attributes: Record<string, string> | null;
}

/**
 * One descent of the primary key for each person: over `person_key = any(…)` the planner looks for every key in every
 * partition, and so reads whole partitions. `offset 0` keeps it from turning the one into the other. Through the inner
 * `select` it does not see how many persons are asked for: a prepared statement is then planned once, not for each number
 * of them, and planning over all partitions takes longer than reading a household.
 */
const select = (condition: string, keys = 'unnest(array(select unnest($1::uuid[]))) as p(key)'): string => `
  select f.person_key, f.record_key, f.fact_id, f.amount_fen, f.supersedes_fact_id, f.count, f.kind, f.quality,
         f.flags, f.share_bp, f.programme, f.purpose, f.payer_key, f.item_key, f.region, f.case_ref, f.attributes,
         f.valid_from::text, f.valid_to::text, f.source_id,
         (extract(epoch from f.recorded_at) * 1000000)::bigint as recorded,
         (extract(epoch from f.superseded_at) * 1000000)::bigint as superseded,
         to_char(f.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as observed
    from ${keys}
   cross join lateral (select * from fact where fact.person_key = p.key and ${condition} offset 0) f
   order by f.person_key, f.recorded_at`;

/** Instant in microseconds since 1970, as PostgreSQL understands it. */
const AT = (parameter: string): string =>
  `timestamptz 'epoch' + ${parameter}::bigint * interval '1 microsecond'`;

/**
 * The facts of these persons that were known and stood at an instant (now, without one): what was recorded up
 * to then and not superseded by then. Retracting facts are never visible.
 */
export async function readVisibleFacts(
  queries: Queries,
  personKeys: readonly string[],
  knownAtMicros?: bigint,
): Promise<EconomicFact[]> {
  const keys = [...new Set(personKeys)];
  const rows =
    knownAtMicros === undefined
      ? await queries.query<StoredFactRow>(select('superseded_at is null and flags & $2 = 0'), [
          keys,
          FLAG.RETRACTED,
        ])
      : await queries.query<StoredFactRow>(
          select(`flags & $2 = 0 and recorded_at <= ${AT('$3')}
                  and (superseded_at is null or superseded_at > ${AT('$3')})`),
          [keys, FLAG.RETRACTED, knownAtMicros.toString()],
        );
  const sources = await sourcesOf(queries, rows);
  // what took the place of a fact later was not known at that instant
  if (knownAtMicros !== undefined) for (const row of rows) row.superseded = null;
  return rows.map((row) => toEconomicFact(row, sources.get(row.source_id)));
}

/** A record of a person, by the hash that stands for it. */
export interface RecordOfPerson {
  readonly personKey: string;
  readonly recordKey: string;
}

/** As {@link readVisibleFacts} now, of these records only. Prepared by its name: it is asked for a few persons all the time. */
export async function readVisibleFactsOf(
  tx: Tx,
  records: readonly RecordOfPerson[],
): Promise<EconomicFact[]> {
  const { rows } = await tx.client.query<StoredFactRow>({
    name: 'visible-facts-of-records',
    text: select(
      'record_key = p.record and superseded_at is null and flags & $3 = 0',
      'unnest(array(select unnest($1::uuid[])), array(select unnest($2::bigint[]))) as p(key, record)',
    ),
    values: [
      records.map(({ personKey }) => personKey),
      records.map(({ recordKey }) => recordKey),
      FLAG.RETRACTED,
    ],
  });
  const sources = await sourcesOf(tx, rows);
  return rows.map((row) => toEconomicFact(row, sources.get(row.source_id)));
}

/** Payments of benefits that were superseded: what their payers had said before. */
export async function readSupersededPayments(
  queries: Queries,
  personKeys: readonly string[],
): Promise<IncomeFact[]> {
  const rows = await queries.query<StoredFactRow>(
    select(`superseded_at is not null and flags & $2 = 0 and kind between 1000 and 1999
            and programme is not null and amount_fen > 0`),
    [personKeys, FLAG.RETRACTED],
  );
  const sources = await sourcesOf(queries, rows);
  return rows
    .map((row) => toEconomicFact(row, sources.get(row.source_id)))
    .filter((fact) => fact.type === 'INCOME');
}

interface SourceName {
  readonly agency: string;
  readonly dataset: string;
}

/** By whoever asks: a source never changes, so it is asked for once. */
const KNOWN_SOURCES = new WeakMap<Queries, Map<number, SourceName>>();

/** Few and small: joined to the facts, they would be looked through for each of them. */
async function sourcesOf(
  queries: Queries,
  rows: readonly StoredFactRow[],
): Promise<ReadonlyMap<number, SourceName>> {
  const known = KNOWN_SOURCES.get(queries) ?? new Map<number, SourceName>();
  KNOWN_SOURCES.set(queries, known);
  if (rows.some(({ source_id }) => !known.has(source_id))) {
    const all = await queries.query<SourceName & { id: number }>(
      'select id, agency, dataset from fact_source',
    );
    for (const { id, agency, dataset } of all) known.set(id, { agency, dataset });
  }
  return known;
}

/** What a report was made of: the facts known at `knownAtMicros`, which no later fact of these persons precedes. */
export interface FactsForReport {
  readonly knownAtMicros: bigint;
  readonly facts: EconomicFact[];
}

/**
 * Reads for a report: persons unknown so far get a row, all are locked in the order of their keys, and the
 * report's instant becomes their last recorded one, so that whatever is stored afterwards is known afterwards.
 */
export async function readFactsForReport(tx: Tx, personKeys: readonly string[]): Promise<FactsForReport> {
  const keys = [...new Set(personKeys)].sort();
  await lockPersons(tx, keys);
  const [row] = await tx.query<{ known_at: string }>(
    `with known as (
       select greatest(clock_timestamp(), max(last_recorded_at)) as at from person where person_key = any($1::uuid[])
     ), written as (
       update person set last_recorded_at = known.at from known where person_key = any($1::uuid[])
     )
     select (extract(epoch from at) * 1000000)::bigint as known_at from known`,
    [keys],
  );
  const knownAtMicros = BigInt(row?.known_at ?? 0);
  return { knownAtMicros, facts: await readVisibleFacts(tx, keys, knownAtMicros) };
}

/**
 * Locks persons in the order of their keys, the known and the new in one statement, as storing their facts does: whoever made
 * the new ones first would hold them while waiting for the others. A conflict locks the row, and `false` leaves it as it is.
 */
export async function lockPersons(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.execute(
    `insert into person as p (person_key, last_recorded_at)
     select key, clock_timestamp() from unnest($1::uuid[]) as n(key) group by key order by key
     on conflict (person_key) do update set last_recorded_at = p.last_recorded_at where false`,
    [keys],
  );
}

function toEconomicFact(row: StoredFactRow, source: SourceName | undefined): EconomicFact {
  if (!source) throw new RangeError('a fact without a source');
  const common = {
    factId: row.fact_id,
    personKey: row.person_key,
    source: { ...source, recordKey: row.record_key },
    quality: enumName(FactQualitySchema, row.quality) as FactQuality,
    observedAt: row.observed,
    recordedAtMicros: BigInt(row.recorded),
    retracted: (row.flags & FLAG.RETRACTED) !== 0,
    ...(row.superseded === null ? {} : { supersededAtMicros: BigInt(row.superseded) }),
    ...(row.supersedes_fact_id === null ? {} : { supersedesFactId: row.supersedes_fact_id }),
  };
  const type = Math.trunc(row.kind / 1_000) * 1_000;
  const kind = row.kind % 1_000;
  switch (type) {
    case FACT_TYPE.INCOME:
      return {
        ...common,
        type: 'INCOME',
        kind: enumName(IncomeKindSchema, kind) as IncomeKind,
        amountFen: BigInt(row.amount_fen ?? 0),
        period: periodOf(row),
        basis: row.flags & FLAG.GROSS ? 'GROSS' : 'NET',
        payerKey: row.payer_key ?? '*',
        itemKey: row.item_key ?? '',
        householdShare: (row.flags & FLAG.HOUSEHOLD_SHARE) !== 0,
        ...(row.programme === null ? {} : benefitOf(row, row.programme)),
        ...(row.purpose === null ? {} : { purpose: enumName(AidPurposeSchema, row.purpose) as AidPurpose }),
      };
    case FACT_TYPE.ASSET:
      return {
        ...common,
        type: 'ASSET',
        kind: enumName(AssetKindSchema, kind) as AssetKind,
        asOf: row.valid_from,
        itemKey: row.item_key ?? '',
        attributes: row.attributes ?? {},
        ...(row.amount_fen === null ? {} : { valueFen: BigInt(row.amount_fen) }),
        ...(row.count === null ? {} : { count: row.count }),
        ...(row.share_bp === null ? {} : { shareBp: row.share_bp }),
      };
    case FACT_TYPE.EXPENDITURE:
      return {
        ...common,
        type: 'EXPENDITURE',
        kind: enumName(ExpenditureKindSchema, kind) as ExpenditureKind,
        amountFen: BigInt(row.amount_fen ?? 0),
        period: periodOf(row),
        itemKey: row.item_key ?? '',
      };
    default:
      return {
        ...common,
        type: 'STATUS',
        kind: enumName(StatusKindSchema, kind) as StatusKind,
        days: { from: row.valid_from, ...(row.valid_to === null ? {} : { to: row.valid_to }) },
        attributes: row.attributes ?? {},
      };
  }
}

/** Of a benefit also where and in which case it was granted. */
const benefitOf = ({ region, case_ref }: StoredFactRow, programme: number) => ({
  programme: enumName(ProgrammeSchema, programme),
  ...(region === null ? {} : { region }),
  ...(case_ref === null ? {} : { caseRef: case_ref }),
});

const periodOf = ({ valid_from, valid_to }: StoredFactRow): { from: string; to: string } => ({
  from: monthOf(valid_from),
  to: addMonths(monthOf(valid_to ?? valid_from), -1),
});
