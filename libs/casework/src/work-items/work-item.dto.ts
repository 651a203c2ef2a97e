import { IsFilter, IsFlag, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { WORK_ITEM_STATES, type WorkItem, type WorkItemState } from './work-item.entity.js';
import type { WorkLine } from './work-table.js';

export class WorkItemQuery extends ListQuery {
  @IsFilter(WORK_ITEM_STATES, 'default: OPEN')
  state?: WorkItemState;

  @IsFlag('past its limit')
  overdue?: string;

  @IsFlag('past four fifths of its time, and not yet past its limit')
  amber?: string;

  @ApiPropertyOptional({ example: 'caseAcceptance' })
  @IsOptional()
  @Matches(/^[a-z][A-Za-z]{1,60}$/)
  kind?: string;

  @ApiPropertyOptional({ description: 'subject of the token of who is to do it', example: 'clerk-wang' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  assignee?: string;
}

export class AssignWorkItemDto {
  @ApiProperty({ description: 'subject of the token of who is to do it', example: 'clerk-wang' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  userId!: string;
}

class WorkTitleDto {
  @ApiProperty({ example: '受理申请' })
  zh!: string;

  @ApiProperty({ example: 'Accept the application' })
  en!: string;
}

class WorkSubjectDto {
  @ApiProperty({ example: 'case' })
  type!: string;

  @ApiProperty({ format: 'uuid' })
  id!: string;
}

class WorkCommandDto {
  @ApiProperty({ example: 'POST' })
  method!: string;

  @ApiProperty({ example: '/v1/cases/0198a000-0000-7000-8000-000000000000/accept' })
  path!: string;
}

export class WorkItemDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'caseAcceptance' })
  kind!: string;

  @ApiProperty({ type: WorkTitleDto })
  title!: WorkTitleDto;

  @ApiProperty({ type: WorkSubjectDto, description: 'what it is about' })
  subject!: WorkSubjectDto;

  @ApiProperty({ description: 'of the office that has to do it', example: '510802001' })
  region!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'the office above, since it is overdue' })
  climbedTo!: string | null;

  @ApiProperty({ description: 'who holds it may do it', example: 'assistance:cases:write' })
  scope!: string;

  @ApiProperty({ type: WorkCommandDto, description: 'what settles it' })
  command!: WorkCommandDto;

  @ApiProperty({ type: 'string', nullable: true, example: 'clerk-wang' })
  assignee!: string | null;

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'the first instant that is late' })
  dueAt!: string;

  @ApiProperty()
  amber!: boolean;

  @ApiProperty()
  overdue!: boolean;

  @ApiProperty({ enum: WORK_ITEM_STATES })
  state!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  settledAt!: string | null;

  @ApiProperty({ example: 1 })
  version!: number;
}

/** @param now - by the business clock; a settled item stands as it was when it was settled */
export function toWorkItemDto(item: WorkItem, line: WorkLine, now: Date): WorkItemDto {
  const { id, kind, region, climbedTo, assignee, state, version, subjectType, subjectId, targetId } = item;
  const { openedAt, amberAt, dueAt, settledAt } = item;
  const [method = '', path = ''] = line.command.split(' ');
  const seen = settledAt ?? now;
  return {
    ...{ id, kind, region, climbedTo, assignee, state, version },
    title: { ...line.title },
    subject: { type: subjectType, id: subjectId },
    scope: line.scope,
    command: { method, path: path.replace('{id}', targetId ?? subjectId) },
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    amber: seen >= amberAt && seen < dueAt,
    overdue: seen >= dueAt,
    settledAt: settledAt?.toISOString() ?? null,
  };
}
