import { isServiceName, type ServiceName } from '@minzheng/contracts/catalogue';
import type { IsClosed } from '../agencies/followed-consents.rules.js';
import type { AskedAgency, AskingRequest } from '../agencies/source-queries.js';
import type { CheckResult } from './check.js';
import type { Requester } from './requester.js';
import type { VerificationRequest } from './verification-request.entity.js';

/** Where a department outside the platform asks, and has not named the persons at the gateway: whose one door (一门受理) took them in. */
const HOLDER_FOR_OTHERS: ServiceName = 'assistance';
/** Codes of agencies are capitals; services send what they know by themselves. */
const AGENCY = /^[A-Z]+$/;

/**
 * Whom a request has to ask about whom (需查询的数源): agencies whose data are not fresh, about the persons of whom they
 * are not; one that is fresh about all is named with how far it has come. Nobody is asked about who has not agreed.
 */
export function agenciesToAsk(standings: CheckResult['standings']): AskedAgency[] {
  const asked = standings.filter(({ agency, state }) => AGENCY.test(agency) && state !== 'NOT_AUTHORISED');
  return [...Map.groupBy(asked, ({ agency }) => agency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([agency, ofAgency]) => {
      const open = ofAgency.filter(({ state }) => state !== 'FRESH' && state !== 'NO_RECORD');
      const watermark = oldest(ofAgency.flatMap(({ observedAt }) => observedAt ?? []));
      return {
        agency,
        personKeys: (open.length > 0 ? open : ofAgency).map(({ personKey }) => personKey).toSorted(),
        fresh: open.length === 0,
        ...(watermark !== undefined && { watermark: new Date(watermark) }),
      };
    });
}

/** Whom no agency may be asked about, by agency: who has not agreed, or has agreed no longer. */
export function closedAgencies(standings: CheckResult['standings']): IsClosed {
  const closed = new Set(
    standings
      .filter(({ state }) => state === 'NOT_AUTHORISED')
      .map(({ agency, personKey }) => `${agency} ${personKey}`),
  );
  return (agency, personKey) => closed.has(`${agency} ${personKey}`);
}

/** The request as its agencies are told of it. */
export function askingRequest(request: VerificationRequest): AskingRequest {
  const { id, region, caseRef, purposes, requester, dueAt } = request;
  return { id, region, caseRef, purposes, holder: holderOf(requester), dueAt: dueAt ?? new Date(0) };
}

const holderOf = (requester: Requester): ServiceName =>
  isServiceName(requester) ? requester : HOLDER_FOR_OTHERS;

const oldest = (instants: readonly string[]): string | undefined =>
  instants.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
