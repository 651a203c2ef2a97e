import { IsCivilDate, IsFen } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

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

  @ApiProperty({ enum: ['POSTED', 'CLEAN'] })
  state!: string;

  @ApiProperty({ description: 'of the case, for the next command on it' })
  caseVersion!: number;
}
