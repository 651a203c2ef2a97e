import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { RequestVerificationDto } from '../applications/application.dto.js';
import { RequestedDto } from '../applications/case.dto.js';
import { requireTownshipOffice } from '../applications/case-view.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { ReportChangeDto, ReviewDto, toReviewDto } from '../reviews/review.dto.js';
import { ReviewChecks } from '../reviews/review-checks.js';
import { AwardCommands } from './award-commands.js';
import {
  AwardDetailDto,
  AwardDto,
  AwardQuery,
  CeaseAwardDto,
  HoldAwardDto,
  ReleaseAwardDto,
  toAwardDetailDto,
} from './award.dto.js';
import { Award } from './award.entity.js';
import { listAwards } from './award-list.js';
import { standingSegments } from './award-segments.js';

@ApiTags('awards')
@Controller('v1/awards')
export class AwardController {
  constructor(
    private readonly commands: AwardCommands,
    private readonly checks: ReviewChecks,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Discloses('award', 'amounts')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Awards of the region, or the citizen’s own, newest first' })
  @ApiPage(AwardDto)
  async list(
    @Query() query: AwardQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<AwardDto>> {
    return listAwards(this.dataSource, query, caller, disclosure);
  }

  @Get(':id')
  @Discloses('award', 'amounts')
  @Concerns(Award)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One award, with what it pays in which months' })
  @ApiOkResponse({ type: AwardDetailDto })
  async one(@Id() id: string): Promise<AwardDetailDto> {
    const award = await this.dataSource.manager.findOneBy(Award, { id });
    if (!award) throw new NotFound(Award.name);
    return toAwardDetailDto(award, await standingSegments(this.dataSource, id));
  }

  @Post(':id/hold')
  @HttpCode(200)
  @Concerns(Award)
  @RequireScope('assistance:awards:approve')
  @Refuses(
    PROBLEMS.outOfRegion,
    PROBLEMS.conflictOfInterest,
    ASSISTANCE_PROBLEMS.holdTooLong,
    ASSISTANCE_PROBLEMS.holdMonthPast,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'The county holds the award: nothing is due from a month on' })
  @ApiOkResponse({ type: AwardDetailDto })
  async hold(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: HoldAwardDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AwardDetailDto> {
    const award = await this.commands.hold(tx, id, version, form, caller);
    return toAwardDetailDto(award, await standingSegments(tx, id));
  }

  @Post(':id/release')
  @HttpCode(200)
  @Concerns(Award)
  @RequireScope('assistance:awards:approve')
  @Refuses(PROBLEMS.outOfRegion, PROBLEMS.conflictOfInterest, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'The award goes on as before; the months held are paid with the next run' })
  @ApiOkResponse({ type: AwardDetailDto })
  async release(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: ReleaseAwardDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AwardDetailDto> {
    const award = await this.commands.release(tx, id, version, form, caller);
    return toAwardDetailDto(award, await standingSegments(tx, id));
  }

  @Post(':id/cease')
  @HttpCode(200)
  @Concerns(Award)
  @RequireScope('assistance:awards:approve')
  @Refuses(PROBLEMS.outOfRegion, PROBLEMS.conflictOfInterest, ASSISTANCE_PROBLEMS.actorAlreadyInvolved)
  @ApiOperation({ summary: 'The award ends, with a written notice; what was paid for later months is owed' })
  @ApiOkResponse({ type: AwardDetailDto })
  async cease(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: CeaseAwardDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AwardDetailDto> {
    const award = await this.commands.cease(tx, id, version, form, caller);
    return toAwardDetailDto(award, await standingSegments(tx, id));
  }

  @Post(':id/changes')
  @Concerns(Award)
  @RequireScope('assistance:cases:write')
  @AllowPerson()
  @Created<ReviewDto>(({ id }) => `/v1/reviews/${id}`)
  @Refuses(PROBLEMS.illegalTransition, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Something has changed in the household: the award is reviewed' })
  @ApiCreatedResponse({ type: ReviewDto })
  async reportChange(
    @Id() id: string,
    @Body() form: ReportChangeDto,
    @InTransaction() tx: Tx,
  ): Promise<ReviewDto> {
    return toReviewDto(await this.commands.reportChange(tx, id, form));
  }

  @Post(':id/request-verification')
  @HttpCode(202)
  @Concerns(Award)
  @RequireScope('assistance:cases:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.noOpenReview,
    ASSISTANCE_PROBLEMS.consentMissing,
    CHECK_PROBLEMS.requestOpen,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Verification is asked what the household has, for the open review' })
  @ApiAcceptedResponse({ type: RequestedDto })
  async requestVerification(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RequestVerificationDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<RequestedDto> {
    requireTownshipOffice(caller);
    const { request, award } = await this.checks.request(tx, id, version, form);
    return { requestId: request.id, dueAt: request.dueAt.toISOString(), version: award.version };
  }
}
