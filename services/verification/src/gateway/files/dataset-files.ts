import type { Tx } from '@minzheng/platform/persistence';

/** Names of the jobs that read files. */
export const CHECK_JOB = 'inbound-file-check';
export const LOAD_JOB = 'inbound-file-load';

/** Numbers of the parts that have come. */
export async function receivedParts(
  queries: Pick<Tx, 'query'>,
  fileId: string,
): Promise<ReadonlySet<number>> {
  const rows = await queries.query<{ number: number }>('select number from file_part where file_id = $1', [
    fileId,
  ]);
  return new Set(rows.map(({ number }) => number));
}

const LOCK_CLASS = 0x6669_6c65;

/** Files of one dataset are announced, checked and loaded one after the other. */
export async function lockDataset(tx: Tx, agency: string, dataset: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [LOCK_CLASS, `${agency} ${dataset}`]);
}

/** Number of the last file of the dataset that was loaded; 0 before the first. */
export async function lastLoaded(tx: Tx, agency: string, dataset: string): Promise<number> {
  const [row] = await tx.query<{ last: number }>(
    `select coalesce(max(sequence), 0)::int as last from file_exchange
      where agency = $1 and dataset = $2 and state = 'LOADED'`,
    [agency, dataset],
  );
  return row?.last ?? 0;
}
