import type { EconomicFact } from '@minzheng/kernel/means-test';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { dueOn, workingDaysBetween } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { SourceQueries } from '../agencies/source-queries.js';
import type { ConsentRefusal } from '../consents/consent.rules.js';
import { dropOldRequestHouseholds, provincesOfRequestHouseholds } from '../households/request-household.js';
import { ReportStanding, stateOn } from '../reports/report-standing.entity.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { agenciesToAsk, askingRequest, closedAgencies } from './asked-agencies.rules.js';
import type { CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { wholeNumber } from './check-policy.js';
import { isGap } from './completeness.rules.js';
import { holdPurposes, releasePurposes } from './open-purposes.js';
import { RequestCancellation } from './request.cancellation.js';
import { announceReopened } from './request.events.js';
import { endOfReportWithoutConsent } from './report-without-consent.js';
import { RequestIssue } from './request.issue.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { RequestQuestions } from './request.questions.js';
import { endOfDay, scheduleEvaluation } from './request.service.js';
import {
  mayConcludeOtherwise,
  reasonToReopen,
  supersedingConclusions,
  withoutAwaited,
  type KnownSince,
} from './reopening.rules.js';
import { VerificationRequest } from './verification-request.entity.js';

/**
 * Evaluates one request (比对): has its sources asked, issues its report when all core sources have answered or its
 * deadline has passed, blocks it without consent, and evaluates it again on a late answer. Each call is part of one
 * transaction.
 */
@Injectable()
export class RequestEvaluation {
  constructor(
    private readonly policies: PolicyStore,
    private readonly questions: RequestQuestions,
    private readonly cancellation: RequestCancellation,
    private readonly reports: RequestIssue,
    private readonly sources: SourceQueries,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws PolicyMissing while a row that the check needs has not come */
  async evaluate(tx: Tx, requestId: string): Promise<void> {
    const request = await tx.manager.findOneBy(VerificationRequest, { id: requestId });
    switch (request?.state) {
      case 'ACCEPTED':
        return this.#accepted(tx, request);
      case 'COLLECTING':
        return this.#collecting(tx, request);
      case 'BLOCKED':
        return this.#blocked(tx, request);
      case 'ISSUED':
        return this.#issued(tx, request);
      case 'CANCELLED':
        // its last report stays in force when a reopened request ends without consent
        if (request.sequence > 0) await this.#issuedWithoutConsent(tx, request);
        return;
      default:
        return;
    }
  }

  /** Households that only requests of too long ago have named are on record no longer. */
  async forgetOldHouseholds(tx: Tx): Promise<void> {
    const book = await this.policies.book(tx);
    const today = this.clock.today();
    for (const province of await provincesOfRequestHouseholds(tx)) {
      const months = wholeNumber(book.resolve('verification.household.requestMonths', province, today));
      await dropOldRequestHouseholds(tx, today, months, province);
    }
  }

  /** What is not fresh is asked for. */
  async #accepted(tx: Tx, { id, version }: VerificationRequest): Promise<void> {
    const looked = await this.questions.look(tx, id);
    if (looked === undefined) return;
    if ('refusals' in looked) return this.#block(tx, id, looked.refusals);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state === 'ACCEPTED' && request.version === version) {
      await tx.move(request, REQUEST_LIFECYCLE, 'collect', this.clock.now());
      await this.sources.open(tx, askingRequest(request), agenciesToAsk(looked.result.standings));
    }
    await scheduleEvaluation(tx, id);
  }

  async #collecting(tx: Tx, known: VerificationRequest): Promise<void> {
    const { id, version, awaitedAppeals } = known;
    if (awaitedAppeals.length > 0) return;
    const looked = await this.questions.look(tx, id);
    if (looked === undefined) return;
    if ('refusals' in looked) {
      // a report that was reopened, for an appeal for example, is still in force
      if (looked.request.sequence > 0) await this.#issuedWithoutConsent(tx, looked.request);
      return this.#block(tx, id, looked.refusals);
    }
    if (!looked.result.complete && !this.#isDue(looked.request)) {
      return this.#followConsents(tx, known, looked.result);
    }
    // persons are locked before the request, which may have moved meanwhile: what came since needs a look of its own
    const { knownAtMicros, facts, custodians } = await this.questions.read(tx, known);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'COLLECTING' || request.version !== version) return scheduleEvaluation(tx, id);
    if (await this.#isRevoked(tx, request)) {
      return this.cancellation.cancel(tx, request, [{ problem: 'cancelled' }]);
    }
    const book = await this.policies.book(tx);
    const question = await this.questions.of(tx, request, facts, custodians);
    const outcome = checkHousehold(question, { facts, knownAtMicros }, book);
    if ('refusals' in outcome) return this.#block(tx, id, outcome.refusals);
    if (!outcome.result.complete && !this.#isDue(request)) return;
    await this.reports.issue(tx, request, { question, result: outcome.result, knownAtMicros, book });
  }

  /** Of an obligor, who refuses nothing, a consent may come or end while sources are asked. */
  async #followConsents(
    tx: Tx,
    { id, version }: VerificationRequest,
    { standings }: CheckResult,
  ): Promise<void> {
    const [asked, isClosed] = [agenciesToAsk(standings), closedAgencies(standings)];
    if (!(await this.sources.lacksConsents(tx, id, asked, isClosed))) return;
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'COLLECTING' || request.version !== version) return scheduleEvaluation(tx, id);
    await this.sources.followConsents(tx, askingRequest(request), asked, isClosed);
  }

  async #issued(tx: Tx, known: VerificationRequest): Promise<void> {
    const { id, version } = known;
    const looked = await this.questions.look(tx, id);
    if (looked === undefined) return;
    if ('refusals' in looked) return this.#issuedWithoutConsent(tx, looked.request);
    const last = await this.#lastInForce(tx, looked.request);
    if (!last) return;
    const lookedSince = this.#since(looked.request, looked.result, looked.facts);
    if (whatFollows(last, looked.result, lookedSince) === undefined) return;
    const { knownAtMicros, facts, custodians } = await this.questions.read(tx, known);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'ISSUED' || request.version !== version) return scheduleEvaluation(tx, id);
    if (await this.#isRevoked(tx, request)) return;
    const book = await this.policies.book(tx);
    const question = await this.questions.of(tx, request, facts, custodians);
    const outcome = checkHousehold(question, { facts, knownAtMicros }, book);
    if ('refusals' in outcome) return;
    const since = this.#since(request, outcome.result, facts);
    const follows = whatFollows(last, outcome.result, since);
    if (follows === undefined) return;
    if (follows === 'LATER_FACT') {
      const knowledge = { facts: withoutAwaited(last, since), knownAtMicros };
      const conclusions = supersedingConclusions(last, question, knowledge, book);
      if (conclusions !== undefined) await this.reports.supersedeByFact(tx, request, last, conclusions);
      return;
    }
    const at = this.clock.now();
    request.reopenCause = follows;
    await tx.move(request, REQUEST_LIFECYCLE, 'reopen', at);
    announceReopened(tx, request, last, follows, at);
    await this.reports.issue(tx, request, { question, result: outcome.result, knownAtMicros, book });
  }

  /** Nothing is made anew without consent; but what the law opens goes on, and may end the last report. */
  async #issuedWithoutConsent(tx: Tx, asked: VerificationRequest): Promise<void> {
    const { id, version } = asked;
    const known = await this.questions.read(tx, asked);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.version !== version) return scheduleEvaluation(tx, id);
    const last = await this.#lastInForce(tx, request);
    if (!last) return;
    const question = await this.questions.of(tx, request, known.facts, known.custodians);
    const book = await this.policies.book(tx);
    const personKeys = [...request.personKeys, ...known.custodians];
    const ended = await endOfReportWithoutConsent(tx, last, question, personKeys, known, book);
    if (ended !== undefined) await this.reports.supersedeByFact(tx, request, last, ended);
  }

  #since(
    { lateAnswersUntil }: VerificationRequest,
    { standings }: CheckResult,
    facts: readonly EconomicFact[],
  ): KnownSince {
    const missing = standings.filter((each) => each.core && isGap(each));
    return { missing, facts, now: this.clock.now(), lateAnswersUntil };
  }

  async #block(tx: Tx, id: string, refusals: readonly ConsentRefusal[]): Promise<void> {
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (!REQUEST_LIFECYCLE.allowed(request.state).includes('block')) return;
    request.blockedOn = this.clock.today();
    request.blockedProblem = refusals.some(({ problem }) => problem === 'consent-expired')
      ? 'consent-expired'
      : 'consent-withdrawn';
    request.refusals = refusals;
    await tx.move(request, REQUEST_LIFECYCLE, 'block', this.clock.now());
    await releasePurposes(tx, request);
    await this.sources.end(tx, id);
  }

  /** Goes on when a consent covers it again, the days not counted; ends after too many of them. */
  async #blocked(tx: Tx, { id }: VerificationRequest): Promise<void> {
    const looked = await this.questions.look(tx, id);
    if (looked === undefined) return;
    if ('refusals' in looked && looked.request.sequence > 0)
      await this.#issuedWithoutConsent(tx, looked.request);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    const { blockedOn, blockedProblem, dueAt } = request;
    if (request.state !== 'BLOCKED' || blockedOn === null) return;
    const today = this.clock.today();
    const waited = workingDaysBetween(blockedOn, today);
    if ('refusals' in looked) {
      const book = await this.policies.book(tx);
      const limit = book.resolve('verification.request.blockedWd', request.household.region, today);
      if (waited <= wholeNumber(limit)) return;
      await this.cancellation.cancel(tx, request, [{ problem: blockedProblem ?? 'consent-withdrawn' }]);
      return;
    }
    if (!(await holdPurposes(tx, request))) return;
    if (dueAt) request.dueAt = endOfDay(dueOn(lastDayOf(dueAt), waited));
    request.blockedOn = null;
    request.blockedProblem = null;
    request.refusals = [];
    await tx.move(request, REQUEST_LIFECYCLE, 'resume', this.clock.now());
    await this.sources.open(tx, askingRequest(request), agenciesToAsk(looked.result.standings));
    await scheduleEvaluation(tx, id);
  }

  /** The last report, while anybody may decide on it. */
  async #lastInForce(tx: Tx, { id, sequence }: VerificationRequest): Promise<VerificationReport | undefined> {
    const last = await tx.manager.findOneBy(VerificationReport, { requestId: id, sequence });
    const standing = last && (await tx.manager.findOneBy(ReportStanding, { id: last.id }));
    return standing && stateOn(standing, this.clock.today()) === 'ISSUED' ? last : undefined;
  }

  /** After a report that was revoked (撤销) no other follows. @param request - loaded for update */
  async #isRevoked(tx: Tx, { id, sequence }: VerificationRequest): Promise<boolean> {
    const revoked = await tx.query(
      `select from verification_report p join report_standing s on s.id = p.id
        where p.request_id = $1 and p.sequence = $2 and s.state = 'REVOKED'`,
      [id, sequence],
    );
    return revoked.length > 0;
  }

  #isDue({ dueAt }: VerificationRequest): boolean {
    return dueAt !== null && dueAt <= this.clock.now();
  }
}

function whatFollows(last: VerificationReport, result: CheckResult, since: KnownSince) {
  const reason = reasonToReopen(last, since);
  if (reason !== undefined) return reason;
  return mayConcludeOtherwise(last, result, since) ? 'LATER_FACT' : undefined;
}

/** The day at whose end, or during which, a time limit ends. */
const lastDayOf = (instant: Date): CivilDate => civilDateOf(new Date(instant.getTime() - 1));
