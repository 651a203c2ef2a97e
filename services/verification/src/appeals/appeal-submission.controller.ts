import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons } from '@minzheng/platform/audit';
import { Created, Id, InTransaction, PROBLEMS, Refuses } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { AppealAgainstFactDto, AppealAgainstReportDto, MyAppealDto } from './appeal.dto.js';
import { APPEAL_PROBLEMS } from './appeal.problems.js';
import { AppealSubmission } from './appeal-submission.js';
import { AppealDto } from './appeal-view.dto.js';
import { AppealView } from './appeal.view.js';

const locationOf = ({ id }: AppealDto): string => `/v1/appeals/${id}`;
const personOf = ({ personKey }: AppealDto): string[] => (personKey === undefined ? [] : [personKey]);
const REFUSALS = [
  APPEAL_PROBLEMS.appealOpen,
  APPEAL_PROBLEMS.tooLate,
  APPEAL_PROBLEMS.factSuperseded,
  PROBLEMS.notFound,
  PROBLEMS.policyMissing,
];

/** How appeals come in: against a fact, or against the facts of a report; by the person, the guardian or an officer. */
@ApiTags('appeals')
@Controller('v1')
export class AppealSubmissionController {
  constructor(
    private readonly submission: AppealSubmission,
    private readonly view: AppealView,
  ) {}

  @Post('facts/:id/appeals')
  @RequireScope('verification:appeals:write')
  @AllowPerson()
  @Created<AppealDto>(locationOf)
  @AboutPersons<AppealDto>(personOf)
  @Refuses(...REFUSALS, PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'Appeals against a fact' })
  @ApiCreatedResponse({ type: AppealDto })
  async againstFact(
    @Id() id: string,
    @Body() claim: AppealAgainstFactDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.submission.againstFact(tx, id, claim, caller), caller);
  }

  @Post('verification-reports/:id/appeals')
  @Concerns(VerificationReport)
  @RequireScope('verification:appeals:write')
  @AllowPerson()
  @Created<AppealDto>(locationOf)
  @AboutPersons<AppealDto>(personOf)
  @Refuses(...REFUSALS, PROBLEMS.conflictOfInterest, APPEAL_PROBLEMS.factsOfSeveralPersons)
  @ApiOperation({ summary: 'Appeals against a report, for facts that it was made of' })
  @ApiCreatedResponse({ type: AppealDto })
  async againstReport(
    @Id() id: string,
    @Body() claim: AppealAgainstReportDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    return this.view.of(tx.manager, await this.submission.againstReport(tx, id, claim, caller), caller);
  }

  @Post('me/appeals')
  @AllowPerson()
  @Created<AppealDto>(locationOf)
  @AboutPersons<AppealDto>(personOf)
  @Refuses(...REFUSALS)
  @ApiOperation({ summary: 'The caller appeals against a fact about himself, herself or a ward' })
  @ApiCreatedResponse({ type: AppealDto })
  async mine(
    @Body() { factId, ...claim }: MyAppealDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<AppealDto> {
    caller.requirePerson();
    return this.view.of(tx.manager, await this.submission.againstFact(tx, factId, claim, caller), caller);
  }
}
