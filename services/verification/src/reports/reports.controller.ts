import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, Computes, Id, mapPage, page, readCursor, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, In, LessThan } from 'typeorm';
import { AccessLog } from './access-log.js';
import { ReplayDto, ReportDto, ReportProofDto, ReportQuery, ReportSummaryDto } from './report.dto.js';
import { replayReport } from './report-replay.js';
import { reportView, summaryOf, type ReaderRights } from './report-view.rules.js';
import { ApiStatedPurpose, requireCase, Stated, type StatedPurpose } from './stated-purpose.js';
import { VerificationReport } from './verification-report.entity.js';

/** Reports, each as far as the reader's scopes go; every read is logged before anything is shown. */
@ApiTags('verification-reports')
@ApiStatedPurpose()
@Controller('v1/verification-reports')
export class ReportsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: AccessLog,
    private readonly clock: BusinessClock,
  ) {}

  @Get()
  @RequireScope('verification:conclusions:read')
  @ApiOperation({ summary: 'Reports of a case, newest first' })
  @ApiPage(ReportSummaryDto)
  async list(
    @Query() query: ReportQuery,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
  ): Promise<Page<object>> {
    requireCase(stated, query.caseRef, [stated.purpose]);
    const [before] = readCursor(query.cursor, 1) ?? [];
    const reports = await this.dataSource.manager.find(VerificationReport, {
      where: { caseRef: query.caseRef, ...(typeof before === 'string' && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
    const shown = page(
      reports.filter(({ region }) => caller.covers(region)),
      query.limit,
      ({ id }) => [id],
    );
    const successors = await this.#successorsOf(shown.items.map(({ id }) => id));
    await this.log.write({
      actor: caller.subject,
      ...stated,
      subjects: shown.items.flatMap(subjectsOf),
      fields: ['conclusion'],
    });
    return mapPage(shown, (report) =>
      summaryOf(report, { today: this.clock.today(), supersededBy: successors.get(report.id) }),
    );
  }

  @Get(':id')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @ApiOperation({ summary: 'One report' })
  @ApiOkResponse({ type: ReportDto })
  async one(@Id() id: string, @Caller() caller: Caller, @Stated() stated: StatedPurpose): Promise<object> {
    const report = await this.#open(id, stated);
    const rights = rightsOf(caller);
    const successors = await this.#successorsOf([id]);
    const fields = [
      'conclusion',
      ...(rights.items ? ['items'] : []),
      ...(rights.finances ? ['finances'] : []),
    ];
    await this.#logRead(report, caller, stated, fields);
    return reportView(report, rights, { today: this.clock.today(), supersededBy: successors.get(id) });
  }

  @Get(':id/proof')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @ApiOperation({ summary: 'Body, digest, signature and public key of a report' })
  @ApiOkResponse({ type: ReportProofDto })
  async proof(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
  ): Promise<ReportProofDto> {
    const report = await this.#open(id, stated);
    const isBodyShown = rightsOf(caller).finances;
    await this.#logRead(report, caller, stated, isBodyShown ? ['proof', 'body'] : ['proof']);
    return {
      number: report.number,
      ...(isBodyShown && { body: report.body }),
      digest: report.bodySha256,
      signature: report.signature,
      publicKey: report.publicKey,
      redacted: isBodyShown ? [] : ['body'],
    };
  }

  @Post(':id/replay')
  @Concerns(VerificationReport)
  @Computes()
  @RequireScope('verification:operations:write', 'verification:audit-entries:read')
  @ApiOperation({ summary: 'Computes the report again from what was known then' })
  @ApiOkResponse({ type: ReplayDto })
  async replay(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
  ): Promise<ReplayDto> {
    const report = await this.#open(id, stated);
    await this.#logRead(report, caller, stated, ['digest']);
    return replayReport(
      { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) },
      report,
    );
  }

  async #open(id: string, stated: StatedPurpose): Promise<VerificationReport> {
    const report = await this.dataSource.manager.findOneBy(VerificationReport, { id });
    if (!report) throw new NotFound(VerificationReport.name);
    requireCase(stated, report.caseRef, report.frozenInput.question.purposes);
    return report;
  }

  #logRead(
    report: VerificationReport,
    caller: Caller,
    stated: StatedPurpose,
    fields: readonly string[],
  ): Promise<void> {
    return this.log.write({
      actor: caller.subject,
      ...stated,
      reportId: report.id,
      subjects: subjectsOf(report),
      fields,
    });
  }

  async #successorsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const successors = await this.dataSource.manager.find(VerificationReport, {
      select: { id: true, supersedes: true },
      where: { supersedes: In([...ids]) },
    });
    return new Map(
      successors.flatMap(({ id, supersedes }) => (supersedes === null ? [] : [[supersedes, id]])),
    );
  }
}

function rightsOf(caller: Caller): ReaderRights {
  return {
    items: caller.hasScope('verification:items:read'),
    finances: caller.hasScope('verification:finances:read'),
    records: caller.hasScope('verification:operations:write'),
  };
}

function subjectsOf({ frozenInput: { question } }: VerificationReport): string[] {
  const { members, obligors } = question.household;
  return [...members, ...obligors].map(({ personKey }) => personKey);
}
