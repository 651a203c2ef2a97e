import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { AllowPerson, Concerns, Public, RequireScope } from '@minzheng/platform/access';
import { Discloses } from '@minzheng/platform/audit';
import { Computes, Id, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { DataSource } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import { caseOf } from '../applications/case-view.js';
import { CalculationDto, CalculationFormDto, SimulationDto } from './calculation.dto.js';
import { CalculationService } from './calculation.service.js';

@ApiTags('public')
@Controller('v1/public/calculations')
export class PublicCalculationController {
  constructor(private readonly calculations: CalculationService) {}

  @Post()
  @HttpCode(200)
  @Public()
  @Computes()
  @Refuses(PROBLEMS.policyMissing, PROBLEMS.rateLimited)
  @ApiOperation({
    summary: 'What a household could get, from what its members say; nothing is stored',
    description:
      'The same rules as in a decision, which rests on what registers, a visit and the village find: this is no promise.',
  })
  @ApiOkResponse({ type: CalculationDto })
  calculate(@Body() form: CalculationFormDto): Promise<CalculationDto> {
    return this.calculations.calculate(form);
  }
}

@ApiTags('cases')
@Controller('v1/cases')
export class SimulationController {
  constructor(
    private readonly calculations: CalculationService,
    private readonly dataSource: DataSource,
  ) {}

  @Post(':id/simulate')
  @HttpCode(200)
  @Concerns(AidCase)
  @RequireScope('assistance:cases:read')
  @Computes()
  @Discloses('figures', 'amounts')
  @Refuses(CHECK_PROBLEMS.reportMissing, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'What a case would come to, if something were otherwise; nothing is stored' })
  @ApiOkResponse({ type: CalculationDto })
  async simulate(@Id() id: string, @Body() form: SimulationDto): Promise<CalculationDto> {
    const { manager } = this.dataSource;
    return this.calculations.simulate(manager, await caseOf(manager, id), form);
  }
}

@ApiTags('me')
@Controller('v1/me/cases')
export class MySimulationController {
  constructor(
    private readonly calculations: CalculationService,
    private readonly dataSource: DataSource,
  ) {}

  @Post(':id/simulate')
  @HttpCode(200)
  @Concerns(AidCase)
  @AllowPerson()
  @Computes()
  @Discloses('figures', 'amounts')
  @Refuses(CHECK_PROBLEMS.reportMissing, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'What the own case, or a ward’s, would come to, if something were otherwise' })
  @ApiOkResponse({ type: CalculationDto })
  async simulate(@Id() id: string, @Body() form: SimulationDto): Promise<CalculationDto> {
    const { manager } = this.dataSource;
    return this.calculations.simulate(manager, await caseOf(manager, id), form);
  }
}
