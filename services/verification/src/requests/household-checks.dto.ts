import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsCivilDate, IsFen, IsMonth, IsPersonKey, IsRegionCode } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
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
  ValidateNested,
} from 'class-validator';
import type { Capacity } from '../consents/consent.rules.js';
import type { HukouType, Relation, Study } from '@minzheng/kernel/means-test';
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

  @ApiProperty({ type: [MemberDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => MemberDto)
  members!: MemberDto[];

  @ApiProperty({ type: [ObligorDto] })
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => ObligorDto)
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

  @ApiProperty()
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

  @ApiPropertyOptional({ type: PeriodDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => PeriodDto)
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
  @ApiProperty({ type: HouseholdDto })
  @ValidateNested()
  @Type(() => HouseholdDto)
  household!: HouseholdDto;

  @ApiProperty({ enum: enumNames(PurposeSchema), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(enumNames(PurposeSchema), { each: true })
  purposes!: string[];

  @ApiPropertyOptional({ type: [DeclaredItemDto] })
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => DeclaredItemDto)
  declaredItems: DeclaredItemDto[] = [];
}

export class RationalDto {
  @ApiProperty()
  numerator!: string;

  @ApiProperty()
  denominator!: string;
}

export class HouseholdCheckDto {
  @ApiProperty({ type: 'array', items: { type: 'object' } })
  conclusions!: object[];

  @ApiPropertyOptional({ type: RationalDto, description: 'exact, fen' })
  perCapitaMonthly?: RationalDto;

  @ApiPropertyOptional({ description: 'half up to the fen' })
  perCapitaMonthlyFen?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  totals?: object;

  @ApiProperty({ type: 'object', additionalProperties: true })
  completeness!: object;

  @ApiProperty({ description: 'sum of the members’ fact sequences: rises with every fact' })
  factSeq!: string;

  @ApiProperty()
  tookMs!: number;
}
