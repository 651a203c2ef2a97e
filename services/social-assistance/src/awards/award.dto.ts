import { IsFilter, IsMonth, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { PROGRAMMES, type CaseProgramme } from '../applications/application.entity.js';
import { extrasOf, baseOf, partsOf, type SegmentRow } from './award-segments.js';
import type { Award } from './award.entity.js';
import { AWARD_LIFECYCLE, type AwardState } from './award.lifecycle.js';
import { fromRange, lastOf } from './months.js';

export class AwardQuery extends ListQuery {
  @IsFilter(AWARD_LIFECYCLE.states)
  state?: AwardState;

  @IsFilter(PROGRAMMES)
  programme?: CaseProgramme;
}

class ShareDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: '36700' })
  amountFen!: string;
}

export class AwardDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: PROGRAMMES })
  programme!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'HOUSEHOLD' })
  subtype!: string | null;

  @ApiProperty({ enum: [...AWARD_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ example: '2025-07' })
  effectiveMonth!: string;

  @ApiProperty({ nullable: true, type: 'string', example: '2025-12', description: 'last month that is due' })
  endMonth!: string | null;

  @ApiProperty({ example: '57000' })
  baseFen!: string;

  @ApiProperty({ example: '29500' })
  extrasFen!: string;

  @ApiProperty({ type: [ShareDto] })
  shares!: ShareDto[];

  @ApiProperty({ nullable: true, type: 'string', format: 'date', description: 'day of the decision' })
  approvedOn!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'first day on which a recognised group is none any more',
  })
  validTo!: string | null;

  @ApiProperty({ nullable: true, enum: ['A', 'B'], description: 'A is reviewed yearly, B every half year' })
  reviewCategory!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date', example: '2025-12-31' })
  nextReviewDue!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    example: '2025-07',
    description: 'first month that is held',
  })
  heldFrom!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: 'DEATH' })
  holdCause!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date', description: 'resolved by then' })
  holdEndsOn!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: 'GRADUAL_EXIT_END' })
  ceaseCause!: string | null;

  @ApiProperty()
  version!: number;
}

class AwardPartDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: '19000' })
  baseFen!: string;

  @ApiProperty({ example: '17700' })
  extraFen!: string;

  @ApiProperty({ type: [String], example: ['SEVERE_DISABILITY'] })
  extraKinds!: string[];
}

class SegmentDto {
  @ApiProperty({ example: '2025-07' })
  fromMonth!: string;

  @ApiProperty({
    nullable: true,
    type: 'string',
    example: '2025-12',
    description: 'null while no end is known',
  })
  toMonth!: string | null;

  @ApiProperty({ example: '57000' })
  baseFen!: string;

  @ApiProperty({ example: '29500' })
  extrasFen!: string;

  @ApiProperty({ example: '59000', description: 'standard that it was computed with' })
  standardFen!: string;

  @ApiProperty({ example: 'DECISION' })
  cause!: string;

  @ApiProperty({ type: [AwardPartDto] })
  parts!: AwardPartDto[];
}

export class AwardDetailDto extends AwardDto {
  @ApiProperty({ type: [SegmentDto], description: 'what is paid in which months, in their order' })
  segments!: SegmentDto[];
}

const REASON = { minLength: 1, maxLength: 500, example: '家庭收入情况待查' } as const;

export class HoldAwardDto {
  @ApiProperty(REASON)
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  reason!: string;

  @IsMonth({ optional: true, description: 'first month that is not due; the next one without it' })
  fromMonth?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 12,
    description: 'for how many months at most',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(12)
  months?: number;
}

export class ReleaseAwardDto {
  @ApiPropertyOptional(REASON)
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  reason?: string;
}

/** Why somebody ends an award without a review. */
export const CEASE_CAUSES = [
  'OWN_REQUEST',
  'NO_COOPERATION',
  'MOVED_AWAY',
  'OTHER_PROGRAMME',
  'FRAUD',
  'ERROR',
] as const;
export type CeaseCause = (typeof CEASE_CAUSES)[number];

export class CeaseAwardDto {
  @ApiProperty({ enum: [...CEASE_CAUSES] })
  @IsIn(CEASE_CAUSES)
  cause!: CeaseCause;

  @ApiProperty({ ...REASON, description: 'what the household is told in writing' })
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  reason!: string;

  @IsMonth({
    optional: true,
    description: 'first month that is not due, also a past one; the next one without it',
  })
  fromMonth?: string;
}

export function toAwardDto(award: Award): AwardDto {
  const { id, caseId, programme, subtype, state, effectiveMonth, endMonth, shares, version } = award;
  const { approvedOn, validTo, reviewCategory, nextReviewDue } = award;
  const { heldFrom, holdCause, holdEndsOn, ceaseCause } = award;
  return {
    ...{ id, caseId, programme, subtype, state, effectiveMonth, endMonth, shares, version },
    ...{ approvedOn, validTo, reviewCategory, nextReviewDue },
    ...{ heldFrom, holdCause, holdEndsOn, ceaseCause },
    baseFen: award.baseFen.toString(),
    extrasFen: award.extrasFen.toString(),
  };
}

export const toAwardDetailDto = (award: Award, segments: readonly SegmentRow[]): AwardDetailDto => ({
  ...toAwardDto(award),
  segments: segments.flatMap((row) => {
    const months = fromRange(row.months);
    return months ? [toSegmentDto(row, months.from, lastOf(months) ?? null)] : [];
  }),
});

function toSegmentDto(row: SegmentRow, fromMonth: string, toMonth: string | null): SegmentDto {
  const parts = partsOf(row);
  return {
    ...{ fromMonth, toMonth, cause: row.cause, standardFen: row.standard_fen },
    baseFen: baseOf(parts).toString(),
    extrasFen: extrasOf(parts).toString(),
    parts: parts.map(({ personKey, baseFen, extraFen, extraKinds }) => ({
      personKey,
      baseFen: baseFen.toString(),
      extraFen: extraFen.toString(),
      extraKinds: [...extraKinds],
    })),
  };
}
