import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JsonLogger } from './logger.js';
import type { Metrics } from './metrics.js';
import { traceFields, withTrace, type TraceContext } from './trace-context.js';
import { NO_TRACING, type Tracing } from './tracing.js';

declare module 'fastify' {
  interface FastifyRequest {
    trace?: TraceContext;
  }
}

const QUIET_ROUTES = new Set(['/health/live', '/health/ready', '/health/serving', '/metrics']);
const NO_ROUTE = '(none)';
const SERVER_ERROR = 500;

/** Gives each request its trace, its log line and its place in the histogram. */
export function observeRequests(
  fastify: FastifyInstance,
  logger: JsonLogger,
  metrics: Metrics,
  tracing: Tracing,
): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.trace = begin(QUIET_ROUTES.has(routeOf(request)) ? NO_TRACING : tracing, request);
    withTrace(request.trace, done);
  });
  // Reading the body leaves the asynchronous context of onRequest: it is entered again before the handler.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.trace) withTrace(request.trace, done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const status = reply.statusCode;
    metrics.requestDuration.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
    logger.pino[QUIET_ROUTES.has(route) ? 'debug' : 'info'](
      {
        method: request.method,
        route,
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.trace ? traceFields(request.trace) : {}),
      },
      'request',
    );
    end(request, status);
    done();
  });
  // Of one that went away before its answer nothing else is told.
  fastify.addHook('onRequestAbort', (request, done) => {
    request.trace?.recorded?.end();
    done();
  });
}

const routeOf = (request: FastifyRequest): string =>
  request.is404 ? NO_ROUTE : (request.routeOptions.url ?? NO_ROUTE);

function begin(tracing: Tracing, request: FastifyRequest): TraceContext {
  const parent = request.headers['traceparent'];
  const route = routeOf(request);
  return tracing.begin(`${request.method} ${route}`, {
    kind: 'server',
    parent: typeof parent === 'string' ? parent : undefined,
    attributes: { 'http.request.method': request.method, 'http.route': route },
  });
}

function end({ trace, problem }: FastifyRequest, status: number): void {
  const { recorded } = trace ?? {};
  if (!recorded) return;
  recorded.tell({
    'http.response.status_code': status,
    ...(problem === undefined ? {} : { 'error.type': problem }),
  });
  if (status >= SERVER_ERROR) recorded.fail();
  recorded.end();
}
