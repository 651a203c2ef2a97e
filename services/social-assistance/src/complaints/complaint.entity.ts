import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ComplaintState } from './complaint.lifecycle.js';

export const COMPLAINT_TARGETS = ['CASE', 'OFFICIAL', 'PAYMENT', 'OTHER'] as const;
export type ComplaintTarget = (typeof COMPLAINT_TARGETS)[number];

/** A complaint (投诉举报), without its author. */
@Entity('complaint')
export class Complaint extends Aggregate {
  /** Its author gave a name and is answered (实名举报). */
  @Column('boolean')
  named!: boolean;

  @Column('text')
  target!: ComplaintTarget;

  @Column('uuid', { name: 'case_id', nullable: true })
  caseId!: string | null;

  @Column('text', { name: 'text_enc' })
  textEnc!: string;

  @Column('date', { name: 'received_on' })
  receivedOn!: CivilDate;

  /** By which it is looked into. */
  @Column('uuid', { name: 'item_id' })
  itemId!: string;

  @Column('text', { name: 'answer_enc', nullable: true })
  answerEnc!: string | null;

  @Column('text', { name: 'answered_by', nullable: true })
  answeredBy!: string | null;

  @Column('date', { name: 'answered_on', nullable: true })
  answeredOn!: CivilDate | null;

  @Column('text')
  state!: ComplaintState;
}

/** Who has complained: apart from the complaint, for supervisors alone. */
@Entity('complaint_reporter')
export class ComplaintReporter {
  /** Of the complaint. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'name_enc', nullable: true })
  nameEnc!: string | null;

  @Column('text', { name: 'contact_enc', nullable: true })
  contactEnc!: string | null;

  /** HMAC of the contact. */
  @Column('text', { name: 'contact_hash', nullable: true })
  contactHash!: string | null;

  @Column('date', { name: 'received_on' })
  receivedOn!: CivilDate;
}
