import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NoticeService } from '@minzheng/casework/notices';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { CaseObjections } from '../objections/case-objections.js';
import { CaseEndingsService } from './case-endings.service.js';
import { ApplicationService } from './application.service.js';

const EVERY_MS = 200;
const ACTOR = 'period-closer';

/** Looks for notices and disputes that have ended: by the business clock, so it looks often and finds little. */
@Injectable()
export class PeriodCloserJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeService,
    private readonly applications: ApplicationService,
    private readonly endings: CaseEndingsService,
    private readonly objections: CaseObjections,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('period closer', logger.pino, EVERY_MS, () => this.round());
  }

  /** @returns whether anything was due */
  async round(): Promise<boolean> {
    const reported = await this.unitOfWork.run(ACTOR, (tx) => this.notices.closeEnded(tx));
    const closed = await this.unitOfWork.run(ACTOR, (tx) => this.applications.closeEndedDisputes(tx));
    const lapsed = await this.unitOfWork.run(ACTOR, (tx) => this.endings.lapse(tx));
    const settled = await this.unitOfWork.run(ACTOR, (tx) => this.objections.reportSettled(tx));
    return reported + closed + lapsed + settled > 0;
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
