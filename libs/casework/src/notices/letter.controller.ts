import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
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
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { IsIn, Matches } from 'class-validator';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { Letter, SERVICE_METHODS, type ServiceMethod } from './letter.entity.js';
import type { LetterState } from './letter.lifecycle.js';
import { LetterService } from './letter.service.js';
import { NOTICE_PROBLEMS } from './notice.problems.js';

const STATES: readonly LetterState[] = ['WRITTEN', 'SERVED', 'SENT', 'ANSWERED'];

export class LetterQuery extends ListQuery {
  @IsFilter(STATES)
  state?: LetterState;
}

export class RecordServiceDto {
  @IsCivilDate({ description: 'day on which it reached the person' })
  servedOn!: string;

  @ApiProperty({ enum: SERVICE_METHODS })
  @IsIn(SERVICE_METHODS)
  how!: ServiceMethod;

  @ApiProperty({ description: 'SHA-256 of the receipt, hex', example: 'd'.repeat(64) })
  @Matches(/^[0-9a-f]{64}$/)
  proof!: string;
}

export class LetterDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '510802001001-L-2025-000001' })
  letterNo!: string;

  @ApiProperty({ example: 'case' })
  subjectType!: string;

  @ApiProperty({ format: 'uuid' })
  subjectId!: string;

  @ApiProperty({ example: 'REFUSAL' })
  kind!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'uuid', description: 'the person whom it is for' })
  addresseeKey!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: 'TAX' })
  agency!: string | null;

  @ApiProperty({ nullable: true, type: 'string', example: 'TAX.wages' })
  dataset!: string | null;

  @ApiProperty({ format: 'date' })
  writtenOn!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'date', description: 'served or answered by then' })
  dueOn!: string | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  servedOn!: string | null;

  @ApiProperty({ nullable: true, enum: SERVICE_METHODS })
  servedHow!: ServiceMethod | null;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  answeredOn!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty()
  version!: number;
}

/** A letter as it is listed: what it says is read by the subject's own route. */
export function toLetterDto(letter: Letter): LetterDto {
  const { id, letterNo, subjectType, subjectId, kind, addresseeKey, dataset, writtenOn, dueOn } = letter;
  const { servedOn, servedHow, answeredOn, state, version } = letter;
  return {
    ...{ id, letterNo, subjectType, subjectId, kind, addresseeKey, agency: letter.addresseeAgency, dataset },
    ...{ writtenOn, dueOn, servedOn, servedHow, answeredOn, state, version },
  };
}

/** Letters of a department: which there are, and that one was served. */
export function lettersController(department: DepartmentName): Class {
  @ApiTags('letters')
  @Controller('v1/letters')
  class LettersController {
    constructor(
      private readonly letters: LetterService,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('letter')
    @RequireScope(`${department}:cases:read`)
    @ApiOperation({ summary: 'Letters of the region, newest first' })
    @ApiPage(LetterDto)
    async list(
      @Query() query: LetterQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<LetterDto>> {
      const found = this.dataSource.createQueryBuilder(Letter, 'l');
      const letters = await listOf(found, query, { caller, equal: ['state'] });
      disclosure.add(letters.items.flatMap(({ personKeys }) => personKeys));
      return mapPage(letters, toLetterDto);
    }

    @Get(':id')
    @Discloses('letter')
    @Concerns(Letter)
    @RequireScope(`${department}:cases:read`)
    @ApiOperation({ summary: 'One letter' })
    @ApiOkResponse({ type: LetterDto })
    async one(@Id() id: string): Promise<LetterDto> {
      const letter = await this.dataSource.manager.findOneBy(Letter, { id });
      if (!letter) throw new NotFound(Letter.name);
      return toLetterDto(letter);
    }

    @Post(':id/record-service')
    @Concerns(Letter)
    @RequireScope(`${department}:cases:write`)
    @Refuses(NOTICE_PROBLEMS.letterAnswered)
    @ApiOperation({ summary: 'A letter has reached the person: the proof of service' })
    @ApiOkResponse({ type: LetterDto })
    async recordService(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: RecordServiceDto,
      @InTransaction() tx: Tx,
    ): Promise<LetterDto> {
      return toLetterDto(await this.letters.recordService(tx, id, version, form));
    }
  }
  return LettersController;
}
