import type { PolicyRow } from '@minzheng/kernel/policy';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../persistence/index.js';
import { columnsOf } from './policy-row.js';
import { endRow, lockPolicies, type PolicyStore } from './policy-store.js';

/** A row that another act of two people puts into force: that act has checked what it says. */
export interface PolicyEntry extends Omit<PolicyRow, 'id'> {
  /** The row that ends where this one begins. */
  readonly supersedes?: PolicyRow;
  readonly draftedBy: string;
}

/**
 * Puts rows into force at once, as what they are part of was published: who acts is their publisher. They are told to
 * those who read them (`PolicyPublished`), as are the rows that they end.
 *
 * @returns their ids, in the order of the entries
 */
export async function enterRows(
  tx: Tx,
  store: PolicyStore,
  entries: readonly PolicyEntry[],
): Promise<string[]> {
  await lockPolicies(tx);
  for (const { supersedes, effectiveFrom } of entries)
    if (supersedes) await endRow(tx, supersedes, effectiveFrom);
  const rows = entries.map((entry) => ({ ...entry, id: uuidv7() }));
  await tx.execute(
    `insert into policy_row
            (id, key, region_prefix, effective_from, effective_to, value, legal_basis, supersedes_row_id, drafted_by,
             owner, sequence, state, drafted_at, published_by, published_at)
     select *, $10, 1, 'PUBLISHED', clock_timestamp(), $11, clock_timestamp()
       from unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::jsonb[], $7::text[], $8::uuid[],
                   $9::text[])`,
    [
      rows.map(({ id }) => id),
      ...columnsOf(rows),
      rows.map(({ supersedes }) => supersedes?.id ?? null),
      rows.map(({ draftedBy }) => draftedBy),
      store.owner,
      tx.actor,
    ],
  );
  await store.announceChanges(tx, new Set(rows.map(({ key }) => key)));
  return rows.map(({ id }) => id);
}
