import type { Tx } from '@minzheng/platform/persistence';

/**
 * Advisory locks on households, and on persons without one, by the hash of the id's text: who raises or withdraws clues
 * of them holds theirs until the commit, taken in the order of the ids.
 */
export const EVALUATION_LOCK_CLASS = 0x6576_616c;

/** Nobody else raises or closes their clues until the commit. */
export async function lockSubjects(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock($1, hashtext(id)) from unnest($2::text[]) with ordinality as s(id, place)
      order by place`,
    [EVALUATION_LOCK_CLASS, [...subjects].sort()],
  );
}
