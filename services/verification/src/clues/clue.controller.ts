import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, Id, mapPage, page, readCursor, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { DataSource, In } from 'typeorm';
import { ClueDto, ClueQuery, toClueDto } from './clue.dto.js';
import { Clue } from './clue.entity.js';
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
  @ApiOperation({ summary: 'Clues of the region, newest first' })
  @ApiPage(ClueDto)
  async list(@Query() query: ClueQuery, @Caller() caller: Caller): Promise<Page<ClueDto>> {
    if (query.region !== undefined) caller.requireRegion(query.region);
    const [before] = readCursor(query.cursor, 1) ?? [];
    const found = this.dataSource
      .createQueryBuilder(Clue, 'clue')
      .where(`clue.region like :region || '%'`, { region: query.region ?? caller.region ?? '-' })
      .orderBy('clue.id', 'DESC')
      .limit(query.limit + 1);
    if (before !== undefined) found.andWhere('clue.id < :before', { before });
    if (query.state) found.andWhere('clue.state = :state', { state: query.state });
    if (query.severity) found.andWhere('clue.severity = :severity', { severity: query.severity });
    if (query.overdue !== undefined) {
      const overdue = `clue.dueOn < :today and clue.state in ('NEW', 'DISPATCHED')`;
      found.andWhere(query.overdue === 'true' ? `(${overdue})` : `not (${overdue})`, {
        today: this.clock.today(),
      });
    }
    const shown = page(await found.getMany(), query.limit, ({ id }) => [id]);
    const hits = await this.#hitsOf(shown.items);
    return mapPage(shown, (clue) => toClueDto(clue, hits.get(clue.id) ?? []));
  }

  @Get(':id')
  @Concerns(Clue)
  @RequireScope('verification:clues:read')
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
