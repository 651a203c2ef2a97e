import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { classify } from '@minzheng/platform/messaging';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger, Metrics } from '@minzheng/platform/telemetry';
import { Counter, Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { Clocks, type ClockHandler, type FiredClock } from './clocks.js';

const EVERY_MS = 300;
const AT_ONCE = 200;

/** Some of the clocks were stopped, moved or fired by somebody else while their handler worked. */
class ClocksMoved extends Error {
  override readonly name = 'ClocksMoved';
}

/**
 * Looks for clocks whose time is over, by the business clock. A handler's effect and the mark that its clocks have fired
 * are one transaction, and the mark comes last: whoever acts on a subject locks the subject first and its clock after
 * it, and so does this loop.
 */
@Injectable()
export class ClockLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  readonly #fired: Counter<'clock'>;
  readonly #failures: Counter<'clock'>;

  constructor(
    private readonly clocks: Clocks,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
    dataSource: DataSource,
    metrics: Metrics,
  ) {
    this.#loop = new PollingLoop('clocks', logger.pino, EVERY_MS, () => this.round());
    this.#fired = new Counter({
      name: 'minzheng_clocks_fired_total',
      help: 'Time limits that were over and had their effect',
      labelNames: ['clock'] as const,
      registers: [metrics.registry],
    });
    this.#failures = new Counter({
      name: 'minzheng_clock_failures_total',
      help: 'Attempts to let a time limit have its effect that failed',
      labelNames: ['clock'] as const,
      registers: [metrics.registry],
    });
    const stuck = new Gauge({
      name: 'minzheng_clocks_stuck',
      help: 'Time limits that are over and whose effect has failed so far',
      registers: [metrics.registry],
    });
    metrics.onScrape('clocks', async () => {
      const [row] = await dataSource.query<{ count: number }[]>(
        `select count(*)::int as count from clock
          where state = 'RUNNING' and fired_for is distinct from due_at and failures > 0`,
      );
      stuck.set(row?.count ?? 0);
    });
  }

  /** One look at each kind of clock. @returns whether any had fired */
  async round(): Promise<boolean> {
    let fired = 0;
    for (const handler of this.clocks.handlers) fired += await this.#fireAll(handler);
    return fired > 0;
  }

  async #fireAll(handler: ClockHandler): Promise<number> {
    const due = await this.#attempt(handler, (tx) => this.#due(tx, handler.name));
    if (due.error === undefined) return due.fired;
    if (due.error instanceof ClocksMoved) return 0;
    // one of them is in the way of the others
    let fired = 0;
    for (const one of due.clocks) {
      const { error } = await this.#attempt(handler, (tx) => this.#due(tx, handler.name, one.id));
      if (error === undefined) fired += 1;
      else if (!(error instanceof ClocksMoved)) await this.#failed(handler, one, error);
    }
    return fired;
  }

  async #attempt(
    handler: ClockHandler,
    find: (tx: Tx) => Promise<readonly FiredClock[]>,
  ): Promise<{ fired: number; clocks: readonly FiredClock[]; error?: unknown }> {
    let clocks: readonly FiredClock[] = [];
    try {
      await this.unitOfWork.run(`clock/${handler.name}`, async (tx) => {
        clocks = await find(tx);
        if (clocks.length === 0) return;
        await handler.fire(tx, clocks);
        await mark(tx, clocks);
      });
    } catch (error) {
      if (classify(error).kind === 'infrastructure') throw error;
      return { fired: 0, clocks, error };
    }
    this.#fired.inc({ clock: handler.name }, clocks.length);
    return { fired: clocks.length, clocks };
  }

  /** Who comes second leaves a kind of clock to the first: correctness does not rest on it. */
  async #due(tx: Tx, name: string, id?: string): Promise<readonly FiredClock[]> {
    const rows = await tx.query<{ id: string; type: string; subjectId: string; region: string; dueAt: Date }>(
      `with mine as materialized (select pg_try_advisory_xact_lock(hashtextextended('clock/' || $1, 0)) as taken)
       select id, subject_type as type, subject_id as "subjectId", region, due_at as "dueAt"
         from clock, mine
        where taken and name = $1 and state = 'RUNNING' and fired_for is distinct from due_at and due_at <= $2
          and (retry_at is null or retry_at <= clock_timestamp()) and ($3::uuid is null or id = $3)
        order by due_at, id limit $4`,
      [name, this.clock.now(), id ?? null, AT_ONCE],
    );
    return rows.map(({ type, subjectId, ...row }) => ({ ...row, subject: { type, id: subjectId } }));
  }

  async #failed({ name }: ClockHandler, { id, subject }: FiredClock, error: unknown): Promise<void> {
    this.#failures.inc({ clock: name });
    await this.unitOfWork.run(`clock/${name}`, (tx) =>
      tx.execute(
        `update clock set failures = failures + 1,
                retry_at = clock_timestamp() + least(power(2, failures), 3600) * interval '1 second'
          where id = $1`,
        [id],
      ),
    );
    this.logger.pino.error({ clock: name, subject, err: error }, 'the effect of a time limit failed');
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}

/** @throws ClocksMoved, so that nothing of the handler's effect stays */
async function mark(tx: Tx, clocks: readonly FiredClock[]): Promise<void> {
  const marked = await tx.execute(
    `update clock c set fired_for = due.due_at, failures = 0, retry_at = null
       from unnest($1::uuid[], $2::timestamptz[]) as due(id, due_at)
      where c.id = due.id and c.state = 'RUNNING' and c.due_at = due.due_at and c.fired_for is distinct from due.due_at`,
    [clocks.map(({ id }) => id), clocks.map(({ dueAt }) => dueAt)],
  );
  if (marked !== clocks.length) throw new ClocksMoved();
}
