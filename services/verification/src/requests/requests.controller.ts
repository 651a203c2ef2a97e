import { OfficialRelatives } from '@minzheng/casework/relatives';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  CREATED,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Body, Controller, Get, HttpCode, Post, Query, SetMetadata } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SourceQueries } from '../agencies/source-queries.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import type { ReportBody } from '../reports/report-body.js';
import { ApiStatedPurpose, requireCase, Stated, type StatedPurpose } from '../reports/stated-purpose.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { toVerificationRequested } from './asked-request.js';
import type { CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { readCustodians } from './custodians.js';
import { requireKnownRegions } from './household-regions.js';
import { RequestCancellation } from './request.cancellation.js';
import { questionOf, RequestService } from './request.service.js';
import { progressOf, summaryOf } from './request.view.js';
import { REQUEST_PROBLEMS } from './request-problems.js';
import { REFUSALS } from './request-refusals.js';
import { VERIFICATION_REQUEST_EXAMPLES } from './requests.examples.js';
import { isOutside, isOwnOf, outsideRequester } from './requester.js';
import { readSourceKnowledge } from './source-knowledge.js';
import {
  AskVerificationDto,
  RequestAcceptedDto,
  RequestDto,
  RequestQuery,
  RequestSummaryDto,
} from './verification-request.dto.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;

/**
 * Requests: departments outside the platform make them here, services by an event; where they stand, and which agencies
 * have answered.
 */
@ApiTags('verification-requests')
@Controller('v1/verification-requests')
export class RequestsController {
  readonly #queries: Queries;

  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly consents: ConsentRegister,
    private readonly requests: RequestService,
    private readonly cancellation: RequestCancellation,
    private readonly sources: SourceQueries,
    private readonly relatives: OfficialRelatives,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {
    this.#queries = { query: (sql, parameters = []) => dataSource.query(sql, [...parameters]) };
  }

  @Post()
  @RequireScope('verification:verification-requests:write')
  @DisclosesNothing()
  @HttpCode(202)
  @SetMetadata(CREATED, ({ id }: RequestAcceptedDto) => `/v1/verification-requests/${id}`)
  @Refuses(PROBLEMS.outOfRegion, ...REFUSALS)
  @ApiOperation({ summary: 'Asks for a household to be checked, for a department outside the platform' })
  @ApiBody({ type: AskVerificationDto, examples: VERIFICATION_REQUEST_EXAMPLES })
  @ApiAcceptedResponse({ type: RequestAcceptedDto })
  async ask(
    @Body() asked: AskVerificationDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<RequestAcceptedDto> {
    caller.requireRegion(asked.household.region);
    requireKnownRegions(asked.household, this.regions, this.clock.today());
    const wished = asked.dueAt ?? undefined;
    if (wished !== undefined && new Date(wished) <= this.clock.now()) throw invalidField('dueAt', 'min');
    const message = toVerificationRequested(uuidv7(), caller.region ?? '', asked, this.clock.now());
    const { id, dueAt } = await this.requests.ask(tx, message, outsideRequester(caller));
    return { id, dueAt: dueAt?.toISOString() ?? '' };
  }

  @Get()
  @RequireScope('verification:verification-requests:read')
  @DisclosesNothing()
  @ApiOperation({ summary: 'Requests of the region, newest first' })
  @ApiPage(RequestSummaryDto)
  async list(@Query() query: RequestQuery, @Caller() caller: Caller): Promise<Page<RequestSummaryDto>> {
    const found = this.dataSource.createQueryBuilder(VerificationRequest, 'request');
    if (isOutside(caller))
      found.andWhere('request.requester = :requester', { requester: outsideRequester(caller) });
    return mapPage(await listOf(found, query, { caller, equal: ['caseRef', 'state'] }), summaryOf);
  }

  @Get(':id')
  @Concerns(VerificationRequest)
  @RequireScope('verification:verification-requests:read')
  @ApiStatedPurpose()
  @Discloses('progress', 'refusals')
  @Refuses(PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'State of a request, and the progress of each agency' })
  @ApiOkResponse({ type: RequestDto })
  async one(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
  ): Promise<RequestDto> {
    const request = await this.#own(id, caller);
    requireCase(stated, request.caseRef, request.purposes);
    await this.relatives.requireUnrelated(this.dataSource, caller.subject, request.personKeys);
    return this.#dto(request);
  }

  @Post(':id/cancel')
  @Concerns(VerificationRequest)
  @RequireScope('verification:verification-requests:write')
  @DisclosesNothing()
  @Refuses(REQUEST_PROBLEMS.alreadyIssued)
  @ApiOperation({ summary: 'Its requester no longer wants the check' })
  @ApiOkResponse({ type: RequestSummaryDto })
  async cancel(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<RequestSummaryDto> {
    const { requester } = await this.#own(id, caller);
    if (requester !== outsideRequester(caller)) throw new NotFound(VerificationRequest.name);
    return summaryOf(await this.cancellation.withdraw(tx, id, version));
  }

  async #own(id: string, caller: Caller): Promise<VerificationRequest> {
    const request = await this.dataSource.manager.findOneBy(VerificationRequest, { id });
    if (!request || !isOwnOf(caller, request.requester)) throw new NotFound(VerificationRequest.name);
    return request;
  }

  async #dto(request: VerificationRequest): Promise<RequestDto> {
    const { id, sequence } = request;
    const report =
      sequence === 0
        ? null
        : await this.dataSource.manager.findOneBy(VerificationReport, { requestId: id, sequence });
    return {
      ...summaryOf(request),
      refusals: request.refusals.map((refusal) => ({ ...refusal })),
      ...(report && { reportId: report.id }),
      awaitsAppeal: request.awaitedAppeals.length > 0,
      progress: progressOf(
        await this.#standings(request, report),
        await this.sources.progressOf(this.#queries, id),
      ),
    };
  }

  async #standings(
    request: VerificationRequest,
    report: VerificationReport | null,
  ): Promise<CheckResult['standings']> {
    const { state, personKeys } = request;
    if (state === 'ISSUED') return report ? (JSON.parse(report.body) as ReportBody).sources : [];
    if (state !== 'ACCEPTED' && state !== 'COLLECTING') return [];
    const custodians = await readCustodians(this.#queries, request);
    const question = {
      ...questionOf(request, this.clock.today()),
      custodians,
      ...(await readSourceKnowledge(this.#queries, personKeys)),
      consents: await this.consents.formsOf(this.dataSource.manager, personKeys),
    };
    const facts = await readVisibleFacts(this.#queries, [...personKeys, ...custodians]);
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, await this.policies.book());
    return 'refusals' in outcome ? [] : outcome.result.standings;
  }
}
