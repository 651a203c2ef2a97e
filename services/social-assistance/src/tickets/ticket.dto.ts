import { REFERRAL_STATES, ReferralDto } from '@minzheng/casework/referrals';
import {
  IsFilter,
  IsFlag,
  IsMasked,
  IsPersonKey,
  IsRegionCode,
  ListQuery,
  type PersonalText,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { TICKET_CHANNELS, type IntakeTicket, type TicketChannel, type TicketNeed } from './ticket.entity.js';
import { TICKET_LIFECYCLE, type TicketState } from './ticket.lifecycle.js';

const STATES = [...TICKET_LIFECYCLE.states];
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;
/** Channels by which people come. */
const TOLD = ['COUNTER', 'ONLINE', 'HOTLINE', 'PROACTIVE'] as const;

export class OpenTicketDto {
  @ApiProperty({ enum: TOLD, description: 'a citizen’s own is ONLINE' })
  @IsIn(TOLD)
  channel!: (typeof TOLD)[number];

  @IsRegionCode({ digits: [9, 12], description: 'township or village in which help is asked for' })
  region!: string;

  @ApiPropertyOptional({ example: '张三' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  callerName?: string;

  @ApiPropertyOptional({ example: '13900000000' })
  @IsOptional()
  @Matches(/^[0-9+() -]{5,30}$/)
  phone?: string;

  @ApiProperty({ type: [String], description: 'needs of the catalogue', example: ['DIBAO', 'MEDICAL_AID'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true })
  needs!: string[];

  @ApiProperty({ description: 'in words; stored encrypted', example: '本人患病住院，家中无收入来源' })
  @IsString()
  @MinLength(2)
  @MaxLength(5_000)
  text!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'household, if it is on record' })
  @IsOptional()
  @IsUUID('all')
  householdId?: string;

  @IsPersonKey({
    optional: true,
    each: true,
    description: 'who is meant, if on record; a citizen’s own is his',
  })
  @ArrayMaxSize(30)
  personKeys?: string[];
}

export class ForwardTicketDto {
  @ApiProperty({ type: [String], example: ['MEDICAL_AID'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true })
  needs!: string[];

  @ApiProperty({ description: 'short name of a service, agency code, UNION or PARTY', example: 'NHSA' })
  @Matches(/^[A-Za-z][A-Za-z_]{1,30}$/)
  receiver!: string;

  @ApiProperty({
    description: 'in words for those here; it is never sent',
    example: '住院自付较多，申请医疗救助',
  })
  @IsString()
  @MinLength(2)
  @MaxLength(2_000)
  needText!: string;

  @ApiPropertyOptional({ enum: ['NORMAL', 'URGENT'], default: 'NORMAL' })
  @IsOptional()
  @IsIn(['NORMAL', 'URGENT'])
  urgency?: 'NORMAL' | 'URGENT';

  @ApiPropertyOptional({ format: 'uuid', description: 'consent, which charity needs (民发〔2023〕46号)' })
  @IsOptional()
  @IsUUID('all')
  consentId?: string;
}

export class AssignTicketDto {
  @ApiProperty({ description: 'subject of the token of who handles it', example: 'clerk-wang' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  userId!: string;
}

export class AnswerNeedDto {
  @ApiProperty({ example: 'DIBAO' })
  @Matches(CODE)
  need!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'case that was opened for it' })
  @IsOptional()
  @IsUUID('all')
  caseId?: string;

  @ApiPropertyOptional({ description: 'or why not', example: 'NOT_IN_NEED' })
  @IsOptional()
  @Matches(CODE)
  reasonCode?: string;
}

export class TicketQuery extends ListQuery {
  @IsFilter(STATES)
  state?: TicketState;

  @IsFilter(TICKET_CHANNELS)
  channel?: TicketChannel;

  @IsFlag('past its limit, and not answered')
  overdue?: string;
}

export class TicketNeedDto {
  @ApiProperty({ example: 'MEDICAL_AID' })
  need!: string;

  @ApiProperty({ enum: ['OPEN', 'CASE', 'REFERRED', 'TAKEN_OVER', 'DECLINED', 'WITHDRAWN'] })
  state!: string;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  caseId!: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  referralId!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reasonCode!: string | null;
}

export class TicketDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802001001' })
  region!: string;

  @ApiProperty({ enum: TICKET_CHANNELS })
  channel!: string;

  @ApiProperty({ type: [TicketNeedDto] })
  needs!: TicketNeedDto[];

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  householdId!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'who answers for it', example: 'clerk-wang' })
  firstAskedUserId!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'clerk-wang' })
  assignedUserId!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'what others handle is forwarded by then',
  })
  forwardDueAt!: string | null;

  @ApiProperty({ format: 'date-time', description: 'the first instant that is late' })
  dueAt!: string;

  @ApiProperty({ description: 'past its limit, and not answered' })
  overdue!: boolean;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class TicketDetailDto extends TicketDto {
  @IsMasked('张*', undefined, { nullable: true })
  callerName!: PersonalText | null;

  @IsMasked('1**********', undefined, { nullable: true })
  phone!: PersonalText | null;

  @ApiProperty({ type: 'string', nullable: true, example: '本人患病住院，家中无收入来源' })
  text!: string | null;
}

export class ForwardedDto extends ReferralDto {
  @ApiProperty({ description: 'of the ticket, for the next command on it', example: 2 })
  ticketVersion!: number;

  @ApiProperty({ enum: REFERRAL_STATES })
  declare state: string;
}

/** @param now - by the business clock */
export function toTicketDto(ticket: IntakeTicket, needs: readonly TicketNeed[], now: Date): TicketDto {
  const { id, region, channel, householdId, firstAskedUserId, assignedUserId, state, version } = ticket;
  const { forwardDueAt, dueAt } = ticket;
  return {
    ...{ id, region, channel, householdId, firstAskedUserId, assignedUserId, state, version },
    forwardDueAt: forwardDueAt?.toISOString() ?? null,
    dueAt: dueAt.toISOString(),
    overdue: (state === 'OPEN' || state === 'ASSIGNED') && dueAt <= now,
    needs: needs
      .filter(({ ticketId }) => ticketId === id)
      .map(({ need, state: its, caseId, referralId, reasonCode }) => ({
        ...{ need, state: its, caseId, referralId, reasonCode },
      })),
  };
}
