import {
  IsMeansKind,
  IsMeansSide,
  MEANS_SIDES,
  MeansItemDto,
  type MeansSide,
} from '@minzheng/casework/means-items';
import {
  IsCivilDate,
  IsFen,
  IsFilter,
  IsFlag,
  IsMonth,
  IsPart,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { PROGRAMMES, type CaseProgramme } from './application.entity.js';
import { CASE_LIFECYCLE, type CaseState } from './application.lifecycle.js';

const MAX_ITEMS = 200;
const STATES = [...CASE_LIFECYCLE.states];

/** Sums are of the whole income window. */
export class DeclaredItemDto extends MeansItemDto {
  @IsMeansSide(...MEANS_SIDES)
  side!: MeansSide;

  @IsMeansKind(...MEANS_SIDES)
  kind!: string;

  @ApiPropertyOptional({ description: 'there is nothing of this kind', default: false })
  @IsOptional()
  @IsBoolean()
  noneDeclared?: boolean;
}

export class SubmitCaseDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'ticket that it answers' })
  @IsOptional()
  @IsUUID()
  ticketId?: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  householdId!: string;

  @ApiProperty({ enum: PROGRAMMES })
  @IsIn(PROGRAMMES)
  programme!: CaseProgramme;

  @ApiProperty({ type: [DeclaredItemDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => DeclaredItemDto)
  declaredItems!: DeclaredItemDto[];
}

export class RequestCorrectionDto {
  @ApiProperty({ type: [String], description: 'all papers that are missing', example: ['leaseContract'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(/^[a-z][A-Za-z]{1,60}$/, { each: true })
  missing!: string[];
}

export class DisputeDto {
  @ApiProperty({ type: [String], description: 'SHA-256 of the evidence, hex' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  evidence!: string[];
}

export class ReturnDto {
  @ApiProperty({
    type: [String],
    description: 'what has to be put right',
    example: ['公示金额与认定金额不一致'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MinLength(2, { each: true })
  @MaxLength(500, { each: true })
  @KeptAsWritten({ each: true })
  defects!: string[];
}

export class DecideDto {
  @ApiProperty({ enum: ['APPROVED', 'REJECTED'] })
  @IsIn(['APPROVED', 'REJECTED'])
  outcome!: 'APPROVED' | 'REJECTED';

  @ApiPropertyOptional({ type: [String], example: ['INCOME_NOT_BELOW'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(/^[A-Z][A-Z0-9_]{1,60}$/, { each: true })
  reasonCodes?: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MinLength(2)
  @MaxLength(2_000)
  @KeptAsWritten()
  text?: string;
}

const REASON_CODES = /^[A-Z][A-Z0-9_]{1,60}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export class AssetDecisionDto {
  @ApiProperty({ format: 'uuid', description: 'the fact of the report that leaves it open' })
  @IsUUID()
  assetId!: string;

  @IsFen({ optional: true, description: 'what it is worth, of the whole item' })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  count?: number;

  @ApiProperty({ description: 'why', example: '车辆已报废，附注销证明' })
  @IsString()
  @MinLength(2)
  @MaxLength(1_000)
  @KeptAsWritten()
  reason!: string;
}

export class AssessDto {
  @IsPart(() => AssetDecisionDto, {
    ...{ each: true, optional: true },
    description: 'what a person decides of assets that the report leaves open',
  })
  @ArrayMaxSize(50)
  assetDecisions?: AssetDecisionDto[];

  @ApiPropertyOptional({ description: 'somebody has a stable job in a state or a large private firm' })
  @IsOptional()
  @IsBoolean()
  hasStableJob?: boolean;

  @ApiPropertyOptional({ description: 'somebody has bought a commercial pension' })
  @IsOptional()
  @IsBoolean()
  hasCommercialPension?: boolean;
}

const EXTENSIONS = ['SPLIT_HUKOU', 'OUT_OF_AREA', 'HARD_TO_CHECK'] as const;

export class ExtendLimitDto {
  @ApiProperty({ enum: EXTENSIONS })
  @IsIn(EXTENSIONS)
  reason!: (typeof EXTENSIONS)[number];

  @ApiProperty({ example: '成员在外省务工，核查困难' })
  @IsString()
  @MinLength(2)
  @MaxLength(500)
  @KeptAsWritten()
  text!: string;
}

export class RecordRefusalDto {
  @IsCivilDate({ description: 'day on which somebody would not cooperate' })
  on!: string;

  @ApiProperty({ description: 'what was refused', example: '拒绝入户调查' })
  @IsString()
  @MinLength(2)
  @MaxLength(500)
  @KeptAsWritten()
  what!: string;
}

export class TerminateDto {
  @ApiProperty({ example: '两次拒绝配合入户调查' })
  @IsString()
  @MinLength(2)
  @MaxLength(1_000)
  @KeptAsWritten()
  reason!: string;
}

const CAUSES = ['FRAUD', 'ERROR'] as const;

export class RevokeDto {
  @ApiProperty({ enum: CAUSES })
  @IsIn(CAUSES)
  cause!: (typeof CAUSES)[number];

  @ApiProperty({ type: [String], example: ['INCOME_CONCEALED'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(REASON_CODES, { each: true })
  reasonCodes!: string[];

  @ApiProperty()
  @IsString()
  @MinLength(2)
  @MaxLength(2_000)
  @KeptAsWritten()
  text!: string;

  @IsMonth({ description: 'first month that was not due' })
  fromMonth!: string;

  @ApiProperty({ description: 'SHA-256 of the proof, hex', example: 'f'.repeat(64) })
  @Matches(SHA256)
  proof!: string;
}

export class CaseQuery extends ListQuery {
  @IsFilter(STATES)
  state?: CaseState;

  @IsFilter(PROGRAMMES)
  programme?: CaseProgramme;

  @IsFlag('past the day by which it has to be decided, and not decided')
  overdue?: string;
}

export class RequestVerificationDto {
  @ApiPropertyOptional({ enum: PROGRAMMES, isArray: true, default: PROGRAMMES })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @IsIn(PROGRAMMES, { each: true })
  purposes?: CaseProgramme[];

  @IsCivilDate({ optional: true, description: 'answer wanted by the end of this day' })
  dueOn?: string;
}
