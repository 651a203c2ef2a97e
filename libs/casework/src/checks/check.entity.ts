import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is checked: an aggregate of the department. */
export interface CheckSubject {
  /** In lower camel case: `case`, `review`. */
  readonly type: string;
  readonly id: string;
}

/** A check that was asked of verification (核对请求). */
@Entity('verification_request')
export class VerificationRequest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('text', { array: true })
  purposes!: string[];

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** REOPENED: no decision until the next report. */
  @Column('text')
  state!: 'OPEN' | 'ANSWERED' | 'REFUSED' | 'REOPENED';
}

/** What verification reported (核对报告): the message as it came, never changed. */
@Entity('verification_report')
export class VerificationReport {
  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId!: string;

  @PrimaryColumn('int')
  sequence!: number;

  @Column('uuid', { name: 'report_id', nullable: true })
  reportId!: string | null;

  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('text')
  result!: 'COMPLETE' | 'PARTIAL' | 'REFUSED';

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('bytea')
  message!: Buffer;

  @Column('timestamptz', { name: 'received_at', default: () => 'clock_timestamp()' })
  receivedAt!: Date;

  /** Another report has taken its place, or what is known by now would conclude otherwise. */
  @Column('timestamptz', { name: 'superseded_at', nullable: true })
  supersededAt!: Date | null;

  /** Wrong identity or a forged consent: it never was a report. */
  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
