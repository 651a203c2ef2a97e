import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsCivilDate, IsFilter, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { DataAgreement } from './agreement.entity.js';
import { AGREEMENT_LIFECYCLE, type AgreementState } from './agreement.lifecycle.js';
import type { Dataset, DatasetDirection, DatasetMode } from './dataset.data.js';

const STATES = [...AGREEMENT_LIFECYCLE.states];
const DIRECTIONS: DatasetDirection[] = ['IN', 'OUT'];
const MODES: DatasetMode[] = ['HTTP', 'FILE', 'PULL'];
const PURPOSES = [...enumNames(PurposeSchema)];
const PARTY = /^[A-Za-z][A-Za-z0-9-]{1,39}$/;
const DATASET = /^[A-Za-z]{2,20}(?:\.[a-z][A-Za-z]{0,39})?$/;
const KIND = /^[a-z][A-Za-z]{1,60}$/;
const FIELD = /^[a-z][A-Za-z0-9]{1,60}$/;
const MOST = 100;
const LONGEST_REASON = 500;

export class AgreementQuery extends ListQuery {
  @IsFilter(STATES)
  state?: AgreementState;

  @IsFilter(DIRECTIONS)
  direction?: DatasetDirection;
}

/** What an agreement is to say. */
export class DraftAgreementDto {
  @ApiProperty({
    description: 'code of the agency, or of another party that asks',
    example: 'TAX',
    pattern: PARTY.source,
  })
  @Matches(PARTY)
  agency!: string;

  @ApiProperty({
    description: 'as in GET /v1/datasets, or a part of one',
    example: 'TAX.wages',
    pattern: DATASET.source,
  })
  @Matches(DATASET)
  dataset!: string;

  @ApiProperty({ enum: DIRECTIONS, description: 'IN: the agency sends; OUT: it asks' })
  @IsIn(DIRECTIONS)
  direction!: DatasetDirection;

  @ApiPropertyOptional({ enum: MODES, description: 'default: that of the dataset' })
  @IsOptional()
  @IsIn(MODES)
  mode?: DatasetMode;

  @ApiPropertyOptional({
    enum: PURPOSES,
    isArray: true,
    description: 'of OUT: what may be asked for; none: nothing',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST)
  @IsIn(PURPOSES, { each: true })
  purposes?: string[];

  @ApiPropertyOptional({
    type: [String],
    description: 'of IN; default: all of the dataset',
    example: ['wage'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST)
  @Matches(KIND, { each: true })
  kinds?: string[];

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    description:
      'OUT: what is told of each person; IN: what facts may tell, a fact with another field is refused; default: all of the dataset',
    example: ['categories'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST)
  @Matches(FIELD, { each: true })
  fields?: string[];

  @ApiProperty({ example: '社会救助暂行办法 art. 58', minLength: 4, maxLength: 200 })
  @IsString()
  @Length(4, 200)
  @KeptAsWritten()
  legalBasis!: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    description: 'calls; default: policy',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  ratePerSecond?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000_000,
    description: 'items; default: policy',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  dailyQuota?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 400,
    description: 'default: policy of the agency',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(400)
  maxLagDays?: number;

  @IsCivilDate({ description: 'first day' })
  validFrom!: string;

  @IsCivilDate({ description: 'last day, not before the first' })
  validTo!: string;

  @ApiPropertyOptional({ description: 'document of the impact assessment (PIPL art. 55)', maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @KeptAsWritten()
  impactAssessmentRef?: string;
}

export class AgreementReasonDto {
  @ApiProperty({
    minLength: 2,
    maxLength: LONGEST_REASON,
    example: '数据质量核查',
    description: 'stays in its log',
  })
  @IsString()
  @Length(2, LONGEST_REASON)
  @KeptAsWritten()
  reason!: string;
}

export class AgreementDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: STATES })
  state!: AgreementState;

  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty({ example: 'TAX' })
  dataset!: string;

  @ApiProperty({ enum: DIRECTIONS })
  direction!: DatasetDirection;

  @ApiProperty({ enum: MODES })
  mode!: DatasetMode;

  @ApiProperty({ type: [String] })
  purposes!: string[];

  @ApiProperty({ type: [String], example: ['wage'] })
  kinds!: string[];

  @ApiProperty({ type: [String] })
  fields!: string[];

  @ApiProperty({ example: '社会救助暂行办法 art. 58' })
  legalBasis!: string;

  @ApiProperty({ description: 'a kind of it needs consent' })
  consentGated!: boolean;

  @ApiProperty({ example: 50 })
  ratePerSecond!: number;

  @ApiProperty({ example: 1_000_000 })
  dailyQuota!: number;

  @ApiProperty({ nullable: true, type: 'integer' })
  maxLagDays!: number | null;

  @ApiProperty({ format: 'date', example: '2025-06-01' })
  validFrom!: string;

  @ApiProperty({ format: 'date', example: '2027-05-31' })
  validTo!: string;

  @ApiProperty({ nullable: true, type: 'string' })
  impactAssessmentRef!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'last day for the answer of both sides',
  })
  answerDueOn!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'last day for opening the data',
  })
  openDueOn!: string | null;

  @ApiProperty({ description: 'the agency has approved' })
  approvedByAgency!: boolean;

  @ApiProperty({ description: 'the provincial verification centre has approved' })
  approvedByCentre!: boolean;

  @ApiProperty({ example: 1 })
  version!: number;
}

export function toAgreementDto(agreement: DataAgreement): AgreementDto {
  const { id, state, agency, dataset, direction, mode, legalBasis, consentGated, ratePerSecond } = agreement;
  const { dailyQuota, maxLagDays, validFrom, validTo, impactAssessmentRef, answerDueOn, openDueOn } =
    agreement;
  return {
    ...{ id, state, agency, dataset, direction, mode, legalBasis, consentGated, ratePerSecond },
    ...{ dailyQuota, maxLagDays, validFrom, validTo, impactAssessmentRef, answerDueOn, openDueOn },
    purposes: [...agreement.purposes],
    kinds: [...agreement.kinds],
    fields: [...agreement.fields],
    approvedByAgency: agreement.agencyApprover !== null,
    approvedByCentre: agreement.centreApprover !== null,
    version: agreement.version,
  };
}

class DatasetNameDto {
  @ApiProperty({ example: '税务' })
  zh!: string;

  @ApiProperty({ example: 'tax' })
  en!: string;
}

export class DatasetDto {
  @ApiProperty({ example: 'TAX' })
  code!: string;

  @ApiProperty({ example: 'TAX' })
  provider!: string;

  @ApiProperty({ type: DatasetNameDto })
  name!: DatasetNameDto;

  @ApiProperty({ enum: DIRECTIONS })
  direction!: DatasetDirection;

  @ApiProperty({ enum: MODES })
  mode!: DatasetMode;

  @ApiProperty({ type: [String], example: ['wage'] })
  kinds!: string[];

  @ApiProperty({ type: [String] })
  fields!: string[];

  @ApiProperty()
  consentGated!: boolean;

  @ApiProperty({ example: '社会救助暂行办法 art. 58' })
  legalBasis!: string;
}

export class DatasetsDto {
  @ApiProperty({ type: [DatasetDto] })
  items!: DatasetDto[];

  @ApiProperty({ nullable: true, type: 'string', description: 'always null: the catalogue is one page' })
  nextCursor!: null;
}

export const toDatasetDto = ({ kinds, fields, ...dataset }: Dataset): DatasetDto => ({
  ...dataset,
  kinds: [...kinds],
  fields: [...fields],
});
