import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  type Page,
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { ConsentDto, ConsentQuery, GiveConsentDto, toConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { listConsents } from './consent-list.js';
import { CONSENT_PROBLEMS } from './consent.problems.js';
import { ConsentService } from './consent.service.js';

/**
 * Consents of the region, and of the citizen who asks.
 *
 * @param service - as scopes name it: `assistance`
 */
export function consentsController(service: DepartmentName): Class {
  @ApiTags('consents')
  @Controller('v1/consents')
  class ConsentController {
    constructor(
      private readonly consents: ConsentService,
      private readonly dataSource: DataSource,
    ) {}

    @Post()
    @RequireScope(`${service}:consents:write`)
    @AllowPerson()
    @Created<ConsentDto>(({ id }) => `/v1/consents/${id}`)
    @Refuses(
      PROBLEMS.notFound,
      CONSENT_PROBLEMS.consentTooLong,
      CONSENT_PROBLEMS.consentNotBySubject,
      PROBLEMS.policyMissing,
    )
    @AboutPersons<ConsentDto>(({ personKey }) => [personKey])
    @ApiOperation({ summary: 'A person agrees to be verified' })
    @ApiCreatedResponse({ type: ConsentDto })
    async give(
      @Body() form: GiveConsentDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<ConsentDto> {
      const person = await this.consents.personNamed(tx.manager, form.personKey);
      const isHis =
        caller.person === undefined ? caller.covers(person.region) : caller.person === form.signerKey;
      if (!isHis) throw new NotFound('Person');
      return toConsentDto(await this.consents.give(tx, form, person));
    }

    @Post(':id/withdraw')
    @Concerns(Consent)
    @RequireScope(`${service}:consents:write`)
    @AllowPerson()
    @ApiOperation({ summary: 'The consent no longer holds from now on' })
    @ApiOkResponse({ type: ConsentDto })
    async withdraw(
      @Id() id: string,
      @IfMatch() version: number,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<ConsentDto> {
      const consent = await tx.manager.findOneBy(Consent, { id });
      const isSigner = caller.person === undefined || caller.person === consent?.signerKey;
      if (!consent || !isSigner) throw new NotFound(Consent.name);
      return toConsentDto(await this.consents.withdraw(tx, id, version));
    }

    @Get()
    @Discloses('consent')
    @RequireScope(`${service}:consents:read`)
    @AllowPerson()
    @ApiOperation({ summary: 'Consents of the region, or those that are the citizen’s, newest first' })
    @ApiPage(ConsentDto)
    async list(
      @Query() query: ConsentQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<ConsentDto>> {
      return listConsents(this.dataSource, query, caller, disclosure);
    }

    @Get(':id')
    @Discloses('consent')
    @Concerns(Consent)
    @RequireScope(`${service}:consents:read`)
    @AllowPerson()
    @ApiOperation({ summary: 'One consent' })
    @ApiOkResponse({ type: ConsentDto })
    async one(@Id() id: string): Promise<ConsentDto> {
      const consent = await this.dataSource.manager.findOneBy(Consent, { id });
      if (!consent) throw new NotFound(Consent.name);
      return toConsentDto(consent);
    }
  }
  return ConsentController;
}
