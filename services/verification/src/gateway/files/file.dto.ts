import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsCivilDate,
  IsFen,
  IsFilter,
  IsInstant,
  IsPart,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { FileExchange } from './file-exchange.entity.js';
import { FILE_LIFECYCLE, type FileState } from './file-exchange.lifecycle.js';
import { MAX_PART_BYTES } from './part-body.js';

const STATES = [...FILE_LIFECYCLE.states];
const MAX_PARTS = 1_000;
const MAX_ROWS = 10_000_000;
const SHA256 = /^[0-9a-f]{64}$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Form of the rows that this version takes: that of the facts of `POST /v1/inbound-facts`. */
export const SCHEMA_VERSION = 1;

export class ManifestPartDto {
  @ApiProperty({ example: 'part-1.ndjson', pattern: FILE_NAME.source })
  @Matches(FILE_NAME)
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_PART_BYTES, example: 912_345 })
  @IsInt()
  @Min(1)
  @Max(MAX_PART_BYTES)
  bytes!: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'lines', example: 2_829 })
  @IsInt()
  @Min(1)
  @Max(MAX_ROWS)
  rows!: number;

  @ApiProperty({ description: 'of the bytes, hexadecimal', pattern: SHA256.source })
  @Matches(SHA256)
  sha256!: string;
}

export class ManifestTotalsDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_ROWS, example: 2_829 })
  @IsInt()
  @Min(1)
  @Max(MAX_ROWS)
  rows!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'different ID numbers, as they stand in the rows without blanks',
    example: 2_829,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_ROWS)
  distinctPersons!: number;

  @IsFen({ description: 'sum of amountFen and valueFen of all rows' })
  sumAmountFen!: string;
}

/** What a file says of itself (清单) before it is sent. */
export class ManifestDto {
  @ApiProperty({ format: 'uuid', description: 'chosen by the agency' })
  @IsUUID()
  fileId!: string;

  @ApiProperty({ description: 'code of the agency, as the token’s org', example: 'RVP' })
  @Matches(/^[A-Z]{2,8}$/)
  agency!: string;

  @ApiProperty({ example: 'RVP' })
  @IsString()
  @MaxLength(50)
  dataset!: string;

  @ApiProperty({ format: 'uuid', description: 'the agreement in force for the dataset' })
  @IsUUID()
  agreementId!: string;

  @ApiProperty({ enum: [SCHEMA_VERSION], description: 'form of the rows' })
  @IsIn([SCHEMA_VERSION])
  schemaVersion!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'number in the dataset, without gaps',
    example: 8,
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  sequence!: number;

  @IsCivilDate({ description: 'first day that the file speaks of' })
  periodFrom!: string;

  @IsCivilDate({ description: 'last day: once it is loaded, the feed is complete through its end' })
  periodTo!: string;

  @IsInstant()
  generatedAt!: string;

  @IsPart(() => ManifestPartDto, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PARTS)
  parts!: ManifestPartDto[];

  @IsPart(() => ManifestTotalsDto)
  totals!: ManifestTotalsDto;

  @ApiPropertyOptional({
    description:
      'detached JWS (Ed25519, with iat) of the manifest without this member, RFC 8785; needed where the agency has a registered key',
    maxLength: 2_000,
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  signature?: string;
}

export class SkipGapDto {
  @ApiProperty({
    minLength: 2,
    maxLength: 500,
    description: 'stays in its log',
    example: '第 7 期文件经核实不再报送',
  })
  @IsString()
  @Matches(/\S\S/u)
  @MaxLength(500)
  @KeptAsWritten()
  reason!: string;
}

export class FileQuery extends ListQuery {
  @IsFilter(STATES)
  state?: FileState;
}

export class FilePartDto {
  @ApiProperty({ type: 'integer', description: 'from 1', example: 1 })
  number!: number;

  @ApiProperty({ example: 'part-1.ndjson' })
  name!: string;

  @ApiProperty({ description: 'it has come' })
  received!: boolean;
}

export class FileDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: STATES })
  state!: FileState;

  @ApiProperty({ example: 'RVP' })
  agency!: string;

  @ApiProperty({ example: 'RVP' })
  dataset!: string;

  @ApiProperty({ example: 8 })
  sequence!: number;

  @ApiProperty({ type: [FilePartDto] })
  parts!: FilePartDto[];

  @ApiProperty({ example: 2_829 })
  rows!: number;

  @ApiProperty({ nullable: true, type: 'integer', description: 'null until it is checked', example: 0 })
  rejectedRows!: number | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    description:
      'of a file that was rejected: REPEATED_SEQUENCE, REPLACED, TOTALS_DIFFER, TOO_MANY_REJECTS, NO_AGREEMENT',
    example: 'TOO_MANY_REJECTS',
  })
  reasonCode!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date-time' })
  loadedAt!: string | null;

  @ApiProperty({ example: 1 })
  version!: number;
}

/** @param received - numbers of the parts that have come */
export function toFileDto(file: FileExchange, received: ReadonlySet<number>): FileDto {
  const { id, state, agency, dataset, sequence, rows, rejectedRows, reasonCode, loadedAt, version } = file;
  return {
    ...{ id, state, agency, dataset, sequence, rows, rejectedRows, reasonCode, version },
    parts: file.parts.map(({ name }, index) => ({
      number: index + 1,
      name,
      received: received.has(index + 1),
    })),
    loadedAt: loadedAt?.toISOString() ?? null,
  };
}
