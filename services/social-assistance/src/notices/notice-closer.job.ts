import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { NoticeService } from './notice.service.js';

const EVERY_MS = 200;

/** Looks for notices that have ended: by the business clock, so it looks often and finds little. */
@Injectable()
export class NoticeCloserJob implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeService,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.clock
        .steady(() => this.unitOfWork.run('notice-closer', (tx) => this.notices.closeEnded(tx)))
        .then(() => undefined)
        .catch((error: unknown) => this.logger.pino.warn({ err: error }, 'notices are looked at again'))
        .finally(() => this.#schedule());
    }, EVERY_MS);
  }
}
