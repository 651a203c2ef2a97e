import type { Tx } from '@minzheng/platform/persistence';
import type { PublicNotice } from './notice.entity.js';

/** What the department does with what its notices are about: the department provides it. */
export abstract class NoticeHost {
  /**
   * Locks the subject, before the notice as everywhere.
   *
   * @returns false when somebody else holds it, or it no longer waits for the notice
   */
  abstract lockEnding(tx: Tx, type: string, id: string): Promise<boolean>;

  /** The last day of a notice is over and nobody has objected. */
  abstract ended(tx: Tx, notice: PublicNotice, at: Date): Promise<void>;
}
