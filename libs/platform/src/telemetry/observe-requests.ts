import type { FastifyInstance } from 'fastify';
import type { JsonLogger } from './logger.js';
import type { Metrics } from './metrics.js';
import { traceFrom, withTrace, type TraceContext } from './trace-context.js';

declare module 'fastify' {
  interface FastifyRequest {
    trace?: TraceContext;
  }
}

const QUIET_ROUTES = new Set(['/health/live', '/health/ready', '/metrics']);

/** Gives each request its trace, its log line and its place in the histogram. */
export function observeRequests(fastify: FastifyInstance, logger: JsonLogger, metrics: Metrics): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const header = request.headers['traceparent'];
    request.trace = traceFrom(typeof header === 'string' ? header : undefined);
    withTrace(request.trace, done);
  });
  // Reading the body leaves the asynchronous context of onRequest: it is entered again before the handler.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.trace) withTrace(request.trace, done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)');
    const status = reply.statusCode;
    metrics.requestDuration.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
    logger.pino[QUIET_ROUTES.has(route) ? 'debug' : 'info'](
      {
        method: request.method,
        route,
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.trace ? { traceId: request.trace.traceId } : {}),
      },
      'request',
    );
    done();
  });
}
