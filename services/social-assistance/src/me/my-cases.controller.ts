import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Concerns } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Id } from '@minzheng/platform/http';
import { DataSource } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import { caseOf } from '../applications/case-view.js';
import { explainCase } from './case-explanation.js';
import { CaseExplanationDto, ExplanationQuery } from './case-explanation.dto.js';

/** A citizen's own cases and those of a ward: why, and in which month. */
@ApiTags('me')
@Controller('v1/me/cases')
export class MyCasesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  @Get(':id/explanation')
  @Discloses('explanation', 'amounts')
  @Concerns(AidCase)
  @AllowPerson()
  @ApiOperation({
    summary: 'Why, from the stored reasons, policy rows and law; and what is due in which month',
  })
  @ApiOkResponse({ type: CaseExplanationDto })
  async explanation(@Id() id: string, @Query() query: ExplanationQuery): Promise<CaseExplanationDto> {
    const { manager } = this.dataSource;
    return explainCase(manager, await caseOf(manager, id), query, this.clock.today());
  }
}
