import { addDays, civilDateOf } from '@minzheng/kernel/months';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { DataSource } from 'typeorm';
import { QUOTA } from './agreement.problems.js';

/** What an agreement allows a second and a day. */
export interface AgreementLimits {
  readonly id: string;
  /** Calls. */
  readonly ratePerSecond: number;
  /** Items: facts and answers that are sent, persons that are asked about. */
  readonly dailyQuota: number;
}

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

const MILLISECONDS = 1_000;

/**
 * Takes one call and so many items of an agreement, at once for all processes: one statement that commits by itself, so
 * that nobody waits for the call that follows. A call over a limit takes nothing.
 *
 * @param queries - outside any transaction
 * @param now - days are those of the business clock in Asia/Shanghai, seconds are real
 * @throws Problem `rate-limited`, `quota`; both say when to try again
 */
export async function takeOfAgreement(
  queries: Queries,
  { id, ratePerSecond, dailyQuota }: AgreementLimits,
  items: number,
  now: Date,
): Promise<void> {
  const today = civilDateOf(now);
  const second = Math.floor(Date.now() / MILLISECONDS);
  if (items > dailyQuota) throw quotaUsedUp(now);
  const taken = await queries.query(
    `insert into agreement_use as u (agreement_id, on_day, items, in_second, calls) values ($1, $2, $3, $4, 1)
     on conflict (agreement_id) do update
       set on_day = excluded.on_day,
           items = case when u.on_day = excluded.on_day then u.items else 0 end + excluded.items,
           in_second = excluded.in_second,
           calls = case when u.in_second = excluded.in_second then u.calls else 0 end + 1
       where case when u.in_second = excluded.in_second then u.calls else 0 end < $5
         and case when u.on_day = excluded.on_day then u.items else 0 end + excluded.items <= $6
     returning 1 as one`,
    [id, today, items, second, ratePerSecond, dailyQuota],
  );
  if (taken.length > 0) return;
  const [use] = await queries.query<{ is_over_quota: boolean }>(
    'select on_day = $2 and items + $3 > $4 as is_over_quota from agreement_use where agreement_id = $1',
    [id, today, items, dailyQuota],
  );
  if (use?.is_over_quota) throw quotaUsedUp(now);
  throw new Problem(PROBLEMS.rateLimited, { headers: { 'retry-after': '1' } });
}

/**
 * Takes one call and its items of several agreements: of all of them, or of none.
 *
 * @param used - items by agreement
 * @throws Problem `rate-limited`, `quota` of the first that does not allow it
 */
export async function takeOfAgreements(
  dataSource: DataSource,
  used: ReadonlyMap<AgreementLimits, number>,
  now: Date,
): Promise<void> {
  const inOrder = [...used].toSorted(([a], [b]) => (a.id < b.id ? -1 : 1));
  const take = async (queries: Queries): Promise<void> => {
    for (const [agreement, items] of inOrder) await takeOfAgreement(queries, agreement, items, now);
  };
  if (inOrder.length < 2) return take(dataSource);
  await dataSource.transaction((manager) => take(manager));
}

function quotaUsedUp(now: Date): Problem {
  const midnight = Date.parse(`${addDays(civilDateOf(now), 1)}T00:00:00+08:00`);
  const seconds = Math.max(1, Math.ceil((midnight - now.getTime()) / MILLISECONDS));
  return new Problem(QUOTA, { headers: { 'retry-after': String(seconds) } });
}
