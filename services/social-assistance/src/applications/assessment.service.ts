import { Injectable } from '@nestjs/common';
import { CHECK_PROBLEMS } from '@minzheng/casework/checks';
import { OBJECTION_PROBLEMS, ObjectionService } from '@minzheng/casework/objections';
import { Statements } from '@minzheng/casework/statements';
import { VisitService } from '@minzheng/casework/visits';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore, usesOf } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { firstMonthOf } from '../entitlement/deadline.rules.js';
import type { IllnessChecks } from '../entitlement/illness-dibao.rules.js';
import { EvaluationService } from '../evaluations/evaluation.service.js';
import type { HardshipBasis } from '../evaluations/hardship.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase } from './application.entity.js';
import { announceAssessed } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import type { Assessment } from './assessment.js';
import {
  assess,
  type AssessedMember,
  type AssessmentBasis,
  type AssessmentResult,
} from './assessment.rules.js';
import { CaseGuards } from './case-guards.js';
import { CaseSupplementService } from './case-supplement.service.js';
import type { AssetDecision } from './means-supplement.rules.js';
import { keepComputations, type Computation } from './case-computations.js';
import { bodyText, type ComputedAct } from './computation.rules.js';
import { VerificationService } from './verification.service.js';

/** What somebody decides of an asset, with the reason in words. */
export type ReasonedDecision = Omit<AssetDecision, 'by' | 'on'> & { readonly reason: string };

/** What the clerk adds to an assessment. */
export interface AssessForm {
  readonly assetDecisions?: readonly ReasonedDecision[];
  readonly hasStableJob?: boolean;
  readonly hasCommercialPension?: boolean;
}

/** What a computation found, and what it rests on. */
interface Computed {
  readonly report: VerificationCompleted;
  readonly result: AssessmentResult;
  readonly computation: Computation;
}

/** Runs the rules on report and household, and stores what they say with the rows they read. */
@Injectable()
export class AssessmentService {
  constructor(
    private readonly households: HouseholdService,
    private readonly verification: VerificationService,
    private readonly visits: VisitService,
    private readonly objections: ObjectionService,
    private readonly supplements: CaseSupplementService,
    private readonly evaluations: EvaluationService,
    private readonly guards: CaseGuards,
    private readonly statements: Statements,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * For the first time, or once more after an objection: then a changed result is posted again, and the same one lets the
   * objection be answered.
   *
   * @throws Problem `visit-missing`, `report-missing`, `report-expired`, `result-pending`, `evaluation-missing`,
   * `reinvestigation-missing`, `conflict-of-interest`, `policy-missing`, `validation`
   */
  async assess(tx: Tx, id: string, version: number, form: AssessForm = {}): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const isAgain = aidCase.state === 'REINVESTIGATING';
    CASE_LIFECYCLE.next(aidCase.state, isAgain ? 'confirm' : 'assess');
    await this.guards.requireUnrelated(tx, aidCase);
    if (!(await this.visits.isVisited(tx.manager, 'case', id)))
      throw new Problem(ASSISTANCE_PROBLEMS.visitMissing);
    if (isAgain) await this.#requireNewFindings(tx, id);
    await this.#decideAssets(tx, aidCase, form.assetDecisions ?? []);
    const checks = await this.#illnessChecks(tx, aidCase, form);
    const { report, result, computation } = await this.compute(tx, aidCase, 'ASSESSMENT', checks);
    if (result.householdClass === 'PENDING') {
      throw new Problem(ASSISTANCE_PROBLEMS.resultPending, { extensions: { reasons: result.reasons } });
    }
    if (result.hardship?.outcome === 'EVALUATION_MISSING') {
      throw new Problem(ASSISTANCE_PROBLEMS.evaluationMissing);
    }
    const before = aidCase.assessment;
    const assessment: Assessment = {
      reportId: report.reportId ?? '',
      reportNumber: report.reportNumber ?? '',
      reportValidTo: report.validTo,
      assessedBy: tx.actor,
      assessedOn: this.clock.today(),
      illnessChecks: checks,
      ...result,
    };
    aidCase.assessment = assessment;
    aidCase.policyVersionIds = computation.policies.map((row) => row.id);
    const isSame = before !== null && isSameResult(before, result);
    if (isAgain && !isSame) aidCase.opinion = null;
    const at = this.clock.now();
    const command = isAgain ? (isSame ? 'confirm' : 'reassess') : 'assess';
    const move = await tx.move(aidCase, CASE_LIFECYCLE, command, at);
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
    illnessChecks: IllnessChecks | undefined = aidCase.assessment?.illnessChecks,
  ): Promise<Computed> {
    const report = await this.verification.usableReport(tx.manager, aidCase.id);
    const named = await this.households.read(tx.manager, aidCase.householdId);
    if (!isAbout(report, named.members)) throw new Problem(CHECK_PROBLEMS.reportMissing);
    const book = await this.policies.book(tx);
    const supplement = await this.supplements.of(tx.manager, aidCase, named);
    const basis: AssessmentBasis = {
      members: named.members.map(toAssessed),
      region: aidCase.region,
      hukouType: named.household.hukouType,
      asOf: aidCase.acceptedOn ?? this.clock.today(),
      // after an appeal that was upheld: as if it had been decided so at first
      firstMonth: firstMonthOf(aidCase.earlierDecisions[0]?.decidedOn ?? this.clock.today()),
      hardship: await this.#hardship(tx, aidCase),
      ...(supplement ? { supplement } : {}),
      ...(illnessChecks ? { illnessChecks } : {}),
    };
    const result = assess({ ...basis, report, book });
    const computation = {
      ...{ act, report, policies: usesOf(book), body: bodyText(act, result, basis.firstMonth) },
      basis: { ...basis, successions: book.successions() },
    };
    return { report, result, computation };
  }

