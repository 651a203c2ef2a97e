import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ClueTaskState } from './clue-task.lifecycle.js';

/** Task from a clue (预警线索任务): somebody has to look, by the day that came with it. */
@Entity('clue_task')
export class ClueTask extends Aggregate {
  /** Verification's id: one clue makes one task. */
  @Column('uuid', { name: 'clue_id' })
  clueId!: string;

  @Column('text', { array: true })
  indicators!: string[];

  @Column('text')
  direction!: 'OVER' | 'UNDER' | 'CARE';

  @Column('text')
  severity!: 'RED' | 'ORANGE' | 'YELLOW' | 'BLUE';

  @Column('text', { nullable: true })
  programme!: string | null;

  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  /** The running award that the clue is about. */
  @Column('uuid', { name: 'award_id', nullable: true })
  awardId!: string | null;

  @Column('text', { array: true })
  months!: string[];

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('int')
  attempt!: number;

  @Column('int')
  revision!: number;

  /** Documents may stand in for a visit. */
  @Column('boolean', { name: 'document_check' })
  documentCheck!: boolean;

  @Column('text', { array: true })
  assignees!: string[];

  @Column('text')
  state!: ClueTaskState;
}
