import { applyDecorators, SetMetadata, type Type as Class } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';

export const CONCERNED = 'minzheng:concerns';

/** Where a record lies and whose it is. */
export interface RecordPlace {
  /** The region that is responsible for it. */
  readonly region: string;
  /** personKeys of those whose data it holds; reads of it are entered in their names. */
  readonly persons: readonly string[];
  /** personKeys of citizens to whom it is their own or a ward's; default: `persons`. */
  readonly owners?: readonly string[];
  /** personKeys of those of them who may also act on it: who has full capacity, for himself or a ward; default: `owners`. */
  readonly actors?: readonly string[];
  /** Number under which the matter is known to those who work on it: what is done to its records is found by it. */
  readonly caseRef?: string;
}

/** How to find a kind of record. */
export interface RecordSource {
  readonly type: Class<object>;
  /** Undefined when there is none of this id. */
  locate(manager: EntityManager, id: string): Promise<RecordPlace | undefined>;
  /**
   * An official of another region is told `out-of-region` instead of `not-found`: only where the specification says that
   * he may know of it.
   */
  readonly isKnownElsewhere?: boolean;
}

/** The record that a request is about, after the guard has let it pass. */
export interface ConcernedRecord extends RecordPlace {
  /** The class in lower camel case: `aidCase` */
  readonly type: string;
  readonly id: string;
}

/** Where a route names its record. */
export interface Concern {
  readonly type: Class<object>;
  readonly parameter: string;
  readonly body?: string;
}

/** By path parameter (default `id`), or by a member of the body. */
export type ConcernPlace = { readonly parameter?: string } | { readonly body: string };

/**
 * The route is about one record of this kind. Before the body is looked at, the guard finds the record and lets only
 * those pass to whom it belongs: officials of its region, and where the route allows persons the citizens whose own it
 * is. For all others it does not exist (404 `not-found`).
 *
 * @example \@Concerns(AidCase)
 * @example \@Concerns(Household, { body: 'householdId' })
 */
export const Concerns = (type: Class<object>, place: ConcernPlace = {}): MethodDecorator => {
  const concern: Concern =
    'body' in place
      ? { type, parameter: '', body: place.body }
      : { type, parameter: place.parameter ?? 'id' };
  return applyDecorators(
    SetMetadata(CONCERNED, concern),
    ApiExtension('x-record', { type: nameOf(type), ...place }),
  );
};

/** A class's name as a record's type: `AidCase` is `aidCase`. */
export function nameOf(type: Class<object>): string {
  return type.name.charAt(0).toLowerCase() + type.name.slice(1);
}

/** All kinds of records of a service. */
export class RecordDirectory {
  readonly #sources: ReadonlyMap<string, RecordSource>;

  constructor(
    sources: readonly RecordSource[],
    private readonly manager: EntityManager,
  ) {
    this.#sources = new Map(sources.map((source) => [nameOf(source.type), source]));
  }

  get types(): string[] {
    return [...this.#sources.keys()];
  }

  /** @param type - `aidCase`; undefined is answered for a type or an id that does not exist */
  async find(type: string, id: string): Promise<ConcernedRecord | undefined> {
    const place = await this.#sources.get(type)?.locate(this.manager, id);
    return place && { type, id, ...place };
  }

  isKnownElsewhere(type: string): boolean {
    return this.#sources.get(type)?.isKnownElsewhere ?? false;
  }
}

/**
 * A record that one SQL statement finds by `$1`, its id: `select region, persons uuid[]`, and where they are known `owners uuid[]`
 * and `"caseRef"`.
 *
 * @example recordIn(Award, 'select region, person_keys as persons from award where id = $1')
 */
export function recordIn(
  type: Class<object>,
  sql: string,
  options: Pick<RecordSource, 'isKnownElsewhere'> = {},
): RecordSource {
  return {
    type,
    ...options,
    async locate(manager, id) {
      const [place] = await manager.query<(RecordPlace | undefined)[]>(sql, [id]);
      return place;
    },
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request is about ({@link Concerns}). */
    record?: ConcernedRecord;
    /** Id of the break-glass access by which the caller reads it although his region does not cover it. */
    breakGlass?: string;
  }
}
