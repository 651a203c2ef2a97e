import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { civilDateOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { ReportTakingJob } from './report-taking.job.js';

const EVERY_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Asia/Shanghai. */
const FROM_HOUR = 5;

/** Asks for the snapshot of the day at 05:00 by the business clock. */
@Injectable()
export class ReportCalendar implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #asked: CivilDate | undefined;

  constructor(
    private readonly taking: ReportTakingJob,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('report calendar', logger.pino, EVERY_MS, () => this.round());
  }

  /** @returns whether a snapshot was asked for */
  async round(): Promise<boolean> {
    // the day of statistics begins at five
    const day = civilDateOf(new Date(this.clock.now().getTime() - FROM_HOUR * HOUR_MS));
    if (this.#asked === day) return false;
    const job = await this.unitOfWork.run('report-calendar', (tx) => this.taking.ask(tx, day));
    if (job !== undefined) this.#asked = day;
    return job !== undefined;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
