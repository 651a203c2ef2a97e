import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StandardService } from './standard.service.js';

const EVERY_MS = 500;
const ACTOR = 'standards';

/** Standards come into force by the business clock, and those before them no longer are. */
@Injectable()
export class StandardsJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(unitOfWork: UnitOfWork, standards: StandardService, logger: JsonLogger) {
    this.#loop = new PollingLoop('standards', logger.pino, EVERY_MS, async () => {
      const moved = await unitOfWork.run(ACTOR, (tx) => standards.followClock(tx));
      return moved > 0;
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
