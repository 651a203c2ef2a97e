import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ClueOutcomeName, ClueVisitRecord } from './clue-answer.rules.js';
import type { ClueTaskState } from './clue-task.lifecycle.js';

/** What a clue makes in the department: a review, a ticket, a visit, or a look at documents. */
export interface ClueWork {
  /** In lower camel case: `review`, `ticket`, `visit`, `documents`. */
  readonly type: string;
  /** Of the aggregate, where there is one. */
  readonly id?: string;
}

/** What the department answered (线索处置结果). */
export interface ClueAnswer {
  readonly outcome: ClueOutcomeName;
  readonly answeredBy: string;
  readonly answeredAt: string;
  readonly ticketId?: string;
  /** Number of the case that came of it. */
  readonly caseRef?: string;
  /** First month of the change. */
  readonly effectiveMonth?: string;
  /** New monthly amount or aid: a string of digits, in fen. */
  readonly amountFen?: string;
  readonly referralId?: string;
  readonly reasonCode?: string;
  /** Of no change: known and settled until that day. */
  readonly muteUntilOn?: string;
}

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

  /** Of this department. */
  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  /** The running award that the clue is about. */
  @Column('uuid', { name: 'award_id', nullable: true })
  awardId!: string | null;

  @Column('text', { array: true })
  months!: string[];

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** When this attempt began: a visit of before does not count. */
  @Column('timestamptz', { name: 'dispatched_at' })
  dispatchedAt!: Date;

  @Column('int')
  attempt!: number;

  @Column('int')
  revision!: number;

  /** Documents may stand in for a visit. */
  @Column('boolean', { name: 'document_check' })
  documentCheck!: boolean;

  @Column('text', { array: true })
  assignees!: string[];

  @Column('jsonb')
  work!: ClueWork[];

  @Column('jsonb')
  visits!: ClueVisitRecord[];

  /** The last one; a clue that is sent back waits for another. */
  @Column('jsonb', { nullable: true })
  answer!: ClueAnswer | null;

  @Column('text')
  state!: ClueTaskState;
}
