import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, Computes, Id, listOf, mapPage, Problem, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, In } from 'typeorm';
import { ReplayDto, ReportDto, ReportProofDto, ReportQuery, ReportSummaryDto } from './report.dto.js';
import { VERIFICATION_PROBLEMS } from './report-problems.js';
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
    private readonly clock: BusinessClock,
  ) {}

  @Get()
  @RequireScope('verification:conclusions:read')
  @Discloses('conclusion')
  @ApiOperation({ summary: 'Reports of a case, newest first' })
  @ApiPage(ReportSummaryDto)
  async list(
    @Query() query: ReportQuery,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<object>> {
    if (query.region !== undefined) caller.requireRegion(query.region);
    await this.#requireKnownCase(stated, query.caseRef, caller);
    const found = this.dataSource.createQueryBuilder(VerificationReport, 'report');
    const shown = await listOf(found, query, { caller, equal: ['caseRef'] });
    const successors = await this.#successorsOf(shown.items.map(({ id }) => id));
    disclosure.add(shown.items.flatMap(subjectsOf));
    return mapPage(shown, (report) =>
      summaryOf(report, { today: this.clock.today(), supersededBy: successors.get(report.id) }),
    );
  }

  @Get(':id')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @Discloses('conclusion')
  @DetailRead()
  @ApiOperation({ summary: 'One report' })
  @ApiOkResponse({ type: ReportDto })
  async one(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<object> {
    const report = await this.#open(id, stated, disclosure);
    const rights = rightsOf(caller);
    const successors = await this.#successorsOf([id]);
    disclosure.add([], [...(rights.items ? ['items'] : []), ...(rights.finances ? ['finances'] : [])]);
    return reportView(report, rights, { today: this.clock.today(), supersededBy: successors.get(id) });
  }

  @Get(':id/proof')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @Discloses('proof')
  @DetailRead()
  @ApiOperation({ summary: 'Body, digest, signature and public key of a report' })
  @ApiOkResponse({ type: ReportProofDto })
  async proof(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ReportProofDto> {
    const report = await this.#open(id, stated, disclosure);
    const isBodyShown = rightsOf(caller).finances;
    if (isBodyShown) disclosure.add([], ['body']);
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
  @Discloses('digest')
  @ApiOperation({ summary: 'Computes the report again from what was known then' })
  @ApiOkResponse({ type: ReplayDto })
  async replay(
    @Id() id: string,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ReplayDto> {
    const report = await this.#open(id, stated, disclosure);
    return replayReport(
      { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) },
      report,
    );
  }

  async #open(id: string, stated: StatedPurpose, disclosure: Disclosure): Promise<VerificationReport> {
    disclosure.about({ reportId: id });
    const report = await this.dataSource.manager.findOneBy(VerificationReport, { id });
    if (!report) throw new NotFound(VerificationReport.name);
    requireCase(stated, report.caseRef, report.frozenInput.question.purposes);
    return report;
  }

  /** @throws Problem `no-case` unless the case was asked about within the caller's region, for the purpose stated */
  async #requireKnownCase(stated: StatedPurpose, caseRef: string, caller: Caller): Promise<void> {
    const asked = await this.dataSource.query<{ region: string; purposes: string[] }[]>(
      'select region, purposes from verification_request where case_ref = $1',
      [caseRef],
    );
    const within = asked.filter(({ region }) => caller.covers(region));
    if (within.length === 0) throw new Problem(VERIFICATION_PROBLEMS.noCase);
    requireCase(
      stated,
      caseRef,
      within.flatMap(({ purposes }) => purposes),
    );
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
