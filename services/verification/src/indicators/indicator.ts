import type { EconomicFact } from '@minzheng/kernel/means-test';
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

/** An indicator hit (指标命中): what was found, by which facts, for which months. */
export interface Hit {
  readonly indicator: string;
  readonly personKey: string;
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
