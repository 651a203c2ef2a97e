import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { lockProgramme } from './payroll-build.job.js';
import { PayrollPlanner } from './payroll-planner.js';
import { PayrollRun } from './payroll-run.entity.js';

export const PLAN_AGAIN = 'payroll-plan-again';

/** Which subject of which run. */
export interface PlanAgainParameters {
  readonly runId: string;
  readonly subjectId: string;
}

/**
 * Plans what is due to one subject again in a run that has given up lines of it, so that it is paid with that run. A job,
 * since whoever gives lines up holds the subject, and a run that is built holds its programme before its subjects. Once
 * the lists are frozen it is left to the next run.
 */
@Injectable()
export class PlanAgainJob implements JobHandler<PlanAgainParameters, object>, OnModuleInit {
  readonly name = PLAN_AGAIN;

  constructor(
    private readonly planner: PayrollPlanner,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(
    tx: Tx,
    { parameters: { runId, subjectId } }: JobUnderWay<PlanAgainParameters, object>,
  ): Promise<Chunk<object>> {
    const finished = { checkpoint: {}, done: 1, finished: true };
    await tx.query('select from payroll_run where id = $1 for no key update', [runId]);
    const run = await tx.manager.findOneBy(PayrollRun, { id: runId });
    if (run?.state !== 'BUILDING' && run?.state !== 'BUILT') return finished;
    await lockProgramme(tx, run);
    const range = { ids: [subjectId], first: subjectId, last: subjectId };
    await this.planner.plan(tx, run, this.planner.scopeOf(run), range);
    // a run that is being built is counted when it is finished
    if (run.state === 'BUILT') await this.#count(tx, run);
    return finished;
  }

  async #count(tx: Tx, run: PayrollRun): Promise<void> {
    const [sums] = await tx.query<{ count: number; fen: string }>(
      'select count(*)::int as count, coalesce(sum(amount_fen), 0)::text as fen from payment_line where run_id = $1',
      [run.id],
    );
    run.lineCount = sums?.count ?? 0;
    run.totalFen = BigInt(sums?.fen ?? 0);
    await tx.save(run);
  }
}
