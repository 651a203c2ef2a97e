import { BusinessClock } from '@minzheng/platform/clock';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ManualFacts } from './manual-fact.service.js';

const A_CHUNK = 100;

/** Ends the manual facts whose evidence holds no longer (证明材料到期). */
@Injectable()
export class ManualFactDaysJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'manual-fact-days';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly manualFacts: ManualFacts,
    private readonly clock: BusinessClock,
  ) {}

  async chunk(tx: Tx): Promise<Chunk<object>> {
    // in the order of the persons, whom each of them locks
    const over = await tx.query<{ id: string }>(
      `select id from manual_fact where state <> 'EXPIRED' and evidence_valid_to < $1 order by person_key, id limit $2`,
      [this.clock.today(), A_CHUNK],
    );
    for (const { id } of over) await this.manualFacts.expire(tx, id);
    return { checkpoint: {}, done: over.length, finished: over.length < A_CHUNK };
  }

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(0));
  }
}
