import type { Tx } from '@minzheng/platform/persistence';

/** What stands apart from the records that it is about, and names them by id alone: each goes with its record. */
const BY_SUBJECT = [
  'delete from statement where subject_id = any($1::uuid[])',
  'delete from clock where subject_id = any($1::uuid[])',
  'delete from work_item where subject_id = any($1::uuid[])',
  'delete from pending_approval where subject_id = any($1::uuid[])',
  'delete from lifecycle_log where aggregate_id = any($1::uuid[])',
];

/** What was said about some records, was to be done, waited for a second person and has happened. */
export async function eraseAttached(tx: Tx, ids: readonly string[]): Promise<void> {
  await eraseBy(tx, ids, BY_SUBJECT);
}

/** Statements in turn, each with the ids as its only parameter. */
export async function eraseBy(tx: Tx, ids: readonly string[], statements: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const statement of statements) await tx.execute(statement, [ids]);
}
