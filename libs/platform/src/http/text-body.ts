import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem, PROBLEMS } from './problem.js';
import { Refuses } from './route.decorators.js';
import { invalidField } from './validation.pipe.js';

const TAKES_TEXT = 'minzheng:takes-text';
const CSV = 'text/csv';

/** A text that came as a body. Only its digest is compared when the request is repeated, and written nowhere else. */
export class UploadedText {
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly #text: string;

  constructor(bytes: Uint8Array) {
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  }

  get text(): string {
    return this.#text;
  }
}

/**
 * The route takes a text, `text/csv`, and no JSON; other routes refuse one.
 *
 * @param maxBytes - a longer one is 413 `too-large`
 */
export const TakesText = (maxBytes: number, example: string): MethodDecorator =>
  applyDecorators(
    RouteConfig({ [TAKES_TEXT]: maxBytes }) as MethodDecorator,
    ApiConsumes(CSV),
    ApiBody({ schema: { type: 'string', minLength: 1, maxLength: maxBytes, example } }),
    Refuses(PROBLEMS.unsupportedMediaType, PROBLEMS.tooLarge),
  );

/** The text of a route that takes one ({@link TakesText}). */
export const TextBody = createParamDecorator((_data: unknown, context: ExecutionContext): UploadedText => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body === undefined || body === null) throw invalidField('body', 'missing');
  if (!(body instanceof UploadedText)) throw new Problem(PROBLEMS.unsupportedMediaType);
  return body;
});

/** Reads `text/csv` on the routes that take it. Called before the application is initialised. */
export function readTextBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(CSV, async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    const limit: unknown = Reflect.get(request.routeOptions.config, TAKES_TEXT);
    if (typeof limit !== 'number') throw new Problem(PROBLEMS.unsupportedMediaType);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of payload) {
      length += piece.length;
      if (length > limit) throw new Problem(PROBLEMS.tooLarge);
      pieces.push(piece);
    }
    try {
      return length === 0 ? undefined : new UploadedText(Buffer.concat(pieces));
    } catch {
      throw invalidField('body', 'is-string');
    }
  });
}
