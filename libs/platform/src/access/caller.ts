import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { contains } from '@minzheng/kernel/region';
import { Problem, PROBLEMS } from '../http/problem.js';
import { covers } from './scope.js';

/** What a valid token says. */
export interface TokenClaims {
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** Prefix of all regions that the caller may touch; officials only. */
  readonly region?: string;
  readonly org?: string;
  /** personKey of a citizen, who has no scopes. */
  readonly person?: string;
  /** How the caller signs. */
  readonly name?: string;
}

/** Who makes the request, and what the token allows. */
export class AuthenticatedCaller {
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  readonly region: string | undefined;
  readonly org: string | undefined;
  readonly person: string | undefined;
  readonly name: string | undefined;

  constructor(claims: TokenClaims) {
    this.subject = claims.subject;
    this.scopes = claims.scopes;
    this.region = claims.region;
    this.org = claims.org;
    this.person = claims.person;
    this.name = claims.name;
  }

  hasScope(scope: string): boolean {
    return covers(this.scopes, scope);
  }

  /** @throws Problem `scope-missing` */
  requireScope(scope: string): void {
    if (!this.hasScope(scope))
      throw new Problem(PROBLEMS.scopeMissing, { extensions: { required: [scope] } });
  }

  /** True when the region is the caller's own or lies in it. */
  covers(region: string): boolean {
    return this.region !== undefined && contains(this.region, region);
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
