import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { ApiPage, isIdKey, keyedPage, mapPage, type Page } from '@minzheng/platform/http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { InboundRefusalDto, InboundRefusalQuery } from './inbound-refusals.dto.js';

interface RefusalRow {
  readonly id: string;
  readonly agency: string;
  readonly dataset: string;
  readonly item: string;
  readonly problem: string;
  readonly field: string;
  readonly code: string;
  readonly items: number;
  readonly first_index: number;
  readonly refused_at: Date;
}

const OPERATIONS = 'verification:operations:write';

/** What the gateway has refused of what agencies sent (退回记录): why and how often, never of whom. */
@ApiTags('inbound')
@Controller('v1/inbound-refusals')
export class InboundRefusalsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @RequireScope(OPERATIONS, 'verification:inbound-facts:write')
  @DisclosesNothing()
  @ApiOperation({
    summary: 'Items of agencies’ calls that were refused, newest first, with the reason',
    description:
      'A data steward sees those of the own agency. What stood in them is not kept: the answer to the call named each item by its place. Rows of files are listed by `GET /v1/inbound-files/{id}/rejects`, and what verification refuses of what has passed here by its own `GET /v1/rejected-facts`.',
  })
  @ApiPage(InboundRefusalDto)
  async list(
    @Query() { source, problem, item, from, to, ...query }: InboundRefusalQuery,
    @Caller() caller: Caller,
  ): Promise<Page<InboundRefusalDto>> {
    const own = caller.hasScope(OPERATIONS) ? null : (caller.org ?? '');
    const found = await keyedPage(
      query,
      isIdKey,
      ({ id }: RefusalRow) => id,
      (behind, limit) =>
        this.dataSource.query<RefusalRow[]>(
          `select id, agency, dataset, item, problem, field, code, items, first_index, refused_at from inbound_refusal
            where ($1::text is null or agency = $1) and ($2::text is null or problem = $2)
              and ($3::date is null or refused_at >= $3::date::timestamp at time zone 'Asia/Shanghai')
              and ($4::date is null or refused_at < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai')
              and ($5::uuid is null or id < $5) and ($6::text is null or agency = $6)
              and ($7::text is null or item = $7)
            order by id desc limit $8`,
          [
            source ?? null,
            problem ?? null,
            from ?? null,
            to ?? null,
            behind ?? null,
            own,
            item ?? null,
            limit,
          ],
        ),
    );
    return mapPage(found, toDto);
  }
}

function toDto({ agency, field, code, first_index, refused_at, ...told }: RefusalRow): InboundRefusalDto {
  return {
    ...told,
    source: agency,
    field: field === '' ? null : field,
    code: code === '' ? null : code,
    firstIndex: first_index,
    refusedAt: refused_at.toISOString(),
  };
}
