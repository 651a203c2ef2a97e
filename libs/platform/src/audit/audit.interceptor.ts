import { mentionsPersonalNumber } from '@minzheng/kernel/personal-data';
import type { CallHandler, CanActivate, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateOf } from '@minzheng/kernel/months';
import { mergeMap, type Observable } from 'rxjs';
import type { DataSource } from 'typeorm';
import { Problem, PROBLEMS } from '../http/problem.js';
import { CREATED, type LocationOf } from '../http/route.decorators.js';
import { PreparedStatements } from '../persistence/prepared-statements.js';
import type { Tx } from '../persistence/transaction.js';
import type { JsonLogger } from '../telemetry/index.js';
import { SCAN } from './audit-alerts.js';
import type { AuditEntry } from './audit-entry.js';
import type { AuditLog } from './audit-log.js';
import { AuditQueue } from './audit-queue.js';
import { ABOUT_PERSONS, DETAIL_READ, DISCLOSES, disclosureOf, type PersonsOf } from './disclosure.js';
import type { ReadLimits } from './read-limits.js';

/** A citizen's role in the audit: whoever looks at the own data, or a ward's. */
export const PERSON_ROLE = 'PERSON';
const ANONYMOUS = 'anonymous';
/** What a header may state; anything else is not taken down. */
const STATED = /^[\x21-\x7e]{1,200}$/;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Stands before all other guards: what a route declares is known also where one of them refuses. */
export class DisclosureGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    const fields = this.reflector.getAllAndOverride<readonly string[] | undefined>(DISCLOSES, places);
    if (fields) context.switchToHttp().getRequest<FastifyRequest>().discloses = fields;
    return true;
  }
}

/**
 * Enters each read of personal data before its answer leaves, and each command in its own transaction. It stands inside
 * the interceptor that opens the transaction.
 */
export class AuditInterceptor implements NestInterceptor {
  readonly #statements: PreparedStatements;
  readonly #queue: AuditQueue;

