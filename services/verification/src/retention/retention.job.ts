import { eraseRelatives } from '@minzheng/casework/relatives';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
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
  type ErasurePlace,
  type ErasureStage,
  type Term,
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
import { wholeNumber } from '../requests/check-policy.js';
import {
  eraseCaseDecisions,
  eraseHouseholds,
  eraseLeftSubjects,
  eraseManualFacts,
  eraseOverpayments,
  eraseRecipientQueries,
  eraseRecoveries,
  eraseRunSubjects,
} from './case-erasures.js';
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
/** A slip erases what no source tells again: the records of who has provided what are kept as long at least. */
const FACT_MINIMUM_YEARS = ACCESS_LOG_MINIMUM_YEARS;
const A_CHUNK = 500;
const PERSONS_A_CHUNK = 2_000;
const [FACT_YEARS, REPORT_YEARS, ACCESS_LOG_YEARS] = [
  'verification.retention.factYears',
  'verification.retention.reportYears',
  'verification.retention.accessLogYears',
];

/** @returns how many rows of before a day were erased, at most so many */
type Erasure = (tx: Tx, before: CivilDate, most: number) => Promise<number>;

/**
 * Erases each night what has been kept for its years (留存期满清除; verification, section 8; PIPL arts. 19, 47): objections,
 * clues and reports with their requests, decisions of cases, over-payments, questions about recipients, consents, facts by
 * hand, who has left the low-income population, closed households, facts after their last purpose, refused facts, whom bulk
 * runs went through, and the access log up to an anchor. In chunks beside everything else; a run that is broken off goes on
 * where it was. What was erased is entered by day and kind.
 */
@Injectable()
export class RetentionJob implements JobHandler<object, ErasurePlace>, OnModuleInit {
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
    guardYears(this.policies, ACCESS_LOG_YEARS, ACCESS_LOG_MINIMUM_YEARS);
    guardYears(this.policies, REPORT_YEARS, DECISION_MINIMUM_YEARS);
    guardYears(this.policies, FACT_YEARS, FACT_MINIMUM_YEARS);
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, ErasurePlace>): Promise<Chunk<ErasurePlace>> {
    const stages = await this.#stages(tx);
    return eraseByStages(tx, stages, checkpoint, { today: this.clock.today(), logger: this.logger.pino });
  }

  /**
   * In this order: what the law bounds waits for nothing, what refers to something goes before it, and what is needed to replay
   * a report after the report.
   */
  async #stages(tx: Tx): Promise<readonly ErasureStage[]> {
    const book = await this.policies.book(tx);
    const today = this.clock.today();
    // what is kept of persons all over the province is kept as its row says
    const row = (key: string): PolicyRow => book.resolve(key, this.regions.province, today);
    const years = (key: string) => (): Term => {
      const policy = row(key);
      return { keptSince: keptSinceYears(policy, today), policy };
    };
    const [facts, cases] = [years(FACT_YEARS), years(REPORT_YEARS)];
    const files = (): Term => {
      const policy = row('verification.file.keepDays');
      return { keptSince: addDays(today, -wholeNumber(policy)), policy };
    };
    const all = (name: string, termOf: () => Term, erase: Erasure): ErasureStage => ({
      name,
      async look(within) {
        const term = termOf();
        const erased = await erase(within, term.keptSince, A_CHUNK);
        return { erased: { [name]: erased }, term, after: erased < A_CHUNK ? undefined : FIRST_ID };
      },
    });
    return [
      accessLogStage(this.audit, () => row(ACCESS_LOG_YEARS), today),
      all('appeals', cases, eraseAppeals),
      all('clues', cases, eraseClues),
      all('reports', cases, (within, before, most) => eraseReports(within, before, today, most)),
      all('caseDecisions', cases, eraseCaseDecisions),
      all('overpayments', cases, eraseOverpayments),
      all('recoveries', cases, eraseRecoveries),
      all('recipientQueries', cases, eraseRecipientQueries),
      all('consents', cases, eraseConsents),
      all('manualFacts', facts, eraseManualFacts),
      all('leftSubjects', facts, eraseLeftSubjects),
      all('relatives', cases, eraseRelatives),
      all('households', cases, eraseHouseholds),
      {
        name: 'facts',
        async look(within, after) {
          const term = facts();
          const found = await eraseFacts(within, term.keptSince, after, PERSONS_A_CHUNK);
          return { erased: { facts: found.facts }, term, after: found.lookedUpTo };
        },
      },
      all('rejectedFacts', files, eraseRejectedFacts),
      {
        name: 'runSubjects',
        async look(within) {
          const term = files();
          const { parts, isThrough } = await eraseRunSubjects(within, term.keptSince, today);
          return { erased: { runSubjects: parts }, term, after: isThrough ? undefined : FIRST_ID };
        },
      },
    ];
  }
}
