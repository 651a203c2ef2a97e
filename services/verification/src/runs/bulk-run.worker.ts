import { countyOf } from '@minzheng/kernel/region';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { PollingLoop } from '@minzheng/platform/jobs';
import { classify } from '@minzheng/platform/messaging';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { SETTINGS } from '@minzheng/platform/config';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { wholeNumber } from '../requests/check-policy.js';
import { BulkRunEvaluation, type RunMoment, type SliceResult, type Waiting } from './bulk-run.evaluation.js';
import type { BulkRunMode } from './bulk-run.entity.js';
import { bulkRunMetrics } from './bulk-run.metrics.js';
import { BulkRunService } from './bulk-run.service.js';
import type { BulkRunSettings } from './bulk-run.settings.js';

const ACTOR = 'bulk-run';
const POLL_MS = 500;
/** How long one process uses a book of policies: what is published meanwhile holds from the next one on. */
const BOOK_MS = 30_000;
/** So many subjects are taken at first, and more while they are quickly done: a transaction does not wait for itself. */
const FIRST_LIMIT = 250;
/** When who waits for a policy row is tried again. */
const RETRY_SECONDS = 30;
const COUNTY_LENGTH = 6;
/** While one slice waits for the database, another is computed. */
const SLICES_AT_ONCE = 2;

/** The part of a chunk that is taken next. */
interface TakenSlice {
  readonly run_id: string;
  readonly mode: BulkRunMode;
  readonly region: string;
  readonly valid_at: string;
  readonly known_at: Date;
  readonly number: number;
  readonly alone: boolean;
  readonly size: number;
  readonly done: number;
  readonly retries: number;
  readonly subjects: readonly string[];
}

/**
 * Does what bulk runs are to do: any number of workers, in any number of processes, share a run by taking slices that
 * nobody else has. What is evaluated, what follows from it and how far the run is commit together, so that a process
 * that is killed repeats nothing.
 */
@Injectable()
export class BulkRunWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loops: readonly PollingLoop[];
  /** So many of a chunk are taken at once; fewer after a failure. */
  #limit = FIRST_LIMIT;
  #book: { readonly runId: string; readonly since: number; readonly book: PolicyBook } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: BulkRunService,
    private readonly evaluation: BulkRunEvaluation,
    private readonly policies: PolicyStore,
    private readonly logger: JsonLogger,
    @Inject(SETTINGS) private readonly settings: BulkRunSettings,
  ) {
    this.#loops = Array.from(
      { length: SLICES_AT_ONCE },
      () => new PollingLoop('bulk run', logger.pino, POLL_MS, () => this.work()),
    );
  }

  onApplicationBootstrap(): void {
    if (this.settings.bulkRuns === 'take') for (const loop of this.#loops) loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }

  /** Starts or completes a run, or evaluates a slice of one. @returns whether there was anything to do */
  async work(): Promise<boolean> {
    if (await this.unitOfWork.run(ACTOR, (tx) => this.runs.startNext(tx))) return true;
    if (await this.#slice()) return true;
    return this.unitOfWork.run(ACTOR, (tx) => this.runs.completeNext(tx));
  }

  async #slice(): Promise<boolean> {
    let taken: TakenSlice | undefined;
    try {
      const result = await this.unitOfWork.run(ACTOR, async (tx) => {
        taken = await takeSlice(tx, this.#limit);
        if (!taken) return undefined;
        return this.#evaluate(tx, taken);
      });
      if (!taken || !result) return false;
      this.#limit = Math.min(this.#limit * 2, Number.MAX_SAFE_INTEGER);
      bulkRunMetrics.evaluated.inc(taken.subjects.length - result.waiting.length);
      await this.#pace(taken, result.startedAt);
      return true;
    } catch (error) {
      if (!taken) throw error;
      if (classify(error).kind === 'infrastructure') {
        // perhaps it was too much at once for a machine that is busy
        this.#limit = Math.ceil(taken.subjects.length / 4);
        throw error;
      }
      await this.#failed(taken, error);
      return true;
    }
  }

  async #evaluate(tx: Tx, taken: TakenSlice): Promise<SliceResult & { readonly startedAt: number }> {
    const startedAt = performance.now();
    const run: RunMoment = {
      id: taken.run_id,
      mode: taken.mode,
      region: taken.region,
      validAt: taken.valid_at,
      knownAt: taken.known_at,
      book: await this.#bookFor(tx, taken),
    };
    const result = await this.evaluation.evaluate(tx, run, taken);
    await writeProgress(tx, taken, result);
    return { ...result, startedAt };
  }

  /** One that fails alone waits, as who waits for a policy row does; the others go on. */
  async #failed(taken: TakenSlice, error: unknown): Promise<void> {
    const [subject = ''] = taken.subjects;
    if (taken.subjects.length > 1) {
      this.#limit = Math.ceil(taken.subjects.length / 4);
      return;
    }
    this.logger.pino.warn(
      { err: error, subject, runId: taken.run_id },
      'a household could not be evaluated and waits',
    );
    bulkRunMetrics.putOff.inc();
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const again = await takeSlice(tx, 1);
      if (again?.run_id !== taken.run_id || again.number !== taken.number || again.done !== taken.done)
        return;
      await writeProgress(tx, again, {
        ...{ persons: 0, consentLapsed: 0, hits: 0, raised: 0, withdrawn: 0 },
        waiting: [{ subject, region: taken.region }],
      });
    });
  }

  async #bookFor(tx: Tx, { run_id, retries }: TakenSlice): Promise<PolicyBook> {
    const now = performance.now();
    const known = this.#book;
    if (known?.runId === run_id && retries === 0 && now - known.since < BOOK_MS) return known.book;
    const book = await this.policies.book(tx);
    this.#book = { runId: run_id, since: now, book };
    return book;
  }

  /** All workers together evaluate so many households a second, so that others have their share of the machine. */
  async #pace({ region, valid_at, subjects }: TakenSlice, startedAt: number): Promise<void> {
    const row = this.#book?.book.resolve('verification.bulk.maxChecksPerSecond', region, valid_at);
    const perSecond = row && wholeNumber(row);
    if (!perSecond) return;
    const tookMs = performance.now() - startedAt;
    const waitMs = await this.unitOfWork.run(ACTOR, async (tx) => {
      const [turn] = await tx.query<{ wait_ms: number }>(
        `update bulk_run_pace
            set next_at = greatest(next_at, clock_timestamp() - $2 * interval '1 millisecond') + $1 * interval '1 second'
          returning extract(epoch from next_at - clock_timestamp())::float8 * 1000 as wait_ms`,
        [subjects.length / perSecond, tookMs],
      );
      return turn?.wait_ms ?? 0;
    });
    if (waitMs > 1) await new Promise<void>((resolve) => setTimeout(resolve, waitMs));
  }
}

