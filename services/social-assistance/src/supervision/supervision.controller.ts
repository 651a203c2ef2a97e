import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  PersonalText,
  Reveals,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { ComplaintService } from '../complaints/complaint.service.js';
import { SupervisionItem } from './supervision-item.entity.js';
import {
  CheckItemDto,
  SupervisionDetailDto,
  SupervisionItemDto,
  SupervisionQuery,
  toItemDto,
} from './supervision.dto.js';
import { SupervisionService } from './supervision.service.js';

@ApiTags('supervision-items')
@Controller('v1/supervision-items')
export class SupervisionController {
  constructor(
    private readonly supervision: SupervisionService,
    private readonly complaints: ComplaintService,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @DisclosesNothing()
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'What is to be looked into in the region, newest first' })
  @ApiPage(SupervisionItemDto)
  async list(@Query() query: SupervisionQuery, @Caller() caller: Caller): Promise<Page<SupervisionItemDto>> {
    const found = this.dataSource.createQueryBuilder(SupervisionItem, 'item');
    return mapPage(await listOf(found, query, { caller, equal: ['kind', 'state'] }), toItemDto);
  }

  @Get(':id')
  @Discloses('finding', 'reporter')
  @Reveals()
  @Concerns(SupervisionItem)
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'One item, with what was found and who complained' })
  @ApiOkResponse({ type: SupervisionDetailDto })
  async one(@Id() id: string): Promise<SupervisionDetailDto> {
    const item = await this.dataSource.manager.findOneBy(SupervisionItem, { id });
    if (!item) throw new NotFound(SupervisionItem.name);
    const reporter = await this.complaints.reporterOf(this.dataSource.manager, id);
    const hidden = (text: string | null) => (text === null ? null : PersonalText.name(text));
    return {
      ...toItemDto(item),
      findingText: this.supervision.findingText(item),
      reporter: reporter ? { name: hidden(reporter.name), contact: hidden(reporter.contact) } : null,
    };
  }

  @Post(':id/check')
  @Concerns(SupervisionItem)
  @RequireScope('assistance:supervision:write')
  @ApiOperation({ summary: 'What was found' })
  @ApiOkResponse({ type: SupervisionItemDto })
  async check(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: CheckItemDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SupervisionItemDto> {
    const item = await this.supervision.check(tx, id, version, { ...form, region: caller.region ?? null });
    await this.complaints.checked(tx, id);
    return toItemDto(item);
  }

  @Post(':id/close')
  @Concerns(SupervisionItem)
  @RequireScope('assistance:supervision:write')
  @ApiOperation({ summary: 'What was found is followed up' })
  @ApiOkResponse({ type: SupervisionItemDto })
  async close(
    @Id() id: string,
    @IfMatch() version: number,
    @InTransaction() tx: Tx,
  ): Promise<SupervisionItemDto> {
    return toItemDto(await this.supervision.close(tx, id, version));
  }
}
