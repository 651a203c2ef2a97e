import {
  IsCivilDate,
  IsFen,
  IsFilter,
  IsMonth,
  IsPart,
  IsPersonKey,
  ListQuery,
} from '@minzheng/platform/http';
import type { FieldCipher } from '@minzheng/platform/encryption';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Words } from '../appeals/appeal.dto.js';
import { reasonPlace, type ManualFact } from './manual-fact.entity.js';
import { MANUAL_FACT_STATES, type ManualFactState } from './manual-fact.lifecycle.js';
import { STATEMENT_TYPES, type ManualStatement } from './manual-fact.rules.js';

const SHA256 = /^[0-9a-f]{64}$/;
const BASES = ['NET', 'GROSS'] as const;

class ManualPeriodDto {
  @IsMonth()
  fromMonth!: string;

  @IsMonth()
  toMonth!: string;
}

/** What is stated; only the fields of its type. */
export class ManualStatementDto implements ManualStatement {
  @ApiProperty({ enum: STATEMENT_TYPES, example: 'income' })
  @IsIn(STATEMENT_TYPES)
  type!: ManualStatement['type'];

  @ApiProperty({ description: 'a kind of the registry', example: 'casualWork' })
  @Matches(/^[a-z][A-Za-z]{1,60}$/)
  kind!: string;

  @ApiPropertyOptional({
    description:
      'hash of the account, contract, register or bill number: the same as a source sends, to count instead of it',
    example: 'a9f5c1d2e3b4a5968778695a4b3c2d1e',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  itemKey?: string;

  @IsFen({ optional: true, description: 'of an income or expenditure, for its whole period' })
  amountFen?: string;

  @IsPart(() => ManualPeriodDto, {
    optional: true,
    description: 'months of an income or expenditure, both included',
  })
  period?: ManualPeriodDto;

  @ApiPropertyOptional({ enum: BASES, description: 'of an income' })
  @IsOptional()
  @IsIn(BASES)
  basis?: (typeof BASES)[number];

  @ApiPropertyOptional({
    description: 'of an income: credit code of the payer; absent or `*`: unknown',
    example: '*',
  })
  @IsOptional()
  @IsString()
  @MaxLength(18)
  payerKey?: string;

  @ApiPropertyOptional({ description: 'of an income: the programme that pays it', example: 'DIBAO' })
  @IsOptional()
  @Matches(/^[A-Z][A-Z_]{1,60}$/)
  programme?: string;

  @IsFen({ optional: true, description: 'of an asset, the whole item' })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'of an asset; 0: gone' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  count?: number;

  @IsCivilDate({ optional: true, description: 'of an asset: day on which it was so' })
  asOf?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'of an asset: the person’s part, basis points',
    default: 10_000,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  shareBp?: number;

  @IsCivilDate({ optional: true, description: 'of a status: first day on which it holds' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'of a status: first day on which it no longer holds' })
  to?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'of an asset or a status, as an agency may send them',
    example: { registeredOn: '2019-05-01' },
  })
  @IsOptional()
  @IsObject()
  attributes?: Record<string, string>;
}

export class ProposeManualFactDto {
  @IsPersonKey({ description: 'whom it is about' })
  personKey!: string;

  @IsPart(() => ManualStatementDto)
  fact!: ManualStatementDto;

  @ApiProperty({ type: [String], description: 'SHA-256 of each document, hex', example: ['e'.repeat(64)] })
  @IsArray()
  @Matches(SHA256, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  evidence!: string[];

  @IsCivilDate({
    description: 'last day on which the evidence holds, at most 12 months ahead; the fact ends with it',
  })
  evidenceValidTo!: string;

  @Words('why it is entered by hand', '村委会证明其2025年4月在本村务工，无其他数据来源。')
  reason!: string;
}

export class ManualFactQuery extends ListQuery {
  @IsFilter(MANUAL_FACT_STATES)
  state?: ManualFactState;

  @IsPersonKey({ optional: true })
  personKey?: string;
}

export class ManualFactDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: MANUAL_FACT_STATES })
  state!: string;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ type: ManualStatementDto })
  fact!: ManualStatement;

  @ApiProperty({ type: [String], description: 'SHA-256 of each document, hex' })
  evidence!: string[];

  @ApiProperty({ format: 'date' })
  evidenceValidTo!: string;

  @ApiProperty({ example: '村委会证明其2025年4月在本村务工，无其他数据来源。' })
  reason!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'as it is stored, once it is approved',
  })
  factId!: string | null;

  @ApiProperty({ example: 1 })
  version!: number;
}

export function toManualFactDto(entered: ManualFact, cipher: FieldCipher): ManualFactDto {
  const { id, state, region, personKey, fact, evidenceValidTo, factId, version } = entered;
  return {
    ...{ id, state, region, personKey, fact, evidenceValidTo, factId, version },
    evidence: [...entered.evidenceSha256],
    reason: cipher.decrypt(entered.reasonEnc, reasonPlace(id)),
  };
}
