import { Controller, Get, Query, type Type as Class } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { DataSource } from 'typeorm';
import { RequireScope } from '../access/index.js';
import { idBefore } from '../audit/audit-entries.controller.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { ApiPage, IsCivilDate, KeptAsWritten, mapPage, page, type Page, PageQuery } from '../http/index.js';

class ErasuresQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'only of this kind', example: 'accessLog' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @KeptAsWritten()
  what?: string;

  @IsCivilDate({ optional: true, description: 'erased on this day or later' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'erased on this day or earlier' })
  to?: string;
}

class ErasurePolicyDto {
  @ApiProperty({ example: 'assistance.retention.accessLogYears' })
  key!: string;

  @ApiProperty({ format: 'uuid', description: 'the row of it that held' })
  rowId!: string;
}

class ErasureDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date', example: '2035-08-12' })
  erasedOn!: string;

  @ApiProperty({ example: 'accessLog', description: 'what kind of rows' })
  what!: string;

  @ApiProperty({ type: 'integer', example: 4200 })
  rows!: number;

  @ApiPropertyOptional({
    format: 'date',
    example: '2025-08-12',
    description: 'what is of this day or later stayed; none where each row had a last day of its own',
  })
  keptSince?: string;

  @ApiPropertyOptional({ description: 'that says how long', type: ErasurePolicyDto })
  policy?: ErasurePolicyDto;

  @ApiProperty({ format: 'date-time', description: 'real time' })
  firstAt!: string;

  @ApiProperty({ format: 'date-time', description: 'real time' })
  lastAt!: string;
}

interface StoredErasure {
  readonly id: string;
  readonly erased_on: string;
  readonly what: string;
  readonly rows: string;
  readonly kept_since: string | null;
  readonly policy_key: string | null;
  readonly policy_row_id: string | null;
  readonly first_at: Date;
  readonly last_at: Date;
}

/**
 * That and when something was erased after its time, for the auditor (审计员). It names nobody, and belongs to no region.
 *
 * @param service - as scopes name it: `assistance`
 */
export function erasuresController(service: string): Class {
  @ApiTags('audit')
  @Controller('v1/erasures')
  @RequireScope(`${service}:audit-entries:read`)
  @DisclosesNothing()
  class ErasuresController {
    constructor(private readonly dataSource: DataSource) {}

    @Get()
    @ApiOperation({ summary: 'What was erased after its time: which kind, when, how much; newest first' })
    @ApiPage(ErasureDto)
    async list(@Query() { cursor, limit, what, from, to }: ErasuresQuery): Promise<Page<ErasureDto>> {
      const rows = await this.dataSource.query<StoredErasure[]>(
        `select * from erasure
          where ($1::uuid is null or id < $1) and ($2::text is null or what = $2)
            and ($3::date is null or erased_on >= $3) and ($4::date is null or erased_on <= $4)
          order by id desc limit $5`,
        [...[idBefore(cursor), what, from, to].map((value) => value ?? null), limit + 1],
      );
      return mapPage(
        page(rows, limit, ({ id }) => [id]),
        toDto,
      );
    }
  }
  return ErasuresController;
}

function toDto(row: StoredErasure): ErasureDto {
  const { id, what, kept_since, policy_key, policy_row_id } = row;
  return {
    ...{ id, what, erasedOn: row.erased_on, rows: Number(row.rows) },
    ...(kept_since !== null && { keptSince: kept_since }),
    ...(policy_key !== null &&
      policy_row_id !== null && { policy: { key: policy_key, rowId: policy_row_id } }),
    ...{ firstAt: row.first_at.toISOString(), lastAt: row.last_at.toISOString() },
  };
}
