import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { IsCaseRef } from '../../access/case-ref.js';

const MOST_PERSONS = 1_000;
const LONGEST_NUMBER = 30;

/** Whom a department means, by their ID numbers, and what for. */
export class PartyNamesDto {
  @ApiProperty({ enum: enumNames(PurposeSchema), example: 'HOUSING_AID' })
  @IsIn(enumNames(PurposeSchema))
  purpose!: string;

  @IsCaseRef({
    optional: true,
    description:
      'the case in which they are to be checked: the numbers are kept encrypted for the agencies that are asked about it; without it nothing is kept',
    example: 'HOU-2025-000123',
  })
  caseRef?: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MOST_PERSONS,
    description: 'GB 11643, 18 digits',
    example: ['51080219850214901X'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERSONS)
  @IsString({ each: true })
  @MaxLength(LONGEST_NUMBER, { each: true })
  idNumbers!: string[];
}

class PartyNameDto {
  @ApiProperty({ type: 'integer', description: 'place of the number in the call, from 0', example: 0 })
  index!: number;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'the department’s own key of the person; nobody else has it, and it says nothing of whether he is known',
    example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8',
  })
  personKey?: string;

  @ApiPropertyOptional({ description: 'why there is none', example: 'id-number-invalid' })
  problem?: string;
}

export class PartyNamedDto {
  @ApiProperty({ type: [PartyNameDto], description: 'in the order of the call' })
  items!: PartyNameDto[];
}
