import { addDays, addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { wholeNumber } from '../requests/check-policy.js';
import {
  eraseAppeals,
  eraseClues,
  eraseConsents,
  eraseFacts,
  eraseRejectedFacts,
  eraseReports,
} from './erasures.js';

/** At night, when retention runs (verification, section 9). */
const HOUR = 2;
const A_CHUNK = 500;
const PERSONS_A_CHUNK = 2_000;
const ENTRIES_A_CHUNK = 5_000;
/** Of one night: the next one goes on, since what is erased is not found again. */
const ROWS_A_RUN = 1_000_000;
const MONTHS_A_YEAR = 12;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** In this order: what refers to something goes before it, and what is needed to replay a report after the report. */
const STAGES = ['appeals', 'clues', 'reports', 'consents', 'facts', 'rejectedFacts', 'accessLog'] as const;
type Stage = (typeof STAGES)[number];

interface Place {
  readonly stage: Stage;
  /** Of facts: persons up to this key have been looked at. */
  readonly after: string;
  /** Rows erased by this run. */
  readonly rows: number;
}

interface Step {
  readonly erased: number;
  /** Where the stage goes on; undefined when it is through. */
  readonly after: string | undefined;
}

/**
 * Erases each night what has been kept for its years (留存期满清除; verification, section 8; PIPL arts. 19, 47): objections,
 * clues and reports with their requests, consents, facts after their last purpose, refused facts, and the access log up
 * to an anchor. In chunks beside everything else; a run that is broken off goes on where it was.
 */
@Injectable()
export class RetentionJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'retention';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly audit: AuditRetention,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
    private readonly logger: JsonLogger,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const { stage, after, rows } = checkpoint ?? { stage: STAGES[0], after: FIRST, rows: 0 };
    const step = await this.#erase(tx, stage, after);
    const total = rows + step.erased;
    if (step.erased > 0) {
      tx.afterCommit(() =>
        this.logger.pino.info({ stage, rows: step.erased }, 'what was kept for its time is erased'),
      );
    }
    const next = step.after === undefined ? STAGES[STAGES.indexOf(stage) + 1] : stage;
    return {
      checkpoint: { stage: next ?? stage, after: step.after ?? FIRST, rows: total },
      done: step.erased,
      finished: next === undefined || total >= ROWS_A_RUN,
    };
  }

  async #erase(tx: Tx, stage: Stage, after: string): Promise<Step> {
    const book = await this.policies.book(tx);
    const today = this.clock.today();
    // what is kept of persons all over the province is kept as its row says
    const number = (key: string): number => wholeNumber(book.resolve(key, this.regions.province, today));
    const years = (name: string): CivilDate =>
      addMonthsToDate(today, -number(`verification.retention.${name}`) * MONTHS_A_YEAR);
    const all = async (work: Promise<number>, most: number): Promise<Step> => {
      const erased = await work;
      return { erased, after: erased < most ? undefined : FIRST };
    };
    switch (stage) {
      case 'appeals':
        return all(eraseAppeals(tx, years('reportYears'), A_CHUNK), A_CHUNK);
      case 'clues':
        return all(eraseClues(tx, years('reportYears'), A_CHUNK), A_CHUNK);
      case 'reports':
        return all(eraseReports(tx, years('reportYears'), today, A_CHUNK), A_CHUNK);
      case 'consents':
        return all(eraseConsents(tx, years('reportYears'), A_CHUNK), A_CHUNK);
      case 'facts': {
        const { facts, lookedUpTo } = await eraseFacts(tx, years('factYears'), after, PERSONS_A_CHUNK);
        return { erased: facts, after: lookedUpTo };
      }
      case 'rejectedFacts': {
        const before = addDays(today, -number('verification.file.keepDays'));
        return all(eraseRejectedFacts(tx, before, A_CHUNK), A_CHUNK);
      }
      case 'accessLog': {
        const before = new Date(`${years('accessLogYears')}T00:00:00+08:00`);
        return all(this.audit.erase(tx, before, ENTRIES_A_CHUNK), ENTRIES_A_CHUNK);
      }
    }
  }
}
