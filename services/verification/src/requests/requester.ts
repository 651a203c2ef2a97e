import { isServiceName, serviceCode, type ServiceName } from '@minzheng/contracts/catalogue';
import type { ServiceCode } from '@minzheng/contracts/common';
import type { AuthenticatedCaller } from '@minzheng/platform/access';

/** Who asks for checks (委托方): a service of the platform, or a department outside it (平台外单位) by its code. */
export type Requester = ServiceName | `outside:${string}`;

/** The department outside the platform that a token was given to. */
export function outsideRequester({ party, org, subject }: AuthenticatedCaller): Requester {
  return `outside:${party ?? org ?? subject}`;
}

/** Code of who is told by an event; a department outside asks over HTTP, and what is announced is for our own records. */
export function addressee(requester: Requester): ServiceCode | undefined {
  return isServiceName(requester) ? serviceCode(requester) : undefined;
}

/** What a party outside the platform may know of: what it has asked for itself. An office sees all of its region. */
export function isOwnOf(caller: AuthenticatedCaller, requester: string): boolean {
  return caller.party === undefined || requester === outsideRequester(caller);
}
