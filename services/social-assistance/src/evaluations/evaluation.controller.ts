import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { Id, IfMatch, InTransaction, Refuses, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { EvaluatedDto, RankingDto, RankingQuery, RecordEvaluationDto } from './evaluation.dto.js';
import { EvaluationService } from './evaluation.service.js';
import { rankCases } from './ranking.js';

@ApiTags('evaluations')
@Controller('v1')
export class EvaluationController {
  constructor(
    private readonly evaluations: EvaluationService,
    private readonly dataSource: DataSource,
  ) {}

  @Post('cases/:id/record-evaluation')
  @Concerns(AidCase)
  @RequireScope('assistance:notices:write')
  @Refuses(ASSISTANCE_PROBLEMS.evaluationQuorum, PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'The village has evaluated the household' })
  @ApiOkResponse({ type: EvaluatedDto })
  async record(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RecordEvaluationDto,
    @InTransaction() tx: Tx,
  ): Promise<EvaluatedDto> {
    const { aidCase, points } = await this.evaluations.record(tx, id, version, form);
    return { points, version: aidCase.version };
  }

  @Get('rankings')
  @Discloses('ranking', 'amounts')
  @RequireScope('assistance:cases:read')
  @Refuses(PROBLEMS.outOfRegion)
  @ApiOperation({ summary: 'Cases that were assessed in a month, by the hardship index' })
  @ApiOkResponse({ type: RankingDto })
  async ranking(
    @Query() query: RankingQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<RankingDto> {
    return rankCases(this.dataSource, query, caller, disclosure);
  }
}
