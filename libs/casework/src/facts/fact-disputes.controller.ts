import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { ApiPage, Id, IfMatch, InTransaction, listOf, mapPage, type Page } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { ConfirmFactDto, FactDisputeDto, FactDisputeQuery, toFactDisputeDto } from './fact-dispute.dto.js';
import { FactDispute } from './fact-dispute.entity.js';
import { FactDisputes } from './fact-disputes.js';

/**
 * Facts of this department that somebody disputes.
 *
 * @param service - as scopes name it: `assistance`
 */
export function factDisputesController(service: DepartmentName): Class {
  @ApiTags('fact-disputes')
  @Controller('v1/fact-disputes')
  class FactDisputesController {
    constructor(
      private readonly disputes: FactDisputes,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('fact')
    @RequireScope(`${service}:fact-disputes:read`)
    @ApiOperation({ summary: 'Disputes of the region, newest first' })
    @ApiPage(FactDisputeDto)
    async list(
      @Query() query: FactDisputeQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<FactDisputeDto>> {
      const found = this.dataSource.createQueryBuilder(FactDispute, 'dispute');
      const disputes = await listOf(found, query, { caller, equal: ['state', 'personKey'] });
      disclosure.add(disputes.items.map(({ personKey }) => personKey));
      return mapPage(disputes, toFactDisputeDto);
    }

    @Get(':id')
    @Discloses('fact')
    @Concerns(FactDispute)
    @RequireScope(`${service}:fact-disputes:read`)
    @ApiOperation({ summary: 'One dispute' })
    @ApiOkResponse({ type: FactDisputeDto })
    async one(@Id() id: string): Promise<FactDisputeDto> {
      const dispute = await this.dataSource.manager.findOneBy(FactDispute, { id });
      if (!dispute) throw new NotFound(FactDispute.name);
      return toFactDisputeDto(dispute);
    }

    @Post(':id/confirm')
    @Concerns(FactDispute)
    @RequireScope(`${service}:fact-disputes:write`)
    @ApiOperation({ summary: 'The department stands by its fact' })
    @ApiOkResponse({ type: FactDisputeDto })
    async confirm(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { evidenceSha256 }: ConfirmFactDto,
      @InTransaction() tx: Tx,
    ): Promise<FactDisputeDto> {
      return toFactDisputeDto(await this.disputes.confirm(tx, id, version, evidenceSha256));
    }

    @Post(':id/retract')
    @Concerns(FactDispute)
    @RequireScope(`${service}:fact-disputes:write`)
    @ApiOperation({ summary: 'The fact was never so: it is taken back' })
    @ApiOkResponse({ type: FactDisputeDto })
    async retract(
      @Id() id: string,
      @IfMatch() version: number,
      @InTransaction() tx: Tx,
    ): Promise<FactDisputeDto> {
      return toFactDisputeDto(await this.disputes.retract(tx, id, version));
    }

    @Post(':id/settle')
    @Concerns(FactDispute)
    @RequireScope(`${service}:fact-disputes:write`)
    @ApiOperation({ summary: 'The register is corrected as the appeal has decided' })
    @ApiOkResponse({ type: FactDisputeDto })
    async settle(
      @Id() id: string,
      @IfMatch() version: number,
      @InTransaction() tx: Tx,
    ): Promise<FactDisputeDto> {
      return toFactDisputeDto(await this.disputes.settle(tx, id, version));
    }
  }
  return FactDisputesController;
}
