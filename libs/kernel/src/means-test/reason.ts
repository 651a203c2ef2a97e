import type { Rational } from '../rational/index.js';

/** Why an answer is what it is (理由): a code, the figures it was compared by, the facts that it rests on. */
export interface Reason<Code extends string = string> {
  readonly code: Code;
  /** Exact amounts (fen, counts, dm²) and dates by name. */
  readonly figures: Readonly<Record<string, Rational | string>>;
  readonly factIds: readonly string[];
}
