import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsCivilDate, IsFen, IsPart, IsUscc } from '@minzheng/platform/http';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsInstant } from './instant.decorator.js';
import {
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  INCOME_KINDS,
  STATUS_KIND_ENTRIES,
} from '@minzheng/kernel/means-test';

const QUALITIES = ['REGISTERED', 'VERIFIED', 'REPORTED'] as const;
const REFERENCE = 'as the agency writes it; it is hashed here, and leaves as a hash';

/** An ID number: read in memory, never stored, logged or repeated in an answer. */
const IdNumber =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ type: 'string', description, example: '51080219850214901X', writeOnly: true })(
      target,
      property,
    );
    IsString()(target, property);
    MaxLength(40)(target, property);
  };
const OptionalIdNumber =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiPropertyOptional({ type: 'string', description, writeOnly: true })(target, property);
    IsOptional()(target, property);
    IsString()(target, property);
    MaxLength(40)(target, property);
  };

/** What all facts have. */
abstract class InboundFactDto {
  @IdNumber('resident ID number of the person')
  idNumber!: string;

  @ApiProperty({
    description: 'a kind of the registry, of this sort of fact, that the agency may send',
    enum: [
      ...INCOME_KINDS.keys(),
      ...ASSET_KINDS.keys(),
      ...EXPENDITURE_KINDS.keys(),
      ...STATUS_KIND_ENTRIES.keys(),
    ],
    example: 'wage',
  })
  @Matches(/^[a-z][A-Za-z]{1,60}$/)
  kind!: string;

  @ApiProperty({ description: 'the agency’s code, or <agency>.<word of letters>', example: 'TAX.wages' })
  @IsString()
  @MaxLength(50)
  dataset!: string;

  @ApiProperty({ description: `number of the record in the dataset, ${REFERENCE}`, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  recordId!: string;

  @IsInstant('when the agency held it to be so; of one record the later observation stands')
  observedAt!: string;

  @ApiPropertyOptional({ enum: QUALITIES, default: 'REGISTERED' })
  @IsOptional()
  @IsIn(QUALITIES)
  quality?: (typeof QUALITIES)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'factId of the own fact that this one corrects' })
  @IsOptional()
  @IsUUID()
  supersedesFactId?: string;

  @ApiPropertyOptional({ description: 'true: what was sent of this record was never so' })
  @IsOptional()
  @IsBoolean()
  retracted?: boolean;
}

export class InboundPeriodDto {
  @ApiProperty({ pattern: '^\\d{4}-\\d{2}$', example: '2025-04' })
  @IsString()
  @MaxLength(10)
  fromMonth!: string;

  @ApiProperty({ pattern: '^\\d{4}-\\d{2}$', example: '2025-04' })
  @IsString()
  @MaxLength(10)
  toMonth!: string;
}

export class InboundIncomeDto extends InboundFactDto {
  @ApiProperty({ enum: ['income'] })
  @IsIn(['income'])
  type!: 'income';

  @IsFen({ description: 'of the whole period; 0 only with supersedesFactId' })
  amountFen!: string;

  @IsPart(() => InboundPeriodDto, { description: 'months for which it was earned, both included' })
  period!: InboundPeriodDto;

  @ApiProperty({ enum: ['NET', 'GROSS'] })
  @IsIn(['NET', 'GROSS'])
  basis!: 'NET' | 'GROSS';

  @ApiPropertyOptional({ description: 'credit code of the payer; `*` or absent: unknown', example: '*' })
  @IsOptional()
  @IsString()
  @MaxLength(18)
  payerKey?: string;

  @OptionalIdNumber('of supportReceived: ID number of who pays')
  payerIdNumber?: string;

  @ApiPropertyOptional({ description: `award, account or contract, ${REFERENCE}`, maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  itemKey?: string;

  @ApiPropertyOptional({ description: 'true: paid out of public funds' })
  @IsOptional()
  @IsBoolean()
  fiscalPaid?: boolean;
}

export class InboundAssetDto extends InboundFactDto {
  @ApiProperty({ enum: ['asset'] })
  @IsIn(['asset'])
  type!: 'asset';

  @IsFen({ optional: true, description: 'of the whole item; of a business its paid-in capital' })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: '0: gone' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  count?: number;

  @IsCivilDate({ description: 'day on which it was so' })
  asOf!: string;

  @ApiProperty({ description: `register or account number of the item, ${REFERENCE}`, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  itemKey!: string;

  @ApiProperty({ type: 'integer', description: 'the person’s part in basis points', example: 10_000 })
  @IsInt()
  @Min(0)
  @Max(10_000)
  shareBp!: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { areaDm2: '8800' },
  })
  @IsOptional()
  @IsObject()
  attributes?: Record<string, unknown>;

  @OptionalIdNumber('of an item that is gone: ID number of who got it')
  receiverIdNumber?: string;
}

export class InboundExpenditureDto extends InboundFactDto {
  @ApiProperty({ enum: ['expenditure'] })
  @IsIn(['expenditure'])
  type!: 'expenditure';

  @IsFen({ description: 'paid after insurance, aid and subsidy; 0 only with supersedesFactId' })
  amountFen!: string;

  @IsPart(() => InboundPeriodDto)
  period!: InboundPeriodDto;

  @ApiProperty({ description: `number of the bill, ${REFERENCE}`, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  itemKey!: string;

  @IsUscc({ optional: true, description: 'who was paid' })
  payeeKey?: string;
}

export class InboundStatusDto extends InboundFactDto {
  @ApiProperty({ enum: ['status'] })
  @IsIn(['status'])
  type!: 'status';

  @IsCivilDate({ description: 'first day on which it holds' })
  from!: string;

  @IsCivilDate({ optional: true, description: 'first day on which it no longer holds' })
  to?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { category: '2', grade: '2' },
  })
  @IsOptional()
  @IsObject()
  attributes?: Record<string, unknown>;

  @ApiPropertyOptional({ description: `of houseUnsafe: the property register’s unit number, ${REFERENCE}` })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  itemKey?: string;

  @OptionalIdNumber('of married and divorced')
  spouseIdNumber?: string;

  @OptionalIdNumber('of guardianOf')
  wardIdNumber?: string;
}

export type InboundFact = InboundIncomeDto | InboundAssetDto | InboundExpenditureDto | InboundStatusDto;

const STATES = ['ANSWERED', 'NO_RECORD', 'REFUSED'] as const;

/** A source was asked about a person, and this is all there is. */
export class InboundAnswerDto {
  @IdNumber('resident ID number of the person asked about')
  idNumber!: string;

  @ApiProperty({ example: 'TAX' })
  @IsString()
  @MaxLength(50)
  dataset!: string;

  @ApiProperty({ enum: STATES })
  @IsIn(STATES)
  state!: (typeof STATES)[number];

  @IsInstant('up to when the source had looked')
  observedAt!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'the verification request that it answers' })
  @IsOptional()
  @IsUUID()
  requestId?: string;
}
