import { addDays, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ACCESS_LOG_MINIMUM_YEARS,
  enterErasure,
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
const A_CHUNK = 500;
const PERSONS_A_CHUNK = 2_000;
const ENTRIES_A_CHUNK = 5_000;
/** Of one night: the next one goes on, since what is erased is not found again. */
const ROWS_A_RUN = 1_000_000;
const [FACT_YEARS, REPORT_YEARS, ACCESS_LOG_YEARS] = [
  'verification.retention.factYears',
  'verification.retention.reportYears',
  'verification.retention.accessLogYears',
];
const FIRST = '00000000-0000-0000-0000-000000000000';

/** In this order: what refers to something goes before it, and what is needed to replay a report after the report. */
const STAGES = [
  ...['appeals', 'clues', 'reports', 'caseDecisions', 'overpayments', 'recoveries', 'recipientQueries'],
  ...[
    'consents',
    'manualFacts',
    'leftSubjects',
    'households',
    'facts',
    'rejectedFacts',
    'runSubjects',
    'accessLog',
  ],
] as const;
type Stage = (typeof STAGES)[number];

interface Place {
  readonly stage: Stage;
  /** Of facts: persons up to this key have been looked at. */
  readonly after: string;
  /** Rows erased by this run. */
  readonly rows: number;
}

/** How long something is kept. */
interface Term {
  /** What is of this day or later stays. */
  readonly before: CivilDate;
  readonly policy: PolicyRow;
}

interface Step extends Term {
  readonly erased: number;
  /** Where the stage goes on; undefined when it is through. */
  readonly after: string | undefined;
}

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
    guardYears(this.policies, ACCESS_LOG_YEARS, ACCESS_LOG_MINIMUM_YEARS);
    for (const key of [FACT_YEARS, REPORT_YEARS]) guardYears(this.policies, key, 1);
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const { stage, after, rows } = checkpoint ?? { stage: STAGES[0], after: FIRST, rows: 0 };
    const step = await this.#erase(tx, stage, after);
    const total = rows + step.erased;
    if (step.erased > 0) {
      const { before: keptSince, policy } = step;
      await enterErasure(tx, {
        ...{ on: this.clock.today(), what: stage, rows: step.erased },
        ...{ keptSince, policy },
      });
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
    const row = (key: string): PolicyRow => book.resolve(key, this.regions.province, today);
    const years = (key: string): Term => {
      const policy = row(key);
      return { before: keptSinceYears(policy, today), policy };
    };
    const keepDays = row('verification.file.keepDays');
    const files: Term = { before: addDays(today, -wholeNumber(keepDays)), policy: keepDays };
    const [facts, cases] = [years(FACT_YEARS), years(REPORT_YEARS)];
    const all = async (erase: Erasure, term: Term, most = A_CHUNK): Promise<Step> => {
      const erased = await erase(tx, term.before, most);
      return { ...term, erased, after: erased < most ? undefined : FIRST };
    };
    switch (stage) {
      case 'appeals':
        return all(eraseAppeals, cases);
      case 'clues':
        return all(eraseClues, cases);
      case 'reports':
        return all((within, before, most) => eraseReports(within, before, today, most), cases);
      case 'caseDecisions':
        return all(eraseCaseDecisions, cases);
      case 'overpayments':
        return all(eraseOverpayments, cases);
      case 'recoveries':
        return all(eraseRecoveries, cases);
      case 'recipientQueries':
        return all(eraseRecipientQueries, cases);
      case 'consents':
        return all(eraseConsents, cases);
      case 'manualFacts':
        return all(eraseManualFacts, facts);
      case 'leftSubjects':
        return all(eraseLeftSubjects, facts);
      case 'households':
        return all(eraseHouseholds, cases);
      case 'facts': {
        const { facts: erased, lookedUpTo } = await eraseFacts(tx, facts.before, after, PERSONS_A_CHUNK);
        return { ...facts, erased, after: lookedUpTo };
      }
      case 'rejectedFacts':
        return all(eraseRejectedFacts, files);
      case 'runSubjects': {
        const erased = await eraseRunSubjects(tx, files.before, today);
        return { ...files, erased, after: erased === 0 ? undefined : FIRST };
      }
      case 'accessLog': {
        const erase: Erasure = (within, before, most) =>
          this.audit.erase(within, new Date(`${before}T00:00:00+08:00`), most);
        return all(erase, years(ACCESS_LOG_YEARS), ENTRIES_A_CHUNK);
      }
    }
  }
}
