import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { everyMinutes, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { wholeNumber } from '../requests/check-policy.js';
import { lateSince, OVERDUE_LEVELS, type OverdueDays } from './clue-overdue.rules.js';

const EVERY_MINUTES = 10;
const A_CHUNK = 1_000;

const overdue = new Gauge({
  name: 'minzheng_clues_overdue',
  help: 'Dispatched clues past their day, by the highest office that their lateness has gone up to',
  labelNames: ['level'],
});

/**
 * Lets the lateness of clues go up (线索逾期上报): from the first day on the office of the county sees it, then that of the
 * city, then the province. Each clue is flagged once for each level and attempt, and no state changes.
 */
@Injectable()
export class ClueOverdueJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'clue-overdue';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, everyMinutes(EVERY_MINUTES));
  }

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const [now, today] = [this.clock.now(), this.clock.today()];
    const book = await this.policies.book(tx);
    const late = await tx.query<{ region: string }>(
      `select distinct region from clue where state = 'DISPATCHED' and due_on < $1 order by region`,
      [today],
    );
    const lines = late.flatMap(({ region }) => {
      const days = daysOf(book, region, today);
      return OVERDUE_LEVELS.map((level) => ({ region, level, since: lateSince(level, today, days) }));
    });
    const flagged = await tx.execute(
      `insert into clue_overdue (clue_id, attempt, level, since)
       select c.id, c.attempt, l.level, $4
         from unnest($1::text[], $2::text[], $3::date[]) as l(region, level, late_since)
         join clue c on c.region = l.region and c.state = 'DISPATCHED' and c.due_on <= l.late_since
        where not exists (select from clue_overdue o
                           where o.clue_id = c.id and o.attempt = c.attempt and o.level = l.level)
        order by c.id, l.level limit $5
       on conflict do nothing`,
      [
        lines.map(({ region }) => region),
        lines.map(({ level }) => level),
        lines.map(({ since }) => since),
        ...[now, A_CHUNK],
      ],
    );
    const finished = flagged < A_CHUNK;
    if (finished) await countOverdue(tx);
    return { checkpoint: {}, done: flagged, finished };
  }
}

function daysOf(book: PolicyBook, region: string, today: string): OverdueDays {
  const days = (level: string): number =>
    wholeNumber(book.resolve(`verification.clue.overdueWd.${level}`, region, today));
  return { CITY: days('CITY'), PROVINCE: days('PROVINCE') };
}

async function countOverdue(tx: Tx): Promise<void> {
  const counts = await tx.query<{ level: string; clues: number }>(
    `select level, count(*)::int as clues
       from (select distinct on (o.clue_id) o.level
               from clue_overdue o join clue c on c.id = o.clue_id and c.attempt = o.attempt
              where c.state = 'DISPATCHED'
              order by o.clue_id, array_position(array['PROVINCE', 'CITY', 'COUNTY'], o.level)) as highest
      group by level`,
  );
  const byLevel = new Map(counts.map(({ level, clues }) => [level, clues]));
  tx.afterCommit(() => {
    for (const level of OVERDUE_LEVELS) overdue.set({ level }, byLevel.get(level) ?? 0);
  });
}
