import { Injectable } from '@nestjs/common';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore, usesOf } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { firstMonthOf } from '../entitlement/deadline.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { VisitService } from '../visits/visit.service.js';
import { AidCase } from './application.entity.js';
import { announceAssessed } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import type { Assessment } from './assessment.js';
import { assess, type AssessedMember, type AssessmentResult } from './assessment.rules.js';
import { keepComputations, type Computation } from './case-computations.js';
import { bodyText, type ComputedAct } from './computation.rules.js';
import { VerificationService } from './verification.service.js';

/** Runs the rules on report and household, and stores what they say with the rows they read. */
@Injectable()
export class AssessmentService {
  constructor(
    private readonly households: HouseholdService,
    private readonly verification: VerificationService,
    private readonly visits: VisitService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `visit-missing`, `report-missing`, `report-expired`, `result-pending`, `policy-missing` */
  async assess(tx: Tx, id: string, version: number): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'assess');
    if (!(await this.visits.isVisited(tx.manager, id))) throw new Problem(ASSISTANCE_PROBLEMS.visitMissing);
    const { report, result, computation } = await this.compute(tx, aidCase, 'ASSESSMENT');
    if (result.householdClass === 'PENDING') {
      throw new Problem(ASSISTANCE_PROBLEMS.resultPending, { extensions: { reasons: result.reasons } });
    }
    const assessment: Assessment = {
      reportId: report.reportId ?? '',
      reportNumber: report.reportNumber ?? '',
      reportValidTo: report.validTo,
      assessedBy: tx.actor,
      assessedOn: this.clock.today(),
      ...result,
    };
    aidCase.assessment = assessment;
    aidCase.policyVersionIds = computation.policies.map(({ id }) => id);
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'assess', at);
    await keepComputations(tx, [{ ...computation, aidCase }]);
    announceAssessed(tx, aidCase, move, assessment, at);
    return aidCase;
  }

  /**
   * The rules on what is known now; the extras are those of the first month that would be paid.
   *
   * @returns also what it rests on, to be kept with the case
   */
  async compute(
    tx: Tx,
    aidCase: AidCase,
    act: ComputedAct,
  ): Promise<{ report: VerificationCompleted; result: AssessmentResult; computation: Computation }> {
    const report = await this.verification.usableReport(tx.manager, aidCase.id);
    const { household, members } = await this.households.read(tx.manager, aidCase.householdId);
    if (!isAbout(report, members)) throw new Problem(ASSISTANCE_PROBLEMS.reportMissing);
    const book = await this.policies.book(tx);
    const basis = {
      members: members.map(toAssessed),
      region: aidCase.region,
      hukouType: household.hukouType,
      asOf: aidCase.acceptedOn ?? this.clock.today(),
      firstMonth: firstMonthOf(this.clock.today()),
    };
    const result = assess({ ...basis, report, book });
    const computation = {
      ...{ act, report, policies: usesOf(book), body: bodyText(act, result, basis.firstMonth) },
      basis: { ...basis, successions: book.successions() },
    };
    return { report, result, computation };
  }
}

function toAssessed(member: HouseholdMember): AssessedMember {
  const { personKey, birthDate, disabilityKind, disabilityGrade, cardValidTo, majorIllnessCode } = member;
  return { personKey, birthDate, disabilityKind, disabilityGrade, cardValidTo, majorIllnessCode };
}

/** The household was not changed since it was checked: it names whom the report counts, and the report whom it counts. */
function isAbout(report: VerificationCompleted, members: readonly HouseholdMember[]): boolean {
  const named = new Set(members.map(({ personKey }) => personKey));
  const checked = new Set(report.members.map(({ personKey }) => personKey));
  return (
    report.members.every(({ counted, personKey }) => !counted || named.has(personKey)) &&
    members.every(({ counted, personKey }) => !counted || checked.has(personKey))
  );
}
