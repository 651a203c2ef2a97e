import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { APPROVAL_PROBLEMS } from '@minzheng/casework/approvals';
import { OBJECTION_PROBLEMS } from '@minzheng/casework/objections';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  lifecycleLogOf,
  LogEntryDto,
  PageQuery,
  type Page,
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { HouseholdService } from '../households/household.service.js';
import { Household, HouseholdMember } from '../households/household.entity.js';
import {
  AssessDto,
  CaseQuery,
  DecideDto,
  DisputeDto,
  ExtendLimitDto,
  RecordRefusalDto,
  RequestCorrectionDto,
  RequestVerificationDto,
  ReturnDto,
  RevokeDto,
  SubmitCaseDto,
  TerminateDto,
} from './application.dto.js';
import { CaseDto, DecidedDto, RequestedDto, RevokedDto } from './case.dto.js';
import { AidCase } from './application.entity.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import { ApplicationService } from './application.service.js';
import { AssessmentService } from './assessment.service.js';
import { CaseEndingsService } from './case-endings.service.js';
import { listCases } from './case-list.js';
import { caseOf, requireTownshipOffice, toCaseDto, toReportDto } from './case-view.js';
import { DecisionService } from './decision.service.js';
import { ExplanationDto, explain } from './explanation.js';
import { RevocationService } from './revocation.service.js';
import { VerificationService } from './verification.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ApplicationController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly households: HouseholdService,
    private readonly verification: VerificationService,
    private readonly assessments: AssessmentService,
    private readonly decisions: DecisionService,
    private readonly revocations: RevocationService,
    private readonly endings: CaseEndingsService,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @Concerns(Household, { body: 'householdId' })
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @Created<CaseDto>(({ id }) => `/v1/cases/${id}`)
  @Refuses(
    PROBLEMS.notFound,
    ASSISTANCE_PROBLEMS.consentMissing,
    ASSISTANCE_PROBLEMS.wrongPlace,
    ASSISTANCE_PROBLEMS.exclusiveProgramme,
    ASSISTANCE_PROBLEMS.openCaseExists,
  )
  @ApiOperation({ summary: 'A household applies' })
  @ApiCreatedResponse({ type: CaseDto })
  async submit(
    @Body() form: SubmitCaseDto,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    const named = await this.households.read(tx.manager, form.householdId);
    const channel = caller.person === undefined ? 'COUNTER' : 'ONLINE';
    const aidCase = await this.applications.submit(tx, form, named, channel);
    disclosure.about({ caseRef: aidCase.caseNo });
    return toCaseDto(aidCase, this.regions);
  }

  @Post(':id/request-correction')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.correctionAlreadyAsked,
    ASSISTANCE_PROBLEMS.stateCanLookUp,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'All missing papers are asked for, once' })
  @ApiOkResponse({ type: CaseDto })
  async requestCorrection(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { missing }: RequestCorrectionDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    requireTownshipOffice(caller);
    return toCaseDto(await this.applications.requestCorrection(tx, id, version, missing), this.regions);
  }

  @Post(':id/accept')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Refuses(PROBLEMS.conflictOfInterest, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'The application is complete: the clock starts' })
  @ApiOkResponse({ type: CaseDto })
  async accept(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    requireTownshipOffice(caller);
    return toCaseDto(await this.applications.accept(tx, id, version), this.regions);
  }

  @Post(':id/request-verification')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @HttpCode(202)
  @Refuses(ASSISTANCE_PROBLEMS.consentMissing, CHECK_PROBLEMS.requestOpen, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Verification is asked what the household has' })
  @ApiAcceptedResponse({ type: RequestedDto })
  async requestVerification(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RequestVerificationDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<RequestedDto> {
    requireTownshipOffice(caller);
    const { householdId } = await caseOf(tx.manager, id);
    const named = await this.households.read(tx.manager, householdId);
    const { aidCase, request } = await this.verification.request(tx, id, version, form, named);
    return { requestId: request.id, dueAt: request.dueAt.toISOString(), version: aidCase.version };
  }

  @Post(':id/dispute')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @Refuses(ASSISTANCE_PROBLEMS.disputeClosed, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Evidence against a material discrepancy' })
  @ApiOkResponse({ type: CaseDto })
  async dispute(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { evidence }: DisputeDto,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    return toCaseDto(await this.applications.dispute(tx, id, version, evidence), this.regions);
  }

  @Post(':id/assess')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.visitMissing,
    CHECK_PROBLEMS.reportMissing,
    PROBLEMS.reportExpired,
    ASSISTANCE_PROBLEMS.resultPending,
    ASSISTANCE_PROBLEMS.evaluationMissing,
    OBJECTION_PROBLEMS.reinvestigationMissing,
    PROBLEMS.conflictOfInterest,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Runs the rules on the report; class, amounts and reasons are stored' })
  @ApiOkResponse({ type: CaseDto })
  async assess(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: AssessDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    requireTownshipOffice(caller);
    return toCaseDto(await this.assessments.assess(tx, id, version, form), this.regions);
  }

  @Post(':id/decide')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:approve')
  @Refuses(
    ASSISTANCE_PROBLEMS.noticeOpen,
    ASSISTANCE_PROBLEMS.actorAlreadyInvolved,
    ASSISTANCE_PROBLEMS.countyVisitMissing,
    ASSISTANCE_PROBLEMS.evaluationMissing,
    APPROVAL_PROBLEMS.approvalDiffers,
    PROBLEMS.conflictOfInterest,
    PROBLEMS.samePerson,
    ASSISTANCE_PROBLEMS.reasonMissing,
    ASSISTANCE_PROBLEMS.notEntitled,
    ASSISTANCE_PROBLEMS.noticeDiffers,
    CHECK_PROBLEMS.reportMissing,
    PROBLEMS.reportExpired,
    ASSISTANCE_PROBLEMS.visitMissing,
    ASSISTANCE_PROBLEMS.exclusiveProgramme,
    ASSISTANCE_PROBLEMS.monthsCovered,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Approves or rejects, by somebody who has not acted on the case' })
  @ApiOkResponse({ type: DecidedDto })
  @ApiAcceptedResponse({ type: DecidedDto, description: 'somebody else has to say the same' })
  async decide(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: DecideDto,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @InTransaction() tx: Tx,
  ): Promise<DecidedDto> {
    const { aidCase, decision } = await this.decisions.decide(tx, id, version, form, caller);
    if (!decision) {
      reply.status(202);
      return { outcome: form.outcome, awaitsSecond: true, version: aidCase.version };
    }
    const { outcome, awardId, monthlyFen, effectiveMonth } = decision;
    return {
      outcome,
      ...(awardId === undefined ? {} : { awardId }),
      ...(monthlyFen === undefined ? {} : { monthlyFen }),
      ...(effectiveMonth === undefined ? {} : { effectiveMonth }),
      version: aidCase.version,
    };
  }

  @Post(':id/revoke')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:approve')
  @HttpCode(200)
  @Refuses(
    PROBLEMS.outOfRegion,
    PROBLEMS.conflictOfInterest,
    PROBLEMS.samePerson,
    APPROVAL_PROBLEMS.approvalDiffers,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Two people of the county revoke an approval: fraud or a gross error is proven' })
  @ApiOkResponse({ type: RevokedDto })
  @ApiAcceptedResponse({ type: RevokedDto, description: 'somebody else has to say the same' })
  async revoke(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RevokeDto,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @InTransaction() tx: Tx,
  ): Promise<RevokedDto> {
    const { aidCase, isDone } = await this.revocations.revoke(tx, id, version, form, caller);
    if (!isDone) reply.status(202);
    return {
      state: aidCase.state,
      ...(isDone ? {} : { awaitsSecond: true }),
      version: aidCase.version,
    };
  }

  @Post(':id/extend-limit')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'A special reason why the case may take longer' })
  @ApiOkResponse({ type: CaseDto })
  async extendLimit(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason, text }: ExtendLimitDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    requireTownshipOffice(caller);
    return toCaseDto(await this.applications.extendLimit(tx, id, version, reason, text), this.regions);
  }

  @Post(':id/record-refusal')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @ApiOperation({ summary: 'Somebody of the household would not cooperate' })
  @ApiOkResponse({ type: CaseDto })
  async recordRefusal(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RecordRefusalDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    requireTownshipOffice(caller);
    return toCaseDto(await this.endings.recordRefusal(tx, id, version, form), this.regions);
  }

  @Post(':id/terminate')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @Refuses(ASSISTANCE_PROBLEMS.refusalsMissing, PROBLEMS.conflictOfInterest, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Ends a case after two recorded refusals to cooperate' })
  @ApiOkResponse({ type: CaseDto })
  async terminate(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: TerminateDto,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    return toCaseDto(await this.endings.terminate(tx, id, version, reason), this.regions);
  }

  @Post(':id/return')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:approve')
  @Refuses(
    ASSISTANCE_PROBLEMS.actorAlreadyInvolved,
    ASSISTANCE_PROBLEMS.caseAlreadyReturned,
    PROBLEMS.conflictOfInterest,
  )
  @ApiOperation({ summary: 'The decider sends the case back to be investigated and posted again, once' })
  @ApiOkResponse({ type: CaseDto })
  async sendBack(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { defects }: ReturnDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    return toCaseDto(await this.decisions.sendBack(tx, id, version, defects, caller), this.regions);
  }

  @Post(':id/withdraw')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @ApiOperation({ summary: 'The applicant withdraws' })
  @ApiOkResponse({ type: CaseDto })
  async withdraw(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<CaseDto> {
    return toCaseDto(await this.endings.withdraw(tx, id, version), this.regions);
  }

  @Get()
  @Discloses('case', 'amounts')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Cases of the region, or the citizen’s own, newest first' })
  @ApiPage(CaseDto)
  async list(
    @Query() query: CaseQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<CaseDto>> {
    return listCases(this.dataSource, query, caller, this.clock.today(), disclosure, this.regions);
  }

  @Get(':id')
  @Discloses('case', 'amounts')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One case' })
  @ApiOkResponse({ type: CaseDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<CaseDto> {
    // the report first: the case is then as it is with that report
    const report = await this.verification.latestReport(this.dataSource.manager, id);
    const aidCase = await caseOf(this.dataSource.manager, id);
    return toCaseDto(
      aidCase,
      this.regions,
      report ? toReportDto(report, await this.#mayKnow(aidCase, caller)) : undefined,
    );
  }

  @Get(':id/explanation')
  @Discloses('explanation', 'amounts')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Why: the stored reasons in words, and the rows that the rules read' })
  @ApiOkResponse({ type: ExplanationDto })
  async explanation(@Id() id: string): Promise<ExplanationDto> {
    return explain(this.dataSource.manager, await caseOf(this.dataSource.manager, id));
  }

  @Get(':id/log')
  @Discloses('log')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'What happened to a case: who, when, from where to where; newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, CASE_LIFECYCLE.name, id, query);
  }

  /** An official knows of everybody in the case, a citizen of himself and his wards. */
  async #mayKnow({ householdId }: AidCase, { person }: Caller): Promise<(personKey: string) => boolean> {
    if (person === undefined) return () => true;
    const wards = await this.dataSource.manager.findBy(HouseholdMember, { householdId, guardianKey: person });
    const known = new Set([person, ...wards.map(({ personKey }) => personKey)]);
    return (personKey) => known.has(personKey);
  }
}
