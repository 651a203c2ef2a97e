import type { CivilDate } from '@minzheng/kernel/months';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MONTHLY_INDICATORS } from '../indicators/registry.js';

const PERSONS_A_CHUNK = 5_000;

/**
 * Marks persons dirty for whom a day has come (到期重核): on it a time-driven indicator may hit, or a category opens or
 * closes, or the mute of a hit has ended, though no fact has come. Each day once, however many instances there are; a day that was missed is made up for.
 */
@Injectable()
export class WatchDueJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'watch-due';

  constructor(private readonly periodic: PeriodicJobs) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(0));
  }

  async chunk(tx: Tx, { period }: JobUnderWay<object, object>): Promise<Chunk<object>> {
    const marked =
      (await markDue(tx, 'watch_due', 'subject', period)) +
      (await markDue(tx, 'monitored_due', 'person_key', period)) +
      (await markMuteEnded(tx, period));
    return { checkpoint: {}, done: marked, finished: marked === 0 };
  }
}

/** The evaluator that takes the marks writes the next day, where there is one. */
function markDue(
  tx: Tx,
  table: 'watch_due' | 'monitored_due',
  key: 'subject' | 'person_key',
  day: CivilDate,
): Promise<number> {
  return tx.execute(
    `with due as (
       delete from ${table} where ${key} in (
         select ${key} from ${table} where due_on <= $1 order by due_on limit $2 for update skip locked)
       returning person_key)
     insert into dirty (person_key) select person_key from due order by person_key`,
    [day, PERSONS_A_CHUNK],
  );
}

/** What still holds after its mute is found again and raised. */
function markMuteEnded(tx: Tx, day: CivilDate): Promise<number> {
  return tx.execute(
    `with ended as (
       update indicator_hit set mute_ended = true where id in (
         select id from indicator_hit
          where muted_until_on < $1::date and not mute_ended and not lapsed
          order by muted_until_on limit $2 for update skip locked)
       returning person_key, indicator)
     insert into dirty (person_key, asks_monthly)
     select person_key, bool_or(indicator = any($3::text[])) from ended group by person_key order by person_key`,
    [day, PERSONS_A_CHUNK, [...MONTHLY_INDICATORS]],
  );
}
