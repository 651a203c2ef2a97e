import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { CivilDate } from '@minzheng/kernel/months';
import { isRegionCode, levelOf, type RegionRow } from '@minzheng/kernel/region';
import { RequireToken } from '../access/index.js';
import { BusinessClock } from '../clock/index.js';
import {
  ApiPage,
  invalidField,
  IsCivilDate,
  IsRegionCode,
  page,
  PageQuery,
  readCursor,
  REGION_PATTERN,
  type Page,
} from '../http/index.js';
import { NotFound } from '../persistence/index.js';
import { Regions } from './regions.js';

class RegionQuery {
  @IsCivilDate({ optional: true, description: 'the day that is asked about; today without it' })
  at?: string;
}

class RegionsQuery extends PageQuery {
  @IsRegionCode({
    optional: true,
    description: 'the region whose parts are asked for; all provinces without it',
  })
  parent?: string;

  @IsCivilDate({ optional: true, description: 'the day that is asked about; today without it' })
  at?: string;
}

class RegionDto {
  @ApiProperty({ example: '510802104' })
  code!: string;

  @ApiProperty({ example: '赤化镇' })
  name!: string;

  @ApiProperty({ enum: ['PROVINCE', 'PREFECTURE', 'COUNTY', 'TOWNSHIP', 'VILLAGE'] })
  level!: string;

  @ApiProperty({ description: 'name in full', example: '四川省广元市利州区赤化镇' })
  path!: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'first day; absent when it stood before the data begin',
  })
  from?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'first day on which it no longer stands',
    example: '2019-12-24',
  })
  to?: string;

  @ApiProperty({ description: 'whether it stands on the day that is asked about' })
  inForce!: boolean;

  @ApiPropertyOptional({ description: 'what stands for it on that day', example: '510802103' })
  successor?: string;

  @ApiProperty({ type: 'integer', description: 'how many parts it has on that day' })
  children!: number;
}

/** What region codes mean: for everybody with a token. */
@ApiTags('regions')
@Controller('v1/regions')
@RequireToken()
export class RegionController {
  constructor(
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Parts of a region on a day, in the order of their codes' })
  @ApiPage(RegionDto)
  list(@Query() query: RegionsQuery): Page<RegionDto> {
    const date = query.at ?? this.clock.today();
    const after = String(readCursor(query.cursor, 1)?.[0] ?? '');
    const found = this.regions.directory
      .children(query.parent, date)
      .filter(({ code }) => code > after)
      .slice(0, query.limit + 1)
      .map((row) => this.#toDto(row, date));
    return page(found, query.limit, ({ code }) => [code]);
  }

  @Get(':code')
  @ApiParam({ name: 'code', schema: { type: 'string', pattern: REGION_PATTERN, example: '510802104' } })
  @ApiOperation({ summary: 'One region, also one that was given up' })
  @ApiOkResponse({ type: RegionDto })
  one(@Param('code') code: string, @Query() { at }: RegionQuery): RegionDto {
    if (!isRegionCode(code)) throw invalidField('code', 'is-region-code');
    const date = at ?? this.clock.today();
    const row = this.regions.directory.find(code, date);
    if (!row) throw new NotFound('region');
    return this.#toDto(row, date);
  }

  #toDto({ code, name, from, to }: RegionRow, date: CivilDate): RegionDto {
    const { directory } = this.regions;
    const successor = directory.successorOf(code, date);
    const inForce = directory.isInForce(code, date);
    return {
      code,
      name,
      level: levelOf(code),
      path: directory.nameOf(code, inForce ? date : undefined) ?? name,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      inForce,
      ...(successor === undefined ? {} : { successor }),
      children: directory.children(code, date).length,
    };
  }
}
