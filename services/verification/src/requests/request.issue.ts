import { civilDateOf } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { SourceQueries } from '../agencies/source-queries.js';
import { markChecked } from '../monitoring/monitored-subjects.js';
import type { ReportBody } from '../reports/report-body.js';
import { ReportIssuer } from '../reports/report-issuer.js';
import { ReportStanding } from '../reports/report-standing.entity.js';
import { REPORT_LIFECYCLE } from '../reports/report.lifecycle.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import type { CheckQuestion, CheckResult } from './check.js';
import { wholeNumber } from './check-policy.js';
import { releasePurposes } from './open-purposes.js';
import type { ChangedConclusions } from './reopening.rules.js';
import { announceIssued, announceSuperseded } from './request.events.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { noteDeposits } from './shared-deposits.js';
import type { VerificationRequest } from './verification-request.entity.js';

const MILLISECONDS_A_DAY = 86_400_000;

/** What a report is made of. */
export interface Evaluated {
  readonly question: CheckQuestion;
  readonly result: CheckResult;
  readonly knownAtMicros: bigint;
  /** The book that the check was evaluated with. */
  readonly book: PolicyBook;
}

/** Ends an evaluation with a report (出具核对报告), which takes the place of the one before. */
@Injectable()
export class RequestIssue {
  constructor(
    private readonly issuer: ReportIssuer,
    private readonly sources: SourceQueries,
    private readonly clock: BusinessClock,
  ) {}

  /** The request is loaded for update and collecting, its persons are locked. */
  async issue(
    tx: Tx,
    request: VerificationRequest,
    { question, result, knownAtMicros, book }: Evaluated,
  ): Promise<void> {
    const cause = request.reopenCause;
    const old = await this.#replaced(tx, request);
    await tx.move(request, REQUEST_LIFECYCLE, 'compare', this.clock.now());
    const { report, body } = await this.issuer.issue(tx, request, question, result, knownAtMicros, book, old);
    if (!old) request.lateAnswersUntil = this.#lateAnswersUntil(request, report.issuedAt, book);
    request.sequence = report.sequence;
    request.reopenCause = null;
    await tx.move(request, REQUEST_LIFECYCLE, 'issue', report.issuedAt);
    await releasePurposes(tx, request);
    await this.sources.end(tx, request.id);
    const members = request.household.members.map(({ personKey }) => personKey);
    // what the check may read and counts; one that only asks for statuses has looked at none
    if (!result.statusOnly) {
      const { household, asOf } = request;
      const counted = result.means.members.filter(({ membership }) => membership.counted);
      await noteDeposits(tx, result.means.selected.assets, {
        ...{ household, on: civilDateOf(asOf) },
        countedKeys: counted.map(({ personKey }) => personKey),
      });
    }
    await markChecked(tx, members, report.issuedAt);
    announceIssued(tx, request, report, body);
    if (!old) return;
    const standing = await this.#supersede(tx, old, report.id, report.issuedAt);
    if (standing === undefined) return;
    announceSuperseded(tx, request, standing, {
      cause: cause ?? 'LATE_ANSWER',
      successorId: report.id,
      old: (JSON.parse(old.body) as ReportBody).conclusions,
      new: body.conclusions,
      at: report.issuedAt,
    });
  }

  /** A later fact changes what the last report concludes, and no other report takes its place: the requester asks afresh. */
  async supersedeByFact(
    tx: Tx,
    request: VerificationRequest,
    last: VerificationReport,
    conclusions: ChangedConclusions & { readonly cause?: 'FACT_CORRECTED' | 'LATER_FACT' },
  ): Promise<void> {
    const at = this.clock.now();
    const standing = await this.#supersede(tx, last, null, at);
    if (standing) announceSuperseded(tx, request, standing, { cause: 'LATER_FACT', ...conclusions, at });
  }

  async #replaced(tx: Tx, { id, sequence }: VerificationRequest): Promise<VerificationReport | null> {
    return sequence === 0 ? null : tx.manager.findOneBy(VerificationReport, { requestId: id, sequence });
  }

  /** @returns undefined where it was in force no longer: it expired, or was revoked, while an appeal was decided */
  async #supersede(
    tx: Tx,
    { id }: VerificationReport,
    successorId: string | null,
    at: Date,
  ): Promise<ReportStanding | undefined> {
    const standing = await tx.loadForUpdate(ReportStanding, id);
    if (standing.state !== 'ISSUED') return undefined;
    standing.supersededBy = successorId;
    await tx.move(standing, REPORT_LIFECYCLE, 'supersede', at);
    return standing;
  }

  #lateAnswersUntil({ household, asOf }: VerificationRequest, issuedAt: Date, book: PolicyBook): Date {
    const row = book.resolve('verification.report.lateAnswerDays', household.region, civilDateOf(asOf));
    return new Date(issuedAt.getTime() + wholeNumber(row) * MILLISECONDS_A_DAY);
  }
}
