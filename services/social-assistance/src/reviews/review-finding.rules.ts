import type { AssessmentResult } from '../applications/assessment.rules.js';
import type { StoredOption } from '../applications/assessment.js';
import type { Assessed } from '../awards/assessed.js';
import type { AwardProgramme } from '../awards/award.entity.js';
import { incomeOf, partsOfOption, withoutBaseOf } from '../awards/assessed.rules.js';
import { baseOf, extrasOf, type PersonPart } from '../awards/award-segments.js';
import type { BenefitPolicy } from '../entitlement/benefit.rules.js';
import type { AssetVerdict } from '../entitlement/classification.rules.js';
import {
  gradualExit,
  type GradualExitDecision,
  type GradualExitPolicy,
  type PovertyFlag,
} from '../entitlement/gradual-exit.rules.js';
import { isNoClearChange, type ReviewPolicy } from '../entitlement/review-due.rules.js';
import type { StatedReason } from '../entitlement/stated-reason.js';
import { fromWire, type Rational } from '@minzheng/kernel/rational';
import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate, Month } from '@minzheng/kernel/months';

/** The award as it runs. */
export interface RunningAward {
  readonly programme: AwardProgramme;
  /** Where it stands, or goes back to when it is released. */
  readonly state: 'ACTIVE' | 'GRADUAL_EXIT';
  readonly subtype: string | null;
  readonly parts: readonly PersonPart[];
  readonly assessed: Assessed | null;
  /** Base before the gradual exit began; without one what is paid. */
  readonly oldBaseFen: Fen;
  /** Last month of a gradual exit that the household had before. */
  readonly lastGradualExitMonth?: Month;
}

export interface ReviewQuestion {
  readonly award: RunningAward;
  /** R5–R8 on the report of the review, for the month after it. */
  readonly result: AssessmentResult;
  /** What the award rests on, as the assessment found it now; of each person guaranteed alone the own income. */
  readonly ownMonthly: ReadonlyMap<string, Rational>;
  readonly assets: AssetVerdict;
  readonly concludedOn: CivilDate;
  readonly causes: readonly string[];
  readonly povertyFlag: PovertyFlag;
  /** Covered persons who lose the own part of the base for refusing work. */
  readonly refusers: ReadonlySet<string>;
  readonly benefit: BenefitPolicy;
  readonly review: ReviewPolicy;
  readonly gradualExit: () => GradualExitPolicy;
}

/** What a review comes to. */
export type ReviewFinding = { readonly reasons: readonly StatedReason[] } & (
  | { readonly outcome: 'UNCHANGED' | 'PENDING' }
  | { readonly outcome: 'INCREASE' | 'DECREASE'; readonly option: StoredOption }
  | {
      readonly outcome: 'GRADUAL_EXIT';
      readonly exit: Extract<GradualExitDecision, { outcome: 'GRADUAL_EXIT' }>;
    }
  | { readonly outcome: 'CEASE' }
);

/** What becomes of an award: R5–R8 as they are now, R9 where nothing is open any more, R19 where little has changed. */
export function reviewFinding(question: ReviewQuestion): ReviewFinding {
  const { award, result } = question;
  if (result.householdClass === 'PENDING') return { outcome: 'PENDING', reasons: result.reasons };
  if (award.programme !== 'DIBAO') return ofGroup(award.programme, result);
  if (!result.proposed) return withoutBenefit(question);
  const proposed = withoutBaseOf(result.proposed, question.refusers);
  const refusals = proposed.personKeys.some((key) => question.refusers.has(key)) ? [WORK_REFUSED] : [];
  const reasons = [...result.reasons, ...proposed.reasons, ...refusals];
  const isSame = sameKind(award, proposed);
  if (award.state === 'ACTIVE' && isSame && !hasChanged(question, proposed)) {
    return { outcome: 'UNCHANGED', reasons: [...result.reasons, NO_CLEAR_CHANGE] };
  }
  const [old, found] = [totalOf(award.parts), totalOf(partsOfOption(proposed))];
  if (award.state === 'ACTIVE' && isSame && old === found) return { outcome: 'UNCHANGED', reasons };
  return { outcome: found < old ? 'DECREASE' : 'INCREASE', option: proposed, reasons };
}

