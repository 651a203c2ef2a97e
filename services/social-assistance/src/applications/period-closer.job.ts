import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { AwardService } from '../awards/award.service.js';
import { NoticeService } from '../notices/notice.service.js';
import { ApplicationService } from './application.service.js';

const EVERY_MS = 200;
const ACTOR = 'period-closer';

/**
 * Looks for notices and disputes that have ended and awards that begin: by the business clock, so it looks often and
 * finds little.
 */
@Injectable()
export class PeriodCloserJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeService,
    private readonly applications: ApplicationService,
    private readonly awards: AwardService,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('period closer', logger.pino, EVERY_MS, () => this.round());
  }

  /** @returns whether anything was due */
  async round(): Promise<boolean> {
    const reported = await this.unitOfWork.run(ACTOR, (tx) => this.notices.closeEnded(tx));
    const closed = await this.unitOfWork.run(ACTOR, (tx) => this.applications.closeEndedDisputes(tx));
    const begun = await this.unitOfWork.run(ACTOR, (tx) => this.awards.activateDue(tx));
    return reported + closed + begun > 0;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
