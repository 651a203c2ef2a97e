import { applyDecorators, type Type as Class } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  getSchemaPath,
  ApiExtraModels,
} from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsCivilDate, IsRegionCode } from './dto.decorators.js';
import { invalidField } from './validation.pipe.js';

export const DEFAULT_LIMIT = 50;
export const MAXIMUM_LIMIT = 200;
const MAXIMUM_CURSOR = 1_000;

/** Query of a list; a service's own filters are fields of a class that extends it. */
export class PageQuery {
  @ApiPropertyOptional({
    format: 'cursor',
    maxLength: MAXIMUM_CURSOR,
    description: 'nextCursor of the page before',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAXIMUM_CURSOR)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAXIMUM_LIMIT, default: DEFAULT_LIMIT })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_LIMIT)
  limit: number = DEFAULT_LIMIT;
}

/** Query of a list of aggregates: the filters that all of them have. */
export class ListQuery extends PageQuery {
  @IsRegionCode({ optional: true, description: 'prefix; the caller’s region without it' })
  region?: string;

  @IsCivilDate({ optional: true, description: 'entered on this day or later' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'entered on this day or earlier' })
  to?: string;
}

/** A filter that takes one of these values, `state` for example. */
export const IsFilter = (values: readonly string[], description?: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ enum: [...values], ...(description === undefined ? {} : { description }) }),
    IsOptional(),
    IsIn(values),
  );

/** A filter that is on or off: `true` or `false`. */
export const IsFlag = (description: string): PropertyDecorator => IsFilter(['true', 'false'], description);

/** One page of a list. `nextCursor` is null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** What a list is ordered by: the values of the last item that its successor is compared with. */
export type PageKey = readonly (string | number)[];

/**
 * Cuts what a query found to one page. Read one row more than the limit (`limit ${query.limit + 1}`): it tells
 * whether there is a next page.
 */
export function page<T>(items: readonly T[], limit: number, keyOf: (item: T) => PageKey): Page<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const more = items.length > limit && last !== undefined;
  return { items: shown, nextCursor: more ? encodeCursor(keyOf(last)) : null };
}

/** The same page with other items: rows become DTOs. */
export function mapPage<T, R>({ items, nextCursor }: Page<T>, map: (item: T) => R): Page<R> {
  return { items: items.map(map), nextCursor };
}

function encodeCursor(key: PageKey): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/**
 * The key after which the page begins, or undefined for the first page.
 *
 * @param length - how many values the list's key has
 * @throws Problem `validation` when the cursor is not one of this list
 */
export function readCursor(cursor: string | undefined, length: number): PageKey | undefined {
  if (cursor === undefined) return undefined;
  const key = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const isKey =
    Array.isArray(key) &&
    key.length === length &&
    key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!isKey) throw invalidField('cursor', 'is-cursor');
  return key as PageKey;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Shape of a page in the API document. */
export class PageShape {
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

/** Documents that a route answers a page of these. */
export const ApiPage = (item: Class): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(PageShape, item),
    ApiOkResponse({
      schema: {
        allOf: [
          { $ref: getSchemaPath(PageShape) },
          {
            required: ['items'],
            properties: { items: { type: 'array', items: { $ref: getSchemaPath(item) } } },
          },
        ],
      },
    }),
  );
