import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing } from '@minzheng/kernel/policy';
import type { FoundHits } from '../clues/clue.service.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy, Timing } from '../indicators/indicator.js';
import type { RegionRules } from '../indicators/indicator-policy.js';
import { nextStatusTurn } from '../indicators/days.js';
import { INDICATORS } from '../indicators/registry.js';
import type { Watch } from '../indicators/watch.js';

/** With every evaluation of a person about whom something new was stored. */
export const WITH_FACTS: ReadonlySet<Timing> = new Set(['FACTS', 'DAILY']);
/** In the monthly run, beside what facts have brought already. */
export const MONTHLY: ReadonlySet<Timing> = new Set(['MONTHLY']);
/** In a full run, and where hits of the monthly run were held back. */
export const EVERY_TIMING: ReadonlySet<Timing> = new Set([...WITH_FACTS, ...MONTHLY]);

/** What the indicators say of one watch (指标判定). */
export interface Indication {
  readonly hits: readonly Hit[];
  /** The first day on which one of the indicators that were asked may hit though no fact comes. */
  readonly nextDueOn: CivilDate | undefined;
  /** Those that the region has switched on, that had their rows and may use what they need: of no others can be said that they find nothing. */
  readonly asked: ReadonlySet<IndicatorCode>;
  /** A policy row that one of the others lacks: they wait for it, and the watch has to be looked at again. */
  readonly missing: PolicyMissing | undefined;
}

/** Asks the indicators of these timings; one for which a policy row is missing keeps none of the others. */
export function indicate(watch: Watch, timings: ReadonlySet<Timing>): Indication {
  const { indicators, codes, missing } = enabledOf(watch.rules, timings);
  const hits: Hit[] = [];
  const without: IndicatorCode[] = [];
  let nextDueOn = timings.has('DAILY') ? nextStatusTurn(watch) : undefined;
  let lacks = missing;
  const { withheld } = watch.knowledge;
  for (const { indicator, policy } of indicators) {
    if (withheld.size > 0 && indicator.silenceOf?.some((agency) => withheld.has(agency))) {
      without.push(indicator.code);
      continue;
    }
    try {
      const found = indicator.find(watch, policy);
      if (found.length > 0) hits.push(...found);
      const due = indicator.nextDueOn?.(watch, policy);
      if (due !== undefined && due > watch.today && (nextDueOn === undefined || due < nextDueOn))
        nextDueOn = due;
    } catch (error) {
      if (!(error instanceof PolicyMissing)) throw error;
      lacks ??= error;
      without.push(indicator.code);
    }
  }
  if (watch.waitsForIncome) nextDueOn = addDays(watch.today, 1);
  const asked = without.length === 0 ? codes : new Set([...codes].filter((code) => !without.includes(code)));
  return { hits, nextDueOn, asked, missing: lacks };
}

/** The hits as clues are raised from them. */
export function foundIn({ household, persons }: Watch, hits: readonly Hit[]): FoundHits {
  return household === undefined ? { personKey: persons[0]?.personKey ?? '', hits } : { household, hits };
}

/** What is looked at in a watch of its own: the household on record and its members, or the person alone; no obligor. */
export const lookedAt = ({ household, persons }: Watch): string[] => [
  ...(household === undefined ? [] : [household.id]),
  ...persons.map(({ personKey }) => personKey),
];

interface Enabled {
  readonly indicators: readonly { readonly indicator: Indicator; readonly policy: IndicatorPolicy }[];
  readonly codes: ReadonlySet<IndicatorCode>;
  readonly missing: PolicyMissing | undefined;
}

const ENABLED = new WeakMap<RegionRules, Map<ReadonlySet<Timing>, Enabled>>();

/** Once for a region and day, not for each household. */
function enabledOf(rules: RegionRules, timings: ReadonlySet<Timing>): Enabled {
  const ofRegion = ENABLED.get(rules) ?? new Map<ReadonlySet<Timing>, Enabled>();
  ENABLED.set(rules, ofRegion);
  const known = ofRegion.get(timings);
  if (known !== undefined) return known;
  let missing: PolicyMissing | undefined;
  const isEnabled = (policy: IndicatorPolicy): boolean => {
    try {
      return policy.enabled;
    } catch (error) {
      if (!(error instanceof PolicyMissing)) throw error;
      missing ??= error;
      return false;
    }
  };
  const indicators = INDICATORS.filter(({ timing }) => timings.has(timing))
    .map((indicator) => ({ indicator, policy: rules.policyOf(indicator.code) }))
    .filter(({ policy }) => isEnabled(policy));
  const codes = new Set(indicators.map(({ indicator }) => indicator.code));
  const enabled = { indicators, codes, missing };
  ofRegion.set(timings, enabled);
  return enabled;
}
