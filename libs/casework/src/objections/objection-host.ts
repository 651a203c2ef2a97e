import type { CivilDate } from '@minzheng/kernel/months';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Tx } from '@minzheng/platform/persistence';
import type { PublicNotice } from '../notices/index.js';
import type { Objection } from './objection.entity.js';

/** What the department does with what is objected to: the department provides it. */
export abstract class ObjectionHost {
  /** Locks what a notice is about, before the notice as everywhere. */
  abstract lock(tx: Tx, notice: PublicNotice): Promise<void>;

  /** Somebody objects to a notice for the first time. @returns the day by which it is answered */
  abstract objected(tx: Tx, notice: PublicNotice, at: Date): Promise<CivilDate>;

  /** One more for a notice that was objected to. @returns the day by which it is answered */
  abstract dueOn(tx: Tx, notice: PublicNotice): Promise<CivilDate>;

  /** Locks the subject. @throws Problem when this caller may not answer, or not yet */
  abstract requireAnswerable(tx: Tx, objection: Objection, caller: AuthenticatedCaller): Promise<void>;

  /** It was answered: what waited for it may go on. */
  abstract answered(tx: Tx, objection: Objection, at: Date): Promise<void>;
}
