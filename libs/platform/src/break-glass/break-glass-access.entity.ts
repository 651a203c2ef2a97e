import { Column, Entity } from 'typeorm';
import { Aggregate } from '../persistence/aggregate.js';
import type { BreakGlassState } from './break-glass.lifecycle.js';

export const FINDINGS = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const;
export type Finding = (typeof FINDINGS)[number];

/**
 * One official's leave to read one record of another region, for a time and with a reason that a second person reviews
 * (紧急查阅). Its region is the record's.
 */
@Entity('break_glass_access')
export class BreakGlassAccess extends Aggregate {
  @Column('text')
  state!: BreakGlassState;

  @Column('text', { nullable: true })
  org!: string | null;

  @Column('text', { name: 'target_type' })
  targetType!: string;

  @Column('uuid', { name: 'target_id' })
  targetId!: string;

  @Column('text')
  reason!: string;

  /** By the business clock, as what follows. */
  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'valid_until' })
  validUntil!: Date;

  @Column('date', { name: 'review_due' })
  reviewDue!: string;

  @Column('text', { nullable: true })
  finding!: Finding | null;

  @Column('text', { name: 'finding_text', nullable: true })
  findingText!: string | null;

  @Column('text', { name: 'reviewed_by', nullable: true })
  reviewedBy!: string | null;

  @Column('timestamptz', { name: 'reviewed_at', nullable: true })
  reviewedAt!: Date | null;
}
