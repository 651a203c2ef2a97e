import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { NOTICE_PROBLEMS, PublicNotice } from '@minzheng/casework/notices';
import { AllowPerson, Concerns, RequireScope } from '@minzheng/platform/access';
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
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { DataSource } from 'typeorm';
import { CaseDto } from '../applications/case.dto.js';
import { AidCase } from '../applications/application.entity.js';
import { toCaseDto } from '../applications/case-view.js';
import { GiveOpinionDto, NoticeDto, PostedNoticeDto, PostNoticeDto, toNoticeDto } from './notice.dto.js';
import { CaseNoticeService } from './case-notice.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';

@ApiTags('notices')
@Controller('v1/cases')
export class NoticeController {
  constructor(
    private readonly notices: CaseNoticeService,
    private readonly regions: Regions,
    private readonly dataSource: DataSource,
  ) {}

  @Post(':id/give-opinion')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.ownInvestigation,
    ASSISTANCE_PROBLEMS.visitMissing,
    CHECK_PROBLEMS.reportMissing,
    PROBLEMS.reportExpired,
    ASSISTANCE_PROBLEMS.notEntitled,
    ASSISTANCE_PROBLEMS.noticeDiffers,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'The township lead gives the preliminary opinion' })
  @ApiOkResponse({ type: CaseDto })
  async giveOpinion(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: GiveOpinionDto,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    return toCaseDto(await this.notices.giveOpinion(tx, id, version, form), this.regions);
  }

  @Post(':id/notices')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @Created<PostedNoticeDto>(({ id }, { id: caseId }) => `/v1/cases/${caseId}/notices/${id}`)
  @Refuses(ASSISTANCE_PROBLEMS.ownInvestigation, NOTICE_PROBLEMS.postedOnFuture, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'The public notice is posted' })
  @ApiCreatedResponse({ type: PostedNoticeDto })
  async post(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: PostNoticeDto,
    @InTransaction() tx: Tx,
  ): Promise<PostedNoticeDto> {
    if (form.kind === 'RESULT') {
      const result = await this.notices.publish(tx, id, version, form);
      return { ...toNoticeDto(result), caseVersion: version };
    }
    const { notice, aidCase } = await this.notices.post(tx, id, version, form);
    return { ...toNoticeDto(notice), caseVersion: aidCase.version };
  }

  @Get(':id/notices/:noticeId')
  @Discloses('notices')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:read', 'assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One notice of a case' })
  @ApiOkResponse({ type: NoticeDto })
  async one(@Id() caseId: string, @Id('noticeId') id: string): Promise<NoticeDto> {
    const notice = await this.dataSource.manager.findOneBy(PublicNotice, { ...ofCase(caseId), id });
    if (!notice) throw new NotFound(PublicNotice.name);
    return toNoticeDto(notice);
  }

  @Get(':id/notices')
  @Discloses('notices')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:read', 'assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Notices of a case, newest first' })
  @ApiPage(NoticeDto)
  async list(@Id() id: string, @Query() query: ListQuery): Promise<Page<NoticeDto>> {
    const found = this.dataSource.createQueryBuilder(PublicNotice, 'n').where(ofCase(id));
    return mapPage(await listOf(found, query, {}), toNoticeDto);
  }
}

const ofCase = (subjectId: string) => ({ subjectType: 'case', subjectId });
