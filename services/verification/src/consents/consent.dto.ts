import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  IsCivilDate,
  IsFilter,
  IsInstant,
  IsPersonKey,
  IsRegionCode,
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
  Length,
  Matches,
} from 'class-validator';
import { IsCaseRef } from '../access/case-ref.js';
import { CONSENT_STATES, type ConsentState } from './consent.lifecycle.js';
import type { Consent } from './consent.entity.js';

/** What may be agreed to; monitoring and audit are the service's own and need no consent. */
const PURPOSES = enumNames(PurposeSchema).filter(
  (purpose) => purpose !== 'MONITORING' && purpose !== 'AUDIT',
);
const SIGNER_ROLES = ['SELF', 'GUARDIAN', 'AGENT', 'HEIR'] as const;
const METHODS = ['PAPER_SCAN', 'E_SIGN', 'FACE_VERIFIED'] as const;
const SHA256 = /^[0-9a-f]{64}$/;
const DATASET = /^[A-Za-z]{2,16}(\.[A-Za-z0-9-]{1,40})?$/;

/** A signed form of consent (授权书). */
export class GiveConsentDto {
  @IsPersonKey({ description: 'whose data may be asked for' })
  personKey!: string;

  @IsPersonKey({ description: 'who signs' })
  signerKey!: string;

  @ApiProperty({ enum: SIGNER_ROLES })
  @IsIn(SIGNER_ROLES)
  signerRole!: (typeof SIGNER_ROLES)[number];

  @ApiProperty({ enum: PURPOSES, isArray: true, example: ['HOUSING_AID'] })
  @IsIn(PURPOSES, { each: true })
  @ArrayMinSize(1)
  @ArrayUnique()
  purposes!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: DATASET.source },
    description: 'CORE (the core set of each of its purposes), the code of an agency, or <agency>.<dataset>',
    example: ['CORE'],
  })
  @IsArray()
  @Matches(DATASET, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  datasets!: string[];

  @ApiProperty({ enum: METHODS, example: 'E_SIGN' })
  @IsIn(METHODS)
  method!: (typeof METHODS)[number];

  @ApiProperty({ description: 'SHA-256 of the signed form, hex', example: 'a'.repeat(64) })
  @Matches(SHA256)
  documentSha256!: string;

  @ApiPropertyOptional({
    description:
      'SHA-256 of the court paper or written power, hex: of an agent, an heir, and the guardian of an adult',
  })
  @IsOptional()
  @Matches(SHA256)
  powerSha256?: string;

  @IsCaseRef({ optional: true, description: 'the case that it was signed for', example: 'GJJ-2025-000123' })
  caseRef?: string;

  @IsInstant()
  signedAt!: string;

  @IsCivilDate({ description: 'last day on which it holds' })
  validTo!: string;

  @IsRegionCode({
    optional: true,
    description: 'where the person lives: needed of a person who signs and of whom nothing is on record',
  })
  @IsOptional()
  region?: string;
}

const LONGEST_REASON = 500;

/** Why it is taken back; nobody has to say so (PIPL art. 15). */
export class WithdrawConsentDto {
  @ApiPropertyOptional({
    minLength: 2,
    maxLength: LONGEST_REASON,
    example: '不再申请住房保障',
    description: 'stays in the log of the consent; no number or name of a person',
  })
  @IsOptional()
  @IsString()
  @Length(2, LONGEST_REASON)
  @KeptAsWritten()
  reason?: string;
}

export class ConsentQuery extends ListQuery {
  @IsFilter(CONSENT_STATES)
  state?: ConsentState;

  @IsPersonKey({ optional: true, description: 'whose data may be asked for' })
  subject?: string;

  @IsFilter(PURPOSES)
  purpose?: string;
}

export class ConsentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ format: 'uuid' })
  signerKey!: string;

  @ApiProperty({ enum: SIGNER_ROLES })
  signerRole!: string;

  @ApiProperty({ type: [String], example: ['DIBAO', 'EDGE', 'RIGID'] })
  purposes!: string[];

  @ApiProperty({ type: [String], example: ['CORE'] })
  datasets!: string[];

  @ApiProperty({
    description: 'the service, or `outside:` and the department that took it',
    example: 'assistance',
  })
  takenBy!: string;

  @ApiPropertyOptional({ example: '510802-20250512-0001' })
  caseRef?: string;

  @ApiProperty({ enum: CONSENT_STATES })
  state!: string;

  @ApiProperty({ format: 'date-time' })
  signedAt!: string;

  @ApiProperty({ format: 'date' })
  validTo!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  withdrawnAt?: string;

  @ApiProperty()
  version!: number;
}

export function toConsentDto(consent: Consent): ConsentDto {
  const { id, personKey, signerKey, signerRole, purposes, datasets, takenBy, state, version } = consent;
  return {
    ...{ id, personKey, signerKey, signerRole, purposes, datasets, takenBy, state, version },
    ...(consent.caseRef !== null && { caseRef: consent.caseRef }),
    signedAt: consent.signedAt.toISOString(),
    validTo: consent.validTo,
    ...(consent.withdrawnAt !== null && { withdrawnAt: consent.withdrawnAt.toISOString() }),
  };
}
