import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
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
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import {
  EnterPriceIndexDto,
  PriceFiguresDto,
  PriceIndexDto,
  PriceIndexQuery,
  toPriceIndexDto,
} from './price-index.dto.js';
import { PriceIndex } from './price-index.entity.js';
import { PriceIndexService } from './price-index.service.js';

@ApiTags('price-indices')
@Controller('v1/price-indices')
@DisclosesNothing()
export class PriceIndexController {
  constructor(
    private readonly indices: PriceIndexService,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @RequireScope('assistance:policies:read')
  @ApiOperation({ summary: 'Price indices of the region, newest first' })
  @ApiPage(PriceIndexDto)
  async list(@Query() query: PriceIndexQuery, @Caller() caller: Caller): Promise<Page<PriceIndexDto>> {
    const found = this.dataSource.createQueryBuilder(PriceIndex, 'price');
    return mapPage(await listOf(found, query, { caller, equal: ['state', 'month'] }), toPriceIndexDto);
  }

  @Get(':id')
  @Concerns(PriceIndex)
  @RequireScope('assistance:policies:read')
  @ApiOperation({ summary: 'Price indices of one month, and what they trigger' })
  @ApiOkResponse({ type: PriceIndexDto })
  async one(@Id() id: string): Promise<PriceIndexDto> {
    const index = await this.dataSource.manager.findOneBy(PriceIndex, { id });
    if (!index) throw new NotFound(PriceIndex.name);
    return toPriceIndexDto(index);
  }

  @Post()
  @RequireScope('assistance:policies:write')
  @Created<PriceIndexDto>(({ id }) => `/v1/price-indices/${id}`)
  @Refuses(PROBLEMS.outOfRegion, PROBLEMS.policyMissing, ASSISTANCE_PROBLEMS.indexExists)
  @ApiOperation({ summary: 'Enters the indices of a month; over a trigger the price subsidy is paid' })
  @ApiCreatedResponse({ type: PriceIndexDto })
  async enter(
    @Body() form: EnterPriceIndexDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<PriceIndexDto> {
    caller.requireRegion(form.region);
    return toPriceIndexDto(await this.indices.enter(tx, form));
  }

  @Post(':id/supersede')
  @Concerns(PriceIndex)
  @RequireScope('assistance:policies:write')
  @Created<PriceIndexDto>(({ id }) => `/v1/price-indices/${id}`)
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Corrects indices that were wrong: what was paid stays, the difference is paid' })
  @ApiCreatedResponse({ type: PriceIndexDto })
  async supersede(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: PriceFiguresDto,
    @InTransaction() tx: Tx,
  ): Promise<PriceIndexDto> {
    return toPriceIndexDto(await this.indices.supersede(tx, id, version, form));
  }
}
