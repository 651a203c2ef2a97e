import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import type { Direction, Severity } from '../indicators/indicator.js';
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
}
