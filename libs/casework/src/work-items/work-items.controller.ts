import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, Id, IfMatch, InTransaction, mapPage, PROBLEMS, Refuses } from '@minzheng/platform/http';
import type { Page } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { AssignWorkItemDto, toWorkItemDto, WorkItemDto, WorkItemQuery } from './work-item.dto.js';
import { WorkItem } from './work-item.entity.js';
import { listWorkItems } from './work-item.list.js';
import { WorkItems } from './work-items.js';
import type { WorkTable } from './work-table.js';

/** The inbox of an office: whoever may do something of the table sees what there is to do. */
export function workItemsController({ scopes }: WorkTable): Class {
  const [first = '', ...others] = scopes;

  @ApiTags('work-items')
  @DisclosesNothing()
  @Controller('v1/work-items')
  @RequireScope(first, ...others)
  class WorkItemsController {
    constructor(
      private readonly items: WorkItems,
      private readonly clock: BusinessClock,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @ApiOperation({
      summary: 'What the caller could do, the most urgent first, each with the command that settles it',
    })
    @ApiPage(WorkItemDto)
    async list(@Query() query: WorkItemQuery, @Caller() caller: Caller): Promise<Page<WorkItemDto>> {
      const now = this.clock.now();
      const found = await listWorkItems(this.dataSource, this.items.table, query, caller, now);
      return mapPage(found, (item) => this.#toDto(item, now));
    }

    @Get(':id')
    @Concerns(WorkItem)
    @ApiOperation({ summary: 'One work item' })
    @ApiOkResponse({ type: WorkItemDto })
    async one(@Id() id: string, @Caller() caller: Caller): Promise<WorkItemDto> {
      const item = await this.dataSource.manager.findOneBy(WorkItem, { id });
      if (!item || !this.items.isFor(caller, item)) throw new NotFound(WorkItem.name);
      return this.#toDto(item, this.clock.now());
    }

    @Post(':id/assign')
    @Concerns(WorkItem)
    @Refuses(PROBLEMS.scopeMissing)
    @ApiOperation({ summary: 'Names who is to do it, by somebody who could do it' })
    @ApiOkResponse({ type: WorkItemDto })
    async assign(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { userId }: AssignWorkItemDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<WorkItemDto> {
      const item = await this.items.assign(tx, caller, { id, version, userId });
      return this.#toDto(item, this.clock.now());
    }

    #toDto(item: WorkItem, now: Date): WorkItemDto {
      return toWorkItemDto(item, this.items.table.line(item.kind), now);
    }
  }
  return WorkItemsController;
}
