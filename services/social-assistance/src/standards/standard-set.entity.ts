import type { HukouType } from '@minzheng/kernel/means-test';
import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { StatedReason } from '../entitlement/stated-reason.js';
import type { StandardState } from './standard-set.lifecycle.js';

export const STANDARD_METHODS = ['GROWTH_RATE', 'CONSUMPTION_RATIO'] as const;
export type StandardMethodName = (typeof STANDARD_METHODS)[number];

/** What a check found (R10): stored beside what was drafted. */
export interface StandardProposal {
  readonly checkedBy: string;
  readonly checkedOn: string;
  readonly method: StandardMethodName;
  /** Strings of digits, in fen: a month, and for the poverty line a year. */
  readonly previousFen: string | null;
  readonly povertyLineAnnualFen: string;
  readonly provincialMinimumFen: string;
  /** What the method gives, above all floors; absent for the first standard of a region that has no method to start from. */
  readonly proposedFen: string | null;
  readonly reasons: readonly StatedReason[];
  readonly policyVersionIds: readonly string[];
}

/** A minimum living standard of a region for one type of hukou (低保标准), in whole yuan a person and month. */
@Entity('standard_set')
export class StandardSet extends Aggregate {
  @Column('text', { name: 'hukou_type' })
  hukouType!: HukouType;

  @FenColumn({ name: 'monthly_fen' })
  monthlyFen!: bigint;

  /** First month; past: the difference is paid in arrears. */
  @Column('text', { name: 'effective_month' })
  effectiveMonth!: string;

  /** Last year's consumption a head, in fen, where the region's method is its ratio. */
  @FenColumn({ name: 'consumption_annual_fen', nullable: true })
  consumptionAnnualFen!: bigint | null;

  /** Number of the document that approves it. */
  @Column('text', { name: 'approval_doc_no' })
  approvalDocNo!: string;

  @Column('jsonb', { nullable: true })
  proposal!: StandardProposal | null;

  /** Policy rows that its publication wrote: the one that holds the number first, then those that had carried the old one. */
  @Column('uuid', { name: 'policy_row_ids', array: true })
  policyRowIds!: string[];

  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column('text', { name: 'published_by', nullable: true })
  publishedBy!: string | null;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('text')
  state!: StandardState;
}
