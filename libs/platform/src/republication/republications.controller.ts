import { Body, Controller, Post, type Type as Class } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength } from 'class-validator';
import { Caller, RequireScope } from '../access/index.js';
import { defineProblem, InTransaction, IsRegionCode, Problem, Refuses } from '../http/index.js';
import { Jobs, JobStartedDto, StartsJob } from '../jobs/index.js';
import type { StateMessages } from '../messaging/state-message.js';
import { Tx } from '../persistence/transaction.js';
import { REPUBLICATION } from './republication.job.js';

const NOT_REPUBLISHABLE = defineProblem({
  name: 'not-republishable',
  status: 422,
  zh: '该消息类型不能重新发布',
  en: 'A message of this type is not sent again',
  meaning: {
    zh: '该类型的消息不表示当前状态，不能重新发布；republishable 列出可以的类型。',
    en: 'Messages of this type do not say how something stands now; republishable lists those that do.',
  },
  remedy: { zh: '只使用所列类型。', en: 'Use types of that list.' },
});

/** @param service - as scopes name it: `assistance` */
export function republicationsController(service: string, states: StateMessages): Class {
  const types = [...states.keys()];

  class RepublishDto {
    @ApiProperty({
      type: [String],
      description: `what is sent again, of: ${types.join(', ')}`,
      example: types.slice(0, 1),
    })
    @IsArray()
    @ArrayMinSize(1)
    @ArrayMaxSize(100)
    @IsString({ each: true })
    @MaxLength(200, { each: true })
    types!: string[];

    @IsRegionCode({ description: 'what lies in it, and what holds for all of it' })
    region!: string;
  }

  @ApiTags('operations')
  @Controller('v1/republications')
  class RepublicationsController {
    constructor(private readonly jobs: Jobs) {}

    @Post()
    @RequireScope(`${service}:republications:write`)
    @StartsJob()
    @Refuses(NOT_REPUBLISHABLE)
    @ApiOperation({
      summary:
        'Sends the current state again, with the same ids, for a reader that is new or has lost its copy',
    })
    async republish(
      @Body() body: RepublishDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<JobStartedDto> {
      caller.requireRegion(body.region);
      if (!body.types.every((type) => states.has(type))) {
        throw new Problem(NOT_REPUBLISHABLE, { extensions: { republishable: types } });
      }
      const parameters = { types: [...new Set(body.types)], region: body.region };
      return { jobId: await this.jobs.ask(tx, { name: REPUBLICATION, scope: body.region, parameters }) };
    }
  }
  return RepublicationsController;
}
