import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { REVOCATION_REASONS, type RevocationReason } from './report-standing.entity.js';
import { REPORT_LIFECYCLE } from './report.lifecycle.js';
import {
  ComparisonDto,
  ComputationStepDto,
  ConclusionDto,
  DiscrepancyDto,
  InclusionDto,
  PatternDto,
  PersonFiguresDto,
  SourceConflictDto,
  SourceGapDto,
  SourceStandingDto,
  TotalsDto,
} from './report-parts.dto.js';

export class ReportQuery extends ListQuery {
  @ApiProperty({ description: 'the requester’s case' })
  @IsString()
  @MaxLength(200)
  @KeptAsWritten()
  caseRef!: string;
}

/** What a list shows of a report. */
export class VerificationReportSummaryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '51-20250718-000123' })
  number!: string;

  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty()
  sequence!: number;

  @ApiProperty()
  caseRef!: string;

  @ApiProperty()
  region!: string;

  @ApiProperty({ enum: [...REPORT_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ description: 'of its state: the report itself never changes' })
  version!: number;

  @ApiProperty({ enum: ['COMPLETE', 'PARTIAL'] })
  result!: string;

  @ApiProperty({ format: 'date-time' })
  issuedAt!: string;

  @ApiProperty({ format: 'date' })
  validTo!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'the report that it replaces' })
  supersedes?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'the report that replaces it' })
  supersededBy?: string;
}

/** A report as far as the reader’s scopes go; what is left out is named in `redacted`. */
export class VerificationReportDto extends VerificationReportSummaryDto {
  @ApiProperty({ type: [String], example: ['DIBAO'] })
  purposes!: string[];

  @ApiProperty({ format: 'date-time', description: 'when the facts are true' })
  validAt!: string;

  @ApiProperty({ format: 'date-time', description: 'what was known then, to the microsecond' })
  knownAt!: string;

  @ApiProperty({ type: [ConclusionDto] })
  conclusions!: ConclusionDto[];

  @ApiPropertyOptional({ enum: ['BELOW_HALF', 'BELOW_STANDARD', 'BELOW_EDGE', 'ABOVE'] })
  incomeBand?: string;

  @ApiProperty({ type: [SourceStandingDto] })
  sources!: SourceStandingDto[];

  @ApiProperty({ type: [SourceGapDto] })
  gaps!: SourceGapDto[];

  @ApiPropertyOptional({ type: [PersonFiguresDto], description: 'needs items:read, as what follows' })
  members?: PersonFiguresDto[];

  @ApiPropertyOptional({ type: [InclusionDto] })
  inclusion?: InclusionDto[];

  @ApiPropertyOptional({ type: [ComparisonDto] })
  comparison?: ComparisonDto[];

  @ApiPropertyOptional({ type: [DiscrepancyDto] })
  discrepancies?: DiscrepancyDto[];

  @ApiPropertyOptional({ type: [SourceConflictDto] })
  sourceConflicts?: SourceConflictDto[];

  @ApiPropertyOptional({ type: [PatternDto], description: 'what a person has to look at' })
  patterns?: PatternDto[];

  @ApiPropertyOptional({
    type: TotalsDto,
    description: 'absent when nobody counts, or no purpose has a means test',
  })
  totals?: TotalsDto;

  @ApiPropertyOptional({ type: [ComputationStepDto], description: 'needs finances:read' })
  computation?: ComputationStepDto[];

  @ApiProperty({ type: [String], description: 'ids of the policy rows that were used' })
  policyVersions!: string[];

  @ApiProperty({ description: 'SHA-256 of the canonical body, hex' })
  bodySha256!: string;

  @ApiProperty({ type: [String], description: 'what the scopes do not open' })
  redacted!: string[];
}

/** Why a report is revoked; both persons give the same reasonCode. */
export class RevokeReportDto {
  @ApiProperty({ enum: [...REVOCATION_REASONS] })
  @IsIn(REVOCATION_REASONS)
  reasonCode!: RevocationReason;

  @ApiProperty({ maxLength: 500, example: '核对时把同名的他人当作申请人' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @KeptAsWritten()
  reason!: string;
}

/** Where the revocation of a report stands. */
export class RevocationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: [...REPORT_LIFECYCLE.states], description: 'ISSUED: another person has to agree' })
  state!: string;

  @ApiProperty({ enum: [...REVOCATION_REASONS] })
  reasonCode!: string;

  @ApiProperty()
  version!: number;
}

/** What proves a report. */
export class ReportProofDto {
  @ApiProperty()
  number!: string;

  @ApiPropertyOptional({ description: 'the canonical body (RFC 8785); needs finances:read' })
  body?: string;

  @ApiProperty({ description: 'SHA-256 of the body, hex' })
  digest!: string;

  @ApiProperty({ description: 'detached JWS (RFC 7515, appendix F) over the body' })
  signature!: string;

  @ApiProperty({
    description: 'public key of the province, as JWK',
    type: 'object',
    additionalProperties: true,
  })
  publicKey!: object;

  @ApiPropertyOptional({
    description:
      'PEM: the certificate of that key, which the signature names (x5t#S256), and those behind it',
  })
  certificate?: string;

  @ApiProperty({ type: 'array', items: { type: 'string' } })
  redacted!: string[];
}

export class ReplayDto {
  @ApiProperty({ description: 'SHA-256 of the body that was computed again, hex' })
  digest!: string;

  @ApiProperty()
  equal!: boolean;

  @ApiPropertyOptional({ description: 'path of the first place that differs' })
  firstDifference?: string;
}
