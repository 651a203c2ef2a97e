import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ObjectionState } from './objection.lifecycle.js';

/** To a notice (异议); about somebody's conduct (投诉举报); a petition (信访); against a decision (行政复议、申诉). */
export const OBJECTION_KINDS = ['OBJECTION', 'COMPLAINT', 'PETITION', 'APPEAL'] as const;
export type ObjectionKind = (typeof OBJECTION_KINDS)[number];

/** What came of it; CHANGED: the act was revoked or changed for it. */
export const OBJECTION_OUTCOMES = ['UPHELD', 'PARTLY_UPHELD', 'DISMISSED', 'NOT_ADMITTED'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/** What somebody says against an act or a person; who it was stands apart ({@link ObjectionReporter}). */
@Entity('objection')
export class Objection extends Aggregate {
  @Column('text')
  kind!: ObjectionKind;

  /** What it is about, as the department names it; none: a person or a thing that no record tells of. */
  @Column('text', { name: 'subject_type', nullable: true })
  subjectType!: string | null;

  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId!: string | null;

  /** The public notice that it objects to. */
  @Column('uuid', { name: 'notice_id', nullable: true })
  noticeId!: string | null;

  /** 1, then one more for each next stage. */
  @Column('int')
  stage!: number;

  @Column('uuid', { name: 'previous_id', nullable: true })
  previousId!: string | null;

  /** Somebody left a contact: he or she is answered. */
  @Column('boolean')
  named!: boolean;

  @Column('date', { name: 'received_on' })
  receivedOn!: string;

  @Column('date', { name: 'due_on' })
  dueOn!: string;

  /** What was said, encrypted. */
  @Column('text', { name: 'text_enc' })
  textEnc!: string;

  @Column('text', { nullable: true })
  outcome!: ObjectionOutcome | null;

  /** What was answered, encrypted. */
  @Column('text', { name: 'answer_enc', nullable: true })
  answerEnc!: string | null;

  @Column('date', { name: 'answered_on', nullable: true })
  answeredOn!: string | null;

  @Column('text', { name: 'answered_by', nullable: true })
  answeredBy!: string | null;

  @Column('text')
  state!: ObjectionState;
}

/** Who it was (举报人身份): kept apart, and read by those who supervise only. */
@Entity('objection_reporter')
export class ObjectionReporter {
  @PrimaryColumn('uuid', { name: 'objection_id' })
  objectionId!: string;

  /** Name, telephone or address, as it was left; encrypted. */
  @Column('text', { name: 'contact_enc', nullable: true })
  contactEnc!: string | null;

  /** HMAC of the contact, or of where an anonymous one came from: how often in a day. */
  @Column('text', { name: 'sender_hash' })
  senderHash!: string;

  /** A citizen who used a token of his or her own. */
  @Column('uuid', { name: 'person_key', nullable: true })
  personKey!: string | null;
}
