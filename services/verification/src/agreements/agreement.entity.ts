import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { AgreementState } from './agreement.lifecycle.js';
import type { DatasetDirection, DatasetMode } from './dataset.data.js';

/**
 * Data agreement (数据共享协议): what one agency sends (IN) or may ask (OUT), for what, how much of it, and from when to
 * when. Nothing is exchanged without one.
 */
@Entity('data_agreement')
export class DataAgreement extends Aggregate {
  @Column('text')
  state!: AgreementState;

  /** Code of the agency (数源部门), or of another party that asks. */
  @Column('text')
  agency!: string;

  /** The agency's code for all its datasets, or `<source>.<dataset>`. */
  @Column('text')
  dataset!: string;

  @Column('text')
  direction!: DatasetDirection;

  @Column('text')
  mode!: DatasetMode;

  @Column('text', { array: true })
  purposes!: readonly string[];

  @Column('text', { array: true })
  kinds!: readonly string[];

  @Column('text', { array: true })
  fields!: readonly string[];

  @Column('text', { name: 'legal_basis' })
  legalBasis!: string;

  @Column('boolean', { name: 'consent_gated' })
  consentGated!: boolean;

  @Column('int', { name: 'rate_per_second' })
  ratePerSecond!: number;

  @Column('int', { name: 'daily_quota' })
  dailyQuota!: number;

  /** Days by which the feed may be late; null: what policy says of the agency. */
  @Column('int', { name: 'max_lag_days', nullable: true })
  maxLagDays!: number | null;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  /** The last day. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  /** PIPL art. 55. */
  @Column('text', { name: 'impact_assessment_ref', nullable: true })
  impactAssessmentRef!: string | null;

  /** Last day for the answer of both sides, once it is submitted. */
  @Column('date', { name: 'answer_due_on', nullable: true })
  answerDueOn!: string | null;

  /** Last day for opening the data, once it is approved. */
  @Column('date', { name: 'open_due_on', nullable: true })
  openDueOn!: string | null;

  @Column('text', { name: 'agency_approver', nullable: true })
  agencyApprover!: string | null;

  @Column('text', { name: 'centre_approver', nullable: true })
  centreApprover!: string | null;
}
