import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { Assessment } from '../applications/assessment.js';
import type { AssetDecision } from '../applications/means-supplement.rules.js';
import type { StatedReason } from '../entitlement/stated-reason.js';
import type { ReviewState } from './review.lifecycle.js';

/** Why an award is looked at again (复核事由). */
export const REVIEW_CAUSES = [
  'PERIODIC',
  'REPORTED_CHANGE',
  'CLUE',
  'DEATH',
  'STANDARD',
  'SUPERVISION',
] as const;
export type ReviewCause = (typeof REVIEW_CAUSES)[number];

/** What becomes of the award (复核结论). */
export const REVIEW_OUTCOMES = ['UNCHANGED', 'INCREASE', 'DECREASE', 'GRADUAL_EXIT', 'CEASE'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Less than before, or nothing: a person decides it, and says why in writing. */
export const isAdverse = (outcome: ReviewOutcome): boolean =>
  outcome === 'DECREASE' || outcome === 'GRADUAL_EXIT' || outcome === 'CEASE';

/** What the rules and the official made of it: kept as it was. */
export interface StoredFinding {
  readonly assessment?: Omit<Assessment, 'assessedBy' | 'assessedOn'>;
  readonly reasons: readonly StatedReason[];
  /** What the income rose by, as the review found it. */
  readonly causes: readonly string[];
  readonly assetDecisions?: readonly AssetDecision[];
  readonly fromMonth?: string;
  readonly monthlyFen?: string;
  /** Of two people who had to conclude it, who was the first. */
  readonly firstBy?: string;
  /** What the household is told beside them stands in the letter. */
  readonly notice?: { readonly reasonCodes: readonly string[] };
}

/** What somebody of the household, or a clerk, has reported. */
export interface ReportedChange {
  readonly kind: string;
  readonly month: string;
  readonly by: string;
}

/** A review (复核) of an award. */
@Entity('review')
export class Review extends Aggregate {
  @Column('uuid', { name: 'award_id' })
  awardId!: string;

  @Column('uuid', { name: 'household_id' })
  householdId!: string;

  @Column('text')
  cause!: ReviewCause;

  /** What it was opened for, such as `death/<personKey>`; each opens or joins one review, once. */
  @Column('text', { array: true })
  grounds!: string[];

  @Column('jsonb', { nullable: true })
  reported!: ReportedChange[] | null;

  /** Its day: the months of income that count lie before it (R1, R2). */
  @Column('date', { name: 'opened_on' })
  openedOn!: CivilDate;

  @Column('date', { name: 'due_on' })
  dueOn!: CivilDate;

  @Column('boolean')
  overdue!: boolean;

  @Column('text', { nullable: true })
  outcome!: ReviewOutcome | null;

  @Column('jsonb', { nullable: true })
  finding!: StoredFinding | null;

  @Column('uuid', { name: 'visit_id', nullable: true })
  visitId!: string | null;

  /** The report that it rests on. */
  @Column('uuid', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('int', { nullable: true })
  sequence!: number | null;

  @Column('date', { name: 'concluded_on', nullable: true })
  concludedOn!: CivilDate | null;

  @Column('text', { name: 'concluded_by', nullable: true })
  concludedBy!: string | null;

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];

  @Column('text')
  state!: ReviewState;
}
