import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { RecipientStatuses } from '../reviews/status-effects.js';
import { ReviewGeneratorJob } from '../reviews/review-generator.job.js';
import { holdStandards } from '../standards/standard-lock.js';
import { AwardService } from './award.service.js';
import { MonthRollJob } from './month-roll.job.js';

const EVERY_MS = 200;
const ACTOR = 'award-calendar';

/**
 * Looks at the business clock: awards whose first month has come begin to run, and with a new month or a new day their
 * jobs are asked for. It looks often and finds little.
 */
@Injectable()
export class AwardCalendarJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #rolled: Month | undefined;
  #reviewed: CivilDate | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awards: AwardService,
    private readonly statuses: RecipientStatuses,
    private readonly roll: MonthRollJob,
    private readonly generator: ReviewGeneratorJob,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('award calendar', logger.pino, EVERY_MS, () => this.round());
  }

  /** @returns whether awards have begun to run */
  async round(): Promise<boolean> {
    const today = this.clock.today();
    const month = monthOf(today);
    const begun = await this.unitOfWork.run(ACTOR, async (tx) => {
      await holdStandards(tx);
      const ids = await this.awards.activateDue(tx);
      await this.statuses.begun(tx, ids);
      return ids.length;
    });
    if (this.#rolled !== month) {
      await this.unitOfWork.run(ACTOR, (tx) => this.roll.ask(tx, month));
      this.#rolled = month;
    }
    if (this.#reviewed !== today) {
      await this.unitOfWork.run(ACTOR, (tx) => this.generator.ask(tx, today));
      this.#reviewed = today;
    }
    return begun > 0;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
