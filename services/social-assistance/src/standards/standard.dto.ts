import type { HukouType } from '@minzheng/kernel/means-test';
import {
  IsFen,
  IsFilter,
  IsMonth,
  IsPart,
  IsPositiveFen,
  IsRegionCode,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import type { StandardSet } from './standard-set.entity.js';
import { STANDARD_METHODS } from './standard-set.entity.js';
import { STANDARD_LIFECYCLE, type StandardState } from './standard-set.lifecycle.js';
import { StatedReasonDto } from './stated-reason.dto.js';

const HUKOU_TYPES: readonly HukouType[] = ['URBAN', 'RURAL'];
const DOCUMENT_NUMBER_LENGTH = 100;

export class StandardQuery extends ListQuery {
  @IsFilter(STANDARD_LIFECYCLE.states)
  state?: StandardState;

  @IsFilter(HUKOU_TYPES)
  hukouType?: HukouType;
}

/** What else the region's method reads. */
export class StandardInputsDto {
  @IsPositiveFen({
    optional: true,
    description: 'last year’s consumption a head in fen; needed where the method is CONSUMPTION_RATIO',
  })
  consumptionAnnualFen?: string | null;
}

export class DraftStandardDto {
  @IsRegionCode({ description: 'region in which it holds, within that of the drafter' })
  region!: string;

  @ApiProperty({ enum: HUKOU_TYPES })
  @IsIn(HUKOU_TYPES)
  hukouType!: HukouType;

  @ApiProperty({ pattern: '^[1-9][0-9]{0,10}00$' })
  @IsFen({ description: 'a person and month; whole yuan' })
  @Matches(/^[1-9]\d{0,10}00$/)
  monthlyFen!: string;

  @IsMonth({ description: 'first month; at most 12 months ago' })
  effectiveMonth!: string;

  @IsPart(() => StandardInputsDto, { optional: true })
  inputs?: StandardInputsDto | null;

  @ApiProperty({
    description: 'number of the document that approves it',
    example: '广府规〔2025〕12号',
    maxLength: DOCUMENT_NUMBER_LENGTH,
  })
  @IsString()
  @MaxLength(DOCUMENT_NUMBER_LENGTH)
  @Matches(/\S/)
  @KeptAsWritten()
  docNo!: string;
}

class StandardProposalDto {
  @ApiProperty({ example: 'officer-1' })
  checkedBy!: string;

  @ApiProperty({ format: 'date', example: '2025-11-20' })
  checkedOn!: string;

  @ApiProperty({ enum: STANDARD_METHODS })
  method!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'standard in force before, in fen a month',
    example: '59000',
  })
  previousFen!: string | null;

  @ApiProperty({ description: 'in fen a year', example: '640000' })
  povertyLineAnnualFen!: string;

  @ApiProperty({ description: 'in fen a month; 0 for none', example: '0' })
  provincialMinimumFen!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'what the rule gives, in fen a month; null where it has nothing to start from',
    example: '64900',
  })
  proposedFen!: string | null;

  @ApiProperty({ type: [StatedReasonDto] })
  reasons!: StatedReasonDto[];
}

/** A minimum living standard (低保标准). */
export class StandardDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '5108' })
  region!: string;

  @ApiProperty({ enum: HUKOU_TYPES })
  hukouType!: string;

  @ApiProperty({ example: '64900' })
  monthlyFen!: string;

  @ApiProperty({ example: '2025-10' })
  effectiveMonth!: string;

  @ApiProperty({ type: StandardInputsDto })
  inputs!: StandardInputsDto;

  @ApiProperty({ example: '广府规〔2025〕12号' })
  docNo!: string;

  @ApiProperty({ enum: [...STANDARD_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({
    type: StandardProposalDto,
    nullable: true,
    description: 'what the check found; null before it',
  })
  proposal!: StandardProposalDto | null;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'the policy row that holds the number',
  })
  policyRowId!: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'computes the awards again' })
  jobId!: string | null;

  @ApiProperty({ example: 'officer-1' })
  draftedBy!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'officer-2' })
  publishedBy!: string | null;

  @ApiProperty({ type: 'integer' })
  version!: number;
}

/** What the command to publish answers: the awards are computed again in the background. */
export class PublishedStandardDto extends StandardDto {
  @ApiProperty({ format: 'uuid', description: 'asked about by GET /v1/jobs/{id}' })
  declare jobId: string;
}

export function toStandardDto(set: StandardSet): StandardDto {
  const { id, region, hukouType, effectiveMonth, state, jobId, publishedBy, version, proposal } = set;
  return {
    ...{ id, region, hukouType, effectiveMonth, state, jobId, publishedBy, version },
    monthlyFen: set.monthlyFen.toString(),
    inputs: { consumptionAnnualFen: set.consumptionAnnualFen?.toString() ?? null },
    docNo: set.approvalDocNo,
    proposal: proposal && { ...proposal, reasons: [...proposal.reasons] },
    policyRowId: set.policyRowIds[0] ?? null,
    draftedBy: set.createdBy,
  };
}
