import { PolicyMalformed } from '@minzheng/kernel/means-test';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { countyOf } from '@minzheng/kernel/region';
import { AuditLog } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { personsOf } from '../evaluation/watch.reader.js';
import { householdsById, type HouseholdOnRecord } from '../households/household.store.js';
import { Breather } from '../runs/breather.js';
import { readPackedFacts, unpackFacts } from '../runs/slice-facts.js';
import { conclusionsUnder } from './simulated-household.rules.js';
import { addCounts, listHouseholds, takePart } from './simulation.counts.js';
import { Simulation } from './simulation.entity.js';
import { SIMULATION_LIFECYCLE } from './simulation.lifecycle.js';
import { PolicyCache, supposing } from './simulation.policies.js';
import type { CountyCounts } from './simulation.rules.js';

/** What is read and computed at once: a chunk takes a second or two. */
const PART = 500;
const COUNTY_LENGTH = 6;

/** The rows in force, and those that are supposed. */
type Policies = readonly [now: PolicyCache, supposed: PolicyCache];

/**
 * Computes what would follow from other policy rows (政策模拟测算) for all households on record of a region, however many, part
 * by part: what a part has come to and that it is done commit together, so that a process that is killed repeats nothing.
 */
@Injectable()
export class SimulationJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'simulation';
  /** Of the simulation that is under way in this process. */
  #policies: { readonly id: string; readonly policies: Policies } | undefined;

  constructor(
    private readonly runner: JobRunner,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly audit: AuditLog,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(tx: Tx, { period: id }: JobUnderWay<object, object>): Promise<Chunk<object>> {
    const simulation = await tx.loadForUpdate(Simulation, id);
    if (simulation.knownAt === null) return this.#start(tx, simulation);
    const part = await takePart(tx, id);
    if (part === undefined) return this.#end(tx, simulation, 'complete');
    try {
      await addCounts(tx, id, await this.#compute(tx, simulation, simulation.knownAt, part));
    } catch (error) {
      if (!(error instanceof PolicyMalformed)) throw error;
      simulation.malformedKey = error.row.key;
      await tx.execute('delete from simulation_part where simulation_id = $1', [id]);
      return this.#end(tx, simulation, 'fail');
    }
    return { checkpoint: {}, done: part.length, finished: false };
  }

  async #start(tx: Tx, simulation: Simulation): Promise<Chunk<object>> {
    const { id, region, validAt } = simulation;
    const [instant] = await tx.query<{ at: Date }>(
      `select date_trunc('milliseconds', clock_timestamp()) as at`,
    );
    simulation.knownAt = instant?.at ?? this.clock.now();
    const total = await listHouseholds(tx, id, region, validAt, PART, this.regions);
    simulation.households = String(total);
    await tx.move(simulation, SIMULATION_LIFECYCLE, 'start', this.clock.now());
    return { checkpoint: {}, done: 0, total, finished: false };
  }

  async #end(tx: Tx, simulation: Simulation, command: 'complete' | 'fail'): Promise<Chunk<object>> {
    simulation.endedAt = this.clock.now();
    await tx.move(simulation, SIMULATION_LIFECYCLE, command, simulation.endedAt);
    this.#policies = undefined;
    return { checkpoint: {}, done: 0, finished: true };
  }

  async #compute(
    tx: Tx,
    simulation: Simulation,
    knownAt: Date,
    part: readonly string[],
  ): Promise<ReadonlyMap<string, CountyCounts>> {
    const { validAt: asOf, purpose } = simulation;
    const policies = await this.#policiesOf(tx, simulation);
    const households = await householdsById(tx, part);
    const breather = new Breather();
    const persons = [...new Set(households.flatMap(personsOf))];
    const packed = await readPackedFacts(tx, persons, asOf, knownAt);
    await this.audit.writeJointly(tx, {
      ...{ actor: tx.actor, region: simulation.region, action: 'simulate', purpose },
      ...{ target: `simulations/${simulation.id}`, subjects: persons, fields: ['facts'] },
    });
    const facts = await unpackFacts(tx, packed, knownAt, breather);
    const counts = new Map<string, CountyCounts>();
    for (const household of households) {
      const ofCounty = countsOf(counts, household);
      try {
        const rules = policies.map((each) => each.of(household));
        const [now, supposed] = conclusionsUnder({ household, facts, asOf, purpose }, rules);
        if (now === undefined || supposed === undefined) continue;
        ofCounty.now.set(now, (ofCounty.now.get(now) ?? 0) + 1);
        ofCounty.supposed.set(supposed, (ofCounty.supposed.get(supposed) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof PolicyMissing)) throw error;
        ofCounty.withoutPolicy += 1;
      }
      await breather.breathe();
    }
    return counts;
  }

  /** Read once for a simulation and process: what is published meanwhile changes none of its parts. */
  async #policiesOf(tx: Tx, { id, region, overrides, validAt }: Simulation): Promise<Policies> {
    if (this.#policies?.id === id) return this.#policies.policies;
    const book = await this.policies.book(tx);
    const policies: Policies = [
      new PolicyCache(book, validAt),
      new PolicyCache(supposing(book, region, overrides), validAt),
    ];
    this.#policies = { id, policies };
    return policies;
  }
}

function countsOf(
  counts: Map<string, CountyCounts>,
  { region }: Pick<HouseholdOnRecord, 'region'>,
): CountyCounts {
  const county = region.length > COUNTY_LENGTH ? countyOf(region) : region;
  const known = counts.get(county) ?? { now: new Map(), supposed: new Map(), withoutPolicy: 0 };
  counts.set(county, known);
  return known;
}
