import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, DetailRead, Disclosure, Discloses } from '@minzheng/platform/audit';
import { FieldCipher } from '@minzheng/platform/encryption';
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
import { InStatedCase } from '../access/in-stated-case.js';
import { ManualFactDto, ManualFactQuery, ProposeManualFactDto, toManualFactDto } from './manual-fact.dto.js';
import { ManualFact } from './manual-fact.entity.js';
import { MANUAL_FACT_PROBLEMS } from './manual-fact.problems.js';
import { ManualFacts } from './manual-fact.service.js';

const READ = 'verification:manual-facts:read';

/** Facts that this service decides itself (人工认定事实): one person enters them, another approves. */
@ApiTags('manual-facts')
@Controller('v1/manual-facts')
export class ManualFactController {
  constructor(
    private readonly manualFacts: ManualFacts,
    private readonly cipher: FieldCipher,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('verification:manual-facts:write')
  @Created<ManualFactDto>(({ id }) => `/v1/manual-facts/${id}`)
  @AboutPersons<ManualFactDto>(({ personKey }) => [personKey])
  @Refuses(
    MANUAL_FACT_PROBLEMS.manualFactInvalid,
    MANUAL_FACT_PROBLEMS.evidenceValidity,
    PROBLEMS.conflictOfInterest,
    PROBLEMS.notFound,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Enters a fact by hand; it counts once another person has approved it' })
  @ApiCreatedResponse({ type: ManualFactDto })
  async propose(
    @Body() proposal: ProposeManualFactDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ManualFactDto> {
    return toManualFactDto(await this.manualFacts.propose(tx, proposal, caller), this.cipher);
  }

  @Post(':id/approve')
  @Concerns(ManualFact)
  @RequireScope('verification:manual-facts:approve')
  @Discloses('fact')
  @Refuses(
    PROBLEMS.samePerson,
    PROBLEMS.conflictOfInterest,
    MANUAL_FACT_PROBLEMS.manualFactInvalid,
    MANUAL_FACT_PROBLEMS.evidenceValidity,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Another person approves it: from now on it counts before every source' })
  @ApiOkResponse({ type: ManualFactDto })
  async approve(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ManualFactDto> {
    return toManualFactDto(await this.manualFacts.approve(tx, id, version, caller), this.cipher);
  }

  @Get()
  @RequireScope(READ)
  @Discloses('fact')
  @InStatedCase()
  @ApiOperation({ summary: 'Manual facts of the region, newest first' })
  @ApiPage(ManualFactDto)
  async list(
    @Query() query: ManualFactQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ManualFactDto>> {
    const found = this.dataSource.createQueryBuilder(ManualFact, 'fact');
    const page = await listOf(found, query, { caller, equal: ['state', 'personKey'] });
    disclosure.add(page.items.map(({ personKey }) => personKey));
    return mapPage(page, (entered) => toManualFactDto(entered, this.cipher));
  }

  @Get(':id')
  @Concerns(ManualFact)
  @RequireScope(READ)
  @Discloses('fact')
  @DetailRead()
  @InStatedCase()
  @ApiOperation({ summary: 'One manual fact' })
  @ApiOkResponse({ type: ManualFactDto })
  async one(@Id() id: string): Promise<ManualFactDto> {
    const entered = await this.dataSource.manager.findOneBy(ManualFact, { id });
    if (!entered) throw new NotFound(ManualFact.name);
    return toManualFactDto(entered, this.cipher);
  }
}
