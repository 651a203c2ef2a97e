import { IsCivilDate, IsFilter, PageQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FactRefusal } from './fact-check.rules.js';

/** Why a fact that came may have been refused: by a rule, or because it does not speak for who sent it. */
export const REJECT_REASONS: readonly (FactRefusal | 'agency-mismatch' | 'not-own-fact')[] = [
  ...(['invalid-id', 'invalid-amount', 'invalid-period', 'invalid-dataset', 'future-fact'] as const),
  ...(['unknown-kind', 'unknown-value', 'kind-not-in-agreement', 'pii-in-event'] as const),
  ...(['agency-mismatch', 'not-own-fact'] as const),
];

export class RejectedFactQuery extends PageQuery {
  @ApiPropertyOptional({
    pattern: '^[A-Za-z]{2,20}$',
    description: 'code of an agency, or a service',
    example: 'TAX',
  })
  @IsOptional()
  @Matches(/^[A-Za-z]{2,20}$/)
  source?: string;

  @IsFilter(REJECT_REASONS)
  reason?: string;

  @IsCivilDate({ optional: true, description: 'refused on this day or later' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'refused on this day or earlier' })
  to?: string;
}

export class RejectedFactDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    nullable: true,
    type: 'string',
    description: 'by which its sender finds it; null: it had no id that could be shown',
    example: '0198a6f2-3a5b-7c11-8f0e-0d5a1a2b3c4d',
  })
  factId!: string | null;

  @ApiProperty({ description: 'agency or service; ? where what was named is no code', example: 'TAX' })
  source!: string;

  @ApiProperty({ description: '? where what was named is no dataset of the source', example: 'TAX.wages' })
  dataset!: string;

  @ApiProperty({ description: 'what came', example: 'IncomeFact' })
  type!: string;

  @ApiProperty({ enum: [...REJECT_REASONS], example: 'invalid-amount' })
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  rejectedAt!: string;
}
