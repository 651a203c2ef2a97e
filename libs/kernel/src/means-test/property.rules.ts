import type { CivilDate } from '../months/index.js';
import {
  compare,
  divide,
  max,
  min,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '../rational/index.js';
import type { PropertyGroup } from './asset-kinds.data.js';
import type { AssetFact, PersonKey } from './facts.js';
import { shareOf, totalOf } from './figures.js';
import { ASSET_KINDS } from './kind-registry.js';
import type { MeansPolicy, PropertyLevel } from './means-policy.js';
import {
  activityOf,
  areaOf,
  itemsOf,
  uninhabitableHomes,
  valueOf,
  type PropertyItem,
} from './property-items.js';
import type { Reason } from './reason.js';
import type { Statuses } from './status.rules.js';

export type PropertyCode =
  'FINANCIAL' | 'VEHICLE' | 'HOUSING' | 'NON_RESIDENTIAL' | 'BUSINESS' | 'MACHINERY' | 'SOURCE_MISSING';

/** `OVER` with every certain reason; else `UNKNOWN`, which a person decides, with what is unknown; else `WITHIN`. */
export interface PropertyVerdict {
  readonly verdict: 'WITHIN' | 'OVER' | 'UNKNOWN';
  readonly reasons: readonly Reason<PropertyCode>[];
}

export interface PropertyResult {
  /** Known financial assets a head, less earmarked relief money, in fen. */
  readonly financialAssetsPerHead: Rational;
  readonly levels: Readonly<Record<PropertyLevel, PropertyVerdict>>;
}

/** A source of property data that hasn't answered for a person. */
export interface MissingSource {
  readonly personKey: PersonKey;
  readonly agency: string;
}

export interface PropertyQuestion {
  /** Whose property is looked at: the counted members, or one person alone. */
  readonly persons: readonly PersonKey[];
  readonly assets: readonly AssetFact[];
  readonly statuses: Statuses;
  readonly on: CivilDate;
  readonly policy: MeansPolicy;
  readonly missingSources: readonly MissingSource[];
}

interface Finding extends Reason<PropertyCode> {
  readonly verdict: PropertyVerdict['verdict'];
}

/** What is compared with a limit: at least `low`; at most `high`, or without bound when something is unknown. */
interface Bounds {
  readonly low: Rational;
  readonly high: Rational | undefined;
  readonly factIds: readonly string[];
}

/**
 * Tests property at each level (财产状况认定). What is unknown is taken at its least to find what is certainly over, and
 * at its most to find what could be. 民发〔2021〕57号 art. 14.
 *
 * @param question - at least one person
 */
export function testProperty(question: PropertyQuestion): PropertyResult {
  const { persons, policy } = question;
  const { asset, standardMonthlyFen } = policy;
  const assets = question.assets.filter(({ personKey }) => persons.includes(personKey));
  const items = (...groups: PropertyGroup[]) => itemsOf(assets, asset.minShareBp, ...groups);
  const financial = financialPerHead(assets, persons.length);
  const others = [
    finding('VEHICLE', boundsOfCount(items('VEHICLE')), rational(BigInt(asset.vehicleCount))),
    housing(items('HOME'), question),
    finding(
      'NON_RESIDENTIAL',
      boundsOfCount(items('NON_RESIDENTIAL')),
      rational(BigInt(asset.nonResidentialCount)),
    ),
    ...items('BUSINESS').map((item) =>
      finding('BUSINESS', boundsOfCapital(item), rational(asset.capitalFen)),
    ),
    finding('MACHINERY', boundsOfValue(items('MACHINERY')), rational(asset.machineryFen)),
    ...missingSources(question),
  ];
  const verdictAt = (level: PropertyLevel): PropertyVerdict => {
    const limit = multiply(asset.financialStd[level], rational(standardMonthlyFen));
    return decide([finding('FINANCIAL', financial, limit), ...others]);
  };
  return {
    financialAssetsPerHead: financial.low,
    levels: { DIBAO: verdictAt('DIBAO'), EDGE: verdictAt('EDGE'), RIGID: verdictAt('RIGID') },
  };
}

function decide(findings: readonly Finding[]): PropertyVerdict {
  const verdict = (['OVER', 'UNKNOWN'] as const).find((open) =>
    findings.some((found) => found.verdict === open),
  );
  const reasons = findings.filter((found) => found.verdict === verdict);
  return {
    verdict: verdict ?? 'WITHIN',
    reasons: reasons.map(({ code, figures, factIds }) => ({ code, figures, factIds })),
  };
}

function finding(code: PropertyCode, { low, high, factIds }: Bounds, limit: Rational): Finding {
  const isOver = compare(low, limit) > 0;
  const isOpen = high === undefined || compare(high, limit) > 0;
  return {
    code,
    verdict: isOver ? 'OVER' : isOpen ? 'UNKNOWN' : 'WITHIN',
    figures: { atLeast: low, ...(high !== undefined && { atMost: high }), limit },
    factIds,
  };
}

function financialPerHead(assets: readonly AssetFact[], persons: number): Bounds {
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

function boundsOfCount(items: readonly PropertyItem[]): Bounds & { readonly high: Rational } {
  const countOf = (some: readonly PropertyItem[]) =>
    totalOf(some.map(({ count }) => rational(BigInt(count))));
  return { low: countOf(certain(items)), high: countOf(items), factIds: factIdsOf(items) };
}

function boundsOfValue(items: readonly PropertyItem[]): Bounds {
  const sum = (some: readonly PropertyItem[]) => totalOf(some.map((item) => rational(valueOf(item) ?? 0n)));
  const isKnown = items.every((item) => valueOf(item) !== undefined);
  return { low: sum(certain(items)), high: isKnown ? sum(items) : undefined, factIds: factIdsOf(items) };
}

/** Paid-in capital, which counts while the business is active. */
function boundsOfCapital(item: PropertyItem): Bounds {
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

/** One home, or more up to the limit while their area a head, in all, stays below the policy's. */
function housing(
  all: readonly PropertyItem[],
  { persons, statuses, on, policy: { asset } }: PropertyQuestion,
): Finding {
  const uninhabitable = uninhabitableHomes(statuses, on);
  const homes = all.filter(({ itemKey }) => !uninhabitable.has(itemKey));
  const areaLimit = multiply(asset.homeAreaM2, rational(DM2_IN_M2 * BigInt(persons.length)));
  const areaOfAll = (some: readonly PropertyItem[]) =>
    totalOf(some.map((home) => rational(areaOf(home) ?? 0n)));
  const isTooMuch = (count: Rational, isSpacious: boolean): boolean =>
    compare(count, rational(1n)) > 0 && (isSpacious || compare(count, rational(BigInt(asset.homeCount))) > 0);
  const { low, high, factIds } = boundsOfCount(homes);
  const isAreaKnown = homes.every((home) => areaOf(home) !== undefined);
  const isOver = isTooMuch(low, compare(areaOfAll(certain(homes)), areaLimit) >= 0);
  const isOpen = isTooMuch(high, !isAreaKnown || compare(areaOfAll(homes), areaLimit) >= 0);
  return {
    code: 'HOUSING',
    verdict: isOver ? 'OVER' : isOpen ? 'UNKNOWN' : 'WITHIN',
    figures: {
      atLeast: low,
      atMost: high,
      limit: rational(BigInt(asset.homeCount)),
      areaDm2: areaOfAll(homes),
      areaLimitDm2: areaLimit,
    },
    factIds,
  };
}

const DM2_IN_M2 = 100n;

const TESTED_GROUPS: readonly PropertyGroup[] = [
  'FINANCIAL',
  'VEHICLE',
  'MACHINERY',
  'HOME',
  'NON_RESIDENTIAL',
  'BUSINESS',
];

function missingSources({ persons, missingSources: missing }: PropertyQuestion): Finding[] {
  const tested = [...ASSET_KINDS.values()].filter(({ group }) => TESTED_GROUPS.includes(group));
  return missing
    .filter(({ personKey }) => persons.includes(personKey))
    .filter(({ agency }) => tested.some(({ publishers }) => publishers.includes(agency)))
    .map(({ personKey, agency }) => ({
      code: 'SOURCE_MISSING',
      verdict: 'UNKNOWN',
      figures: { personKey, agency },
      factIds: [],
    }));
}

function certain(items: readonly PropertyItem[]): PropertyItem[] {
  return items.filter(({ counts }) => counts === 'YES');
}

function factIdsOf(items: readonly PropertyItem[]): string[] {
  return items.flatMap(({ facts }) => facts.map(({ factId }) => factId)).toSorted();
}
