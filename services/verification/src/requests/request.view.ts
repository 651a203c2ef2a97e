import type { SourceQueryStanding } from '../agencies/source-queries.js';
import type { CheckResult } from './check.js';
import type { AgencyProgressDto, RequestSummaryDto, SourceQueryDto } from './verification-request.dto.js';
import type { VerificationRequest } from './verification-request.entity.js';

/** A request as a list shows it. */
export function summaryOf(request: VerificationRequest): RequestSummaryDto {
  const { id, state, requester, caseRef, region, purposes, acceptedAt, dueAt, blockedOn } = request;
  return {
    ...{ id, state, requester, caseRef, region, purposes },
    ...(acceptedAt && { acceptedAt: acceptedAt.toISOString() }),
    ...(dueAt && { dueAt: dueAt.toISOString() }),
    ...(blockedOn !== null && { blockedOn }),
    sequence: request.sequence,
    version: request.version,
  };
}

/** How far each agency is: how its data stand, and what became of the question to it. */
export function progressOf(
  standings: CheckResult['standings'],
  queries: readonly SourceQueryStanding[],
): AgencyProgressDto[] {
  const byAgency = Map.groupBy(standings, ({ agency }) => agency);
  const queryOf = new Map(queries.map((query) => [query.agency, query]));
  const agencies = [...new Set([...byAgency.keys(), ...queryOf.keys()])];
  return agencies.map((agency) => {
    const ofAgency = byAgency.get(agency) ?? [];
    const query = queryOf.get(agency);
    return {
      agency,
      core: ofAgency.some(({ core }) => core),
      persons: Object.fromEntries(
        [...Map.groupBy(ofAgency, ({ state }) => state)].map(([state, { length }]) => [state, length]),
      ),
      ...(query && { query: queryDto(query) }),
    };
  });
}

function queryDto({ state, attempts, sentAt, endedAt, watermark }: SourceQueryStanding): SourceQueryDto {
  return {
    ...{ state, attempts },
    ...(sentAt && { sentAt: sentAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(watermark && { watermark: watermark.toISOString() }),
  };
}
