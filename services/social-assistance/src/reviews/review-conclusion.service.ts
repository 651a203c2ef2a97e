import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { CHECK_PROBLEMS, CheckService } from '@minzheng/casework/checks';
import { LetterService } from '@minzheng/casework/notices';
import { Statements } from '@minzheng/casework/statements';
import { StatusCopies } from '@minzheng/casework/status-copies';
import { VisitService } from '@minzheng/casework/visits';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { addMonths, monthOf, type Month } from '@minzheng/kernel/months';
import { fromWire, ZERO, type Rational } from '@minzheng/kernel/rational';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore, usesOf } from '@minzheng/platform/policies';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { MoreThanOrEqual } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import {
  assess,
  reportOf,
  verdict,
  type AssessedMember,
  type AssessmentResult,
} from '../applications/assessment.rules.js';
import type { AssetDecision } from '../applications/means-supplement.rules.js';
import { CaseGuards } from '../applications/case-guards.js';
import { CaseSupplementService } from '../applications/case-supplement.service.js';
import { isAbout, toAssessed, type ReasonedDecision } from '../applications/assessment.service.js';
import { readEntitlementPolicy } from '../applications/entitlement-policy.js';
import { requireAwardDecider, requireOutsider } from '../awards/award-access.js';
import { Award } from '../awards/award.entity.js';
import { AwardService } from '../awards/award.service.js';
import { assessedOf, partsOfOption } from '../awards/assessed.rules.js';
import { toldBy } from '../awards/told-by.rules.js';
import { readGradualExitPolicy, readReviewPolicy } from '../entitlement/rule-policies.js';
import type { Fen } from '@minzheng/kernel/money';
import { HouseholdService } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import { holdStandards } from '../standards/standard-lock.js';
import { deathsOf, lastDeath } from './deaths.js';
import { povertyFlagOf } from './poverty-flag.js';
import { reviewFinding, type ReviewFinding } from './review-finding.rules.js';
import { isAdverse, Review, type ReviewOutcome, type StoredFinding } from './review.entity.js';
import { REVIEW_LIFECYCLE } from './review.lifecycle.js';
import { REVOKED_REPORT } from './review.service.js';
import { runningAward } from './running-award.js';
import { countingRefusals } from './work-refusals.js';

/** How an official concludes a review. */
export interface ConclusionForm {
  readonly outcome: ReviewOutcome;
  /** What the income rose by, such as `EMPLOYMENT`. */
  readonly causes?: readonly string[];
  /** Of assets that the report leaves open (R4). */
  readonly assetDecisions?: readonly ReasonedDecision[];
  /** Without it the latest signed visit since the review opened. */
  readonly visitId?: string;
  readonly reasonCodes?: readonly string[];
  /** What the household is told in writing. */
  readonly text?: string;
}

/** What the rules came to, and what it rests on. */
interface Found {
  readonly finding: ReviewFinding;
  readonly result: AssessmentResult;
  /** With what visits, letters and people have added. */
  readonly report: VerificationCompleted;
  readonly assetDecisions: readonly AssetDecision[];
  readonly members: readonly AssessedMember[];
  readonly standardFen: Fen;
  readonly fromMonth: Month;
  readonly refusers: ReadonlySet<string>;
  readonly visitId: string;
  readonly policyVersionIds: readonly string[];
}

