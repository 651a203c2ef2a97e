import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { AgreementService } from './agreement.service.js';

const LOOK_MS = 1_000;

/** Ends agreements on the day after their last, when the day begins by the business clock. */
@Injectable()
export class AgreementExpiry implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #lookedOn = '';

  constructor(agreements: AgreementService, clock: BusinessClock, logger: JsonLogger) {
    this.#loop = new PollingLoop('agreement expiry', logger.pino, LOOK_MS, async () => {
      const today = clock.today();
      if (this.#lookedOn === today) return false;
      const found = await agreements.expire();
      if (!found) this.#lookedOn = today;
      return found;
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
