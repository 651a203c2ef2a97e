import { formatYuan, type Fen } from '@minzheng/kernel/money';
import { roundHalfUp, type Rational } from '@minzheng/kernel/rational';

/** A reason (理由) in words: what a citizen is told, in both languages. Amounts are printed in yuan. */
export interface StatedReason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** An exact amount of fen as it is printed: yuan with two decimals, half up. */
export function yuan(amount: Rational | Fen): string {
  return formatYuan(typeof amount === 'bigint' ? amount : roundHalfUp(amount));
}

/** Basis points as a percentage: `3000` is `30 %`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100}%`;
}
