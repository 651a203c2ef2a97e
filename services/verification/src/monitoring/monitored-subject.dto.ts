import { IsFilter, ListQuery } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { CATEGORIES, type Category } from '../indicators/categories.rules.js';
import type { MonitoredSubject } from './monitored-subject.entity.js';
import { MONITORED_SUBJECT_LIFECYCLE, type MonitoredState } from './monitored-subject.lifecycle.js';

const STATES = [...MONITORED_SUBJECT_LIFECYCLE.states];

export class MonitoredSubjectQuery extends ListQuery {
  @IsFilter(CATEGORIES, 'which is open')
  category?: Category;

  @IsFilter(STATES)
  state?: MonitoredState;
}

export class CategoryPeriodDto {
  @ApiProperty({ enum: CATEGORIES, example: 'dibao' })
  category!: Category;

  @ApiProperty({ format: 'date', example: '2025-06-01' })
  from!: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    example: null,
    description: 'first day on which no longer; null while no end is known',
  })
  to!: string | null;
}

class SourcedPeriodDto extends CategoryPeriodDto {
  @ApiProperty({ example: 'assistance', description: 'who told the fact by which it opened' })
  source!: string;
}

export class MonitoredSubjectDto {
  @ApiProperty({ format: 'uuid', example: '0198a000-fa92-76bb-8db9-aa6478e2a419' })
  id!: string;

  @ApiProperty({ enum: STATES, example: 'MONITORED' })
  state!: MonitoredState;

  @ApiProperty({ format: 'uuid', example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' })
  personKey!: string;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: null })
  householdId!: string | null;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({
    type: [SourcedPeriodDto],
    description: 'open, to come, or ended since the person was last in one',
  })
  categories!: SourcedPeriodDto[];

  @ApiProperty({ format: 'date', example: '2025-06-01' })
  enteredOn!: string;

  @ApiProperty({ type: 'string', format: 'date', nullable: true, example: null })
  leftOn!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'last report, or last outcome of a clue that was accepted',
  })
  lastCheckedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date', nullable: true, example: '2026-06-01' })
  nextReviewOn!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: '-4611686018427387904',
    description: 'of what the household stood on when a run evaluated it last',
  })
  statusFingerprint!: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;
}

export function toMonitoredSubjectDto(
  subject: MonitoredSubject,
  statusFingerprint: string | null,
): MonitoredSubjectDto {
  const { id, state, personKey, householdId, region, enteredOn, leftOn, nextReviewOn, version } = subject;
  return {
    ...{
      id,
      state,
      personKey,
      householdId,
      region,
      enteredOn,
      leftOn,
      nextReviewOn,
      statusFingerprint,
      version,
    },
    categories: subject.periods.map(({ category, from, to = null, source }) => ({
      category,
      from,
      to,
      source,
    })),
    lastCheckedAt: subject.lastCheckedAt?.toISOString() ?? null,
  };
}