/** Reviews that end: R5–R9 on a fresh report and a signed visit, by somebody who did not visit. */
@Injectable()
export class ReviewConclusionService {
  constructor(
    private readonly guards: CaseGuards,
    private readonly awards: AwardService,
    private readonly endings: AwardEndings,
    private readonly households: HouseholdService,
    private readonly checks: CheckService,
    private readonly visits: VisitService,
    private readonly approvals: ApprovalService,
    private readonly letters: LetterService,
    private readonly statements: Statements,
    private readonly copies: StatusCopies,
    private readonly supplements: CaseSupplementService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /**
   * Where the report that the award rests on was revoked, two people conclude the same: the first call changes nothing.
   *
   * @returns whether it is done
   * @throws Problem `out-of-region`, `conflict-of-interest`, `actor-already-involved`, `review-without-visit`,
   * `report-missing`, `report-expired`, `result-pending`, `outcome-differs`, `reason-missing`,
   * `same-person`, `approval-differs`
   */
  async conclude(
    tx: Tx,
    id: string,
    version: number,
    form: ConclusionForm,
    caller: AuthenticatedCaller,
  ): Promise<{ review: Review; award: Award; isDone: boolean }> {
    const known = await tx.manager.findOneBy(Review, { id });
    if (!known) throw new NotFound(Review.name);
    await holdStandards(tx);
    await tx.query('select from household where id = $1 for update', [known.householdId]);
    const award = await tx.loadForUpdate(Award, known.awardId);
    const review = await tx.loadForUpdate(Review, id, version);
    REVIEW_LIFECYCLE.next(review.state, 'conclude');
    await requireAwardDecider(tx, award, caller, this.regions);
    await this.guards.requireUnrelated(tx, award);
    await requireOutsider(tx, award, this.visits);
    const isOfDead = await this.#concludeDeath(tx, award, review, form);
    const isDone = isOfDead || (await this.#concludeFound(tx, award, review, form));
    if (isDone && award.state !== 'CEASED') {
      await this.awards.scheduleReview(tx, award, this.clock.today());
      await tx.save(award);
    }
    return { review, award, isDone };
  }

  /** Everybody whom the award covers has died: nobody is visited, and no means are tested. @returns whether it is so */
  async #concludeDeath(tx: Tx, award: Award, review: Review, form: ConclusionForm): Promise<boolean> {
    if (review.cause !== 'DEATH') return false;
    const last = lastDeath(award.personKeys, await deathsOf(tx, this.copies, award.personKeys));
    if (last === undefined) return false;
    if (form.outcome !== 'CEASE') throw differs('CEASE', []);
    const fromMonth = addMonths(monthOf(last), 1);
    const { text, ...notice } = requireNotice(form);
    await this.#end(tx, review, form, { reasons: [], causes: [], fromMonth, notice });
    const ending = { fromMonth, cause: 'DEATH', reason: text };
    await this.endings.cease(tx, award, ending, 'DEATH');
    return true;
  }

  async #concludeFound(tx: Tx, award: Award, review: Review, form: ConclusionForm): Promise<boolean> {
    const found = await this.#find(tx, award, review, form);
    const { finding, result, report, fromMonth } = found;
    if (finding.outcome === 'PENDING') {
      throw new Problem(ASSISTANCE_PROBLEMS.resultPending, { extensions: { reasons: finding.reasons } });
    }
    if (finding.outcome !== form.outcome) throw differs(finding.outcome, finding.reasons);
    const notice = isAdverse(form.outcome) ? requireNotice(form) : undefined;
    const by = await this.#signed(tx, review, form, found);
    if (!by) return false;
    Object.assign(review, {
      ...{ visitId: found.visitId, requestId: report.requestId, sequence: report.sequence },
      policyVersionIds: [...found.policyVersionIds],
    });
    await this.#end(tx, review, form, {
      assessment: {
        ...result,
        ...{ reportId: report.reportId ?? '', reportNumber: report.reportNumber ?? '' },
        reportValidTo: report.validTo,
      },
      reasons: finding.reasons,
      causes: [...(form.causes ?? [])],
      ...(found.assetDecisions.length === 0 ? {} : { assetDecisions: found.assetDecisions }),
      ...(finding.outcome === 'UNCHANGED' ? {} : { fromMonth }),
      ...('option' in finding ? { monthlyFen: finding.option.monthlyFen } : {}),
      ...by,
      ...(notice && { notice: { reasonCodes: notice.reasonCodes } }),
    });
    await this.#apply(tx, award, review, found);
    if (notice) await this.#tell(tx, award, review, notice.text, fromMonth);
    return true;
  }

  /** Who was the first, where it takes two; undefined while a second person is needed. */
  async #signed(
    tx: Tx,
    { id, grounds }: Review,
    { outcome, causes = [], reasonCodes = [] }: ConclusionForm,
    { finding, fromMonth }: Found,
  ): Promise<Pick<StoredFinding, 'firstBy'> | undefined> {
    if (!grounds.some((ground) => ground.startsWith(REVOKED_REPORT))) return {};
    const monthlyFen = 'option' in finding ? finding.option.monthlyFen : null;
    const content = {
      ...{ outcome, fromMonth, monthlyFen },
      ...{ causes: [...causes].sort(), reasonCodes: [...reasonCodes].sort() },
    };
    const firstBy = await this.approvals.sign(tx, { type: 'review', id }, 'conclude', content);
    return firstBy === undefined ? undefined : { firstBy };
  }

  async #find(tx: Tx, award: Award, review: Review, form: ConclusionForm): Promise<Found> {
    const visit = (await this.visits.signedVisits(tx.manager, 'award', award.id)).find(
      ({ id, visitedOn }) =>
        visitedOn >= review.openedOn && (form.visitId === undefined || id === form.visitId),
    );
    if (!visit) throw new Problem(ASSISTANCE_PROBLEMS.reviewWithoutVisit);
    const report = await this.#reportFor(tx, review);
    const named = await this.households.read(tx.manager, award.householdId);
    const { household, members } = named;
    if (!isAbout(report, members)) throw new Problem(CHECK_PROBLEMS.reportMissing);
    const today = this.clock.today();
    const [region, asOf, hukouType] = [award.region, review.openedOn, household.hukouType];
    const fromMonth = addMonths(monthOf(today), 1);
    const book = await this.policies.book(tx);
    const people = members.map(toAssessed);
    const assetDecisions = this.#decided(tx, report, form.assetDecisions ?? []);
    const added = { id: award.id, assetDecisions };
    const span = { type: 'award', since: review.openedOn } as const;
    const supplement = await this.supplements.of(tx.manager, added, named, span);
    const question = {
      ...{ members: people, firstMonth: fromMonth, report, book, region, hukouType, asOf },
      ...(supplement ? { supplement } : {}),
    };
    const result = assess(question);
    const supplemented = reportOf(question);
    const { benefit } = readEntitlementPolicy(book, region, hukouType, asOf);
    const running = await runningAward(tx, award, today);
    const refusers = await this.#refusers(tx, award, form);
    const [single] = award.subtype === 'SINGLE_PERSON' ? award.personKeys : [];
    const finding = reviewFinding({
      award: running,
      ...{ result, benefit, concludedOn: today, causes: form.causes ?? [] },
      ownMonthly: ownMonthlyOf(supplemented),
      assets: verdict(supplemented, 'DIBAO', single),
      povertyFlag: await povertyFlagOf(tx, this.copies, people, today),
      refusers,
      review: readReviewPolicy(book, region, today),
      gradualExit: () => readGradualExitPolicy(book, region, today),
    });
    return {
      ...{ finding, result, report: supplemented, assetDecisions, members: people, fromMonth, refusers },
      standardFen: benefit.standardFen,
      visitId: visit.id,
      policyVersionIds: usesOf(book).map(({ id }) => id),
    };
  }

  /**
   * Who refuses work three times running now: whoever lost the own part for it before, and where the official finds that
   * the work was suitable (`WORK_REFUSED`), everybody.
   */
  async #refusers(tx: Tx, award: Award, { reasonCodes = [] }: ConclusionForm): Promise<ReadonlySet<string>> {
    if (award.programme !== 'DIBAO') return new Set();
    const refusals = await countingRefusals(tx, this.copies, award.personKeys);
    const before = award.assessed?.withoutBase ?? [];
    const isFound = reasonCodes.includes('WORK_REFUSED');
    return new Set([...refusals.keys()].filter((person) => isFound || before.includes(person)));
  }

  /** @throws Problem `validation` for an asset that the report does not name */
  #decided(
    tx: Tx,
    report: VerificationCompleted,
    decisions: NonNullable<ConclusionForm['assetDecisions']>,
  ): AssetDecision[] {
    const known = new Set(report.members.flatMap(({ assets }) => assets.map(({ factId }) => factId)));
    return decisions.map((decision, index) => {
      const { assetId, valueFen, count } = decision;
      if (!known.has(assetId)) throw invalidField(`assetDecisions.${index}.assetId`, 'unknown');
      if (valueFen === undefined && count === undefined)
        throw invalidField(`assetDecisions.${index}.valueFen`, 'missing');
      return {
        ...{ assetId, by: tx.actor, on: this.clock.today() },
        ...(valueFen === undefined ? {} : { valueFen }),
        ...(count === undefined ? {} : { count }),
      };
    });
  }

  /** One check serves all reviews of the award that were open when it was asked for. */
  async #reportFor(tx: Tx, review: Review): Promise<VerificationCompleted> {
    const later = await tx.manager.find(Review, {
      where: { awardId: review.awardId, openedOn: MoreThanOrEqual(review.openedOn) },
      order: { openedOn: 'DESC', id: 'DESC' },
    });
    for (const { id } of later) {
      const { report } = await this.checks.standing(tx.manager, { type: 'review', id });
      if (report) return report;
    }
    return this.checks.usableReport(tx.manager, { type: 'review', id: review.id });
  }

  async #apply(tx: Tx, award: Award, review: Review, found: Found): Promise<void> {
    const { finding, result, fromMonth, standardFen, policyVersionIds } = found;
    const cause = { code: 'REVIEW', id: review.id };
    if (finding.outcome === 'CEASE') {
      const from = award.state === 'HELD' && award.heldFrom !== null ? award.heldFrom : fromMonth;
      await this.endings.cease(tx, award, { fromMonth: from, cause: 'REVIEW' }, 'INELIGIBLE');
      await this.#recogniseAfter(tx, award, result);
      return;
    }
    if (award.state === 'HELD') await this.endings.release(tx, award, 'REVIEW');
    if (finding.outcome === 'GRADUAL_EXIT') {
      const { months, ceasedFrom } = finding.exit;
      await this.awards.startGradualExit(tx, award, {
        months,
        ceasedFrom,
        cause,
        standardFen,
        policyVersionIds,
      });
    } else if ('option' in finding) {
      const amount = {
        subtype: finding.option.subtype,
        parts: partsOfOption(finding.option),
        assessed: {
          ...assessedOf(finding.option, result, found.members, found.report),
          ...(found.refusers.size > 0 && { withoutBase: [...found.refusers].sort() }),
        },
        standardFen,
      };
      await this.awards.adjust(tx, award, { fromMonth, amount, cause, policyVersionIds });
    }
  }

  /** A household that leaves the guarantee may be an edge family: it is recognised without an application. */
  async #recogniseAfter(tx: Tx, award: Award, { householdClass }: AssessmentResult): Promise<void> {
    if (award.programme !== 'DIBAO' || householdClass !== 'EDGE') return;
    const { caseId, householdId } = award;
    const running = await tx.query(
      `select from award where household_id = $1 and programme = 'EDGE' and state <> 'CEASED'`,
      [householdId],
    );
    if (running.length > 0) return;
    await this.awards.recognise(tx, await tx.manager.findOneByOrFail(AidCase, { id: caseId }), 'EDGE');
  }

  async #end(tx: Tx, review: Review, form: ConclusionForm, finding: StoredFinding): Promise<void> {
    Object.assign(review, {
      ...{ outcome: form.outcome, finding },
      ...{ concludedOn: this.clock.today(), concludedBy: tx.actor },
    });
    await tx.move(review, REVIEW_LIFECYCLE, 'conclude', this.clock.now());
    const subject = { type: 'review', id: review.id };
    await this.statements.say(
      tx,
      { subject, kind: 'conclude', text: form.text },
      ...(form.assetDecisions ?? []).map(({ assetId, reason }) => ({
        ...{ subject, kind: 'decideAsset', about: assetId, text: reason },
      })),
    );
  }

  /** In writing, before the next run (民发〔2021〕57号 art. 31). */
  async #tell(tx: Tx, award: Award, review: Review, text: string, fromMonth: Month): Promise<void> {
    const { members } = await this.households.read(tx.manager, award.householdId);
    const applicant = members.find(({ relation }) => relation === 'APPLICANT');
    await this.letters.write(tx, {
      ...{ subjectType: 'award', subjectId: award.id, region: award.region, kind: 'REVIEW_OUTCOME' },
      addresseeKey: applicant?.personKey ?? award.personKeys[0] ?? '',
      dueOn: toldBy(fromMonth, this.clock.today()),
      personKeys: award.personKeys,
      content: { reviewId: review.id, outcome: review.outcome, text, reasons: review.finding?.reasons ?? [] },
    });
  }
}

const ownMonthlyOf = ({ members }: VerificationCompleted): ReadonlyMap<string, Rational> =>
  new Map(members.map(({ personKey, ownMonthly }) => [personKey, ownMonthly ? fromWire(ownMonthly) : ZERO]));

const differs = (outcome: ReviewOutcome, reasons: readonly object[]): Problem =>
  new Problem(ASSISTANCE_PROBLEMS.outcomeDiffers, { extensions: { outcome, reasons } });

/** @throws Problem `reason-missing` */
function requireNotice({ reasonCodes = [], text }: ConclusionForm) {
  if (reasonCodes.length === 0 || !text) throw new Problem(ASSISTANCE_PROBLEMS.reasonMissing);
  return { reasonCodes: [...reasonCodes], text };
}
