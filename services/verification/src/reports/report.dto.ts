import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@minzheng/platform/http';
import { IsString, MaxLength } from 'class-validator';

export class ReportQuery extends PageQuery {
  @ApiProperty({ description: 'the requester’s case' })
  @IsString()
  @MaxLength(200)
  caseRef!: string;
}

/** A report as far as the reader’s scopes go; what is left out is named in `redacted`. */
export class ReportDto {
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

  @ApiProperty({ enum: ['ISSUED', 'SUPERSEDED', 'EXPIRED'] })
  state!: string;

  @ApiProperty({ enum: ['COMPLETE', 'PARTIAL'] })
  result!: string;

  @ApiProperty({ format: 'date-time' })
  issuedAt!: string;

  @ApiProperty({ format: 'date' })
  validTo!: string;

  @ApiPropertyOptional({ type: 'array', items: { type: 'object' } })
  conclusions?: unknown;

  @ApiPropertyOptional({ type: 'array', items: { type: 'string' } })
  redacted?: string[];
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
