import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentSources, type PayrollScope, type SubjectRange } from './payment-source.js';
import { PayrollPlanner } from './payroll-planner.js';
import { PayrollRun } from './payroll-run.entity.js';

/** Of one chunk: with their lines they are planned in well under a second. */
const SUBJECTS_A_CHUNK = 2_000;
/** Before all ids. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

interface BuildParameters {
  readonly runId: string;
}

interface BuildCheckpoint {
  /** The last subject whose lines are planned. */
  readonly after: string;
}

type BuildChunk = Chunk<BuildCheckpoint>;

/**
 * Builds a run (生成发放批次): chunk by chunk of its subjects, set-based, each chunk once. Builds of one county and
 * programme take turns chunk by chunk, so that each sees the lines of the other.
 */
@Injectable()
export class PayrollBuildJob implements JobHandler<BuildParameters, BuildCheckpoint>, OnModuleInit {
  readonly name = 'payroll-build';

  constructor(
    private readonly sources: PaymentSources,
    private readonly lifecycles: PaymentLifecycles,
    private readonly clock: BusinessClock,
    private readonly planner: PayrollPlanner,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(
    tx: Tx,
    { parameters: { runId }, checkpoint }: JobUnderWay<BuildParameters, BuildCheckpoint>,
  ): Promise<BuildChunk> {
    const after = checkpoint?.after ?? FIRST_ID;
    const run = await this.#building(tx, runId);
    if (!run) return { checkpoint: { after }, done: 0, finished: true };
    await lockProgramme(tx, run);
    const scope = this.planner.scopeOf(run);
    const range = await this.#next(tx, scope, after);
    if (range) {
      await this.planner.plan(tx, run, scope, range);
      return { checkpoint: { after: range.last }, done: range.ids.length, finished: false };
    }
    // a chunk of its own: whoever waits for the run holds subjects
    await this.#finish(tx, runId);
    return { checkpoint: { after }, done: 0, finished: true };
  }

  /** Undefined when it was cancelled meanwhile. */
  async #building(tx: Tx, id: string): Promise<PayrollRun | undefined> {
    await tx.query('select from payroll_run where id = $1 for no key update', [id]);
    const run = await tx.manager.findOneBy(PayrollRun, { id });
    return run?.state === 'BUILDING' ? run : undefined;
  }

  async #next(tx: Tx, scope: PayrollScope, after: string): Promise<SubjectRange | undefined> {
    const { sql, parameters } = this.sources.of(scope.programme).subjects(scope);
    const next = parameters.length;
    const rows = await tx.query<{ id: string }>(
      `select id from (${sql}) as subject where id > $${next + 1}::uuid order by id limit $${next + 2}`,
      [...parameters, after, SUBJECTS_A_CHUNK],
    );
    const ids = rows.map(({ id }) => id);
    const [first, last] = [ids[0], ids.at(-1)];
    return first === undefined || last === undefined ? undefined : { ids, first, last };
  }

  async #finish(tx: Tx, id: string): Promise<void> {
    const run = await tx.loadForUpdate(PayrollRun, id);
    const [sums] = await tx.query<{ count: number; fen: string }>(
      'select count(*)::int as count, coalesce(sum(amount_fen), 0)::text as fen from payment_line where run_id = $1',
      [id],
    );
    run.lineCount = sums?.count ?? 0;
    run.totalFen = BigInt(sums?.fen ?? 0);
    await tx.move(run, this.lifecycles.run, 'finish', this.clock.now());
  }
}

const PROGRAMME_LOCK_CLASS = 0x6d7a_7061;

/** Until the transaction ends, nobody else plans or issues lines of this county and programme. */
export async function lockProgramme(
  tx: Tx,
  { region, programme }: Pick<PayrollRun, 'region' | 'programme'>,
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [
    PROGRAMME_LOCK_CLASS,
    `${region}/${programme}`,
  ]);
}
