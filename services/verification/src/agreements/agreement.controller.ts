import { Body, Controller, Get, Post, Query } from '@nestjs/common';
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
import { AgreementService, isOfCentre } from './agreement.service.js';
import { DATASETS } from './dataset.data.js';

const READ = 'verification:agreements:read';
const WRITE = 'verification:agreements:write';
const APPROVE = 'verification:agreements:approve';

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

/** Data agreements (数据共享协议): an agency sees its own, the provincial verification centre all. */
@ApiTags('agreements')
@Controller('v1/agreements')
@Refuses(OTHER_AGENCY)
export class AgreementController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly agreements: AgreementService,
  ) {}

  @Get()
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'Agreements, newest first' })
  @ApiPage(AgreementDto)
  async list(@Query() query: AgreementQuery, @Caller() caller: Caller): Promise<Page<AgreementDto>> {
    const found = this.dataSource.createQueryBuilder(DataAgreement, 'agreement');
    if (!isOfCentre(caller)) found.andWhere('agreement.agency = :org', { org: caller.org ?? '' });
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
    if (form.validTo < form.validFrom) throw invalidField('validTo', 'min');
    return toAgreementDto(await this.agreements.draft(tx, form, caller));
  }

  @Get(':id/log')
  @Concerns(DataAgreement)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to an agreement, newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, AGREEMENT_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(DataAgreement)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'One agreement' })
  @ApiOkResponse({ type: AgreementDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<AgreementDto> {
    const agreement = await this.dataSource.manager.findOneBy(DataAgreement, { id });
    if (!agreement || (agreement.agency !== caller.org && !isOfCentre(caller))) {
      throw new NotFound(DataAgreement.name);
    }
    return toAgreementDto(agreement);
  }

  @Post(':id/submit')
  @Concerns(DataAgreement)
  @RequireScope(WRITE)
  @Refuses(IMPACT_ASSESSMENT_MISSING, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Submits a draft to the approvers of both sides' })
  @ApiOkResponse({ type: AgreementDto })
  async submit(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.submit(tx, id, version, caller));
  }

  @Post(':id/approve')
  @Concerns(DataAgreement)
  @RequireScope(APPROVE)
  @Refuses(PROBLEMS.samePerson, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Approves for one side; when both sides have, the agreement is approved' })
  @ApiOkResponse({ type: AgreementDto })
  async approve(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.approve(tx, id, version, caller));
  }

  @Post(':id/reject')
  @Concerns(DataAgreement)
  @RequireScope(APPROVE)
  @Refuses(PROBLEMS.samePerson)
  @ApiOperation({ summary: 'Rejects what was submitted' })
  @ApiOkResponse({ type: AgreementDto })
  async reject(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.reject(tx, id, version, reason, caller));
  }

  @Post(':id/activate')
  @Concerns(DataAgreement)
  @RequireScope(WRITE)
  @Refuses(OVERLAPPING, AGREEMENT_ENDED, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Opens the data: from its first day on the agreement is in force' })
  @ApiOkResponse({ type: AgreementDto })
  async activate(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.activate(tx, id, version, caller));
  }

  @Post(':id/suspend')
  @Concerns(DataAgreement)
  @RequireScope(APPROVE)
  @ApiOperation({ summary: 'Stops the exchange at once (provincial verification centre)' })
  @ApiOkResponse({ type: AgreementDto })
  async suspend(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.suspend(tx, id, version, reason, caller));
  }

  @Post(':id/resume')
  @Concerns(DataAgreement)
  @RequireScope(APPROVE)
  @Refuses(AGREEMENT_ENDED, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Goes on with the exchange (provincial verification centre)' })
  @ApiOkResponse({ type: AgreementDto })
  async resume(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.resume(tx, id, version, reason, caller));
  }

  @Post(':id/revoke')
  @Concerns(DataAgreement)
  @RequireScope(APPROVE)
  @ApiOperation({ summary: 'Ends the agreement for good, by either side' })
  @ApiOkResponse({ type: AgreementDto })
  async revoke(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: AgreementReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AgreementDto> {
    return toAgreementDto(await this.agreements.revoke(tx, id, version, reason, caller));
  }
}
