import { IsFilter, IsRegionCode, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsIn, IsOptional } from 'class-validator';
import type { BulkRunCounts } from './bulk-run.counts.js';
import { BULK_RUN_MODES, type BulkRun, type BulkRunMode } from './bulk-run.entity.js';
import { BULK_RUN_LIFECYCLE, type BulkRunState } from './bulk-run.lifecycle.js';

const STATES = [...BULK_RUN_LIFECYCLE.states];
/** Verification's own runs are for monitoring under statutory duty (5.9). */
const PURPOSES = ['MONITORING'] as const;

/** What is re-verified, and by what. */
export class OrderBulkRunDto {
  @IsRegionCode({ description: 'the scope: households of this region' })
  region!: string;

  @ApiProperty({
    enum: BULK_RUN_MODES,
    example: 'DELTA',
    description:
      'FULL: all households on record, all indicators. DELTA: those whose facts, members or policy rows have changed since ' +
      'their last run, all indicators but C1, C2 and C5. MONTHLY: C1, C2 and C5',
  })
  @IsIn(BULK_RUN_MODES)
  mode!: BulkRunMode;

  @ApiPropertyOptional({
    enum: PURPOSES,
    isArray: true,
    example: ['MONITORING'],
    description: 'what for; monitoring under statutory duty without it',
  })
  @IsOptional()
  @IsArray()
  @IsIn(PURPOSES, { each: true })
  purposes?: string[];
}

export class BulkRunQuery extends ListQuery {
  @IsFilter(STATES)
  state?: BulkRunState;

  @IsFilter(BULK_RUN_MODES)
  mode?: BulkRunMode;
}

/** How far the run is, and what came of it. */
class BulkRunCountsDto implements BulkRunCounts {
  @ApiProperty({ type: 'integer', example: 2_100_000 })
  householdsInScope!: number;

  @ApiProperty({ type: 'integer', example: 1_260_000 })
  householdsEvaluated!: number;

  @ApiProperty({
    type: 'integer',
    example: 2_652_720,
    description: 'Members of these households, and persons alone; also of whom no fact is on record',
  })
  personsEvaluated!: number;

  @ApiProperty({
    type: 'integer',
    example: 1_204,
    description: 'households of which only what the law opens was used, since a consent holds no longer',
  })
  consentLapsed!: number;

  @ApiProperty({ type: 'integer', example: 57_001, description: 'hits that were not raised before' })
  hits!: number;

  @ApiProperty({ type: 'integer', example: 57_000 })
  cluesRaised!: number;

  @ApiProperty({ type: 'integer', example: 3, description: 'whose evidence was taken back' })
  cluesWithdrawn!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'that wait for a policy row of their region' })
  householdsWaiting!: number;

  @ApiProperty({ type: [String], example: [], description: 'counties in which they wait' })
  waitingRegions!: readonly string[];
}

export class BulkRunDto {
  @ApiProperty({ format: 'uuid', example: '0198a000-fa92-76bb-8db9-aa6478e2a419' })
  id!: string;

  @ApiProperty({ example: '51', description: 'the scope' })
  region!: string;

  @ApiProperty({ enum: BULK_RUN_MODES, example: 'FULL' })
  mode!: BulkRunMode;

  @ApiProperty({ enum: STATES, example: 'RUNNING' })
  state!: BulkRunState;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '2025-07',
    description: 'month for which the calendar has ordered it',
  })
  period!: string | null;

  @ApiProperty({ format: 'date', example: '2025-07-10', description: 'day as of which it evaluates' })
  validAt!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: '2025-07-10T00:00:00.000Z',
    description: 'what was known by then is evaluated; null until it starts',
  })
  knownAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  endedAt!: string | null;

  @ApiProperty()
  counts!: BulkRunCountsDto;

  @ApiProperty({ type: 'integer', example: 2 })
  version!: number;
}

export function toBulkRunDto(run: BulkRun, counts: BulkRunCounts): BulkRunDto {
  const { id, region, mode, state, period, validAt, knownAt, endedAt, version } = run;
  return {
    ...{ id, region, mode, state, period, validAt, version },
    knownAt: knownAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    counts,
  };
}
