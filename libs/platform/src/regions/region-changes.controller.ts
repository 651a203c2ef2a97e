import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { REGION_CHANGE_KINDS, type ChangedRegion, type RegionChangeKind } from '@minzheng/kernel/region';
import { DataSource } from 'typeorm';
import { Caller, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  IsCivilDate,
  IsPart,
  IsRegionCode,
  KeptAsWritten,
  page,
  type Page,
  PageQuery,
  PROBLEMS,
  readCursor,
  Refuses,
} from '../http/index.js';
import { Tx } from '../persistence/transaction.js';
import { REGION_CHANGE_PROBLEMS, RegionChanges, type StoredRegionChange } from './region-change.service.js';

const MAXIMUM_CODES = 200;
const EXAMPLE_CODE = '510802104';

class ChangedRegionDto {
  @IsRegionCode()
  code!: string;

  @ApiProperty({
    required: false,
    description: 'of a region that is new or gets another name',
    example: '宝轮镇',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  name?: string;
}

class DraftRegionChangeDto {
  @ApiProperty({ enum: REGION_CHANGE_KINDS, example: 'MERGE' })
  @IsIn(REGION_CHANGE_KINDS)
  kind!: RegionChangeKind;

  @IsRegionCode({ each: true, description: 'what is changed' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAXIMUM_CODES)
  from!: string[];

  @IsPart(() => ChangedRegionDto, { each: true, description: 'what it becomes' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAXIMUM_CODES)
  to!: ChangedRegionDto[];

  @IsCivilDate({ description: 'first day on which the change holds' })
  effectiveOn!: string;

  @ApiProperty({ example: '行政区划管理条例 art. 9' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  @KeptAsWritten()
  legalBasis!: string;

  @ApiProperty({ description: 'number of the document that approves it', example: '川府民政〔2019〕27号' })
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  @KeptAsWritten()
  docNo!: string;
}

class RegionChangeDto implements StoredRegionChange {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: REGION_CHANGE_KINDS })
  kind!: RegionChangeKind;

  @ApiProperty({ type: [String], example: [EXAMPLE_CODE] })
  from!: string[];

  @ApiProperty({ type: [ChangedRegionDto] })
  to!: ChangedRegion[];

  @ApiProperty({ format: 'date' })
  effectiveOn!: string;

  @ApiProperty()
  legalBasis!: string;

  @ApiProperty()
  docNo!: string;

  @ApiProperty({ enum: ['DRAFT', 'PUBLISHED'] })
  state!: StoredRegionChange['state'];

  @ApiProperty()
  draftedBy!: string;

  @ApiProperty({ type: 'string', nullable: true })
  publishedBy!: string | null;

  @ApiProperty({ type: 'integer' })
  version!: number;
}

/**
 * Changes of regions after the data of the platform: drafted by one, published by another.
 *
 * @param service - as scopes name it: `assistance`
 */
export function regionChangesController(service: string): Class {
  @ApiTags('regions')
  @Controller('v1/regions/changes')
  @DisclosesNothing()
  class RegionChangesController {
    constructor(
      private readonly changes: RegionChanges,
      private readonly dataSource: DataSource,
    ) {}

    @Post()
    @RequireScope(`${service}:policies:write`)
    @Created<RegionChangeDto>(({ id }) => `/v1/regions/changes/${id}`)
    @Refuses(...REGION_CHANGE_PROBLEMS)
    @ApiOperation({ summary: 'Drafts a merger, another name, a division or a move to another region' })
    @ApiCreatedResponse({ type: RegionChangeDto })
    async draft(
      @Body() form: DraftRegionChangeDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<StoredRegionChange> {
      requireAll(caller, form);
      return this.changes.draft(tx, form);
    }

    @Post(':id/publish')
    @RequireScope(`${service}:policies:approve`)
    @Refuses(PROBLEMS.samePerson, ...REGION_CHANGE_PROBLEMS)
    @ApiOperation({ summary: 'Publishes a draft of somebody else: it holds from its day on' })
    @ApiOkResponse({ type: RegionChangeDto })
    async publish(
      @Id() id: string,
      @IfMatch() version: number,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<StoredRegionChange> {
      requireAll(caller, await this.changes.read(tx, id));
      return this.changes.publish(tx, id, version);
    }

    @Get()
    @RequireScope(`${service}:policies:read`)
    @ApiOperation({ summary: 'Changes of regions, the newest first' })
    @ApiPage(RegionChangeDto)
    async list(@Query() query: PageQuery): Promise<Page<StoredRegionChange>> {
      const before = readCursor(query.cursor, 1)?.[0];
      const found = await this.changes.list(this.dataSource, {
        limit: query.limit + 1,
        ...(before === undefined ? {} : { before: String(before) }),
      });
      return page(found, query.limit, ({ id }) => [id]);
    }

    @Get(':id')
    @RequireScope(`${service}:policies:read`)
    @ApiOperation({ summary: 'One change of regions' })
    @ApiOkResponse({ type: RegionChangeDto })
    one(@Id() id: string): Promise<StoredRegionChange> {
      return this.changes.read(
        { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) },
        id,
      );
    }
  }
  return RegionChangesController;
}

/** Whoever moves a region from one office to another is responsible for both. */
function requireAll(caller: Caller, { from, to }: Pick<StoredRegionChange, 'from' | 'to'>): void {
  for (const code of [...from, ...to.map((region) => region.code)]) caller.requireRegion(code);
}
