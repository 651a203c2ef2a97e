import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { ReportBody, ReportConclusion } from '../reports/report-body.js';
import type { VerificationReport } from '../reports/verification-report.entity.js';
import type { CheckKnowledge, CheckQuestion, CheckResult } from './check.js';
import { checkHousehold, checkWhatMayBeRead } from './check.rules.js';

/** What is known now, as far as it may have a request evaluated again. */
export interface KnownSince {
  /** Core sources that are missing. */
  readonly missing: readonly { readonly agency: string; readonly personKey: string }[];
  /** Facts that stand. */
  readonly facts: readonly EconomicFact[];
  readonly now: Date;
  /** Up to then a late answer counts. */
  readonly lateAnswersUntil: Date | null;
}

/**
 * Why a request whose report is in force is evaluated again (重新核对): a core source that was missing has answered in
 * time, or a fact that the report used stands no longer.
 */
export function reasonToReopen(
  { frozenInput: { missingCore, usedFactIds } }: Pick<VerificationReport, 'frozenInput'>,
  { missing, facts, now, lateAnswersUntil }: KnownSince,
): 'LATE_ANSWER' | 'FACT_CORRECTED' | undefined {
  const isMissing = new Set(missing.map(({ agency, personKey }) => `${agency} ${personKey}`));
  const hasAnswered = missingCore.some(({ agency, personKey }) => !isMissing.has(`${agency} ${personKey}`));
  if (hasAnswered && lateAnswersUntil !== null && now <= lateAnswersUntil) return 'LATE_ANSWER';
  const standing = new Set(facts.map(({ factId }) => factId));
  return usedFactIds.every((factId) => standing.has(factId)) ? undefined : 'FACT_CORRECTED';
}

/**
 * What was known for the report, and what has come since and may be looked at by itself: not what a core source sends whose
 * answer is still waited for, which is looked at with the answer.
 */
export function withoutAwaited(
  { frozenInput: { missingCore }, knownAtMicros }: Pick<VerificationReport, 'frozenInput' | 'knownAtMicros'>,
  { facts, now, lateAnswersUntil }: KnownSince,
): readonly EconomicFact[] {
  if (lateAnswersUntil === null || now > lateAnswersUntil) return facts;
  const awaited = new Set(missingCore.map(({ agency, personKey }) => `${agency} ${personKey}`));
  return facts.filter(
    ({ recordedAtMicros, source, personKey }) =>
      recordedAtMicros <= knownAtMicros || !awaited.has(`${source.agency} ${personKey}`),
  );
}

/**
 * Facts have come since the report that may have changed what it concludes.
 *
 * @param result - of the check with all that is known now, also what is awaited
 */
export function mayConcludeOtherwise(
  report: Pick<VerificationReport, 'body' | 'frozenInput' | 'knownAtMicros'>,
  result: CheckResult,
  since: KnownSince,
): boolean {
  const known = withoutAwaited(report, since);
  if (!known.some(({ recordedAtMicros }) => recordedAtMicros > report.knownAtMicros)) return false;
  const isAllKnown = known.length === since.facts.length;
  return !isAllKnown || !sameConclusions(conclusionsIn(report), conclusionsOf(result));
}

/** What a report concludes, and what would be concluded now. */
export interface ChangedConclusions {
  readonly old: readonly ReportConclusion[];
  readonly new: readonly ReportConclusion[];
}

/**
 * What facts that came after a report would have it conclude (后续事实改变结论), where that is something else; undefined
 * where it is not, or where it is not the facts that change it but a row of policy or the passing of time.
 *
 * @param knowledge - what is known now, {@link withoutAwaited}
 * @throws PolicyMissing
 */
export function supersedingConclusions(
  report: Pick<VerificationReport, 'body' | 'knownAtMicros'>,
  question: CheckQuestion,
  { facts, knownAtMicros }: CheckKnowledge,
  book: PolicyBook,
): ChangedConclusions | undefined {
  const concluded = (known: readonly EconomicFact[]) => {
    const outcome = checkHousehold(question, { facts: known, knownAtMicros }, book);
    return 'refusals' in outcome ? undefined : conclusionsOf(outcome.result);
  };
  const old = conclusionsIn(report);
  const now = concluded(facts);
  if (!now || sameConclusions(old, now)) return undefined;
  const without = concluded(facts.filter(({ recordedAtMicros }) => recordedAtMicros <= report.knownAtMicros));
  return !without || sameConclusions(without, now) ? undefined : { old, new: now };
}

/**
 * What becomes of a report in force when the consents that it was made with no longer suffice (撤回授权后的报告): it stands, for
 * what was done before the withdrawal was lawful (PIPL art. 15), and no other is made, for what is gated may not be read again
 * (art. 47). But nobody may go on deciding on what its source has taken back: where a fact that it used and that the law opens
 * was corrected, or facts that the law opens change by themselves what would be concluded, it is superseded without a successor,
 * and the requester asks afresh, with a consent. Verification, section 4.
 *
 * @param corrected - ids of facts that it used, that the law opens, and that stand no longer
 * @param known - the facts that were known at the report's instant, and those that are known now
 * @throws PolicyMissing
 */
export function withoutConsent(
  report: Pick<VerificationReport, 'body'>,
  corrected: readonly string[],
  known: { readonly then: CheckKnowledge; readonly now: CheckKnowledge },
  question: CheckQuestion,
  book: PolicyBook,
): (ChangedConclusions & { readonly cause: 'FACT_CORRECTED' | 'LATER_FACT' }) | undefined {
  const concluded = (knowledge: CheckKnowledge) =>
    conclusionsOf(checkWhatMayBeRead(question, knowledge, book));
  const now = concluded(known.now);
  const old = conclusionsIn(report);
  if (corrected.length > 0) return { cause: 'FACT_CORRECTED', old, new: now };
  return sameConclusions(concluded(known.then), now) ? undefined : { cause: 'LATER_FACT', old, new: now };
}

function conclusionsIn({ body }: Pick<VerificationReport, 'body'>): readonly ReportConclusion[] {
  return (JSON.parse(body) as ReportBody).conclusions;
}

function conclusionsOf({ conclusions, singlePersons }: CheckResult): ReportConclusion[] {
  return [...conclusions, ...singlePersons];
}

function sameConclusions(some: readonly ReportConclusion[], others: readonly ReportConclusion[]): boolean {
  const text = (all: readonly ReportConclusion[]) =>
    all.map(({ purpose, personKey = '', conclusion }) => `${purpose} ${personKey} ${conclusion}`).toSorted();
  return text(some).join() === text(others).join();
}
