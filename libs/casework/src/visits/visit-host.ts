import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { GeoPoint } from './distance.rules.js';
import type { HouseVisit, Investigator } from './visit.entity.js';

/** What a visit is about, and whom it meets. */
export interface VisitedSubject {
  readonly region: string;
  /** Number by which those who work on it know it. */
  readonly caseRef?: string;
  readonly householdId?: string;
  /** Who is counted there, by personKey. */
  readonly personKeys: readonly string[];
  /** Day on which there was something to visit for: none was made before it. */
  readonly notBefore?: CivilDate;
  /** Where they live, if that is known; else the place of the household's first visit counts. */
  readonly dwelling?: GeoPoint;
}

/** What was wrong with a visit, or with what somebody tried to do with one. */
export interface VisitSuspicion {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly region: string;
  readonly visitId?: string;
  /** A flag, or the name of the problem that it was refused with. */
  readonly reasons: readonly string[];
}

/** What the department knows of its visits' subjects, and does when one is signed: the department provides it. */
export abstract class VisitHost {
  /**
   * Locks the subject for a new visit.
   *
   * @throws NotFound, IllegalTransition when there is nothing to visit any more, Problem when these people may not
   */
  abstract open(
    tx: Tx,
    type: string,
    id: string,
    investigators: readonly Investigator[],
  ): Promise<VisitedSubject>;

  /** Everybody has signed: events and facts of the department. */
  abstract signed(tx: Tx, visit: HouseVisit, at: Date): Promise<void>;

  /** To be looked at by those who supervise. */
  abstract suspected(tx: Tx, suspicion: VisitSuspicion): Promise<void>;
}
