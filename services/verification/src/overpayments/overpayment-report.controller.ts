import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { IsCivilDate, IsRegionCode, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { DataSource } from 'typeorm';
import { readOverpaymentReport } from './overpayment-report.js';

export class OverpaymentReportQuery {
  @IsRegionCode({ optional: true, description: 'prefix; the caller’s region without it' })
  region?: string;

  @IsCivilDate({ optional: true, description: 'announced on this day or later' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'announced on this day or earlier' })
  to?: string;
}

const FEN = { type: 'string', required: false, example: '135000' } as const;

class OverpaymentCellDto {
  @ApiProperty({ example: '2025-06' })
  month!: string;

  @ApiProperty({ example: 'DIBAO' })
  programme!: string;

  @ApiProperty({ description: 'of so few persons that no number is shown' })
  suppressed!: boolean;

  @ApiProperty({ required: false, example: 12 })
  persons?: number;

  @ApiProperty({ ...FEN, description: 'fen, what payers have found paid and not due' })
  found?: string;

  @ApiProperty({ ...FEN, description: 'fen, what a clue had led to' })
  foundByMonitoring?: string;

  @ApiProperty({ ...FEN, description: 'fen, what came back' })
  recovered?: string;

  @ApiProperty({ ...FEN, description: 'fen, what was given up' })
  writtenOff?: string;
}

export class OverpaymentReportDto {
  @ApiProperty({ example: 'over-payments' })
  code!: string;

  @ApiProperty({ type: [OverpaymentCellDto], description: 'by month and programme' })
  items!: OverpaymentCellDto[];
}

/** Statistics of what payers have found paid and not due. */
@ApiTags('reports')
@Controller('v1/reports')
export class OverpaymentReportController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  @Get('over-payments')
  @RequireScope('verification:reports:read')
  @DisclosesNothing()
  @Refuses(PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Over-payments found and recovered, by month and programme' })
  @ApiOkResponse({ type: OverpaymentReportDto })
  async overpayments(
    @Query() query: OverpaymentReportQuery,
    @Caller() caller: Caller,
  ): Promise<OverpaymentReportDto> {
    if (query.region !== undefined) caller.requireRegion(query.region);
    const book = await this.policies.book();
    const items = await readOverpaymentReport(this.dataSource, query, caller, book, this.clock.today());
    return { code: 'over-payments', items };
  }
}
