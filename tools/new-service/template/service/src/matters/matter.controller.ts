import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Created,
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
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { MatterDto, MatterQuery, OpenMatterDto, SettleMatterDto, toMatterDto } from './matter.dto.js';
import { Matter } from './matter.entity.js';
import { MATTER_PROBLEMS } from './matter.problems.js';
import { MatterService } from './matter.service.js';

const READ = 'sample:matters:read';
const WRITE = 'sample:matters:write';

@ApiTags('matters')
@Controller('v1/matters')
export class MatterController {
  constructor(
    private readonly matters: MatterService,
    private readonly clock: BusinessClock,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope(WRITE)
  @Created<MatterDto>(({ id }) => `/v1/matters/${id}`)
  @Refuses(PROBLEMS.outOfRegion, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'A matter is brought; by when it is to be settled follows from its kind' })
  @ApiCreatedResponse({ type: MatterDto })
  async open(
    @Body() { region, kind }: OpenMatterDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<MatterDto> {
    caller.requireRegion(region);
    return this.#shown(await this.matters.open(tx, region, kind));
  }

  @Get()
  @DisclosesNothing()
  @RequireScope(READ)
  @ApiOperation({ summary: 'Matters of the region, newest first' })
  @ApiPage(MatterDto)
  async list(@Query() query: MatterQuery, @Caller() caller: Caller): Promise<Page<MatterDto>> {
    const found = this.dataSource.createQueryBuilder(Matter, 'matter');
    const page = await listOf(found, query, { caller, equal: ['state', 'kind'] });
    return mapPage(page, (matter) => this.#shown(matter));
  }

  @Get(':id')
  @DisclosesNothing()
  @Concerns(Matter)
  @RequireScope(READ)
  @ApiOperation({ summary: 'One matter' })
  @ApiOkResponse({ type: MatterDto })
  async one(@Id() id: string): Promise<MatterDto> {
    const matter = await this.dataSource.manager.findOneBy(Matter, { id });
    if (!matter) throw new NotFound(Matter.name);
    return this.#shown(matter);
  }

  @Post(':id/settle')
  @Concerns(Matter)
  @RequireScope(WRITE)
  @Refuses(MATTER_PROBLEMS.outcomeUnfitting)
  @ApiOperation({ summary: 'What a matter has come to' })
  @ApiOkResponse({ type: MatterDto })
  async settle(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { outcome }: SettleMatterDto,
    @InTransaction() tx: Tx,
  ): Promise<MatterDto> {
    return this.#shown(await this.matters.settle(tx, id, version, outcome));
  }

  #shown(matter: Matter): MatterDto {
    return toMatterDto(matter, this.clock.today());
  }
}
