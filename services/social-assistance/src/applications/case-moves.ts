import type { Tx } from '@minzheng/platform/persistence';
import type { AidCase } from './application.entity.js';
import { CASE_LIFECYCLE, type CaseCommand, type CaseState } from './application.lifecycle.js';

/** Where a case stood before and after a command. */
export interface CaseMove {
  readonly from: CaseState;
  readonly to: CaseState;
}

/**
 * Moves a case by its lifecycle, stores it and writes its log; the case's other changes are stored with it.
 *
 * @throws IllegalTransition
 */
export async function moveCase(tx: Tx, aidCase: AidCase, command: CaseCommand, at: Date): Promise<CaseMove> {
  const from = aidCase.state;
  const to = CASE_LIFECYCLE.next(from, command);
  aidCase.state = to;
  const before = aidCase.version;
  await tx.save(aidCase);
  // a command that changes nothing but what hangs on the case is a change all the same
  if (aidCase.version === before) {
    await tx.execute('update aid_case set version = version + 1 where id = $1', [aidCase.id]);
    aidCase.version += 1;
  }
  await tx.execute(
    `insert into case_log (case_id, actor, command, from_state, to_state, version, business_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [aidCase.id, tx.actor, command, from, to, aidCase.version, at],
  );
  return { from, to };
}

/** Who has moved the case before; to send it back is a decider's act. */
export async function actorsOf(tx: Tx, caseId: string): Promise<Set<string>> {
  const rows = await tx.query<{ actor: string }>(
    `select distinct actor from case_log where case_id = $1 and command <> 'return'`,
    [caseId],
  );
  return new Set(rows.map(({ actor }) => actor));
}
