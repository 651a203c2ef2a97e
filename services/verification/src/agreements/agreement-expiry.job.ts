import { BusinessClock } from '@minzheng/platform/clock';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AgreementService } from './agreement.service.js';

const A_CHUNK = 200;

/** Ends agreements on the day after their last (协议到期): each day once, what a day that was missed has left too. */
@Injectable()
export class AgreementExpiryJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'agreement-expiry';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly agreements: AgreementService,
    private readonly clock: BusinessClock,
  ) {}

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const done = await this.agreements.expire(tx, this.clock.now(), A_CHUNK);
    return { checkpoint: {}, done, finished: done < A_CHUNK };
  }

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(0));
  }
}
