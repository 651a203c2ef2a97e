import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { LetterState } from './letter.lifecycle.js';

/** How a letter reached the person (送达方式). 民事诉讼法 arts. 88–95. */
export const SERVICE_METHODS = [
  'IN_PERSON',
  'LEFT_AT_DWELLING',
  'POST',
  'ELECTRONIC',
  'THROUGH_OTHERS',
  'PUBLIC_NOTICE',
] as const;
export type ServiceMethod = (typeof SERVICE_METHODS)[number];

/** A numbered letter (文书、函件): to a person, with proof of service, or to an agency, with its answer. */
@Entity('letter')
export class Letter extends Aggregate {
  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** What it is for, as the department names it: `REFUSAL`, `AWARD_END`, `INQUIRY`. */
  @Column('text')
  kind!: string;

  @Column('text', { name: 'letter_no' })
  letterNo!: string;

  /** The person whom it is addressed to; none: an agency. */
  @Column('uuid', { name: 'addressee_key', nullable: true })
  addresseeKey!: string | null;

  @Column('text', { name: 'addressee_agency', nullable: true })
  addresseeAgency!: string | null;

  /** Of an inquiry (函询): the dataset that it asks for. */
  @Column('text', { nullable: true })
  dataset!: string | null;

  /** Of whom it tells or asks. */
  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  /** What it says, as JSON, encrypted. */
  @Column('text', { name: 'content_enc' })
  contentEnc!: string;

  @Column('date', { name: 'written_on' })
  writtenOn!: string;

  /** Served, or answered, by the end of this day. */
  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('date', { name: 'served_on', nullable: true })
  servedOn!: string | null;

  @Column('text', { name: 'served_how', nullable: true })
  servedHow!: ServiceMethod | null;

  /** SHA-256 of the proof of service (送达回证) or of the answer as it came, hex. */
  @Column('text', { name: 'proof_sha256', nullable: true })
  proofSha256!: string | null;

  @Column('date', { name: 'answered_on', nullable: true })
  answeredOn!: string | null;

  /** What the agency answered, as JSON, encrypted. */
  @Column('text', { name: 'answer_enc', nullable: true })
  answerEnc!: string | null;

  @Column('text')
  state!: LetterState;
}
