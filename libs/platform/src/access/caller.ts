import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { contains, type RegionPrefixes } from '@minzheng/kernel/region';
import { Problem, PROBLEMS } from '../http/problem.js';
import { covers } from './scope.js';

/** What a valid token says. */
export interface TokenClaims {
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** Prefix of all regions that the caller may touch; officials only. */
  readonly region?: string;
  readonly org?: string;
  /** What the caller is for the organization: `clerk`; for the audit, it opens nothing. Officials only. */
  readonly role?: string;
  /** personKey of a citizen, who has no scopes. */
  readonly person?: string;
  /** How the caller signs. */
  readonly name?: string;
  /** Code of an outside party (平台外单位), which never gets a personKey but a pairwise key of its own. */
  readonly party?: string;
}

/** Whether an office, by the region of its token, is responsible for what is stored under a code (管辖). */
export interface Jurisdiction {
  covers(prefix: string, region: string): boolean;
  /** The same for a list: the codes that it covers. */
  prefixesWithin(prefix: string): readonly RegionPrefixes[];
}

/** The codes alone, without what became of them. */
const BY_CODE: Jurisdiction = {
  covers: contains,
  prefixesWithin: (prefix) => [{ include: [prefix], exclude: [] }],
};

/** Who makes the request, and what the token allows. */
export class AuthenticatedCaller {
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  readonly region: string | undefined;
  readonly org: string | undefined;
  readonly role: string | undefined;
  readonly person: string | undefined;
  readonly name: string | undefined;
  readonly party: string | undefined;
  #jurisdiction = BY_CODE;

  constructor(claims: TokenClaims) {
    this.subject = claims.subject;
    this.scopes = claims.scopes;
    this.region = claims.region;
    this.org = claims.org;
    this.role = claims.role;
    this.person = claims.person;
    this.name = claims.name;
    this.party = claims.party;
  }

  hasScope(scope: string): boolean {
    return covers(this.scopes, scope);
  }

  /** @throws Problem `scope-missing` */
  requireScope(scope: string): void {
    if (!this.hasScope(scope))
      throw new Problem(PROBLEMS.scopeMissing, { extensions: { required: [scope] } });
  }

  /** Else the codes alone decide. */
  decideRegionsBy(jurisdiction: Jurisdiction): void {
    this.#jurisdiction = jurisdiction;
  }

  /** True when the region, by its code of today, is the caller's own or lies in it. */
  covers(region: string): boolean {
    return this.region !== undefined && this.#jurisdiction.covers(this.region, region);
  }

  /** Codes under which a list of a region is stored, by the codes of today; of the caller's own without one. */
  prefixesWithin(region = this.region): readonly RegionPrefixes[] {
    return region === undefined ? [] : this.#jurisdiction.prefixesWithin(region);
  }

  /** @throws Problem `out-of-region` unless the region is the caller's own or lies in it */
  requireRegion(region: string): void {
    if (!this.covers(region)) throw new Problem(PROBLEMS.outOfRegion);
  }

  /** @throws Problem `scope-missing` when the caller is not a citizen */
  requirePerson(): string {
    if (this.person === undefined) throw new Problem(PROBLEMS.scopeMissing);
    return this.person;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: AuthenticatedCaller;
  }
}

export type Caller = AuthenticatedCaller;

/** The caller, in a method of a controller: `@Caller() caller: Caller`. Not on public routes. */
export const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AuthenticatedCaller => {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!caller) throw new Problem(PROBLEMS.unauthenticated);
    return caller;
  },
);
