import type { Tx } from '@minzheng/platform/persistence';

const STANDARDS = 'minimum living standards';

/**
 * What is decided by the standards in force is decided before the next one is published, or after it: a publication waits
 * until this transaction has ended, and then computes its awards again. Asked for before anything else is locked.
 */
export async function holdStandards(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [STANDARDS]);
}

/** Waits for who decides by the standards, and lets nobody begin to until the transaction has ended. */
export async function changeStandards(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [STANDARDS]);
}
