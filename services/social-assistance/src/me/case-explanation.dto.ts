import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsMonth } from '@minzheng/platform/http';
import { IsOptional } from 'class-validator';
import { ExplanationDto, ReasonDto } from '../applications/explanation.js';
import { BenefitOptionDto } from '../calculations/calculation.dto.js';

export class ExplanationQuery {
  @IsMonth({
    optional: true,
    description: 'first month that is told; eleven before the current one without it',
  })
  @IsOptional()
  from?: string;

  @IsMonth({
    optional: true,
    description: 'last month that is told, at most 36; eleven behind the current one without it',
  })
  @IsOptional()
  to?: string;
}

class PersonPartDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ description: 'of the base, fen', example: '19000' })
  baseFen!: string;

  @ApiProperty({ description: 'fen', example: '17700' })
  extraFen!: string;

  @ApiProperty({ type: [String], description: 'why the extra is due', example: ['SEVERE_DISABILITY'] })
  extraKinds!: string[];
}

class ExplainedMonthDto {
  @ApiProperty({ example: '2025-07' })
  month!: string;

  @ApiProperty({ description: 'what is due, fen; 0 while it is held', example: '86500' })
  dueFen!: string;

  @ApiProperty({ type: [PersonPartDto], description: 'of whom what is' })
  persons!: PersonPartDto[];

  @ApiProperty({ type: [ReasonDto] })
  reasons!: ReasonDto[];
}

class ExplainedAwardDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'DIBAO' })
  programme!: string;

  @ApiPropertyOptional({ example: 'HOUSEHOLD' })
  subtype?: string;

  @ApiProperty({ enum: ['PENDING_START', 'ACTIVE', 'HELD', 'GRADUAL_EXIT', 'CEASED'], example: 'ACTIVE' })
  state!: string;

  @ApiPropertyOptional({ format: 'date', description: 'by when it is reviewed next', example: '2025-12-31' })
  nextReviewDue?: string;

  @ApiPropertyOptional({ format: 'date', description: 'first day on which a recognition no longer holds' })
  validTo?: string;

  @ApiProperty({
    type: [ExplainedMonthDto],
    description: 'month by month; none of a recognition without cash',
  })
  months!: ExplainedMonthDto[];
}

class OfferDto {
  @ApiProperty({ example: 'TEMP_AID' })
  need!: string;

  @ApiProperty({ type: ReasonDto })
  reason!: ReasonDto;
}

/** Why a household gets what it gets, in which month, and what else was open (告知理由). */
export class CaseExplanationDto extends ExplanationDto {
  @ApiProperty({ example: '510802001001-20250512-000002' })
  caseNo!: string;

  @ApiProperty({ example: 'APPROVED' })
  state!: string;

  @ApiProperty({ type: [BenefitOptionDto], description: 'what was open too, and was not proposed' })
  alternatives!: BenefitOptionDto[];

  @ApiPropertyOptional({ type: BenefitOptionDto, description: 'what was proposed, with its extras' })
  proposed?: BenefitOptionDto;

  @ApiProperty({ type: [OfferDto], description: 'of a rejection: what is offered instead' })
  offers!: OfferDto[];

  @ApiProperty({ type: [ExplainedAwardDto] })
  awards!: ExplainedAwardDto[];
}
