import type { CivilDate } from '../months/index.js';
import { compare, multiply, rational, type Rational } from '../rational/index.js';
import type { PropertyGroup } from './asset-kinds.data.js';
import type { AssetFact, PersonKey } from './facts.js';
import { totalOf } from './figures.js';
import { ASSET_KINDS } from './kind-registry.js';
import type { MeansPolicy, PropertyLevel } from './means-policy.js';
import {
  boundsOfCapital,
  boundsOfCount,
  boundsOfValue,
  certain,
  financialPerHead,
  type Bounds,
} from './property-bounds.rules.js';
import { areaOf, itemsOf, uninhabitableHomes, type PropertyItem } from './property-items.js';
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
  if (missing.length === 0) return [];
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
