import { setTimeout as sleep } from 'node:timers/promises';
import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, map, type Observable } from 'rxjs';
import type { BusinessClock } from '../clock/business-clock.js';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { Answer, IdempotencyRecords, KeyedRequest } from './idempotency.js';
import { Problem, PROBLEMS } from './problem.js';
import { COMPUTES, CREATED, type LocationOf } from './route.decorators.js';
import { invalidField } from './validation.pipe.js';

const STORING_METHODS = new Set(['POST', 'PUT', 'PATCH']);
const WAIT_FOR_FIRST_MS = 2_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;
const KEY = /^[\x21-\x7e]{1,200}$/;
const ANONYMOUS = 'anonymous';

/** Enters commands that are answered again. */
export interface RepeatedCommands {
  repeated(context: ExecutionContext, transaction: Tx, answer: unknown): Promise<void>;
}

/**
 * Runs each command (POST, PUT, PATCH that stores) in one unit of work, each POST once for its Idempotency-Key,
 * and gives every answer its `ETag` and `Location`.
 */
export class CommandInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly unitOfWork: UnitOfWork,
    private readonly records: IdempotencyRecords,
    private readonly clock: BusinessClock,
    private readonly audit: RepeatedCommands,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const handler = context.getHandler();
    const created = this.reflector.get<LocationOf<unknown> | undefined>(CREATED, handler);
    const answerTo = (body: unknown): Answer => describe(body, reply.statusCode, request, created);
    if (!STORING_METHODS.has(request.method) || this.reflector.get(COMPUTES, handler)) {
      return next.handle().pipe(map((body: unknown) => send(answerTo(body), reply)));
    }
    const work = async (): Promise<Answer> =>
      answerTo(await lastValueFrom(next.handle(), { defaultValue: null }));
    return from(this.clock.steady(() => this.#command(context, work)).then((answer) => send(answer, reply)));
  }

  async #command(context: ExecutionContext, work: () => Promise<Answer>): Promise<Answer> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const keyed = request.method === 'POST' ? keyedRequest(request) : undefined;
    const deadline = performance.now() + WAIT_FOR_FIRST_MS;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.#attempt(context, request, keyed, work);
      if (answer) return answer;
      // Waiting holds no connection: the first request may need one to finish.
      if (performance.now() + pause > deadline) throw new Problem(PROBLEMS.requestInProgress);
      await sleep(pause);
    }
  }

  /** Undefined while the first request with the same key is running. */
  #attempt(
    context: ExecutionContext,
    request: FastifyRequest,
    keyed: KeyedRequest | undefined,
    work: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return this.unitOfWork.run(request.actor ?? ANONYMOUS, async (tx) => {
      if (keyed) {
        const claim = await this.records.claim(tx, keyed);
        if (claim.state === 'running') return undefined;
        if (claim.state === 'answered') {
          await this.audit.repeated(context, tx, claim.answer.body);
          return claim.answer;
        }
      }
      request.transaction = tx;
      try {
        const answer = await work();
        if (keyed) await this.records.record(tx, keyed, answer);
        return answer;
      } finally {
        delete request.transaction;
      }
    });
  }
}

function keyedRequest(request: FastifyRequest): KeyedRequest {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw new Problem(PROBLEMS.idempotencyKeyRequired);
  if (typeof key !== 'string' || !KEY.test(key)) throw invalidField('Idempotency-Key', 'is-length');
  return {
    caller: request.actor ?? ANONYMOUS,
    key,
    method: request.method,
    path: request.url,
    body: request.body,
  };
}

function describe(
  body: unknown,
  status: number,
  request: FastifyRequest,
  created: LocationOf<unknown> | undefined,
): Answer {
  const headers: Record<string, string> = {};
  if (hasVersion(body)) headers['etag'] = `"${body.version}"`;
  if (created) headers['location'] = created(body, request.params as Record<string, string>);
  return { status, headers, body };
}

function hasVersion(body: unknown): body is { version: number } {
  return typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number';
}

function send({ status, headers, body }: Answer, reply: FastifyReply): unknown {
  reply.status(status).headers(headers);
  return body;
}
