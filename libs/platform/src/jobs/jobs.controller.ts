import { applyDecorators, Controller, Get, HttpCode, SetMetadata, type Type as Class } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Caller, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { CREATED, Id } from '../http/index.js';
import { NotFound } from '../persistence/errors.js';
import type { Job, JobState } from './job.js';
import { Jobs } from './jobs.js';

const EXAMPLE_ID = '0198a000-fa92-76bb-8db9-aa6478e2a419';

/** What a command that starts a job answers. */
export class JobStartedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID, description: 'asked about by GET /v1/jobs/{id}' })
  jobId!: string;
}

/** A command for long work: 202 with the job's id, and `Location`. */
export const StartsJob = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(CREATED, ({ jobId }: JobStartedDto) => `/v1/jobs/${jobId}`),
    HttpCode(202),
    ApiAcceptedResponse({ type: JobStartedDto }),
  );

class JobDto implements Omit<Job, 'requestedBy'> {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ example: 'republication' })
  name!: string;

  @ApiProperty({ description: 'what part of the service it concerns', example: '510802' })
  scope!: string;

  @ApiProperty({
    description: 'what it is for in time; its own id where it may be asked for at any time',
    example: '2025-07',
  })
  period!: string;

  @ApiProperty({ enum: ['PENDING', 'RUNNING', 'DONE', 'FAILED'], example: 'RUNNING' })
  state!: JobState;

  @ApiProperty({ type: 'integer', description: 'parts dealt with', example: 4_000 })
  done!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'parts in all; null until they are counted',
    example: 12_345,
  })
  total!: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'class of the last error, of a job that tries again or has failed',
    example: null,
  })
  lastError!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2025-07-18T02:00:00.000Z' })
  requestedAt!: Date;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: '2025-07-18T02:00:00.500Z',
  })
  startedAt!: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  endedAt!: Date | null;
}

/**
 * How far a job is: told to whoever asked for it, and to the holders of `jobs:read`.
 *
 * @param service - as scopes name it: `assistance`
 * @param startedBy - scopes of the commands that start jobs
 */
export function jobsController(service: string, startedBy: readonly string[]): Class {
  const readsAll = `${service}:jobs:read`;

  @ApiTags('operations')
  @Controller('v1/jobs')
  @DisclosesNothing()
  class JobsController {
    constructor(
      private readonly jobs: Jobs,
      private readonly dataSource: DataSource,
    ) {}

    @Get(':id')
    @RequireScope(readsAll, ...startedBy)
    @ApiOperation({ summary: 'How far a job is' })
    @ApiOkResponse({ type: JobDto })
    async read(@Id() id: string, @Caller() caller: Caller): Promise<JobDto> {
      const job = await this.jobs.find(this.dataSource, id);
      if (!job || !(caller.hasScope(readsAll) || job.requestedBy === caller.subject)) {
        throw new NotFound('job');
      }
      const { requestedBy: _asker, ...shown } = job;
      return shown;
    }
  }
  return JobsController;
}
