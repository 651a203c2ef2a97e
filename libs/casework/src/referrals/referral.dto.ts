import { IsFen, IsFilter, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { URGENCIES, type Referral, type ReferralNeedRow } from './referral.entity.js';
import type { ReferralState } from './referral.lifecycle.js';

export const REFERRAL_STATES = ['SENT', 'ACCEPTED', 'DONE', 'DECLINED', 'WITHDRAWN'] as const;
const RECEIVER = /^[A-Za-z][A-Za-z_]{1,30}$/;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

export class ReferralQuery extends ListQuery {
  @ApiPropertyOptional({
    description: 'short name of a service, agency code, UNION or PARTY',
    example: 'NHSA',
  })
  @IsOptional()
  @Matches(RECEIVER)
  receiver?: string;

  @IsFilter(['IN', 'OUT'], 'received here, or sent from here')
  direction?: 'IN' | 'OUT';

  @IsFilter(REFERRAL_STATES)
  state?: ReferralState;
}

export class AnswerReferralDto {
  @ApiProperty({ description: 'it is taken over' })
  @IsBoolean()
  accepted!: boolean;

  @ApiPropertyOptional({ type: [String], description: 'default: all that wait', example: ['MEDICAL_AID'] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true })
  needs?: string[];

  @ApiPropertyOptional({ description: 'the receiver’s case', example: 'NHSA-2025-00017' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @KeptAsWritten()
  caseRef?: string;

  @IsFen({ optional: true, description: 'what was given: the matter is done' })
  amountFen?: string;

  @ApiPropertyOptional({ description: 'why it is declined', example: 'NOT_ELIGIBLE' })
  @IsOptional()
  @Matches(CODE)
  reasonCode?: string;
}

export class ReferralNeedDto {
  @ApiProperty({ example: 'MEDICAL_AID' })
  need!: string;

  @ApiProperty({ enum: REFERRAL_STATES })
  state!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'the receiver’s case',
    example: 'NHSA-2025-00017',
  })
  caseRef!: string | null;

  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  handleByOn!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '120000' })
  amountFen!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reasonCode!: string | null;
}

export class ReferralDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['IN', 'OUT'] })
  direction!: string;

  @ApiProperty({ example: '510802001' })
  region!: string;

  @ApiProperty({ example: 'assistance' })
  sender!: string;

  @ApiProperty({ example: 'NHSA' })
  receiver!: string;

  @ApiProperty({ description: 'the sender’s case', example: '0198a000-0000-7000-8000-000000000000' })
  caseRef!: string;

  @ApiProperty({ type: [ReferralNeedDto] })
  needs!: ReferralNeedDto[];

  @ApiProperty({ type: [String], format: 'uuid' })
  personKeys!: string[];

  @ApiProperty({ example: 'NEED_FOUND' })
  reasonCode!: string;

  @ApiProperty({ enum: URGENCIES })
  urgency!: string;

  @ApiProperty({ format: 'date-time', description: 'the first instant that is late' })
  answerDueAt!: string;

  @ApiProperty()
  overdue!: boolean;

  @ApiProperty({ enum: REFERRAL_STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export function toReferralDto(referral: Referral, needs: readonly ReferralNeedRow[]): ReferralDto {
  const { id, direction, region, sender, receiver, caseRef, personKeys, reasonCode, urgency } = referral;
  const { overdue, state, version, answerDueAt } = referral;
  return {
    ...{ id, direction, region, sender, receiver, caseRef, personKeys, reasonCode, urgency, overdue },
    ...{ state, version, answerDueAt: answerDueAt.toISOString() },
    needs: needs
      .filter(({ referralId }) => referralId === id)
      .map((need) => ({
        ...{ need: need.need, state: need.state, caseRef: need.caseRef, handleByOn: need.handleByOn },
        ...{ amountFen: need.amountFen?.toString() ?? null, reasonCode: need.reasonCode },
      })),
  };
}
