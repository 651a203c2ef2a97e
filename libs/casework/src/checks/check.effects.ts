import type { ReopenCause, VerificationCompleted } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { CheckSubject } from './check.entity.js';

/** A report that no longer holds. */
export interface FallenReport {
  readonly requestId: string;
  readonly reportId: string;
  /** Code of the cause. */
  readonly cause: string;
}

/** What checks mean for what was checked: the department provides this class. None of it decides by itself. */
export abstract class CheckEffects {
  /** A report has come, the first of its request or a later one; not one that says no more than that it was refused. */
  abstract reported(tx: Tx, subject: CheckSubject, report: VerificationCompleted): Promise<void>;

  /** Verification has refused the request: whoever asked is told why, and asks again. */
  abstract refused(tx: Tx, subject: CheckSubject, answer: VerificationCompleted): Promise<void>;

  /** The request is evaluated again: nothing is decided on its report until the next one. */
  abstract reopened(tx: Tx, subject: CheckSubject, cause: ReopenCause): Promise<void>;

  /** What is known by now would conclude otherwise, and no other report has come for it. */
  abstract superseded(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void>;

  /** Wrong identity or a forged consent: what was decided on it is examined again by two people. */
  abstract revoked(tx: Tx, subject: CheckSubject, report: FallenReport): Promise<void>;
}
