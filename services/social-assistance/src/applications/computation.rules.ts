import { canonicalJson } from '@minzheng/kernel/canonical-json';
import type { Month } from '@minzheng/kernel/months';
import type { CaseProgramme, Decision } from './application.entity.js';
import { assess, type AssessmentQuestion, type AssessmentResult } from './assessment.rules.js';

/** What was computed: the assessment, or once more for the decision. */
export type ComputedAct = 'ASSESSMENT' | 'DECISION';

/** What an approval takes from the rules; the rest of a decision is the decider's. */
export type ComputedDecision = Pick<Decision, 'reasonCodes' | 'programme' | 'monthlyFen' | 'effectiveMonth'>;

/** What an act came to. */
export interface ComputedBody extends AssessmentResult {
  readonly act: ComputedAct;
  readonly decision?: ComputedDecision;
}

/** What is recognised, and what is paid from when: the benefit from the month after the decision. */
export function decisionOf(
  { reasons, proposed, householdClass }: AssessmentResult,
  firstMonth: Month,
): ComputedDecision {
  const programme = proposed ? 'DIBAO' : (householdClass as CaseProgramme);
  return {
    reasonCodes: reasons.map(({ code }) => code),
    programme,
    ...(proposed ? { monthlyFen: proposed.monthlyFen, effectiveMonth: firstMonth } : {}),
  };
}

/**
 * The rules on a question, as text that is the same for ever (RFC 8785).
 *
 * @throws PolicyMissing
 */
export function computedText(act: ComputedAct, question: AssessmentQuestion): string {
  return bodyText(act, assess(question), question.firstMonth);
}

export function bodyText(act: ComputedAct, result: AssessmentResult, firstMonth: Month): string {
  const decision = act === 'DECISION' ? { decision: decisionOf(result, firstMonth) } : {};
  return canonicalJson({ act, ...result, ...decision } satisfies ComputedBody);
}
