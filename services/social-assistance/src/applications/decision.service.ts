import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { Statements } from '@minzheng/casework/statements';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { AwardGrants } from '../awards/award-grants.js';
import { decisionSafeguards } from '../entitlement/supervision.rules.js';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { RecomputationService } from '../standards/recomputation.service.js';
import { holdStandards } from '../standards/standard-lock.js';
import type { DecideDto } from './application.dto.js';
import { AidCase, type Decision, type Opinion } from './application.entity.js';
import { announceDecided, announceReported } from './application.events.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import type { Assessment } from './assessment.js';
import type { AssessmentResult } from './assessment.rules.js';
import { AssessmentService } from './assessment.service.js';
import { keepComputations } from './case-computations.js';
import { CaseGuards } from './case-guards.js';
import { CaseLimitsService } from './case-limits.service.js';
import { CaseOffers } from './case-offers.service.js';
import { decisionOf } from './computation.rules.js';
import { RefusalLetters } from './refusal-letters.js';
import { VerificationService } from './verification.service.js';

const OTHER_DECISION = {
  zh: '复议后另作决定的，须在 text 中说明理由。',
  en: 'A decision after an appeal says in text why it is another one.',
};

/** What an approval rests on: computed, and found to be what the public saw. */
type Found = Awaited<ReturnType<AssessmentService['compute']>>;

/** The decision of somebody who has not acted on the case before (民发〔2021〕57号 arts. 20–22). */
@Injectable()
export class DecisionService {
  constructor(
    private readonly households: HouseholdService,
    private readonly assessments: AssessmentService,
    private readonly verification: VerificationService,
    private readonly approvals: ApprovalService,
    private readonly statements: Statements,
    private readonly guards: CaseGuards,
    private readonly limits: CaseLimitsService,
    private readonly grants: AwardGrants,
    private readonly recomputation: RecomputationService,
    private readonly letters: RefusalLetters,
    private readonly offers: CaseOffers,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Approves or rejects. Where a relative of an official or a complaint is concerned, the county has visited and two
   * people decide the same: the first call changes nothing.
   *
   * @returns without a decision: a second person has to repeat the call
   * @throws Problem `notice-open`, `out-of-region`, `actor-already-involved`, `conflict-of-interest`,
   * `county-visit-missing`, `same-person`, `approval-differs`, `reason-missing`, `not-entitled`, `notice-differs`,
   * `report-expired`, `evaluation-missing`
   */
  async decide(
    tx: Tx,
    id: string,
    version: number,
    form: DecideDto,
    caller: AuthenticatedCaller,
  ): Promise<{ aidCase: AidCase; decision?: Decision }> {
    await holdStandards(tx);
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (aidCase.state === 'NOTICE' || aidCase.state === 'REINVESTIGATING')
      throw new Problem(ASSISTANCE_PROBLEMS.noticeOpen);
    const isApproval = form.outcome === 'APPROVED';
    const command = isApproval ? 'approve' : 'reject';
    CASE_LIFECYCLE.next(aidCase.state, command);
    await this.limits.heedComplaints(tx, aidCase);
    this.approvals.requireLevel(caller, aidCase.region, aidCase.delegated);
    await this.guards.requireOutsider(tx, aidCase);
    await this.guards.requireUnrelated(tx, aidCase);
    await this.verification.usableReport(tx.manager, id);
    const found = isApproval ? await this.#requireApprovable(tx, aidCase) : undefined;
    // who decides otherwise than the first decision says why, too
    const needsText = !isApproval || aidCase.earlierDecisions.length > 0;
    if ((!isApproval && !form.reasonCodes?.length) || (needsText && !form.text)) {
      throw new Problem(ASSISTANCE_PROBLEMS.reasonMissing, isApproval ? { detail: OTHER_DECISION } : {});
    }
    const by = await this.#signed(tx, aidCase, form, found);
    if (!by) return { aidCase };
    const decision = found
      ? await this.#approve(tx, aidCase, by, found)
      : await this.#reject(tx, aidCase, form, by);
    aidCase.decision = decision;
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, command, at);
    await this.statements.say(tx, { subject: { type: 'case', id }, kind: 'decide', text: form.text });
    if (found) await keepComputations(tx, [{ ...found.computation, aidCase }]);
    const { members } = await this.households.read(tx.manager, aidCase.householdId);
    const covered = aidCase.assessment?.proposed?.personKeys;
    const counted = members.filter((member) => member.counted).map(({ personKey }) => personKey);
    announceDecided(tx, aidCase, move, decision, decision.awardId && covered ? covered : counted, at);
    if (!isApproval) await this.offers.open(tx, aidCase, counted, decision.offers ?? []);
    return { aidCase, decision };
  }

