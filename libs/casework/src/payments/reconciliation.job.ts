import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Reconciliation } from './reconciliation.js';

interface ResultParameters {
  readonly resultId: string;
  readonly after: string;
  readonly total: number;
}

interface ResultCheckpoint {
  readonly after: string;
}

/** Applies a result file that is too large for its request, chunk by chunk, each once. */
@Injectable()
export class ReconciliationJob implements JobHandler<ResultParameters, ResultCheckpoint>, OnModuleInit {
  readonly name = 'payroll-reconciliation';

  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(
    tx: Tx,
    { parameters, checkpoint }: JobUnderWay<ResultParameters, ResultCheckpoint>,
  ): Promise<Chunk<ResultCheckpoint>> {
    const { resultId, total } = parameters;
    const { after, lines, isFinished } = await this.reconciliation.chunk(
      tx,
      resultId,
      checkpoint?.after ?? parameters.after,
    );
    return { checkpoint: { after }, done: lines, total, finished: isFinished };
  }
}
