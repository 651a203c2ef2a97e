import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TicketState } from './ticket.lifecycle.js';

/** How somebody's need has come here: the first four are told by people. */
export const TICKET_CHANNELS = ['COUNTER', 'ONLINE', 'HOTLINE', 'PROACTIVE', 'REFERRAL', 'CLUE'] as const;
export type TicketChannel = (typeof TICKET_CHANNELS)[number];

/** Intake ticket (受理登记): one door for every need. */
@Entity('intake_ticket')
export class IntakeTicket extends Aggregate {
  @Column('text')
  channel!: TicketChannel;

  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  /** Who was asked first (首问责任人) answers for it until it is closed. */
  @Column('text', { name: 'first_asked_user_id', nullable: true })
  firstAskedUserId!: string | null;

  @Column('text', { name: 'assigned_user_id', nullable: true })
  assignedUserId!: string | null;

  @Column('text', { name: 'caller_name_enc', nullable: true })
  callerNameEnc!: string | null;

  @Column('text', { name: 'phone_enc', nullable: true })
  phoneEnc!: string | null;

  @Column('text', { name: 'text_enc', nullable: true })
  textEnc!: string | null;

  /** Clues that it answers. */
  @Column('uuid', { name: 'clue_ids', array: true })
  clueIds!: string[];

  /** The referral that it answers. */
  @Column('uuid', { name: 'referral_id', nullable: true })
  referralId!: string | null;

  /** The rejected case of which it is an offer. */
  @Column('uuid', { name: 'offered_case_id', nullable: true })
  offeredCaseId!: string | null;

  /** By when what others handle has to be forwarded; null when nothing of it is left. */
  @Column('timestamptz', { name: 'forward_due_at', nullable: true })
  forwardDueAt!: Date | null;

  /** The first instant that is late. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('text')
  state!: TicketState;
}

/** OPEN · CASE opened · REFERRED, waiting · TAKEN_OVER by the receiver · DECLINED with a reason · WITHDRAWN by its sender. */
export type TicketNeedState = 'OPEN' | 'CASE' | 'REFERRED' | 'TAKEN_OVER' | 'DECLINED' | 'WITHDRAWN';

/** What has become of one need. */
@Entity('ticket_need')
export class TicketNeed {
  @PrimaryColumn('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @PrimaryColumn('text')
  need!: string;

  @Column('text')
  state!: TicketNeedState;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId!: string | null;

  @Column('uuid', { name: 'referral_id', nullable: true })
  referralId!: string | null;

  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode!: string | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column('text', { name: 'settled_by', nullable: true })
  settledBy!: string | null;
}
