import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { Category } from '../indicators/categories.rules.js';
import type { CategoryPeriod } from './category.rules.js';
import type { MonitoredState } from './monitored-subject.lifecycle.js';

/** Monitored person (低收入人口): the categories that facts have opened, and when a review is due. */
@Entity('monitored_subject')
export class MonitoredSubject extends Aggregate {
  @Column('text')
  state!: MonitoredState;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  /** The household on record, where there is one. */
  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  /** Those that are open, to come, or have ended since the person was last in one. */
  @Column('jsonb')
  periods!: readonly CategoryPeriod[];

  /** The categories that are open; those that were open last, of who has left. */
  @Column('text', { array: true })
  categories!: Category[];

  @Column('date', { name: 'entered_on' })
  enteredOn!: string;

  @Column('date', { name: 'left_on', nullable: true })
  leftOn!: string | null;

  /** The day since which no category is open. */
  @Column('date', { name: 'empty_since', nullable: true })
  emptySince!: string | null;

  /** Last report, or last outcome of a clue that was accepted. */
  @Column('timestamptz', { name: 'last_checked_at', nullable: true })
  lastCheckedAt!: Date | null;

  @Column('date', { name: 'next_review_on', nullable: true })
  nextReviewOn!: string | null;

  /** Months from one review to the next; null while the row of assistance is not known. */
  @Column('int', { name: 'review_months', nullable: true })
  reviewMonths!: number | null;
}
