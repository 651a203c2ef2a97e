import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { NoticeService } from './notice.service.js';

const EVERY_MS = 200;

/** Looks for notices that have ended: by the business clock, so it looks often and finds little. */
@Injectable()
export class NoticeCloserJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(unitOfWork: UnitOfWork, notices: NoticeService, clock: BusinessClock, logger: JsonLogger) {
    this.#loop = new PollingLoop('notice closer', logger.pino, EVERY_MS, () =>
      clock.steady(() => unitOfWork.run('notice-closer', async (tx) => (await notices.closeEnded(tx)) > 0)),
    );
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
