import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Created, Id, IfMatch, InTransaction } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { PersonRegister } from '../persons/person.register.js';
import { HouseholdDto, HouseholdMembersDto, OpenHouseholdDto } from './household.dto.js';
import { Household } from './household.entity.js';
import type { HouseholdWithPersons } from './household.events.js';
import { HouseholdService } from './household.service.js';

@ApiTags('households')
@Controller('v1/households')
export class HouseholdController {
  constructor(
    private readonly households: HouseholdService,
    private readonly persons: PersonRegister,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:households:write')
  @Created<HouseholdDto>(({ id }) => `/v1/households/${id}`)
  @ApiOperation({ summary: 'Opens a household; tells who of it counts, and why' })
  @ApiCreatedResponse({ type: HouseholdDto })
  async open(
    @Body() form: OpenHouseholdDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<HouseholdDto> {
    caller.requireRegion(form.region);
    return this.#show(await this.households.open(tx, form), (sql, parameters) => tx.query(sql, parameters));
  }

  @Put(':id/members')
  @Concerns(Household)
  @RequireScope('assistance:households:write')
  @ApiOperation({ summary: 'Replaces the members and judges afresh who counts' })
  @ApiOkResponse({ type: HouseholdDto })
  async changeMembers(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: HouseholdMembersDto,
    @InTransaction() tx: Tx,
  ): Promise<HouseholdDto> {
    const changed = await this.households.changeMembers(tx, id, version, form);
    return this.#show(changed, (sql, parameters) => tx.query(sql, parameters));
  }

  @Get(':id')
  @Concerns(Household)
  @RequireScope('assistance:cases:read', 'assistance:households:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One household, its members masked' })
  @ApiOkResponse({ type: HouseholdDto })
  async one(@Id() id: string): Promise<HouseholdDto> {
    const named = await this.households.read(this.dataSource.manager, id);
    return this.#show(named, (sql, parameters) => this.dataSource.query(sql, parameters));
  }

  async #show(
    { household, members }: HouseholdWithPersons,
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
  ): Promise<HouseholdDto> {
    const masked = await this.persons.masked(
      query,
      members.map(({ personKey }) => personKey),
    );
    const numbers = new Map(masked.map(({ personKey, maskedIdNumber }) => [personKey, maskedIdNumber]));
    const { id, householdNo, region, hukouType, state, version } = household;
    return {
      ...{ id, householdNo, region, hukouType, state, version },
      n: members.filter(({ counted }) => counted).length,
      members: members.map(({ personKey, relation, counted, reasonCode }) => ({
        personKey,
        maskedIdNumber: numbers.get(personKey) ?? '',
        relation,
        counted,
        reasonCode,
      })),
      excluded: members
        .filter(({ counted }) => !counted)
        .map(({ personKey, reasonCode }) => ({ personKey, reasonCode })),
    };
  }
}
