import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { wholeNumber } from '../requests/check-policy.js';
import { countsOf } from './bulk-run.counts.js';
import { BulkRun, type BulkRunMode } from './bulk-run.entity.js';
import { announceCompleted } from './bulk-run.events.js';
import { BULK_RUN_LIFECYCLE, type BulkRunCommand } from './bulk-run.lifecycle.js';
import { listScope } from './bulk-run.plan.js';
import { BULK_RUN_PROBLEMS } from './bulk-run.problems.js';

const SCOPE_LOCK_CLASS = 0x6275_6c6b;

/** What somebody, or the calendar, wants re-verified. */
export interface BulkRunOrder {
  readonly region: string;
  readonly mode: BulkRunMode;
  /** Of the calendar: the month. */
  readonly period?: string;
}

/** Plans bulk runs, and moves them through their lifecycle. */
@Injectable()
export class BulkRunService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `run-active` */
  async plan(tx: Tx, { region, mode, period }: BulkRunOrder): Promise<BulkRun> {
    const active = await this.activeIn(tx, region);
    if (active !== undefined) {
      throw new Problem(BULK_RUN_PROBLEMS.runActive, { extensions: { runId: active } });
    }
    const at = this.clock.now();
    const run = Object.assign(new BulkRun(), {
      ...{ id: uuidv7(), region, mode, period: period ?? null, validAt: this.clock.today() },
      ...{ knownAt: null, inScope: null, startedAt: null, endedAt: null },
    });
    return tx.begin(run, BULK_RUN_LIFECYCLE, 'plan', at);
  }

  /** The run of the scope that has not ended; nobody plans another until the commit. */
  async activeIn(tx: Tx, region: string): Promise<string | undefined> {
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [SCOPE_LOCK_CLASS, region]);
    const [active] = await tx.query<{ id: string }>(
      `select id from bulk_run where region = $1 and state in ('PLANNED', 'RUNNING', 'PAUSED')`,
      [region],
    );
    return active?.id;
  }

  /** Pauses, resumes or cancels: the slices that are under way are finished. @throws NotFound, VersionConflict, IllegalTransition */
  async move(
    tx: Tx,
    id: string,
    version: number,
    command: Extract<BulkRunCommand, 'pause' | 'resume' | 'cancel'>,
  ): Promise<BulkRun> {
    const run = await tx.loadForUpdate(BulkRun, id, version);
    const at = this.clock.now();
    if (command === 'cancel') run.endedAt = at;
    await tx.move(run, BULK_RUN_LIFECYCLE, command, at);
    return run;
  }

  /**
   * Starts one run that is planned: lists its scope and fixes its instant.
   *
   * @returns whether there was one
   */
  async startNext(tx: Tx): Promise<boolean> {
    const [planned] = await tx.query<{ id: string }>(
      `select id from bulk_run where state = 'PLANNED' order by id limit 1 for update skip locked`,
    );
    if (!planned) return false;
    const run = await tx.loadForUpdate(BulkRun, planned.id);
    const size = await this.#chunkSize(tx, run);
    const [instant] = await tx.query<{ at: Date }>(
      `select date_trunc('milliseconds', clock_timestamp()) as at`,
    );
    const at = this.clock.now();
    run.knownAt = instant?.at ?? at;
    run.inScope = String(await listScope(tx, run, this.clock.today(), size, this.regions));
    run.startedAt = at;
    await tx.move(run, BULK_RUN_LIFECYCLE, 'start', at);
    return true;
  }

  /**
   * Completes one run of which nothing is left to do.
   *
   * @returns whether there was one
   */
  async completeNext(tx: Tx): Promise<boolean> {
    const [over] = await tx.query<{ id: string }>(
      `select id from bulk_run r
        where state = 'RUNNING'
          and not exists (select from bulk_run_chunk c where c.run_id = r.id and c.is_open)
        order by id limit 1 for update skip locked`,
    );
    if (!over) return false;
    const run = await tx.loadForUpdate(BulkRun, over.id);
    const counts = (await countsOf(tx, [run.id])).get(run.id);
    if (!counts) throw new RangeError('a run without its counts');
    const at = this.clock.now();
    run.endedAt = at;
    const { from } = await tx.move(run, BULK_RUN_LIFECYCLE, 'complete', at);
    announceCompleted(tx, run, from, counts, at);
    return true;
  }

  /** @throws PolicyMissing */
  async #chunkSize(tx: Tx, run: BulkRun): Promise<number> {
    const book = await this.policies.book(tx);
    const row = book.resolve('verification.bulk.chunkHouseholds', run.region, run.validAt);
    return Math.max(1, wholeNumber(row));
  }
}
