import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
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
  type ProblemType,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { RecordVisitDto, SignVisitDto, VisitDto } from './visit.dto.js';
import { HouseVisit } from './visit.entity.js';
import { VISIT_PROBLEMS } from './visit.problems.js';
import { VisitService } from './visit.service.js';

/** What is visited for, and where its visits are found. */
export interface VisitedKind {
  /** In visits: `case`. */
  readonly name: string;
  /** In paths: `cases`. */
  readonly path: string;
  /** Its record, which the caller must be allowed to see. */
  readonly record: Class<object>;
  /** A scope that reads it, beside `visits:read`. */
  readonly readScope: string;
  /** Refusals of the department's own. */
  readonly refuses?: readonly ProblemType[];
}

/** Visits of one kind of subject: `/v1/cases/{id}/visits`. */
export function subjectVisitsController(department: DepartmentName, kind: VisitedKind): Class {
  @ApiTags('visits')
  @Controller(`v1/${kind.path}/:id/visits`)
  class SubjectVisitsController {
    constructor(
      private readonly visits: VisitService,
      private readonly dataSource: DataSource,
    ) {}

    @Post()
    @Concerns(kind.record)
    @RequireScope(`${department}:visits:write`)
    @Created<VisitDto>(({ id }) => `/v1/visits/${id}`)
    @Refuses(
      VISIT_PROBLEMS.visitTooEarly,
      VISIT_PROBLEMS.twoInvestigators,
      VISIT_PROBLEMS.remoteVisitNotAllowed,
      VISIT_PROBLEMS.visitSigned,
      PROBLEMS.illegalTransition,
      PROBLEMS.policyMissing,
      ...(kind.refuses ?? []),
    )
    @ApiOperation({ summary: 'Enters a house visit' })
    @ApiCreatedResponse({ type: VisitDto })
    async record(@Id() id: string, @Body() form: RecordVisitDto, @InTransaction() tx: Tx): Promise<VisitDto> {
      return toDto(await this.visits.record(tx, kind.name, id, form));
    }

    @Get()
    @Discloses('visits')
    @Concerns(kind.record)
    @RequireScope(`${department}:visits:read`, kind.readScope)
    @ApiOperation({ summary: 'House visits, newest first' })
    @ApiPage(VisitDto)
    async list(@Id() id: string, @Query() query: ListQuery): Promise<Page<VisitDto>> {
      const found = this.dataSource
        .createQueryBuilder(HouseVisit, 'v')
        .where('v.subject_type = :type and v.subject_id = :id', { type: kind.name, id });
      return mapPage(await listOf(found, query, {}), toDto);
    }
  }
  return SubjectVisitsController;
}

/** A visit, whatever it is about: `/v1/visits/{id}`. */
export function visitsController(department: DepartmentName, readScopes: readonly string[]): Class {
  @ApiTags('visits')
  @Controller('v1/visits')
  class VisitsController {
    constructor(
      private readonly visits: VisitService,
      private readonly dataSource: DataSource,
    ) {}

    @Post(':id/sign')
    @Concerns(HouseVisit)
    @RequireScope(`${department}:visits:write`, `${department}:notices:write`)
    @Refuses(
      VISIT_PROBLEMS.signerNotOnVisit,
      VISIT_PROBLEMS.visitSigned,
      VISIT_PROBLEMS.visitSignExpired,
      VISIT_PROBLEMS.twoInvestigators,
    )
    @ApiOperation({ summary: 'Somebody who took part signs, or enters the signature of a member' })
    @ApiOkResponse({ type: VisitDto })
    async sign(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: SignVisitDto,
      @InTransaction() tx: Tx,
    ): Promise<VisitDto> {
      return toDto(await this.visits.sign(tx, id, version, form));
    }

    @Get(':id')
    @Discloses('visit')
    @Concerns(HouseVisit)
    @RequireScope(`${department}:visits:read`, ...readScopes)
    @ApiOperation({ summary: 'One house visit' })
    @ApiOkResponse({ type: VisitDto })
    async one(@Id() id: string): Promise<VisitDto> {
      const visit = await this.dataSource.manager.findOneBy(HouseVisit, { id });
      if (!visit) throw new NotFound(HouseVisit.name);
      return toDto(visit);
    }
  }
  return VisitsController;
}

function toDto(visit: HouseVisit): VisitDto {
  const { id, subjectType, subjectId, visitedOn, mode, investigators, present, state, version } = visit;
  const { signatures, flags, contentSha256 } = visit;
  const ofMembers = signatures.flatMap((signature) => (signature.personKey === undefined ? [] : [signature]));
  return {
    ...{ id, subjectType, subjectId, visitedOn, mode, investigators, present, state },
    signedBy: signatures.filter(({ personKey }) => personKey === undefined).map(({ userId }) => userId),
    signedByMembers: ofMembers.filter((each) => 'proof' in each).map(({ personKey = '' }) => personKey),
    refusedToSign: ofMembers.filter((each) => 'witness' in each).map(({ personKey = '' }) => personKey),
    ...{ flags, contentSha256, version },
  };
}
