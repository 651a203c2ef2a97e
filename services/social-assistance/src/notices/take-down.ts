import type { Tx } from '@minzheng/platform/persistence';
import { PublicNotice } from './notice.entity.js';
import { NOTICE_LIFECYCLE } from './notice.lifecycle.js';

/** What a notice says no longer holds: it ends without an effect. */
export async function takeDownNotices(tx: Tx, caseId: string, at: Date): Promise<void> {
  await tx.moveWhere(PublicNotice, NOTICE_LIFECYCLE, 'takeDown', at, {
    where: 't.case_id = $1',
    parameters: [caseId],
  });
}
