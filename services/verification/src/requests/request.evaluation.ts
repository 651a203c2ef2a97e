import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { dueOn, workingDaysBetween } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { ConsentRegister } from '../consents/consent.register.js';
import type { ConsentRefusal } from '../consents/consent.rules.js';
import { readFactsForReport, readVisibleFacts } from '../facts/fact.reader.js';
import type { ReportBody } from '../reports/report-body.js';
import { ReportIssuer } from '../reports/report-issuer.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import type { CheckQuestion, CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { wholeNumber } from './check-policy.js';
import { isGap } from './completeness.rules.js';
import {
  announceIssued,
  announceReopened,
  announceSuperseded,
  type ReopenCauseName,
} from './request.events.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import {
  cancelRequest,
  endOfDay,
  holdPurposes,
  questionOf,
  releasePurposes,
  scheduleEvaluation,
} from './request.service.js';
import { readSourceKnowledge } from './source-knowledge.js';
import { VerificationRequest } from './verification-request.entity.js';

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * Evaluates one request (比对): issues its report when all core sources have answered or its deadline has passed, blocks
 * it without consent, and evaluates it again on a late answer. Each call is part of one transaction.
 */
@Injectable()
export class RequestEvaluation {
  constructor(
    private readonly policies: PolicyStore,
    private readonly consents: ConsentRegister,
    private readonly issuer: ReportIssuer,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws PolicyMissing while a row that the check needs has not come */
  async evaluate(tx: Tx, requestId: string): Promise<void> {
    const request = await tx.manager.findOneBy(VerificationRequest, { id: requestId });
    switch (request?.state) {
      case 'COLLECTING':
        return this.#collecting(tx, request);
      case 'BLOCKED':
        return this.#blocked(tx, request);
      case 'ISSUED':
        return this.#issued(tx, request);
      default:
        return;
    }
  }

  async #collecting(tx: Tx, { id, personKeys, version }: VerificationRequest): Promise<void> {
    const looked = await this.#look(tx, id);
    if (looked === undefined) return;
    if ('refusals' in looked) return this.#block(tx, id, looked.refusals);
    if (!looked.result.complete && !this.#isDue(looked.request)) return;
    // persons are locked before the request, which may have moved meanwhile: what came since needs a look of its own
    const { knownAtMicros, facts } = await readFactsForReport(tx, personKeys);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'COLLECTING' || request.version !== version) return scheduleEvaluation(tx, id);
    const book = await this.policies.book(tx);
    const question = await this.#question(tx, request);
    const outcome = checkHousehold(question, { facts, knownAtMicros }, book);
    if ('refusals' in outcome) return this.#block(tx, id, outcome.refusals);
    if (!outcome.result.complete && !this.#isDue(request)) return;
    await this.#issue(tx, request, question, outcome.result, knownAtMicros, book, null);
  }

  async #issued(tx: Tx, { id, personKeys, version }: VerificationRequest): Promise<void> {
    const looked = await this.#look(tx, id);
    if (looked === undefined || 'refusals' in looked) return;
    const last = await this.#lastReport(tx, looked.request);
    if (!last || (await this.#reasonToReopen(tx, looked.request, last, looked.result)) === undefined) return;
    const { knownAtMicros, facts } = await readFactsForReport(tx, personKeys);
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'ISSUED' || request.version !== version) return scheduleEvaluation(tx, id);
    const book = await this.policies.book(tx);
    const question = await this.#question(tx, request);
    const outcome = checkHousehold(question, { facts, knownAtMicros }, book);
    if ('refusals' in outcome) return;
    const cause = await this.#reasonToReopen(tx, request, last, outcome.result);
    if (cause === undefined) return;
    const at = this.clock.now();
    await tx.move(request, REQUEST_LIFECYCLE, 'reopen', at);
    announceReopened(tx, request, last, cause, at);
    await this.#issue(tx, request, question, outcome.result, knownAtMicros, book, { report: last, cause });
  }

  /** A core source that was missing has answered in time, or a fact that the report used stands no longer. */
  async #reasonToReopen(
    tx: Tx,
    request: VerificationRequest,
    last: VerificationReport,
    result: CheckResult,
  ): Promise<ReopenCauseName | undefined> {
    const now = this.clock.now();
    const isInForce = civilDateOf(now) <= last.validTo;
    if (!isInForce) return undefined;
    const { missingCore, usedFactIds } = last.frozenInput;
    const isMissing = new Set(
      result.standings
        .filter((each) => each.core && isGap(each))
        .map(({ agency, personKey }) => `${agency} ${personKey}`),
    );
    const hasAnswered = missingCore.some(({ agency, personKey }) => !isMissing.has(`${agency} ${personKey}`));
    if (hasAnswered && request.lateAnswersUntil !== null && now <= request.lateAnswersUntil)
      return 'LATE_ANSWER';
    const standing = new Set((await readVisibleFacts(tx, request.personKeys)).map(({ factId }) => factId));
    return usedFactIds.every((factId) => standing.has(factId)) ? undefined : 'FACT_CORRECTED';
  }

