import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';

/** Filings that ended before a day (备案期满清除). @returns how many were erased, at most so many */
export async function eraseRelatives(tx: Tx, before: CivilDate, most: number): Promise<number> {
  const ended = await tx.query<{ id: string }>(
    `delete from official_relative where id in (
       select id from official_relative where valid_to < $1 order by id limit $2 for update skip locked)
     returning id`,
    [before, most],
  );
  const ids = ended.map(({ id }) => id);
  if (ids.length > 0)
    await tx.execute('delete from lifecycle_log where aggregate_id = any($1::uuid[])', [ids]);
  return ids.length;
}
