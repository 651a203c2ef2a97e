import { Injectable } from '@nestjs/common';
import { countyOf } from '@minzheng/kernel/region';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { AwardService } from '../awards/award.service.js';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { VisitService } from '../visits/visit.service.js';
import type { DecideDto } from './application.dto.js';
import { AidCase, type Decision, type Opinion } from './application.entity.js';
import { announceDecided } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import type { Assessment } from './assessment.js';
import type { AssessmentResult } from './assessment.rules.js';
import { AssessmentService } from './assessment.service.js';
import { keepComputations, type Computation } from './case-computations.js';
import { actorsOf } from './case-moves.js';
import { decisionOf } from './computation.rules.js';
import { VerificationService } from './verification.service.js';

/** The decision of somebody who has not acted on the case before (民发〔2021〕57号 arts. 20–22). */
@Injectable()
export class DecisionService {
  constructor(
    private readonly households: HouseholdService,
    private readonly assessments: AssessmentService,
    private readonly verification: VerificationService,
    private readonly visits: VisitService,
    private readonly awards: AwardService,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /**
   * @throws Problem `notice-open`, `out-of-region`, `actor-already-involved`, `reason-missing`, `not-entitled`,
   * `notice-differs`, `report-expired`
   */
  async decide(
    tx: Tx,
    id: string,
    version: number,
    form: DecideDto,
    caller: AuthenticatedCaller,
  ): Promise<{ aidCase: AidCase; decision: Decision }> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (aidCase.state === 'NOTICE') throw new Problem(ASSISTANCE_PROBLEMS.noticeOpen);
    const command = form.outcome === 'APPROVED' ? 'approve' : 'reject';
    CASE_LIFECYCLE.next(aidCase.state, command);
    requireDecider(aidCase, caller, this.regions);
    await this.#requireOutsider(tx, aidCase);
    await this.verification.usableReport(tx.manager, id);
    const approved = form.outcome === 'APPROVED' ? await this.#approve(tx, aidCase, form) : undefined;
    const decision = approved?.decision ?? this.#reject(tx, form);
    aidCase.decision = decision;
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, command, at);
    if (approved) await keepComputations(tx, [{ ...approved.computation, aidCase }]);
    const { members } = await this.households.read(tx.manager, aidCase.householdId);
    const covered = aidCase.assessment?.proposed?.personKeys;
    const counted = members.filter((member) => member.counted).map(({ personKey }) => personKey);
    announceDecided(tx, aidCase, move, decision, decision.awardId && covered ? covered : counted, at);
    return { aidCase, decision };
  }

  /**
   * Sends a case back to be investigated, assessed and posted again: once, and the clock runs on.
   *
   * @throws Problem `out-of-region`, `actor-already-involved`, `case-already-returned`
   */
  async sendBack(
    tx: Tx,
    id: string,
    version: number,
    defects: readonly string[],
    caller: AuthenticatedCaller,
  ): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'return');
    requireDecider(aidCase, caller, this.regions);
    await this.#requireOutsider(tx, aidCase);
    if (aidCase.defects.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.caseAlreadyReturned);
    aidCase.defects = [...defects];
    aidCase.assessment = null;
    aidCase.opinion = null;
    await tx.move(aidCase, CASE_LIFECYCLE, 'return', this.clock.now(), defects.join('; '));
    return aidCase;
  }

  /** Who entered the application, moved the case or visited does not decide. */
  async #requireOutsider(tx: Tx, { id, createdBy }: AidCase): Promise<void> {
    const actors = await actorsOf(tx, id);
    const investigators = await this.visits.investigators(tx.manager, id);
    if (createdBy === tx.actor || actors.has(tx.actor) || investigators.has(tx.actor)) {
      throw new Problem(ASSISTANCE_PROBLEMS.actorAlreadyInvolved);
    }
  }

  /**
   * The benefit is computed once more: its extras are those of the month that is paid first. No other base is approved
   * than the public saw.
   */
  async #approve(
    tx: Tx,
    aidCase: AidCase,
    form: DecideDto,
  ): Promise<{ decision: Decision; computation: Computation }> {
    const { result, computation } = await this.assessments.compute(tx, aidCase, 'DECISION');
    const { proposed, householdClass } = result;
    const { assessment, opinion } = aidCase;
    // severely disabled adults are judged alone, whatever group the household is in
    const isOpen = householdClass !== 'PENDING' && (proposed !== undefined || householdClass !== 'NONE');
    if (!assessment || !opinion || !isOpen) throw new Problem(ASSISTANCE_PROBLEMS.notEntitled);
    if (!isAsPosted(result, assessment, opinion)) throw new Problem(ASSISTANCE_PROBLEMS.noticeDiffers);
    aidCase.assessment = { ...assessment, ...result };
    aidCase.policyVersionIds = computation.policies.map(({ id }) => id);
    const { firstMonth } = computation.basis;
    const awardId = proposed
      ? await this.awards.start(tx, aidCase, proposed, firstMonth)
      : await this.awards.recognise(tx, aidCase, householdClass as 'EDGE' | 'RIGID');
    const decision = {
      ...this.#common(tx, form),
      outcome: 'APPROVED' as const,
      awardId,
      ...decisionOf(result, firstMonth),
    };
    return { decision, computation };
  }

  #reject(tx: Tx, form: DecideDto): Decision {
    if (!form.reasonCodes?.length || !form.text) throw new Problem(ASSISTANCE_PROBLEMS.reasonMissing);
    return { ...this.#common(tx, form), outcome: 'REJECTED', reasonCodes: form.reasonCodes };
  }

  #common(tx: Tx, form: DecideDto): Pick<Decision, 'by' | 'text' | 'decidedOn'> {
    return { by: tx.actor, text: form.text ?? '', decidedOn: this.clock.today() };
  }
}

/**
 * A township decides where approval is delegated to it (委托审核确认); elsewhere the county does (民发〔2021〕57号 art. 2).
 *
 * @throws Problem `out-of-region`
 */
function requireDecider({ delegated, region }: AidCase, caller: AuthenticatedCaller, regions: Regions): void {
  caller.requireRegion(delegated ? region : countyOf(regions.currentOf(region)));
}

/**
 * Group, persons and base are those that the notice showed; the extras may have changed with the month, since they
 * depend on age and on what is in force.
 */
function isAsPosted(result: AssessmentResult, posted: Assessment, { proposedFen }: Opinion): boolean {
  const { proposed, householdClass } = result;
  return (
    householdClass === posted.householdClass &&
    proposed?.subtype === posted.proposed?.subtype &&
    String(proposed?.personKeys) === String(posted.proposed?.personKeys) &&
    proposed?.baseFen === posted.proposed?.baseFen &&
    BigInt(posted.proposed?.monthlyFen ?? 0) === BigInt(proposedFen)
  );
}
