import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  Reveals,
  type Page,
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { requireTownshipOffice } from '../applications/case-view.js';
import {
  CorrectNameDto,
  HouseholdDto,
  HouseholdMembersDto,
  HouseholdQuery,
  OpenHouseholdDto,
} from './household.dto.js';
import { Household } from './household.entity.js';
import { HouseholdService } from './household.service.js';
import { HouseholdView } from './household-view.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';

@ApiTags('households')
@Controller('v1/households')
export class HouseholdController {
  constructor(
    private readonly households: HouseholdService,
    private readonly view: HouseholdView,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:households:write')
  @Created<HouseholdDto>(({ id }) => `/v1/households/${id}`)
  @Refuses(
    ASSISTANCE_PROBLEMS.householdInvalid,
    PROBLEMS.idNumberInvalid,
    ASSISTANCE_PROBLEMS.duplicateMembership,
    PROBLEMS.policyMissing,
  )
  @AboutPersons<HouseholdDto>(({ members }) => members.map(({ personKey }) => personKey))
  @ApiOperation({ summary: 'Opens a household; tells who of it counts, and why' })
  @ApiCreatedResponse({ type: HouseholdDto })
  async open(
    @Body() form: OpenHouseholdDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<HouseholdDto> {
    caller.requireRegion(form.region);
    return this.view.one(await this.households.open(tx, form), (sql, parameters) =>
      tx.query(sql, parameters),
    );
  }

  @Put(':id/members')
  @Concerns(Household)
  @RequireScope('assistance:households:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.householdInvalid,
    PROBLEMS.idNumberInvalid,
    ASSISTANCE_PROBLEMS.duplicateMembership,
    PROBLEMS.policyMissing,
  )
  @AboutPersons<HouseholdDto>(({ members }) => members.map(({ personKey }) => personKey))
  @ApiOperation({ summary: 'Replaces the members and judges afresh who counts' })
  @ApiOkResponse({ type: HouseholdDto })
  async changeMembers(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: HouseholdMembersDto,
    @InTransaction() tx: Tx,
  ): Promise<HouseholdDto> {
    const changed = await this.households.changeMembers(tx, id, version, form);
    return this.view.one(changed, (sql, parameters) => tx.query(sql, parameters));
  }

  @Post(':id/correct-name')
  @HttpCode(200)
  @Concerns(Household)
  @RequireScope('assistance:households:write')
  @Refuses(PROBLEMS.outOfRegion)
  @AboutPersons<HouseholdDto>(({ members }) => members.map(({ personKey }) => personKey))
  @ApiOperation({ summary: 'The township office corrects the name of somebody in the household' })
  @ApiOkResponse({ type: HouseholdDto })
  async correctName(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: CorrectNameDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<HouseholdDto> {
    requireTownshipOffice(caller);
    const corrected = await this.households.correctName(tx, id, version, form);
    return this.view.one(corrected, (sql, parameters) => tx.query(sql, parameters));
  }

  @Get()
  @Discloses('members')
  @RequireScope('assistance:cases:read', 'assistance:households:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Households of the region, or the citizen’s own, newest first, members masked' })
  @ApiPage(HouseholdDto)
  async list(
    @Query() query: HouseholdQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<HouseholdDto>> {
    return this.view.list(query, caller, disclosure);
  }

  @Get(':id')
  @Discloses('members')
  @Concerns(Household)
  @RequireScope('assistance:cases:read', 'assistance:households:read')
  @AllowPerson()
  @Reveals()
  @ApiOperation({ summary: 'One household, its members masked' })
  @ApiOkResponse({ type: HouseholdDto })
  async one(@Id() id: string): Promise<HouseholdDto> {
    const named = await this.households.read(this.dataSource.manager, id);
    return this.view.one(named);
  }
}
