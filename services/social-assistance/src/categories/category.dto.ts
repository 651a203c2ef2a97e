import { ApiProperty } from '@nestjs/swagger';
import { IsCivilDate, IsPersonKey } from '@minzheng/platform/http';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';

/** What somebody is to social assistance on a day (救助对象类别). */
export const CATEGORIES = ['DIBAO', 'TEKUN', 'EDGE', 'RIGID', 'NONE'] as const;
export type CategoryName = (typeof CATEGORIES)[number];

/** Of one query. */
const MOST_KEYS = 1_000;

export class CategoryQuery {
  @IsCivilDate({ optional: true, description: 'the day asked about; today without it' })
  asOf?: string;
}

export class CategoriesQueryDto {
  @IsPersonKey({ each: true, description: 'each once; at most 1,000' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_KEYS)
  keys!: string[];

  @IsCivilDate({ optional: true, description: 'the day asked about; today without it' })
  asOf?: string;
}

export class CategoryDto {
  @ApiProperty({
    enum: CATEGORIES,
    description: 'DIBAO 低保, TEKUN 特困, EDGE 低保边缘家庭, RIGID 刚性支出困难家庭, NONE none of them',
    example: 'DIBAO',
  })
  category!: CategoryName;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'first day; null of NONE',
    example: '2025-07-01',
  })
  from!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'first day on which it no longer holds; null while no end is known',
    example: null,
  })
  to!: string | null;
}

export class PersonCategoriesDto {
  @ApiProperty({ format: 'uuid', example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' })
  personKey!: string;

  @ApiProperty({
    type: [CategoryDto],
    description: 'more than one where a group and a benefit stand side by side',
  })
  categories!: CategoryDto[];
}

export class CategoriesDto {
  @ApiProperty({ type: [PersonCategoriesDto], description: 'in the order of the keys' })
  items!: PersonCategoriesDto[];
}
