import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { IsFilter, KeptAsWritten, ListQuery } from '../http/index.js';
import { FINDINGS, type BreakGlassAccess, type Finding } from './break-glass-access.entity.js';
import { BREAK_GLASS_STATES, type BreakGlassState } from './break-glass.lifecycle.js';

const TARGET =
  /^[a-z][A-Za-z]{0,63}\/[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EXAMPLE_ID = '0198a000-fa92-76bb-8db9-aa6478e2a419';
const SHORTEST_REASON = 20;
const LONGEST_TEXT = 1_000;

export class OpenBreakGlassDto {
  @ApiProperty({
    pattern: TARGET.source,
    example: `aidCase/${EXAMPLE_ID}`,
    description: 'the record: its kind, as routes name it in x-record, and its id',
  })
  @IsString()
  @Matches(TARGET)
  target!: string;

  @ApiProperty({
    minLength: SHORTEST_REASON,
    maxLength: LONGEST_TEXT,
    example: '当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助',
    description: 'why it cannot wait for the office that is responsible; no number or name of a person',
  })
  @IsString()
  @Length(SHORTEST_REASON, LONGEST_TEXT)
  @KeptAsWritten()
  reason!: string;
}

export class ReviewBreakGlassDto {
  @ApiProperty({ enum: FINDINGS, example: 'JUSTIFIED' })
  @IsIn(FINDINGS)
  finding!: Finding;

  @ApiProperty({ minLength: 1, maxLength: LONGEST_TEXT, example: '情况属实，查阅范围与事由相符' })
  @IsString()
  @Length(1, LONGEST_TEXT)
  @KeptAsWritten()
  text!: string;
}

export class BreakGlassQuery extends ListQuery {
  @IsFilter(BREAK_GLASS_STATES)
  state?: BreakGlassState;
}

class BreakGlassReviewDto {
  @ApiProperty({ enum: FINDINGS, example: 'JUSTIFIED' })
  finding!: Finding;

  @ApiProperty({ example: '情况属实，查阅范围与事由相符' })
  text!: string;

  @ApiProperty({ example: 'supervisor-3' })
  reviewedBy!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2025-05-13T02:00:00.000Z' })
  reviewedAt!: Date;
}

export class BreakGlassAccessDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;

  @ApiProperty({ enum: BREAK_GLASS_STATES, example: 'OPEN' })
  state!: BreakGlassState;

  @ApiProperty({ example: `aidCase/${EXAMPLE_ID}` })
  target!: string;

  @ApiProperty({ example: '510802001', description: 'the record’s' })
  region!: string;

  @ApiProperty({ example: '当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助' })
  reason!: string;

  @ApiProperty({ example: 'reviewer-7', description: 'who may read' })
  openedBy!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'county-civil-affairs' })
  org!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2025-05-12T01:00:00.000Z' })
  openedAt!: Date;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2025-05-12T05:00:00.000Z' })
  validUntil!: Date;

  @ApiProperty({ format: 'date', example: '2025-05-19', description: 'last day for the review' })
  reviewDue!: string;

  @ApiProperty({ type: BreakGlassReviewDto, nullable: true, description: 'null until it is reviewed' })
  review!: BreakGlassReviewDto | null;
}

export function toBreakGlassDto(access: BreakGlassAccess): BreakGlassAccessDto {
  const { id, version, state, region, reason, openedAt, validUntil, reviewDue } = access;
  const { finding, findingText: text, reviewedBy, reviewedAt } = access;
  const isReviewed = finding && text && reviewedBy && reviewedAt;
  return {
    ...{ id, version, state, region, reason, openedAt, validUntil, reviewDue },
    target: `${access.targetType}/${access.targetId}`,
    openedBy: access.createdBy,
    org: access.org,
    review: isReviewed ? { finding, text, reviewedBy, reviewedAt } : null,
  };
}
