import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { classify } from '../messaging/failure.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { Chunk, JobData, JobHandler, JobUnderWay } from './job.js';
import { jobMetrics } from './job.metrics.js';
import { PollingLoop } from './polling-loop.js';

/** A chunk that fails is tried again after 2, 4, 8 and 16 s; then the job has failed, and somebody asks for it again. */
const MAX_ATTEMPTS = 5;
const POLL_MS = 500;

export interface JobRunnerOptions {
  /** How long a job stays with a process that has not ended a chunk of it. */
  readonly leaseMs?: number;
  readonly pollMs?: number;
}

/**
 * Does what {@link Jobs} were asked for: one chunk of one job after the other, in turn. A job is with one process by a
 * lease that each chunk renews. The checkpoint commits with the chunk's effect, so that a job whose process was
 * killed goes on elsewhere after the lease ends, and repeats nothing.
 */
export class JobRunner {
  readonly #owner = randomUUID();
  readonly #handlers = new Map<string, JobHandler>();
  readonly #loop: PollingLoop;
  readonly #leaseMs: number;
  #hasClaimed = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: Logger,
    { leaseMs = 30_000, pollMs = POLL_MS }: JobRunnerOptions = {},
  ) {
    this.#leaseMs = leaseMs;
    this.#loop = new PollingLoop('job runner', logger, pollMs, () => this.round());
  }

  /** @throws RangeError when the name is taken */
  register<Parameters, Checkpoint>(handler: JobHandler<Parameters, Checkpoint>): void {
    if (this.#handlers.has(handler.name)) throw new RangeError(`a job ${handler.name} exists already`);
    this.#handlers.set(handler.name, handler as unknown as JobHandler);
  }

  start(): void {
    this.#loop.start();
  }

  /** Ends after the chunk that is under way, and leaves what is not done to other processes at once. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    if (!this.#hasClaimed) return;
    await this.unitOfWork
      .run('job runner', (tx) =>
        tx.execute(
          `update job set lease_owner = null, lease_until = null where lease_owner = $1 and state = 'RUNNING'`,
          [this.#owner],
        ),
      )
      // they go on when the lease has ended
      .catch((error: unknown) => this.logger.warn({ err: error }, 'jobs keep their lease'));
  }

  /** One chunk of the job whose turn it is. @returns whether there was one */
  async round(): Promise<boolean> {
    const job = await this.#claim();
    if (job) this.#hasClaimed = true;
    const handler = job && this.#handlers.get(job.name);
    if (!job || !handler) return false;
    try {
      const chunk = await this.#chunk(handler, job);
      if (chunk) this.#report(job, chunk);
    } catch (error) {
      if (classify(error).kind === 'infrastructure') throw error;
      await this.#failed(job, error);
    }
    return true;
  }

  async #claim(): Promise<(JobUnderWay & { readonly name: string }) | undefined> {
    return this.unitOfWork.run('job runner', async (tx) => {
      const [job] = await tx.query<JobUnderWay & { name: string; first: boolean }>(
        `with due as (
           select id, started_at from job
            where name = any($3) and state in ('PENDING', 'RUNNING') and not_before <= clock_timestamp()
              and (lease_owner is null or lease_owner = $1 or lease_until < clock_timestamp())
            order by not_before, id limit 1 for update skip locked)
         update job j
            set state = 'RUNNING', lease_owner = $1, lease_until = clock_timestamp() + $2 * interval '1 millisecond',
                started_at = coalesce(j.started_at, clock_timestamp())
           from due where j.id = due.id
         returning j.id, j.name, j.scope, j.period, j.parameters, j.requested_by as "requestedBy",
                   due.started_at is null as first`,
        [this.#owner, this.#leaseMs, [...this.#handlers.keys()]],
      );
      if (job?.first) {
        tx.afterCommit(() => this.logger.info({ job: job.name, jobId: job.id }, 'job begins'));
      }
      return job;
    });
  }

  /** Undefined when the lease has gone to another process meanwhile. */
  #chunk(handler: JobHandler, job: JobUnderWay): Promise<Chunk | undefined> {
    return this.unitOfWork.run(`job/${handler.name}`, async (tx) => {
      const [mine] = await tx.query<{ checkpoint: JobData | null }>(
        `select checkpoint from job where id = $1 and lease_owner = $2 and state = 'RUNNING' for update`,
        [job.id, this.#owner],
      );
      if (!mine) return undefined;
      const chunk = await handler.chunk(tx, { ...job, checkpoint: mine.checkpoint ?? undefined });
      await tx.execute(
        `update job
            set checkpoint = $3, done = done + $4, total = coalesce($5, total), attempts = 0, last_error = null,
                not_before = clock_timestamp() + $6 * interval '1 millisecond',
                state = case when $7 then 'DONE' else state end,
                ended_at = case when $7 then clock_timestamp() end,
                lease_owner = case when $7 then null else lease_owner end,
                lease_until = case when $7 then null else clock_timestamp() + $8 * interval '1 millisecond' end
          where id = $1 and lease_owner = $2`,
        [
          job.id,
          this.#owner,
          JSON.stringify(chunk.checkpoint),
          chunk.done,
          chunk.total ?? null,
          chunk.pauseMs ?? 0,
          chunk.finished,
          this.#leaseMs,
        ],
      );
      return chunk;
    });
  }

  #report(job: { readonly id: string; readonly name: string }, { done, finished }: Chunk): void {
    jobMetrics.chunks.inc({ job_name: job.name });
    jobMetrics.done.inc({ job_name: job.name }, done);
    if (!finished) return;
    jobMetrics.ended.inc({ job_name: job.name, state: 'DONE' });
    this.logger.info({ job: job.name, jobId: job.id }, 'job is done');
  }

  async #failed(job: { readonly id: string; readonly name: string }, error: unknown): Promise<void> {
    const failure = classify(error);
    const reason = failure.kind === 'event' ? failure.reason : failure.kind;
    const state = await this.unitOfWork.run('job runner', async (tx) => {
      const [row] = await tx.query<{ state: string }>(
        `update job
            set attempts = attempts + 1, last_error = $3, lease_owner = null, lease_until = null,
                not_before = clock_timestamp() + power(2, attempts + 1) * interval '1 second',
                state = case when attempts + 1 >= $4 then 'FAILED' else state end,
                ended_at = case when attempts + 1 >= $4 then clock_timestamp() end
          where id = $1 and lease_owner = $2 returning state`,
        [job.id, this.#owner, reason, MAX_ATTEMPTS],
      );
      return row?.state;
    });
    jobMetrics.failures.inc({ job_name: job.name, reason });
    if (state === 'FAILED') jobMetrics.ended.inc({ job_name: job.name, state });
    this.logger.error({ job: job.name, jobId: job.id, state, err: error }, 'a chunk of a job failed');
  }
}