  async #hardship(tx: Tx, { id }: AidCase): Promise<HardshipBasis> {
    const found = await this.evaluations.latest(tx.manager, id);
    const visits = await this.visits.signedVisits(tx.manager, 'case', id);
    const carers = visits.flatMap((visit) => this.visits.contentOf(visit)?.carers ?? []);
    if (!found) return { carers };
    const { agree, against, void: spoilt, representatives } = found;
    return { evaluation: { agree, against, void: spoilt, representatives }, carers };
  }

  /** After an objection other people have visited, or the village has evaluated. @throws Problem `reinvestigation-missing` */
  async #requireNewFindings(tx: Tx, id: string): Promise<void> {
    const objection = await this.objections.firstOpen(tx.manager, 'case', id);
    if (!objection) return;
    const [visit] = await this.visits.signedVisits(tx.manager, 'case', id);
    const evaluation = await this.evaluations.latest(tx.manager, id);
    // ids are in the order of time
    const isNew = [visit?.id, evaluation?.id].some((each) => each !== undefined && each > objection.id);
    if (!isNew) throw new Problem(OBJECTION_PROBLEMS.reinvestigationMissing);
  }

  /** A person decides of an asset that the report leaves open, with the reason (R4). @throws Problem `validation` */
  async #decideAssets(
    tx: Tx,
    aidCase: AidCase,
    decisions: NonNullable<AssessForm['assetDecisions']>,
  ): Promise<void> {
    if (decisions.length === 0) return;
    const report = await this.verification.usableReport(tx.manager, aidCase.id);
    const assets = new Set(report.members.flatMap((member) => member.assets.map(({ factId }) => factId)));
    for (const [index, { assetId, valueFen, count }] of decisions.entries()) {
      if (!assets.has(assetId)) throw invalidField(`assetDecisions.${index}.assetId`, 'unknown');
      if (valueFen === undefined && count === undefined)
        throw invalidField(`assetDecisions.${index}.valueFen`, 'missing');
    }
    const decided = new Set(decisions.map(({ assetId }) => assetId));
    const on = this.clock.today();
    aidCase.assetDecisions = [
      ...aidCase.assetDecisions.filter(({ assetId }) => !decided.has(assetId)),
      ...decisions.map(({ reason: _said, ...decision }) => ({ ...decision, by: tx.actor, on })),
    ];
    await this.statements.say(
      tx,
      ...decisions.map(({ assetId: about, reason: text }) => ({
        ...{ subject: { type: 'case', id: aidCase.id }, kind: 'decideAsset', about, text },
      })),
    );
  }

  async #illnessChecks(
    tx: Tx,
    { householdId }: AidCase,
    { hasStableJob = false, hasCommercialPension = false }: AssessForm,
  ): Promise<IllnessChecks> {
    const { members } = await this.households.read(tx.manager, householdId);
    const hukou = members.filter(({ counted }) => counted).map(({ hukouRegion }) => hukouRegion);
    return { hasStableJob, hasCommercialPension, isSplitHukou: new Set(hukou).size > 1 };
  }
}

/** Nothing of what was posted has changed: group, subtype, persons and amount. */
function isSameResult(before: Assessment, { householdClass, proposed }: AssessmentResult): boolean {
  return (
    before.householdClass === householdClass &&
    before.proposed?.subtype === proposed?.subtype &&
    before.proposed?.monthlyFen === proposed?.monthlyFen &&
    String(before.proposed?.personKeys) === String(proposed?.personKeys)
  );
}

export function toAssessed(member: HouseholdMember): AssessedMember {
  const {
    personKey,
    birthDate,
    disabilityKind,
    disabilityGrade,
    cardValidTo,
    majorIllnessCode,
    fiscalPaid,
    study,
  } = member;
  return {
    personKey,
    birthDate,
    disabilityKind,
    disabilityGrade,
    cardValidTo,
    majorIllnessCode,
    fiscalPaid,
    study,
  };
}

/** The household was not changed since it was checked: it names whom the report counts, and the report whom it counts. */
export function isAbout(report: VerificationCompleted, members: readonly HouseholdMember[]): boolean {
  const named = new Set(members.map(({ personKey }) => personKey));
  const checked = new Set(report.members.map(({ personKey }) => personKey));
  return (
    report.members.every(({ counted, personKey }) => !counted || named.has(personKey)) &&
    members.every(({ counted, personKey }) => !counted || checked.has(personKey))
  );
}
