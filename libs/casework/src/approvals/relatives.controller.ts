import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  InTransaction,
  IsCivilDate,
  IsRegionCode,
  listOf,
  ListQuery,
  mapPage,
  type Page,
  Refuses,
  PROBLEMS,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { ApprovalService } from './approval.service.js';
import {
  FILED_ROLES,
  NEAR_RELATIONS,
  OfficialRelative,
  type FiledRole,
  type NearRelation,
} from './relative.entity.js';

export class FileRelativeDto {
  @ApiProperty({ description: 'subject of the official’s token', example: 'clerk-wang' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  official!: string;

  @ApiProperty({ enum: FILED_ROLES })
  @IsIn(FILED_ROLES)
  role!: FiledRole;

  @IsRegionCode({ description: 'where the official works' })
  region!: string;

  @ApiProperty({ description: 'of the relative; only its key is stored', example: '51080219850214901X' })
  @IsString()
  @MaxLength(40)
  relativeIdNumber!: string;

  @ApiProperty({ enum: NEAR_RELATIONS, description: 'of the relative to the official' })
  @IsIn(NEAR_RELATIONS)
  relation!: NearRelation;

  @IsCivilDate()
  from!: string;

  @IsCivilDate({ optional: true, description: 'first day on which it no longer holds' })
  to?: string;
}

export class RelativeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'clerk-wang' })
  official!: string;

  @ApiProperty({ enum: FILED_ROLES })
  role!: FiledRole;

  @ApiProperty({ format: 'uuid' })
  relativeKey!: string;

  @ApiProperty({ enum: NEAR_RELATIONS })
  relation!: NearRelation;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  to!: string | null;

  @ApiProperty()
  version!: number;
}

/** `/v1/official-relatives`: the filing list of relatives (近亲属备案). */
export function officialRelativesController(department: DepartmentName): Class {
  @ApiTags('official-relatives')
  @Controller('v1/official-relatives')
  class OfficialRelativesController {
    constructor(
      private readonly approvals: ApprovalService,
      private readonly dataSource: DataSource,
    ) {}

    @Post()
    @RequireScope(`${department}:supervision:write`)
    @AboutPersons<RelativeDto>(({ relativeKey }) => [relativeKey])
    @Created<RelativeDto>(({ id }) => `/v1/official-relatives/${id}`)
    @Refuses(PROBLEMS.idNumberInvalid, PROBLEMS.outOfRegion)
    @ApiOperation({ summary: 'Files a near relative of an official: he does not act on that person’s case' })
    @ApiCreatedResponse({ type: RelativeDto })
    async file(
      @Body() form: FileRelativeDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<RelativeDto> {
      caller.requireRegion(form.region);
      return toDto(await this.approvals.file(tx, form));
    }

    @Get()
    @Discloses('relative')
    @RequireScope(`${department}:supervision:read`)
    @ApiOperation({ summary: 'Filed relatives of the region, newest first' })
    @ApiPage(RelativeDto)
    async list(
      @Query() query: ListQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<RelativeDto>> {
      const found = this.dataSource.createQueryBuilder(OfficialRelative, 'r');
      const filings = await listOf(found, query, { caller });
      disclosure.add(filings.items.map(({ relativeKey }) => relativeKey));
      return mapPage(filings, toDto);
    }

    @Get(':id')
    @Discloses('relative')
    @Concerns(OfficialRelative)
    @RequireScope(`${department}:supervision:read`)
    @ApiOperation({ summary: 'One filed relative' })
    @ApiOkResponse({ type: RelativeDto })
    async one(@Id() id: string): Promise<RelativeDto> {
      const filing = await this.dataSource.manager.findOneBy(OfficialRelative, { id });
      if (!filing) throw new NotFound(OfficialRelative.name);
      return toDto(filing);
    }
  }
  return OfficialRelativesController;
}

const toDto = (filing: OfficialRelative): RelativeDto => {
  const { id, official, role, relativeKey, relation, validFrom, validTo, version } = filing;
  return { id, official, role, relativeKey, relation, from: validFrom, to: validTo, version };
};
