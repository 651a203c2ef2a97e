import { applyDecorators, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedCaller } from './caller.js';
import { networkOf, type ClientClass, type RateLimitName, type RateLimits } from './rate-limits.js';

export const RATE_LIMITED = 'minzheng:rate-limit';
export const STATED_PURPOSES = 'minzheng:purposes';

type RouteDecorator = MethodDecorator & ClassDecorator;

/**
 * A limit that is stricter than that of other routes.
 *
 * @example \@RateLimited('reveal')
 */
export const RateLimited = (name: RateLimitName): RouteDecorator =>
  applyDecorators(SetMetadata(RATE_LIMITED, name), ApiExtension('x-rate-limit', name));

/** The route reads `X-Purpose`, which is one of these: each purpose has a limit of its own. */
export const StatesPurpose = (purposes: readonly string[]): RouteDecorator =>
  SetMetadata(STATED_PURPOSES, purposes);

/** Counts each request by its client, and what it is for; in front of everything that costs, behind the token. */
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const resource = resourceOf(request);
    if (resource === undefined) return true;
    const places = [context.getHandler(), context.getClass()];
    const { caller } = request;
    const name =
      this.reflector.getAllAndOverride<RateLimitName | undefined>(RATE_LIMITED, places) ??
      usualLimit(request);
    const purposes = this.reflector.getAllAndOverride<readonly string[] | undefined>(STATED_PURPOSES, places);
    const stated = purposes?.find((purpose) => purpose === request.headers['x-purpose']);
    const client = caller?.subject ?? networkOf(request.ip);
    const headers = await this.limits.take(name, `${client} ${stated ?? resource}`, classOf(caller));
    context.switchToHttp().getResponse<FastifyReply>().headers(headers);
    return true;
  }
}

/**
 * An address that keeps asking without a valid token gets no more answers, before its body is read or a signature is
 * checked. Behind a proxy the address is the client's only if the proxy is trusted (`TRUSTED_PROXIES`).
 */
export function refuseFloods(fastify: FastifyInstance, limits: RateLimits): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (resourceOf(request) === undefined) done();
    else limits.requireQuiet(request.ip).then(() => done(), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode === 401) limits.countUnauthenticated(request.ip);
    done();
  });
}

/** Who asks for what others see masked (`X-Reveal-Reason`) is limited as on a route that only reveals. */
function usualLimit({ caller, headers }: FastifyRequest): RateLimitName {
  if (!caller) return 'public';
  return headers['x-reveal-reason'] === undefined ? 'client' : 'reveal';
}

const RESOURCE = /^\/v1\/(?:public\/|me\/)?([^/]+)/;
const resources = new Map<string, string | undefined>();

/** `cases` of `/v1/cases/:id/submit`; undefined for what is not the API: whoever runs the service asks for it. */
function resourceOf({ routeOptions: { url } }: FastifyRequest): string | undefined {
  if (url === undefined) return undefined;
  if (!resources.has(url)) resources.set(url, RESOURCE.exec(url)?.[1]);
  return resources.get(url);
}

function classOf(caller: AuthenticatedCaller | undefined): ClientClass {
  if (!caller) return 'anonymous';
  return caller.person === undefined ? 'official' : 'citizen';
}
