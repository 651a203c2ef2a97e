import { Injectable, type OnModuleInit } from '@nestjs/common';
import { firstDay, addMonths, monthsBetween, type Month } from '@minzheng/kernel/months';
import { JobRunner, Jobs, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { AwardEndings } from '../recoveries/award-endings.js';
import { RecomputationService } from '../standards/recomputation.service.js';
import { countiesOfAwards } from './award-counties.js';
import { Award } from './award.entity.js';

const NAME = 'month-roll';
/** Awards of whom somebody comes of age are looked at so many at once; awards that end are moved one by one. */
const CHUNK = 1_000;
const ENDED_CHUNK = 100;

/** Where the chunk before has ended: what changes by age first, then what ends. */
interface Place extends Record<string, unknown> {
  readonly phase: 'AGE' | 'END';
  readonly after: string;
}

/**
 * The turn of the month (月度滚动), per county: extras that begin or end with somebody's age or card (R7), and gradual exits
 * whose last month is over. A chunk has its effect once: what it did is not found again.
 */
@Injectable()
export class MonthRollJob implements JobHandler<Record<string, unknown>, Place>, OnModuleInit {
  readonly name = NAME;

  constructor(
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly recomputation: RecomputationService,
    private readonly endings: AwardEndings,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  /** Asks for the months that have come since the last that was asked for, of every county that pays awards. @returns whether any was new */
  async ask(tx: Tx, current: Month): Promise<boolean> {
    const { sql, parameters } = countiesOfAwards();
    const [name, month] = [parameters.length + 1, parameters.length + 2];
    const counties = await tx.query<{ county: string; last: Month | null }>(
      `select c.code as county, max(j.period) as last
         from (${sql}) c
         left join job j on j.name = $${name} and j.scope = c.code
        where exists (select from award a
                       where a.region ~>=~ c.code and a.region ~<~ (c.code || ':') and a.state <> 'CEASED')
        group by c.code having max(j.period) is null or max(j.period) < $${month} order by c.code`,
      [...parameters, NAME, current],
    );
    for (const { county, last } of counties) {
      const months = last === null ? [current] : monthsBetween(addMonths(last, 1), current);
      for (const period of months) await this.jobs.ask(tx, { name: NAME, scope: county, period });
    }
    return counties.length > 0;
  }

  async chunk(tx: Tx, job: JobUnderWay<Record<string, unknown>, Place>): Promise<Chunk<Place>> {
    if (!job.checkpoint) await this.#show(tx, job);
    const { phase, after } = job.checkpoint ?? { phase: 'AGE', after: NIL };
    return phase === 'AGE' ? this.#age(tx, job, after) : this.#end(tx, job, after);
  }

  /** An award shows what it pays in the month: of those that have a new segment from it, such as that of a standard told before. */
  async #show(tx: Tx, { scope, period }: { scope: string; period: Month }): Promise<void> {
    await tx.execute(
      `with begun as materialized (
         select a.id, s.base_fen, s.extra_fen,
                (select jsonb_agg(jsonb_build_object('personKey', part.key, 'amountFen', (part.base + part.extra)::text)
                                  order by part.key)
                   from unnest(s.person_keys, s.base_shares_fen, s.extras_fen) as part(key, base, extra)) as shares
           from award a join award_segment s on s.award_id = a.id and lower(s.months) = $2::date
          where a.region like $1 || '%' and a.programme = 'DIBAO' and a.state in ('ACTIVE', 'GRADUAL_EXIT')
            and s.superseded_at is null and (a.base_fen, a.extras_fen) <> (s.base_fen, s.extra_fen)
          order by a.id for no key update of a)
       update award a set base_fen = begun.base_fen, extras_fen = begun.extra_fen, shares = begun.shares,
                          version = a.version + 1
         from begun where a.id = begun.id`,
      [scope, firstDay(period)],
    );
  }

  /** Awards in which an extra may begin or end with this month: a birthday of 18 or 70, a card that has run out. */
  async #age(
    tx: Tx,
    { scope, period }: { scope: string; period: Month },
    after: string,
  ): Promise<Chunk<Place>> {
    const [first, before] = [firstDay(period), firstDay(addMonths(period, -1))];
    const awards = await tx.query<{ id: string }>(
      `select a.id from award a
        where a.region like $1 || '%' and a.id > $2 and a.programme = 'DIBAO' and a.state in ('PENDING_START', 'ACTIVE')
          and exists (
            select from jsonb_array_elements(a.assessed -> 'members') m
             where (m ->> 'birthDate')::date + interval '18 years' between $3::date - 1 and $4::date
                or (m ->> 'birthDate')::date + interval '70 years' between $3::date - 1 and $4::date
                or (m -> 'disability' ->> 'validTo')::date between $3::date and $4::date - 1)
        order by a.id limit ${CHUNK}`,
      [scope, after, before, first],
    );
    const ids = awards.map(({ id }) => id);
    if (ids.length > 0) await this.recomputation.recomputeAwards(tx, ids, period, { code: 'AGE' });
    const last = ids.at(-1);
    return ids.length < CHUNK || last === undefined
      ? { checkpoint: { phase: 'END', after: NIL }, done: ids.length, finished: false }
      : { checkpoint: { phase: 'AGE', after: last }, done: ids.length, finished: false };
  }

  async #end(
    tx: Tx,
    { scope, period }: { scope: string; period: Month },
    after: string,
  ): Promise<Chunk<Place>> {
    const ended = await tx.query<{ id: string }>(
      `select a.id from award a
        where a.region like $1 || '%' and a.id > $2 and a.state = 'GRADUAL_EXIT' and a.end_month < $3
        order by a.id limit ${ENDED_CHUNK} for update`,
      [scope, after, period],
    );
    for (const { id } of ended) {
      const award = await tx.loadForUpdate(Award, id);
      const fromMonth = addMonths(award.endMonth ?? period, 1);
      const cause = 'GRADUAL_EXIT_END';
      await this.endings.cease(tx, award, { fromMonth, cause }, 'ERROR', 'endGradualExit');
    }
    const last = ended.at(-1)?.id ?? after;
    const finished = ended.length < ENDED_CHUNK;
    return { checkpoint: { phase: 'END', after: last }, done: ended.length, finished };
  }
}

const NIL = '00000000-0000-0000-0000-000000000000';
