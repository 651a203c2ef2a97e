import {
  applyDecorators,
  createParamDecorator,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { PERSON_ALLOWED, REQUIRED_SCOPES } from '../access/access.decorators.js';
import { PROBLEMS } from '../http/problem.js';
import { COMPUTES, Refuses } from '../http/route.decorators.js';
import type { Route } from '../http/routes.js';
import type { AuditEntry } from './audit-entry.js';

export const DISCLOSES = 'minzheng:discloses';
export const DISCLOSES_NOTHING = 'minzheng:discloses-nothing';
export const DETAIL_READ = 'minzheng:detail-read';
export const ABOUT_PERSONS = 'minzheng:about-persons';

type RouteDecorator = MethodDecorator & ClassDecorator;

/**
 * The route shows personal data: who read them is entered in the audit before the answer leaves, and also that somebody
 * tried and was refused. Whose they are follows from the record that the route concerns, and from what the method adds
 * by `@Disclosure()`.
 *
 * @param fields - names of what is shown
 * @example \@Discloses('case', 'amounts')
 */
export const Discloses = (...fields: string[]): RouteDecorator =>
  applyDecorators(
    SetMetadata(DISCLOSES, fields),
    ApiExtension('x-discloses', fields),
    Refuses(PROBLEMS.auditUnavailable),
  );

/** The route shows nothing about a person. */
export const DisclosesNothing = (): RouteDecorator => SetMetadata(DISCLOSES_NOTHING, true);

/** The route opens one person's data in detail: it counts toward the reads that an official may make in a day. */
export const DetailRead = (): RouteDecorator =>
  applyDecorators(
    SetMetadata(DETAIL_READ, true),
    ApiExtension('x-detail-read', true),
    Refuses(PROBLEMS.rateLimited),
  );

/** personKeys of those whose data an answer shows. */
export type PersonsOf<Answer> = (
  answer: Answer,
  manager: EntityManager,
) => readonly string[] | Promise<readonly string[]>;

/**
 * Tells from a route's answer whose data it shows, where no record of the route tells it.
 *
 * @example \@AboutPersons<Page<ConsentDto>>(({ items }) => items.map(({ personKey }) => personKey))
 */
export const AboutPersons = <Answer>(personsOf: PersonsOf<Answer>): MethodDecorator =>
  SetMetadata(ABOUT_PERSONS, personsOf);

/** What a method knows of its act beyond what follows from the request. */
export type ActDetails = Partial<
  Pick<AuditEntry, 'purpose' | 'caseRef' | 'reportId' | 'target' | 'reason' | 'region'>
>;

/** What a request shows of whom; filled by the method that answers it. */
export class DisclosureRecord {
  readonly #subjects = new Set<string>();
  readonly #fields = new Set<string>();
  #details: ActDetails = {};

  /**
   * @param subjects - personKeys of those whose data are shown
   * @param fields - names of what is shown, beside those that the route declares
   */
  add(subjects: Iterable<string>, fields: Iterable<string> = []): void {
    for (const subject of subjects) this.#subjects.add(subject);
    for (const field of fields) this.#fields.add(field);
  }

  /** Says what for, in which case, of which record or why. */
  about(details: ActDetails): void {
    this.#details = { ...this.#details, ...details };
  }

  get subjects(): ReadonlySet<string> {
    return this.#subjects;
  }

  get fields(): ReadonlySet<string> {
    return this.#fields;
  }

  get details(): ActDetails {
    return this.#details;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    disclosure?: DisclosureRecord;
    /** Fields that its route declares to show ({@link Discloses}). */
    discloses?: readonly string[];
  }
}

export type Disclosure = DisclosureRecord;

/** What the request shows, in a method of a controller: `@Disclosure() disclosure: Disclosure`. */
export const Disclosure = createParamDecorator(
  (_data: unknown, context: ExecutionContext): DisclosureRecord => disclosureOf(requestOf(context)),
);

export function disclosureOf(request: FastifyRequest): DisclosureRecord {
  return (request.disclosure ??= new DisclosureRecord());
}

const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();

/** A route that does not say whether it shows personal data. */
export class UndeclaredDisclosure extends Error {
  constructor(readonly routes: readonly string[]) {
    super(`say what is shown of persons (@Discloses or @DisclosesNothing): ${routes.join(', ')}`);
    this.name = 'UndeclaredDisclosure';
  }
}

/**
 * Every route that reads or computes for somebody says whether it shows personal data; commands are entered anyway.
 *
 * @throws UndeclaredDisclosure, which keeps the service from starting
 */
export function assertDisclosureDeclared(routes: readonly Route[]): void {
  const has = ({ handler, controller }: Route, ...keys: string[]): boolean =>
    keys.some((key) => Reflect.hasMetadata(key, handler) || Reflect.hasMetadata(key, controller));
  const undeclared = routes.filter(
    (route) =>
      (route.verb === RequestMethod.GET || has(route, COMPUTES)) &&
      has(route, REQUIRED_SCOPES, PERSON_ALLOWED) &&
      !has(route, DISCLOSES, DISCLOSES_NOTHING),
  );
  if (undeclared.length > 0) {
    throw new UndeclaredDisclosure(
      undeclared.map(({ controller, method }) => `${controller.name}.${method}`),
    );
  }
}
