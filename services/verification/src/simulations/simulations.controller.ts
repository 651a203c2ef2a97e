import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { CREATED, Id, InTransaction, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { POLICY_PROBLEMS, PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { applyDecorators, Body, Controller, Get, HttpCode, Post, SetMetadata } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Queries } from '../facts/fact.reader.js';
import { wholeNumber } from '../requests/check-policy.js';
import { requireKnownRegion } from '../requests/household-regions.js';
import { countLeft, readCounts } from './simulation.counts.js';
import { SimulationDto, SimulationQuestionDto, toSimulationDto } from './simulation.dto.js';
import { Simulation } from './simulation.entity.js';
import { SIMULATION_PROBLEMS } from './simulation.problems.js';
import { SimulationService } from './simulation.service.js';

const READ = 'verification:simulations:read';
const WRITE = 'verification:simulations:write';

/** 202: it is computed when the answer has left; `Location` tells how far it is, and what it came to. */
const Asks = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(CREATED, ({ id }: SimulationDto) => `/v1/simulations/${id}`),
    HttpCode(202),
    ApiAcceptedResponse({ type: SimulationDto }),
  );

/** What would follow from another standard or limit: how many households, never who. */
@ApiTags('simulations')
@Controller('v1/simulations')
export class SimulationsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly simulations: SimulationService,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @RequireScope(WRITE)
  @Asks()
  @Refuses(POLICY_PROBLEMS.keyUnknown, SIMULATION_PROBLEMS.malformed, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Counts households by conclusion and county, now and by other policy rows' })
  async ask(
    @Body() question: SimulationQuestionDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SimulationDto> {
    caller.requireRegion(question.region);
    requireKnownRegion(question.region, this.regions, this.clock.today());
    return this.#shown(tx, await this.simulations.ask(tx, question));
  }

  @Get(':id')
  @Concerns(Simulation)
  @RequireScope(READ)
  @DisclosesNothing()
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'How far a simulation is; when it is complete, what it came to' })
  @ApiOkResponse({ type: SimulationDto })
  async one(@Id() id: string): Promise<SimulationDto> {
    const simulation = await this.dataSource.manager.findOneBy(Simulation, { id });
    if (!simulation) throw new NotFound(Simulation.name);
    const { dataSource } = this;
    return this.#shown(
      { query: (sql, parameters = []) => dataSource.query(sql, [...parameters]) },
      simulation,
    );
  }

  async #shown(queries: Queries, simulation: Simulation): Promise<SimulationDto> {
    const { id, region, state } = simulation;
    const book = await this.policies.book();
    const under = wholeNumber(
      book.resolve('verification.access.suppressCellUnder', region, this.clock.today()),
    );
    const isOver = state === 'COMPLETED';
    const [left, counts] = isOver
      ? [0, await readCounts(queries, id)]
      : [await countLeft(queries, id), new Map()];
    return toSimulationDto(simulation, { left, counts, under });
  }
}
