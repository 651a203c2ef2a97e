import { eraseRelatives } from '@minzheng/casework/relatives';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ACCESS_LOG_MINIMUM_YEARS,
  accessLogStage,
  DECISION_MINIMUM_YEARS,
  eraseByStages,
  FIRST_ID,
  guardYears,
  keptSinceYears,
  type ErasureLook,
  type ErasurePlace,
  type ErasureStage,
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
/** With each go its payments of years: a million rows or so. */
const CASES_A_NIGHT = 5_000;
const HOUSEHOLDS_A_CHUNK = 500;
const [RELATIVES_A_CHUNK, FACTS_A_CHUNK] = [500, 5_000];

/** What a look erases that was kept as long as its case. */
type Look = (tx: Tx, before: CivilDate, after: string) => Promise<Omit<ErasureLook, 'term'>>;

/**
 * Erases each night what has been kept for its years (留存期满清除; PIPL arts. 19, 47): cases with all that hangs on them,
 * tickets, households and persons that no kept case names, and the access log up to an anchor. What was erased is entered
 * by day and kind; statistics stay. In chunks beside everything else; a run that is broken off goes on where it was.
 */
@Injectable()
export class RetentionJob implements JobHandler<object, ErasurePlace>, OnModuleInit {
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
    guardYears(this.policies, CASE_YEARS, DECISION_MINIMUM_YEARS);
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, ErasurePlace>): Promise<Chunk<ErasurePlace>> {
    const stages = await this.#stages(tx);
    return eraseByStages(tx, stages, checkpoint, { today: this.clock.today(), logger: this.logger.pino });
  }

  /** In this order: what the law bounds waits for nothing, and what names somebody goes before whom it names. */
  async #stages(tx: Tx): Promise<readonly ErasureStage[]> {
    const [book, today] = [await this.policies.book(tx), this.clock.today()];
    // what is kept of all over the province is kept as its row says
    const row = (key: string): PolicyRow => book.resolve(key, this.regions.province, today);
    const ofCases = (name: string, look: Look, most?: number): ErasureStage => ({
      ...{ name, ...(most !== undefined && { most }) },
      async look(within, after) {
        const policy = row(CASE_YEARS);
        const keptSince = keptSinceYears(policy, today);
        return { ...(await look(within, keptSince, after)), term: { keptSince, policy } };
      },
    });
    return [
      accessLogStage(this.audit, () => row(ACCESS_LOG_YEARS), today),
      ofCases(
        'cases',
        async (within, before, after) => {
          const { erased, persons, left, lookedUpTo } = await eraseCases(within, before, after, LOOKED_AT);
          return { erased: { cases: erased, persons }, left, after: lookedUpTo };
        },
        CASES_A_NIGHT,
      ),
      ofCases('tickets', async (within, before, after) => {
        const { erased, lookedUpTo } = await eraseTickets(within, before, after, LOOKED_AT);
        return { erased: { tickets: erased }, after: lookedUpTo };
      }),
      ofCases('households', async (within, before, after) => {
        const at = this.clock.now();
        const look = await eraseHouseholds(within, before, after, HOUSEHOLDS_A_CHUNK, at);
        return { erased: { households: look.erased, persons: look.persons }, after: look.lookedUpTo };
      }),
      ofCases('relatives', async (within, before) => {
        const erased = await eraseRelatives(within, before, RELATIVES_A_CHUNK);
        return { erased: { relatives: erased }, after: erased < RELATIVES_A_CHUNK ? undefined : FIRST_ID };
      }),
      ofCases('toldFacts', async (within, before) => {
        const erased = await eraseToldFacts(within, before, FACTS_A_CHUNK);
        return { erased: { toldFacts: erased }, after: erased < FACTS_A_CHUNK ? undefined : FIRST_ID };
      }),
    ];
  }
}
