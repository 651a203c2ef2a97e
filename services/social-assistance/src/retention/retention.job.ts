import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ACCESS_LOG_MINIMUM_YEARS,
  enterErasure,
  eraseAccessLog,
  guardYears,
  keptSinceYears,
} from '@minzheng/platform/erasures';
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
import { eraseCases } from './erase-cases.js';
import { eraseHouseholds } from './erase-households.js';
import { eraseTickets } from './erase-tickets.js';
import { eraseToldFacts } from './erase-told.js';

/** At night, as in the other services. */
const HOUR = 2;
const ACCESS_LOG_YEARS = 'assistance.retention.accessLogYears';
const CASE_YEARS = 'assistance.retention.caseYears';
const LOOKED_AT = 1_000;
const HOUSEHOLDS_A_CHUNK = 500;
const FACTS_A_CHUNK = 5_000;
/** Of one night: the next one goes on, since what is erased is not found again. */
const ROWS_A_RUN = 1_000_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** In this order: what the law bounds waits for nothing, and what names somebody goes before whom it names. */
const STAGES = ['accessLog', 'cases', 'tickets', 'households', 'toldFacts'] as const;
type Stage = (typeof STAGES)[number];

interface Place {
  readonly stage: Stage;
  /** Records of the stage up to this id have been looked at. */
  readonly after: string;
  /** Rows erased by this run. */
  readonly rows: number;
  /** Cases that have had their time and are left, since something of them is open. */
  readonly left: number;
}

interface Step {
  /** How many were erased, by kind. */
  readonly erased: Readonly<Record<string, number>>;
  readonly left?: number;
  /** Where the stage goes on; undefined when it is through. */
  readonly after: string | undefined;
}

/**
 * Erases each night what has been kept for its years (留存期满清除; PIPL arts. 19, 47): cases with all that hangs on them,
 * tickets, households and persons that no kept case names, and the access log up to an anchor. What was erased is entered
 * by day and kind; statistics stay. In chunks beside everything else; a run that is broken off goes on where it was.
 */
@Injectable()
export class RetentionJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'retention';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly audit: AuditRetention,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {}

  onModuleInit(): void {
    guardYears(this.policies, ACCESS_LOG_YEARS, ACCESS_LOG_MINIMUM_YEARS);
    guardYears(this.policies, CASE_YEARS, 1);
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const place = checkpoint ?? { stage: STAGES[0], after: FIRST, rows: 0, left: 0 };
    const step = await this.#erase(tx, place.stage, place.after);
    const erased = Object.values(step.erased).reduce((sum, rows) => sum + rows, 0);
    const [rows, left] = [place.rows + erased, place.left + (step.left ?? 0)];
    const next = step.after === undefined ? STAGES[STAGES.indexOf(place.stage) + 1] : place.stage;
    const finished = next === undefined || rows >= ROWS_A_RUN;
    tx.afterCommit(() => {
      if (erased > 0) this.logger.pino.info(step.erased, 'what was kept for its time is erased');
      if (finished && left > 0)
        this.logger.pino.warn({ cases: left }, 'cases that have had their time are left: something is open');
    });
    return {
      checkpoint: { stage: next ?? place.stage, after: step.after ?? FIRST, rows, left },
      done: erased,
      // what is left shows as what is not done
      ...(finished && { total: rows + left }),
      finished,
    };
  }

  async #erase(tx: Tx, stage: Stage, after: string): Promise<Step> {
    const [book, today] = [await this.policies.book(tx), this.clock.today()];
    // what is kept of all over the province is kept as its row says
    const row = (key: string): PolicyRow => book.resolve(key, this.regions.province, today);
    if (stage === 'accessLog') {
      const { entries, isThrough } = await eraseAccessLog(tx, this.audit, row(ACCESS_LOG_YEARS), today);
      return { erased: { accessLog: entries }, after: isThrough ? undefined : FIRST };
    }
    const policy = row(CASE_YEARS);
    const keptSince = keptSinceYears(policy, today);
    const step = await this.#eraseRecords(tx, stage, keptSince, after);
    for (const [what, rows] of Object.entries(step.erased))
      await enterErasure(tx, { on: today, what, rows, keptSince, policy });
    return step;
  }

  async #eraseRecords(
    tx: Tx,
    stage: Exclude<Stage, 'accessLog'>,
    before: CivilDate,
    after: string,
  ): Promise<Step> {
    switch (stage) {
      case 'cases': {
        const { erased, persons, left, lookedUpTo } = await eraseCases(tx, before, after, LOOKED_AT);
        return { erased: { cases: erased, persons }, left, after: lookedUpTo };
      }
      case 'tickets': {
        const { erased, lookedUpTo } = await eraseTickets(tx, before, after, LOOKED_AT);
        return { erased: { tickets: erased }, after: lookedUpTo };
      }
      case 'households': {
        const at = this.clock.now();
        const { erased, persons, lookedUpTo } = await eraseHouseholds(
          tx,
          before,
          after,
          HOUSEHOLDS_A_CHUNK,
          at,
        );
        return { erased: { households: erased, persons }, after: lookedUpTo };
      }
      case 'toldFacts': {
        const erased = await eraseToldFacts(tx, before, FACTS_A_CHUNK);
        return { erased: { toldFacts: erased }, after: erased < FACTS_A_CHUNK ? undefined : FIRST };
      }
    }
  }
}
