import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { POLICY_PROBLEMS, PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Simulation } from './simulation.entity.js';
import { SIMULATION_LIFECYCLE } from './simulation.lifecycle.js';
import { malformedKeyIn, supposing, unknownKeyIn, type Supposition } from './simulation.policies.js';
import { SIMULATION_PROBLEMS } from './simulation.problems.js';

/** Takes simulations in, to be computed by a job. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `policy-key-unknown`, `override-malformed` */
  async ask(tx: Tx, supposition: Supposition): Promise<Simulation> {
    const { region, purpose, overrides } = supposition;
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const unknown = unknownKeyIn(book, supposition, today);
    if (unknown !== undefined)
      throw new Problem(POLICY_PROBLEMS.keyUnknown, { extensions: { key: unknown } });
    const key = malformedKeyIn(supposing(book, region, overrides), supposition, today);
    if (key !== undefined) throw new Problem(SIMULATION_PROBLEMS.malformed, { extensions: { key } });
    const simulation = Object.assign(new Simulation(), {
      ...{ id: uuidv7(), region, purpose, overrides: [...overrides], validAt: today },
      ...{ knownAt: null, households: null, malformedKey: null, endedAt: null },
    });
    await tx.begin(simulation, SIMULATION_LIFECYCLE, 'ask', this.clock.now());
    await this.jobs.ask(tx, { name: 'simulation', scope: region, period: simulation.id });
    return simulation;
  }
}
