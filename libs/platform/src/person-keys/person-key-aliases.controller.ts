import { Controller, Post, type Type as Class } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../access/index.js';
import { InTransaction } from '../http/index.js';
import { Jobs, JobStartedDto, StartsJob } from '../jobs/index.js';
import { Tx } from '../persistence/transaction.js';
import { PERSON_KEY_ALIASES } from './person-key-aliases.job.js';

/** @param service - as scopes name it: `assistance` */
export function personKeyAliasesController(service: string): Class {
  @ApiTags('operations')
  @Controller('v1/person-key-aliases')
  @RequireScope(`${service}:keys:write`)
  class PersonKeyAliasesController {
    constructor(private readonly jobs: Jobs) {}

    @Post()
    @StartsJob()
    @ApiOperation({
      summary: 'After a change of the platform’s secret: works out what all known persons would be called',
    })
    async start(@InTransaction() tx: Tx): Promise<JobStartedDto> {
      return { jobId: await this.jobs.ask(tx, { name: PERSON_KEY_ALIASES, scope: 'all' }) };
    }
  }
  return PersonKeyAliasesController;
}
