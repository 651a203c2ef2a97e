import { OfficialRelatives } from '@minzheng/casework/relatives';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses, DisclosesNothing } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Computes,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  Problem,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, In } from 'typeorm';
import { isOutside, isOwnOf, outsideRequester } from '../requests/requester.js';
import {
  ReplayDto,
  VerificationReportDto,
  ReportProofDto,
  ReportQuery,
  VerificationReportSummaryDto,
  RevocationDto,
  RevokeReportDto,
} from './report.dto.js';
import { VERIFICATION_PROBLEMS } from './report-problems.js';
import { replayReport } from './report-replay.js';
import { ReportRevocation } from './report-revocation.js';
import { certificatesOf } from './report-signature.js';
import { ReportStanding } from './report-standing.entity.js';
import { reportView, summaryOf, type ReaderRights } from './report-view.rules.js';
import { ApiStatedPurpose, requireCase, Stated, type StatedPurpose } from './stated-purpose.js';
import { VerificationReport } from './verification-report.entity.js';

/** Reports, each as far as the reader's scopes go; every read is logged before anything is shown. */
@ApiTags('verification-reports')
@ApiStatedPurpose()
@Controller('v1/verification-reports')
export class VerificationReportsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
    private readonly revocation: ReportRevocation,
    private readonly relatives: OfficialRelatives,
  ) {}

  @Get()
  @RequireScope('verification:conclusions:read')
  @Discloses('conclusion')
  @Refuses(PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'Reports of a case, newest first' })
  @ApiPage(VerificationReportSummaryDto)
  async list(
    @Query() query: ReportQuery,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<object>> {
    if (query.region !== undefined) caller.requireRegion(query.region);
    await this.#requireKnownCase(stated, query.caseRef, caller);
    const found = this.dataSource.createQueryBuilder(VerificationReport, 'report');
    if (isOutside(caller))
      found.andWhere('report.requester = :requester', { requester: outsideRequester(caller) });
    const shown = await listOf(found, query, { caller, equal: ['caseRef'] });
    const standings = await this.dataSource.manager.findBy(ReportStanding, {
      id: In(shown.items.map(({ id }) => id)),
    });
    const standingOf = new Map(standings.map((standing) => [standing.id, standing]));
    const subjects = shown.items.flatMap(subjectsOf);
    await this.relatives.requireUnrelated(this.dataSource, caller.subject, subjects);
    disclosure.add(subjects);
    return mapPage(shown, (report) => {
      const standing = standingOf.get(report.id);
      if (!standing) throw new NotFound(ReportStanding.name);
      return summaryOf(report, standing, this.clock.today());
    });
  }

  @Get(':id')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @Discloses('conclusion')
  @DetailRead()
  @Refuses(VERIFICATION_PROBLEMS.reportRevoked, PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'One report' })
  @ApiOkResponse({ type: VerificationReportDto })
  async one(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<object> {
    const report = await this.#open(id, stated, disclosure, caller);
    const standing = await this.#standing(id);
    const rights = rightsOf(caller);
    disclosure.add([], [...(rights.items ? ['items'] : []), ...(rights.finances ? ['finances'] : [])]);
    return reportView(report, rights, standing, this.clock.today());
  }

  @Get(':id/proof')
  @Concerns(VerificationReport)
  @RequireScope('verification:conclusions:read')
  @Discloses('proof')
  @DetailRead()
  @Refuses(VERIFICATION_PROBLEMS.reportRevoked, PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'Body, digest, signature, public key and certificate of a report' })
  @ApiOkResponse({ type: ReportProofDto })
  async proof(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ReportProofDto> {
    const report = await this.#open(id, stated, disclosure, caller);
    await this.#standing(id);
    const isBodyShown = rightsOf(caller).finances;
    if (isBodyShown) disclosure.add([], ['body']);
    const certificate = certificatesOf(report.publicKey);
    return {
      number: report.number,
      ...(isBodyShown && { body: report.body }),
      digest: report.bodySha256,
      signature: report.signature,
      publicKey: report.publicKey,
      ...(certificate !== '' && { certificate }),
      redacted: isBodyShown ? [] : ['body'],
    };
  }

  @Post(':id/replay')
  @Concerns(VerificationReport)
  @Computes()
  @RequireScope('verification:operations:write', 'verification:audit-entries:read')
  @Discloses('digest')
  @Refuses(PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'Computes the report again from what was known then' })
  @ApiOkResponse({ type: ReplayDto })
  async replay(
    @Id() id: string,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ReplayDto> {
    const report = await this.#open(id, stated, disclosure, caller);
    return replayReport(
      { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) },
      report,
    );
  }

  @Post(':id/revoke')
  @Concerns(VerificationReport)
  @RequireScope('verification:operations:write', 'verification:verification-reports:approve')
  @DisclosesNothing()
  @Refuses(PROBLEMS.samePerson, PROBLEMS.conflictOfInterest, VERIFICATION_PROBLEMS.revocationDiffers)
  @ApiOperation({
    summary:
      'Revokes a report made on a wrong identity or a forged consent: one proposes, another one completes it',
  })
  @ApiOkResponse({ type: RevocationDto })
  async revoke(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() revocation: RevokeReportDto,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
    @InTransaction() tx: Tx,
  ): Promise<RevocationDto> {
    await this.#open(id, stated, disclosure, caller);
    disclosure.about({ reason: revocation.reason });
    const standing = await tx.manager.findOneBy(ReportStanding, { id });
    const isFirst = standing?.revocationProposedBy === null;
    caller.requireScope(
      isFirst ? 'verification:operations:write' : 'verification:verification-reports:approve',
    );
    const { state, ...changed } = isFirst
      ? await this.revocation.propose(tx, id, version, revocation)
      : await this.revocation.complete(tx, id, version, revocation);
    return { id, state, reasonCode: changed.revocationReason ?? '', version: changed.version };
  }

  async #open(
    id: string,
    stated: StatedPurpose,
    disclosure: Disclosure,
    caller: Caller,
  ): Promise<VerificationReport> {
    disclosure.about({ reportId: id });
    const report = await this.dataSource.manager.findOneBy(VerificationReport, { id });
    if (!report || !isOwnOf(caller, report.requester)) throw new NotFound(VerificationReport.name);
    requireCase(stated, report.caseRef, report.frozenInput.question.purposes);
    await this.relatives.requireUnrelated(this.dataSource, caller.subject, subjectsOf(report));
    return report;
  }

  /** @throws Problem `report-revoked` */
  async #standing(id: string): Promise<ReportStanding> {
    const standing = await this.dataSource.manager.findOneByOrFail(ReportStanding, { id });
    if (standing.state === 'REVOKED') throw new Problem(VERIFICATION_PROBLEMS.reportRevoked);
    return standing;
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
