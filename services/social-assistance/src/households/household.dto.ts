import {
  IsCivilDate,
  IsFilter,
  IsMasked,
  IsPersonKey,
  IsRegionCode,
  ListQuery,
  type PersonalText,
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
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
  Matches,
} from 'class-validator';
import type { HukouType } from '@minzheng/kernel/means-test';
import { HOUSEHOLD_LIFECYCLE, type HouseholdState } from './household.lifecycle.js';

export const RELATIONS = [
  'APPLICANT',
  'SPOUSE',
  'CHILD',
  'PARENT',
  'SIBLING',
  'GRANDPARENT',
  'GRANDCHILD',
  'OTHER',
] as const;
const CAPACITIES = ['FULL', 'LIMITED', 'NONE'] as const;
const STUDIES = ['NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'] as const;
const HUKOU_TYPES = ['URBAN', 'RURAL'] as const;
const MAX_MEMBERS = 30;

class PersonDto {
  @ApiProperty({
    format: 'id-number',
    description: 'resident ID number; stored encrypted, shown masked',
    example: '51080219850214901X',
  })
  @IsString()
  @MaxLength(40)
  idNumber!: string;

  @ApiProperty({ example: '张三' })
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  name!: string;
}

/** Disability card (残疾人证). */
class DisabilityDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 7,
    description: 'kind of GB/T 26341; 4 is limb',
    example: 4,
  })
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

export class MemberDto extends PersonDto {
  @ApiProperty({ enum: RELATIONS, description: 'to the applicant' })
  @IsIn(RELATIONS)
  relation!: (typeof RELATIONS)[number];

  @IsCivilDate({ optional: true, description: 'since when they live together' })
  livesTogetherSince?: string;

  @IsRegionCode()
  hukouRegion!: string;

  @ApiProperty({ enum: CAPACITIES, description: 'legal capacity (Civil Code arts. 18–22)' })
  @IsIn(CAPACITIES)
  capacity!: (typeof CAPACITIES)[number];

  @ApiPropertyOptional({ format: 'id-number', description: 'ID number of the guardian, who is a member' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  guardianIdNumber?: string;

  @ApiProperty({ enum: ['FULL', 'PARTIAL', 'NONE'] })
  @IsIn(['FULL', 'PARTIAL', 'NONE'])
  labour!: 'FULL' | 'PARTIAL' | 'NONE';

  @ApiProperty({ enum: STUDIES })
  @IsIn(STUDIES)
  study!: (typeof STUDIES)[number];

  @ApiPropertyOptional({ type: DisabilityDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DisabilityDto)
  disability?: DisabilityDto;

  @ApiPropertyOptional({ description: 'code of a listed major illness' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  majorIllnessCode?: string;

  @ApiPropertyOptional({ description: 'paid out of public funds', default: false })
  @IsOptional()
  @IsBoolean()
  fiscalPaid?: boolean;
}

export class ObligorDto extends PersonDto {
  @ApiProperty({ format: 'id-number', description: 'ID number of the member to whom support is owed' })
  @IsString()
  @MaxLength(40)
  obligorOfIdNumber!: string;

  @ApiProperty({ enum: RELATIONS, description: 'what he or she is to that member' })
  @IsIn(RELATIONS)
  relation!: (typeof RELATIONS)[number];
}

export class PayeeDto {
  @ApiProperty({ format: 'id-number', description: 'ID number of the holder, who is a member' })
  @IsString()
  @MaxLength(40)
  holderIdNumber!: string;

  @ApiProperty({ example: '103' })
  @Matches(/^[0-9A-Za-z]{1,20}$/)
  bankCode!: string;

  @ApiProperty({ description: 'stored encrypted', example: '6228480000000000018' })
  @Matches(/^[0-9]{8,32}$/)
  account!: string;
}

export class HouseholdMembersDto {
  @ApiProperty({ type: [MemberDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_MEMBERS)
  @ValidateNested({ each: true })
  @Type(() => MemberDto)
  members!: MemberDto[];

  @ApiPropertyOptional({ type: [ObligorDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_MEMBERS)
  @ValidateNested({ each: true })
  @Type(() => ObligorDto)
  obligors?: ObligorDto[];

  @ApiPropertyOptional({ type: PayeeDto, description: 'who is paid, and where; without it as before' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PayeeDto)
  payee?: PayeeDto;
}

export class OpenHouseholdDto extends HouseholdMembersDto {
  @IsRegionCode()
  region!: string;

  @ApiProperty({ enum: HUKOU_TYPES })
  @IsIn(HUKOU_TYPES)
  hukouType!: (typeof HUKOU_TYPES)[number];

  @ApiProperty({ description: 'stored encrypted' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  address!: string;
}

export class CorrectNameDto {
  @IsPersonKey()
  personKey!: string;

  @ApiProperty({ example: '张三', description: 'as it stands in the population register' })
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  name!: string;

  @ApiProperty({ description: 'SHA-256 of the paper that proves it, hex', example: 'f'.repeat(64) })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

class ShownMemberDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @IsMasked('510***********901X', 'resident ID number, its middle hidden unless it was revealed')
  idNumber!: PersonalText;

  @IsMasked('张*', 'the first character of the name, unless it was revealed')
  name!: PersonalText;

  @ApiProperty({ enum: RELATIONS })
  relation!: string;

  @ApiProperty({ description: 'counted as living together (R1)' })
  counted!: boolean;

  @ApiProperty({ example: 'SPOUSE' })
  reasonCode!: string;
}

class ExcludedDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: 'NOT_LIVING_TOGETHER' })
  reasonCode!: string;
}

export class HouseholdQuery extends ListQuery {
  @IsFilter(HOUSEHOLD_LIFECYCLE.states)
  state?: HouseholdState;

  @IsFilter(HUKOU_TYPES)
  hukouType?: HukouType;
}

export class HouseholdDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'H510802001001-20250512-000001' })
  householdNo!: string;

  @ApiProperty()
  region!: string;

  @ApiProperty({ enum: HUKOU_TYPES })
  hukouType!: string;

  @ApiProperty({ enum: [...HOUSEHOLD_LIFECYCLE.states] })
  state!: string;

  @ApiProperty()
  version!: number;

  @ApiProperty({ description: 'members counted (N)', example: 3 })
  n!: number;

  @ApiProperty({ type: [ShownMemberDto] })
  members!: ShownMemberDto[];

  @ApiProperty({ type: [ExcludedDto] })
  excluded!: ExcludedDto[];
}
