import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { PayrollRunState } from './payroll-run.lifecycle.js';

/** What a county pays of a programme in a month (发放批次); its region is the county. */
@Entity('payroll_run')
export class PayrollRun extends Aggregate {
  @Column('text')
  programme!: string;

  @Column('text')
  month!: string;

  /** 0 is the main run, 1 and on are supplementary. */
  @Column('int')
  seq!: number;

  @Column('text')
  state!: PayrollRunState;

  /** Known once it is built. */
  @Column('int', { name: 'line_count' })
  lineCount!: number;

  @FenColumn({ name: 'total_fen' })
  totalFen!: bigint;

  /** Day by which it is to be paid. */
  @Column('date', { name: 'pay_on' })
  payOn!: string;

  /** One account serves at most so many households. */
  @Column('int', { name: 'max_households' })
  maxHouseholds!: number;

  /** After so many runs with returns in a row the department is told. */
  @Column('int', { name: 'return_limit' })
  returnLimit!: number;

  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column('text', { name: 'locked_by', nullable: true })
  lockedBy!: string | null;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  /** Credit code of the county as payer, from the approval on. */
  @Column('text', { name: 'payer_uscc', nullable: true })
  payerUscc!: string | null;

  @Column('text', { name: 'file_sha256', nullable: true })
  fileSha256!: string | null;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];
}
