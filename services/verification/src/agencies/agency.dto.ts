import { KeptAsWritten } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

class AgencyNameDto {
  @ApiProperty({ example: '税务' })
  zh!: string;

  @ApiProperty({ example: 'tax' })
  en!: string;
}

export class FeedDto {
  @ApiProperty({ example: 'TAX' })
  dataset!: string;

  @ApiProperty({ format: 'date-time', description: 'complete up to here' })
  watermark!: string;

  @ApiProperty({ example: 1_440 })
  lagMinutes!: number;

  @ApiProperty({ description: 'later than its largest lag' })
  late!: boolean;
}

class CircuitDto {
  @ApiProperty({ description: 'true: its interface is not asked' })
  open!: boolean;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date-time',
    description: 'null of an open one: until it is closed',
  })
  openUntil!: string | null;

  @ApiProperty({ description: 'in a row, which opened it' })
  failures!: number;
}

export class AgencyDto {
  @ApiProperty({ example: 'TAX' })
  code!: string;

  @ApiProperty({ type: AgencyNameDto })
  name!: AgencyNameDto;

  @ApiProperty({ type: [FeedDto], description: 'its standing feeds' })
  feeds!: FeedDto[];

  @ApiProperty({ type: CircuitDto })
  circuit!: CircuitDto;

  @ApiProperty({ type: 'integer', description: 'queries that it has not answered' })
  openQueries!: number;

  @ApiProperty({ type: 'integer', description: 'attempts to ask it that failed, in 30 days' })
  errors!: number;

  @ApiProperty({ type: 'integer', description: 'facts and rows of files that were refused, in 30 days' })
  rejects!: number;

  @ApiProperty({ type: 'integer', description: 'facts that told nothing new, in 30 days' })
  duplicates!: number;

  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'of its facts those that it has corrected, in basis points; null: it has sent none',
    example: 42,
  })
  correctionRateBp!: number | null;

  @ApiProperty({
    type: 'integer',
    description: 'of that figure: facts that were looked at, a sample where there are many',
  })
  correctionSample!: number;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class AgenciesDto {
  @ApiProperty({ type: [AgencyDto] })
  items!: AgencyDto[];

  @ApiProperty({ nullable: true, type: 'string', description: 'always null: all are on one page' })
  nextCursor!: null;
}

const LONGEST_MINUTES = 43_200;

export class SetCircuitDto {
  @ApiProperty({ description: 'true: its interface is not asked' })
  @IsBoolean()
  open!: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: LONGEST_MINUTES,
    description: 'of an open one; left out: until it is closed',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_MINUTES)
  minutes?: number;

  @ApiProperty({
    minLength: 2,
    maxLength: 500,
    description: 'stays in its log',
    example: '接口升级，暂停查询',
  })
  @IsString()
  @Length(2, 500)
  @KeptAsWritten()
  reason!: string;
}
