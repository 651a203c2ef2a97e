import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROGRAMMES } from './application.entity.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';

const STATES = [...CASE_LIFECYCLE.states];

class RefusalDto {
  @ApiProperty({ description: 'name of the problem', example: 'consent-missing' })
  problem!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'whom it concerns, if the reader may know' })
  personKey?: string;
}

class VerificationReportDto {
  @ApiProperty({ format: 'uuid', nullable: true, type: 'string', description: 'none where it was refused' })
  reportId!: string | null;

  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty()
  sequence!: number;

  @ApiProperty({ enum: ['COMPLETE', 'PARTIAL', 'REFUSED'] })
  result!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  validTo!: string | null;

  @ApiProperty({ type: [RefusalDto], description: 'why verification refused' })
  refusals!: RefusalDto[];
}

export class CaseDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802001001-20250512-000002' })
  caseNo!: string;

  @ApiProperty({ description: 'as the case was opened', example: '510802104' })
  region!: string;

  @ApiProperty({
    description: 'what stands for that region today: its office is responsible',
    example: '510802103',
  })
  currentRegion!: string;

  @ApiProperty({ format: 'uuid' })
  householdId!: string;

  @ApiProperty({ enum: PROGRAMMES })
  programme!: string;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ description: 'the township decides' })
  delegated!: boolean;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  acceptedOn!: string | null;

  @ApiProperty({
    nullable: true,
    type: 'string',
    format: 'date',
    description: 'decided by the end of this day',
  })
  dueOn!: string | null;

  @ApiProperty()
  version!: number;

  @ApiProperty({ type: [String], description: 'papers that the applicant was asked for' })
  missingPapers!: string[];

  @ApiProperty({ type: [String], description: 'why the decider sent the case back' })
  defects!: string[];

  @ApiProperty({ type: [String], description: 'why it may take longer', example: ['SPLIT_HUKOU'] })
  specialReasons!: string[];

  @ApiProperty({ description: 'a relative of an official: the county visits, and two people decide' })
  relativeFlag!: boolean;

  @ApiProperty({ nullable: true, type: 'string', format: 'date', description: 'last day for the papers' })
  correctionDueOn!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date', description: 'last day for evidence' })
  evidenceDueOn!: string | null;

  @ApiPropertyOptional({
    description: 'why the report stopped the case: kinds that differ, by how much, or over the limits',
    type: 'object',
    additionalProperties: true,
  })
  dispute?: object;

  @ApiProperty({
    type: [String],
    description: 'SHA-256 of what the applicant has brought against it, hex; empty while nothing was',
  })
  disputeEvidence!: string[];

  @ApiPropertyOptional({ description: 'why and from when', type: 'object', additionalProperties: true })
  revocation?: object;

  @ApiPropertyOptional({
    description: 'class, amounts and reasons',
    type: 'object',
    additionalProperties: true,
  })
  assessment?: object;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  decision?: object;

  @ApiPropertyOptional({
    description: 'decisions that an appeal has upset, the first one first',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  earlierDecisions?: object[];

  @ApiPropertyOptional({ description: 'the latest verification report', type: VerificationReportDto })
  report?: VerificationReportDto;
}

export class RequestedDto {
  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;

  @ApiProperty({ description: 'of the case' })
  version!: number;
}

export class DecidedDto {
  @ApiProperty({ enum: ['APPROVED', 'REJECTED'] })
  outcome!: string;

  @ApiPropertyOptional({ description: 'nothing is decided yet: a second person has to repeat the call' })
  awaitsSecond?: boolean;

  @ApiPropertyOptional({ format: 'uuid' })
  awardId?: string;

  @ApiPropertyOptional({ example: '86500' })
  monthlyFen?: string;

  @ApiPropertyOptional({ example: '2025-07' })
  effectiveMonth?: string;

  @ApiProperty({ description: 'of the case' })
  version!: number;
}

export class RevokedDto {
  @ApiProperty({ enum: [...STATES] })
  state!: string;

  @ApiPropertyOptional({ description: 'nothing is revoked yet: a second person has to repeat the call' })
  awaitsSecond?: boolean;

  @ApiProperty({ description: 'of the case' })
  version!: number;
}