  async #issue(
    tx: Tx,
    request: VerificationRequest,
    question: CheckQuestion,
    result: CheckResult,
    knownAtMicros: bigint,
    book: PolicyBook,
    old: { readonly report: VerificationReport; readonly cause: ReopenCauseName } | null,
  ): Promise<void> {
    const lateDays = wholeNumber(
      book.resolve('verification.report.lateAnswerDays', request.household.region, civilDateOf(request.asOf)),
    );
    const { report, body } = await this.issuer.issue(
      tx,
      request,
      question,
      result,
      knownAtMicros,
      book,
      old?.report ?? null,
    );
    request.sequence = report.sequence;
    if (!old) request.lateAnswersUntil = new Date(report.issuedAt.getTime() + lateDays * MILLISECONDS_A_DAY);
    await tx.move(request, REQUEST_LIFECYCLE, 'issue', report.issuedAt);
    await releasePurposes(tx, request);
    announceIssued(tx, request, report, body);
    if (old) {
      const before = (JSON.parse(old.report.body) as ReportBody).conclusions;
      announceSuperseded(tx, request, old.report, report, { old: before, new: body.conclusions }, old.cause);
    }
  }

  async #block(tx: Tx, id: string, refusals: readonly ConsentRefusal[]): Promise<void> {
    const request = await tx.loadForUpdate(VerificationRequest, id);
    if (request.state !== 'COLLECTING') return;
    request.blockedOn = this.clock.today();
    request.blockedProblem = refusals.some(({ problem }) => problem === 'consent-expired')
      ? 'consent-expired'
      : 'consent-withdrawn';
    request.refusals = refusals;
    await tx.move(request, REQUEST_LIFECYCLE, 'block', this.clock.now());
    await releasePurposes(tx, request);
  }

  /** Goes on when a consent covers it again, the days not counted; ends after too many of them. */
  async #blocked(tx: Tx, { id }: VerificationRequest): Promise<void> {
    const looked = await this.#look(tx, id);
    if (looked === undefined) return;
    const request = await tx.loadForUpdate(VerificationRequest, id);
    const { blockedOn, blockedProblem, dueAt } = request;
    if (request.state !== 'BLOCKED' || blockedOn === null) return;
    const today = this.clock.today();
    const waited = workingDaysBetween(blockedOn, today);
    if ('refusals' in looked) {
      const book = await this.policies.book(tx);
      const limit = book.resolve('verification.request.blockedWd', request.household.region, today);
      if (waited <= wholeNumber(limit)) return;
      await cancelRequest(
        tx,
        request,
        [{ problem: blockedProblem ?? 'consent-withdrawn' }],
        this.clock.now(),
      );
      return;
    }
    if (!(await holdPurposes(tx, request))) return;
    if (dueAt) request.dueAt = endOfDay(dueOn(lastDayOf(dueAt), waited));
    request.blockedOn = null;
    request.blockedProblem = null;
    request.refusals = [];
    await tx.move(request, REQUEST_LIFECYCLE, 'resume', this.clock.now());
    await scheduleEvaluation(tx, id);
  }

  /** What a check would come to, without locking anything. */
  async #look(
    tx: Tx,
    id: string,
  ): Promise<
    | { readonly request: VerificationRequest; readonly refusals: readonly ConsentRefusal[] }
    | { readonly request: VerificationRequest; readonly result: CheckResult }
    | undefined
  > {
    const request = await tx.manager.findOneBy(VerificationRequest, { id });
    if (!request) return undefined;
    const question = await this.#question(tx, request);
    const facts = await readVisibleFacts(tx, request.personKeys);
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, await this.policies.book(tx));
    return { request, ...outcome };
  }

  async #question(tx: Tx, request: VerificationRequest): Promise<CheckQuestion> {
    return {
      ...questionOf(request, this.clock.today()),
      ...(await readSourceKnowledge(tx, request.personKeys)),
      consents: await this.consents.formsOf(tx.manager, request.personKeys),
    };
  }

  #lastReport(tx: Tx, { id, sequence }: VerificationRequest): Promise<VerificationReport | null> {
    return tx.manager.findOneBy(VerificationReport, { requestId: id, sequence });
  }

  #isDue({ dueAt }: VerificationRequest): boolean {
    return dueAt !== null && dueAt <= this.clock.now();
  }
}

/** The day at whose end, or during which, a time limit ends. */
const lastDayOf = (instant: Date): CivilDate => civilDateOf(new Date(instant.getTime() - 1));

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;
