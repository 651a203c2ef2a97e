import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { ApiPage, isIdKey, keyedPage, mapPage, type Page } from '@minzheng/platform/http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { RejectedFactDto, RejectedFactQuery } from './rejected-facts.dto.js';

interface RejectedFactRow {
  readonly id: string;
  readonly fact_id: string;
  readonly agency: string;
  readonly dataset: string;
  readonly message_type: string;
  readonly reason: string;
  readonly rejected_at: Date;
}

const OPERATIONS = 'verification:operations:write';

/** What was refused of what sources have sent (被拒收的事实): why, never of whom. */
@ApiTags('agencies')
@Controller('v1/rejected-facts')
export class RejectedFactsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @RequireScope(OPERATIONS, 'verification:inbound-facts:write')
  @DisclosesNothing()
  @ApiOperation({
    summary: 'Facts of agencies and services that were refused, newest first, with the reason',
    description:
      'A data steward sees those of the own agency. Whose they are and what they say is not shown: their sender finds them by their id.',
  })
  @ApiPage(RejectedFactDto)
  async list(
    @Query() { source, reason, from, to, ...query }: RejectedFactQuery,
    @Caller() caller: Caller,
  ): Promise<Page<RejectedFactDto>> {
    const own = caller.hasScope(OPERATIONS) ? null : (caller.org ?? '');
    const found = await keyedPage(
      query,
      isIdKey,
      ({ id }: RejectedFactRow) => id,
      (behind, limit) =>
        this.dataSource.query<RejectedFactRow[]>(
          `select id, fact_id, agency, dataset, message_type, reason, rejected_at from rejected_fact
            where ($1::text is null or agency = $1) and ($2::text is null or reason = $2)
              and ($3::date is null or rejected_at >= $3::date::timestamp at time zone 'Asia/Shanghai')
              and ($4::date is null or rejected_at < ($4::date + 1)::timestamp at time zone 'Asia/Shanghai')
              and ($5::uuid is null or id < $5) and ($6::text is null or agency = $6)
            order by id desc limit $7`,
          [source ?? null, reason ?? null, from ?? null, to ?? null, behind ?? null, own, limit],
        ),
    );
    return mapPage(found, toDto);
  }
}

function toDto({
  id,
  fact_id,
  agency,
  dataset,
  message_type,
  reason,
  rejected_at,
}: RejectedFactRow): RejectedFactDto {
  return {
    ...{ id, factId: fact_id === '' ? null : fact_id, source: agency, dataset, reason },
    type: message_type.slice(message_type.lastIndexOf('.') + 1),
    rejectedAt: rejected_at.toISOString(),
  };
}
