import { isServiceName, serviceCode, type ServiceName } from '@minzheng/contracts/catalogue';
import type { ServiceCode } from '@minzheng/contracts/common';
import type { AuthenticatedCaller } from '@minzheng/platform/access';

/** Who asks for checks (委托方): a service of the platform, or a department outside it (平台外单位) by its code. */
export type Requester = ServiceName | `outside:${string}`;

/** What departments outside the platform ask by (section 6); the platform's own services ask by events. */
const SCOPES_OF_OTHERS = [
  'verification:verification-requests:read',
  'verification:consents:write',
  'verification:household-checks:read',
  'verification:status-checks:read',
];
/** What only offices of the platform see. */
const SCOPES_OF_OFFICES = ['verification:items:read', 'verification:operations:write'];

/** The department outside the platform that a token was given to. */
export function outsideRequester({ party, org, subject }: AuthenticatedCaller): Requester {
  return `outside:${party ?? org ?? subject}`;
}

/** Code of who is told by an event; a department outside asks over HTTP, and what is announced is for our own records. */
export function addressee(requester: Requester): ServiceCode | undefined {
  return isServiceName(requester) ? serviceCode(requester) : undefined;
}

/**
 * Whether the caller stands outside the platform: its token says so, or holds what such departments ask by and nothing
 * of what offices see. A token whose issuer has forgotten the party opens no more than its own department's.
 */
export function isOutside(caller: AuthenticatedCaller): boolean {
  if (caller.party !== undefined) return true;
  const holds = (scope: string): boolean => caller.hasScope(scope);
  return SCOPES_OF_OTHERS.some(holds) && !SCOPES_OF_OFFICES.some(holds);
}

/** What a department outside the platform may know of: what it has asked for itself. An office sees all of its region. */
export function isOwnOf(caller: AuthenticatedCaller, requester: string): boolean {
  return !isOutside(caller) || requester === outsideRequester(caller);
}
