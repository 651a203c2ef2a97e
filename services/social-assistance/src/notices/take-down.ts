import type { Tx } from '@minzheng/platform/persistence';

/** What a notice says no longer holds: it ends without an effect. */
export async function takeDownNotices(tx: Tx, caseId: string): Promise<void> {
  await tx.execute(
    `update public_notice set state = 'TAKEN_DOWN', version = version + 1
      where case_id = $1 and state = 'POSTED'`,
    [caseId],
  );
}
