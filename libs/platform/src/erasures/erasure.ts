import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../persistence/transaction.js';

/** What was erased since it had been kept for its time (清除记录). It names nobody. */
export interface Erasure {
  /** The business day of it. */
  readonly on: CivilDate;
  /** What kind of rows: `reports`, `accessLog`. */
  readonly what: string;
  readonly rows: number;
  /** What is of this day or later stays; undefined where each row had a last day of its own. */
  readonly keptSince?: CivilDate;
  /** The row of the policy that says how long. */
  readonly policy?: Pick<PolicyRow, 'id' | 'key'>;
}

/**
 * Enters what a transaction has erased, so that it can be shown that and when it was (PIPL art. 47): of one day, kind and
 * policy row one line that grows. Nothing is entered of nothing.
 *
 * @example await enterErasure(tx, { on: today, what: 'facts', rows: 20, keptSince: '2020-08-12', policy: row });
 */
export async function enterErasure(tx: Tx, { on, what, rows, keptSince, policy }: Erasure): Promise<void> {
  if (rows === 0) return;
  await tx.execute(
    `insert into erasure as e (id, erased_on, what, rows, kept_since, policy_key, policy_row_id)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (erased_on, what, kept_since, policy_row_id)
        do update set rows = e.rows + excluded.rows, last_at = clock_timestamp()`,
    [uuidv7(), on, what, rows, keptSince ?? null, policy?.key ?? null, policy?.id ?? null],
  );
}
