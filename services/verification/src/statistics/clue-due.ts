import type { Tx } from '@minzheng/platform/persistence';

/** Keeps until when the answer to each clue is due, attempt by attempt, as it stands now (摸排时限). */
export async function keepClueDue(tx: Tx, clueIds: readonly string[]): Promise<void> {
  if (clueIds.length === 0) return;
  await tx.execute(
    `insert into clue_due as d (clue_id, attempt, department, due_on)
     select id, attempt, department, due_on from clue where id = any($1::uuid[]) order by id
     on conflict (clue_id, attempt) do update set due_on = excluded.due_on where d.due_on <> excluded.due_on`,
    [clueIds],
  );
}
