/** What only passes through, or tells who looked: it is erased by its own days. */
const OF_ITS_OWN = [
  ...['outbox', 'inbox', 'job', 'idempotency_record', 'erasure', 'migration'],
  ...['audit_entry', 'audit_entry_persons'],
];

type Query = (sql: string, parameters?: unknown[]) => Promise<object[]>;

/** How many rows of each table name one of the ids, in whatever column. */
export async function namedIn(query: Query, ids: readonly string[]): Promise<Record<string, number>> {
  const tables = (await query(
    `select tablename as name from pg_tables where schemaname = current_schema() and tablename <> all($1)`,
    [OF_ITS_OWN],
  )) as { name: string }[];
  // contents of messages are shown in hexadecimal digits
  const pattern = ids.flatMap((id) => [id, Buffer.from(id).toString('hex')]).join('|');
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = (await query(`select count(*)::int as n from ${name} t where t::text ~ $1`, [pattern])) as {
      n: number;
    }[];
    if (row && row.n > 0) found[name] = row.n;
  }
  return found;
}
