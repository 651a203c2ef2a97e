import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import type { AuditRetention } from '../audit/index.js';
import type { Tx } from '../persistence/transaction.js';
import { enterErasure } from './erasure.js';
import { keptSinceYears } from './kept-years.js';

const ENTRIES_AT_ONCE = 5_000;

/** Years for which records of who was given personal data are kept at least (网络数据安全管理条例 art. 12). */
export const ACCESS_LOG_MINIMUM_YEARS = 3;

/**
 * Erases some of the entries of the audit that were kept for their years (留痕到期销毁), up to an anchor, and enters that.
 *
 * @param policy - the row that says how many years
 * @returns how many, and whether none is left to erase
 * @throws YearsMalformed
 */
export async function eraseAccessLog(
  tx: Tx,
  audit: AuditRetention,
  policy: Pick<PolicyRow, 'id' | 'key' | 'value'>,
  today: CivilDate,
): Promise<{ readonly entries: number; readonly isThrough: boolean }> {
  const keptSince = keptSinceYears(policy, today);
  const entries = await audit.erase(tx, new Date(`${keptSince}T00:00:00+08:00`), ENTRIES_AT_ONCE);
  await enterErasure(tx, { on: today, what: 'accessLog', rows: entries, keptSince, policy });
  return { entries, isThrough: entries < ENTRIES_AT_ONCE };
}
