import { IsCivilDate, IsFilter, IsRegionCode, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { CONFERENCE_LIFECYCLE, type ConferenceState } from './case-conference.lifecycle.js';

const STATES = [...CONFERENCE_LIFECYCLE.states];
const SHA256 = /^[0-9a-f]{64}$/;

export class HoldConferenceDto {
  @IsRegionCode({ description: 'of the coordination mechanism' })
  region!: string;

  @IsCivilDate()
  heldOn!: string;

  @ApiProperty({
    type: [String],
    description: 'codes of those who took part, at least three',
    example: ['MCA', 'HOU', 'NHSA'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @Matches(/^[A-Z][A-Z_]{1,20}$/, { each: true })
  departments!: string[];

  @ApiProperty({ example: '由住房部门优先安排公租房，民政部门给予临时救助' })
  @IsString()
  @MinLength(5)
  @MaxLength(5_000)
  resolution!: string;

  @ApiProperty({ description: 'SHA-256 of the minutes, hex', example: 'b'.repeat(64) })
  @Matches(SHA256)
  minutesSha256!: string;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'cases, tickets and referrals that were resolved on',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  targetIds!: string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'conference whose resolution no longer stands' })
  @IsOptional()
  @IsUUID('all')
  supersedes?: string;
}

export class ConferenceQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ConferenceState;
}

export class ConferenceDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ format: 'date' })
  heldOn!: string;

  @ApiProperty({ type: [String], example: ['MCA', 'HOU', 'NHSA'] })
  departments!: string[];

  @ApiProperty({ example: '由住房部门优先安排公租房，民政部门给予临时救助' })
  resolution!: string;

  @ApiProperty({ example: 'b'.repeat(64) })
  minutesSha256!: string;

  @ApiProperty({ type: [String], format: 'uuid' })
  targetIds!: string[];

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  supersededBy!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}
