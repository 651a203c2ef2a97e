import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  Param,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Tx } from '../persistence/transaction.js';
import { Problem, PROBLEMS, type ProblemType } from './problem.js';
import { invalidField } from './validation.pipe.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts, once the token was checked. */
    actor?: string;
    /** The transaction of a command, while it runs. */
    transaction?: Tx;
  }
}

export const COMPUTES = 'minzheng:computes';
export const CREATED = 'minzheng:created';
const REFUSES = 'minzheng:refuses';

/** A POST that stores nothing: it takes no Idempotency-Key and opens no transaction. */
export const Computes = (): MethodDecorator => SetMetadata(COMPUTES, true);

/**
 * Problems that the route's own rules may answer with, beside those that follow from its parameters, body and access.
 *
 * @example \@Refuses(PROBLEMS.policyMissing)
 */
export const Refuses =
  (...types: readonly ProblemType[]): MethodDecorator & ClassDecorator =>
  (target: object, _method?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const place = (descriptor?.value ?? target) as object;
    Reflect.defineMetadata(REFUSES, [...refusalsOf(place), ...types], place);
  };

/** What a method or a class of routes names by {@link Refuses}. */
export function refusalsOf(place: object): readonly ProblemType[] {
  return (Reflect.getOwnMetadata(REFUSES, place) as ProblemType[] | undefined) ?? [];
}

/** Path of what was created, made of the answer and the path's parameters. */
export type LocationOf<T> = (answer: T, parameters: Readonly<Record<string, string>>) => string;

/**
 * A command that creates: 201 with `Location`.
 *
 * @example \@Created<CaseDto>(({ id }) => `/v1/cases/${id}`)
 */
export const Created = <T = { id: string }>(location: LocationOf<T>): MethodDecorator =>
  applyDecorators(SetMetadata(CREATED, location), HttpCode(201));

/**
 * The open transaction of a command (POST, PUT, PATCH): what the method does with it commits together with the
 * idempotency record, or not at all.
 */
export const InTransaction = createParamDecorator((_data: unknown, context: ExecutionContext): Tx => {
  const { transaction } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!transaction) throw new TypeError('only a command (POST, PUT, PATCH that stores) has a transaction');
  return transaction;
});

const VERSION = /^(?:W\/)?"?(\d{1,9})"?$/;

const ifMatchValue = createParamDecorator((_data: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new Problem(PROBLEMS.ifMatchRequired);
  const version = VERSION.exec(header.trim())?.[1];
  if (version === undefined) throw invalidField('If-Match', 'is-version');
  return Number(version);
});

/** The version that the caller has seen, from `If-Match: "3"`; without the header 428 `if-match-required`. */
export const IfMatch = (): ParameterDecorator => (target, method, index) => {
  ifMatchValue()(target, method, index);
  document(
    target,
    method,
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'the version, as in ETag',
      schema: { type: 'string', pattern: '^(W/)?"?[0-9]{1,9}"?$', example: '"3"' },
    }),
  );
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const UUID_SCHEMA = {
  type: 'string',
  format: 'uuid',
  pattern: UUID.source,
  example: '0198a000-0000-7000-8000-000000000000',
} as const;

/** True for the canonical text of a UUID: lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const uuidOf = (name: string) => ({
  transform: (value: string): string => {
    if (typeof value !== 'string' || !isUuid(value)) throw invalidField(name, 'is-uuid');
    return value;
  },
});

/** An entity's id (UUID in lower case) in the path. */
export const Id =
  (name = 'id'): ParameterDecorator =>
  (target, method, index) => {
    Param(name, uuidOf(name))(target, method, index);
    document(target, method, ApiParam({ name, schema: UUID_SCHEMA }));
  };

function document(target: object, method: string | symbol | undefined, decorator: MethodDecorator): void {
  if (method === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(target, method);
  if (descriptor) decorator(target, method, descriptor);
}
