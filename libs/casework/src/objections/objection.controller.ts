import { Body, Controller, Get, HttpCode, Post, Query, Req, type Type as Class } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Concerns, networkOf, Public, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Discloses } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  IsCivilDate,
  IsFilter,
  listOf,
  ListQuery,
  mapPage,
  type Page,
  Refuses,
  PROBLEMS,
  type ProblemType,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import {
  Objection,
  OBJECTION_KINDS,
  OBJECTION_OUTCOMES,
  type ObjectionKind,
  type ObjectionOutcome,
} from './objection.entity.js';
import type { ObjectionState } from './objection.lifecycle.js';
import { OBJECTION_PROBLEMS } from './objection.problems.js';
import { ObjectionService } from './objection.service.js';

const STATES: readonly ObjectionState[] = ['RECEIVED', 'ANSWERED', 'ADVANCED'];
const NEXT_STAGES = ['PETITION', 'APPEAL'] as const;

const Words =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ description })(target, property);
    IsString()(target, property);
    MinLength(2)(target, property);
    MaxLength(4_000)(target, property);
  };

export class ObjectDto {
  @Words('what is wrong, with the facts; stored encrypted')
  text!: string;

  @ApiPropertyOptional({ description: 'how to reach you, for an answer; nobody in the village sees it' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  contact?: string;
}

export class ReceiptDto {
  @ApiProperty({ format: 'uuid', description: 'number of the receipt' })
  receipt!: string;
}

export class AnswerObjectionDto {
  @ApiProperty({ enum: OBJECTION_OUTCOMES })
  @IsIn(OBJECTION_OUTCOMES)
  outcome!: ObjectionOutcome;

  @Words('what was found, for whoever left a contact')
  text!: string;
}

export class AdvanceObjectionDto {
  @ApiProperty({ enum: NEXT_STAGES })
  @IsIn(NEXT_STAGES)
  kind!: (typeof NEXT_STAGES)[number];

  @Words('what is said against the answer')
  text!: string;

  @IsCivilDate({ description: 'answered by the end of this day' })
  dueOn!: string;
}

export class ObjectionQuery extends ListQuery {
  @IsFilter(STATES)
  state?: ObjectionState;

  @IsFilter(OBJECTION_KINDS)
  kind?: ObjectionKind;
}

export class ObjectionDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: OBJECTION_KINDS })
  kind!: ObjectionKind;

  @ApiProperty({ nullable: true, type: 'string', example: 'case' })
  subjectType!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  subjectId!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  noticeId!: string | null;

  @ApiProperty({ example: 1 })
  stage!: number;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  previousId!: string | null;

  @ApiProperty({ description: 'somebody left a contact, who is answered' })
  named!: boolean;

  @ApiProperty({ format: 'date' })
  receivedOn!: string;

  @ApiProperty({ format: 'date', description: 'answered by the end of this day' })
  dueOn!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ nullable: true, enum: OBJECTION_OUTCOMES })
  outcome!: ObjectionOutcome | null;

  @ApiProperty({ nullable: true, type: 'string' })
  answer!: string | null;

  @ApiProperty({ enum: STATES })
  state!: ObjectionState;

  @ApiProperty()
  version!: number;
}

export class ReporterDto {
  @ApiProperty({ nullable: true, type: 'string', description: 'as it was left' })
  contact!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid' })
  personKey!: string | null;
}

/** `POST /v1/public/notices/{id}/objections`: without a token, few from one sender in a day. */
export function noticeObjectionsController(): Class {
  @ApiTags('objections')
  @Controller('v1/public/notices/:id/objections')
  class NoticeObjectionsController {
    constructor(private readonly objections: ObjectionService) {}

    @Post()
    @Public()
    @HttpCode(202)
    @Refuses(PROBLEMS.notFound, OBJECTION_PROBLEMS.noticeEnded, PROBLEMS.rateLimited)
    @ApiOperation({ summary: 'Anybody objects to a public notice' })
    @ApiAcceptedResponse({ type: ReceiptDto })
    async object(
      @Id() id: string,
      @Body() { text, contact }: ObjectDto,
      @Req() request: FastifyRequest,
      @InTransaction() tx: Tx,
    ): Promise<ReceiptDto> {
      const sender = { contact: contact ?? undefined, source: networkOf(request.ip) };
      const { id: receipt } = await this.objections.objectTo(tx, id, text, sender);
      return { receipt };
    }
  }
  return NoticeObjectionsController;
}

