import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  ReopenCauseSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
  VerificationResult,
} from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { ReportBody, ReportConclusion } from '../reports/report-body.js';
import {
  conclusionMessage,
  discrepancyMessages,
  gapMessages,
  householdFigures,
  memberFigures,
} from '../reports/report-messages.js';
import type { ReportStanding } from '../reports/report-standing.entity.js';
import type { VerificationReport } from '../reports/verification-report.entity.js';
import type { RequestState } from './request.lifecycle.js';
import { addressee } from './requester.js';
import type { Refusal, VerificationRequest } from './verification-request.entity.js';

export type ReopenCauseName = 'LATE_ANSWER' | 'FACT_CORRECTED' | 'APPEAL';

/** Why a report no longer holds: its request was evaluated again, or a later fact changes what it concludes. */
export type SupersessionCause = ReopenCauseName | 'LATER_FACT';

/** Tells the requester that the request was refused or ended, and why. */
export function announceRefused(
  tx: Tx,
  request: VerificationRequest,
  from: RequestState | '',
  refusals: readonly Refusal[],
  at: Date,
): void {
  tx.announce(
    VerificationCompletedSchema,
    {
      ...common(request, from, at),
      result: VerificationResult.REFUSED,
      refusals: refusals.map(({ personKey, problem }) => ({ problem, ...(personKey && { personKey }) })),
      // of a request that was evaluated again, its report no longer counts for the requester
      sequence: request.sequence === 0 ? 0 : request.sequence + 1,
      asOf: timestampFromDate(request.asOf),
    },
    subjectOf(request),
  );
}

/** Tells the requester that a report was issued, and what it says. */
export function announceIssued(
  tx: Tx,
  request: VerificationRequest,
  report: VerificationReport,
  body: ReportBody,
): void {
  const figures = body.totals && householdFigures(body.totals);
  tx.announce(
    VerificationCompletedSchema,
    {
      ...common(request, 'COMPARING', report.issuedAt),
      policyVersionIds: [...body.policyVersions],
      result: report.result === 'COMPLETE' ? VerificationResult.COMPLETE : VerificationResult.PARTIAL,
      reportId: report.id,
      reportNumber: report.number,
      sequence: report.sequence,
      asOf: timestampFromDate(report.validAt),
      knownAt: timestampOfMicros(report.knownAtMicros),
      issuedAt: timestampFromDate(report.issuedAt),
      validTo: report.validTo,
      ...(figures && { householdFigures: figures }),
      members: body.members.map(memberFigures),
      conclusions: body.conclusions.map(conclusionMessage),
      discrepancies: discrepancyMessages(body.discrepancies),
      gaps: gapMessages(body.gaps),
      bodySha256: report.bodySha256,
    },
    subjectOf(request),
  );
}

export function announceReopened(
  tx: Tx,
  request: VerificationRequest,
  report: VerificationReport,
  cause: ReopenCauseName,
  at: Date,
): void {
  const { caseRef, ...rest } = common(request, 'ISSUED', at);
  tx.announce(
    VerificationReopenedSchema,
    { ...rest, caseRef, reportId: report.id, cause: enumValue(ReopenCauseSchema, cause) },
    subjectOf(request),
  );
}

/** What took the place of a report, and what each concludes. */
export interface Supersession {
  readonly cause: SupersessionCause;
  /** Id of the report in its place; none where a later fact alone has changed the conclusion. */
  readonly successorId?: string;
  readonly old: readonly ReportConclusion[];
  readonly new: readonly ReportConclusion[];
  readonly at: Date;
}

/** Tells the requester that a report holds no longer, and what would be concluded now. */
export function announceSuperseded(
  tx: Tx,
  request: VerificationRequest,
  standing: ReportStanding,
  { cause, successorId, at, ...conclusions }: Supersession,
): void {
  tx.announce(
    VerificationReportSupersededSchema,
    {
      ...ofReport(request, standing, at),
      ...(successorId === undefined ? {} : { supersededByReportId: successorId }),
      oldConclusions: conclusions.old.map(conclusionMessage),
      newConclusions: conclusions.new.map(conclusionMessage),
      cause,
    },
    subjectOfReport(standing),
  );
}

/** Tells the requester that a report was made on a wrong identity or a forged consent. */
export function announceRevoked(
  tx: Tx,
  request: VerificationRequest,
  standing: ReportStanding,
  reasonCode: string,
  at: Date,
): void {
  tx.announce(
    VerificationReportRevokedSchema,
    { ...ofReport(request, standing, at), reasonCode },
    subjectOfReport(standing),
  );
}

export function timestampOfMicros(micros: bigint): Timestamp {
  const timestamp = timestampFromDate(new Date(Number(micros / 1_000n)));
  timestamp.nanos += Number(micros % 1_000n) * 1_000;
  return timestamp;
}

/** An event's subject at the version that it reports; a request may move twice in one unit of work. */
const subjectOf = ({ id, version }: VerificationRequest) => ({
  aggregate: 'verificationRequest',
  id,
  version: BigInt(version),
});

function common(request: VerificationRequest, fromState: string, at: Date) {
  return {
    occurredAt: timestampFromDate(at),
    region: { code: request.region },
    requestId: request.id,
    transition: {
      aggregate: 'verificationRequest',
      aggregateId: request.id,
      fromState,
      toState: request.state,
      version: BigInt(request.version),
    },
    ...addressed(request),
    caseRef: request.caseRef,
  };
}

/** Nobody is named where a department outside the platform asks: the event is for our own records. */
function addressed({ requester }: VerificationRequest) {
  const code = addressee(requester);
  return code === undefined ? {} : { requester: code };
}

const subjectOfReport = ({ id, version }: ReportStanding) => ({
  aggregate: 'verificationReport',
  id,
  version: BigInt(version),
});

function ofReport(request: VerificationRequest, standing: ReportStanding, at: Date) {
  return {
    ...common(request, '', at),
    transition: {
      aggregate: 'verificationReport',
      aggregateId: standing.id,
      fromState: 'ISSUED',
      toState: standing.state,
      version: BigInt(standing.version),
    },
    reportId: standing.id,
  };
}
