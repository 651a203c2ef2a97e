import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReferralState } from './referral.lifecycle.js';

export const URGENCIES = ['NORMAL', 'URGENT'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Referral (转办): a person or household is handed over to who can help. Its id is the referralId of the messages. */
@Entity('referral')
export class Referral extends Aggregate {
  @Column('text')
  direction!: 'IN' | 'OUT';

  /** Short name of the service. */
  @Column('text')
  sender!: string;

  /** Short name of a service, agency code, UNION (工会) or PARTY (组织部门). */
  @Column('text')
  receiver!: string;

  /** The department's own record: what it comes from, or what was opened for it. */
  @Column('text', { name: 'origin_type', nullable: true })
  originType!: string | null;

  @Column('uuid', { name: 'origin_id', nullable: true })
  originId!: string | null;

  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  /** As the service that has the household on record names it. */
  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  @Column('text', { name: 'household_service', nullable: true })
  householdService!: string | null;

  /** The sender's record of somebody who has no personKey. */
  @Column('text', { name: 'subject_ref', nullable: true })
  subjectRef!: string | null;

  /** The sender's case. */
  @Column('text', { name: 'case_ref' })
  caseRef!: string;

  @Column('text', { name: 'reason_code' })
  reasonCode!: string;

  @Column('text')
  urgency!: Urgency;

  @Column('text', { name: 'need_text_enc', nullable: true })
  needTextEnc!: string | null;

  @Column('uuid', { name: 'consent_id', nullable: true })
  consentId!: string | null;

  /** The first instant that is late. */
  @Column('timestamptz', { name: 'answer_due_at' })
  answerDueAt!: Date;

  /** Nobody had answered by then. */
  @Column('boolean')
  overdue!: boolean;

  @Column('text')
  state!: ReferralState;
}

/** One need of a referral, and its answer. */
@Entity('referral_need')
export class ReferralNeedRow {
  @PrimaryColumn('uuid', { name: 'referral_id' })
  referralId!: string;

  /** A ReferralNeed of the catalogue. */
  @PrimaryColumn('text')
  need!: string;

  @Column('text')
  state!: ReferralState;

  /** The receiver's case. */
  @Column('text', { name: 'case_ref', nullable: true })
  caseRef!: string | null;

  @Column('date', { name: 'handle_by_on', nullable: true })
  handleByOn!: CivilDate | null;

  /** What was given, if it is known. */
  @FenColumn({ name: 'amount_fen', nullable: true })
  amountFen!: bigint | null;

  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode!: string | null;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;
}
