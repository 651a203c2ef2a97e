import type { ClueDispatched } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import type { ClueClosingOutcomeName, ClueOutcomeName, ClueVisitRecord } from './clue-answer.rules.js';
import type { ClueTask, ClueWork } from './clue-task.entity.js';

/** What a clue leads to in the department. */
export interface ClueHandling {
  /** The running award that it is about. */
  readonly awardId: string | null;
  readonly work: readonly ClueWork[];
}

/** What the department knows and does about clues; it provides this class. */
export abstract class ClueTaskHooks {
  /**
   * The clue has come, or has come again with more hits or another attempt: whatever has to be done about it is opened,
   * or joined where it is open.
   *
   * @param task - as it was before, if there was one
   */
  abstract dispatched(tx: Tx, clue: ClueDispatched, task: ClueTask | null): Promise<ClueHandling>;

  /** A signed visit of the department as a record of this task; undefined when it is none, or not of these people. */
  abstract visitOf(
    manager: EntityManager,
    task: ClueTask,
    visitId: string,
  ): Promise<ClueVisitRecord | undefined>;

  /** The outcome that fits what has come of the work so far; undefined while nothing has. */
  abstract proposal(manager: EntityManager, task: ClueTask): Promise<ClueOutcomeName | undefined>;

  /** The clue is closed: what waits for it alone is over. */
  abstract closed(tx: Tx, task: ClueTask, outcome: ClueClosingOutcomeName): Promise<void>;
}
