import {
  IsCivilDate,
  IsFen,
  IsFilter,
  IsInstant,
  IsMonth,
  IsPart,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import {
  CLUE_OUTCOMES,
  CLUE_VISIT_MODES,
  type ClueOutcomeName,
  type ClueVisitMode,
} from './clue-answer.rules.js';
import type { ClueTask } from './clue-task.entity.js';
import { CLUE_TASK_STATES, type ClueTaskState } from './clue-task.lifecycle.js';

const MAX_WORKERS = 5;

export class ClueTaskQuery extends ListQuery {
  @IsFilter(CLUE_TASK_STATES)
  state?: ClueTaskState;
}

export class AssignClueTaskDto {
  @ApiProperty({ type: [String], description: 'who looks into it', example: ['clerk-1', 'cadre-1'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WORKERS)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  userIds!: string[];
}

/** Modes of a record that is no visit of the department. */
const RECORD_MODES = CLUE_VISIT_MODES.filter((mode) => mode !== 'HOME');

/** A look at documents, a call or video (书面、电话、视频核查). */
export class ClueRecordDto {
  @IsInstant({ description: 'when it was' })
  visitedAt!: string;

  @ApiProperty({ enum: RECORD_MODES, example: 'DOCUMENT' })
  @IsIn(RECORD_MODES)
  mode!: ClueVisitMode;

  @ApiProperty({ type: [String], description: 'who did it', example: ['clerk-1', 'cadre-1'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WORKERS)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  workers!: string[];

  @ApiProperty({ description: 'SHA-256 of the signed record, hex', example: 'c'.repeat(64) })
  @Matches(/^[0-9a-f]{64}$/)
  evidenceSha256!: string;
}

export class AnswerClueTaskDto {
  @ApiProperty({ enum: CLUE_OUTCOMES, example: 'CONFIRMED_STOP' })
  @IsIn(CLUE_OUTCOMES)
  outcome!: ClueOutcomeName;

  @ApiPropertyOptional({ format: 'uuid', description: 'signed visit of the household' })
  @IsOptional()
  @IsUUID()
  visitId?: string;

  @IsPart(() => ClueRecordDto, {
    optional: true,
    description: 'instead of a visit, where the clue allows it',
  })
  record?: ClueRecordDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'ticket that took the need' })
  @IsOptional()
  @IsUUID()
  ticketId?: string;

  @ApiPropertyOptional({
    description: 'number of the case that came of it',
    example: '510802001001-20250612-000012',
  })
  @IsOptional()
  @Matches(/^[0-9A-Za-z-]{1,60}$/)
  @KeptAsWritten()
  caseRef?: string;

  @IsMonth({ optional: true, description: 'first month of the change' })
  effectiveMonth?: string;

  @IsFen({ optional: true, description: 'new monthly amount, or aid' })
  amountFen?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'referral, of REFERRED' })
  @IsOptional()
  @IsUUID()
  referralId?: string;

  @ApiPropertyOptional({ description: 'why, as a code', example: 'KNOWN_AND_SETTLED' })
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{1,59}$/)
  reasonCode?: string;

  @IsCivilDate({ optional: true, description: 'of NO_CHANGE: known and settled until then' })
  muteUntilOn?: string;
}

class ClueWorkDto {
  @ApiProperty({ example: 'review', description: 'review, ticket, visit or documents' })
  type!: string;

  @ApiPropertyOptional({ format: 'uuid' })
  id?: string;
}

class ClueVisitDto {
  @ApiProperty({ format: 'date-time' })
  visitedAt!: string;

  @ApiProperty({ enum: CLUE_VISIT_MODES })
  mode!: string;

  @ApiProperty({ type: [String] })
  workers!: readonly string[];

  @ApiPropertyOptional({ format: 'uuid' })
  visitId?: string;
}

export class ClueTaskDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  clueId!: string;

  @ApiProperty({ enum: CLUE_TASK_STATES })
  state!: string;

  @ApiProperty({ type: [String], example: ['C3'] })
  indicators!: string[];

  @ApiProperty({ enum: ['OVER', 'UNDER', 'CARE'] })
  direction!: string;

  @ApiProperty({ enum: ['RED', 'ORANGE', 'YELLOW', 'BLUE'] })
  severity!: string;

  @ApiProperty({ nullable: true, type: 'string', example: 'DIBAO' })
  programme!: string | null;

  @ApiProperty({ type: [String], format: 'uuid' })
  personKeys!: string[];

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  householdId!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid', description: 'running award concerned' })
  awardId!: string | null;

  @ApiProperty({ type: [String], example: ['2025-07'] })
  months!: string[];

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;

  @ApiProperty({ description: '1 when first sent, one more each time it is sent back', example: 1 })
  attempt!: number;

  @ApiProperty({ description: 'documents may stand in for a visit' })
  documentCheck!: boolean;

  @ApiProperty({ type: [String] })
  assignees!: string[];

  @ApiProperty({ type: [ClueWorkDto], description: 'what has to be done about it' })
  work!: readonly ClueWorkDto[];

  @ApiProperty({ type: [ClueVisitDto] })
  visits!: readonly ClueVisitDto[];

  @ApiProperty({ nullable: true, enum: CLUE_OUTCOMES, description: 'what was answered last' })
  outcome!: string | null;

  @ApiPropertyOptional({
    nullable: true,
    enum: CLUE_OUTCOMES,
    description: 'what fits what has come of the work so far; of one task only',
  })
  proposedOutcome?: string | null;

  @ApiProperty()
  version!: number;
}

export function toClueTaskDto(task: ClueTask): ClueTaskDto {
  const { id, clueId, state, indicators, direction, severity, programme, personKeys } = task;
  const { householdId, awardId, months, attempt, documentCheck, assignees, work, version } = task;
  return {
    ...{ id, clueId, state, indicators, direction, severity, programme, personKeys },
    ...{ householdId, awardId, months, attempt, documentCheck, assignees, work, version },
    visits: task.visits.map(({ visitedAt, mode, workers, visitId }) => ({
      ...{ visitedAt, mode, workers },
      ...(visitId === undefined ? {} : { visitId }),
    })),
    outcome: task.answer?.outcome ?? null,
    dueAt: task.dueAt.toISOString(),
  };
}
