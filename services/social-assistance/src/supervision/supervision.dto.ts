import { IsFilter, IsMasked, ListQuery, type PersonalText } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import {
  FINDINGS,
  SUPERVISION_KINDS,
  type SupervisionFinding,
  type SupervisionItem,
  type SupervisionKind,
} from './supervision-item.entity.js';
import { SUPERVISION_LIFECYCLE, type SupervisionState } from './supervision-item.lifecycle.js';

const STATES = [...SUPERVISION_LIFECYCLE.states];

export class SupervisionQuery extends ListQuery {
  @IsFilter(SUPERVISION_KINDS)
  kind?: SupervisionKind;

  @IsFilter(STATES)
  state?: SupervisionState;
}

export class CheckItemDto {
  @ApiProperty({ enum: FINDINGS })
  @IsIn(FINDINGS)
  finding!: SupervisionFinding;

  @ApiProperty({ description: 'what was found', example: '入户核实，申报情况属实' })
  @IsString()
  @MinLength(2)
  @MaxLength(2_000)
  text!: string;
}

class FlaggedSubjectDto {
  @ApiProperty({ example: 'case' })
  type!: string;

  @ApiProperty({ format: 'uuid' })
  id!: string;
}

export class ComplainantDto {
  @IsMasked('张*', undefined, { nullable: true })
  name!: PersonalText | null;

  @IsMasked('1**********', undefined, { nullable: true })
  contact!: PersonalText | null;
}

export class SupervisionItemDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({ enum: SUPERVISION_KINDS })
  kind!: string;

  @ApiProperty({ type: FlaggedSubjectDto })
  subject!: FlaggedSubjectDto;

  @ApiProperty({ description: 'a code', example: 'caseDecision' })
  reason!: string;

  @ApiProperty({ format: 'date' })
  flaggedOn!: string;

  @ApiProperty({ enum: FINDINGS, nullable: true, type: 'string' })
  finding!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  checkedBy!: string | null;

  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  checkedOn!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class SupervisionDetailDto extends SupervisionItemDto {
  @ApiProperty({ type: 'string', nullable: true, example: '入户核实，申报情况属实' })
  findingText!: string | null;

  @ApiProperty({
    type: ComplainantDto,
    nullable: true,
    description: 'who has complained, if the item comes of it',
  })
  reporter!: ComplainantDto | null;
}

export function toItemDto(item: SupervisionItem): SupervisionItemDto {
  const { id, region, kind, subjectType, subjectId, reason, flaggedOn, finding, checkedBy, checkedOn } = item;
  const { state, version } = item;
  return {
    ...{ id, region, kind, subject: { type: subjectType, id: subjectId }, reason, flaggedOn },
    ...{ finding, checkedBy, checkedOn, state, version },
  };
}
