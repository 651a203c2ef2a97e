import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  lifecycleLogOf,
  LogEntryDto,
  PageQuery,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { InStatedCase } from '../access/in-stated-case.js';
import { AppealQuery, DecideAppealDto, SourceReplyDto } from './appeal.dto.js';
import { Appeal } from './appeal.entity.js';
import { APPEAL_LIFECYCLE } from './appeal.lifecycle.js';
import { APPEAL_PROBLEMS } from './appeal.problems.js';
import { AppealService } from './appeal.service.js';
import { AppealDto } from './appeal-view.dto.js';
import { AppealView } from './appeal.view.js';
import { SourceReplies } from './source-replies.js';

const READ = 'verification:appeals:read';
const APPROVE = 'verification:appeals:approve';

/** Appeals against facts (数据异议): accepted, answered by the source, decided by another reviewer, or withdrawn. */
@ApiTags('appeals')
@Controller('v1/appeals')
export class AppealController {
  constructor(
    private readonly appeals: AppealService,
    private readonly replies: SourceReplies,
    private readonly view: AppealView,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @RequireScope(READ, 'verification:inbound-facts:read')
  @AllowPerson()
  @Discloses('appeal')
  @InStatedCase({ orOwn: true })
  @ApiOperation({
    summary: 'Appeals of the region, of an agency’s steward those it is asked about, of a citizen the own',
  })
  @ApiPage(AppealDto)
  async list(
    @Query() query: AppealQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<AppealDto>> {
    const { page, persons } = await this.view.list(query, caller);
    disclosure.add(persons);
    return page;
  }

  @Get(':id/log')
  @Concerns(Appeal)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to an appeal: who, when, from where to where; newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, APPEAL_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(Appeal)
  @RequireScope(READ, 'verification:inbound-facts:read')
  @AllowPerson()
  @Discloses('appeal')
  @DetailRead()
  @InStatedCase({ orOwn: true })
  @ApiOperation({ summary: 'One appeal' })
  @ApiOkResponse({ type: AppealDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<AppealDto> {
    return this.view.one(id, caller);
  }

  @Post(':id/accept')
  @Concerns(Appeal)
  @RequireScope(APPROVE)
  @Discloses('appeal')
  @Refuses(PROBLEMS.conflictOfInterest, PROBLEMS.policyMissing)
  @ApiOperation({
    summary: 'Accepts an appeal: its facts are disputed, reports made of them wait, their sources are asked',
  })
  @ApiOkResponse({ type: AppealDto })
  async accept(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.appeals.accept(tx, id, version, caller), caller);
  }

  @Post(':id/record-source-reply')
  @Concerns(Appeal)
  @RequireScope('verification:inbound-facts:write')
  @Discloses('appeal')
  @Refuses(PROBLEMS.notFound)
  @ApiOperation({
    summary: 'The steward of the agency that sent a disputed fact answers; the token’s org is the agency',
  })
  @ApiOkResponse({ type: AppealDto })
  async recordSourceReply(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() reply: SourceReplyDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.replies.record(tx, id, version, reply, caller), caller);
  }

  @Post(':id/decide')
  @Concerns(Appeal)
  @RequireScope(APPROVE)
  @Discloses('appeal')
  @Refuses(
    PROBLEMS.samePerson,
    PROBLEMS.conflictOfInterest,
    APPEAL_PROBLEMS.correctionMissing,
    APPEAL_PROBLEMS.correctionInvalid,
    APPEAL_PROBLEMS.sourceCorrected,
  )
  @ApiOperation({
    summary: 'Another reviewer than who accepted or submitted the appeal decides it, with reasons',
  })
  @ApiOkResponse({ type: AppealDto })
  async decide(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() decision: DecideAppealDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.appeals.decide(tx, id, version, decision, caller), caller);
  }

  @Post(':id/withdraw')
  @Concerns(Appeal)
  @RequireScope('verification:appeals:write')
  @AllowPerson()
  @Discloses('appeal')
  @Refuses(APPEAL_PROBLEMS.notTheAppellant)
  @ApiOperation({ summary: 'The appellant no longer wants it: nothing is disputed by it any longer' })
  @ApiOkResponse({ type: AppealDto })
  async withdraw(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.appeals.withdraw(tx, id, version, caller), caller);
  }
}
