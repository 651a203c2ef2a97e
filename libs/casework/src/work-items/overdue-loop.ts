import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger, Metrics } from '@minzheng/platform/telemetry';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { officeAbove } from './office.rules.js';
import { WorkItems, type ClimbedItem } from './work-items.js';

const EVERY_MS = 500;
const AT_ONCE = 500;
/** All open items are counted for it. */
const FIGURES_EVERY_MS = 15_000;
const ACTOR = 'deadline-watch';

interface Standing {
  readonly kind: string;
  readonly open: number;
  readonly amber: number;
  readonly overdue: number;
}

/**
 * Deadline watch (时限监督): what is overdue climbs to the office above, once, and whoever listens is told. What is open,
 * amber and overdue is a metric.
 */
@Injectable()
export class OverdueLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly items: WorkItems,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
    dataSource: DataSource,
    metrics: Metrics,
  ) {
    this.#loop = new PollingLoop('deadline watch', logger.pino, EVERY_MS, () => this.round());
    const gauge = new Gauge({
      name: 'minzheng_work_items',
      help: 'Open work items by kind: all of them, those past four fifths of their time, those that are overdue',
      labelNames: ['kind', 'standing'] as const,
      registers: [metrics.registry],
    });
    metrics.onScrape(
      'work items',
      async () => {
        const rows = await dataSource.query<Standing[]>(
          `select kind, count(*)::int as open, count(*) filter (where amber_at <= $1 and due_at > $1)::int as amber,
                  count(*) filter (where due_at <= $1)::int as overdue
             from work_item where state = 'OPEN' group by kind`,
          [this.clock.now()],
        );
        gauge.reset();
        for (const { kind, ...counts } of rows) {
          for (const [standing, count] of Object.entries(counts)) gauge.set({ kind, standing }, count);
        }
      },
      FIGURES_EVERY_MS,
    );
  }

  /** @returns whether anything has climbed */
  async round(): Promise<boolean> {
    const climbed = await this.unitOfWork.run(ACTOR, (tx) => this.#climb(tx));
    return climbed > 0;
  }

  async #climb(tx: Tx): Promise<number> {
    const due = await tx.query<{
      id: string;
      kind: string;
      type: string;
      subjectId: string;
      region: string;
      dueAt: Date;
    }>(
      // what a command holds is about to be settled, or looked at next time
      `select id, kind, subject_type as type, subject_id as "subjectId", region, due_at as "dueAt"
         from work_item where state = 'OPEN' and climbed_to is null and due_at <= $1
        order by due_at, id limit $2 for update skip locked`,
      [this.clock.now(), AT_ONCE],
    );
    if (due.length === 0) return 0;
    const items = due.map(({ type, subjectId, ...item }): ClimbedItem => {
      return { ...item, subject: { type, id: subjectId }, climbedTo: officeAbove(item.region) };
    });
    await tx.execute(
      `update work_item w set climbed_to = up.climbed_to, version = version + 1
         from unnest($1::uuid[], $2::text[]) as up(id, climbed_to) where w.id = up.id`,
      [items.map(({ id }) => id), items.map(({ climbedTo }) => climbedTo)],
    );
    for (const listener of this.items.overdueListeners) await listener(tx, items);
    return items.length;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
