import { applyDecorators, Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  PROBLEMS,
  Refuses,
  type Page,
  type ProblemType,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import {
  AgreementDto,
  AgreementQuery,
  AgreementReasonDto,
  DatasetsDto,
  DraftAgreementDto,
  toAgreementDto,
  toDatasetDto,
} from './agreement.dto.js';
import { DataAgreement } from './agreement.entity.js';
import { AGREEMENT_LIFECYCLE } from './agreement.lifecycle.js';
import {
  AGREEMENT_ENDED,
  IMPACT_ASSESSMENT_MISSING,
  OTHER_AGENCY,
  OVERLAPPING,
  UNKNOWN_DATASET,
} from './agreement.problems.js';
import { AgreementParties } from './agreement-party.js';
import { AgreementService } from './agreement.service.js';
import { DATASETS } from './dataset.data.js';

const READ = 'verification:agreements:read';
const WRITE = 'verification:agreements:write';
const APPROVE = 'verification:agreements:approve';

/** A command that moves one agreement: by what scope, and what it may be refused for beside the other side's agency. */
const Moves = (
  command: string,
  scope: string,
  summary: string,
  problems: readonly ProblemType[] = [],
): MethodDecorator =>
  applyDecorators(
    Post(`:id/${command}`),
    Concerns(DataAgreement),
    RequireScope(scope),
    Refuses(...problems),
    ApiOperation({ summary }),
    ApiOkResponse({ type: AgreementDto }),
  );

/** The data catalogue (数据共享目录): what agreements may be about. */
@ApiTags('agreements')
@Controller('v1/datasets')
export class DatasetsController {
  @Get()
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'The data catalogue: who provides what, and with which legal ground' })
  @ApiOkResponse({ type: DatasetsDto })
  list(): DatasetsDto {
    return { items: DATASETS.map(toDatasetDto), nextCursor: null };
  }
}

/** Data agreements (数据共享协议): an agency or department sees its own, the provincial verification centre all. */
@ApiTags('agreements')
@Controller('v1/agreements')
@Refuses(OTHER_AGENCY)
export class AgreementController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly agreements: AgreementService,
    private readonly parties: AgreementParties,
  ) {}

  @Get()
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'Agreements, newest first' })
  @ApiPage(AgreementDto)
  async list(@Query() query: AgreementQuery, @Caller() caller: Caller): Promise<Page<AgreementDto>> {
    const found = this.dataSource.createQueryBuilder(DataAgreement, 'agreement');
    const party = this.parties.of(caller);
    if (party !== undefined) found.andWhere('agreement.agency = :party', { party });
    const shown = await listOf(found, query, { caller, equal: ['state', 'direction'] });
    return mapPage(shown, toAgreementDto);
  }

  @Post()
  @RequireScope(WRITE)
  @Created<AgreementDto>(({ id }) => `/v1/agreements/${id}`)
  @Refuses(UNKNOWN_DATASET, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Drafts an agreement' })
  @ApiCreatedResponse({ type: AgreementDto })
  async draft(
    @Body() form: DraftAgreementDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    if (form.validTo < form.validFrom) throw invalidField('validTo', 'not-before-first-day');
    return toAgreementDto(await this.agreements.draft(tx, form, caller));
  }

  @Get(':id/log')
  @Concerns(DataAgreement)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to an agreement, newest first' })
  @ApiPage(LogEntryDto)
  async log(
    @Id() id: string,
    @Query() query: PageQuery,
    @Caller() caller: Caller,
  ): Promise<Page<LogEntryDto>> {
    await this.#own(id, caller);
    return lifecycleLogOf(this.dataSource, AGREEMENT_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(DataAgreement)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'One agreement' })
  @ApiOkResponse({ type: AgreementDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<AgreementDto> {
    return toAgreementDto(await this.#own(id, caller));
  }

  @Moves('submit', WRITE, 'Submits a draft to the approvers of both sides', [
    IMPACT_ASSESSMENT_MISSING,
    PROBLEMS.policyMissing,
  ])
  async submit(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.submit(tx, id, version, caller));
  }

  @Moves('approve', APPROVE, 'Approves for one side; when both sides have, the agreement is approved', [
    PROBLEMS.samePerson,
    PROBLEMS.policyMissing,
  ])
  async approve(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.approve(tx, id, version, caller));
  }

  @Moves('activate', WRITE, 'Opens the data: from its first day on the agreement is in force', [
    OVERLAPPING,
    AGREEMENT_ENDED,
    PROBLEMS.policyMissing,
  ])
  async activate(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.activate(tx, id, version, caller));
  }

  @Moves('reject', APPROVE, 'Rejects what was submitted', [PROBLEMS.samePerson])
  async reject(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.reject(tx, id, version, reason, caller));
  }

  @Moves('suspend', APPROVE, 'Stops the exchange at once (provincial verification centre)')
  async suspend(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.suspend(tx, id, version, reason, caller));
  }

  @Moves('resume', APPROVE, 'Goes on with the exchange (provincial verification centre)', [
    AGREEMENT_ENDED,
    PROBLEMS.policyMissing,
  ])
  async resume(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.resume(tx, id, version, reason, caller));
  }

  @Moves('revoke', APPROVE, 'Ends the agreement for good, by either side')
  async revoke(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.revoke(tx, id, version, reason, caller));
  }

  /** Another party's does not exist. @throws NotFound */
  async #own(id: string, caller: Caller): Promise<DataAgreement> {
    const agreement = await this.dataSource.manager.findOneBy(DataAgreement, { id });
    const party = this.parties.of(caller);
    if (!agreement || (party !== undefined && party !== agreement.agency)) {
      throw new NotFound(DataAgreement.name);
    }
    return agreement;
  }
}
