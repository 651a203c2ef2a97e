import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeal } from './appeal.entity.js';
import { APPEAL_LIFECYCLE } from './appeal.lifecycle.js';
import { appealMetrics } from './appeal.metrics.js';
import { overdueStep, type AppealDays, type OverdueStep } from './appeal.rules.js';

const A_CHUNK = 200;
const STEPS: readonly OverdueStep[] = ['ACCEPT', 'SOURCE', 'DECIDE'];

/**
 * The appeals of a day (异议时限): where a source has not answered in its days, the reviewer decides on the evidence; and how
 * many are late is counted.
 */
@Injectable()
export class AppealDaysJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'appeal-days';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly clock: BusinessClock,
  ) {}

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const today = this.clock.today();
    const moved = await tx.moveWhere(Appeal, APPEAL_LIFECYCLE, 'checkSource', this.clock.now(), {
      where: 't.source_due_on < $1',
      parameters: [today],
      atMost: A_CHUNK,
    });
    const finished = moved.length < A_CHUNK;
    if (finished) await countOverdue(tx, today);
    return { checkpoint: {}, done: moved.length, finished };
  }

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(0));
  }
}

async function countOverdue(tx: Tx, today: CivilDate): Promise<void> {
  const open = await tx.query<AppealDays>(
    `select state, accept_due_on::text as "acceptDueOn", source_due_on::text as "sourceDueOn", due_on::text as "dueOn"
       from appeal where state in ('SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK')`,
  );
  const late = Map.groupBy(open, (appeal) => overdueStep(appeal, today));
  tx.afterCommit(() => {
    for (const step of STEPS) appealMetrics.overdue.set({ step }, late.get(step)?.length ?? 0);
  });
}