  /**
   * Sends a case back to be investigated, assessed and posted again: once, and the clock runs on.
   *
   * @throws Problem `out-of-region`, `actor-already-involved`, `conflict-of-interest`, `case-already-returned`
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
    await this.limits.heedComplaints(tx, aidCase);
    this.approvals.requireLevel(caller, aidCase.region, aidCase.delegated);
    await this.guards.requireOutsider(tx, aidCase);
    await this.guards.requireUnrelated(tx, aidCase);
    if (aidCase.defects.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.caseAlreadyReturned);
    aidCase.defects = [...defects];
    aidCase.assessment = null;
    aidCase.opinion = null;
    await this.approvals.forget(tx, { type: 'case', id });
    await tx.move(aidCase, CASE_LIFECYCLE, 'return', this.clock.now());
    return aidCase;
  }

  /**
   * An appeal is upheld: the county decides the case again, by people who have not acted on it before, and what is approved
   * then is due from the month after the first decision. A case that was ended is investigated again; what was never
   * accepted, or was applied for anew meanwhile, stays as it is.
   *
   * @returns whether it is decided again
   */
  async reopen(tx: Tx, id: string, ground: string): Promise<boolean> {
    const aidCase = await tx.loadForUpdate(AidCase, id);
    const { state, decision, acceptedOn, householdId, programme } = aidCase;
    if (decision === null || acceptedOn === null) return false;
    if (state !== 'REJECTED' && state !== 'TERMINATED') return false;
    const others = await tx.manager.findBy(AidCase, { householdId, programme });
    if (others.some((other) => !isClosed(other.state))) return false;
    aidCase.earlierDecisions = [...aidCase.earlierDecisions, decision];
    Object.assign(aidCase, { decision: null, reopenedOn: this.clock.today(), defects: [], refusals: [] });
    await this.limits.renew(tx, aidCase);
    await this.approvals.forget(tx, { type: 'case', id });
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'reopen', at, ground);
    if (move.to === 'REPORTED') announceReported(tx, aidCase, move, at);
    return true;
  }

  /** Who has decided; undefined while a second person is needed. */
  async #signed(
    tx: Tx,
    aidCase: AidCase,
    { outcome, reasonCodes = [] }: DecideDto,
    found: Found | undefined,
  ): Promise<Pick<Decision, 'by' | 'secondBy'> | undefined> {
    const { id, relativeFlag, complaintFlag, assessment } = aidCase;
    const { approvers, countyVisit } = decisionSafeguards({
      isDelegated: aidCase.delegated,
      isRelative: relativeFlag,
      hasComplaint: complaintFlag,
    });
    if (countyVisit || (outcome === 'APPROVED' && assessment?.countyVisit?.length)) {
      await this.guards.requireCountyVisit(tx, aidCase);
    }
    if (approvers === 1) return { by: tx.actor };
    const { householdClass = null, proposed } = found?.result ?? {};
    const amountFen = proposed?.monthlyFen ?? null;
    const content = { outcome, reasonCodes: [...reasonCodes].sort(), householdClass, amountFen };
    const first = await this.approvals.sign(tx, { type: 'case', id }, 'decide', content);
    return first === undefined ? undefined : { by: first, secondBy: tx.actor };
  }

  /**
   * The benefit is computed once more: its extras are those of the month that is paid first. No other base is approved
   * than the public saw; where the region ranks, none below its score.
   */
  async #requireApprovable(tx: Tx, aidCase: AidCase): Promise<Found> {
    const found = await this.assessments.compute(tx, aidCase, 'DECISION');
    const { proposed, householdClass, hardship, reasons } = found.result;
    const { assessment, opinion } = aidCase;
    // severely disabled adults are judged alone, whatever group the household is in
    const isOpen = householdClass !== 'PENDING' && (proposed !== undefined || householdClass !== 'NONE');
    if (!assessment || !opinion || !isOpen) throw new Problem(ASSISTANCE_PROBLEMS.notEntitled);
    if (proposed && hardship?.outcome === 'EVALUATION_MISSING')
      throw new Problem(ASSISTANCE_PROBLEMS.evaluationMissing);
    if (proposed && hardship?.outcome === 'SCORE_BELOW') {
      const below = reasons.filter(({ code }) => code === 'SCORE_BELOW');
      throw new Problem(ASSISTANCE_PROBLEMS.notEntitled, { extensions: { reasons: below } });
    }
    if (!isAsPosted(found.result, assessment, opinion)) throw new Problem(ASSISTANCE_PROBLEMS.noticeDiffers);
    return found;
  }

  async #approve(
    tx: Tx,
    aidCase: AidCase,
    by: Pick<Decision, 'by' | 'secondBy'>,
    { report, result, computation }: Found,
  ): Promise<Decision> {
    if (aidCase.assessment) aidCase.assessment = { ...aidCase.assessment, ...result };
    aidCase.policyVersionIds = computation.policies.map(({ id }) => id);
    const { basis } = computation;
    const { firstMonth } = basis;
    const since = aidCase.earlierDecisions[0]?.decidedOn ?? this.clock.today();
    const found = { result, report, basis, since };
    const { awardId, fromMonth } = await this.grants.grant(tx, aidCase, found, (id) =>
      // what has been published since the acceptance counts from the first month on
      this.recomputation.recomputeAwards(tx, [id], firstMonth, { code: 'STANDARD' }),
    );
    return {
      ...{ ...by, decidedOn: this.clock.today() },
      outcome: 'APPROVED',
      awardId,
      ...decisionOf(result, fromMonth),
    };
  }

  /** The written answer, and what the household may ask for instead (R23). */
  async #reject(
    tx: Tx,
    aidCase: AidCase,
    form: DecideDto,
    by: Pick<Decision, 'by' | 'secondBy'>,
  ): Promise<Decision> {
    const { reasonCodes = [], text = '' } = form;
    await this.letters.write(tx, aidCase, { outcome: 'REJECTED', reasonCodes, text });
    const offers = await this.offers.of(tx, aidCase);
    return { ...by, decidedOn: this.clock.today(), outcome: 'REJECTED', reasonCodes, offers };
  }
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
