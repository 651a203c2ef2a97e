import type { Fen } from '@minzheng/kernel/money';
import {
  divide,
  isBelow,
  max,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import type { AssetVerdict, ClassificationPolicy, MeansFigures } from './classification.rules.js';
import { yuan, type StatedReason } from './stated-reason.js';

/** What the path by cost of illness needs beside the figures of the household. */
export interface IllnessFigures {
  /** Income a head and month after rigid expenditure other than MEDICAL. */
  readonly perCapitaAfterOtherRigid: Rational;
  /** Own-paid inpatient cost (住院自付费用) of the counted members over the window: `illness.costKinds`. */
  readonly inpatientOwnPaidFen: Fen;
  /** A counted member is paid from public funds (财政供养). */
  readonly hasFiscalPaidMember: boolean;
}

/** Rows that the path by cost of illness reads. */
export interface IllnessPolicy {
  /** What is compared with the disposable income a head: a year's income a head, or all of the household's. */
  readonly incomeBasis: 'PER_HEAD' | 'HOUSEHOLD';
  /** Kinds of expenditure that come off the income. */
  readonly costKinds: readonly string[];
  /** MEDICAL is among the groups that the region deducts as rigid expenditure. */
  readonly deductsMedical: boolean;
}

/** Why the path by cost of illness is not open. */
export type IllnessRefusal = 'INCOME_LIMIT' | 'NOT_BELOW_STANDARD' | 'ASSETS' | 'FISCAL_PAID';

/** Whether a household comes in by the cost of illness, and on what income. */
export interface IllnessResult {
  /** OPEN while an unknown asset or a missing source may still turn it. */
  readonly answer: 'YES' | 'NO' | 'OPEN';
  /** Every condition that certainly fails, in the order of the rule. */
  readonly refusals: readonly IllnessRefusal[];
  /** Income a head and month after own-paid inpatient cost: the benefit rests on it (R6). */
  readonly perCapitaAfterIllness: Rational;
  readonly reasons: readonly StatedReason[];
}

const MONTHS_OF_A_YEAR = 12n;

/**
 * R8: the minimum living guarantee by cost of illness (因病支出型低保), where the region has switched it on. All four
 * hold: a year's income a head below last year's disposable income; income less own-paid inpatient cost below the
 * standard; property within the limits; no counted member paid from public funds. Each strictly, on exact values.
 *
 * Legal basis: 皖民社救字〔2017〕41号; 民发〔2021〕57号 arts. 13–14.
 *
 * @throws RangeError when nobody is counted, or the figures of illness are absent
 * @throws PolicyMissing when the region has no disposable income
 */
export function illnessDibao(
  figures: MeansFigures,
  policy: Pick<ClassificationPolicy, 'standardFen' | 'disposableIncomeLastYearFen' | 'illness'>,
): IllnessResult {
  const { illness } = figures;
  if (illness === undefined) throw new RangeError('the figures of illness are needed where it is enabled');
  const perCapitaAfterIllness = afterIllness(figures, illness);
  const isOfHousehold = policy.illness?.incomeBasis === 'HOUSEHOLD';
  const heads = isOfHousehold ? BigInt(figures.memberCount) : 1n;
  const annual = multiply(figures.perCapita, rational(MONTHS_OF_A_YEAR * heads));
  const disposable = rational(policy.disposableIncomeLastYearFen());
  const standard = rational(policy.standardFen);
  const isUnderIncome = isBelow(annual, disposable);
  const isUnderStandard = isBelow(perCapitaAfterIllness, standard);
  const refusals = [
    ...(isUnderIncome ? [] : (['INCOME_LIMIT'] as const)),
    ...(isUnderStandard ? [] : (['NOT_BELOW_STANDARD'] as const)),
    ...(figures.assets.DIBAO === 'FAIL' ? (['ASSETS'] as const) : []),
    ...(illness.hasFiscalPaidMember ? (['FISCAL_PAID'] as const) : []),
  ];
  return {
    answer: refusals.length > 0 ? 'NO' : isCertain(figures) ? 'YES' : 'OPEN',
    refusals,
    perCapitaAfterIllness,
    reasons: [
      incomeReason(annual, disposable, isUnderIncome, isOfHousehold),
      costReason(illness.inpatientOwnPaidFen, perCapitaAfterIllness, standard, isUnderStandard),
      ...(figures.assets.DIBAO === 'FAIL' ? [ASSETS] : []),
      ...(illness.hasFiscalPaidMember ? [FISCAL_PAID] : []),
    ],
  };
}

/** What of an application by cost of illness the county has to see for itself (重点核查). */
export interface IllnessChecks {
  /** A member has a stable job in a state or a large private firm; flagged by the clerk. */
  readonly hasStableJob: boolean;
  /** A member has bought a commercial pension; flagged by the clerk. */
  readonly hasCommercialPension: boolean;
  readonly isSplitHukou: boolean;
}

/**
 * Why a visit by the county is required before such a case is decided; empty where none is.
 *
 * Legal basis: 皖民社救字〔2017〕41号.
 */
export function illnessCountyVisit(checks: IllnessChecks): StatedReason[] {
  return [
    ...(checks.hasStableJob
      ? [
          {
            code: 'STABLE_JOB',
            zh: '家庭成员在国有单位或规模以上企业稳定就业，须由县级入户核查。',
            en: 'A member has a stable job in a state or a large private firm: the county has to visit.',
          },
        ]
      : []),
    ...(checks.hasCommercialPension
      ? [
          {
            code: 'COMMERCIAL_PENSION',
            zh: '家庭成员购买商业养老保险，须由县级入户核查。',
            en: 'A member has bought a commercial pension: the county has to visit.',
          },
        ]
      : []),
    ...(checks.isSplitHukou
      ? [
          {
            code: 'SPLIT_HUKOU',
            zh: '家庭成员户籍不在一处，须由县级入户核查。',
            en: 'The members’ household registers are in different places: the county has to visit.',
          },
        ]
      : []),
  ];
}

function afterIllness(
  { memberCount, perCapita }: MeansFigures,
  { inpatientOwnPaidFen }: IllnessFigures,
): Rational {
  if (memberCount < 1) throw new RangeError('a household has a counted member');
  const divisor = rational(MONTHS_OF_A_YEAR * BigInt(memberCount));
  return divide(max(ZERO, subtract(multiply(perCapita, divisor), rational(inpatientOwnPaidFen))), divisor);
}

function isCertain({ assets, isComplete }: MeansFigures): boolean {
  const certain: AssetVerdict = 'PASS';
  return isComplete && assets.DIBAO === certain;
}

function incomeReason(
  annual: Rational,
  limit: Rational,
  isUnder: boolean,
  isOfHousehold: boolean,
): StatedReason {
  return {
    code: isUnder ? 'ILLNESS_INCOME_BELOW' : 'INCOME_LIMIT',
    zh: `家庭${isOfHousehold ? '' : '人均'}年收入${yuan(annual)}元，${isUnder ? '低于' : '不低于'}上年度居民人均可支配收入${yuan(limit)}元。`,
    en: `The yearly income ${isOfHousehold ? 'of the household' : 'a head'} of ${yuan(annual)} yuan is ${isUnder ? '' : 'not '}below last year’s disposable income of ${yuan(limit)} yuan.`,
  };
}

function costReason(costFen: Fen, income: Rational, limit: Rational, isUnder: boolean): StatedReason {
  return {
    code: isUnder ? 'INCOME_AFTER_ILLNESS_BELOW' : 'NOT_BELOW_STANDARD',
    zh: `扣除住院自付费用${yuan(costFen)}元后，家庭人均月收入${yuan(income)}元，${isUnder ? '低于' : '不低于'}低保标准${yuan(limit)}元。`,
    en: `After own-paid inpatient cost of ${yuan(costFen)} yuan the income a head of ${yuan(income)} yuan a month is ${isUnder ? '' : 'not '}below the standard of ${yuan(limit)} yuan.`,
  };
}

const ASSETS: StatedReason = {
  code: 'ASSETS',
  zh: '家庭财产超过低保的规定，不能因病支出纳入低保。',
  en: 'The property is over the limits: the cost of illness does not open the guarantee.',
};

const FISCAL_PAID: StatedReason = {
  code: 'FISCAL_PAID',
  zh: '家庭成员中有财政供养人员，不能因病支出纳入低保。',
  en: 'A member is paid from public funds: the cost of illness does not open the guarantee.',
};
