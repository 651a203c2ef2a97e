import { IsFilter, IsPart, IsRegionCode, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { COMPLAINT_TARGETS, type Complaint, type ComplaintTarget } from './complaint.entity.js';
import { COMPLAINT_LIFECYCLE, type ComplaintState } from './complaint.lifecycle.js';

const STATES = [...COMPLAINT_LIFECYCLE.states];

class ComplaintTargetDto {
  @ApiProperty({ enum: COMPLAINT_TARGETS })
  @IsIn(COMPLAINT_TARGETS)
  kind!: ComplaintTarget;

  @ApiPropertyOptional({
    description: 'number of the case, as in a notice or letter',
    example: '510802-20250512-0001',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @KeptAsWritten()
  caseNo?: string;
}

export class ComplainDto {
  @IsRegionCode({ digits: [6, 12], description: 'where it is about; a county or smaller' })
  region!: string;

  @IsPart(() => ComplaintTargetDto, { description: 'what it is about' })
  target!: ComplaintTargetDto;

  @ApiProperty({ example: '公示的家庭成员中有人已在外地就业，收入未申报' })
  @IsString()
  @MinLength(5)
  @MaxLength(5_000)
  text!: string;

  @ApiPropertyOptional({ description: 'who names himself and a contact is answered', example: '张三' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ description: 'telephone or e-mail', example: '13900000000' })
  @IsOptional()
  @Matches(/^[0-9A-Za-z@._+() -]{5,100}$/)
  contact?: string;
}

export class ComplaintReceiptDto {
  @ApiProperty({ format: 'uuid', description: 'under which it is known' })
  receipt!: string;
}

export class ComplaintQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ComplaintState;
}

export class AnswerComplaintDto {
  @ApiProperty({ example: '经核查，该户收入已重新核定' })
  @IsString()
  @MinLength(2)
  @MaxLength(5_000)
  text!: string;
}

export class ComplaintDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({ enum: COMPLAINT_TARGETS })
  target!: string;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  caseId!: string | null;

  @ApiProperty({ description: 'its author is answered' })
  named!: boolean;

  @ApiProperty({ format: 'uuid', description: 'supervision item by which it is looked into' })
  itemId!: string;

  @ApiProperty({ format: 'date' })
  receivedOn!: string;

  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  answeredOn!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class ComplaintDetailDto extends ComplaintDto {
  @ApiProperty({ example: '公示的家庭成员中有人已在外地就业，收入未申报' })
  text!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '经核查，该户收入已重新核定' })
  answer!: string | null;
}

export function toComplaintDto(complaint: Complaint): ComplaintDto {
  const { id, region, target, caseId, named, itemId, receivedOn, answeredOn, state, version } = complaint;
  return { id, region, target, caseId, named, itemId, receivedOn, answeredOn, state, version };
}
