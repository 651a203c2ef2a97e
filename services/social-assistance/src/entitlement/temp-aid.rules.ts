import type { Fen } from '@minzheng/kernel/money';
import {
  isBelow,
  max,
  multiply,
  rational,
  roundHalfUp,
  subtract,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import type { AssetVerdict } from './classification.rules.js';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** Rows that the expenditure type reads. */
export interface TempAidExpenditurePolicy {
  /** Standard of the household, a person and month. */
  readonly standardFen: Fen;
  /** Part of the gap that is given. */
  readonly expenditureRateBp: number;
  /** Multiple of the standard that is given at most to a household and event. */
  readonly capStd: number;
  /** Last year's disposable income a head, in fen a year. */
  readonly disposableIncomeLastYearFen: () => Fen;
}

export interface TempAidExpenditureQuestion {
  readonly memberCount: number;
  readonly perCapita: Rational;
  readonly rigidAnnualFen: Fen;
  /** Property at the level of rigid-expenditure families. */
  readonly assets: AssetVerdict;
}

export type TempAidRefusal = 'NO_GAP' | 'INCOME_LIMIT' | 'ASSETS';

/** What temporary aid of the expenditure type comes to. */
export interface TempAidExpenditure {
  /** 0 where it is refused or open. */
  readonly fen: Fen;
  /** Spending that the income does not cover, exact. */
  readonly gap: Rational;
  /** The cap cut it: a case conference (一事一议) may give more. */
  readonly isCapped: boolean;
  readonly refusals: readonly TempAidRefusal[];
  /** An unknown asset or a missing source would decide. */
  readonly isOpen: boolean;
  readonly reasons: readonly StatedReason[];
}

const MONTHS_OF_A_YEAR = 12n;

/**
 * R14, EXPENDITURE: temporary aid for a household whose necessary spending goes beyond what it has
 * (支出型临时救助): a part of the gap, up to the cap. The gap is the rigid spending less the income above the standard.
 *
 * Legal basis: 社会救助暂行办法 arts. 47–49; 国发〔2014〕47号; 民发〔2018〕23号.
 *
 * @throws PolicyMissing when there is a gap and the region has no disposable income
 */
export function tempAidExpenditure(
  { memberCount, perCapita, rigidAnnualFen, assets }: TempAidExpenditureQuestion,
  policy: TempAidExpenditurePolicy,
): TempAidExpenditure {
  const heads = rational(MONTHS_OF_A_YEAR * BigInt(memberCount));
  const free = max(ZERO, multiply(subtract(perCapita, rational(policy.standardFen)), heads));
  const gap = max(ZERO, subtract(rational(rigidAnnualFen), free));
  if (gap.numerator === 0n) return none(gap, ['NO_GAP'], [NO_GAP]);
  const limit = rational(policy.disposableIncomeLastYearFen());
  const annualPerHead = multiply(perCapita, rational(MONTHS_OF_A_YEAR));
  const isUnder = isBelow(annualPerHead, limit);
  const refusals: TempAidRefusal[] = [
    ...(isUnder ? [] : (['INCOME_LIMIT'] as const)),
    ...(assets === 'FAIL' ? (['ASSETS'] as const) : []),
  ];
  if (refusals.length > 0) {
    return none(gap, refusals, [
      ...(isUnder ? [] : [incomeReason(annualPerHead, limit)]),
      ...(assets === 'FAIL' ? [ASSETS] : []),
    ]);
  }
  if (assets !== 'PASS') return { ...none(gap, [], [ASSETS_OPEN]), isOpen: true };
  const exact = multiply(gap, rational(BigInt(policy.expenditureRateBp), 10_000n));
  const capFen = policy.standardFen * BigInt(policy.capStd);
  const isCapped = isBelow(rational(capFen), exact);
  const fen = isCapped ? capFen : roundHalfUp(exact);
  return {
    fen,
    gap,
    isCapped,
    refusals: [],
    isOpen: false,
    reasons: [amountReason(gap, fen, isCapped, policy)],
  };
}

function none(
  gap: Rational,
  refusals: readonly TempAidRefusal[],
  reasons: readonly StatedReason[],
): TempAidExpenditure {
  return { fen: 0n, gap, isCapped: false, refusals, isOpen: false, reasons };
}

function amountReason(
  gap: Rational,
  fen: Fen,
  isCapped: boolean,
  { expenditureRateBp, capStd }: TempAidExpenditurePolicy,
): StatedReason {
  return {
    code: isCapped ? 'EXPENDITURE_CAPPED' : 'EXPENDITURE',
    zh: `支出缺口${yuan(gap)}元的${percent(expenditureRateBp)}${isCapped ? `，以低保标准的${capStd}倍为限` : ''}，为${yuan(fen)}元。`,
    en: `${percent(expenditureRateBp)} of the gap of ${yuan(gap)} yuan${isCapped ? `, at most ${capStd} standards` : ''}: ${yuan(fen)} yuan.`,
  };
}

function incomeReason(annual: Rational, limit: Rational): StatedReason {
  return {
    code: 'INCOME_LIMIT',
    zh: `家庭人均年收入${yuan(annual)}元，不低于上年度居民人均可支配收入${yuan(limit)}元。`,
    en: `The yearly income a head of ${yuan(annual)} yuan is not below last year’s disposable income of ${yuan(limit)} yuan.`,
  };
}

const NO_GAP: StatedReason = {
  code: 'NO_GAP',
  zh: '家庭收入足以负担刚性支出，没有支出缺口。',
  en: 'The income covers the necessary spending: there is no gap.',
};
const ASSETS: StatedReason = {
  code: 'ASSETS',
  zh: '家庭财产超过刚性支出困难家庭的规定。',
  en: 'The property is over the limits (rigid-expenditure family).',
};
const ASSETS_OPEN: StatedReason = {
  code: 'ASSETS_OPEN',
  zh: '家庭财产是否符合规定尚不清楚。',
  en: 'Whether the property is within the limits is not known yet.',
};
