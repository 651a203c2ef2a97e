import type { HukouType } from '@minzheng/kernel/means-test';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Assessed } from './assessed.js';
import type { AwardState } from './award.lifecycle.js';

/** What of the award is one person's, in fen a month, as a string of digits. */
export interface Share {
  readonly personKey: string;
  readonly amountFen: string;
}

export type AwardProgramme = 'DIBAO' | 'EDGE' | 'RIGID';

/**
 * An award (救助待遇): what a household or person gets, from which month. What is paid in a month is in its segments; the
 * sums here are those of the running one. EDGE and RIGID have no amounts.
 */
@Entity('award')
export class Award extends Aggregate {
  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('uuid', { name: 'household_id' })
  householdId!: string;

  @Column('text')
  programme!: AwardProgramme;

  @Column('text', { nullable: true })
  subtype!: string | null;

  @Column('text', { name: 'hukou_type', nullable: true })
  hukouType!: HukouType | null;

  /** Who is covered now, in the order of personKey. */
  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  @Column('text', { name: 'effective_month' })
  effectiveMonth!: Month;

  /** Last month that is due; known while in gradual exit, and when ceased. */
  @Column('text', { name: 'end_month', nullable: true })
  endMonth!: Month | null;

  @FenColumn({ name: 'base_fen' })
  baseFen!: bigint;

  @FenColumn({ name: 'extras_fen' })
  extrasFen!: bigint;

  @Column('jsonb')
  shares!: Share[];

  /** What the amount was found on, so that a new standard needs no new count; none of EDGE and RIGID. */
  @Column('jsonb', { nullable: true })
  assessed!: Assessed | null;

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];

  /** Day of the decision; EDGE and RIGID hold from it on. */
  @Column('date', { name: 'approved_on', nullable: true })
  approvedOn!: CivilDate | null;

  /** First day on which a rigid-expenditure family is none any more. */
  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: CivilDate | null;

  /** While HELD: the first month that is not due. */
  @Column('text', { name: 'held_from', nullable: true })
  heldFrom!: Month | null;

  /** While HELD: where it goes back to. */
  @Column('text', { name: 'held_before', nullable: true })
  heldBefore!: 'ACTIVE' | 'GRADUAL_EXIT' | null;

  @Column('text', { name: 'hold_cause', nullable: true })
  holdCause!: string | null;

  /** While HELD: the last day on which it may be held; then somebody has to resolve it. */
  @Column('date', { name: 'hold_ends_on', nullable: true })
  holdEndsOn!: CivilDate | null;

  @Column('text', { name: 'cease_cause', nullable: true })
  ceaseCause!: string | null;

  /** R19: A where little can change, B otherwise; none of EDGE and RIGID. */
  @Column('text', { name: 'review_category', nullable: true })
  reviewCategory!: 'A' | 'B' | null;

  @Column('date', { name: 'next_review_due', nullable: true })
  nextReviewDue!: CivilDate | null;

  /** First month that may be due and not paid yet: the next payment run looks back to it. */
  @Column('text', { name: 'settle_from', nullable: true })
  settleFrom!: Month | null;

  @Column('text')
  state!: AwardState;
}

/** What an award pays in which months, by person (发放段). A replaced one stays, with the time at which it was. */
@Entity('award_segment')
export class AwardSegment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'award_id' })
  awardId!: string;

  /** Range of first days: `[2025-07-01,2026-01-01)` is July to December. */
  @Column('daterange')
  months!: string;

  /** Ascending; the arrays below are in this order. */
  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  /** Strings of digits, fen a month. */
  @Column('bigint', { name: 'base_shares_fen', array: true })
  baseSharesFen!: string[];

  @Column('bigint', { name: 'extras_fen', array: true })
  extrasFen!: string[];

  /** Of each person, joined by `+`; empty where no extra is due. */
  @Column('text', { name: 'extra_kinds', array: true })
  extraKinds!: string[];

  @FenColumn({ name: 'base_fen' })
  baseFen!: bigint;

  @FenColumn({ name: 'extra_fen' })
  extraFen!: bigint;

  @FenColumn({ name: 'standard_fen' })
  standardFen!: bigint;

  @Column('text')
  cause!: string;

  @Column('uuid', { name: 'cause_id', nullable: true })
  causeId!: string | null;

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];

  @Column('timestamptz', { name: 'superseded_at', nullable: true })
  supersededAt!: Date | null;

  @Column('text', { name: 'created_by' })
  createdBy!: string;
}

/** Who is covered by an award in which months: a person has at most one of DIBAO and TEKUN in a month. */
@Entity('award_person')
export class AwardPerson {
  @PrimaryColumn('uuid', { name: 'award_id' })
  awardId!: string;

  @PrimaryColumn('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('text')
  programme!: AwardProgramme;

  @Column('daterange')
  months!: string;

  /** How often the status of the person was told: the next telling replaces this one. */
  @Column('int')
  told!: number;
}
