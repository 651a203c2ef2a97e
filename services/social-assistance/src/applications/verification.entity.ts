import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A check that was asked of verification (核对请求). */
@Entity('verification_request')
export class VerificationRequest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

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

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('text')
  result!: 'COMPLETE' | 'PARTIAL' | 'REFUSED';

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('bytea')
  message!: Buffer;

  @Column('timestamptz', { name: 'received_at', default: () => 'clock_timestamp()' })
  receivedAt!: Date;
}
