import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addMonths, monthOf } from '@minzheng/kernel/months';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { MonthlySupervision } from './monthly-supervision.js';

/** At three in the morning of the first day a month is over for supervision. */
const dayReached = dailyFrom(3);

interface Place {
  /** The last county that was looked at. */
  readonly county: string;
}

/** Looks into a month when it is over (R20): one county after the other, by the business clock, each month once. */
@Injectable()
export class MonthlySupervisionJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'monthly-supervision';

  constructor(
    private readonly supervision: MonthlySupervision,
    private readonly periodic: PeriodicJobs,
  ) {}

  async chunk(tx: Tx, { period, checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const county = await this.supervision.nextCounty(tx, checkpoint?.county ?? '');
    if (county === undefined) return { checkpoint: checkpoint ?? { county: '' }, done: 0, finished: true };
    const done = await this.supervision.look(tx, county, period);
    return { checkpoint: { county }, done, finished: false };
  }

  onModuleInit(): void {
    this.periodic.register(this, (now) => addMonths(monthOf(dayReached(now)), -1));
  }
}
