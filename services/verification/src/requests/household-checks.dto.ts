import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsCivilDate, IsFen, IsMonth, IsPart, IsPersonKey, IsRegionCode } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import type { Capacity } from '../consents/consent.rules.js';
import {
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  INCOME_KINDS,
  type HukouType,
  type Relation,
  type Study,
} from '@minzheng/kernel/means-test';
import { ConclusionDto, RationalDto, SourceGapDto, TotalsDto } from '../reports/report-parts.dto.js';
import type { EconomicSide } from './household-under-check.js';

const RELATIONS = ['APPLICANT', 'SPOUSE', 'CHILD', 'PARENT', 'SIBLING', 'GRANDPARENT', 'GRANDCHILD', 'OTHER'];

export class MemberDto {
  @IsPersonKey()
  personKey!: string;

  @ApiProperty({ enum: RELATIONS })
  @IsIn(RELATIONS)
  relation!: Relation;

  @IsCivilDate()
  birthDate!: string;

  @IsCivilDate({ optional: true })
  livesTogetherSince?: string;

  @IsRegionCode()
  hukouRegion!: string;

  @ApiProperty({ enum: ['FULL', 'LIMITED', 'NONE'] })
  @IsIn(['FULL', 'LIMITED', 'NONE'])
  capacity!: Capacity;

  @IsPersonKey({ optional: true })
  guardianKey?: string;

  @ApiProperty({ enum: ['NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'] })
  @IsIn(['NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'])
  study!: Study;
}

export class ObligorDto {
  @IsPersonKey()
  personKey!: string;

  @IsPersonKey()
  obligorOfKey!: string;

  @ApiProperty({ enum: RELATIONS })
  @IsIn(RELATIONS)
  relation!: Relation;
}

export class HouseholdDto {
  @IsRegionCode()
  region!: string;

  @ApiProperty({ enum: ['URBAN', 'RURAL'] })
  @IsIn(['URBAN', 'RURAL'])
  hukouType!: HukouType;

  @IsPart(() => MemberDto, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  members!: MemberDto[];

  @IsPart(() => ObligorDto, { each: true, default: [] })
  @ArrayMaxSize(30)
  obligors: ObligorDto[] = [];
}

export class PeriodDto {
  @IsMonth()
  from!: string;

  @IsMonth()
  to!: string;
}

export class DeclaredItemDto {
  @IsPersonKey()
  personKey!: string;

  @ApiProperty({ enum: ['INCOME', 'ASSET', 'EXPENDITURE'] })
  @IsIn(['INCOME', 'ASSET', 'EXPENDITURE'])
  side!: EconomicSide;

  @ApiProperty({
    description: 'a kind of the registry, of the side',
    enum: [...INCOME_KINDS.keys(), ...ASSET_KINDS.keys(), ...EXPENDITURE_KINDS.keys()],
    example: 'wage',
  })
  @IsString()
  @MaxLength(60)
  kind!: string;

  @IsFen({ optional: true })
  amountFen?: string;

  @IsFen({ optional: true })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  count?: number;

  @IsPart(() => PeriodDto, { optional: true })
  period?: PeriodDto;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  payerKey?: string;

  @ApiProperty()
  @IsBoolean()
  noneDeclared!: boolean;
}

export class HouseholdCheckQuestionDto {
  @IsPart(() => HouseholdDto)
  household!: HouseholdDto;

  @ApiProperty({ enum: enumNames(PurposeSchema), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(enumNames(PurposeSchema), { each: true })
  purposes!: string[];

  @IsPart(() => DeclaredItemDto, { each: true, default: [] })
  @ArrayMaxSize(500)
  declaredItems: DeclaredItemDto[] = [];
}

export class CheckCompletenessDto {
  @ApiProperty({ description: 'no source of a core set is missing' })
  complete!: boolean;

  @ApiProperty({ type: [SourceGapDto] })
  gaps!: SourceGapDto[];
}

export class HouseholdCheckDto {
  @ApiProperty({ type: [ConclusionDto] })
  conclusions!: object[];

  @ApiPropertyOptional({ type: RationalDto, description: 'exact, fen' })
  perCapitaMonthly?: RationalDto;

  @ApiPropertyOptional({ description: 'half up to the fen' })
  perCapitaMonthlyFen?: string;

  @ApiPropertyOptional({ type: TotalsDto, description: 'absent when nobody counts' })
  totals?: object;

  @ApiProperty({ type: CheckCompletenessDto })
  completeness!: object;

  @ApiProperty({ description: 'sum of the members’ fact sequences: rises with every fact' })
  factSeq!: string;

  @ApiProperty()
  tookMs!: number;
}
