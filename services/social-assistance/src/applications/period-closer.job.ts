import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { NoticeService } from '../notices/notice.service.js';
import { ApplicationService } from './application.service.js';

const EVERY_MS = 200;
const ACTOR = 'period-closer';

/** Looks for notices and disputes that have ended: by the business clock, so it looks often and finds little. */
@Injectable()
export class PeriodCloserJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    unitOfWork: UnitOfWork,
    notices: NoticeService,
    applications: ApplicationService,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('period closer', logger.pino, EVERY_MS, async () => {
      const reported = await unitOfWork.run(ACTOR, (tx) => notices.closeEnded(tx));
      const closed = await unitOfWork.run(ACTOR, (tx) => applications.closeEndedDisputes(tx));
      return reported + closed > 0;
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
