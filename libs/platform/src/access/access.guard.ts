import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem, PROBLEMS } from '../http/problem.js';
import type { Route } from '../http/routes.js';
import { IS_PUBLIC, PERSON_ALLOWED, REQUIRED_SCOPES, TOKEN_ENOUGH } from './access.decorators.js';
import type { Jurisdiction } from './caller.js';
import type { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** What a method declares stands instead of what its class declares. */
function declaresAccess(place: object): boolean {
  return [REQUIRED_SCOPES, PERSON_ALLOWED, TOKEN_ENOUGH, IS_PUBLIC].some((key) =>
    Reflect.hasMetadata(key, place),
  );
}

/** Tells by the token who asks; a route that declares nothing is open to nobody. */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly jurisdiction?: Jurisdiction,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const place = [context.getHandler(), context.getClass()].find(declaresAccess);
    if (!place) throw new Problem(PROBLEMS.scopeMissing);
    if (this.reflector.get<boolean | undefined>(IS_PUBLIC, place)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(PROBLEMS.unauthenticated);
    const caller = await this.verifier.verify(token);
    if (this.jurisdiction) caller.decideRegionsBy(this.jurisdiction);
    request.caller = caller;
    request.actor = caller.subject;
    return true;
  }
}

/** Lets a request pass that the route's declaration allows; it stands behind the limits, so that they hold for all who ask. */
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const place = [context.getHandler(), context.getClass()].find(declaresAccess);
    if (!place) throw new Problem(PROBLEMS.scopeMissing);
    if (this.reflector.get<boolean | undefined>(IS_PUBLIC, place)) return true;
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!caller) throw new Problem(PROBLEMS.unauthenticated);
    if (this.reflector.get<boolean | undefined>(TOKEN_ENOUGH, place)) return true;
    const personAllowed = this.reflector.get<boolean | undefined>(PERSON_ALLOWED, place) ?? false;
    if (personAllowed && caller.person !== undefined) return true;
    const required = this.reflector.get<string[] | undefined>(REQUIRED_SCOPES, place) ?? [];
    if (required.some((scope) => caller.hasScope(scope))) return true;
    throw new Problem(PROBLEMS.scopeMissing, { extensions: { required } });
  }
}

/** A route that does not say who may call it. */
export class UndeclaredAccess extends Error {
  constructor(readonly routes: readonly string[]) {
    super(`say who may call (@RequireScope, @AllowPerson, @RequireToken or @Public): ${routes.join(', ')}`);
    this.name = 'UndeclaredAccess';
  }
}

/** @throws UndeclaredAccess, which keeps the service from starting */
export function assertAccessDeclared(routes: readonly Route[]): void {
  const undeclared = routes.filter(
    ({ controller, handler }) => !declaresAccess(handler) && !declaresAccess(controller),
  );
  if (undeclared.length > 0) {
    throw new UndeclaredAccess(undeclared.map(({ controller, method }) => `${controller.name}.${method}`));
  }
}
