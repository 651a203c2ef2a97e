import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsFilter, IsFlag, IsMonth, IsPart, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import { AssetDecisionDto } from '../applications/application.dto.js';
import {
  REVIEW_CAUSES,
  REVIEW_OUTCOMES,
  type Review,
  type ReviewCause,
  type ReviewOutcome,
} from './review.entity.js';
import { REVIEW_LIFECYCLE, type ReviewState } from './review.lifecycle.js';

/** What may have changed (变化情况). */
export const CHANGE_KINDS = [
  'MEMBERS',
  'INCOME',
  'EMPLOYMENT',
  'PROPERTY',
  'SPENDING',
  'HEALTH',
  'ADDRESS',
] as const;

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

export class ReviewQuery extends ListQuery {
  @IsFilter(REVIEW_LIFECYCLE.states)
  state?: ReviewState;

  @IsFilter(REVIEW_CAUSES)
  cause?: ReviewCause;

  @IsFlag('due before today, and not concluded')
  overdue?: string;
}

export class ReportChangeDto {
  @ApiProperty({ enum: [...CHANGE_KINDS] })
  @IsIn(CHANGE_KINDS)
  kind!: (typeof CHANGE_KINDS)[number];

  @IsMonth({ description: 'since when' })
  month!: string;

  @ApiPropertyOptional({ maxLength: 500, example: '儿子六月起在县城务工' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  text?: string;
}

export class ConcludeReviewDto {
  @ApiProperty({ enum: [...REVIEW_OUTCOMES], description: 'as the rules come to it' })
  @IsIn(REVIEW_OUTCOMES)
  outcome!: ReviewOutcome;

  @ApiPropertyOptional({ type: [String], example: ['EMPLOYMENT'], description: 'what the income rose by' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(CODE, { each: true })
  causes?: string[];

  @IsPart(() => AssetDecisionDto, {
    ...{ each: true, optional: true },
    description: 'what a person decides of assets that the report leaves open',
  })
  @ArrayMaxSize(50)
  assetDecisions?: AssetDecisionDto[];

  @ApiPropertyOptional({ format: 'uuid', description: 'the latest signed visit without it' })
  @IsOptional()
  @IsUUID()
  visitId?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['INCOME_NOT_BELOW'],
    description: 'of an adverse outcome',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true })
  reasonCodes?: string[];

  @ApiPropertyOptional({ maxLength: 1_000, description: 'of an adverse outcome: what the household is told' })
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  @KeptAsWritten()
  text?: string;
}

class ReasonDto {
  @ApiProperty({ example: 'NO_CLEAR_CHANGE' })
  code!: string;

  @ApiProperty({ example: '家庭人均收入无明显变化，保障金不作调整。' })
  zh!: string;

  @ApiProperty({ example: 'The income a head has not changed clearly: the amount stays.' })
  en!: string;
}

class ReportedChangeDto {
  @ApiProperty({ enum: [...CHANGE_KINDS] })
  kind!: string;

  @ApiProperty({ example: '2025-06' })
  month!: string;
}

export class ReviewDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  awardId!: string;

  @ApiProperty({ enum: [...REVIEW_CAUSES] })
  cause!: string;

  @ApiProperty({ type: [ReportedChangeDto] })
  reported!: ReportedChangeDto[];

  @ApiProperty({ enum: [...REVIEW_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ format: 'date', example: '2025-06-18' })
  openedOn!: string;

  @ApiProperty({ format: 'date', example: '2025-09-03' })
  dueOn!: string;

  @ApiProperty()
  overdue!: boolean;

  @ApiProperty({ nullable: true, enum: [...REVIEW_OUTCOMES] })
  outcome!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: '2025-07', description: 'from when it is so' })
  fromMonth!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: '87000' })
  monthlyFen!: string | null;

  @ApiProperty({ type: [ReasonDto] })
  reasons!: ReasonDto[];

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  concludedOn!: string | null;

  @ApiProperty()
  version!: number;
}

export function toReviewDto(review: Review): ReviewDto {
  const { id, awardId, cause, reported, state, openedOn, dueOn, overdue, outcome, finding, version } = review;
  return {
    ...{ id, awardId, cause, state, openedOn, dueOn, overdue, outcome, version },
    reported: (reported ?? []).map(({ kind, month }) => ({ kind, month })),
    fromMonth: finding?.fromMonth ?? null,
    monthlyFen: finding?.monthlyFen ?? null,
    reasons: [...(finding?.reasons ?? [])],
    concludedOn: review.concludedOn,
  };
}
