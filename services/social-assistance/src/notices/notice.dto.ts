import { IsCivilDate, IsFen, KeptAsWritten } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import {
  NOTICE_KINDS,
  noticeLifecycle,
  type NoticeKind,
  type PublicNotice,
} from '@minzheng/casework/notices';

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
  @KeptAsWritten()
  reasons!: string;
}

export class PostNoticeDto {
  @ApiPropertyOptional({
    enum: ['PRELIMINARY', 'RESULT'],
    default: 'PRELIMINARY',
    description: 'what is proposed, or after the approval what was decided',
  })
  @IsOptional()
  @IsIn(['PRELIMINARY', 'RESULT'])
  kind?: 'PRELIMINARY' | 'RESULT';

  @ApiProperty({ example: '村务公开栏' })
  @IsString()
  @MinLength(2)
  @MaxLength(200)
  @KeptAsWritten()
  place!: string;

  @IsCivilDate()
  postedOn!: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the photo of the notice, hex' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  photo?: string;
}

const STATES = [...noticeLifecycle('assistance').states];

export class NoticeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: NOTICE_KINDS })
  kind!: NoticeKind;

  @ApiProperty({ format: 'date' })
  postedOn!: string;

  @ApiProperty({ format: 'date', description: 'last day, to its end' })
  endsOn!: string;

  @ApiProperty({ example: '村务公开栏' })
  place!: string;

  @ApiProperty({ enum: STATES })
  state!: string;
}

export class PostedNoticeDto extends NoticeDto {
  @ApiProperty({ description: 'of the case, for the next command on it', example: 8 })
  caseVersion!: number;
}

export function toNoticeDto({
  id,
  subjectId,
  kind,
  postedOn,
  endsOn,
  place,
  state,
}: PublicNotice): NoticeDto {
  return { id, caseId: subjectId, kind, postedOn, endsOn, place, state };
}
