import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, Public, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import {
  ApiPage,
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
import { DataSource } from 'typeorm';
import {
  AnswerComplaintDto,
  ComplainDto,
  ComplaintDetailDto,
  ComplaintDto,
  ComplaintQuery,
  ComplaintReceiptDto,
  toComplaintDto,
} from './complaint.dto.js';
import { Complaint } from './complaint.entity.js';
import { ComplaintService } from './complaint.service.js';

/** Digits of a county's code. */
const COUNTY = 6;

@ApiTags('complaints')
@Controller('v1/complaints')
export class ComplaintController {
  constructor(
    private readonly complaints: ComplaintService,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @Public()
  @HttpCode(202)
  @Refuses(PROBLEMS.rateLimited)
  @ApiOperation({ summary: 'Anybody complains, with a name or without; five a day from one contact' })
  @ApiAcceptedResponse({ type: ComplaintReceiptDto })
  async complain(@Body() form: ComplainDto, @InTransaction() tx: Tx): Promise<ComplaintReceiptDto> {
    if (form.region.length < COUNTY) throw invalidField('region', 'min');
    const { id } = await this.complaints.receive(tx, form);
    return { receipt: id };
  }

  @Get()
  @Discloses('complaint')
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'Complaints of the region, newest first; who made them is told elsewhere' })
  @ApiPage(ComplaintDto)
  async list(@Query() query: ComplaintQuery, @Caller() caller: Caller): Promise<Page<ComplaintDto>> {
    const found = this.dataSource.createQueryBuilder(Complaint, 'complaint');
    return mapPage(await listOf(found, query, { caller, equal: ['state'] }), toComplaintDto);
  }

  @Get(':id')
  @Discloses('complaint')
  @Concerns(Complaint)
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'One complaint' })
  @ApiOkResponse({ type: ComplaintDetailDto })
  async one(@Id() id: string): Promise<ComplaintDetailDto> {
    const complaint = await this.dataSource.manager.findOneBy(Complaint, { id });
    if (!complaint) throw new NotFound(Complaint.name);
    return {
      ...toComplaintDto(complaint),
      text: this.complaints.textOf(complaint),
      answer: this.complaints.answerOf(complaint),
    };
  }

  @Post(':id/answer')
  @Concerns(Complaint)
  @RequireScope('assistance:supervision:write')
  @ApiOperation({ summary: 'What has come of it, when it was checked' })
  @ApiOkResponse({ type: ComplaintDto })
  async answer(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { text }: AnswerComplaintDto,
    @InTransaction() tx: Tx,
  ): Promise<ComplaintDto> {
    return toComplaintDto(await this.complaints.answer(tx, id, version, text));
  }
}
