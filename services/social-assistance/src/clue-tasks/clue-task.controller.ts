import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  IsFilter,
  listOf,
  ListQuery,
  mapPage,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, MaxLength } from 'class-validator';
import { DataSource } from 'typeorm';
import { ClueTask } from './clue-task.entity.js';
import { CLUE_TASK_LIFECYCLE, type ClueTaskState } from './clue-task.lifecycle.js';
import { ClueTaskService } from './clue-task.service.js';

const STATES = [...CLUE_TASK_LIFECYCLE.states];

export class ClueTaskQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ClueTaskState;
}

export class AssignClueTaskDto {
  @ApiProperty({ type: [String], description: 'who looks into it', example: ['clerk-1', 'cadre-1'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  userIds!: string[];
}

export class ClueTaskDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  clueId!: string;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ type: [String], example: ['C3'] })
  indicators!: string[];

  @ApiProperty({ enum: ['OVER', 'UNDER', 'CARE'] })
  direction!: string;

  @ApiProperty({ enum: ['RED', 'ORANGE', 'YELLOW', 'BLUE'] })
  severity!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'DIBAO' })
  programme!: string | null;

  @ApiProperty({ type: [String], format: 'uuid' })
  personKeys!: string[];

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  householdId!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid', description: 'running award concerned' })
  awardId!: string | null;

  @ApiProperty({ type: [String], example: ['2025-07'] })
  months!: string[];

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;

  @ApiProperty({ type: [String] })
  assignees!: string[];

  @ApiProperty()
  version!: number;
}

@ApiTags('clue-tasks')
@Controller('v1/clue-tasks')
export class ClueTaskController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: ClueTaskService,
  ) {}

  @Get()
  @Discloses('clueTask')
  @RequireScope('assistance:clue-tasks:read')
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
    return mapPage(tasks, toDto);
  }

  @Get(':id')
  @Discloses('clueTask')
  @Concerns(ClueTask)
  @RequireScope('assistance:clue-tasks:read')
  @ApiOperation({ summary: 'One task' })
  @ApiOkResponse({ type: ClueTaskDto })
  async one(@Id() id: string): Promise<ClueTaskDto> {
    const task = await this.dataSource.manager.findOneBy(ClueTask, { id });
    if (!task) throw new NotFound(ClueTask.name);
    return toDto(task);
  }

  @Post(':id/assign')
  @Concerns(ClueTask)
  @RequireScope('assistance:clue-tasks:write')
  @ApiOperation({ summary: 'Names who looks into it' })
  @ApiOkResponse({ type: ClueTaskDto })
  async assign(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { userIds }: AssignClueTaskDto,
    @InTransaction() tx: Tx,
  ): Promise<ClueTaskDto> {
    return toDto(await this.tasks.assign(tx, id, version, userIds));
  }
}

const toDto = (task: ClueTask): ClueTaskDto => {
  const { id, clueId, state, indicators, direction, severity, programme, personKeys } = task;
  const { householdId, awardId, months, assignees, version } = task;
  return {
    ...{ id, clueId, state, indicators, direction, severity, programme, personKeys },
    ...{ householdId, awardId, months, assignees, version },
    dueAt: task.dueAt.toISOString(),
  };
};
