import type { Candidate, CandidateStanding } from '@minzheng/kernel/policy';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateBy } from 'class-validator';
import { IsCivilDate, IsRegionCode, KeptAsWritten, type Localized, PageQuery } from '../http/index.js';
import { POLICY_KEY } from './policy-files.js';
import { POLICY_STATES, type PolicyState, type StoredRow } from './policy-row.js';
import { isExactJson } from './policy-value.js';

const KEY_LENGTH = 200;
const LEGAL_BASIS_LENGTH = 500;
const VALUE_LENGTH = 20_000;
const SERVICE = /^[a-z]{1,40}$/;
const KEY_BEGINNING = /^[a-zA-Z][a-zA-Z0-9_.]*$/;
const REGION_PREFIX = /^(?:|[1-9]\d{1}|[1-9]\d{3}|[1-9]\d{5}|[1-9]\d{8}|[1-9]\d{11})$/;

const KEY_DOC = { example: 'assistance.dibao.standardMonthlyFen', maxLength: KEY_LENGTH };
const VALUE_DOC = {
  description: 'JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points',
  example: { URBAN: '65000', RURAL: '45000' },
  oneOf: [
    { type: 'string' },
    { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'boolean' },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ],
};

const IsPolicyValue = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPolicyValue',
    validator: {
      validate: (value: unknown) =>
        value !== undefined &&
        value !== null &&
        isExactJson(value) &&
        JSON.stringify(value).length <= VALUE_LENGTH,
    },
  });

export class PolicyQuery extends PageQuery {
  @ApiPropertyOptional({
    description: 'what the key begins with',
    example: 'assistance.dibao',
    maxLength: KEY_LENGTH,
  })
  @IsOptional()
  @IsString()
  @MaxLength(KEY_LENGTH)
  @Matches(KEY_BEGINNING)
  key?: string;

  @IsRegionCode({
    optional: true,
    description: 'rows of this region, in it, or of a region that contains it',
  })
  region?: string;

  @IsCivilDate({ optional: true, description: 'rows that hold on this day' })
  asOf?: string;

  @ApiPropertyOptional({ enum: POLICY_STATES })
  @IsOptional()
  @IsIn(POLICY_STATES)
  state?: PolicyState;

  @ApiPropertyOptional({ description: 'short name of the service that owns the key', example: 'assistance' })
  @IsOptional()
  @Matches(SERVICE)
  owner?: string;
}

export class ExplainQuery {
  @ApiProperty(KEY_DOC)
  @IsString()
  @MaxLength(KEY_LENGTH)
  @Matches(POLICY_KEY)
  key!: string;

  @IsRegionCode()
  region!: string;

  @IsCivilDate()
  on!: string;
}

export class DraftPolicyDto {
  @ApiProperty({ description: 'a key of this service of which there are rows', ...KEY_DOC })
  @IsString()
  @MaxLength(KEY_LENGTH)
  @Matches(POLICY_KEY)
  key!: string;

  @ApiProperty({ description: 'region in which it holds, within that of the drafter', example: '510802' })
  @IsString()
  @Matches(REGION_PREFIX)
  regionPrefix!: string;

  @IsCivilDate({ description: 'first day; a day that has passed only with supersedesRowId' })
  effectiveFrom!: string;

  @IsCivilDate({ optional: true, description: 'first day on which it no longer holds' })
  effectiveTo?: string;

  @ApiProperty(VALUE_DOC)
  @IsPolicyValue()
  value!: unknown;

  @ApiProperty({
    description: 'document and article',
    example: '广府规〔2025〕3号 §2',
    maxLength: LEGAL_BASIS_LENGTH,
  })
  @IsString()
  @MaxLength(LEGAL_BASIS_LENGTH)
  @Matches(/\S/)
  @KeptAsWritten()
  legalBasis!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'the row that ends where this one begins' })
  @IsOptional()
  @IsUUID()
  supersedesRowId?: string;
}

const NULLABLE_DATE = { type: 'string', format: 'date', nullable: true } as const;
const NULLABLE_INSTANT = { type: 'string', format: 'date-time', nullable: true } as const;

