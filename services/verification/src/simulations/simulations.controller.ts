import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Computes, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { wholeNumber } from '../requests/check-policy.js';
import { SimulationDto, SimulationQuestionDto } from './simulation.dto.js';
import { SIMULATION_PROBLEMS } from './simulation.problems.js';
import { toldCounts } from './simulation.rules.js';
import { Simulation } from './simulation.js';

/** What would follow from another standard or limit: how many households, never who. */
@ApiTags('simulations')
@Controller('v1/simulations')
export class SimulationsController {
  constructor(
    private readonly simulation: Simulation,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @Computes()
  @RequireScope('verification:simulations:write')
  @DisclosesNothing()
  @Refuses(SIMULATION_PROBLEMS.tooLarge, SIMULATION_PROBLEMS.malformed, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Counts households by conclusion and county, now and by other policy rows' })
  @ApiOkResponse({ type: SimulationDto })
  async simulate(
    @Body() question: SimulationQuestionDto,
    @Caller() caller: Caller,
    @Req() { raw }: FastifyRequest,
  ): Promise<SimulationDto> {
    caller.requireRegion(question.region);
    const startedAt = performance.now();
    const book = await this.policies.book();
    const under = wholeNumber(
      book.resolve('verification.access.suppressCellUnder', question.region, this.clock.today()),
    );
    const counts = await this.simulation.run(question, () => raw.socket.destroyed);
    return {
      counties: [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([region, { now, supposed, withoutPolicy }]) => ({
          region,
          now: toldCounts(now, under),
          supposed: toldCounts(supposed, under),
          withoutPolicy,
        })),
      tookMs: Math.round(performance.now() - startedAt),
    };
  }
}
