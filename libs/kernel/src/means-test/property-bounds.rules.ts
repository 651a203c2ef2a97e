import { divide, max, min, rational, subtract, ZERO, type Rational } from '../rational/index.js';
import type { AssetFact } from './facts.js';
import { shareOf, totalOf } from './figures.js';
import { activityOf, itemsOf, valueOf, type PropertyItem } from './property-items.js';

/** What is compared with a limit: at least `low`; at most `high`, or without bound when something is unknown. */
export interface Bounds {
  readonly low: Rational;
  readonly high: Rational | undefined;
  readonly factIds: readonly string[];
}

/** Financial assets a head, less earmarked relief money, not below 0, in fen. */
export function financialPerHead(assets: readonly AssetFact[], persons: number): Bounds {
  const held = boundsOfShares(itemsOf(assets, 0, 'FINANCIAL'));
  const earmarked = boundsOfShares(itemsOf(assets, 0, 'EARMARKED'));
  const perHead = (sum: Rational): Rational => divide(max(ZERO, sum), rational(BigInt(persons)));
  return {
    low: earmarked.high === undefined ? ZERO : perHead(subtract(held.low, earmarked.high)),
    high: held.high && perHead(subtract(held.high, earmarked.low)),
    factIds: [...held.factIds, ...earmarked.factIds],
  };
}

/** Of each item the members' shares, together at most its whole value. */
function boundsOfShares(items: readonly PropertyItem[]): Bounds {
  const share = (item: PropertyItem, unknownBp: number): Rational => {
    const whole = rational(valueOf(item) ?? 0n);
    const parts = item.facts.map(({ valueFen = 0n, shareBp = unknownBp }) =>
      shareOf(rational(valueFen), shareBp),
    );
    return min(whole, totalOf(parts));
  };
  const isKnown = items.every(({ facts }) => facts.every(({ valueFen }) => valueFen !== undefined));
  return {
    low: totalOf(items.map((item) => share(item, 0))),
    high: isKnown ? totalOf(items.map((item) => share(item, 10_000))) : undefined,
    factIds: factIdsOf(items),
  };
}

/** How many things the items are. */
export function boundsOfCount(items: readonly PropertyItem[]): Bounds & { readonly high: Rational } {
  const countOf = (some: readonly PropertyItem[]) =>
    totalOf(some.map(({ count }) => rational(BigInt(count))));
  return { low: countOf(certain(items)), high: countOf(items), factIds: factIdsOf(items) };
}

/** What the items are worth in all, in fen. */
export function boundsOfValue(items: readonly PropertyItem[]): Bounds {
  const sum = (some: readonly PropertyItem[]) => totalOf(some.map((item) => rational(valueOf(item) ?? 0n)));
  const isKnown = items.every((item) => valueOf(item) !== undefined);
  return { low: sum(certain(items)), high: isKnown ? sum(items) : undefined, factIds: factIdsOf(items) };
}

/** Paid-in capital, which counts while the business is active. */
export function boundsOfCapital(item: PropertyItem): Bounds {
  const [capital, activity, factIds] = [valueOf(item), activityOf(item), factIdsOf([item])];
  if (activity === 'INACTIVE') {
    return { low: ZERO, high: ZERO, factIds };
  }
  const isCertain = item.counts === 'YES' && activity === 'ACTIVE';
  return {
    low: isCertain ? rational(capital ?? 0n) : ZERO,
    high: capital === undefined ? undefined : rational(capital),
    factIds,
  };
}

/** Items of which it is certain that they count. */
export function certain(items: readonly PropertyItem[]): PropertyItem[] {
  return items.filter(({ counts }) => counts === 'YES');
}

function factIdsOf(items: readonly PropertyItem[]): string[] {
  return items.flatMap(({ facts }) => facts.map(({ factId }) => factId)).toSorted();
}
