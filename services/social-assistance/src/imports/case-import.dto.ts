import { ApiProperty } from '@nestjs/swagger';
import { ListQuery } from '@minzheng/platform/http';
import type { JobState } from '@minzheng/platform/jobs';
import { IsIn } from 'class-validator';
import type { CaseImport } from './case-import.entity.js';

export class TakeFileQuery {
  @ApiProperty({
    enum: ['true', 'false'],
    description: 'true: every row is checked, also against what is stored, and nothing stays',
  })
  @IsIn(['true', 'false'])
  dryRun!: string;
}

export class CaseImportQuery extends ListQuery {}

export class CaseImportDto {
  @ApiProperty({ format: 'uuid', example: '0198a000-fa92-76bb-8db9-aa6478e2a419' })
  id!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'asked about by GET /v1/jobs/{id}',
    example: '0198a001-fa92-76bb-8db9-aa6478e2a419',
  })
  jobId!: string;

  @ApiProperty({ description: 'the county', example: '510802' })
  region!: string;

  @ApiProperty({
    description: 'SHA-256 of the file, hex',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256!: string;

  @ApiProperty({ description: 'everything is checked, and nothing stays', example: true })
  dryRun!: boolean;

  @ApiProperty({
    enum: ['RUNNING', 'DONE', 'FAILED'],
    description: 'FAILED: its job has given up; the same file handed in again goes on where it stood',
    example: 'DONE',
  })
  state!: 'RUNNING' | 'DONE' | 'FAILED';

  @ApiProperty({ type: 'integer', description: 'one row a person', example: 1_204 })
  rows!: number;

  @ApiProperty({
    type: 'integer',
    description: 'rows of households that were, or could be, loaded',
    example: 1_180,
  })
  accepted!: number;

  @ApiProperty({
    type: 'integer',
    description: 'rows of households that were not: see the rejects',
    example: 24,
  })
  rejected!: number;

  @ApiProperty({
    type: 'integer',
    description: 'rows of households that the county has loaded before',
    example: 0,
  })
  skipped!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-10T02:00:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ type: 'integer', example: 2 })
  version!: number;
}

/** @param jobState - of its job, where it is known */
export function toImportDto(imported: CaseImport, jobState?: JobState): CaseImportDto {
  const { id, jobId, region, sha256, dryRun, rows, accepted, rejected, skipped, createdAt, version } =
    imported;
  return {
    ...{ id, jobId, region, sha256, dryRun, rows, accepted, rejected, skipped, version },
    state: imported.state === 'RUNNING' && jobState === 'FAILED' ? 'FAILED' : imported.state,
    createdAt,
  };
}
