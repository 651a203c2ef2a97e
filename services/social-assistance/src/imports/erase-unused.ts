import type { FileStore } from '@minzheng/platform/files';
import type { Tx } from '@minzheng/platform/persistence';

/** A file that nobody works on any more keeps its manifest only: nobody's number lies about longer than it is needed. */
export async function eraseUnused(tx: Tx, files: FileStore, fileId: string): Promise<void> {
  const running = await tx.query(`select from case_import where file_id = $1 and state = 'RUNNING' limit 1`, [
    fileId,
  ]);
  if (running.length === 0) await files.erase(tx, fileId);
}
