import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConsentDto, ConsentQuery, listConsents } from '@minzheng/casework/consents';
import { AllowPerson, Caller } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, type Page } from '@minzheng/platform/http';
import { Regions } from '@minzheng/platform/regions';
import { DataSource } from 'typeorm';
import { CaseQuery } from '../applications/application.dto.js';
import { CaseDto } from '../applications/case.dto.js';
import { listCases } from '../applications/case-list.js';
import { AwardDto, AwardQuery } from '../awards/award.dto.js';
import { listAwards } from '../awards/award-list.js';
import { HouseholdDto, HouseholdQuery } from '../households/household.dto.js';
import { HouseholdView } from '../households/household-view.js';

/** What the service has about a citizen and the wards of that citizen. */
@ApiTags('me')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly households: HouseholdView,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
    private readonly dataSource: DataSource,
  ) {}

  @Get('households')
  @Discloses('members')
  @AllowPerson()
  @ApiOperation({ summary: 'Households in which the citizen or a ward is named' })
  @ApiPage(HouseholdDto)
  async myHouseholds(
    @Query() query: HouseholdQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<HouseholdDto>> {
    return this.households.list(query, caller, disclosure);
  }

  @Get('consents')
  @Discloses('consent')
  @AllowPerson()
  @ApiOperation({ summary: 'Consents about the citizen, or signed by him or her' })
  @ApiPage(ConsentDto)
  async myConsents(
    @Query() query: ConsentQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ConsentDto>> {
    return listConsents(this.dataSource, query, caller, disclosure);
  }

  @Get('cases')
  @Discloses('case', 'amounts')
  @AllowPerson()
  @ApiOperation({ summary: 'Cases of the citizen’s households' })
  @ApiPage(CaseDto)
  async myCases(
    @Query() query: CaseQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<CaseDto>> {
    return listCases(this.dataSource, query, caller, this.clock.today(), disclosure, this.regions);
  }

  @Get('awards')
  @Discloses('award', 'amounts')
  @AllowPerson()
  @ApiOperation({ summary: 'Awards that cover the citizen or a ward' })
  @ApiPage(AwardDto)
  async myAwards(
    @Query() query: AwardQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<AwardDto>> {
    return listAwards(this.dataSource, query, caller, disclosure);
  }
}
