import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, PROBLEMS } from './problem.js';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/**
 * A path that exists answers each method that it does not have with 405 and `Allow` (RFC 9110, section 15.5.6), and
 * OPTIONS with 204 and `Allow`. Called before the routes are registered.
 */
export function answerOtherMethods(
  fastify: FastifyInstance,
  answer: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const known = new Map<string, KnownPath>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    known.set(url, path);
    for (const name of [method].flat()) path.methods.add(name);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const allowed = request.is404 ? methodsAt(known.values(), request.url) : [];
    if (allowed.length === 0) {
      done();
      return;
    }
    reply.header('allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') void reply.status(204).send();
    else answer(new Problem(PROBLEMS.methodNotAllowed), request, reply);
  });
}

function methodsAt(known: Iterable<KnownPath>, url: string): string[] {
  const [path = ''] = url.split('?', 1);
  const methods = [...known].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : []));
  return [...new Set(methods)].sort();
}

/** `/v1/things/:id/parts` matches any text in the place of `:id`; a route for every path (`*`) matches none. */
function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    if (segment === '*') return '(?!)';
    return segment.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${segments.join('/')}$`);
}
