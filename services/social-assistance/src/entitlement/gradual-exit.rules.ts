import type { Fen } from '@minzheng/kernel/money';
import { addMonths, monthOf, monthsBetween, type CivilDate, type Month } from '@minzheng/kernel/months';
import { compare, isBelow, multiply, rational, roundHalfUp, type Rational } from '@minzheng/kernel/rational';
import { dibaoAmount, singlePersonAmount, type BenefitPolicy } from './benefit.rules.js';
import type { AssetVerdict } from './classification.rules.js';
import { yuan, type StatedReason } from './stated-reason.js';

/** Why the income rose; REGISTERED_POOR is any cause, where the household has that flag. */
export const GRADUAL_EXIT_CAUSES = ['EMPLOYMENT', 'REGISTERED_POOR'] as const;
export type GradualExitCause = (typeof GRADUAL_EXIT_CAUSES)[number];

/** How the household stands to the fight against poverty (建档立卡、防止返贫监测). */
export type PovertyFlag = 'NONE' | 'REGISTERED_POOR' | 'MONITORED';

/** Rows that the gradual exit reads. */
export interface GradualExitPolicy {
  /** At most 6 (民发〔2022〕83号 §1(3)). */
  readonly months: number;
  /** Part of the old base by month, the first month first. */
  readonly scheduleBp: readonly number[];
  /** Income from this multiple of the standard on ends the award at once. */
  readonly ceilingStd: number;
  /** So many months before the first one must be without gradual exit. */
  readonly gapMonths: number;
  readonly causes: readonly GradualExitCause[];
}

/** What a review of a running award found. */
export interface GradualExitQuestion {
  readonly concludedOn: CivilDate;
  /** State of the award while it was reviewed. */
  readonly state: 'ACTIVE' | 'GRADUAL_EXIT';
  /** By which amount rule the award is paid. */
  readonly isSinglePerson: boolean;
  readonly memberCount: number;
  /** Base that was paid before the income rose. */
  readonly oldBaseFen: Fen;
  /** Income a head and month that the award rests on, as it is now. */
  readonly perCapita: Rational;
  /** Property at the level of the minimum living guarantee; of a single person, his or her own. */
  readonly assets: AssetVerdict;
  /** What the income rose by, as the review found it. */
  readonly causes: readonly string[];
  readonly povertyFlag: PovertyFlag;
  /** Last month of a gradual exit that the household had before. */
  readonly lastGradualExitMonth?: Month;
  readonly benefit: BenefitPolicy;
}

export interface GradualExitMonth {
  readonly month: Month;
  readonly baseFen: Fen;
}

/** What becomes of the award, from the month after the review. */
export type GradualExitDecision =
  /** It goes on: as R5 and R6 say while ACTIVE, by its schedule while in gradual exit. */
  | { readonly outcome: 'CONTINUE'; readonly reasons: readonly StatedReason[] }
  /** The old base goes on by the schedule, the extras stop; `ceasedFrom` is the first month without any. */
  | {
      readonly outcome: 'GRADUAL_EXIT';
      readonly months: readonly GradualExitMonth[];
      readonly ceasedFrom: Month;
      readonly reasons: readonly StatedReason[];
    }
  | { readonly outcome: 'CEASE'; readonly from: Month; readonly reasons: readonly StatedReason[] }
  /** The income fell below the standard again: back to R6, the rest of the exit lapses. */
  | {
      readonly outcome: 'ACTIVE_AGAIN';
      readonly from: Month;
      readonly baseFen: Fen;
      readonly reasons: readonly StatedReason[];
    }
  /** An asset or a source is not known, and it would decide. */
  | { readonly outcome: 'PENDING'; readonly reasons: readonly StatedReason[] };

const MONTHS_BY_LAW = 6;

/**
 * R9: the gradual exit (渐退期) of an award whose household no longer falls below the standard.
 *
 * Legal basis: 民发〔2021〕57号 art. 33; 民发〔2022〕83号 §1(3).
 *
 * @throws RangeError when the policy gives more than 6 months, or the schedule has not a step for each
 */
export function gradualExit(question: GradualExitQuestion, policy: GradualExitPolicy): GradualExitDecision {
  checkPolicy(policy);
  const { concludedOn, state, perCapita, assets, benefit } = question;
  const from = addMonths(monthOf(concludedOn), 1);
  const isUnder = isBelow(perCapita, rational(benefit.standardFen));
  const income = incomeReason(perCapita, benefit.standardFen, isUnder);
  const isOpen = assets === 'UNKNOWN' || assets === 'INCOMPLETE';
  if (isUnder && state === 'ACTIVE') {
    if (assets === 'FAIL') return { outcome: 'CEASE', from, reasons: [income, ASSETS] };
    return { outcome: isOpen ? 'PENDING' : 'CONTINUE', reasons: [income, ...(isOpen ? [ASSETS_OPEN] : [])] };
  }
  if (state === 'GRADUAL_EXIT') {
    if (!isUnder || assets === 'FAIL') return { outcome: 'CONTINUE', reasons: [income] };
    return isOpen
      ? { outcome: 'PENDING', reasons: [income, ASSETS_OPEN] }
      : { outcome: 'ACTIVE_AGAIN', from, baseFen: baseAgain(question), reasons: [income, AGAIN] };
  }
  const obstacles = obstaclesTo(question, policy, from);
  if (obstacles.length > 0) return { outcome: 'CEASE', from, reasons: [income, ...obstacles] };
  if (isOpen) return { outcome: 'PENDING', reasons: [income, ASSETS_OPEN] };
  const ceasedFrom = addMonths(from, policy.months);
  const months = monthsBetween(from, addMonths(ceasedFrom, -1)).map((month, index) => ({
    month,
    baseFen: scheduled(question.oldBaseFen, policy.scheduleBp[index] ?? 0),
  }));
  return {
    outcome: 'GRADUAL_EXIT',
    months,
    ceasedFrom,
    reasons: [income, scheduleReason(months, ceasedFrom)],
  };
}

