import { IsFilter, IsPersonKey, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FactDispute } from './fact-dispute.entity.js';
import { FACT_DISPUTE_STATES, type FactDisputeState } from './fact-dispute.lifecycle.js';

export class FactDisputeQuery extends ListQuery {
  @IsFilter(FACT_DISPUTE_STATES)
  state?: FactDisputeState;

  @IsPersonKey({ optional: true, description: 'whom the fact is about' })
  personKey?: string;
}

export class ConfirmFactDto {
  @ApiProperty({ description: 'SHA-256 of the evidence, hex', example: 'c'.repeat(64) })
  @Matches(/^[0-9a-f]{64}$/)
  evidenceSha256!: string;
}

class DisputedFactDto {
  @ApiProperty({ example: 'IncomeFact' })
  type!: string;

  @ApiProperty({ example: 'dibaoBenefit' })
  kind!: string;

  @ApiProperty({ example: 'assistance.incomes' })
  dataset!: string;

  @ApiPropertyOptional({ description: 'case in which it arose' })
  caseRef?: string;
}

export class FactDisputeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  factId!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ format: 'uuid' })
  appealId!: string;

  @ApiProperty({ enum: FACT_DISPUTE_STATES })
  state!: string;

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;

  @ApiProperty({ type: DisputedFactDto, nullable: true, description: 'null where it was replaced before' })
  fact!: DisputedFactDto | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'what holds instead' })
  newFactId!: string | null;

  @ApiProperty()
  version!: number;
}

export function toFactDisputeDto(dispute: FactDispute): FactDisputeDto {
  const { id, factId, personKey, appealId, state, dueAt, fact, newFactId, version } = dispute;
  return {
    ...{ id, factId, personKey, appealId, state, fact, newFactId, version },
    dueAt: dueAt.toISOString(),
  };
}
