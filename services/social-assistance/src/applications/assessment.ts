import type { StatedReason } from '../entitlement/stated-reason.js';

/** An exact figure as it is stored and sent. */
export interface StoredRational {
  readonly numerator: string;
  readonly denominator: string;
}

/** One way in which the benefit is open. */
export interface StoredOption {
  readonly subtype: string;
  readonly personKeys: readonly string[];
  /** Strings of digits, in fen a month. */
  readonly baseFen: string;
  readonly extras: readonly {
    readonly personKey: string;
    readonly kinds: readonly string[];
    readonly amountFen: string;
  }[];
  readonly shares: readonly { readonly personKey: string; readonly amountFen: string }[];
  readonly monthlyFen: string;
  readonly reasons: readonly StatedReason[];
}

/** What the rules made of report and household (审核认定): stored with the case, told to the applicant. */
export interface Assessment {
  readonly reportId: string;
  readonly reportNumber: string;
  readonly reportValidTo: string;
  readonly assessedBy: string;
  readonly assessedOn: string;
  readonly memberCount: number;
  readonly perCapitaMonthly: StoredRational;
  readonly perCapitaAfterRigid: StoredRational;
  readonly householdClass: string;
  readonly subtype?: string;
  readonly reasons: readonly StatedReason[];
  readonly proposed?: StoredOption;
  readonly alternatives: readonly StoredOption[];
}
