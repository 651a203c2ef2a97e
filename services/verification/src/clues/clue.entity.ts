import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import type { Month } from '@minzheng/kernel/months';
import type { Direction, Severity } from '../indicators/indicator.js';
import type { ClosingOutcome } from './clue-answer.rules.js';
import type { ClueState } from './clue.lifecycle.js';

/**
 * Early-warning clue (预警线索): what indicators found about one household or person that one department has to
 * look into. Nobody visits here; the department answers.
 */
@Entity('clue')
export class Clue extends Aggregate {
  @Column('text')
  state!: ClueState;

  /** The household on record, or the person where there is none. */
  @Column('uuid')
  subject!: string;

  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  @Column('text', { name: 'household_service', nullable: true })
  householdService!: ServiceName | null;

  /** Where that household lived when it was raised; null of what was raised before this was kept. */
  @Column('text', { name: 'household_region', nullable: true })
  householdRegion!: string | null;

  @Column('text')
  department!: ServiceName;

  @Column('text')
  direction!: Direction;

  /** The highest of its hits. */
  @Column('text')
  severity!: Severity;

  /** The last day for the department's answer, to its end in Asia/Shanghai. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  /** Times that it was sent to a department afresh. */
  @Column('int')
  attempt!: number;

  /** Rises when hits are added. */
  @Column('int')
  revision!: number;

  /** When this department got it: raised, sent elsewhere, or reopened; its visits come after. */
  @Column('timestamptz', { name: 'dispatched_at' })
  dispatchedAt!: Date;

  /** When hits were last added; an answer from before does not speak of them. */
  @Column('timestamptz', { name: 'hits_added_at', nullable: true })
  hitsAddedAt!: Date | null;

  /** An answer of this department was sent back: the next one that does not suffice is the coordinator's. */
  @Column('boolean', { name: 'sent_back', default: false })
  sentBack!: boolean;

  /** The department has said that the clue is not its own: the coordinator sends it elsewhere. */
  @Column('boolean', { default: false })
  declined!: boolean;

  @Column('int', { name: 'times_declined', default: 0 })
  timesDeclined!: number;

  /** The answer by which it is ANSWERED. */
  @Column('uuid', { name: 'answer_id', nullable: true })
  answerId!: string | null;

  /** The last day for the coordinator, while the clue waits for one. */
  @Column('date', { name: 'coordinator_due_on', nullable: true })
  coordinatorDueOn!: string | null;

  /** The month in which monthly indicators hit while it was ANSWERED: they wait until the coordinator's look is over. */
  @Column('text', { name: 'monthly_held_in', nullable: true })
  monthlyHeldIn!: Month | null;

  @Column('text', { name: 'closing_outcome', nullable: true })
  closingOutcome!: ClosingOutcome | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  /** Through this day its hits are not raised again. */
  @Column('date', { name: 'muted_until_on', nullable: true })
  mutedUntilOn!: string | null;
}
