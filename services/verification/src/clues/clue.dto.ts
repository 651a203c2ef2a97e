import { IsFilter, IsFlag, ListQuery } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import type { Severity } from '../indicators/indicator.js';
import type { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE, type ClueState } from './clue.lifecycle.js';
import type { IndicatorHit } from './indicator-hit.entity.js';

const STATES = [...CLUE_LIFECYCLE.states];
const SEVERITIES = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

export class ClueQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ClueState;

  @IsFilter(SEVERITIES)
  severity?: Severity;

  @IsFlag('past its due date and not answered')
  overdue?: string;
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

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  householdId!: string | null;

  @ApiProperty()
  attempt!: number;

  @ApiProperty()
  revision!: number;

  @ApiProperty({ type: [HitDto] })
  hits!: HitDto[];

  @ApiProperty({ type: [String], description: 'what the caller may not see', example: ['hits.amountFen'] })
  redacted!: string[];
}

export function toClueDto(clue: Clue, hits: readonly IndicatorHit[]): ClueDto {
  const { id, state, region, department, direction, severity, dueOn, householdId, attempt, revision } = clue;
  return {
    ...{ id, state, region, department, direction, severity, dueOn, householdId, attempt, revision },
    hits: hits.map(({ indicator, personKey, programme, months, explanation }) => ({
      indicator,
      personKey,
      programme,
      months,
      explanation,
    })),
    redacted: ['hits.amountFen'],
  };
}
