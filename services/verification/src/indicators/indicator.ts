import type { EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { HouseholdOnRecord } from '../households/household.store.js';

/** Over-payment, unmet need, or care: which way a clue points (↓ ↑ ○). */
export type Direction = 'OVER' | 'UNDER' | 'CARE';
export type Severity = 'RED' | 'ORANGE' | 'YELLOW' | 'BLUE';

/** What an indicator looks at: a household on record, what stands of its persons' facts, and the day. */
export interface IndicatorInput {
  readonly household: HouseholdOnRecord;
  /** Visible facts of members and obligors, kinds with gate L only. */
  readonly facts: readonly EconomicFact[];
  readonly today: CivilDate;
}

/** What an indicator about one person looks at, whether or not a household of that person is on record. */
export interface PersonInput {
  readonly personKey: string;
  /** Visible facts of the person, kinds with gate L only. */
  readonly facts: readonly EconomicFact[];
  readonly writtenBack: WrittenBack;
  /** The region in which each payer pays the person, by the payer's short name; without what is not known. */
  readonly payerRegions: ReadonlyMap<string, string>;
  readonly today: CivilDate;
}

/** Payments that their payer has set to what was due when it detected an over-payment: paid, though no longer visible. */
export interface WrittenBack {
  /** Superseded facts, the last of each payment and those before it. */
  readonly facts: readonly IncomeFact[];
  /** `<programme> <month>` of the over-payments on record. */
  readonly months: ReadonlySet<string>;
}

/** An indicator hit (指标命中): what was found, by which facts, for which months. */
export interface Hit {
  readonly indicator: string;
  /** Whose episode it is: the person's wherever he or she lives, or one of the household on record. */
  readonly subject: 'PERSON' | 'HOUSEHOLD';
  readonly personKey: string;
  /** Short name of the service that pays what is concerned; it has to answer. */
  readonly payer: string;
  /** Where that service pays it, where known. */
  readonly payerRegion?: string;
  readonly programme?: string;
  /** One episode is raised once. */
  readonly episodeKey: string;
  readonly factIds: readonly string[];
  readonly months: readonly Month[];
  readonly amountFen?: bigint;
  readonly direction: Direction;
  readonly severity: Severity;
  readonly explanation: { readonly zh: string; readonly en: string };
}
