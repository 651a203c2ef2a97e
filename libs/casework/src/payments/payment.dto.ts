import {
  IsFilter,
  IsMonth,
  IsPart,
  IsRegionCode,
  KeptAsWritten,
  ListQuery,
  PageQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  Matches,
} from 'class-validator';
import { RETURN_CODES } from './bank-file.rules.js';
import { COMPONENTS, type Component, type PaymentLine } from './payment-line.entity.js';
import { paymentLineLifecycle, type PaymentLineState } from './payment-line.lifecycle.js';
import type { PayrollRun } from './payroll-run.entity.js';
import { payrollRunLifecycle, type PayrollRunState } from './payroll-run.lifecycle.js';

const EXAMPLE_ID = '0197c000-fa92-76bb-8db9-aa6478e2a419';
const EXAMPLE_PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const EXAMPLE_SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const MAX_SEQ = 999;

// states are the same whatever the department is called
const RUN_STATES = payrollRunLifecycle('any').states;
const LINE_STATES = paymentLineLifecycle('any').states;

export class OpenPayrollRunDto {
  @IsRegionCode({ digits: [6, 6], description: 'county: 6 digits' })
  countyCode!: string;

  @ApiProperty({ example: 'DIBAO', description: 'a programme that the department pays in cash' })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  programme!: string;

  @IsMonth()
  month!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MAX_SEQ,
    example: 0,
    description: '0 is the main run, 1 and on are supplementary',
  })
  @IsInt()
  @Min(0)
  @Max(MAX_SEQ)
  seq!: number;
}

export class CancelRunDto {
  @ApiProperty({ example: '名单有误，重新生成' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @KeptAsWritten()
  reason!: string;
}

export class WriteBackDto {
  @ApiProperty({ example: '待遇已终止，无继承人' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @KeptAsWritten()
  reason!: string;
}

export class AccountDto {
  @ApiProperty({
    format: 'id-number',
    description: 'ID number of the holder: a member, or a custodian with an agreement on file',
    example: '51080219850214901X',
  })
  @IsString()
  @MaxLength(40)
  holderIdNumber!: string;

  @ApiProperty({ example: '103' })
  @Matches(/^[0-9A-Za-z]{1,20}$/)
  bankCode!: string;

  @ApiProperty({ description: 'stored encrypted', example: '6228480000000000026' })
  @Matches(/^[0-9]{8,32}$/)
  account!: string;
}

export class ReissueDto {
  @IsPart(() => AccountDto)
  payee!: AccountDto;
}

export class PayrollRunQuery extends ListQuery {
  @IsFilter(RUN_STATES)
  state?: PayrollRunState;

  @ApiPropertyOptional({ example: 'DIBAO' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  programme?: string;

  @IsMonth({ optional: true })
  month?: string;
}

export class PayrollRunDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ example: '510802' })
  countyCode!: string;

  @ApiProperty({ example: 'DIBAO' })
  programme!: string;

  @ApiProperty({ example: '2025-07' })
  month!: string;

  @ApiProperty({ type: 'integer', example: 0 })
  seq!: number;

  @ApiProperty({ enum: [...RUN_STATES], example: 'BUILT' })
  state!: string;

  @ApiProperty({ type: 'integer', description: 'lines; known once it is built', example: 4 })
  count!: number;

  @ApiProperty({ description: 'sum of the lines; known once it is built', example: '113500' })
  totalFen!: string;

  @ApiProperty({ format: 'date', description: 'day by which it is to be paid', example: '2025-07-10' })
  payOn!: string;

  @ApiProperty({ example: 'clerk-wang' })
  builtBy!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'clerk-wang' })
  lockedBy!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'finance-liu' })
  approvedBy!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'digest of the payment file, once it was sent',
    example: EXAMPLE_SHA256,
  })
  fileSha256!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2025-07-05T02:00:00.000Z' })
  sentAt!: Date | null;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'the job that builds it; none of a run that lines were issued again in',
    example: EXAMPLE_ID,
  })
  jobId!: string | null;

  @ApiProperty({ type: 'integer', example: 2 })
  version!: number;
}

export class ResultDto {
  @ApiProperty({ type: 'integer', description: 'lines of the file that were paid', example: 3 })
  paid!: number;

  @ApiProperty({ type: 'integer', description: 'lines of the file that came back', example: 1 })
  returned!: number;

