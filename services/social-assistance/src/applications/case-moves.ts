import type { Move, Tx } from '@minzheng/platform/persistence';
import { CASE_LIFECYCLE, type CaseState } from './application.lifecycle.js';

/** Where a case stood before and after a command. */
export type CaseMove = Move<CaseState>;

/** Who has moved the case before; to send it back is a decider's act. */
export async function actorsOf(tx: Tx, caseId: string): Promise<Set<string>> {
  const rows = await tx.query<{ actor: string }>(
    `select distinct actor from lifecycle_log
      where aggregate_id = $1 and aggregate = $2 and command <> 'return'`,
    [caseId, CASE_LIFECYCLE.name],
  );
  return new Set(rows.map(({ actor }) => actor));
}
