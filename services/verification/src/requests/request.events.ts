import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumValue, serviceCode } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  ConclusionBasisSchema,
  ReopenCauseSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportSupersededSchema,
  VerificationResult,
} from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { ReportBody, ReportConclusion } from '../reports/report-body.js';
import {
  discrepancyMessages,
  gapMessages,
  householdFigures,
  memberFigures,
} from '../reports/report-messages.js';
import type { VerificationReport } from '../reports/verification-report.entity.js';
import type { RequestState } from './request.lifecycle.js';
import type { Refusal, VerificationRequest } from './verification-request.entity.js';

export type ReopenCauseName = 'LATE_ANSWER' | 'FACT_CORRECTED';

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
      sequence: request.sequence,
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
      ...common(request, 'COLLECTING', report.issuedAt),
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

/** Tells the requester that a report was replaced by another, and what each concludes. */
export function announceSuperseded(
  tx: Tx,
  request: VerificationRequest,
  old: VerificationReport,
  successor: VerificationReport,
  conclusions: { readonly old: readonly ReportConclusion[]; readonly new: readonly ReportConclusion[] },
  cause: ReopenCauseName,
): void {
  tx.announce(
    VerificationReportSupersededSchema,
    {
      ...common(request, 'COLLECTING', successor.issuedAt),
      transition: {
        aggregate: 'verificationReport',
        aggregateId: old.id,
        fromState: 'ISSUED',
        toState: 'SUPERSEDED',
        version: BigInt(old.version),
      },
      reportId: old.id,
      supersededByReportId: successor.id,
      oldConclusions: conclusions.old.map(conclusionMessage),
      newConclusions: conclusions.new.map(conclusionMessage),
      cause,
    },
    subjectOf(request),
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
    requester: serviceCode(request.requester),
    caseRef: request.caseRef,
  };
}

function conclusionMessage({ purpose, conclusion, basis, personKey, reasonCodes }: ReportConclusion) {
  return {
    purpose: enumValue(PurposeSchema, purpose),
    conclusion,
    ...(personKey === undefined ? {} : { personKey }),
    basis: enumValue(ConclusionBasisSchema, basis),
    reasonCodes: [...reasonCodes],
  };
}
