import type { IllnessChecks } from '../entitlement/illness-dibao.rules.js';
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

/** What is offered instead of what was asked for (R23). */
export interface StoredOffer {
  readonly need: string;
  readonly receiver?: string;
  readonly flags: readonly string[];
  readonly reason: StatedReason;
}

/** The hardship index as it was computed (R15). */
export interface StoredHardship {
  readonly mode: string;
  readonly exact: StoredRational;
  /** Hundredths of a point. */
  readonly scoreCenti: number;
  readonly items: readonly { readonly code: string; readonly points: StoredRational }[];
  /** What the region's rule makes of it: only in the mode ranking anything but MEANS_DECIDE. */
  readonly outcome: string;
}

/** What the rules made of report and household (审核认定): stored with the case, told to the applicant. */
export interface Assessment {
  readonly reportId: string;
  readonly reportNumber: string;
  readonly reportValidTo: string;
  readonly assessedBy: string;
  readonly assessedOn: string;
  /** What the clerk has flagged where the cost of illness counts; absent before there was such a path. */
  readonly illnessChecks?: IllnessChecks;
  readonly memberCount: number;
  readonly perCapitaMonthly: StoredRational;
  readonly perCapitaAfterRigid: StoredRational;
  readonly householdClass: string;
  readonly subtype?: string;
  readonly reasons: readonly StatedReason[];
  readonly proposed?: StoredOption;
  readonly alternatives: readonly StoredOption[];
  /**
   * The exact income a head and month that the subtype was found on, where it is neither of the figures above: of
   * ILLNESS, and of RIGID_DEDUCTION where illness has its own path.
   */
  readonly basis?: StoredRational;
  readonly hardship?: StoredHardship;
  /** Why the county has to visit before a decision (R8). */
  readonly countyVisit?: readonly StatedReason[];
}
