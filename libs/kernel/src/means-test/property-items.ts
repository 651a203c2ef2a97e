import type { Fen } from '../money/index.js';
import type { CivilDate } from '../months/index.js';
import type { PropertyGroup } from './asset-kinds.data.js';
import type { AssetFact } from './facts.js';
import { assetKind } from './kind-registry.js';
import { holdsOn, type Statuses } from './status.rules.js';

/** One thing the household owns, whoever of its members holds a part of it (财产项). */
export interface PropertyItem {
  readonly itemKey: string;
  readonly facts: readonly AssetFact[];
  readonly count: number;
  /** Whether the household's part is large enough for the item to count; unknown when a share is. */
  readonly counts: 'YES' | 'UNKNOWN';
}

/**
 * The items of some groups: one itemKey is one item, the shares of members add up. Left out is what is gone, and what
 * the household holds too small a part of.
 */
export function itemsOf(
  assets: readonly AssetFact[],
  minShareBp: number,
  ...groups: readonly PropertyGroup[]
): PropertyItem[] {
  const present = assets.filter((fact) => groups.includes(groupOf(fact)) && !isGone(fact));
  if (present.length === 0) return [];
  return [...Map.groupBy(present, ({ itemKey }) => itemKey)].flatMap(([itemKey, facts]): PropertyItem[] => {
    const known = facts.flatMap(({ shareBp }) => (shareBp === undefined ? [] : [shareBp]));
    const isKnownEnough = known.reduce((sum, share) => sum + share, 0) >= minShareBp;
    if (!isKnownEnough && known.length === facts.length) {
      return [];
    }
    const count = Math.max(...facts.map((fact) => fact.count ?? 1));
    return [{ itemKey, facts, count, counts: isKnownEnough ? 'YES' : 'UNKNOWN' }];
  });
}

/** Homes that an open status says are unsafe (grade C or D) or lost: they count as none. */
export function uninhabitableHomes(statuses: Statuses, on: CivilDate): ReadonlySet<string> {
  const open = statuses.all.filter(
    (status) =>
      (status.kind === 'dwellingLost' ||
        (status.kind === 'houseUnsafe' && ['C', 'D'].includes(status.attributes['grade'] ?? ''))) &&
      holdsOn(status, on),
  );
  return new Set(open.flatMap(({ attributes }) => attributes['itemKey'] ?? []));
}

/** A share of a social service organization counts as business only where it may be distributed. */
function groupOf({ kind, attributes }: AssetFact): PropertyGroup {
  const { group } = assetKind(kind);
  return group === 'FOUNDER' && attributes['distributable'] === 'true' ? 'BUSINESS' : group;
}

function isGone({ count, valueFen }: AssetFact): boolean {
  return count === 0 || (count === undefined && valueFen === 0n);
}

/** The largest value that a fact of the item states; unknown when none does. */
export function valueOf({ facts }: PropertyItem): Fen | undefined {
  return largest(facts.flatMap(({ valueFen }) => (valueFen === undefined ? [] : [valueFen])));
}

/** The area of the item in dm²; unknown when no fact states it. */
export function areaOf({ facts }: PropertyItem): bigint | undefined {
  return largest(
    facts.flatMap(({ attributes: { areaDm2 } }) =>
      areaDm2 !== undefined && /^\d+$/.test(areaDm2) ? [BigInt(areaDm2)] : [],
    ),
  );
}

/** Whether a business is active: it is when one fact says so, it isn't when all say that it isn't. */
export function activityOf({ facts }: PropertyItem): 'ACTIVE' | 'INACTIVE' | 'UNKNOWN' {
  if (facts.some(({ attributes }) => attributes['active'] === 'true')) {
    return 'ACTIVE';
  }
  return facts.every(({ attributes }) => attributes['active'] === 'false') ? 'INACTIVE' : 'UNKNOWN';
}

function largest(values: readonly bigint[]): bigint | undefined {
  const [first, ...others] = values;
  return first === undefined
    ? undefined
    : others.reduce((most, value) => (value > most ? value : most), first);
}
