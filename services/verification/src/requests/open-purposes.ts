import type { Tx } from '@minzheng/platform/persistence';
import type { VerificationRequest } from './verification-request.entity.js';

/** @returns false when another open request of the case has one of the purposes; then none is held */
export async function holdPurposes(
  tx: Tx,
  { id, requester, caseRef, purposes }: VerificationRequest,
): Promise<boolean> {
  const wanted = [...new Set(purposes)].toSorted();
  const held = await tx.execute(
    `insert into open_request_purpose (requester, case_ref, purpose, request_id)
     select $1, $2, purpose, $4 from unnest($3::text[]) as p(purpose) order by purpose
     on conflict do nothing`,
    [requester, caseRef, wanted, id],
  );
  if (held === wanted.length) return true;
  await tx.execute('delete from open_request_purpose where request_id = $1', [id]);
  return false;
}

export async function releasePurposes(tx: Tx, { id }: VerificationRequest): Promise<void> {
  await tx.execute('delete from open_request_purpose where request_id = $1', [id]);
}