/** A standard, threshold, weight or time limit, with the days and the region in which it holds (政策参数). */
export class PolicyDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'the service that the row belongs to', example: 'assistance' })
  owner!: string;

  @ApiProperty(KEY_DOC)
  key!: string;

  @ApiProperty({ description: 'empty: the whole country', example: '5108' })
  regionPrefix!: string;

  @ApiProperty({ format: 'date', example: '2025-07-01' })
  effectiveFrom!: string;

  @ApiProperty({ ...NULLABLE_DATE, description: 'first day on which it no longer holds' })
  effectiveTo!: string | null;

  @ApiProperty(VALUE_DOC)
  value!: unknown;

  @ApiProperty({ example: '社会救助暂行办法 art. 10' })
  legalBasis!: string;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  supersedesRowId!: string | null;

  @ApiProperty({ enum: POLICY_STATES })
  state!: PolicyState;

  @ApiProperty({ type: 'string', nullable: true, description: 'none for a row that the service came with' })
  draftedBy!: string | null;

  @ApiProperty(NULLABLE_INSTANT)
  draftedAt!: Date | null;

  @ApiProperty({ type: 'string', nullable: true })
  publishedBy!: string | null;

  @ApiProperty(NULLABLE_INSTANT)
  publishedAt!: Date | null;

  @ApiProperty({ type: 'integer' })
  version!: number;
}

export function toPolicyDto(row: StoredRow): PolicyDto {
  return {
    id: row.id,
    owner: row.owner,
    key: row.key,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    value: row.value,
    legalBasis: row.legal_basis,
    supersedesRowId: row.supersedes_row_id,
    state: row.state,
    draftedBy: row.drafted_by,
    draftedAt: row.drafted_at,
    publishedBy: row.published_by,
    publishedAt: row.published_at,
    version: Number(row.sequence),
  };
}

/** Why a row wins, or does not, in words. */
export const STANDINGS: Readonly<Record<CandidateStanding, Localized>> = {
  WINS: {
    zh: '适用：在当日有效的记录中，地区最具体且生效日期最晚',
    en: 'It applies: of the rows that hold on the day, its region is the most specific and its first day the latest',
  },
  OTHER_REGION: { zh: '不适用：属于其他地区', en: 'It is for another region' },
  NOT_YET: { zh: '不适用：当日尚未生效', en: 'It is not yet in force on the day' },
  ENDED: { zh: '不适用：当日已失效或者已被更正', en: 'It has ended by the day, or was corrected' },
  LESS_SPECIFIC: { zh: '不适用：有更具体地区的规定', en: 'A row of a more specific region holds' },
  EARLIER: {
    zh: '不适用：本地区有生效日期更晚的规定',
    en: 'A row of the same region with a later first day holds',
  },
};

export class CandidateDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '5108' })
  regionPrefix!: string;

  @ApiProperty({ format: 'date' })
  effectiveFrom!: string;

  @ApiProperty(NULLABLE_DATE)
  effectiveTo!: string | null;

  @ApiProperty(VALUE_DOC)
  value!: unknown;

  @ApiProperty({ example: '社会救助暂行办法 art. 10' })
  legalBasis!: string;

  @ApiProperty({ enum: Object.keys(STANDINGS) })
  standing!: CandidateStanding;

  @ApiProperty({ example: STANDINGS.WINS.zh })
  zh!: string;

  @ApiProperty({ example: STANDINGS.WINS.en })
  en!: string;
}

/** Which row holds, and why (适用说明). */
export class PolicyExplanationDto {
  @ApiProperty(KEY_DOC)
  key!: string;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ format: 'date' })
  on!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'null: decisions get policy-missing',
  })
  winner!: string | null;

  @ApiProperty({ type: [CandidateDto], description: 'in the order of precedence' })
  candidates!: CandidateDto[];
}

export function toCandidateDto({ row, standing }: Candidate): CandidateDto {
  const { id, regionPrefix, effectiveFrom, effectiveTo, value, legalBasis } = row;
  return {
    ...{ id, regionPrefix, effectiveFrom, effectiveTo: effectiveTo ?? null, value, legalBasis, standing },
    ...STANDINGS[standing],
  };
}
