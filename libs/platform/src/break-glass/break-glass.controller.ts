import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { Caller, RequireScope } from '../access/index.js';
import { Disclosure, DisclosesNothing, type DisclosureRecord } from '../audit/disclosure.js';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  type Page,
  Refuses,
  PROBLEMS,
} from '../http/index.js';
import { NotFound } from '../persistence/errors.js';
import { Tx } from '../persistence/transaction.js';
import { regionFilter } from '../regions/region-filter.js';
import { BreakGlassAccess } from './break-glass-access.entity.js';
import {
  BreakGlassAccessDto,
  BreakGlassQuery,
  OpenBreakGlassDto,
  ReviewBreakGlassDto,
  toBreakGlassDto,
} from './break-glass.dto.js';
import { BreakGlass, NOT_NEEDED } from './break-glass.js';

/**
 * Reads across regions in an emergency, and their review.
 *
 * @param service - as scopes name it: `assistance`
 */
export function breakGlassController(service: string): Class {
  @ApiTags('break-glass')
  @Controller('v1/break-glass-accesses')
  @DisclosesNothing()
  class BreakGlassController {
    constructor(
      private readonly breakGlass: BreakGlass,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @RequireScope(`${service}:break-glass:read`)
    @ApiOperation({ summary: 'Accesses to records of the caller’s region, and the caller’s own' })
    @ApiPage(BreakGlassAccessDto)
    async list(
      @Query() query: BreakGlassQuery,
      @Caller() caller: Caller,
    ): Promise<Page<BreakGlassAccessDto>> {
      if (query.region !== undefined) caller.requireRegion(query.region);
      const found = this.#visibleTo(caller);
      if (query.region !== undefined) {
        const within = regionFilter('access.region', caller.prefixesWithin(query.region));
        found.andWhere(within.sql, within.parameters);
      }
      return mapPage(await listOf(found, query, { equal: ['state'], day: 'openedAt' }), toBreakGlassDto);
    }

    @Get(':id')
    @RequireScope(`${service}:break-glass:read`)
    @ApiOperation({ summary: 'One access' })
    @ApiOkResponse({ type: BreakGlassAccessDto })
    async one(@Id() id: string, @Caller() caller: Caller): Promise<BreakGlassAccessDto> {
      const access = await this.#visibleTo(caller).andWhere('access.id = :id', { id }).getOne();
      if (!access) throw new NotFound('BreakGlassAccess');
      return toBreakGlassDto(access);
    }

    @Post()
    @RequireScope(`${service}:break-glass:write`)
    @Created<BreakGlassAccessDto>(({ id }) => `/v1/break-glass-accesses/${id}`)
    @Refuses(PROBLEMS.notFound, NOT_NEEDED)
    @ApiOperation({
      summary: 'Opens one record of another region to the caller, for a time and to read only',
    })
    @ApiCreatedResponse({ type: BreakGlassAccessDto })
    async open(
      @Body() form: OpenBreakGlassDto,
      @Caller() caller: Caller,
      @Disclosure() disclosure: DisclosureRecord,
      @InTransaction() tx: Tx,
    ): Promise<BreakGlassAccessDto> {
      const { access, record } = await this.breakGlass.open(tx, caller, form);
      disclosure.add(record.persons);
      disclosure.about({ reason: form.reason, region: record.region });
      return toBreakGlassDto(access);
    }

    @Post(':id/review')
    @RequireScope(`${service}:break-glass:approve`)
    @Refuses(PROBLEMS.samePerson)
    @ApiOperation({ summary: 'Ends an access, and says whether it was justified; by a second person' })
    @ApiOkResponse({ type: BreakGlassAccessDto })
    async review(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: ReviewBreakGlassDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<BreakGlassAccessDto> {
      return toBreakGlassDto(await this.breakGlass.review(tx, caller, { id, version, ...form }));
    }

    #visibleTo(caller: Caller): SelectQueryBuilder<BreakGlassAccess> {
      const own = regionFilter('access.region', caller.prefixesWithin(), 'own');
      return this.dataSource
        .getRepository(BreakGlassAccess)
        .createQueryBuilder('access')
        .where(`(access.createdBy = :subject or ${own.sql})`, {
          subject: caller.subject,
          ...own.parameters,
        });
    }
  }
  return BreakGlassController;
}
