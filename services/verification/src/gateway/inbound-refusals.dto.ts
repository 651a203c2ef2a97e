import { IsCivilDate, IsFilter, PageQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { REFUSED_ITEMS, type RefusedItem } from './inbound-refusals.js';

export class InboundRefusalQuery extends PageQuery {
  @ApiPropertyOptional({ pattern: '^[A-Za-z]{1,20}$', description: 'code of the agency', example: 'TAX' })
  @IsOptional()
  @Matches(/^[A-Za-z]{1,20}$/)
  source?: string;

  @ApiPropertyOptional({
    pattern: '^[a-z][a-z-]{1,60}$',
    description: 'name of the problem',
    example: 'id-number-invalid',
  })
  @IsOptional()
  @Matches(/^[a-z][a-z-]{1,60}$/)
  problem?: string;

  @IsFilter([...REFUSED_ITEMS])
  item?: RefusedItem;

  @IsCivilDate({ optional: true, description: 'refused on this day or later' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'refused on this day or earlier' })
  to?: string;
}

/** Items of one call that were refused for the same reason. */
export class InboundRefusalDto {
  @ApiProperty({ format: 'uuid', example: '0198a6f2-3a5b-7c11-8f0e-0d5a1a2b3c4d' })
  id!: string;

  @ApiProperty({ description: 'code of the agency', example: 'TAX' })
  source!: string;

  @ApiProperty({ description: '? where the item names no dataset of the agency', example: 'TAX.wages' })
  dataset!: string;

  @ApiProperty({ enum: [...REFUSED_ITEMS], example: 'FACT' })
  item!: string;

  @ApiProperty({ description: 'name of the problem', example: 'id-number-invalid' })
  problem!: string;

  @ApiProperty({
    nullable: true,
    type: 'string',
    description: 'what is wrong; null: the item as a whole',
    example: 'idNumber',
  })
  field!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    description: 'of the problem `validation`: what is wrong with the field',
    example: null,
  })
  code!: string | null;

  @ApiProperty({ type: 'integer', description: 'so many items of the call', example: 3 })
  items!: number;

  @ApiProperty({
    type: 'integer',
    description: 'place of the first of them in the list that was sent, from 0',
    example: 0,
  })
  firstIndex!: number;

  @ApiProperty({ format: 'date-time', example: '2025-05-12T01:00:00.000Z' })
  refusedAt!: string;
}
