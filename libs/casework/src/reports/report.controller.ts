import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  StreamableFile,
  type Type as Class,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { InTransaction, invalidField, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { JobStartedDto, StartsJob } from '@minzheng/platform/jobs';
import { addMonths, monthOf, monthsBetween, type Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { ReportBook } from './report-book.js';
import { ReportReader, type Report } from './report.reader.js';
import {
  FreezeDto,
  ReportDefinitionsDto,
  ReportDto,
  ReportQuery,
  toCsv,
  toDefinitionDto,
  toReportDto,
} from './report.dto.js';
import { REPORT_PROBLEMS } from './report.problems.js';
import { ReportTakingJob } from './report-taking.job.js';

const MAXIMUM_MONTHS = 24;
const TOWNSHIP_LENGTH = 9;
const COUNTY_LENGTH = 6;
const CSV = 'text/csv';

/**
 * The routes of reports.
 *
 * @param owner - as scopes name it
 */
export function reportsController(owner: ServiceName): Class {
  @ApiTags('reports')
  @DisclosesNothing()
  @Controller('v1/reports')
  class ReportsController {
    constructor(
      private readonly book: ReportBook,
      private readonly reader: ReportReader,
      private readonly taking: ReportTakingJob,
      private readonly clock: BusinessClock,
    ) {}

    @Get()
    @RequireScope(`${owner}:reports:read`)
    @ApiOperation({ summary: 'All reports, what they say and of what they are made' })
    @ApiOkResponse({ type: ReportDefinitionsDto })
    list(): ReportDefinitionsDto {
      return { items: this.book.definitions.map(toDefinitionDto), nextCursor: null };
    }

    @Get(':code')
    @RequireScope(`${owner}:reports:read`)
    @Refuses(REPORT_PROBLEMS.unknownReport, REPORT_PROBLEMS.cellSuppressed, PROBLEMS.policyMissing)
    @ApiOperation({
      summary: 'One report by region, urban and rural, and month; as JSON, or with Accept as CSV',
    })
    @ApiParam({ name: 'code', schema: { type: 'string', example: 'DB-01' } })
    @ApiProduces('application/json', CSV)
    @ApiExtraModels(ReportDto)
    @ApiOkResponse({
      content: {
        'application/json': { schema: { $ref: getSchemaPath(ReportDto) } },
        [CSV]: { schema: { type: 'string' } },
      },
    })
    async read(
      @Param('code') code: string,
      @Query() query: ReportQuery,
      @Caller() caller: Caller,
      @Headers('accept') accept: string | undefined,
    ): Promise<ReportDto | StreamableFile> {
      this.book.definition(code);
      const region = regionOf(query.region, caller, TOWNSHIP_LENGTH);
      const report = await this.reader.read(code, {
        region,
        months: this.#months(query),
        ...(query.asOf === undefined ? {} : { asOf: query.asOf }),
        ...(query.version === undefined ? {} : { version: query.version }),
      });
      if (isAllHidden(report)) throw new Problem(REPORT_PROBLEMS.cellSuppressed);
      if (!wantsCsv(accept)) return toReportDto(report);
      return new StreamableFile(Buffer.from(toCsv(report)), {
        disposition: `attachment; filename="${code}-${region}.csv"`,
        type: `${CSV}; charset=utf-8`,
      });
    }

    @Post(':code/freeze')
    @HttpCode(202)
    @RequireScope(`${owner}:reports:write`)
    @StartsJob()
    @Refuses(REPORT_PROBLEMS.unknownReport, REPORT_PROBLEMS.monthNotOver)
    @ApiOperation({ summary: 'The figures of a month are final; what corrects them is their next version' })
    @ApiParam({ name: 'code', schema: { type: 'string', example: 'DB-01' } })
    @ApiAcceptedResponse({ type: JobStartedDto })
    async freeze(
      @Param('code') code: string,
      @Body() { month, region, reason }: FreezeDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<JobStartedDto> {
      this.book.definition(code);
      const place = regionOf(region, caller, COUNTY_LENGTH);
      const jobId = await this.taking.freeze(tx, {
        ...{ code, month, region: place },
        ...(reason === undefined ? {} : { reason }),
      });
      return { jobId };
    }

    #months({ from, to }: ReportQuery): Month[] {
      const first = from ?? to ?? addMonths(monthOf(this.clock.today()), -1);
      const last = to ?? first;
      if (last < first) throw invalidField('to', 'min');
      const months = monthsBetween(first, last);
      if (months.length > MAXIMUM_MONTHS) throw invalidField('to', 'max');
      return months;
    }
  }
  return ReportsController;
}

/** @throws Problem `out-of-region`, `validation` where it is smaller than what figures are kept of */
function regionOf(asked: string | undefined, caller: Caller, longest: number): string {
  if (asked !== undefined) caller.requireRegion(asked);
  const region = asked ?? caller.region;
  if (region === undefined || region === '') throw invalidField('region', 'missing');
  if (region.length > longest) throw invalidField('region', 'max-length');
  return region;
}

/** There is something to tell, but only of too few: what is left are noughts. */
function isAllHidden({ rows }: Report): boolean {
  const cells = rows.flatMap((row) => row.cells);
  return (
    cells.some(({ suppressed }) => suppressed) &&
    cells.every((cell) => cell.suppressed || cell.numerator === 0n)
  );
}

/** True when CSV is named and JSON is not named before it. */
function wantsCsv(accept = ''): boolean {
  const kinds = accept.split(',').map((kind) => kind.split(';')[0]?.trim());
  const csv = kinds.indexOf(CSV);
  const json = kinds.indexOf('application/json');
  return csv !== -1 && (json === -1 || csv < json);
}
