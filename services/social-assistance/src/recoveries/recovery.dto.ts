import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsCivilDate,
  IsFen,
  IsPositiveFen,
  IsFilter,
  IsMonth,
  KeptAsWritten,
  ListQuery,
} from '@minzheng/platform/http';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { OVERPAYMENT_CAUSES, OVERPAYMENT_LIFECYCLE, type Overpayment } from './overpayment.entity.js';
import type { RecoveryWay } from './overpayment.service.js';
import {
  RECOVERY_BASES,
  RECOVERY_LIFECYCLE,
  type RecoveryBasis,
  type RecoveryOrder,
} from './recovery-order.entity.js';

const SHA256 = /^[0-9a-f]{64}$/;
const TEXT = { minLength: 1, maxLength: 500 } as const;
/** What is kept back comes from payment lines alone. */
const PAID_WAYS = ['BANK_RETURN', 'REPAYMENT', 'ESTATE'] as const satisfies readonly RecoveryWay[];

export class RecoveryQuery extends ListQuery {
  @IsFilter(RECOVERY_LIFECYCLE.states)
  state?: string;

  @IsFilter(RECOVERY_BASES)
  basis?: string;
}

export class OverpaymentQuery extends ListQuery {
  @IsFilter(OVERPAYMENT_LIFECYCLE.states)
  state?: string;

  @IsFilter(OVERPAYMENT_CAUSES)
  cause?: string;
}

export class OrderRecoveryDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  awardId!: string;

  @IsMonth({ each: true, description: 'that were paid and not due, or not in full' })
  @ArrayMinSize(1)
  @ArrayMaxSize(120)
  @ArrayUnique()
  months!: string[];

  @ApiProperty({ enum: [...RECOVERY_BASES] })
  @IsIn(RECOVERY_BASES)
  basis!: RecoveryBasis;

  @IsFen({
    optional: true,
    description: 'of fraud only, within the multiples of the refund that the law gives',
  })
  fineFen?: string;

  @ApiProperty({ ...TEXT, example: '隐瞒务工收入' })
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  reason!: string;

  @ApiPropertyOptional({
    pattern: SHA256.source,
    description: 'SHA-256 of the written consent to keep parts back from the award',
  })
  @IsOptional()
  @Matches(SHA256)
  consentSha256?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 60,
    default: 1,
    description: 'months to pay back in',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  instalments?: number;

  @ApiPropertyOptional({ description: 'the household refuses: the court is asked' })
  @IsOptional()
  @IsBoolean()
  refuses?: boolean;
}

export class RecordPaymentDto {
  @IsPositiveFen()
  amountFen!: string;

  @ApiProperty({ enum: [...PAID_WAYS] })
  @IsIn(PAID_WAYS)
  way!: (typeof PAID_WAYS)[number];

  @IsCivilDate({ description: 'when it came in' })
  receivedOn!: string;

  @ApiPropertyOptional({ ...TEXT, example: '2025093000123', description: 'of the bank; recorded once' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @KeptAsWritten()
  reference?: string;
}

export class WaiveRecoveryDto {
  @ApiProperty({ ...TEXT, example: '无遗产可供追偿' })
  @IsString()
  @Length(1, 500)
  @KeptAsWritten()
  reason!: string;
}

class PlannedPartDto {
  @ApiProperty({ example: '2025-10' })
  month!: string;

  @ApiProperty({ example: '11400' })
  amountFen!: string;
}

export class RecoveryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  awardId!: string;

  @ApiProperty({ type: [String], example: ['2025-07', '2025-08'] })
  months!: string[];

  @ApiProperty({ enum: [...RECOVERY_BASES] })
  basis!: string;

  @ApiProperty({ example: '114000' })
  refundFen!: string;

  @ApiProperty({ example: '0' })
  fineFen!: string;

  @ApiProperty({ example: '0' })
  paidFen!: string;

  @ApiProperty({ enum: ['OFFSET', 'INSTALMENTS', 'COURT'] })
  route!: string;

  @ApiProperty({ type: [PlannedPartDto] })
  plan!: PlannedPartDto[];

  @ApiProperty({ enum: [...RECOVERY_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ format: 'date' })
  orderedOn!: string;

  @ApiProperty()
  version!: number;
}

class OverpaidMonthDto {
  @ApiProperty({ example: '2025-07' })
  month!: string;

  @ApiProperty({ example: '57000' })
  fen!: string;
}

export class OverpaymentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  awardId!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ enum: [...OVERPAYMENT_CAUSES] })
  cause!: string;

  @ApiProperty({ type: [OverpaidMonthDto] })
  months!: OverpaidMonthDto[];

  @ApiProperty({ example: '114000' })
  amountFen!: string;

  @ApiProperty({ example: '0' })
  recoveredFen!: string;

  @ApiProperty({ enum: [...OVERPAYMENT_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({ format: 'date' })
  detectedOn!: string;

  @ApiProperty()
  version!: number;
}

export function toRecoveryDto(order: RecoveryOrder): RecoveryDto {
  const { id, awardId, months, basis, route, plan, state, orderedOn, version } = order;
  return {
    ...{ id, awardId, months, basis, route, plan, state, orderedOn, version },
    refundFen: order.refundFen.toString(),
    fineFen: order.fineFen.toString(),
    paidFen: order.paidFen.toString(),
  };
}

export function toOverpaymentDto(overpayment: Overpayment): OverpaymentDto {
  const { id, awardId, personKey, cause, parts, state, detectedOn, version } = overpayment;
  return {
    ...{ id, awardId, personKey, cause, months: parts, state, detectedOn, version },
    amountFen: overpayment.amountFen.toString(),
    recoveredFen: overpayment.recoveredFen.toString(),
  };
}
