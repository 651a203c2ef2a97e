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
import { mentionsPersonalNumber } from '@minzheng/kernel/personal-data';
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

const INSTANT =
  /^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/;
const DATE_LENGTH = 10;
const PERSON_KEY_EXAMPLE = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
/** Lengths of region codes: province, city, county, township, village. */
type RegionDigits = 2 | 4 | 6 | 9 | 12;

/** Region codes as the API document describes them: 2, 4, 6, 9 or 12 digits, no part of them only zeros. */
function regionPattern(fewest: RegionDigits, most: RegionDigits): string {
  const [two, three] = ['(0[1-9]|[1-9][0-9])', '(00[1-9]|0[1-9][0-9]|[1-9][0-9]{2})'];
  const parts = [
    [4, two],
    [6, two],
    [9, three],
    [12, three],
  ] as const;
  const behind = parts
    .filter(([digits]) => digits <= most)
    .reduceRight((rest, [digits, part]) => (digits <= fewest ? `${part}${rest}` : `(${part}${rest})?`), '');
  return `^[1-9][0-9]${behind}$`;
}

export const REGION_PATTERN = regionPattern(2, 12);
/** The form of the code; its last character checks the others. */
const USCC_PATTERN = '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$';
const LONGEST_SUM = 14;

/** True for the canonical text of a personKey: a UUIDv8 in lower case. */
export function isPersonKey(text: string): boolean {
  return PERSON_KEY.test(text);
}

/** A sum in fen of at least one, without leading noughts. */
export const IsPositiveFen = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isFen',
    (text) => isFen(text) && !text.startsWith('0'),
    { pattern: '^([1-9][0-9]{0,12}|10000000000000)$', example: '59000' },
    options,
  );

/** A sum in fen: a string of digits, not negative, at most 10^13. */
export const IsFen = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isFen',
    isFen,
    { pattern: '^([0-9]{1,13}|0[0-9]{13}|10000000000000)$', example: '59000' },
    options,
  );

/** A civil date in Asia/Shanghai: `YYYY-MM-DD`. */
export const IsCivilDate = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isCivilDate',
    isCivilDate,
    { format: 'date', pattern: '^[1-9][0-9]{3}-', example: '2025-05-12' },
    options,
  );

/** An instant with its offset (RFC 3339), from 1900 to 2199. */
export const IsInstant = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isRfc3339',
    isInstant,
    { format: 'date-time', pattern: INSTANT.source, example: '2025-05-12T01:00:00Z' },
    options,
  );

/** A month in Asia/Shanghai: `YYYY-MM`. */
export const IsMonth = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isMonth', isMonth, { pattern: '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$', example: '2025-05' }, options);

/** Options of a region's decorator. */
export interface RegionOptions extends FieldOptions {
  /** The document says so; who takes it refuses a larger or a smaller one. */
  readonly digits?: readonly [fewest: RegionDigits, most: RegionDigits];
}

const REGION_EXAMPLE = '510802001001';

/** A region: GB/T 2260 and its extension, 2, 4, 6, 9 or 12 digits. */
export const IsRegionCode = ({
  digits: [fewest, most] = [2, 12],
  ...options
}: RegionOptions = {}): PropertyDecorator => {
  const example = REGION_EXAMPLE.slice(0, Math.min(Math.max(fewest, 6), most));
  return wireField('isRegionCode', isRegionCode, { pattern: regionPattern(fewest, most), example }, options);
};

/** A personKey: the only identifier of a person between services. */
export const IsPersonKey = (options: FieldOptions = {}): PropertyDecorator =>
  wireField('isPersonKey', isPersonKey, { pattern: PERSON_KEY.source, example: PERSON_KEY_EXAMPLE }, options);

/** A unified social credit code (统一社会信用代码, GB 32100). */
export const IsUscc = (options: FieldOptions = {}): PropertyDecorator =>
  wireField(
    'isUscc',
    isUscc,
    { format: 'uscc', pattern: USCC_PATTERN, example: '91510800MA6253U27D' },
    options,
  );

/**
 * A text that stands in tables, events, logs of states or the audit as it was written (原样留存): one that has an ID number
 * or a bank card's in it is refused. PIPL arts. 28, 51.
 */
export const KeptAsWritten = (validation: ValidationOptions = {}): PropertyDecorator =>
  ValidateBy(
    {
      name: 'personalData',
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || !mentionsPersonalNumber(value),
      },
    },
    validation,
  );

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
  // the document takes a class from a function that is called `type`, and from no other
  const api: ApiPropertyOptions = { type: () => type(), isArray: each, required: isRequired, ...documented };
  return applyDecorators(
    each ? IsArray() : IsObject(),
    ValidateNested({ each }),
    Type(type),
    ApiProperty(api),
    ...(optional ? [IsOptional()] : []),
  );
};

// JavaScript would take 31 February for 3 March.
function isInstant(text: string): boolean {
  return INSTANT.test(text) && isCivilDate(text.slice(0, DATE_LENGTH)) && !Number.isNaN(Date.parse(text));
}

function isFen(text: string): boolean {
  try {
    return text.length <= LONGEST_SUM && parseFen(text) >= 0n;
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
    ...(each && { example: [schema.example] }),
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
