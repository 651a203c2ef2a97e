import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsObject,
  IsOptional,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { parseFen } from '@minzheng/kernel/money';
import { isCivilDate, isMonth } from '@minzheng/kernel/months';
import { isRegionCode } from '@minzheng/kernel/region';
import { isUscc } from '@minzheng/kernel/uscc';

/** Options of a field's decorator. */
export interface FieldOptions {
  readonly description?: string;
  /** The field may be left out, or be null. */
  readonly optional?: boolean;
  /** The field is a list of such values. */
  readonly each?: boolean;
}

const PERSON_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for the canonical text of a personKey: a UUIDv8 in lower case. */
export function isPersonKey(text: string): boolean {
  return PERSON_KEY.test(text);
}

/** A sum in fen: a string of digits, not negative, at most 10^13. */
export const IsFen = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isFen', isFen, { pattern: '^\\d+$', maxLength: 14, example: '59000' }, options);

/** A civil date in Asia/Shanghai: `YYYY-MM-DD`. */
export const IsCivilDate = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isCivilDate', isCivilDate, { format: 'date', example: '2025-05-12' }, options);

/** A month in Asia/Shanghai: `YYYY-MM`. */
export const IsMonth = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isMonth', isMonth, { pattern: '^\\d{4}-\\d{2}$', example: '2025-05' }, options);

/** A region: GB/T 2260 and its extension, 2, 4, 6, 9 or 12 digits. */
export const IsRegionCode = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isRegionCode',
    isRegionCode,
    { pattern: '^(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})$', example: '510802' },
    options,
  );

/** A personKey: the only identifier of a person between services. */
export const IsPersonKey = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isPersonKey', isPersonKey, { format: 'uuid' }, options);

/** A unified social credit code (统一社会信用代码, GB 32100). */
export const IsUscc = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isUscc', isUscc, { minLength: 18, maxLength: 18 }, options);

/** Options of a part's decorator. */
export interface PartOptions extends FieldOptions {
  /** What stands when it is left out. */
  readonly default?: unknown;
}

/**
 * A nested object, or with `each` a list of them, each checked by its class. `@ValidateNested()` alone lets pass what
 * is missing or null.
 *
 * @example \@IsPart(() => MemberDto, { each: true }) members!: MemberDto[];
 */
export const IsPart = (
  type: () => Class,
  { optional = false, each = false, ...documented }: PartOptions = {},
): PropertyDecorator => {
  const isRequired = !optional && documented.default === undefined;
  const api: ApiPropertyOptions = { type, isArray: each, required: isRequired, ...documented };
  return applyDecorators(
    each ? IsArray() : IsObject(),
    ValidateNested({ each }),
    Type(type),
    ApiProperty(api),
    ...(optional ? [IsOptional()] : []),
  );
};

function isFen(text: string): boolean {
  try {
    return parseFen(text) >= 0n;
  } catch {
    return false;
  }
}

function wireField(
  name: string,
  accepts: (text: string) => boolean,
  schema: ApiPropertyOptions,
  { optional = false, each = false, description }: FieldOptions,
): PropertyDecorator {
  const api = {
    type: 'string',
    isArray: each,
    ...schema,
    ...(description === undefined ? {} : { description }),
  } as ApiPropertyOptions;
  const validation: ValidationOptions = { each };
  return applyDecorators(
    ValidateBy(
      { name, validator: { validate: (value: unknown) => typeof value === 'string' && accepts(value) } },
      validation,
    ),
    ...(optional ? [IsOptional(), ApiPropertyOptional(api)] : [ApiProperty(api)]),
  );
}