  constructor(
    private readonly reflector: Reflector,
    private readonly log: AuditLog,
    private readonly dataSource: DataSource,
    private readonly limits: ReadLimits,
  ) {
    this.#statements = new PreparedStatements(dataSource);
    this.#queue = new AuditQueue(log, this.#statements);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    const personsOf = this.reflector.get<PersonsOf<unknown> | undefined>(ABOUT_PERSONS, handler);
    const { transaction } = request;
    if (transaction) {
      const created = this.reflector.get<LocationOf<unknown> | undefined>(CREATED, handler);
      return next.handle().pipe(
        mergeMap(async (body: unknown) => {
          if (personsOf) disclosureOf(request).add(await personsOf(body, transaction.manager));
          await this.#command(
            request,
            transaction,
            created?.(body, request.params as Record<string, string>),
          );
          return body;
        }),
      );
    }
    if (!request.discloses) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const isDetail = this.reflector.get<boolean | undefined>(DETAIL_READ, handler) ?? false;
    return next.handle().pipe(
      mergeMap(async (body: unknown) => {
        if (personsOf) disclosureOf(request).add(await personsOf(body, this.dataSource.manager));
        await this.#read(request, reply, isDetail);
        return body;
      }),
    );
  }

  /**
   * A command that was given before and is answered again: nothing happens, but the answer shows what it showed.
   *
   * @param answer - as it was stored
   */
  async repeated(context: ExecutionContext, transaction: Tx, answer: unknown): Promise<void> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const personsOf = this.reflector.get<PersonsOf<unknown> | undefined>(ABOUT_PERSONS, context.getHandler());
    if (personsOf) disclosureOf(request).add(await personsOf(answer, transaction.manager));
    const entry = entryOf(request);
    await this.log.write(transaction, { ...entry, action: `${entry.action} repeated` });
  }

  async #command(request: FastifyRequest, transaction: Tx, location: string | undefined): Promise<void> {
    const entry = entryOf(request);
    await this.log.write(transaction, { ...entry, target: location?.replace(/^\/v1\//, '') ?? entry.target });
  }

  async #read(request: FastifyRequest, reply: FastifyReply, isDetail: boolean): Promise<void> {
    const entry = entryOf(request);
    const now = new Date();
    const { caller } = request;
    const isLimited = isDetail && caller !== undefined && caller.person === undefined;
    const limit = isLimited ? await this.limits.daily(caller.region ?? '', civilDateOf(now)) : undefined;
    if (limit === undefined) return this.#queue.write(entry);
    if (await this.log.writeCounted(this.#statements, entry, civilDateOf(now), limit)) return;
    request.isDayUsedUp = true;
    void reply.header('retry-after', String(secondsToMidnight(now)));
    throw new Problem(PROBLEMS.rateLimited);
  }
}

/** Enters reads that were refused: nothing was shown, so nobody's name stands in the entry. */
export class RefusedReads {
  constructor(
    private readonly log: AuditLog,
    private readonly dataSource: DataSource,
    private readonly logger: JsonLogger,
  ) {}

  /** @returns once the entry is durable; an entry that cannot be written is told in the service's log */
  async enter(request: FastifyRequest): Promise<void> {
    const { actor, role, org, region, action, purpose, caseRef, target } = entryOf(request);
    try {
      await this.log.write(this.dataSource, {
        ...{ actor, role, org, region, purpose, caseRef, target },
        action: `${action} refused`,
        reason: request.isScanning === true ? SCAN : request.problem,
        subjects: [],
        fields: request.discloses ?? [],
      });
    } catch (error) {
      this.logger.error(error, 'RefusedReads');
    }
  }

  /** Whether the request was a read of personal data by somebody known, and was refused. */
  static concerns(request: FastifyRequest, status: number): boolean {
    const { isDayUsedUp = false, isScanning = false } = request;
    const isRefused = status === 403 || status === 404 || isDayUsedUp || isScanning;
    return (
      isRefused && request.discloses !== undefined && request.caller !== undefined && !request.transaction
    );
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Refused because the caller's detail reads of the day are used up. */
    isDayUsedUp?: boolean;
    /** Refused because the caller tries one record after another. */
    isScanning?: boolean;
  }
}

function entryOf(request: FastifyRequest): AuditEntry {
  const { caller, record, headers, revealReason, breakGlass } = request;
  const { subjects, fields, details } = disclosureOf(request);
  const url = request.routeOptions.url ?? '';
  const reasons = [revealReason, breakGlass && `break-glass/${breakGlass}`].filter(
    (reason) => reason !== undefined,
  );
  return {
    actor: request.actor ?? ANONYMOUS,
    role: caller?.person === undefined ? caller?.role : PERSON_ROLE,
    org: caller?.org,
    region: record?.region ?? caller?.region,
    action: actionOf(request),
    purpose: stated(headers['x-purpose']),
    caseRef: record?.caseRef ?? stated(headers['x-case-ref']),
    target: thingIn(url, request.params as Readonly<Record<string, string>>),
    reason: reasons.length === 0 ? undefined : reasons.join('; '),
    ...details,
    subjects: [...new Set([...(record?.persons ?? []), ...subjects])],
    fields: [
      ...new Set([
        ...(request.discloses ?? []),
        ...fields,
        ...(revealReason === undefined ? [] : ['idNumber', 'name']),
      ]),
    ],
  };
}

/** The route, as entries name it: `GET /v1/cases/{id}`. */
export function actionOf({ method, routeOptions: { url = '' } }: FastifyRequest): string {
  return `${method} ${url.replace(/:(\w+)/g, '{$1}')}`;
}

/** What a path names first: `/v1/cases/:id/visits` is about `cases/<id>`. */
function thingIn(url: string, parameters: Readonly<Record<string, string>>): string | undefined {
  const [, thing, name] = /^\/v1\/(.*?)\/:(\w+)/.exec(url) ?? [];
  const id = parameters[name ?? ''];
  return thing === undefined || id === undefined || !STATED.test(id) ? undefined : `${thing}/${id}`;
}

function stated(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && STATED.test(header) && !mentionsPersonalNumber(header)
    ? header
    : undefined;
}

/** Until the day ends in Asia/Shanghai. */
function secondsToMidnight(now: Date): number {
  return Math.ceil((DAY_MS - ((now.getTime() + SHANGHAI_OFFSET_MS) % DAY_MS)) / 1_000);
}