/**
 * Objections and the like, as those who answer them see them.
 *
 * @param refuses - refusals of the department's host
 * @param answering - scopes with which one may answer some of them; which ones, the host says
 */
export function objectionsController(
  department: DepartmentName,
  refuses: readonly ProblemType[] = [],
  answering: readonly [string, ...string[]] = [`${department}:notices:write`],
): Class {
  @ApiTags('objections')
  @Controller('v1/objections')
  class ObjectionsController {
    constructor(
      private readonly objections: ObjectionService,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('objection')
    @RequireScope(`${department}:notices:read`, `${department}:supervision:read`)
    @ApiOperation({ summary: 'Objections, complaints, petitions and appeals of the region, newest first' })
    @ApiPage(ObjectionDto)
    async list(@Query() query: ObjectionQuery, @Caller() caller: Caller): Promise<Page<ObjectionDto>> {
      const found = this.dataSource.createQueryBuilder(Objection, 'o');
      const objections = await listOf(found, query, { caller, equal: ['state', 'kind'] });
      return mapPage(objections, (objection) => this.#toDto(objection));
    }

    @Get(':id')
    @Discloses('objection')
    @Concerns(Objection)
    @RequireScope(`${department}:notices:read`, `${department}:supervision:read`)
    @ApiOperation({ summary: 'One objection' })
    @ApiOkResponse({ type: ObjectionDto })
    async one(@Id() id: string): Promise<ObjectionDto> {
      const objection = await this.dataSource.manager.findOneBy(Objection, { id });
      if (!objection) throw new NotFound(Objection.name);
      return this.#toDto(objection);
    }

    @Get(':id/reporter')
    @Discloses('reporter')
    @DetailRead()
    @Concerns(Objection)
    @RequireScope(`${department}:supervision:read`)
    @ApiOperation({ summary: 'Who it was' })
    @ApiOkResponse({ type: ReporterDto })
    async reporter(@Id() id: string): Promise<ReporterDto> {
      const { contact = null, personKey = null } = await this.objections.reporterOf(
        this.dataSource.manager,
        id,
      );
      return { contact, personKey };
    }

    @Post(':id/answer')
    @Concerns(Objection)
    @RequireScope(...answering)
    @Refuses(...refuses)
    @ApiOperation({ summary: 'Answers: what was found' })
    @ApiOkResponse({ type: ObjectionDto })
    async answer(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: AnswerObjectionDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<ObjectionDto> {
      return this.#toDto(await this.objections.answer(tx, id, version, form, caller));
    }

    @Post(':id/advance')
    @Concerns(Objection)
    @RequireScope(`${department}:notices:write`)
    @Created<ObjectionDto>(({ id }) => `/v1/objections/${id}`)
    @ApiOperation({ summary: 'The answer is not accepted: the next stage' })
    @ApiCreatedResponse({ type: ObjectionDto })
    async advance(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: AdvanceObjectionDto,
      @InTransaction() tx: Tx,
    ): Promise<ObjectionDto> {
      return this.#toDto(await this.objections.advance(tx, id, version, form));
    }

    #toDto(objection: Objection): ObjectionDto {
      const { id, kind, subjectType, subjectId, noticeId, stage, previousId, named } = objection;
      const { receivedOn, dueOn, outcome, state, version } = objection;
      return {
        ...{ id, kind, subjectType, subjectId, noticeId, stage, previousId, named, receivedOn, dueOn },
        ...this.objections.shown(objection),
        ...{ outcome, state, version },
      };
    }
  }
  return ObjectionsController;
}