/** The next part of a chunk that nobody else has, locked until the commit. */
async function takeSlice(tx: Tx, limit: number): Promise<TakenSlice | undefined> {
  const [taken] = await tx.query<TakenSlice>(
    `select c.run_id, r.mode, r.region, r.valid_at::text, r.known_at, c.number, c.alone, c.done, c.retries,
            cardinality(c.subjects) as size, c.subjects[c.done + 1 : least(c.done + $1::bigint, cardinality(c.subjects))] as subjects
       from bulk_run_chunk c join bulk_run r on r.id = c.run_id
      where r.state = 'RUNNING' and c.is_open and c.not_before <= clock_timestamp()
      order by c.run_id, c.number limit 1 for update of c skip locked`,
    [limit],
  );
  return taken;
}

/** The checkpoint. Behind the last of a chunk those who wait are what is left of it. */
async function writeProgress(
  tx: Tx,
  { run_id, number, subjects, done, size }: TakenSlice,
  { persons, consentLapsed, hits, raised, withdrawn, waiting }: SliceResult,
): Promise<void> {
  await tx.execute(
    `with progress as (
       select run_id, number, waiting || $4::uuid[] as waiting,
              array(select distinct region from unnest(waits_in || $5::text[]) as region order by region) as waits_in
         from bulk_run_chunk where run_id = $1 and number = $2
     )
     update bulk_run_chunk c
        set evaluated = c.evaluated + $3 - cardinality($4::uuid[]), persons = c.persons + $6,
            consent_lapsed = c.consent_lapsed + $7, hits = c.hits + $8, raised = c.raised + $9,
            withdrawn = c.withdrawn + $10,
            done = case when $11 and cardinality(p.waiting) > 0 then 0 else c.done + $3 end,
            is_open = not $11 or cardinality(p.waiting) > 0,
            subjects = case when $11 and cardinality(p.waiting) > 0 then p.waiting else c.subjects end,
            waiting = case when $11 then '{}' else p.waiting end,
            waits_in = case when $11 and cardinality(p.waiting) = 0 then '{}' else p.waits_in end,
            retries = c.retries + case when $11 and cardinality(p.waiting) > 0 then 1 else 0 end,
            not_before = case when $11 then clock_timestamp() + $12 * interval '1 second' else c.not_before end
       from progress p
      where (c.run_id, c.number) = (p.run_id, p.number)`,
    [
      ...[run_id, number, subjects.length],
      ...[waiting.map(({ subject }) => subject), [...new Set(waiting.map(waitsIn))]],
      ...[persons, consentLapsed, hits, raised, withdrawn],
      ...[done + subjects.length >= size, RETRY_SECONDS],
    ],
  );
}

const waitsIn = ({ region }: Waiting): string => (region.length > COUNTY_LENGTH ? countyOf(region) : region);
