import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Letter, LetterDto, NOTICE_PROBLEMS, toLetterDto } from '@minzheng/casework/notices';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  ListQuery,
  mapPage,
  type Page,
  PROBLEMS,
  Refuses,
} from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase } from './application.entity.js';
import { Bill } from './bill.entity.js';
import { AcceptBillDto, BillDto, RecordAnswerDto, toBillDto, WriteInquiryDto } from './case-evidence.dto.js';
import { CaseEvidenceService } from './case-evidence.service.js';
import { requireTownshipOffice } from './case-view.js';

/** What is brought into a case beside report and visit: inquiries to agencies, and bills. */
@ApiTags('cases')
@Controller('v1')
export class CaseEvidenceController {
  constructor(
    private readonly evidence: CaseEvidenceService,
    private readonly dataSource: DataSource,
  ) {}

  @Post('cases/:id/letters')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Created<LetterDto>(({ id }) => `/v1/letters/${id}`)
  @Refuses(ASSISTANCE_PROBLEMS.notAGap, PROBLEMS.illegalTransition)
  @ApiOperation({ summary: 'Asks an agency for what the report lacks' })
  @ApiCreatedResponse({ type: LetterDto })
  async inquire(
    @Id() id: string,
    @Body() form: WriteInquiryDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<LetterDto> {
    requireTownshipOffice(caller);
    return toLetterDto(await this.evidence.inquire(tx, id, form));
  }

  @Get('cases/:id/letters')
  @Discloses('letter')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @ApiOperation({ summary: 'Letters of a case, newest first' })
  @ApiPage(LetterDto)
  async list(@Id() id: string, @Query() query: ListQuery): Promise<Page<LetterDto>> {
    const found = this.dataSource
      .createQueryBuilder(Letter, 'l')
      .where(`l.subject_type = 'case' and l.subject_id = :id`, { id });
    return mapPage(await listOf(found, query, {}), toLetterDto);
  }

  @Post('letters/:id/record-answer')
  @Concerns(Letter)
  @RequireScope('assistance:cases:write')
  @Refuses(NOTICE_PROBLEMS.letterAnswered, PROBLEMS.illegalTransition)
  @ApiOperation({ summary: 'An agency has answered: it is missing no more' })
  @ApiOkResponse({ type: LetterDto })
  async recordAnswer(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RecordAnswerDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<LetterDto> {
    requireTownshipOffice(caller);
    return toLetterDto(await this.evidence.recordAnswer(tx, id, version, form));
  }

  @Post('cases/:id/bills')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:write')
  @Created<BillDto>((_bill, { id }) => `/v1/cases/${id}/bills`)
  @Refuses(ASSISTANCE_PROBLEMS.billClaimed, PROBLEMS.conflictOfInterest, PROBLEMS.illegalTransition)
  @ApiOperation({ summary: 'A clerk accepts a bill with its settlement sheet: it is told as a fact' })
  @ApiCreatedResponse({ type: BillDto })
  async acceptBill(
    @Id() id: string,
    @Body() form: AcceptBillDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<BillDto> {
    requireTownshipOffice(caller);
    return toBillDto(await this.evidence.acceptBill(tx, id, form));
  }

  @Get('cases/:id/bills')
  @Discloses('bills')
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @ApiOperation({ summary: 'Bills of a case, newest first' })
  @ApiPage(BillDto)
  async bills(@Id() id: string, @Query() query: ListQuery): Promise<Page<BillDto>> {
    const found = this.dataSource.createQueryBuilder(Bill, 'b').where('b.case_id = :id', { id });
    return mapPage(await listOf(found, query, { day: 'acceptedAt' }), toBillDto);
  }
}
