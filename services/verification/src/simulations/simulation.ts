import { PolicyMalformed, testMeans, type PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { countyOf } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PreparedStatements } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { numberedRegionFilter, Regions } from '@minzheng/platform/regions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Queries } from '../facts/fact.reader.js';
import { personsOf } from '../evaluation/watch.reader.js';
import { householdsById, type HouseholdOnRecord } from '../households/household.store.js';
import { isOpenByLaw } from '../indicators/watched-person.js';
import { readCheckPolicy, wholeNumber, type CheckPolicy } from '../requests/check-policy.js';
import { conclude, type ConclusionCode } from '../requests/conclusion.rules.js';
import { aloneOutcome, householdOutcome } from '../requests/purpose-outcome.rules.js';
import { Breather } from '../runs/breather.js';
import { readPackedFacts, unpackFacts } from '../runs/slice-facts.js';
import { SIMULATION_PROBLEMS } from './simulation.problems.js';

const PAGE = 250;
const COUNTY_LENGTH = 6;

/** What is supposed (政策测算). */
export interface SimulationQuestion {
  readonly region: string;
  readonly purpose: string;
  readonly overrides: readonly { readonly key: string; readonly value: unknown }[];
}

/** Households of a county by their conclusion, as it is and as it would be. */
export interface CountyCounts {
  readonly now: Map<ConclusionCode, number>;
  readonly supposed: Map<ConclusionCode, number>;
  withoutPolicy: number;
}

/**
 * Computes what would follow from other policy rows (政策模拟测算) for all households on record of a region, from kinds that
 * the law opens, as if all sources had answered. Nothing is stored; nobody is told of.
 */
@Injectable()
export class Simulation {
  readonly #queries: Queries;

  constructor(
    dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {
    this.#queries = new PreparedStatements(dataSource);
  }

  /**
   * @param isAbandoned - nobody waits for the answer any more
   * @returns counts by county
   * @throws Problem `simulation-too-large`, `override-malformed`; PolicyMissing
   */
  async run(
    { region, purpose, overrides }: SimulationQuestion,
    isAbandoned: () => boolean,
  ): Promise<ReadonlyMap<string, CountyCounts>> {
    const today = this.clock.today();
    const now = await this.policies.book();
    const supposed = overrides.reduce(
      (book, { key, value }) => book.supposing(supposedRow(key, value, region)),
      now,
    );
    const scope = await this.#scope(now, region, today);
    const counts = new Map<string, CountyCounts>();
    const breather = new Breather();
    const policiesOf = [new PolicyCache(now, today), new PolicyCache(supposed, today)] as const;
    for (let begin = 0; begin < scope.length && !isAbandoned(); begin += PAGE) {
      const households = await householdsById(this.#queries, scope.slice(begin, begin + PAGE));
      const facts = await this.#facts(households, today, breather);
      for (const household of households) {
        const ofCounty = countsOf(counts, household.region);
        try {
          const [is, would] = policiesOf.map((policies) =>
            concludeOne(household, facts, today, purpose, policies.of(household)),
          );
          if (is !== undefined) add(ofCounty.now, is);
          if (would !== undefined) add(ofCounty.supposed, would);
        } catch (error) {
          if (error instanceof PolicyMalformed) {
            throw new Problem(SIMULATION_PROBLEMS.malformed, { extensions: { key: error.row.key } });
          }
          if (!(error instanceof PolicyMissing)) throw error;
          ofCounty.withoutPolicy += 1;
        }
        await breather.breathe();
      }
    }
    return counts;
  }

  /** Ids of the households, fewer than one simulation may compute. */
  async #scope(book: PolicyBook, region: string, today: CivilDate): Promise<string[]> {
    const limit = wholeNumber(book.resolve('verification.simulation.maxHouseholds', region, today));
    const filter = numberedRegionFilter('region', this.regions.prefixesWithin(region, today), 2);
    const rows = await this.#queries.query<{ id: string }>(
      `select id from household where not closed and (${filter.sql}) order by region, id limit $1`,
      [limit + 1, ...filter.parameters],
    );
    if (rows.length > limit) {
      const [count] = await this.#queries.query<{ households: string }>(
        `select count(*) as households from household where not closed and $1::int is not null and (${filter.sql})`,
        [0, ...filter.parameters],
      );
      throw new Problem(SIMULATION_PROBLEMS.tooLarge, {
        extensions: { households: Number(count?.households ?? rows.length), limit },
      });
    }
    return rows.map(({ id }) => id);
  }

  async #facts(households: readonly HouseholdOnRecord[], today: CivilDate, breather: Breather) {
    const persons = [...new Set(households.flatMap(personsOf))];
    const now = new Date();
    const packed = await readPackedFacts(this.#queries, persons, today, now);
    const open = packed.map((row) => (row.gated_facts === null ? row : { ...row, gated_facts: '' }));
    return unpackFacts(this.#queries, open, now, breather);
  }
}

/** The rows of a region and class are read once. */
class PolicyCache {
  readonly #known = new Map<string, CheckPolicy>();

  constructor(
    private readonly book: PolicyBook,
    private readonly today: CivilDate,
  ) {}

  /** @throws PolicyMissing, PolicyMalformed */
  of({ region, hukouType }: HouseholdOnRecord): CheckPolicy {
    const key = `${region} ${hukouType}`;
    const policy = this.#known.get(key) ?? readCheckPolicy(this.book, region, hukouType, this.today);
    this.#known.set(key, policy);
    return policy;
  }
}

function concludeOne(
  household: HouseholdOnRecord,
  facts: Awaited<ReturnType<typeof unpackFacts>>,
  asOf: CivilDate,
  purpose: string,
  policy: CheckPolicy,
): ConclusionCode {
  const means = testMeans({
    snapshot: household,
    facts: personsOf(household).flatMap((person: PersonKey) => (facts.get(person) ?? []).filter(isOpenByLaw)),
    asOf,
    policy: policy.means,
    withoutConsent: new Set(household.obligors.map(({ personKey }) => personKey)),
  });
  const applicant = household.members.find(({ relation }) => relation === 'APPLICANT')?.personKey ?? '';
  const isAlone = policy.ofPurpose(purpose).incomeLimit === 'SINGLE_STANDARD';
  return conclude({
    identityConflict: false,
    outcome: isAlone
      ? aloneOutcome(means, applicant, purpose, policy)
      : householdOutcome(means, purpose, policy, true),
    alternatives: [],
    missingCore: [],
  }).conclusion;
}

const supposedRow = (key: string, value: unknown, regionPrefix: string) => ({
  id: uuidv7(),
  ...{ key, value, regionPrefix },
  effectiveFrom: '1900-01-01',
  legalBasis: 'supposed',
});

function countsOf(counts: Map<string, CountyCounts>, region: string): CountyCounts {
  const county = region.length > COUNTY_LENGTH ? countyOf(region) : region;
  const known = counts.get(county) ?? { now: new Map(), supposed: new Map(), withoutPolicy: 0 };
  counts.set(county, known);
  return known;
}

const add = (counts: Map<ConclusionCode, number>, conclusion: ConclusionCode): void => {
  counts.set(conclusion, (counts.get(conclusion) ?? 0) + 1);
};
