import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  CREATED,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, HttpCode, Post, Query, SetMetadata } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { StandardSet } from './standard-set.entity.js';
import {
  DraftStandardDto,
  PublishedStandardDto,
  StandardDto,
  StandardQuery,
  toStandardDto,
} from './standard.dto.js';
import { StandardService } from './standard.service.js';

@ApiTags('standards')
@Controller('v1/standards')
@DisclosesNothing()
export class StandardController {
  constructor(
    private readonly standards: StandardService,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @RequireScope('assistance:policies:read')
  @ApiOperation({ summary: 'Standards of the region, newest first' })
  @ApiPage(StandardDto)
  async list(@Query() query: StandardQuery, @Caller() caller: Caller): Promise<Page<StandardDto>> {
    const found = this.dataSource.createQueryBuilder(StandardSet, 'standard');
    return mapPage(await listOf(found, query, { caller, equal: ['state', 'hukouType'] }), toStandardDto);
  }

  @Get(':id')
  @Concerns(StandardSet)
  @RequireScope('assistance:policies:read')
  @ApiOperation({ summary: 'One standard, with what its check found' })
  @ApiOkResponse({ type: StandardDto })
  async one(@Id() id: string): Promise<StandardDto> {
    const set = await this.dataSource.manager.findOneBy(StandardSet, { id });
    if (!set) throw new NotFound(StandardSet.name);
    return toStandardDto(set);
  }

  @Post()
  @RequireScope('assistance:policies:write')
  @Created<StandardDto>(({ id }) => `/v1/standards/${id}`)
  @Refuses(PROBLEMS.outOfRegion, ASSISTANCE_PROBLEMS.backdating)
  @ApiOperation({ summary: 'Drafts a standard; it holds nowhere until a second person publishes it' })
  @ApiCreatedResponse({ type: StandardDto })
  async draft(
    @Body() form: DraftStandardDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<StandardDto> {
    caller.requireRegion(form.region);
    return toStandardDto(await this.standards.draft(tx, form));
  }

  @Post(':id/check')
  @Concerns(StandardSet)
  @RequireScope('assistance:policies:write')
  @Refuses(
    PROBLEMS.policyMissing,
    ASSISTANCE_PROBLEMS.belowPovertyLine,
    ASSISTANCE_PROBLEMS.belowProvincialMinimum,
    ASSISTANCE_PROBLEMS.standardDecrease,
    ASSISTANCE_PROBLEMS.backdating,
  )
  @ApiOperation({
    summary: 'Checks it against poverty line, minimum and the standard before, and proposes one',
  })
  @ApiOkResponse({ type: StandardDto })
  @HttpCode(200)
  async check(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<StandardDto> {
    return toStandardDto(await this.standards.check(tx, id, version));
  }

  @Post(':id/publish')
  @Concerns(StandardSet)
  @RequireScope('assistance:policies:approve')
  @SetMetadata(CREATED, ({ jobId }: PublishedStandardDto) => `/v1/jobs/${jobId}`)
  @HttpCode(202)
  @Refuses(
    PROBLEMS.samePerson,
    PROBLEMS.policyMissing,
    ASSISTANCE_PROBLEMS.belowPovertyLine,
    ASSISTANCE_PROBLEMS.belowProvincialMinimum,
    ASSISTANCE_PROBLEMS.standardDecrease,
    ASSISTANCE_PROBLEMS.backdating,
  )
  @ApiOperation({
    summary:
      'Puts a checked standard into force, by somebody who did not draft it; all awards are computed again',
  })
  @ApiAcceptedResponse({ type: PublishedStandardDto })
  async publish(
    @Id() id: string,
    @IfMatch() version: number,
    @InTransaction() tx: Tx,
  ): Promise<PublishedStandardDto> {
    const set = await this.standards.publish(tx, id, version);
    return { ...toStandardDto(set), jobId: set.jobId ?? '' };
  }
}
