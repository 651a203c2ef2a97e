import { inspect } from 'node:util';
import {
  applyDecorators,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiHeader, ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { maskIdNumber } from '@minzheng/kernel/id-number';
import { mentionsPersonalNumber } from '@minzheng/kernel/personal-data';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Problem, PROBLEMS } from './problem.js';
import { invalidField } from './validation.pipe.js';

const REVEALS = 'minzheng:reveals';
const HEADER = 'x-reveal-reason';
const SHORTEST_REASON = 5;
const LONGEST_REASON = 200;

/**
 * A text that tells who somebody is. Wherever it is written (answers, logs, errors) its middle is hidden; only an answer
 * of a route that {@link Reveals} shows it whole, to a caller who may and who says why.
 */
export class PersonalText {
  readonly #clear: string;
  readonly #masked: string;

  private constructor(clear: string, masked: string) {
    this.#clear = clear;
    this.#masked = masked;
  }

  /** `510***********901X` */
  static idNumber(clear: string): PersonalText {
    return new PersonalText(clear, maskIdNumber(clear));
  }

  /** `张*`: the first character only. */
  static name(clear: string): PersonalText {
    const [first = '', ...others] = [...clear];
    return new PersonalText(clear, first + '*'.repeat(others.length));
  }

  /** The whole text. */
  reveal(): string {
    return this.#clear;
  }

  toJSON(): string {
    return this.#masked;
  }

  toString(): string {
    return this.#masked;
  }

  [inspect.custom](): string {
    return this.#masked;
  }
}

/** A field of an answer that is a {@link PersonalText}. */
export const IsMasked = (
  example: string,
  description?: string,
  { nullable = false } = {},
): PropertyDecorator =>
  ApiProperty({
    type: 'string',
    ...(nullable ? { nullable } : {}),
    example,
    description: description ?? 'its middle is hidden unless it was revealed',
    'x-masked': true,
  } as ApiPropertyOptions);

/**
 * A read that shows identities whole when it is asked with a reason (`X-Reveal-Reason`) by a holder of
 * `<service>:identities:read`. The reason is entered in the audit before the answer leaves.
 */
export const Reveals = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(REVEALS, true),
    ApiHeader({
      name: 'X-Reveal-Reason',
      required: false,
      description: 'why numbers and names are needed whole; needs the scope identities:read, and is kept',
      schema: { type: 'string', minLength: SHORTEST_REASON, maxLength: LONGEST_REASON },
      example: 'identity card compared at the counter',
    }),
  );

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the caller sees identities whole. */
    revealReason?: string;
  }
}

/** Shows {@link PersonalText} whole where the route and the caller allow it. */
export class RevealInterceptor implements NestInterceptor {
  /** @param service - short name, of the scope `<service>:identities:read` */
  constructor(
    private readonly reflector: Reflector,
    private readonly service: string,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http' || !this.reflector.get(REVEALS, context.getHandler()))
      return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reason = reasonIn(request);
    if (reason === undefined) return next.handle();
    const required = `${this.service}:identities:read`;
    if (!request.caller?.hasScope(required)) {
      throw new Problem(PROBLEMS.scopeMissing, { extensions: { required: [required] } });
    }
    request.revealReason = reason;
    return next.handle().pipe(map(revealed));
  }
}

/** Header values are bytes: text beyond ASCII comes percent-encoded. */
function reasonIn({ headers }: FastifyRequest): string | undefined {
  const header = headers[HEADER];
  if (header === undefined) return undefined;
  const reason = typeof header === 'string' ? decoded(header).trim() : '';
  if (reason.length < SHORTEST_REASON || reason.length > LONGEST_REASON) {
    throw invalidField('X-Reveal-Reason', 'is-length');
  }
  // the audit keeps it as it is written
  if (mentionsPersonalNumber(reason)) throw invalidField('X-Reveal-Reason', 'personal-data');
  return reason;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

function revealed(value: unknown): unknown {
  if (value instanceof PersonalText) return value.reveal();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revealed(member)]));
}
