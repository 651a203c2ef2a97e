import {
  IsCivilDate,
  IsFilter,
  IsFlag,
  IsRegionCode,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import type { Severity } from '../indicators/indicator.js';
import type { ClueOutcomeRecord } from './clue-outcome.entity.js';
import type { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE, type ClueState } from './clue.lifecycle.js';
import { OVERDUE_LEVELS, type OverdueLevel } from './clue-overdue.rules.js';
import { CLUE_DEPARTMENTS } from './clue.service.js';
import type { IndicatorHit } from './indicator-hit.entity.js';

const STATES = [...CLUE_LIFECYCLE.states];
const SEVERITIES = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

export class ClueQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ClueState;

  @IsFilter(SEVERITIES)
  severity?: Severity;

  @IsFilter([...CLUE_DEPARTMENTS], 'whose clue it is; an office sees its own department’s')
  department?: string;

  @IsCivilDate({ optional: true, description: 'due on this day or earlier' })
  dueBy?: string;

  @IsFilter(['NEWEST', 'DUE'], 'the newest first, or those first that are due first; NEWEST without it')
  order?: 'NEWEST' | 'DUE';

  @IsFlag('past its due date and not answered')
  overdue?: string;

  @IsFilter(
    OVERDUE_LEVELS,
    'whom its lateness has gone up to: COUNTY from the first day on, CITY and PROVINCE when it stays unanswered',
  )
  overdueLevel?: OverdueLevel;

  @IsFlag('waits for the coordinator: an answer to be looked at, or declined by its department')
  awaitsCoordinator?: string;

  @IsFlag('waits for the coordinator beyond his day')
  coordinatorOverdue?: string;
}

const LONGEST_REASON = 500;

/** Why a coordinator decides so; it stays in the log of the clue. */
export class ClueReasonDto {
  @ApiProperty({
    minLength: 2,
    maxLength: LONGEST_REASON,
    example: '证据不足，需再次入户核实',
    description: 'no number or name of a person',
  })
  @IsString()
  @Length(2, LONGEST_REASON)
  @KeptAsWritten()
  reason!: string;
}

export class DispatchClueDto extends ClueReasonDto {
  @ApiProperty({ enum: CLUE_DEPARTMENTS, example: 'eldercare' })
  @IsIn(CLUE_DEPARTMENTS)
  department!: (typeof CLUE_DEPARTMENTS)[number];

  @IsRegionCode({ description: 'whose office looks into it' })
  region!: string;
}

class ClueVisitDto {
  @ApiProperty({ format: 'date-time' })
  visitedAt!: string;

  @ApiProperty({ enum: ['HOME', 'DOCUMENT', 'PHONE', 'VIDEO'] })
  mode!: string;

  @ApiProperty({ example: 2 })
  workers!: number;

  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  evidenceSha256!: string;
}

/** What a department has answered; amounts are not for other offices. */
class ClueAnswerDto {
  @ApiProperty({ example: 1 })
  attempt!: number;

  @ApiProperty({ example: 'assistance' })
  department!: string;

  @ApiProperty({ example: 'CONFIRMED_STOP' })
  outcome!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: [ClueVisitDto] })
  visits!: ClueVisitDto[];

  @ApiProperty({ description: 'who decided is none of those who visited' })
  decidedByOther!: boolean;

  @ApiProperty({ nullable: true, type: 'string', example: 'KNOWN_AND_SETTLED' })
  reasonCode!: string | null;

  @ApiProperty({
    enum: ['ACCEPTED', 'SAMPLED', 'SENT_BACK', 'LEFT_TO_COORDINATOR', 'DECLINED', 'OUTDATED', 'KEPT'],
    description: 'what became of it',
  })
  verdict!: string;

  @ApiProperty({ type: [String], example: ['WORKERS_TOO_FEW'], description: 'why it did not suffice' })
  shortcomings!: string[];
}

class ExplanationDto {
  @ApiProperty({ example: '2025-07 起首次出现工资或社保缴费记录，此前 12 个月没有任何记录' })
  zh!: string;

  @ApiProperty({ example: 'first wage or contribution in 2025-07 after 12 months without any' })
  en!: string;
}

/** A hit in words; its amount is not for the department's office. */
class HitDto {
  @ApiProperty({ example: 'C3' })
  indicator!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'DIBAO' })
  programme!: string | null;

  @ApiProperty({ type: [String], example: ['2025-07'] })
  months!: string[];

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'the facts that it rests on; for coordinators',
  })
  factIds?: string[];

  @ApiProperty()
  explanation!: ExplanationDto;
}

export class ClueDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: STATES })
  state!: ClueState;

  @ApiProperty({ example: '510802001' })
  region!: string;

  @ApiProperty({ example: 'assistance' })
  department!: string;

  @ApiProperty({ enum: ['OVER', 'UNDER', 'CARE'] })
  direction!: string;

  @ApiProperty({ enum: SEVERITIES })
  severity!: string;

  @ApiProperty({ example: '2025-08-26', description: 'last day for the answer' })
  dueOn!: string;

  @ApiProperty({
    nullable: true,
    type: 'string',
    enum: OVERDUE_LEVELS,
    description: 'the highest office that its lateness has gone up to; null while it is in time, or answered',
  })
  overdueLevel!: OverdueLevel | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  householdId!: string | null;

  @ApiProperty()
  attempt!: number;

  @ApiProperty()
  revision!: number;

  @ApiProperty({ type: [HitDto] })
  hits!: HitDto[];

  @ApiProperty({ type: [ClueAnswerDto], description: 'as received, the first one first' })
  outcomes!: ClueAnswerDto[];

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'while it waits for the coordinator',
  })
  coordinatorDueOn!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    example: 'CONFIRMED_STOP',
    description: 'with what it was closed',
  })
  closingOutcome!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'through this day its hits are not raised again',
  })
  mutedUntilOn!: string | null;

  @ApiProperty({ example: 1 })
  version!: number;

  @ApiProperty({ type: [String], description: 'what the caller may not see', example: ['hits.amountFen'] })
  redacted!: string[];
}

export function toClueDto(
  clue: Clue,
  hits: readonly IndicatorHit[],
  outcomes: readonly ClueOutcomeRecord[],
  overdueLevel: OverdueLevel | null,
  withFacts: boolean,
): ClueDto {
  const { id, state, region, department, direction, severity, dueOn, householdId, attempt, revision } = clue;
  const { coordinatorDueOn, closingOutcome, mutedUntilOn, version } = clue;
  return {
    ...{ id, state, region, department, direction, severity, dueOn, householdId, attempt, revision },
    ...{ coordinatorDueOn, closingOutcome, mutedUntilOn, version, overdueLevel },
    hits: hits.map(({ indicator, personKey, programme, months, explanation, factIds }) => ({
      indicator,
      personKey,
      programme,
      months,
      explanation,
      ...(withFacts && { factIds: [...factIds] }),
    })),
    outcomes: outcomes.map((answer) => ({
      attempt: answer.attempt,
      department: answer.department,
      outcome: answer.outcome,
      recordedAt: answer.recordedAt.toISOString(),
      visits: answer.visits.map((visit) => ({ ...visit })),
      decidedByOther: answer.decidedByOther,
      reasonCode: answer.reasonCode,
      verdict: answer.verdict,
      shortcomings: [...answer.shortcomings],
    })),
    redacted: ['hits.amountFen', ...(withFacts ? [] : ['hits.factIds']), 'outcomes.amountFen'],
  };
}
