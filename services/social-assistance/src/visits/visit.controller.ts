import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  ListQuery,
  mapPage,
  type Page,
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import { RecordVisitDto, SignVisitDto, VisitDto } from './visit.dto.js';
import { HouseVisit } from './visit.entity.js';
import { VisitService } from './visit.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';

@ApiTags('visits')
@Controller('v1')
export class VisitController {
  constructor(
    private readonly visits: VisitService,
    private readonly dataSource: DataSource,
  ) {}

  @Post('cases/:id/visits')
  @Concerns(AidCase)
  @RequireScope('assistance:visits:write')
  @Created<VisitDto>(({ id }) => `/v1/visits/${id}`)
  @Refuses(
    ASSISTANCE_PROBLEMS.twoInvestigators,
    ASSISTANCE_PROBLEMS.remoteVisitNotAllowed,
    PROBLEMS.illegalTransition,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Enters a house visit' })
  @ApiCreatedResponse({ type: VisitDto })
  async record(@Id() id: string, @Body() form: RecordVisitDto, @InTransaction() tx: Tx): Promise<VisitDto> {
    return toDto(await this.visits.record(tx, id, form));
  }

  @Post('visits/:id/sign')
  @Concerns(HouseVisit)
  @RequireScope('assistance:visits:write', 'assistance:notices:write')
  @Refuses(
    ASSISTANCE_PROBLEMS.signerNotOnVisit,
    ASSISTANCE_PROBLEMS.visitSigned,
    ASSISTANCE_PROBLEMS.visitSignExpired,
    ASSISTANCE_PROBLEMS.twoInvestigators,
  )
  @ApiOperation({ summary: 'Somebody who took part signs' })
  @ApiOkResponse({ type: VisitDto })
  async sign(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: SignVisitDto,
    @InTransaction() tx: Tx,
  ): Promise<VisitDto> {
    return toDto(await this.visits.sign(tx, id, version, form));
  }

  @Get('cases/:id/visits')
  @Discloses('visits')
  @Concerns(AidCase)
  @RequireScope('assistance:visits:read', 'assistance:cases:read')
  @ApiOperation({ summary: 'Visits of a case, newest first' })
  @ApiPage(VisitDto)
  async list(@Id() id: string, @Query() query: ListQuery): Promise<Page<VisitDto>> {
    const found = this.dataSource.createQueryBuilder(HouseVisit, 'v').where('v.case_id = :id', { id });
    return mapPage(await listOf(found, query, {}), toDto);
  }

  @Get('visits/:id')
  @Discloses('visit')
  @Concerns(HouseVisit)
  @RequireScope('assistance:visits:read', 'assistance:cases:read')
  @ApiOperation({ summary: 'One house visit' })
  @ApiOkResponse({ type: VisitDto })
  async one(@Id() id: string): Promise<VisitDto> {
    const visit = await this.dataSource.manager.findOneBy(HouseVisit, { id });
    if (!visit) throw new NotFound(HouseVisit.name);
    return toDto(visit);
  }
}

const toDto = (visit: HouseVisit): VisitDto => {
  const { id, caseId, visitedOn, mode, investigators, state, signatures, contentSha256, version } = visit;
  return {
    ...{ id, caseId, visitedOn, mode, investigators, state, contentSha256, version },
    signedBy: signatures.map(({ userId }) => userId),
  };
};