/** Why there is no gradual exit: each that certainly holds. */
function obstaclesTo(
  { perCapita, assets, causes, povertyFlag, lastGradualExitMonth, benefit }: GradualExitQuestion,
  policy: GradualExitPolicy,
  first: Month,
): StatedReason[] {
  const ceiling = multiply(rational(benefit.standardFen), rational(BigInt(policy.ceilingStd)));
  const isOver = compare(perCapita, ceiling) >= 0;
  const byCause = policy.causes.some((cause) =>
    cause === 'REGISTERED_POOR' ? povertyFlag === cause : causes.includes(cause),
  );
  const isTooSoon =
    lastGradualExitMonth !== undefined && lastGradualExitMonth >= addMonths(first, -policy.gapMonths);
  return [
    ...(byCause ? [] : [CAUSE]),
    ...(assets === 'FAIL' ? [ASSETS] : []),
    ...(isOver
      ? [
          {
            code: 'CEILING',
            zh: `人均月收入${yuan(perCapita)}元达到低保标准的${policy.ceilingStd}倍（${yuan(ceiling)}元），不给予渐退期。`,
            en: `The income a head of ${yuan(perCapita)} yuan reaches ${policy.ceilingStd} times the standard (${yuan(ceiling)} yuan): no gradual exit.`,
          },
        ]
      : []),
    ...(isTooSoon
      ? [
          {
            code: 'GAP',
            zh: `上次渐退期至${lastGradualExitMonth}，距本次不足${policy.gapMonths}个月，不再给予渐退期。`,
            en: `The last gradual exit ran to ${lastGradualExitMonth}, less than ${policy.gapMonths} months before: no gradual exit.`,
          },
        ]
      : []),
  ];
}

function baseAgain({ isSinglePerson, memberCount, perCapita, benefit }: GradualExitQuestion): Fen {
  return isSinglePerson
    ? singlePersonAmount(perCapita, benefit).fen
    : dibaoAmount(memberCount, perCapita, benefit).fen;
}

function scheduled(baseFen: Fen, bp: number): Fen {
  return roundHalfUp(rational(baseFen * BigInt(bp), 10_000n));
}

function checkPolicy({ months, scheduleBp }: GradualExitPolicy): void {
  if (months < 1 || months > MONTHS_BY_LAW) throw new RangeError('a gradual exit has 1 to 6 months');
  if (scheduleBp.length < months) throw new RangeError('the schedule of a gradual exit has a step a month');
  if (scheduleBp.some((bp) => bp < 0 || bp > 10_000)) {
    throw new RangeError('a gradual exit never pays more than the old base');
  }
}

function incomeReason(perCapita: Rational, standardFen: Fen, isUnder: boolean): StatedReason {
  return {
    code: isUnder ? 'INCOME_BELOW' : 'INCOME_NOT_BELOW',
    zh: `家庭人均月收入${yuan(perCapita)}元，${isUnder ? '低于' : '不低于'}低保标准${yuan(standardFen)}元。`,
    en: `Income a head of ${yuan(perCapita)} yuan is ${isUnder ? '' : 'not '}below the standard of ${yuan(standardFen)} yuan.`,
  };
}

function scheduleReason(months: readonly GradualExitMonth[], ceasedFrom: Month): StatedReason {
  const sums = months.map(({ baseFen }) => yuan(baseFen)).join('、');
  return {
    code: 'GRADUAL_EXIT',
    zh: `给予渐退期${months.length}个月，每月依次发放${sums}元，分类施保金停发，自${ceasedFrom}起退出低保。`,
    en: `Gradual exit of ${months.length} months, paying ${sums.replaceAll('、', ', ')} yuan in turn without extras; the award ends from ${ceasedFrom}.`,
  };
}

const CAUSE: StatedReason = {
  code: 'CAUSE',
  zh: '收入增加的原因不属于给予渐退期的情形。',
  en: 'What the income rose by is no ground for a gradual exit.',
};
const ASSETS: StatedReason = {
  code: 'ASSETS',
  zh: '家庭财产超过低保的规定。',
  en: 'The property is over the limits (minimum living guarantee).',
};
const ASSETS_OPEN: StatedReason = {
  code: 'ASSETS_OPEN',
  zh: '家庭财产是否符合低保的规定尚不清楚。',
  en: 'Whether the property is within the limits (minimum living guarantee) is not known yet.',
};
const AGAIN: StatedReason = {
  code: 'ACTIVE_AGAIN',
  zh: '收入重新低于低保标准，恢复发放，剩余渐退期作废。',
  en: 'The income fell below the standard again: the award is paid in full, the rest of the exit lapses.',
};
