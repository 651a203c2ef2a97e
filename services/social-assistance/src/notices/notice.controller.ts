import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Concerns, RequireScope } from '@minzheng/platform/access';
import { Created, Id, IfMatch, InTransaction } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { CaseDto } from '../applications/application.dto.js';
import { AidCase } from '../applications/application.entity.js';
import { toCaseDto } from '../applications/case-view.js';
import { GiveOpinionDto, NoticeDto, PostNoticeDto } from './notice.dto.js';
import { NoticeService } from './notice.service.js';

@ApiTags('notices')
@Controller('v1/cases')
export class NoticeController {
  constructor(private readonly notices: NoticeService) {}

  @Post(':id/give-opinion')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @ApiOperation({ summary: 'The township lead gives the preliminary opinion' })
  @ApiOkResponse({ type: CaseDto })
  async giveOpinion(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: GiveOpinionDto,
    @InTransaction() tx: Tx,
  ): Promise<CaseDto> {
    return toCaseDto(await this.notices.giveOpinion(tx, id, version, form));
  }

  @Post(':id/notices')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @Created<NoticeDto>(({ id }, { id: caseId }) => `/v1/cases/${caseId}/notices/${id}`)
  @ApiOperation({ summary: 'The public notice is posted' })
  @ApiCreatedResponse({ type: NoticeDto })
  async post(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: PostNoticeDto,
    @InTransaction() tx: Tx,
  ): Promise<NoticeDto> {
    const { notice, aidCase } = await this.notices.post(tx, id, version, form);
    const { postedOn, endsOn, state, caseId } = notice;
    return { id: notice.id, caseId, postedOn, endsOn, state, caseVersion: aidCase.version };
  }
}
