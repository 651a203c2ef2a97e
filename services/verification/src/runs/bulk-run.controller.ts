import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  CREATED,
  Id,
  IfMatch,
  InTransaction,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { applyDecorators, Body, Controller, Get, HttpCode, Post, Query, SetMetadata } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Queries } from '../facts/fact.reader.js';
import { requireKnownRegion } from '../requests/household-regions.js';
import { countsOf } from './bulk-run.counts.js';
import { BulkRunDto, BulkRunQuery, OrderBulkRunDto, toBulkRunDto } from './bulk-run.dto.js';
import { BulkRun } from './bulk-run.entity.js';
import { BULK_RUN_LIFECYCLE } from './bulk-run.lifecycle.js';
import { BULK_RUN_PROBLEMS } from './bulk-run.problems.js';
import { BulkRunService } from './bulk-run.service.js';

const READ = 'verification:bulk-runs:read';
const WRITE = 'verification:bulk-runs:write';

/** 202: the run goes on when the answer has left; `Location` tells how far it is. */
const Orders = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(CREATED, ({ id }: BulkRunDto) => `/v1/bulk-runs/${id}`),
    HttpCode(202),
    ApiAcceptedResponse({ type: BulkRunDto }),
  );

/** Bulk re-verification of a region; it tells how many, never who. */
@ApiTags('bulk-runs')
@Controller('v1/bulk-runs')
export class BulkRunController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: BulkRunService,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @RequireScope(WRITE)
  @Orders()
  @Refuses(BULK_RUN_PROBLEMS.runActive)
  @ApiOperation({ summary: 'Orders a bulk re-verification of a region' })
  async order(
    @Body() { region, mode }: OrderBulkRunDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<BulkRunDto> {
    caller.requireRegion(region);
    requireKnownRegion(region, this.regions, this.clock.today());
    return shown(tx, await this.runs.plan(tx, { region, mode }));
  }

  @Get()
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'Bulk runs of the region, newest first' })
  @ApiPage(BulkRunDto)
  async list(@Query() query: BulkRunQuery, @Caller() caller: Caller): Promise<Page<BulkRunDto>> {
    const found = this.dataSource.createQueryBuilder(BulkRun, 'run');
    const page = await listOf(found, query, { caller, equal: ['state', 'mode'] });
    const counts = await countsOf(
      this.#queries,
      page.items.map(({ id }) => id),
    );
    return mapPage(page, (run) => dtoOf(run, counts));
  }

  @Get(':id')
  @Concerns(BulkRun)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'How far a bulk run is, and what came of it' })
  @ApiOkResponse({ type: BulkRunDto })
  async one(@Id() id: string): Promise<BulkRunDto> {
    const run = await this.dataSource.manager.findOneBy(BulkRun, { id });
    if (!run) throw new NotFound(BulkRun.name);
    return shown(this.#queries, run);
  }

  @Get(':id/log')
  @Concerns(BulkRun)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to a bulk run: who, when, from where to where; newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, BULK_RUN_LIFECYCLE.name, id, query);
  }

  @Post(':id/pause')
  @Concerns(BulkRun)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Pauses a run: what is under way is finished, nothing more is taken' })
  @ApiOkResponse({ type: BulkRunDto })
  async pause(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<BulkRunDto> {
    return shown(tx, await this.runs.move(tx, id, version, 'pause'));
  }

  @Post(':id/resume')
  @Concerns(BulkRun)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Lets a paused run go on where it was' })
  @ApiOkResponse({ type: BulkRunDto })
  async resume(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<BulkRunDto> {
    return shown(tx, await this.runs.move(tx, id, version, 'resume'));
  }

  @Post(':id/cancel')
  @Concerns(BulkRun)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Ends a run before it is through; what was evaluated stays evaluated' })
  @ApiOkResponse({ type: BulkRunDto })
  async cancel(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<BulkRunDto> {
    return shown(tx, await this.runs.move(tx, id, version, 'cancel'));
  }

  get #queries(): Queries {
    return { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) };
  }
}

async function shown(queries: Queries, run: BulkRun): Promise<BulkRunDto> {
  return dtoOf(run, await countsOf(queries, [run.id]));
}

function dtoOf(run: BulkRun, counts: Awaited<ReturnType<typeof countsOf>>): BulkRunDto {
  const ofRun = counts.get(run.id);
  if (!ofRun) throw new RangeError('a run without its counts');
  return toBulkRunDto(run, ofRun);
}
