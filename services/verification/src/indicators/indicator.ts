import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Ground } from './grounds.rules.js';
import type { Watch } from './watch.js';

/** The 44 indicators (监测指标) of verification 5.10, by group. */
export const INDICATOR_CODES = [
  ...(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'] as const),
  ...(['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'] as const),
  ...(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'] as const),
  ...(['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7'] as const),
  ...(['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'] as const),
  ...(['F1', 'F2', 'F3', 'F4', 'F5', 'F6'] as const),
  ...(['G1', 'G2'] as const),
] as const;
export type IndicatorCode = (typeof INDICATOR_CODES)[number];

/**
 * When an indicator is asked (触发时机): `FACTS` with every evaluation; `DAILY` too, and on the day that it names itself;
 * `MONTHLY` only in the monthly run.
 */
export type Timing = 'FACTS' | 'DAILY' | 'MONTHLY';

/** Over-payment, unmet need, or care: which way a clue points (↓ ↑ ○). */
export type Direction = 'OVER' | 'UNDER' | 'CARE';
export type Severity = 'RED' | 'ORANGE' | 'YELLOW' | 'BLUE';

/** Policy rows `verification.ind.<code>.*`, each read when it is asked for. */
export interface IndicatorPolicy {
  readonly enabled: boolean;
  readonly severity: Severity;
  /** A count: of months, days, or occurrences. */
  readonly n: number;
  readonly amountFen: Fen;
  readonly ratioBp: number;
  /**
   * Another row of this indicator that is a whole number, as `count('age')`.
   *
   * @throws PolicyMissing
   */
  count(name: string): number;
  /**
   * The value of another row of this indicator.
   *
   * @throws PolicyMissing
   */
  value(name: string): unknown;
}

/** One of the 44 rules (监测指标), pure: the same watch gives the same hits. */
export interface Indicator {
  readonly code: IndicatorCode;
  readonly timing: Timing;
  /**
   * Agencies whose silence it takes for an answer (以未报告为依据): where monitoring may not use all that they send, nothing can be
   * said of what they have not told, and it is not asked.
   */
  readonly silenceOf?: readonly string[];
  /** @throws PolicyMissing when a row that the facts need is missing */
  find(watch: Watch, policy: IndicatorPolicy): Hit[];
  /** `DAILY` only: the next day after the watch's on which it may hit though no fact comes. */
  nextDueOn?(watch: Watch, policy: IndicatorPolicy): CivilDate | undefined;
}

/** An indicator hit (指标命中): what was found, by which facts, for which months. */
export interface Hit {
  readonly indicator: IndicatorCode;
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
  /** What else it rests on, where it finds that something is missing. */
  readonly grounds?: readonly Ground[];
  readonly months: readonly Month[];
  /** Estimate of what was paid and not due (5.11); it never stands in the explanation. */
  readonly amountFen?: Fen;
  readonly direction: Direction;
  readonly severity: Severity;
  readonly explanation: { readonly zh: string; readonly en: string };
}
