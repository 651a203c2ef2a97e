import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Id,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  type Page,
} from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { DataSource, In } from 'typeorm';
import { ClueDto, ClueQuery, toClueDto } from './clue.dto.js';
import { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { IndicatorHit } from './indicator-hit.entity.js';

/** Clues as the office of the department concerned sees them: why, by when, without amounts. */
@ApiTags('clues')
@Controller('v1/clues')
export class ClueController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  @Get()
  @RequireScope('verification:clues:read')
  @Discloses('hits')
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
    const shown = await listOf(found, query, {
      caller,
      equal: ['state', 'severity'],
      flags: { overdue: `clue.due_on < :today and clue.state = 'DISPATCHED'` },
    });
    const hits = await this.#hitsOf(shown.items);
    disclosure.add([...hits.values()].flat().map(({ personKey }) => personKey));
    return mapPage(shown, (clue) => toClueDto(clue, hits.get(clue.id) ?? []));
  }

  @Get(':id/log')
  @Concerns(Clue)
  @RequireScope('verification:clues:read')
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to a clue: who, when, from where to where; newest first' })
  @ApiPage(LogEntryDto)
  async log(@Id() id: string, @Query() query: PageQuery): Promise<Page<LogEntryDto>> {
    return lifecycleLogOf(this.dataSource, CLUE_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(Clue)
  @RequireScope('verification:clues:read')
  @Discloses('hits')
  @ApiOperation({ summary: 'One clue' })
  @ApiOkResponse({ type: ClueDto })
  async one(@Id() id: string): Promise<ClueDto> {
    const clue = await this.dataSource.manager.findOneBy(Clue, { id });
    if (!clue) throw new NotFound(Clue.name);
    const hits = await this.#hitsOf([clue]);
    return toClueDto(clue, hits.get(id) ?? []);
  }

  async #hitsOf(clues: readonly Clue[]): Promise<Map<string, IndicatorHit[]>> {
    if (clues.length === 0) return new Map();
    const hits = await this.dataSource.manager.find(IndicatorHit, {
      where: { clueId: In(clues.map(({ id }) => id)) },
      order: { id: 'ASC' },
    });
    return Map.groupBy(hits, ({ clueId }) => clueId);
  }
}
