import type { Tx } from '@minzheng/platform/persistence';
import type { Queries } from '../facts/fact.reader.js';

/** Facts of some persons (`$1`) that somebody disputes (有异议的事实). */
export const SELECT_DISPUTED_FACTS = `
  select distinct fact_id as "factId" from disputed_fact where person_key = any($1::uuid[]) order by fact_id`;

export async function readDisputedFacts(queries: Queries, personKeys: readonly string[]): Promise<string[]> {
  const rows = await queries.query<{ factId: string }>(SELECT_DISPUTED_FACTS, [personKeys]);
  return rows.map(({ factId }) => factId);
}

/** From now on an appeal disputes these facts of a person. */
export async function disputeFacts(
  tx: Tx,
  appealId: string,
  personKey: string,
  factIds: readonly string[],
): Promise<void> {
  await tx.execute(
    `insert into disputed_fact (person_key, fact_id, appeal_id)
     select $1, fact_id, $3 from unnest($2::uuid[]) as f(fact_id) order by fact_id on conflict do nothing`,
    [personKey, factIds, appealId],
  );
}

/** The facts that an appeal disputes, with those that have stated them again. */
export async function disputedBy(tx: Tx, appealId: string): Promise<string[]> {
  const rows = await tx.query<{ factId: string }>(
    'select fact_id as "factId" from disputed_fact where appeal_id = $1 order by fact_id',
    [appealId],
  );
  return rows.map(({ factId }) => factId);
}

/** Sources have corrected these facts under appeal themselves: nothing is in doubt about them any longer. */
export async function endDisputeOf(tx: Tx, appealId: string, factIds: readonly string[]): Promise<void> {
  await tx.execute(
    'delete from disputed_fact where appeal_id = $1 and coalesce(restates, fact_id) = any($2::uuid[])',
    [appealId, factIds],
  );
}

/** The appeal was decided or withdrawn. */
export async function endDispute(tx: Tx, appealId: string): Promise<void> {
  await tx.execute('delete from disputed_fact where appeal_id = $1', [appealId]);
}
