import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsCivilDate, IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsRFC3339,
  Matches,
  ValidateBy,
} from 'class-validator';
import { isDatasetCode } from '../agencies.js';
import { CONSENT_METHODS, SIGNER_ROLES } from './consent.entity.js';

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
    type: [String],
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

  @ApiProperty({ format: 'date-time' })
  @IsRFC3339()
  signedAt!: string;

  @IsCivilDate({ description: 'last day on which it holds' })
  validTo!: string;
}

export class ConsentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ type: [String] })
  purposes!: string[];

  @ApiProperty({ enum: ['VALID', 'EXPIRED', 'WITHDRAWN'] })
  state!: string;

  @ApiProperty()
  validTo!: string;

  @ApiProperty({ description: 'registered with verification' })
  registered!: boolean;

  @ApiProperty()
  version!: number;
}
