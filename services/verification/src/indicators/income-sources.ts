import type { CoveredThrough, PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import {
  coveredThrough,
  isGap,
  standingOf,
  type SourceAnswer,
  type SourceKnowledge,
  type Watermark,
} from '../requests/completeness.rules.js';
import type { RegionRules } from './indicator-policy.js';

/** Monthly sources by which income is known (收入数源). */
export const INCOME_AGENCIES = ['TAX', 'HRSS'] as const;

/** How far TAX and HRSS have told of some persons (5.8). */
export class IncomeSources {
  readonly #answers: readonly SourceAnswer[];

  constructor(
    private readonly rules: RegionRules,
    answers: readonly SourceAnswer[],
    private readonly watermarks: readonly Watermark[],
  ) {
    this.#answers = answers.filter(({ agency }) => INCOME_AGENCIES.some((source) => source === agency));
  }

  /** The last month that each has reached for all these persons; absent of who is not fresh. @throws PolicyMissing */
  coveredThrough(persons: readonly PersonKey[], asOf: CivilDate): CoveredThrough {
    if (this.#answers.length === 0) return this.#feeds(asOf).covered;
    const standings = persons.flatMap((person) =>
      INCOME_AGENCIES.map((agency) => standingOf(question(person, agency), this.#knowledge(asOf))),
    );
    return coveredThrough(standings, this.#knowledge(asOf));
  }

  /** One of them is fresh for the person. @throws PolicyMissing */
  isFresh(personKey: PersonKey, asOf: CivilDate): boolean {
    if (this.#answers.length === 0) return this.#feeds(asOf).isFresh;
    return INCOME_AGENCIES.some(
      (agency) => !isGap(standingOf(question(personKey, agency), this.#knowledge(asOf))),
    );
  }

  #knowledge(asOf: CivilDate): SourceKnowledge {
    return {
      answers: this.#answers,
      watermarks: this.watermarks,
      asOf: `${asOf}T00:00:00+08:00`,
      maxLagOf: (agency) => this.rules.maxLagOf(agency),
      datasetsOf: (agency) => this.rules.datasetsOf(agency),
    };
  }

  /** What the standing feeds alone say is the same for everybody. */
  #feeds(asOf: CivilDate): Feeds {
    const ofDays = FEEDS.get(this.watermarks) ?? new Map<string, Feeds>();
    FEEDS.set(this.watermarks, ofDays);
    const key = `${this.rules.region} ${asOf}`;
    const known = ofDays.get(key);
    if (known !== undefined) return known;
    const knowledge = this.#knowledge(asOf);
    const standings = INCOME_AGENCIES.map((agency) => standingOf(question('', agency), knowledge));
    const feeds = {
      covered: coveredThrough(standings, knowledge),
      isFresh: standings.some((standing) => !isGap(standing)),
    };
    ofDays.set(key, feeds);
    return feeds;
  }
}

interface Feeds {
  readonly covered: CoveredThrough;
  readonly isFresh: boolean;
}

const FEEDS = new WeakMap<readonly Watermark[], Map<string, Feeds>>();

const question = (personKey: PersonKey, agency: string) => ({ personKey, agency, authorised: true });
