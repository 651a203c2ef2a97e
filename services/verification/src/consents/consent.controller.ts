import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, DetailRead, Disclosure, Discloses } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { InStatedCase } from '../access/in-stated-case.js';
import { FUTURE_INSTANT } from '../facts/profile-instant.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { REQUEST_PROBLEMS } from '../requests/request-problems.js';
import { isOwnOf } from '../requests/requester.js';
import { ConsentDto, ConsentQuery, GiveConsentDto, toConsentDto, WithdrawConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { listConsents } from './consent-list.js';
import { ConsentService } from './consent.service.js';

/**
 * Consents (授权): a department outside the platform brings those that it took, a person signs and withdraws them here.
 * The platform's services send theirs with `VerificationRequested`.
 */
@ApiTags('consents')
@Controller('v1/consents')
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('verification:consents:write')
  @AllowPerson()
  @Created<ConsentDto>(({ id }) => `/v1/consents/${id}`)
  @AboutPersons<ConsentDto>(({ personKey }) => [personKey])
  @Refuses(
    VERIFICATION_PROBLEMS.signerLacksCapacity,
    VERIFICATION_PROBLEMS.powerMissing,
    VERIFICATION_PROBLEMS.consentExpired,
    REQUEST_PROBLEMS.consentTooLong,
    FUTURE_INSTANT,
    PROBLEMS.notFound,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'A person agrees to be checked' })
  @ApiCreatedResponse({ type: ConsentDto })
  async give(
    @Body() form: GiveConsentDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ConsentDto> {
    return toConsentDto(await this.consents.give(tx, form, caller));
  }

  @Post(':id/withdraw')
  @Concerns(Consent)
  @RequireScope('verification:consents:write')
  @AllowPerson()
  @ApiOperation({ summary: 'The consent no longer holds from now on; reports that were issued stand' })
  @ApiBody({ type: WithdrawConsentDto, required: false })
  @ApiOkResponse({ type: ConsentDto })
  async withdraw(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
    @Body() form?: WithdrawConsentDto,
  ): Promise<ConsentDto> {
    return toConsentDto(await this.consents.withdraw(tx, id, version, caller, form?.reason));
  }

  @Get()
  @RequireScope('verification:consents:read')
  @AllowPerson()
  @Discloses('consent')
  @DetailRead()
  @InStatedCase({ orOwn: true })
  @ApiOperation({ summary: 'Consents of the region, or those that a person gave or signed; newest first' })
  @ApiPage(ConsentDto)
  async list(
    @Query() query: ConsentQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ConsentDto>> {
    return listConsents(this.dataSource, query, caller, disclosure);
  }

  @Get(':id')
  @Concerns(Consent)
  @RequireScope('verification:consents:read')
  @AllowPerson()
  @Discloses('consent')
  @DetailRead()
  @InStatedCase({ orOwn: true })
  @ApiOperation({ summary: 'One consent' })
  @ApiOkResponse({ type: ConsentDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<ConsentDto> {
    const consent = await this.dataSource.manager.findOneBy(Consent, { id });
    const isShown = consent && (caller.person !== undefined || isOwnOf(caller, consent.takenBy));
    if (!isShown) throw new NotFound(Consent.name);
    return toConsentDto(consent);
  }
}
