import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, DetailRead, Discloses, Disclosure } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Created,
  Id,
  InTransaction,
  listOf,
  ListQuery,
  mapPage,
  Problem,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { OfficialRelatives } from './official-relatives.js';
import {
  FileRelativeByKeyDto,
  FileRelativeDto,
  RelativeDto,
  RELATIVE_PROBLEMS,
  requireTime,
  toRelativeDto,
} from './relative.dto.js';
import { OfficialRelative } from './relative.entity.js';
import { RelativeHooks } from './relative-hooks.js';
import type { Registrar } from './relative.lifecycle.js';

const PATH = 'v1/official-relatives';
const TAG = 'official-relatives';
const locationOf = ({ id }: RelativeDto): string => `/v1/official-relatives/${id}`;
const relativeIn = ({ relativeKey }: RelativeDto): string[] => [relativeKey];
const FILES = 'Files a near relative of an official: he does not act on that person’s case, nor look into it';

/** The filing list, as those with one of the scopes read it. */
function filingList(...scopes: [string, ...string[]]) {
  abstract class FilingList {
    constructor(protected readonly dataSource: DataSource) {}

    @Get()
    @Discloses('relative')
    @RequireScope(...scopes)
    @ApiOperation({ summary: 'Filed relatives of the region, newest first' })
    @ApiPage(RelativeDto)
    async list(
      @Query() query: ListQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<RelativeDto>> {
      const found = this.dataSource.createQueryBuilder(OfficialRelative, 'r');
      const filings = await listOf(found, query, { caller });
      disclosure.add(filings.items.map(({ relativeKey }) => relativeKey));
      return mapPage(filings, toRelativeDto);
    }

    @Get(':id')
    @Discloses('relative')
    @DetailRead()
    @Concerns(OfficialRelative)
    @RequireScope(...scopes)
    @ApiOperation({ summary: 'One filed relative' })
    @ApiOkResponse({ type: RelativeDto })
    async one(@Id() id: string): Promise<RelativeDto> {
      const filing = await this.dataSource.manager.findOneBy(OfficialRelative, { id });
      if (!filing) throw new NotFound(OfficialRelative.name);
      return toRelativeDto(filing);
    }
  }
  return FilingList;
}

/** Who files relations in a department. */
export const registrarOf = (department: DepartmentName): Registrar => ({
  role: 'supervisor',
  scope: `${department}:supervision:write`,
  guard: [PROBLEMS.idNumberInvalid.name],
});

/**
 * `/v1/official-relatives` of a department, which holds ID numbers: the filing list of relatives (近亲属备案). The department
 * provides {@link RelativeHooks}.
 */
export function officialRelativesController(department: DepartmentName): Class {
  const registrar = registrarOf(department);

  @ApiTags(TAG)
  @Controller(PATH)
  class OfficialRelativesController extends filingList(`${department}:supervision:read`) {
    constructor(
      dataSource: DataSource,
      private readonly relatives: OfficialRelatives,
      private readonly personKeys: PersonKeys,
      private readonly clock: BusinessClock,
      private readonly hooks: RelativeHooks,
    ) {
      super(dataSource);
    }

    @Post()
    @RequireScope(registrar.scope)
    @AboutPersons<RelativeDto>(relativeIn)
    @Created<RelativeDto>(locationOf)
    @Refuses(PROBLEMS.idNumberInvalid, PROBLEMS.outOfRegion, RELATIVE_PROBLEMS.neverValid)
    @ApiOperation({ summary: FILES })
    @ApiCreatedResponse({ type: RelativeDto })
    async file(
      @Body() { relativeIdNumber, ...form }: FileRelativeDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<RelativeDto> {
      caller.requireRegion(form.region);
      requireTime(form);
      const relativeKey = await this.#keyOf(tx, relativeIdNumber);
      const filing = await this.relatives.file(tx, { ...form, relativeKey }, registrar);
      await this.hooks.filed(tx, filing);
      return toRelativeDto(filing);
    }

    async #keyOf(tx: Tx, idNumber: string): Promise<string> {
      const parsed = parseIdNumber(idNumber, this.clock.today());
      if (!parsed.ok) {
        const field = 'relativeIdNumber';
        throw new Problem(PROBLEMS.idNumberInvalid, {
          errors: [{ field, code: 'id-number-invalid', message: PROBLEMS.idNumberInvalid }],
        });
      }
      const [key = ''] = await this.personKeys.takeIn(tx, [parsed.idNumber]);
      return key;
    }
  }
  return OfficialRelativesController;
}

/**
 * `/v1/official-relatives` of a service that holds no ID numbers: a relative is named by the personKey.
 *
 * @param readers - scopes of those who read the list beside whoever files
 */
export function officialRelativesByKeyController(registrar: Registrar, readers: readonly string[]): Class {
  @ApiTags(TAG)
  @Controller(PATH)
  class OfficialRelativesController extends filingList(registrar.scope, ...readers) {
    constructor(
      dataSource: DataSource,
      private readonly relatives: OfficialRelatives,
    ) {
      super(dataSource);
    }

    @Post()
    @RequireScope(registrar.scope)
    @AboutPersons<RelativeDto>(relativeIn)
    @Created<RelativeDto>(locationOf)
    @Refuses(PROBLEMS.outOfRegion, RELATIVE_PROBLEMS.neverValid)
    @ApiOperation({ summary: FILES })
    @ApiCreatedResponse({ type: RelativeDto })
    async file(
      @Body() form: FileRelativeByKeyDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<RelativeDto> {
      caller.requireRegion(form.region);
      requireTime(form);
      return toRelativeDto(await this.relatives.file(tx, form, registrar));
    }
  }
  return OfficialRelativesController;
}
