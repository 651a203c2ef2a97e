import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { addMonths, civilDateOf, monthOf, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  JobRunner,
  Jobs,
  PollingLoop,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { MonthlySupervision } from './monthly-supervision.js';

const EVERY_MS = 2_000;
/** At three in the morning of the first day a month is over for supervision. */
const THREE_HOURS_MS = 3 * 3_600_000;
const ALL = 'all';

interface Place {
  /** The last county that was looked at. */
  readonly county: string;
}

/** Looks into a month when it is over (R20): one county after the other, by the business clock, each month once. */
@Injectable()
export class MonthlySupervisionJob
  implements JobHandler<object, Place>, OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown
{
  readonly name = 'monthly-supervision';
  readonly #loop: PollingLoop;
  #asked: Month | undefined;

  constructor(
    private readonly supervision: MonthlySupervision,
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('monthly supervision', logger.pino, EVERY_MS, () => this.#ask());
  }

  async chunk(tx: Tx, { period, checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const county = await this.supervision.nextCounty(tx, checkpoint?.county ?? '');
    if (county === undefined) return { checkpoint: checkpoint ?? { county: '' }, done: 0, finished: true };
    const done = await this.supervision.look(tx, county, period);
    return { checkpoint: { county }, done, finished: false };
  }

  async #ask(): Promise<boolean> {
    const reached = civilDateOf(new Date(this.clock.now().getTime() - THREE_HOURS_MS));
    const month = addMonths(monthOf(reached), -1);
    if (month === this.#asked) return false;
    await this.unitOfWork.run(this.name, (tx) =>
      this.jobs.ask(tx, { name: this.name, scope: ALL, period: month }),
    );
    this.#asked = month;
    return false;
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
