import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { ApiPage, Id, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { AwardDto, AwardQuery, toAwardDto } from './award.dto.js';
import { Award } from './award.entity.js';
import { listAwards } from './award-list.js';

@ApiTags('awards')
@Controller('v1/awards')
export class AwardController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Discloses('award', 'amounts')
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Awards of the region, or the citizen’s own, newest first' })
  @ApiPage(AwardDto)
  async list(
    @Query() query: AwardQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<AwardDto>> {
    return listAwards(this.dataSource, query, caller, disclosure);
  }

  @Get(':id')
  @Discloses('award', 'amounts')
  @Concerns(Award)
  @RequireScope('assistance:cases:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One award' })
  @ApiOkResponse({ type: AwardDto })
  async one(@Id() id: string): Promise<AwardDto> {
    const award = await this.dataSource.manager.findOneBy(Award, { id });
    if (!award) throw new NotFound(Award.name);
    return toAwardDto(award);
  }
}
