import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { quietSince } from './case-records.js';
import { eraseAttached, eraseBy } from './erase-attached.js';
import type { Look } from './erase-cases.js';

/** Referrals that came of a ticket `t`, or brought it. */
const REFERRAL_OF = `(r.origin_id = t.id or r.id = t.referral_id)`;

/**
 * Tickets (受理单) that were closed and have had their last event before a day, of which no case is kept, with the referrals
 * that came of them.
 *
 * @param after - looks at tickets with a greater id
 */
export async function eraseTickets(tx: Tx, before: CivilDate, after: string, most: number): Promise<Look> {
  const looked = await tx.query<{ id: string; is_due: boolean }>(
    `select t.id,
            t.state = 'CLOSED' and t.offered_case_id is null and ${quietSince('t.id', '$3')}
            and not exists (select from ticket_need n where n.ticket_id = t.id and n.case_id is not null)
            and not exists (select from referral r
                             where ${REFERRAL_OF}
                               and (r.state in ('SENT', 'ACCEPTED') or not ${quietSince('r.id', '$3')})) as is_due
       from (select * from intake_ticket where id > $1 order by id limit $2) t order by t.id`,
    [after, most, before],
  );
  const locked = await tx.query<{ id: string }>(
    'select id from intake_ticket where id = any($1::uuid[]) order by id for update skip locked',
    [looked.filter(({ is_due }) => is_due).map(({ id }) => id)],
  );
  const due = locked.map(({ id }) => id);
  const referrals = await tx.query<{ id: string }>(
    `select r.id from intake_ticket t join referral r on ${REFERRAL_OF} where t.id = any($1::uuid[])`,
    [due],
  );
  await eraseReferrals(
    tx,
    referrals.map(({ id }) => id),
  );
  await eraseBy(tx, due, [
    'delete from ticket_need where ticket_id = any($1::uuid[])',
    'delete from intake_ticket where id = any($1::uuid[])',
  ]);
  await eraseAttached(tx, due);
  return {
    erased: due.length,
    left: 0,
    lookedUpTo: looked.length < most ? undefined : looked.at(-1)?.id,
  };
}

/** Referrals (转介) with what was asked of whom. */
export async function eraseReferrals(tx: Tx, ids: readonly string[]): Promise<void> {
  await eraseBy(tx, ids, [
    'delete from referral_need where referral_id = any($1::uuid[])',
    'delete from referral where id = any($1::uuid[])',
  ]);
  await eraseAttached(tx, ids);
}
