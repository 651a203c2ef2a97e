import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsCivilDate, IsInstant, IsFilter, IsPersonKey, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  Matches,
  ValidateBy,
} from 'class-validator';
import { DATASET_PATTERN, isDatasetCode } from '../agencies/index.js';
import { CONSENT_METHODS, SIGNER_ROLES, type Consent } from './consent.entity.js';
import { CONSENT_STATES, type ConsentState } from './consent.lifecycle.js';

const PURPOSES = enumNames(PurposeSchema).filter(
  (purpose) => purpose !== 'MONITORING' && purpose !== 'AUDIT',
);
const SHA256 = /^[0-9a-f]{64}$/;

const IsDatasetCode = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isIn',
      validator: { validate: (code: unknown) => typeof code === 'string' && isDatasetCode(code) },
    },
    { each: true },
  );

export class GiveConsentDto {
  @IsPersonKey({ description: 'whose data may be asked for' })
  personKey!: string;

  @IsPersonKey({ description: 'who signs' })
  signerKey!: string;

  @ApiProperty({ enum: SIGNER_ROLES })
  @IsIn(SIGNER_ROLES)
  signerRole!: (typeof SIGNER_ROLES)[number];

  @ApiProperty({ enum: PURPOSES, isArray: true, example: ['DIBAO', 'EDGE', 'RIGID'] })
  @IsIn(PURPOSES, { each: true })
  @ArrayMinSize(1)
  @ArrayUnique()
  purposes!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: DATASET_PATTERN },
    description: 'CORE, the code of an agency, or <agency>.<dataset>',
    example: ['CORE', 'INS'],
  })
  @IsArray()
  @IsDatasetCode()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  datasets!: string[];

  @ApiProperty({ enum: CONSENT_METHODS })
  @IsIn(CONSENT_METHODS)
  method!: (typeof CONSENT_METHODS)[number];

  @ApiProperty({ description: 'SHA-256 of the signed form, hex' })
  @Matches(SHA256)
  documentSha256!: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the court paper or written power, hex' })
  @IsOptional()
  @Matches(SHA256)
  powerSha256?: string;

  @IsInstant()
  signedAt!: string;

  @IsCivilDate({ description: 'last day on which it holds' })
  validTo!: string;
}

export class ConsentQuery extends ListQuery {
  @IsFilter(CONSENT_STATES)
  state?: ConsentState;

  @IsPersonKey({ optional: true, description: 'whose data may be asked for' })
  personKey?: string;
}

export class ConsentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ type: [String] })
  purposes!: string[];

  @ApiProperty({ enum: CONSENT_STATES })
  state!: string;

  @ApiProperty()
  validTo!: string;

  @ApiProperty({ description: 'registered with verification' })
  registered!: boolean;

  @ApiProperty()
  version!: number;
}

export function toConsentDto(consent: Consent): ConsentDto {
  const { id, personKey, purposes, state, validTo, registered, version } = consent;
  return { id, personKey, purposes, state, validTo, registered, version };
}
