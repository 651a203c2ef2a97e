import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { invalidField } from './validation.pipe.js';

/**
 * Reads bodies as JSON, and nothing else: another content type is 415 `unsupported-media-type`. An empty one is no body, as clients send it with commands that have none: validation says what
 * is missing. What is not JSON is the problem `validation` for `body`. Called before the application is initialised.
 */
export function readJsonBodies(app: NestFastifyApplication, bodyLimit: number): void {
  const fastify = app.getHttpAdapter().getInstance();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('text/plain');
  app.useBodyParser('application/json', { bodyLimit }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    void parse(request as FastifyRequest, body.toString('utf8'), (error, value) => {
      if (error) done(invalidField('body', 'is-json'));
      // else it would pass for none
      else if (value === null) done(invalidField('body', 'is-object'));
      else done(null, value);
    });
  });
}
