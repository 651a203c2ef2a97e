import { compare, rational, ZERO, type Rational } from '@minzheng/kernel/rational';
import { printScore } from '@minzheng/kernel/scoring';
import type { HardshipPolicy, HardshipScore } from './hardship-score.rules.js';
import type { StatedReason } from './stated-reason.js';

/** What the index says to a household that R5 puts into the minimum living guarantee. */
export type HardshipDecision =
  /** The means decide: the index is off, or shown only. */
  | { readonly outcome: 'MEANS_DECIDE' }
  | { readonly outcome: 'APPROVABLE' }
  /** Rejected by the region's rule; TEMP_AID is offered. */
  | { readonly outcome: 'SCORE_BELOW'; readonly reason: StatedReason }
  /** No decision before an evaluation has been held. */
  | { readonly outcome: 'EVALUATION_MISSING' };

/** R15: whether the index lets a household in, by the exact score; in the mode advisory the law's own test decides. */
export function hardshipDecision(
  found: HardshipScore | undefined,
  { mode, cutoff }: Pick<HardshipPolicy, 'mode' | 'cutoff'>,
): HardshipDecision {
  if (mode !== 'ranking') return { outcome: 'MEANS_DECIDE' };
  if (found === undefined) return { outcome: 'EVALUATION_MISSING' };
  if (compare(found.exact, rational(BigInt(cutoff))) >= 0) return { outcome: 'APPROVABLE' };
  return {
    outcome: 'SCORE_BELOW',
    reason: {
      code: 'SCORE_BELOW',
      zh: `困难状况评估得分${printScore(found.exact)}分，低于${cutoff}分。`,
      en: `The hardship index of ${printScore(found.exact)} points is below ${cutoff}.`,
    },
  };
}

/** What a case is ranked by. */
export interface RankedCase {
  readonly caseId: string;
  readonly score: HardshipScore;
  readonly perCapita: Rational;
  /** When the case was accepted; compares as text. */
  readonly acceptedAt: string;
}

/** R15: score high first, then income low, points of the members high, accepted earlier, id. For `toSorted`. */
export function byHardship(a: RankedCase, b: RankedCase): number {
  return (
    compare(b.score.exact, a.score.exact) ||
    compare(a.perCapita, b.perCapita) ||
    compare(memberPointsOf(b.score), memberPointsOf(a.score)) ||
    compareText(a.acceptedAt, b.acceptedAt) ||
    compareText(a.caseId, b.caseId)
  );
}

function memberPointsOf({ items }: HardshipScore): Rational {
  return items.find(({ code }) => code === 'members')?.points ?? ZERO;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
