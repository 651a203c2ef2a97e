import type { CivilDate } from '@minzheng/kernel/months';
import type { Region, RegionRow } from '@minzheng/kernel/region';
import { BinaryCopy, type Tx } from '../persistence/index.js';
import type { RegionData } from './region-data.js';

/** A row that stood before the data begin; PostgreSQL's own name for that is no civil date. */
const BEGINNING = '0001-01-01';
const COLUMNS = ['code', 'valid_from', 'name', 'valid_to', 'successor', 'source'];
const CHANGE = 'change:';

/** A connection, or a transaction. */
export interface Queries {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

interface StoredRow {
  readonly code: Region;
  readonly valid_from: CivilDate;
  readonly name: string;
  readonly valid_to: CivilDate | null;
  readonly successor: Region | null;
}

interface State {
  readonly data_version: string;
  readonly revision: string;
}

export async function readRevision(
  queries: Queries,
): Promise<{ readonly dataVersion: string; readonly revision: bigint }> {
  const [state] = (await queries.query('select data_version, revision from region_state')) as State[];
  return { dataVersion: state?.data_version ?? '', revision: BigInt(state?.revision ?? 0) };
}

/** Rows that differ from those of the data file, or that only the database has. */
export async function readRowsBeside(queries: Queries, version: string): Promise<RegionRow[]> {
  const rows = (await queries.query(
    `select code, valid_from::text, name, valid_to::text, successor from region where source <> $1`,
    [version],
  )) as StoredRow[];
  return rows.map(({ code, valid_from, name, valid_to, successor }) => ({
    code,
    name,
    ...(valid_from === BEGINNING ? {} : { from: valid_from }),
    ...(valid_to === null ? {} : { to: valid_to }),
    ...(successor === null ? {} : { successor }),
  }));
}

/** Until the commit nobody else changes regions. @returns the revision that is stored */
export async function lockRegions(tx: Tx): Promise<bigint> {
  const [state] = await tx.query<State>('select data_version, revision from region_state for update');
  return BigInt(state?.revision ?? 0);
}

/** Stores a data file, once however many instances start together. What a published change has made stays. */
export async function storeData(tx: Tx, { version, rows }: RegionData): Promise<void> {
  const [state] = await tx.query<State>('select data_version, revision from region_state for update');
  if (state?.data_version === version) return;
  const isFirst = state?.data_version === '';
  if (!isFirst) await tx.execute('create temporary table region_data (like region) on commit drop');
  const copy = new BinaryCopy(isFirst ? 'region' : 'region_data', COLUMNS);
  for (const { code, name, from, to, successor } of rows) {
    copy
      .startRow()
      .text(code)
      .date(from ?? BEGINNING)
      .text(name)
      .date(to ?? null)
      .text(successor ?? null)
      .text(version);
  }
  await copy.send(tx.client);
  if (!isFirst) {
    await tx.execute(
      `insert into region as mine select * from region_data
       on conflict (code, valid_from) do update
         set name = excluded.name, valid_to = excluded.valid_to, successor = excluded.successor,
             source = excluded.source
         where mine.source not like '${CHANGE}%'`,
    );
  }
  await tx.execute('update region_state set data_version = $1, revision = revision + 1', [version]);
}

/**
 * Adds rows, and gives an end to those that have none yet. @returns the new revision
 *
 * @throws RangeError when a row has an end already
 */
export async function storeRows(tx: Tx, changeId: string, rows: readonly RegionRow[]): Promise<bigint> {
  const stored = await tx.execute(
    `insert into region as mine (code, valid_from, name, valid_to, successor, source)
     select *, $6 from unnest($1::text[], $2::date[], $3::text[], $4::date[], $5::text[])
     on conflict (code, valid_from) do update
       set valid_to = excluded.valid_to, successor = excluded.successor, source = excluded.source
       where mine.valid_to is null`,
    [
      rows.map(({ code }) => code),
      rows.map(({ from }) => from ?? BEGINNING),
      rows.map(({ name }) => name),
      rows.map(({ to }) => to ?? null),
      rows.map(({ successor }) => successor ?? null),
      CHANGE + changeId,
    ],
  );
  if (stored !== rows.length) throw new RangeError('a region that ends has ended already');
  const [state] = await tx.query<State>(
    'update region_state set revision = revision + 1 returning data_version, revision',
  );
  return BigInt(state?.revision ?? 0);
}
