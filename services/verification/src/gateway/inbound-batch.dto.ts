import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsPart } from '@minzheng/platform/http';
import { IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import {
  InboundAnswerDto,
  InboundAssetDto,
  InboundExpenditureDto,
  InboundIncomeDto,
  InboundStatusDto,
} from './inbound-fact.dto.js';
import { IsInstant } from './instant.decorator.js';

/** Facts in one call at most, and as many answers: with a marker in each partition they fit one transaction. */
export const MAX_ITEMS = 1_000;

export class InboundWatermarkDto {
  @ApiProperty({ example: 'TAX' })
  @IsString()
  @MaxLength(50)
  dataset!: string;

  @IsInstant('the feed is complete up to here')
  upTo!: string;
}

const FACT_DTOS = [InboundIncomeDto, InboundAssetDto, InboundExpenditureDto, InboundStatusDto];

/** An item is judged by itself: the call is well-formed whatever stands in it. */
const ANYTHING = {
  description: 'what is none of the others is answered with REJECTED, and does not stop the rest',
};

/** What an agency sends in one call. Facts and answers are checked one by one: what is wrong does not stop the rest. */
@ApiExtraModels(...FACT_DTOS, InboundAnswerDto)
export class InboundBatchDto {
  @ApiProperty({ description: 'code of the agency, as the token’s org', example: 'TAX' })
  @Matches(/^[A-Za-z]{1,20}$/)
  agency!: string;

  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_ITEMS,
    items: { anyOf: [...FACT_DTOS.map((dto) => ({ $ref: getSchemaPath(dto) })), ANYTHING] },
  })
  @IsOptional()
  @IsArray()
  facts?: unknown[];

  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_ITEMS,
    items: { anyOf: [{ $ref: getSchemaPath(InboundAnswerDto) }, ANYTHING] },
    description: 'whose data are complete with these facts, or of whom there are none',
  })
  @IsOptional()
  @IsArray()
  answers?: unknown[];

  @IsPart(() => InboundWatermarkDto, { optional: true })
  watermark?: InboundWatermarkDto;
}

/** What became of one item of the call. */
export class InboundItemDto {
  @ApiProperty({ type: 'integer', description: 'place in the list that was sent, from 0' })
  index!: number;

  @ApiProperty({ enum: ['ACCEPTED', 'REJECTED'] })
  state!: 'ACCEPTED' | 'REJECTED';

  @ApiPropertyOptional({ format: 'uuid', description: 'the same whenever the same fact is sent again' })
  factId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  answerId?: string;

  @ApiPropertyOptional({ description: 'name of the problem', example: 'id-number-invalid' })
  problem?: string;

  @ApiPropertyOptional({
    description: 'what is wrong; the value is never repeated',
    example: 'period.toMonth',
  })
  field?: string;

  @ApiPropertyOptional({
    description: 'of the problem `validation`: what is wrong with the field',
    example: 'is-fen',
  })
  code?: string;
}

export class InboundMarkerDto {
  @ApiProperty({ enum: ['ACCEPTED', 'REJECTED'] })
  state!: 'ACCEPTED' | 'REJECTED';

  @ApiPropertyOptional({ format: 'uuid' })
  markerId?: string;

  @ApiPropertyOptional()
  problem?: string;

  @ApiPropertyOptional()
  field?: string;

  @ApiPropertyOptional()
  code?: string;
}

export class InboundResultDto {
  @ApiProperty({ type: [InboundItemDto] })
  facts!: InboundItemDto[];

  @ApiProperty({ type: [InboundItemDto] })
  answers!: InboundItemDto[];

  @ApiPropertyOptional({ type: InboundMarkerDto })
  watermark?: InboundMarkerDto;
}
