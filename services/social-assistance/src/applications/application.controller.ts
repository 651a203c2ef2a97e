import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AllowPerson, Caller, RequireScope } from '@minzheng/platform/access';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  mapPage,
  page,
  readCursor,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { HouseholdService } from '../households/household.service.js';
import { HouseholdMember } from '../households/household.entity.js';
import {
  CaseDto,
  CaseQuery,
  DecidedDto,
  DecideDto,
  DisputeDto,
  RequestCorrectionDto,
  RequestedDto,
  RequestVerificationDto,
  ReturnDto,
  SubmitCaseDto,
} from './application.dto.js';
import { AidCase } from './application.entity.js';
import { ApplicationService } from './application.service.js';
import { AssessmentService } from './assessment.service.js';
import { requireCase, toCaseDto, toReportDto } from './case-view.js';
import { DecisionService } from './decision.service.js';
import { ExplanationDto, explain } from './explanation.js';
import { VerificationService } from './verification.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ApplicationController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly households: HouseholdService,
    private readonly verification: VerificationService,
    private readonly assessments: AssessmentService,
    private readonly decisions: DecisionService,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @Created<CaseDto>(({ id }) => `/v1/cases/${id}`)
  @ApiOperation({ summary: 'A household applies' })
  @ApiCreatedResponse({ type: CaseDto })
  async submit(
    @Body() form: SubmitCaseDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    const named = await this.households.read(tx.manager, form.householdId, caller);
    if (caller.person === undefined) caller.requireRegion(named.household.region);
    const channel = caller.person === undefined ? 'COUNTER' : 'ONLINE';
    return toCaseDto(await this.applications.submit(tx, form, named, channel));
  }

  @Post(':id/request-correction')
  @RequireScope('assistance:cases:write')
  @ApiOperation({ summary: 'All missing papers are asked for, once' })
  @ApiOkResponse({ type: CaseDto })
  async requestCorrection(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { missing }: RequestCorrectionDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    await requireCase(tx, id, caller);
    return toCaseDto(await this.applications.requestCorrection(tx, id, version, missing));
  }

  @Post(':id/accept')
  @RequireScope('assistance:cases:write')
  @ApiOperation({ summary: 'The application is complete: the clock starts' })
  @ApiOkResponse({ type: CaseDto })
  async accept(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    await requireCase(tx, id, caller);
    return toCaseDto(await this.applications.accept(tx, id, version));
  }

  @Post(':id/request-verification')
  @RequireScope('assistance:cases:write')
  @HttpCode(202)
  @ApiOperation({ summary: 'Verification is asked what the household has' })
  @ApiAcceptedResponse({ type: RequestedDto })
  async requestVerification(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RequestVerificationDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<RequestedDto> {
    const { householdId } = await requireCase(tx, id, caller);
    const named = await this.households.read(tx.manager, householdId);
    const { aidCase, request } = await this.verification.request(tx, id, version, form, named);
    return { requestId: request.id, dueAt: request.dueAt.toISOString(), version: aidCase.version };
  }

  @Post(':id/dispute')
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @ApiOperation({ summary: 'Evidence against a material discrepancy' })
  @ApiOkResponse({ type: CaseDto })
  async dispute(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() _form: DisputeDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    await requireCase(tx, id, caller);
    return toCaseDto(await this.applications.dispute(tx, id, version));
  }

  @Post(':id/assess')
  @RequireScope('assistance:cases:write')
  @ApiOperation({ summary: 'Runs the rules on the report; class, amounts and reasons are stored' })
  @ApiOkResponse({ type: CaseDto })
  async assess(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    await requireCase(tx, id, caller);
    return toCaseDto(await this.assessments.assess(tx, id, version));
  }

  @Post(':id/decide')
  @RequireScope('assistance:cases:approve')
  @ApiOperation({ summary: 'Approves or rejects, by somebody who has not acted on the case' })
  @ApiOkResponse({ type: DecidedDto })
  async decide(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: DecideDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<DecidedDto> {
    await requireCase(tx, id, caller);
    const { aidCase, decision } = await this.decisions.decide(tx, id, version, form, caller);
    const { outcome, awardId, monthlyFen, effectiveMonth } = decision;
    return {
      outcome,
      ...(awardId === undefined ? {} : { awardId }),
      ...(monthlyFen === undefined ? {} : { monthlyFen }),
      ...(effectiveMonth === undefined ? {} : { effectiveMonth }),
      version: aidCase.version,
    };
  }

  @Post(':id/return')
  @RequireScope('assistance:cases:approve')
  @ApiOperation({ summary: 'The decider sends the case back to be investigated and posted again, once' })
  @ApiOkResponse({ type: CaseDto })
  async sendBack(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { defects }: ReturnDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    await requireCase(tx, id, caller);
    return toCaseDto(await this.decisions.sendBack(tx, id, version, defects, caller));
  }

  @Post(':id/withdraw')
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @ApiOperation({ summary: 'The applicant withdraws' })
  @ApiOkResponse({ type: CaseDto })
  async withdraw(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    const { householdId } = await requireCase(tx, id, caller);
    const { members } = await this.households.read(tx.manager, householdId);
    return toCaseDto(await this.applications.withdraw(tx, id, version, members));
  }

  @Get()
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Cases of the region, or the citizen’s own, newest first' })
  @ApiPage(CaseDto)
  async list(@Query() query: CaseQuery, @Caller() caller: Caller): Promise<Page<CaseDto>> {
    if (query.region !== undefined && caller.person === undefined) caller.requireRegion(query.region);
    const [before] = readCursor(query.cursor, 1) ?? [];
    const found = this.dataSource
      .createQueryBuilder(AidCase, 'c')
      .orderBy('c.id', 'DESC')
      .limit(query.limit + 1);
    if (caller.person === undefined) {
      found.where(`c.region like :region || '%'`, { region: query.region ?? caller.region ?? '-' });
    } else {
      found.where(
        'c.household_id in (select m.household_id from household_member m where m.person_key = :person)',
        { person: caller.person },
      );
    }
    if (before !== undefined) found.andWhere('c.id < :before', { before });
    if (query.state) found.andWhere('c.state = :state', { state: query.state });
    if (query.programme) found.andWhere('c.programme = :programme', { programme: query.programme });
    return mapPage(
      page(await found.getMany(), query.limit, ({ id }) => [id]),
      (aidCase) => toCaseDto(aidCase),
    );
  }

  @Get(':id')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One case' })
  @ApiOkResponse({ type: CaseDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<CaseDto> {
    const aidCase = await this.#readable(id, caller);
    const report = await this.verification.latestReport(this.dataSource.manager, id);
    return toCaseDto(aidCase, report ? toReportDto(report, await this.#mayKnow(aidCase, caller)) : undefined);
  }

  @Get(':id/explanation')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Why: the stored reasons in words, and the rows that the rules read' })
  @ApiOkResponse({ type: ExplanationDto })
  async explanation(@Id() id: string, @Caller() caller: Caller): Promise<ExplanationDto> {
    return explain(this.dataSource.manager, await this.#readable(id, caller));
  }

  /** An official knows of everybody in the case, a citizen of himself and his wards. */
  async #mayKnow({ householdId }: AidCase, { person }: Caller): Promise<(personKey: string) => boolean> {
    if (person === undefined) return () => true;
    const wards = await this.dataSource.manager.findBy(HouseholdMember, { householdId, guardianKey: person });
    const known = new Set([person, ...wards.map(({ personKey }) => personKey)]);
    return (personKey) => known.has(personKey);
  }

  /** @throws NotFound, also where the caller may not know of the case */
  async #readable(id: string, caller: Caller): Promise<AidCase> {
    const { manager } = this.dataSource;
    const aidCase = await manager.findOneBy(AidCase, { id });
    if (!aidCase) throw new NotFound(AidCase.name);
    const { householdId } = aidCase;
    const isReadable =
      caller.person === undefined
        ? caller.covers(aidCase.region)
        : await manager.existsBy(HouseholdMember, { householdId, personKey: caller.person });
    if (!isReadable) throw new NotFound(AidCase.name);
    return aidCase;
  }
}
