import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemListPage, problemPage } from './docs-problem-pages.js';
import { routePage, ROUTES_SCRIPT } from './docs-route-page.js';
import { sandboxPage, type SandboxGuide } from './docs-sandbox-page.js';
import { DOCS_STYLE } from './docs-style.js';
import { preferredLanguage, type Language } from './language.js';
import { Problem, problemCatalogue, PROBLEMS } from './problem.js';

/** Nothing from elsewhere, nothing written into the page: what a page loads comes from this service. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const A_DAY_SECONDS = 86_400;

/** What the pages are made of. */
export interface DocsSource {
  readonly document: OpenAPIObject;
  /** Only in a sandbox. */
  readonly sandbox?: SandboxGuide;
}

/**
 * The pages for who builds on the service: `/docs` every route, `/docs/problems` and `/docs/problems/{name}` what a
 * refusal means, `/docs/sandbox` in a sandbox how to begin. They load nothing from elsewhere and need no token.
 */
export function serveDocs(fastify: FastifyInstance, { document, sandbox }: DocsSource): void {
  const page =
    (render: (language: Language, request: FastifyRequest) => string) =>
    (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const language = preferredLanguage(request.headers['accept-language']);
      return guarded(reply)
        .headers({ 'content-language': language, vary: 'Accept-Language', 'cache-control': 'no-cache' })
        .type('text/html; charset=utf-8')
        .serializer(String)
        .send(render(language, request));
    };
  fastify.get(
    '/docs',
    page((language) => routePage(document, language)),
  );
  for (const address of ['/', '/docs/']) {
    fastify.get(address, (_request, reply) => guarded(reply).redirect('/docs'));
  }
  fastify.get(
    '/docs/problems',
    page((language) => problemListPage(document, problemCatalogue(), language)),
  );
  fastify.get(
    '/docs/problems/:name',
    page((language, { params }) => {
      const { name } = params as { name: string };
      const problem = problemCatalogue().find((candidate) => candidate.name === name);
      if (!problem) throw new Problem(PROBLEMS.notFound);
      return problemPage(document, problem, language);
    }),
  );
  if (sandbox) {
    fastify.get(
      '/docs/sandbox',
      page((language) => sandboxPage(document, sandbox, language)),
    );
  }
  serveAssets(fastify);
}

function serveAssets(fastify: FastifyInstance): void {
  const own = { 'docs.css': [DOCS_STYLE, 'text/css'], 'routes.js': [ROUTES_SCRIPT, 'text/javascript'] };
  for (const [name, [content = '', type = '']] of Object.entries(own)) {
    fastify.get(`/docs/assets/${name}`, (_request, reply) =>
      guarded(reply)
        .header('cache-control', 'no-cache')
        .type(`${type}; charset=utf-8`)
        .serializer(String)
        .send(content),
    );
  }
  void fastify.register(fastifyStatic, {
    root: swaggerFolder(),
    serve: false,
    maxAge: A_DAY_SECONDS * 1_000,
  });
  for (const name of ASSETS) {
    fastify.get(`/docs/assets/${name}`, (_request, reply) => guarded(reply).sendFile(name));
  }
}

/** swagger-ui-dist comes with the module that makes the document. */
function swaggerFolder(): string {
  const resolve = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger')).resolve;
  return dirname(resolve('swagger-ui-dist/package.json'));
}

function guarded(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}
