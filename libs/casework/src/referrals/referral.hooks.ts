import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Referral } from './referral.entity.js';

/** What a receiver has said of some of the needs. */
export type ReferralAnswer = { readonly needs: readonly string[] } & (
  | {
      readonly accepted: true;
      readonly caseRef: string;
      readonly handleByOn: CivilDate | null;
      /** What was given, where that is known: the matter is done. */
      readonly amountFen?: bigint;
    }
  | { readonly accepted: false; readonly reasonCode: string }
);

/** What the department does about referrals; it registers itself (`Referrals.hookIn`). */
export interface ReferralHooks {
  /** Before a referral of that record is touched: the record is locked first. */
  lock(tx: Tx, origin: { readonly type: string; readonly id: string }): Promise<void>;
  /** Somebody refers: opens the department's own record for it, if it is to have one. */
  received(
    tx: Tx,
    referral: Referral,
    needs: readonly string[],
  ): Promise<{ readonly type: string; readonly id: string } | undefined>;
  /** Needs are taken back, by the sender or here: what was not yet decided is closed. */
  withdrawn(tx: Tx, referral: Referral, needs: readonly string[], reasonCode: string): Promise<void>;
  /** A receiver has answered. */
  answered(tx: Tx, referral: Referral, answer: ReferralAnswer): Promise<void>;
  /** Nobody has answered by the day: the supervisor is told. */
  overdue(tx: Tx, referrals: readonly Referral[]): Promise<void>;
  /** Nor some days later: it goes to the coordination mechanism. */
  escalated(tx: Tx, referrals: readonly Referral[]): Promise<void>;
}
