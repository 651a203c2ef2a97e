import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '../http/route.decorators.js';
import { Problem, PROBLEMS } from '../http/problem.js';
import { invalidField } from '../http/validation.pipe.js';
import type { AuthenticatedCaller } from './caller.js';
import { CONCERNED, nameOf, type Concern, type ConcernedRecord, type RecordDirectory } from './record.js';

/** Who may read a record although his region does not cover it, for a time and with a reason that is reviewed. */
export interface GlassBreaker {
  /** Id of the access that is open to the caller for this record. */
  opening(subject: string, record: Pick<ConcernedRecord, 'type' | 'id'>): Promise<string | undefined>;
}

/** Lets a request pass to the record that its route concerns, if the record is the caller's to see. */
export class RecordGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly directory: RecordDirectory,
    private readonly glassBreaker: GlassBreaker,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const concern = this.reflector.get<Concern | undefined>(CONCERNED, context.getHandler());
    if (!concern) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    if (!caller) throw new Problem(PROBLEMS.unauthenticated);
    const id = idIn(request, concern);
    // a body that does not name its record is refused by its validation
    if (id === undefined) return true;
    const record = await this.directory.find(nameOf(concern.type), id);
    if (!record) throw new Problem(PROBLEMS.notFound);
    if (!isOpenTo(caller, record, request.method === 'GET')) await this.#breakGlass(request, caller, record);
    request.record = record;
    return true;
  }

  async #breakGlass(
    request: FastifyRequest,
    caller: AuthenticatedCaller,
    record: ConcernedRecord,
  ): Promise<void> {
    const isOfficialsRead = caller.person === undefined && request.method === 'GET';
    const opening = isOfficialsRead ? await this.glassBreaker.opening(caller.subject, record) : undefined;
    if (opening !== undefined) {
      request.breakGlass = opening;
      return;
    }
    const mayKnow = caller.person === undefined && this.directory.isKnownElsewhere(record.type);
    throw new Problem(mayKnow ? PROBLEMS.outOfRegion : PROBLEMS.notFound);
  }
}

function isOpenTo(
  caller: AuthenticatedCaller,
  { region, persons, owners, actors }: ConcernedRecord,
  isRead: boolean,
): boolean {
  if (caller.person === undefined) return caller.covers(region);
  const own = owners ?? persons;
  return (isRead ? own : (actors ?? own)).includes(caller.person);
}

function idIn({ params, body }: FastifyRequest, concern: Concern): string | undefined {
  if (concern.body === undefined) {
    const id = (params as Record<string, unknown>)[concern.parameter];
    if (typeof id !== 'string' || !isUuid(id)) throw invalidField(concern.parameter, 'is-uuid');
    return id;
  }
  const id: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, concern.body) : undefined;
  if (id === undefined || id === null) return undefined;
  // another spelling of an id would find the record where this guard does not
  if (typeof id !== 'string' || !isUuid(id)) throw invalidField(concern.body, 'is-uuid');
  return id;
}
