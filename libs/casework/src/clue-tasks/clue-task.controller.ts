import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import {
  AnswerClueTaskDto,
  AssignClueTaskDto,
  ClueTaskDto,
  ClueTaskQuery,
  toClueTaskDto,
} from './clue-task.dto.js';
import { ClueTask } from './clue-task.entity.js';
import { CLUE_TASK_PROBLEMS } from './clue-task.problems.js';
import { ClueTaskService } from './clue-task.service.js';

/**
 * Tasks from clues of the region.
 *
 * @param service - as scopes name it: `assistance`
 */
export function clueTasksController(service: DepartmentName): Class {
  @ApiTags('clue-tasks')
  @Controller('v1/clue-tasks')
  class ClueTaskController {
    constructor(
      private readonly dataSource: DataSource,
      private readonly tasks: ClueTaskService,
    ) {}

    @Get()
    @Discloses('clueTask')
    @RequireScope(`${service}:clue-tasks:read`)
    @ApiOperation({ summary: 'Tasks of the region, newest first' })
    @ApiPage(ClueTaskDto)
    async list(
      @Query() query: ClueTaskQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<ClueTaskDto>> {
      const found = this.dataSource.createQueryBuilder(ClueTask, 'task');
      const tasks = await listOf(found, query, { caller, equal: ['state'] });
      disclosure.add(tasks.items.flatMap(({ personKeys }) => personKeys));
      return mapPage(tasks, toClueTaskDto);
    }

    @Get(':id')
    @Discloses('clueTask')
    @Concerns(ClueTask)
    @RequireScope(`${service}:clue-tasks:read`)
    @ApiOperation({ summary: 'One task, with the outcome that fits what has come of it so far' })
    @ApiOkResponse({ type: ClueTaskDto })
    async one(@Id() id: string): Promise<ClueTaskDto> {
      const { manager } = this.dataSource;
      const task = await manager.findOneBy(ClueTask, { id });
      if (!task) throw new NotFound(ClueTask.name);
      const proposedOutcome = (await this.tasks.proposal(manager, task)) ?? null;
      return { ...toClueTaskDto(task), proposedOutcome };
    }

    @Post(':id/assign')
    @Concerns(ClueTask)
    @RequireScope(`${service}:clue-tasks:write`)
    @ApiOperation({ summary: 'Names who looks into it' })
    @ApiOkResponse({ type: ClueTaskDto })
    async assign(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { userIds }: AssignClueTaskDto,
      @InTransaction() tx: Tx,
    ): Promise<ClueTaskDto> {
      return toClueTaskDto(await this.tasks.assign(tx, id, version, userIds));
    }

    @Post(':id/answer')
    @Concerns(ClueTask)
    @RequireScope(`${service}:clue-tasks:approve`)
    @Refuses(CLUE_TASK_PROBLEMS.recordMissing, PROBLEMS.samePerson)
    @ApiOperation({ summary: 'Tells verification what was found' })
    @ApiOkResponse({ type: ClueTaskDto })
    async answer(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: AnswerClueTaskDto,
      @InTransaction() tx: Tx,
    ): Promise<ClueTaskDto> {
      return toClueTaskDto(await this.tasks.answer(tx, id, version, form));
    }
  }
  return ClueTaskController;
}
