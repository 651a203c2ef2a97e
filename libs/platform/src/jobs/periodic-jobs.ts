import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { Logger } from 'pino';
import type { BusinessClock } from '../clock/index.js';
import type { UnitOfWork } from '../persistence/index.js';
import type { JobHandler } from './job.js';
import type { JobRunner } from './job-runner.js';
import type { Jobs } from './jobs.js';
import { PollingLoop } from './polling-loop.js';

const EVERY_MS = 1_000;
const ALL = 'all';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** What was done longer ago is forgotten: a job that comes round every few minutes leaves many rows. */
const KEPT_DAYS = 30;

/** The period that has come at a business instant: a day, a month. */
export type PeriodOf = (now: Date) => string;

/** The day of a job that is due from an hour of it on (Asia/Shanghai): `dailyFrom(2)` at two in the morning. */
export const dailyFrom =
  (hours: number) =>
  (now: Date): CivilDate =>
    civilDateOf(new Date(now.getTime() - hours * HOUR_MS));

/** The time at which the last of the parts of an hour began: of `everyMinutes(5)` `2025-07-18T02:05Z`. */
export const everyMinutes =
  (minutes: number) =>
  (now: Date): string => {
    const length = minutes * MINUTE_MS;
    return `${new Date(Math.floor(now.getTime() / length) * length).toISOString().slice(0, 16)}Z`;
  };

/**
 * Jobs that come round with the business clock (定期任务): each period is asked for once, however many instances look. What
 * a job finds to do includes what a day that was missed has left.
 */
export class PeriodicJobs {
  readonly #entries: { readonly name: string; readonly periodOf: PeriodOf; asked?: string }[] = [];
  readonly #loop: PollingLoop;

  constructor(
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: BusinessClock,
    logger: Logger,
  ) {
    this.#loop = new PollingLoop('periodic jobs', logger, EVERY_MS, () => this.round());
  }

  register<Parameters, Checkpoint>(handler: JobHandler<Parameters, Checkpoint>, periodOf: PeriodOf): void {
    this.runner.register(handler);
    this.#entries.push({ name: handler.name, periodOf });
  }

  /** Names of those that come round every day, or more often. */
  get daily(): ReadonlySet<string> {
    const now = this.clock.now();
    const tomorrow = new Date(now.getTime() + DAY_MS);
    return new Set(
      this.#entries.filter(({ periodOf }) => periodOf(now) !== periodOf(tomorrow)).map(({ name }) => name),
    );
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns false: what was asked for is done by whichever process is free */
  async round(): Promise<boolean> {
    const now = this.clock.now();
    for (const entry of this.#entries) {
      const period = entry.periodOf(now);
      if (period === entry.asked) continue;
      await this.unitOfWork.run(entry.name, async (tx) => {
        await this.jobs.ask(tx, { name: entry.name, scope: ALL, period });
        await this.jobs.forget(tx, entry.name, period, KEPT_DAYS);
      });
      entry.asked = period;
    }
    return false;
  }
}
