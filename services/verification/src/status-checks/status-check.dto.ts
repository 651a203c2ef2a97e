import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { CATEGORIES, type Category } from '../indicators/categories.rules.js';

export const MOST_PERSONS = 1_000;

/** Who is asked about, and what for. */
export class StatusCheckQuestionDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERSONS)
  @ArrayUnique()
  @IsPersonKey({ each: true, description: 'of a party outside the platform: its own keys' })
  personKeys!: string[];

  @ApiProperty({ enum: enumNames(PurposeSchema), example: 'MEDICAL_AID' })
  @IsIn(enumNames(PurposeSchema))
  purpose!: string;
}

/** A category, as far as the agreement lets the asking party know of it. */
class ToldCategoryDto {
  @ApiProperty({ enum: CATEGORIES, example: 'dibao' })
  category!: Category;

  @ApiPropertyOptional({ format: 'date', example: '2025-06-01' })
  from?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date',
    nullable: true,
    example: null,
    description: 'first day on which no longer; null while no end is known',
  })
  to?: string | null;
}

class StatusCheckItemDto {
  @ApiProperty({ format: 'uuid', example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' })
  personKey!: string;

  @ApiPropertyOptional({
    type: [ToldCategoryDto],
    description: 'those that are open; none as well where the person is none of the caller’s region',
  })
  categories?: ToldCategoryDto[];
}

/** In which categories each person is, and nothing else. */
export class StatusCheckDto {
  @ApiProperty({ type: [StatusCheckItemDto] })
  items!: StatusCheckItemDto[];

  @ApiProperty({
    type: [String],
    example: [],
    description: 'what the party’s agreement does not name: it is not shown',
  })
  redacted!: string[];
}