/** A recognised group stays while the rules give it, or something better, which is applied for. */
function ofGroup(
  programme: AwardProgramme,
  { householdClass, subtype, reasons }: AssessmentResult,
): ReviewFinding {
  if (householdClass === programme) return { outcome: 'UNCHANGED', reasons };
  const isBetter = householdClass === 'DIBAO' || (programme === 'RIGID' && householdClass === 'EDGE');
  if (!isBetter) return { outcome: 'CEASE', reasons };
  const open = {
    code: 'HIGHER_PROGRAMME_OPEN',
    zh: `家庭现符合更高一类救助的条件（${subtype ?? householdClass}），可以申请。`,
    en: `The household now meets the conditions of more (${subtype ?? householdClass}) and may apply for it.`,
  };
  return { outcome: 'UNCHANGED', reasons: [...reasons, open] };
}

function withoutBenefit(question: ReviewQuestion): ReviewFinding {
  const { award, result, assets, concludedOn, causes, povertyFlag, benefit } = question;
  const isSinglePerson = award.subtype === 'SINGLE_PERSON';
  const decision = gradualExit(
    {
      ...{ concludedOn, state: award.state, isSinglePerson, causes, povertyFlag, benefit, assets },
      memberCount: result.memberCount,
      oldBaseFen: award.oldBaseFen,
      perCapita: incomeNow(question),
      ...(award.lastGradualExitMonth === undefined
        ? {}
        : { lastGradualExitMonth: award.lastGradualExitMonth }),
    },
    question.gradualExit(),
  );
  const reasons = [...result.reasons, ...decision.reasons];
  switch (decision.outcome) {
    case 'GRADUAL_EXIT':
      return { outcome: 'GRADUAL_EXIT', exit: decision, reasons };
    case 'PENDING':
      return { outcome: 'PENDING', reasons };
    case 'CONTINUE':
      // its income is below, yet R5 gives nothing: what an exit runs by goes on, anything else ends
      return { outcome: award.state === 'GRADUAL_EXIT' ? 'UNCHANGED' : 'CEASE', reasons };
    case 'ACTIVE_AGAIN':
      return { outcome: 'UNCHANGED', reasons };
    case 'CEASE':
      return { outcome: 'CEASE', reasons };
  }
}

/** The figure that the award rests on, as it is now (R9). */
function incomeNow({ award, result, ownMonthly }: ReviewQuestion): Rational {
  const [person] = award.parts;
  const own = person && ownMonthly.get(person.personKey);
  return award.subtype === 'SINGLE_PERSON' && own ? own : fromWire(incomeOf(award.subtype, result));
}

const sameKind = ({ subtype, parts }: RunningAward, option: StoredOption): boolean =>
  subtype === option.subtype &&
  parts.length === option.personKeys.length &&
  parts.every(({ personKey }) => option.personKeys.includes(personKey));

/** R19: of a person guaranteed alone the own income counts, of a household the income a head. */
function hasChanged(question: ReviewQuestion, { subtype }: StoredOption): boolean {
  const { award, ownMonthly, benefit, review, result } = question;
  const { assessed } = award;
  if (!assessed || assessed.memberCount !== result.memberCount) return true;
  if (!isSameSet(assessed.withoutBase ?? [], question.refusers)) return true;
  const isSmall = (before: Rational, now: Rational): boolean =>
    isNoClearChange(before, now, benefit.standardFen, review);
  if (subtype !== 'SINGLE_PERSON') return !isSmall(fromWire(assessed.perCapita), incomeNow(question));
  return assessed.members.some(({ personKey, ownMonthly: before }) => {
    const now = ownMonthly.get(personKey);
    return now === undefined || !isSmall(fromWire(before), now);
  });
}

const isSameSet = (persons: readonly string[], others: ReadonlySet<string>): boolean =>
  persons.length === others.size && persons.every((person) => others.has(person));

const totalOf = (parts: readonly PersonPart[]): Fen => baseOf(parts) + extrasOf(parts);

const WORK_REFUSED: StatedReason = {
  code: 'WORK_REFUSED',
  zh: '有劳动能力的成员连续三次拒绝接受介绍的适当工作，停发其本人的保障金份额。',
  en: 'A member has refused suitable work three times running: the member’s own part of the base is not paid.',
};

const NO_CLEAR_CHANGE: StatedReason = {
  code: 'NO_CLEAR_CHANGE',
  zh: '家庭人均收入无明显变化，保障金不作调整。',
  en: 'The income a head has not changed clearly: the amount stays.',
};
