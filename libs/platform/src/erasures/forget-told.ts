import type { Tx } from '../persistence/transaction.js';

/**
 * What others were told last of records that were erased is not kept to be told again (`POST /v1/republications`).
 *
 * @param types - messages that say how such a record stands
 * @param aggregate - as `ce_subject` names them: `award`
 */
export async function forgetTold(
  tx: Tx,
  types: readonly { readonly typeName: string }[],
  aggregate: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute('delete from current_event where ce_type = any($1) and ce_subject = any($2)', [
    types.map(({ typeName }) => typeName),
    ids.map((id) => `${aggregate}/${id}`),
  ]);
}
