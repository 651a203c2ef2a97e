import type { ConclusionCode } from '../requests/conclusion.rules.js';

/** How many households come to a conclusion. */
export type ConclusionCounts = ReadonlyMap<ConclusionCode, number>;

/** Households of a county by their conclusion, as it is and as it would be. */
export interface CountyCounts {
  readonly now: Map<ConclusionCode, number>;
  readonly supposed: Map<ConclusionCode, number>;
  /** That could not be computed, since a policy row is missing for their region. */
  withoutPolicy: number;
}

/** A count as it is told; null where it would tell too much of the few. */
export interface ToldCount {
  readonly conclusion: ConclusionCode;
  readonly households: number | null;
}

/**
 * Counts of one whole that may be told (小数值隐藏): none of fewer than `under` but somebody. Where that would leave one hidden
 * count, which could be computed from the whole, the smallest of the others is hidden too.
 */
export function toldCounts(counts: ConclusionCounts, under: number): ToldCount[] {
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const hidden = new Set(all.filter(([, count]) => count > 0 && count < under).map(([code]) => code));
  if (hidden.size === 1) {
    const [next] = all
      .filter(([code, count]) => count > 0 && !hidden.has(code))
      .sort(([, a], [, b]) => a - b);
    if (next) hidden.add(next[0]);
  }
  return all.map(([conclusion, count]) => ({
    conclusion,
    households: hidden.has(conclusion) ? null : count,
  }));
}
