import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { invalidField, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import type { FastifyRequest } from 'fastify';

/** Bytes of one part at most. */
export const MAX_PART_BYTES = 8 * 1_048_576;

const ROWS = 'application/x-ndjson';
const TAKES_PART = 'minzheng:takes-part';

/** Bytes of a part as they came; they are written nowhere but encrypted. */
export class PartBytes {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }
}

/** The route takes rows, one JSON object a line, and nothing else. */
export const TakesPart = (example: string): MethodDecorator =>
  applyDecorators(
    RouteConfig({ [TAKES_PART]: true }) as MethodDecorator,
    ApiConsumes(ROWS),
    ApiBody({ schema: { type: 'string', minLength: 1, maxLength: MAX_PART_BYTES, example } }),
    Refuses(PROBLEMS.unsupportedMediaType, PROBLEMS.tooLarge),
  );

/** The bytes of a route that takes a part ({@link TakesPart}). */
export const PartBody = createParamDecorator((_data: unknown, context: ExecutionContext): PartBytes => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body === undefined || body === null) throw invalidField('body', 'missing');
  if (!(body instanceof PartBytes)) throw new Problem(PROBLEMS.unsupportedMediaType);
  return body;
});

/** Reads rows on the routes that take them, never more than a part may have. */
export function readParts(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(ROWS, async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
    if (Reflect.get(request.routeOptions.config, TAKES_PART) !== true) {
      throw new Problem(PROBLEMS.unsupportedMediaType);
    }
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of payload) {
      length += piece.length;
      if (length > MAX_PART_BYTES) throw new Problem(PROBLEMS.tooLarge);
      pieces.push(piece);
    }
    return length === 0 ? undefined : new PartBytes(Buffer.concat(pieces));
  });
}
