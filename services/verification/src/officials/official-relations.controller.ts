import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Created,
  Id,
  InTransaction,
  IsCivilDate,
  IsPersonKey,
  IsRegionCode,
  listOf,
  ListQuery,
  mapPage,
  Problem,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  OfficialRelation,
  RELATIONS_OF_OFFICIALS,
  type RelationOfOfficial,
} from './official-relation.entity.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { OFFICIAL_RELATION_LIFECYCLE } from './official-relation.lifecycle.js';

export class FileRelationDto {
  @ApiProperty({ description: 'subject of the official’s token', example: 'officer-li' })
  @IsString()
  @Length(1, 100)
  official!: string;

  @IsRegionCode({ description: 'where the official works' })
  region!: string;

  @IsPersonKey()
  personKey!: string;

  @ApiProperty({ enum: RELATIONS_OF_OFFICIALS, description: 'of the person to the official' })
  @IsIn(RELATIONS_OF_OFFICIALS)
  relation!: RelationOfOfficial;

  @IsCivilDate()
  from!: string;

  @IsCivilDate({ optional: true, description: 'first day on which it no longer holds' })
  to?: string;
}

export class OfficialRelationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'officer-li' })
  official!: string;

  @ApiProperty()
  region!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ enum: RELATIONS_OF_OFFICIALS })
  relation!: string;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ nullable: true, type: 'string', format: 'date' })
  to!: string | null;

  @ApiProperty()
  version!: number;
}

/** What officials have declared of themselves and their near relatives: whose reports they do not open. */
@ApiTags('official-relations')
@Controller('v1/official-relations')
export class OfficialRelationsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @RequireScope('verification:operations:write')
  @AboutPersons<OfficialRelationDto>(({ personKey }) => [personKey])
  @Created<OfficialRelationDto>(({ id }) => `/v1/official-relations/${id}`)
  @Refuses(PROBLEMS.outOfRegion, VERIFICATION_PROBLEMS.invalidPeriod)
  @ApiOperation({ summary: 'Files whose reports an official does not open: the own, and a near relative’s' })
  @ApiCreatedResponse({ type: OfficialRelationDto })
  async file(
    @Body() { from, to, ...form }: FileRelationDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<OfficialRelationDto> {
    caller.requireRegion(form.region);
    if (to && to <= from) throw new Problem(VERIFICATION_PROBLEMS.invalidPeriod);
    const relation = Object.assign(new OfficialRelation(), {
      ...form,
      id: uuidv7(),
      validFrom: from,
      validTo: to ?? null,
    });
    return toDto(await tx.begin(relation, OFFICIAL_RELATION_LIFECYCLE, 'file', this.clock.now()));
  }

  @Get()
  @RequireScope('verification:operations:write', 'verification:audit-entries:read')
  @Discloses('relation')
  @ApiOperation({ summary: 'Filed relations of the region, newest first' })
  @ApiPage(OfficialRelationDto)
  async list(
    @Query() query: ListQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<OfficialRelationDto>> {
    const found = this.dataSource.createQueryBuilder(OfficialRelation, 'relation');
    const shown = await listOf(found, query, { caller });
    disclosure.add(shown.items.map(({ personKey }) => personKey));
    return mapPage(shown, toDto);
  }

  @Get(':id')
  @Concerns(OfficialRelation)
  @RequireScope('verification:operations:write', 'verification:audit-entries:read')
  @Discloses('relation')
  @ApiOperation({ summary: 'One filed relation' })
  @ApiOkResponse({ type: OfficialRelationDto })
  async one(@Id() id: string): Promise<OfficialRelationDto> {
    const relation = await this.dataSource.manager.findOneBy(OfficialRelation, { id });
    if (!relation) throw new NotFound(OfficialRelation.name);
    return toDto(relation);
  }
}

function toDto(relation: OfficialRelation): OfficialRelationDto {
  const { id, official, region, personKey, relation: is, validFrom, validTo, version } = relation;
  return { id, official, region, personKey, relation: is, from: validFrom, to: validTo, version };
}
