import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Watch } from '../indicators/watch.js';

/** When a watch has to be looked at again though no fact comes; never, without a day. */
export interface WatchDue {
  readonly watch: Watch;
  readonly dueOn: CivilDate | undefined;
}

/** Keeps the day for each of these watches, and removes it where none is left; on it a person of the watch is marked dirty. */
export async function writeWatchDue(tx: Tx, due: readonly WatchDue[]): Promise<void> {
  const rows = due.flatMap(({ watch: { household, persons }, dueOn }) => {
    const personKey = persons[0]?.personKey;
    return personKey === undefined ? [] : [{ subject: household?.id ?? personKey, personKey, dueOn }];
  });
  if (rows.length === 0) return;
  await tx.execute(
    `with due as (
       select * from unnest($1::uuid[], $2::uuid[], $3::date[]) as d(subject, person_key, due_on)
     ), gone as (
       delete from watch_due w using due d where w.subject = d.subject and d.due_on is null
     )
     insert into watch_due as w (subject, person_key, due_on)
     select d.subject, d.person_key, d.due_on
       from due d left join watch_due k on k.subject = d.subject
      where d.due_on is not null and (k.person_key, k.due_on) is distinct from (d.person_key, d.due_on)
      order by d.subject
     on conflict (subject) do update set person_key = excluded.person_key, due_on = excluded.due_on
      where (w.person_key, w.due_on) is distinct from (excluded.person_key, excluded.due_on)`,
    [
      rows.map(({ subject }) => subject),
      rows.map(({ personKey }) => personKey),
      rows.map(({ dueOn }) => dueOn ?? null),
    ],
  );
}
