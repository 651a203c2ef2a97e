import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { APPROVAL_PROBLEMS } from '@minzheng/casework/approvals';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { AwardDetailDto, toAwardDetailDto } from '../awards/award.dto.js';
import { standingSegments } from '../awards/award-segments.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { ReviewConclusionService } from './review-conclusion.service.js';
import { ConcludeReviewDto, ReviewDto, ReviewQuery, toReviewDto } from './review.dto.js';
import { Review } from './review.entity.js';

class ConcludedDto extends ReviewDto {
  @ApiPropertyOptional({ description: 'nothing is concluded yet: a second person has to repeat the call' })
  awaitsSecond?: boolean;

  @ApiProperty({ type: AwardDetailDto })
  award!: AwardDetailDto;
}

@ApiTags('reviews')
@Controller('v1/reviews')
export class ReviewController {
  constructor(
    private readonly conclusions: ReviewConclusionService,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Discloses('review')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Reviews of the region, or of the citizen’s own awards, newest first' })
  @ApiPage(ReviewDto)
  async list(
    @Query() query: ReviewQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ReviewDto>> {
    const reviews = await listOf(this.dataSource.createQueryBuilder(Review, 'r'), query, {
      caller,
      own: `r.household_id in (select household_id from household_member
                                where person_key = :person or guardian_key = :person)`,
      equal: ['state', 'cause'],
      flags: { overdue: 'r.overdue' },
    });
    const persons = await this.dataSource.query<{ person_key: string }[]>(
      'select distinct unnest(person_keys) as person_key from award where id = any($1::uuid[])',
      [reviews.items.map(({ awardId }) => awardId)],
    );
    disclosure.add(persons.map(({ person_key }) => person_key));
    return mapPage(reviews, toReviewDto);
  }

  @Get(':id')
  @Discloses('review')
  @Concerns(Review)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One review' })
  @ApiOkResponse({ type: ReviewDto })
  async one(@Id() id: string): Promise<ReviewDto> {
    const review = await this.dataSource.manager.findOneBy(Review, { id });
    if (!review) throw new NotFound(Review.name);
    return toReviewDto(review);
  }

  @Post(':id/conclude')
  @HttpCode(200)
  @Concerns(Review)
  @RequireScope('assistance:awards:approve')
  @Refuses(
    PROBLEMS.outOfRegion,
    PROBLEMS.conflictOfInterest,
    ASSISTANCE_PROBLEMS.actorAlreadyInvolved,
    ASSISTANCE_PROBLEMS.reviewWithoutVisit,
    CHECK_PROBLEMS.reportMissing,
    PROBLEMS.reportExpired,
    ASSISTANCE_PROBLEMS.resultPending,
    ASSISTANCE_PROBLEMS.outcomeDiffers,
    ASSISTANCE_PROBLEMS.reasonMissing,
    PROBLEMS.samePerson,
    APPROVAL_PROBLEMS.approvalDiffers,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'The review ends: the award stays, changes, or ends' })
  @ApiOkResponse({ type: ConcludedDto })
  @ApiAcceptedResponse({ type: ConcludedDto, description: 'somebody else has to say the same' })
  async conclude(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: ConcludeReviewDto,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @InTransaction() tx: Tx,
  ): Promise<ConcludedDto> {
    const { review, award, isDone } = await this.conclusions.conclude(tx, id, version, form, caller);
    if (!isDone) reply.status(202);
    return {
      ...toReviewDto(review),
      ...(isDone ? {} : { awaitsSecond: true }),
      award: toAwardDetailDto(award, await standingSegments(tx, award.id)),
    };
  }
}
