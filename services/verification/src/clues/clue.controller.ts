import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { DataSource, In, type EntityManager } from 'typeorm';
import { InStatedCase } from '../access/in-stated-case.js';
import { ClueCoordination } from './clue-coordination.js';
import { departmentsOfOffice } from './clue-office.js';
import { ClueOutcomeRecord } from './clue-outcome.entity.js';
import { CLUE_PROBLEMS } from './clue-problems.js';
import { ClueDto, ClueQuery, ClueReasonDto, DispatchClueDto, toClueDto } from './clue.dto.js';
import { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import type { OverdueLevel } from './clue-overdue.rules.js';
import { IndicatorHit } from './indicator-hit.entity.js';

const MONITORING = { purposes: ['MONITORING'] };

/**
 * Clues as the office of the department concerned sees them: why, by when, without amounts; and what the coordinator
 * decides about them. Officers look into a clue and answer it in their own department.
 */
@ApiTags('clues')
@Controller('v1/clues')
export class ClueController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
    private readonly coordination: ClueCoordination,
    private readonly policies: PolicyStore,
  ) {}

  @Get()
  @RequireScope('verification:clues:read')
  @Discloses('hits')
  @InStatedCase(MONITORING)
  @ApiOperation({ summary: 'Clues of the region, newest first' })
  @ApiPage(ClueDto)
  async list(
    @Query() query: ClueQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ClueDto>> {
    const found = this.dataSource
      .createQueryBuilder(Clue, 'clue')
      .setParameters({ today: this.clock.today() });
    if (query.overdueLevel !== undefined) {
      found.andWhere(
        `clue.state = 'DISPATCHED' and exists (select from clue_overdue o
          where o.clue_id = clue.id and o.attempt = clue.attempt and o.level = :overdueLevel)`,
        { overdueLevel: query.overdueLevel },
      );
    }
    if (query.dueBy !== undefined) found.andWhere('clue.due_on <= :dueBy', { dueBy: query.dueBy });
    const departments = await this.#departmentsOf(caller);
    if (departments !== undefined) found.andWhere('clue.department = any(:departments)', { departments });
    const shown = await listOf(found, query, {
      caller,
      equal: ['state', 'severity', 'department'],
      ...(query.order === 'DUE' && { ascending: 'dueOn' }),
      flags: {
        overdue: `clue.due_on < :today and clue.state = 'DISPATCHED'`,
        awaitsCoordinator: 'clue.coordinator_due_on is not null',
        coordinatorOverdue: 'clue.coordinator_due_on < :today',
      },
    });
    const { dtos, persons } = await toDtos(this.dataSource.manager, shown.items, departments === undefined);
    disclosure.add(persons);
    return mapPage(shown, (clue) => dtos(clue));
  }

  @Get(':id/log')
  @Concerns(Clue)
  @RequireScope('verification:clues:read')
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to a clue: who, when, from where to where; newest first' })
  @ApiPage(LogEntryDto)
  async log(
    @Id() id: string,
    @Query() query: PageQuery,
    @Caller() caller: Caller,
  ): Promise<Page<LogEntryDto>> {
    await this.#shownTo(id, caller);
    return lifecycleLogOf(this.dataSource, CLUE_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(Clue)
  @RequireScope('verification:clues:read')
  @Discloses('hits')
  @DetailRead()
  @InStatedCase(MONITORING)
  @ApiOperation({ summary: 'One clue' })
  @ApiOkResponse({ type: ClueDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<ClueDto> {
    const { clue, isWhole } = await this.#shownTo(id, caller);
    return oneDto(this.dataSource.manager, clue, isWhole);
  }

  @Post(':id/dispatch')
  @Concerns(Clue)
  @RequireScope('verification:clues:approve')
  @Discloses('hits')
  @InStatedCase(MONITORING)
  @Refuses(
    CLUE_PROBLEMS.notDeclined,
    CLUE_PROBLEMS.provinceDecides,
    CLUE_PROBLEMS.openClueExists,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Sends a clue elsewhere that its department has declined' })
  @ApiOkResponse({ type: ClueDto })
  async dispatch(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: DispatchClueDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ClueDto> {
    return oneDto(tx.manager, await this.coordination.dispatch(tx, id, version, form, caller));
  }

  @Post(':id/send-back')
  @Concerns(Clue)
  @RequireScope('verification:clues:approve')
  @Discloses('hits')
  @InStatedCase(MONITORING)
  @Refuses(CLUE_PROBLEMS.alreadySentBack, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Has the department look again: its evidence does not suffice' })
  @ApiOkResponse({ type: ClueDto })
  async sendBack(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: ClueReasonDto,
    @InTransaction() tx: Tx,
  ): Promise<ClueDto> {
    return oneDto(tx.manager, await this.coordination.sendBack(tx, id, version, reason));
  }

  @Post(':id/close')
  @Concerns(Clue)
  @RequireScope('verification:clues:approve')
  @Discloses('hits')
  @InStatedCase(MONITORING)
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Closes an answered clue with what its department has answered' })
  @ApiOkResponse({ type: ClueDto })
  async close(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: ClueReasonDto,
    @InTransaction() tx: Tx,
  ): Promise<ClueDto> {
    return oneDto(tx.manager, await this.coordination.close(tx, id, version, reason));
  }

  @Post(':id/reopen')
  @Concerns(Clue)
  @RequireScope('verification:clues:approve')
  @Discloses('hits')
  @InStatedCase(MONITORING)
  @Refuses(CLUE_PROBLEMS.reopenTooLate, CLUE_PROBLEMS.openClueExists, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Opens a closed clue again' })
  @ApiOkResponse({ type: ClueDto })
  async reopen(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: ClueReasonDto,
    @InTransaction() tx: Tx,
  ): Promise<ClueDto> {
    return oneDto(tx.manager, await this.coordination.reopen(tx, id, version, reason));
  }
  /** @throws NotFound where it is another department's */
  async #shownTo(id: string, caller: Caller): Promise<{ clue: Clue; isWhole: boolean }> {
    const clue = await this.dataSource.manager.findOneBy(Clue, { id });
    const departments = await this.#departmentsOf(caller);
    if (!clue || departments?.includes(clue.department) === false) throw new NotFound(Clue.name);
    return { clue, isWhole: departments === undefined };
  }

  async #departmentsOf(caller: Caller): Promise<readonly string[] | undefined> {
    return departmentsOfOffice(caller, await this.policies.book(), this.clock.today());
  }
}

/** Of a coordinator, who sees on which facts it rests. */
async function oneDto(manager: EntityManager, clue: Clue, isWhole = true): Promise<ClueDto> {
  const { dtos } = await toDtos(manager, [clue], isWhole);
  return dtos(clue);
}

/** Clues with their hits and what was answered, and whom they are about. */
async function toDtos(manager: EntityManager, clues: readonly Clue[], isWhole: boolean) {
  const ids = clues.map(({ id }) => id);
  const hits = await manager.find(IndicatorHit, { where: { clueId: In(ids) }, order: { id: 'ASC' } });
  const outcomes = await manager.find(ClueOutcomeRecord, {
    where: { clueId: In(ids) },
    order: { id: 'ASC' },
  });
  const late = await manager.query<{ clue_id: string; level: OverdueLevel }[]>(
    `select distinct on (o.clue_id) o.clue_id, o.level
       from clue_overdue o join clue c on c.id = o.clue_id and c.attempt = o.attempt and c.state = 'DISPATCHED'
      where o.clue_id = any($1::uuid[])
      order by o.clue_id, array_position(array['PROVINCE', 'CITY', 'COUNTY'], o.level)`,
    [ids],
  );
  const levels = new Map(late.map(({ clue_id, level }) => [clue_id, level]));
  const [hitsOf, outcomesOf] = [
    Map.groupBy(hits, ({ clueId }) => clueId),
    Map.groupBy(outcomes, ({ clueId }) => clueId),
  ];
  return {
    dtos: (clue: Clue): ClueDto =>
      toClueDto(
        clue,
        hitsOf.get(clue.id) ?? [],
        outcomesOf.get(clue.id) ?? [],
        levels.get(clue.id) ?? null,
        isWhole,
      ),
    persons: hits.map(({ personKey }) => personKey),
  };
}
