import { IsMeansKind } from '@minzheng/casework/means-items';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsCivilDate, IsFen, IsPart, IsPersonKey, IsRegionCode } from '@minzheng/platform/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { PolicyRowDto, ReasonDto } from '../applications/explanation.js';
import type { StoredRational } from '../applications/assessment.js';

const RELATIONS = [
  'APPLICANT',
  'SPOUSE',
  'CHILD',
  'PARENT',
  'SIBLING',
  'GRANDPARENT',
  'GRANDCHILD',
  'OTHER',
] as const;
const STUDIES = ['NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'] as const;
const HUKOU_TYPES = ['URBAN', 'RURAL'] as const;
const MOST_ITEMS = 30;
const MOST_MEMBERS = 30;

abstract class SumDto {
  @IsFen({ description: 'of the last 12 months together; 0 takes away what was known of the kind' })
  amountFen!: string;
}

class EarnedDto extends SumDto {
  @IsMeansKind('INCOME')
  kind!: string;
}

class SpentDto extends SumDto {
  @IsMeansKind('EXPENDITURE')
  kind!: string;
}

class OwnedDto {
  @IsMeansKind('ASSET')
  kind!: string;

  @IsFen({ optional: true, description: 'value' })
  valueFen?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 1_000,
    description: '0: it is gone',
    example: 1,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  count?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_000_000,
    description: 'area of a home in dm²',
    example: 8_800,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  areaDm2?: number;
}

class CardDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 7, description: 'kind of GB/T 26341', example: 4 })
  @IsInt()
  @Min(1)
  @Max(7)
  kind!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 4, example: 2 })
  @IsInt()
  @Min(1)
  @Max(4)
  grade!: number;

  @IsCivilDate({ optional: true, description: 'last day of validity' })
  cardValidTo?: string;
}

/** What somebody earns, spends and owns. */
class MeansDto {
  @ApiPropertyOptional({
    type: [EarnedDto],
    description: 'income: a kind that is named replaces what was known of it',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => EarnedDto)
  incomes?: EarnedDto[];

  @ApiPropertyOptional({ type: [SpentDto], description: 'own-paid spending, such as medicalInpatientOop' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => SpentDto)
  expenditures?: SpentDto[];

  @ApiPropertyOptional({ type: [OwnedDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => OwnedDto)
  assets?: OwnedDto[];

  @ApiPropertyOptional({ type: CardDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CardDto)
  disability?: CardDto;

  @ApiPropertyOptional({ description: 'has a listed major illness', example: false })
  @IsOptional()
  @IsBoolean()
  seriouslyIll?: boolean;
}

/** Somebody who is calculated with, without a name. */
export class CalculatedMemberDto extends MeansDto {
  @ApiProperty({ enum: RELATIONS, description: 'to the applicant' })
  @IsIn(RELATIONS)
  relation!: (typeof RELATIONS)[number];

  @IsCivilDate()
  birthDate!: string;

  @ApiProperty({ enum: STUDIES })
  @IsIn(STUDIES)
  study!: (typeof STUDIES)[number];

  @IsCivilDate({ optional: true, description: 'since when they live together' })
  livesTogetherSince?: string;

  @ApiPropertyOptional({ description: 'has a job', default: false })
  @IsOptional()
  @IsBoolean()
  employed?: boolean;

  @ApiPropertyOptional({ description: 'paid out of public funds', default: false })
  @IsOptional()
  @IsBoolean()
  fiscalPaid?: boolean;
}

/** Of whom something is supposed to be otherwise. */
export class SupposedMemberDto extends MeansDto {
  @IsPersonKey()
  personKey!: string;

  @ApiPropertyOptional({ description: 'no longer lives with the household', default: false })
  @IsOptional()
  @IsBoolean()
  leaves?: boolean;
}

export class SimulationDto {
  @IsPart(() => SupposedMemberDto, {
    each: true,
    optional: true,
    description: 'members of whom something changes',
  })
  @ArrayMaxSize(MOST_MEMBERS)
  members?: SupposedMemberDto[];

  @IsPart(() => CalculatedMemberDto, {
    each: true,
    optional: true,
    description: 'who comes to live with them',
  })
  @ArrayMaxSize(MOST_MEMBERS)
  newMembers?: CalculatedMemberDto[];

  @IsFen({ optional: true, description: 'another standard, a person and month' })
  standardFen?: string;
}

export class CalculationFormDto {
  @IsRegionCode()
  region!: string;

  @ApiProperty({ enum: HUKOU_TYPES, example: 'URBAN' })
  @IsIn(HUKOU_TYPES)
  hukouType!: (typeof HUKOU_TYPES)[number];

  @IsPart(() => CalculatedMemberDto, { each: true, description: 'one of them the applicant' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_MEMBERS)
  members!: CalculatedMemberDto[];
}

class RationalDto implements StoredRational {
  @ApiProperty({ example: '40000' })
  numerator!: string;

  @ApiProperty({ example: '1' })
  denominator!: string;
}

/** Whom it concerns: somebody known, or by the place in the list that was sent. */
class PersonAmountDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'of a member who is known' })
  personKey?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'place among the members that were sent, from 0',
    example: 0,
  })
  member?: number;

  @ApiProperty({ description: 'a month, fen', example: '11800' })
  amountFen!: string;
}

class ExtraAmountDto extends PersonAmountDto {
  @ApiProperty({ type: [String], description: 'why', example: ['MINOR'] })
  kinds!: string[];
}

export class BenefitOptionDto {
  @ApiProperty({ example: 'HOUSEHOLD' })
  subtype!: string;

  @ApiProperty({ description: 'base and extras of the first month, fen', example: '86500' })
  monthlyFen!: string;

  @ApiProperty({ description: 'fen', example: '57000' })
  baseFen!: string;

  @ApiProperty({ type: [ExtraAmountDto] })
  extras!: ExtraAmountDto[];

  @ApiProperty({ type: [PersonAmountDto], description: 'what of it is whose' })
  shares!: PersonAmountDto[];

  @ApiProperty({ type: [ReasonDto] })
  reasons!: ReasonDto[];
}

export class CalculationDto {
  @ApiProperty({ enum: ['DIBAO', 'EDGE', 'RIGID', 'NONE', 'PENDING'], example: 'DIBAO' })
  householdClass!: string;

  @ApiProperty({ type: 'integer', description: 'who counts', example: 3 })
  memberCount!: number;

  @ApiProperty({ type: RationalDto, description: 'income a head and month, exact, fen' })
  perCapitaMonthly!: RationalDto;

  @ApiPropertyOptional({ type: BenefitOptionDto, description: 'what would be paid; absent where nothing' })
  proposed?: BenefitOptionDto;

  @ApiProperty({ type: [BenefitOptionDto], description: 'what else would be open' })
  alternatives!: BenefitOptionDto[];

  @ApiProperty({ type: [ReasonDto] })
  reasons!: ReasonDto[];

  @ApiProperty({
    type: [PolicyRowDto],
    description: 'the rows that the rules read, with their law, and why each won',
  })
  policies!: PolicyRowDto[];
}
