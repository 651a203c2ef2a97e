import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  IsCivilDate,
  IsFilter,
  IsInstant,
  IsPart,
  IsPersonKey,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsCaseRef } from '../access/case-ref.js';
import { SOURCE_QUERY_LIFECYCLE } from '../agencies/source-query.lifecycle.js';
import type { SignerRole } from '../consents/consent.rules.js';
import { DeclaredItemDto, HouseholdDto } from './household-checks.dto.js';
import { REQUEST_LIFECYCLE, type RequestState } from './request.lifecycle.js';

/** Purposes that a department may ask for; the others are verification's own. */
export const ASKABLE_PURPOSES = enumNames(PurposeSchema).filter(
  (purpose) => purpose !== 'MONITORING' && purpose !== 'AUDIT',
);
const SIGNER_ROLES = ['SELF', 'GUARDIAN', 'AGENT', 'HEIR'];
const METHODS = ['PAPER_SCAN', 'E_SIGN', 'FACE_VERIFIED'] as const;
const OCCASIONS = ['APPLICATION', 'REVIEW', 'OBJECTION', 'SUPERVISION'] as const;
const PRIORITIES = ['NORMAL', 'URGENT'] as const;
const SHA256 = /^[0-9a-f]{64}$/;
const DATASET = /^[A-Za-z]{2,40}(\.[A-Za-z0-9-]{1,60})?$/;
const SHA256_EXAMPLE = 'ab'.repeat(32);

/** One person's consent as it was signed at the department. */
export class SignedConsentDto {
  @ApiProperty({ format: 'uuid', example: '01980000-0000-7000-8000-000000000011' })
  @IsUUID()
  consentId!: string;

  @IsPersonKey()
  personKey!: string;

  @IsPersonKey()
  signerKey!: string;

  @ApiProperty({ enum: SIGNER_ROLES })
  @IsIn(SIGNER_ROLES)
  signerRole!: SignerRole;

  @ApiProperty({ enum: ASKABLE_PURPOSES, isArray: true, example: ['LEGAL_AID'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(ASKABLE_PURPOSES, { each: true })
  purposes!: string[];

  @ApiProperty({
    type: [String],
    example: ['CORE'],
    description: 'dataset codes, or CORE for the core set of each purpose',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(DATASET, { each: true })
  datasets!: string[];

  @ApiProperty({ enum: METHODS })
  @IsIn(METHODS)
  method!: (typeof METHODS)[number];

  @ApiProperty({ pattern: SHA256.source, example: SHA256_EXAMPLE, description: 'of the signed document' })
  @Matches(SHA256)
  documentSha256!: string;

  @ApiPropertyOptional({
    pattern: SHA256.source,
    example: SHA256_EXAMPLE,
    description: 'of the court paper or written power, where one is needed',
  })
  @IsOptional()
  @Matches(SHA256)
  powerSha256?: string;

  @IsInstant()
  signedAt!: string;

  @IsCivilDate({ description: 'the last day on which it holds' })
  validTo!: string;
}

/** What a department outside the platform asks: the fields of `VerificationRequested`. */
export class AskVerificationDto {
  @IsCaseRef({ example: 'LA-510802-2025-0042' })
  caseRef!: string;

  @ApiProperty({ enum: OCCASIONS })
  @IsIn(OCCASIONS)
  occasion!: (typeof OCCASIONS)[number];

  @ApiProperty({ enum: ASKABLE_PURPOSES, isArray: true, example: ['LEGAL_AID'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(ASKABLE_PURPOSES, { each: true })
  purposes!: string[];

  @IsPart(() => HouseholdDto)
  household!: HouseholdDto;

  @IsPart(() => SignedConsentDto, { each: true, default: [] })
  @ArrayMaxSize(60)
  consents: SignedConsentDto[] = [];

  @IsPart(() => DeclaredItemDto, { each: true, default: [] })
  @ArrayMaxSize(500)
  declaredItems: DeclaredItemDto[] = [];

  @IsInstant({ description: 'for when the household is checked' })
  asOf!: string;

  @ApiPropertyOptional({ enum: PRIORITIES, default: 'NORMAL' })
  @IsIn(PRIORITIES)
  priority: (typeof PRIORITIES)[number] = 'NORMAL';

  @IsInstant({ optional: true, description: 'wanted by then, where earlier than the usual limit' })
  dueAt?: string;
}

/** That a request was taken in; the report follows, see the request. */
export class RequestAcceptedDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time', description: 'until then there is a report' })
  dueAt!: string;
}

export class RequestQuery extends ListQuery {
  @ApiPropertyOptional({ maxLength: 200, description: 'the requester’s case' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @KeptAsWritten()
  caseRef?: string;

  @IsFilter([...REQUEST_LIFECYCLE.states])
  state?: RequestState;
}

/** Where a source query (查询任务) stands. */
export class SourceQueryDto {
  @ApiProperty({ enum: [...SOURCE_QUERY_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ description: 'how often it was tried' })
  attempts!: number;

  @ApiPropertyOptional({ format: 'date-time' })
  sentAt?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'answered, refused, or no longer waited for' })
  endedAt?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'how far what was known had come when it was asked',
  })
  watermark?: string;
}

export class AgencyProgressDto {
  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty({ description: 'in the core set of a purpose' })
  core!: boolean;

  @ApiProperty({ description: 'persons by state', type: 'object', additionalProperties: { type: 'integer' } })
  persons!: Record<string, number>;

  @ApiPropertyOptional({ type: SourceQueryDto, description: 'absent where nobody was asked' })
  query?: SourceQueryDto;
}

export class RequestRefusalDto {
  @ApiPropertyOptional({ format: 'uuid' })
  personKey?: string;

  @ApiProperty({ example: 'consent-missing' })
  problem!: string;
}

/** What a list shows of a request: nothing about persons. */
export class RequestSummaryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: [...REQUEST_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ example: 'assistance', description: 'a service, or outside: and the department’s code' })
  requester!: string;

  @ApiProperty()
  caseRef!: string;

  @ApiProperty()
  region!: string;

  @ApiProperty({ type: [String] })
  purposes!: string[];

  @ApiPropertyOptional({ format: 'date-time' })
  acceptedAt?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  dueAt?: string;

  @ApiPropertyOptional({ format: 'date', description: 'since then its clock stands' })
  blockedOn?: string;

  @ApiProperty({ description: 'of its last report; 0 before the first' })
  sequence!: number;

  @ApiProperty()
  version!: number;
}

export class RequestDto extends RequestSummaryDto {
  @ApiProperty({ type: [RequestRefusalDto], description: 'why it was refused or ended, by person' })
  refusals!: RequestRefusalDto[];

  @ApiPropertyOptional({ format: 'uuid', description: 'its last report' })
  reportId?: string;

  @ApiProperty({ description: 'an appeal is decided before it is evaluated again' })
  awaitsAppeal!: boolean;

  @ApiProperty({ type: [AgencyProgressDto] })
  progress!: AgencyProgressDto[];
}
