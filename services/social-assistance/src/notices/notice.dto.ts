import { IsCivilDate, IsFen } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { PublicNotice } from './notice.entity.js';
import { NOTICE_LIFECYCLE } from './notice.lifecycle.js';

export class GiveOpinionDto {
  @ApiProperty({ enum: ['SUPPORT', 'REJECT'] })
  @IsIn(['SUPPORT', 'REJECT'])
  opinion!: 'SUPPORT' | 'REJECT';

  @IsFen({ description: 'proposed a month' })
  proposedFen!: string;

  @ApiProperty({ example: '家庭人均收入低于低保标准' })
  @IsString()
  @MinLength(2)
  @MaxLength(2_000)
  reasons!: string;
}

export class PostNoticeDto {
  @ApiProperty({ example: '村务公开栏' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  place!: string;

  @IsCivilDate()
  postedOn!: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the photo of the notice, hex' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  photo?: string;
}

export class NoticeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ format: 'date' })
  postedOn!: string;

  @ApiProperty({ format: 'date', description: 'last day, to its end' })
  endsOn!: string;

  @ApiProperty({ example: '村务公开栏' })
  place!: string;

  @ApiProperty({ enum: [...NOTICE_LIFECYCLE.states] })
  state!: string;
}

export class PostedNoticeDto extends NoticeDto {
  @ApiProperty({ description: 'of the case, for the next command on it', example: 8 })
  caseVersion!: number;
}

export function toNoticeDto({ id, caseId, postedOn, endsOn, place, state }: PublicNotice): NoticeDto {
  return { id, caseId, postedOn, endsOn, place, state };
}
