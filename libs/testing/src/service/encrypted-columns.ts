import type { DataSource } from 'typeorm';

/** Bytes that are no secret, in every service's database: events, hashes. */
const PLAIN_BYTES = [
  ...['outbox.payload', 'current_event.payload', 'idempotency_record.id'],
  ...['audit_entry.prev_hash', 'audit_entry.hash', 'audit_head.hash', 'audit_anchor.hash'],
  'audit_beginning.hash',
];

/**
 * Columns of the real schema that look encrypted (`…_enc`, `sealed`, bytes, MACs) and that nobody has declared as such: a
 * change of the key would not reach them.
 *
 * @param declared - the service's columns, as `<table>.<column>`
 * @param plainBytes - its `bytea` columns that are not encrypted
 */
export async function undeclaredColumns(
  dataSource: DataSource,
  declared: readonly string[],
  plainBytes: readonly string[] = [],
): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    `select c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped
        and (a.attname like '%\\_enc' or a.attname like '%sealed%' and a.atttypid <> 'timestamptz'::regtype
             or a.attname in ('mac', 'fingerprint') or a.atttypid = 'bytea'::regtype)
      order by 1`,
  );
  const known = new Set([...declared, ...PLAIN_BYTES, ...plainBytes]);
  return rows.map(({ name }) => name).filter((name) => !known.has(name));
}
