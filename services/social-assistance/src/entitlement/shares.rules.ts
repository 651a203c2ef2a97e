import type { PersonKey } from '@minzheng/kernel/means-test';
import { splitFen, type Fen } from '@minzheng/kernel/money';

/** What of an award is one person's (份额), in fen a month. */
export interface PersonShare {
  readonly personKey: PersonKey;
  readonly amountFen: Fen;
}

/**
 * The base in whole-fen parts, larger first, by personKey; each extra to its own person. The shares add up to the
 * award, and the order of the members makes no difference.
 *
 * @throws RangeError when nobody is covered
 */
export function sharesOf(
  baseFen: Fen,
  personKeys: readonly PersonKey[],
  extras: readonly PersonShare[],
): PersonShare[] {
  const keys = [...new Set(personKeys)].sort();
  const parts = splitFen(baseFen, keys.length);
  const covered = new Set(keys);
  if (extras.some(({ personKey }) => !covered.has(personKey))) {
    throw new RangeError('an extra belongs to a person whom the award covers');
  }
  return keys.map((personKey, index) => {
    const extra = extras
      .filter((candidate) => candidate.personKey === personKey)
      .reduce((sum, { amountFen }) => sum + amountFen, 0n);
    return { personKey, amountFen: (parts[index] ?? 0n) + extra };
  });
}
