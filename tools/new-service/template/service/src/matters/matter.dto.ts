import type { CivilDate } from '@minzheng/kernel/months';
import { IsFilter, IsRegionCode, ListQuery } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Matter } from './matter.entity.js';
import { MATTER_LIFECYCLE, type MatterState } from './matter.lifecycle.js';
import {
  MATTER_KINDS,
  MATTER_OUTCOMES,
  PUNCTUALITIES,
  punctualityOf,
  type MatterKind,
  type MatterOutcome,
} from './matter.rules.js';

const STATES = [...MATTER_LIFECYCLE.states];

export class OpenMatterDto {
  @IsRegionCode({ description: 'that is responsible for it' })
  region!: string;

  @ApiProperty({ enum: MATTER_KINDS, example: 'ENQUIRY' })
  @IsIn(MATTER_KINDS)
  kind!: MatterKind;
}

export class SettleMatterDto {
  @ApiProperty({
    enum: MATTER_OUTCOMES,
    example: 'ANSWERED',
    description: 'an enquiry is answered, a request is granted or declined',
  })
  @IsIn(MATTER_OUTCOMES)
  outcome!: MatterOutcome;
}

export class MatterQuery extends ListQuery {
  @IsFilter(STATES)
  state?: MatterState;

  @IsFilter(MATTER_KINDS)
  kind?: MatterKind;
}

export class MatterDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ enum: MATTER_KINDS })
  kind!: string;

  @ApiProperty({ format: 'date', example: '2025-05-12' })
  openedOn!: string;

  @ApiProperty({ format: 'date', description: 'by when it is to be settled', example: '2025-05-19' })
  dueOn!: string;

  @ApiProperty({ enum: PUNCTUALITIES, description: 'how it stands to that day today' })
  punctuality!: string;

  @ApiProperty({ type: 'string', enum: MATTER_OUTCOMES, nullable: true })
  outcome!: string | null;

  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  settledOn!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export function toMatterDto(matter: Matter, today: CivilDate): MatterDto {
  const { id, region, kind, openedOn, dueOn, outcome, settledOn, state, version } = matter;
  const punctuality = punctualityOf(matter, today);
  return { id, region, kind, openedOn, dueOn, punctuality, outcome, settledOn, state, version };
}
