import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';

export const WORK_ITEM_STATES = ['OPEN', 'SETTLED'] as const;
export type WorkItemState = (typeof WORK_ITEM_STATES)[number];

/**
 * Work item (待办事项): one thing that an office has to do. It follows what its subject does, whose log tells the story, and
 * has none of its own.
 */
@Entity('work_item')
export class WorkItem extends Aggregate {
  @Column('text')
  kind!: string;

  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** The record that the command is given to, where it is not the subject. */
  @Column('uuid', { name: 'target_id', nullable: true })
  targetId!: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  /** When four fifths of the time are over. */
  @Column('timestamptz', { name: 'amber_at' })
  amberAt!: Date;

  /** The first instant that is late. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** Who is to do it; anybody of the office without. */
  @Column('text', { nullable: true })
  assignee!: string | null;

  /** The office above, which has it too since it was overdue. */
  @Column('text', { name: 'climbed_to', nullable: true })
  climbedTo!: string | null;

  @Column('text')
  state!: WorkItemState;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column('text', { name: 'settled_by', nullable: true })
  settledBy!: string | null;
}
