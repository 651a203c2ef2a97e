import type { DataSource } from 'typeorm';
import type { Tx } from '../persistence/transaction.js';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;
const INBOX_LOCK_CLASS = 0x6d7a_696e;

/** Takes the ids that this consumer has not handled yet, and marks them as handled with the transaction. */
export async function takeNew(tx: Tx, consumer: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ ce_id: string }>(
    `insert into inbox (consumer, ce_id) select $1, id from unnest($2::uuid[]) as e(id) order by id
     on conflict do nothing returning ce_id`,
    [consumer, ids],
  );
  return new Set(rows.map(({ ce_id }) => ce_id));
}

/** The smallest UUIDv7 of an instant: its first 48 bits are milliseconds. */
function firstIdOf(milliseconds: number): string {
  const hex = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * One partition a day by the id's own time, so that an event that comes twice, also across midnight, meets
 * itself. Makes the days ahead and drops those older than the topics keep.
 */
export async function maintainInbox(dataSource: DataSource, today: Date, keepDays: number): Promise<void> {
  const midnight = Math.floor(today.getTime() / DAY_MS) * DAY_MS;
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    const start = midnight + day * DAY_MS;
    await alone(
      dataSource,
      `create table if not exists ${partitionName(start)} partition of inbox
         for values from ('${firstIdOf(start)}') to ('${firstIdOf(start + DAY_MS)}')`,
    ).catch((error: { code?: string }) => {
      // 23514: the default partition already holds ids of that day, and goes on taking them
      if (error.code !== '23514') throw error;
    });
  }
  const oldest = partitionName(midnight - keepDays * DAY_MS);
  const partitions: { name: string }[] = await dataSource.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'inbox'::regclass and c.relname like 'inbox\\_2%' and c.relname < $1`,
    [oldest],
  );
  for (const { name } of partitions) await alone(dataSource, `drop table if exists ${name}`);
}

/** Instances that start together would make the same partition at once. */
function alone(dataSource: DataSource, statement: string): Promise<unknown> {
  return dataSource.transaction(async (manager) => {
    await manager.query('select pg_advisory_xact_lock($1, 0)', [INBOX_LOCK_CLASS]);
    await manager.query(statement);
  });
}

const partitionName = (start: number): string =>
  `inbox_${new Date(start).toISOString().slice(0, 10).replaceAll('-', '')}`;
