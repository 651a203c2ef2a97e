import { addMonths, monthOf } from '@minzheng/kernel/months';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { InTransaction, IsMonth, IsRegionCode, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { Jobs, JobStartedDto, StartsJob } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { RECALCULATION, type RecalculationParameters } from './recalculation.job.js';

/** Arrears go back so far at most, as those of a standard. */
const BACKDATING_MONTHS = 12;
const CAUSES = ['POLICY', 'AGE', 'CARD'] as const;

export class RecalculateDto {
  @IsRegionCode({ description: 'awards of it and of all within it' })
  region!: string;

  @IsMonth({ description: 'first month that is computed again; at most 12 months ago' })
  effectiveMonth!: string;

  @ApiProperty({
    enum: CAUSES,
    description: 'rows behind extras and amounts have changed, somebody’s age, a disability card',
  })
  @IsIn(CAUSES)
  cause!: (typeof CAUSES)[number];
}

/** Awards are computed again for another reason than a standard, which asks for it itself. */
@ApiTags('standards')
@Controller('v1/recalculations')
@DisclosesNothing()
export class RecalculationController {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @RequireScope('assistance:policies:approve')
  @StartsJob()
  @Refuses(PROBLEMS.outOfRegion, ASSISTANCE_PROBLEMS.backdating)
  @ApiOperation({ summary: 'Computes the awards of a region again, on what they were assessed on' })
  async recalculate(
    @Body() { region, effectiveMonth, cause }: RecalculateDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<JobStartedDto> {
    caller.requireRegion(region);
    if (effectiveMonth < addMonths(monthOf(this.clock.today()), -BACKDATING_MONTHS)) {
      throw new Problem(ASSISTANCE_PROBLEMS.backdating);
    }
    const parameters: RecalculationParameters = { region, fromMonth: effectiveMonth, cause };
    const jobId = await this.jobs.ask(tx, {
      name: RECALCULATION,
      scope: region,
      parameters: { ...parameters },
    });
    return { jobId };
  }
}
