import type { Fen } from '../money/index.js';
import { rational, ZERO, add, multiply, type Rational } from '../rational/index.js';
import type { IncomeWindow } from '../months/index.js';
import type { ExpenditureFact, IncomeFact, PersonKey } from './facts.js';
import type { MeansPolicy } from './means-policy.js';
import type { MonthLine } from './month-lines.rules.js';
import type { Statuses } from './status.rules.js';

/** The selected facts of all persons concerned, looked up by person, and by what they are measured. */
export interface MeansBook {
  readonly income: ReadonlyMap<PersonKey, readonly MonthLine<IncomeFact>[]>;
  readonly expenditure: ReadonlyMap<PersonKey, readonly MonthLine<ExpenditureFact>[]>;
  readonly statuses: Statuses;
  readonly window: IncomeWindow;
  readonly policy: MeansPolicy;
}

export function totalOf(amounts: Iterable<Rational>): Rational {
  let total = ZERO;
  for (const amount of amounts) {
    total = add(total, amount);
  }
  return total;
}

/** `basisPoints` ten-thousandths of an amount. */
export function shareOf(amount: Rational, basisPoints: number): Rational {
  return multiply(amount, rational(BigInt(basisPoints), 10_000n));
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = 0n;
  for (const amount of amounts) {
    sum += amount;
  }
  return sum;
}