  @ApiProperty({ type: 'integer', description: 'lines of the run without an answer yet', example: 0 })
  unmatched!: number;

  @ApiProperty({ enum: [...RUN_STATES], description: 'of the run', example: 'CLOSED' })
  state!: string;

  @ApiProperty({ type: 'integer', description: 'of the run', example: 7 })
  version!: number;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'the job that applies a large file; GET /v1/jobs/{id}',
    example: null,
  })
  jobId!: string | null;
}

export class PaymentLineQuery extends ListQuery {
  @IsFilter(LINE_STATES)
  state?: PaymentLineState;

  @IsFilter(COMPONENTS)
  component?: Component;

  @IsMonth({ optional: true, description: 'month that is paid for' })
  month?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'of this run', example: EXAMPLE_ID })
  @IsOptional()
  @IsUUID()
  runId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'of this award', example: EXAMPLE_ID })
  @IsOptional()
  @IsUUID()
  subjectId?: string;
}

class PartDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_PERSON })
  personKey!: string;

  @ApiProperty({ example: '19000' })
  amountFen!: string;
}

export class PaymentLineDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  runId!: string;

  @ApiProperty({ example: 'award' })
  subjectType!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  subjectId!: string;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({ description: 'month that it is for', example: '2025-07' })
  month!: string;

  @ApiProperty({ enum: [...COMPONENTS], example: 'BASE' })
  component!: string;

  @ApiProperty({ description: 'row and part that it follows from', example: `${EXAMPLE_ID}/BASE` })
  sourceRef!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  attempt!: number;

  @ApiProperty({
    format: 'uuid',
    description: 'the member, or the holder of the account of a BASE',
    example: EXAMPLE_PERSON,
  })
  personKey!: string;

  @ApiProperty({ example: '57000' })
  amountFen!: string;

  @ApiProperty({
    description: 'due beside it, and kept back for an over-payment with written consent',
    example: '0',
  })
  offsetFen!: string;

  @ApiProperty({
    type: [PartDto],
    description: 'whose it is, in the order of personKey, with what is kept back',
  })
  parts!: PartDto[];

  @ApiProperty({ enum: [...LINE_STATES], example: 'PAID' })
  state!: string;

  @ApiProperty({ enum: [...RETURN_CODES, null], nullable: true, type: 'string', example: null })
  resultCode!: string | null;

  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;
}

export class BlockedLineQuery extends PageQuery {}

/** What could not be paid in a run: it is due in the next one, once the reason is gone. */
export class BlockedLineDto {
  @ApiProperty({ example: 'award' })
  subjectType!: string;

  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID })
  subjectId!: string;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({ example: '2025-07' })
  month!: string;

  @ApiProperty({ example: 'BASE' })
  part!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'the member, or the holder of the account; null: there is none',
    example: EXAMPLE_PERSON,
  })
  personKey!: string | null;

  @ApiProperty({ example: '57000' })
  amountFen!: string;

  @ApiProperty({
    description: 'ACCOUNT_MISSING, ACCOUNT_SHARED, HOLDER_NOT_ALLOWED, DECEASED',
    example: 'ACCOUNT_MISSING',
  })
  reason!: string;
}

export function toRunDto(run: PayrollRun): PayrollRunDto {
  const { id, region, programme, month, seq, state, payOn, lockedBy, approvedBy, jobId, version } = run;
  return {
    ...{ id, countyCode: region, programme, month, seq, state, payOn, version },
    ...{ count: run.lineCount, totalFen: run.totalFen.toString() },
    ...{ builtBy: run.createdBy, lockedBy: lockedBy ?? null, approvedBy: approvedBy ?? null },
    ...{ fileSha256: run.fileSha256 ?? null, sentAt: run.sentAt ?? null, jobId: jobId ?? null },
  };
}

export function toLineDto(line: PaymentLine): PaymentLineDto {
  const { id, runId, subjectType, subjectId, region, month, component, attempt, personKey, state } = line;
  return {
    ...{ id, runId, subjectType, subjectId, region, month, component, attempt, personKey, state },
    sourceRef: `${line.sourceRef}/${line.part}`,
    amountFen: line.amountFen.toString(),
    offsetFen: line.offsetFen.toString(),
    parts: line.beneficiaries.map((key, index) => ({
      personKey: key,
      amountFen: line.partsFen[index] ?? '0',
    })),
    resultCode: line.resultCode ?? null,
    version: line.version,
  };
}
