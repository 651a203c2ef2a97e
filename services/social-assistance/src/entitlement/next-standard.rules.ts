import type { Fen } from '@minzheng/kernel/money';
import { addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** How a region finds its next standard (低保标准制定方法). */
export type StandardMethod =
  | { readonly kind: 'GROWTH_RATE'; readonly growthBp: number }
  /** Last year's consumption a head of the residents, and the part of it that is the standard. */
  | { readonly kind: 'CONSUMPTION_RATIO'; readonly consumptionAnnualFen: Fen; readonly ratioBp: number };

/** What a standard must keep above. */
export interface StandardFloors {
  /** The poverty line (扶贫标准), since 2021 the province's line against return to poverty, in fen a year. */
  readonly povertyLineAnnualFen: Fen;
  /** The province's minimum (省级最低指导标准) in fen a month; 0 for none. */
  readonly provincialMinimumFen: Fen;
}

export interface NextStandardQuestion extends StandardFloors {
  /** Standard in force, a person and month. */
  readonly previousFen: Fen;
  readonly method: StandardMethod;
}

/** What the rule proposes, in whole yuan a month. */
export interface ProposedStandard {
  readonly monthlyFen: Fen;
  readonly reasons: readonly StatedReason[];
}

const FEN_A_YUAN = 100n;
const MONTHS_OF_A_YEAR = 12n;
const WHOLE_BP = 10_000n;

/**
 * R10: the next standard: what the method gives, but not below the smallest yuan a month whose year is above the
 * poverty line, the province's minimum, or the standard in force.
 *
 * Legal basis: 社会救助暂行办法 art. 10; 民发〔2024〕16号.
 */
export function nextStandard(question: NextStandardQuestion): ProposedStandard {
  const { previousFen, povertyLineAnnualFen, provincialMinimumFen } = question;
  const candidates = [
    byMethod(question),
    candidate(
      'POVERTY_LINE',
      (povertyLineAnnualFen / (MONTHS_OF_A_YEAR * FEN_A_YUAN) + 1n) * FEN_A_YUAN,
      `年标准须高于扶贫标准${yuan(povertyLineAnnualFen)}元`,
      `a year of it must be above the poverty line of ${yuan(povertyLineAnnualFen)} yuan`,
    ),
    candidate(
      'PROVINCIAL_MINIMUM',
      wholeYuan(provincialMinimumFen, 1n),
      '省级最低标准',
      'the province’s minimum',
    ),
    candidate(
      'PREVIOUS',
      wholeYuan(previousFen, 1n),
      '现行标准不降低',
      'the standard in force is not lowered',
    ),
  ];
  const highest = candidates.reduce((best, next) => (next.monthlyFen > best.monthlyFen ? next : best));
  return { monthlyFen: highest.monthlyFen, reasons: [highest.reason] };
}

/** Why a standard may not be published. */
export type StandardRefusal =
  'below-poverty-line' | 'below-provincial-minimum' | 'standard-decrease' | 'backdating';

export interface StandardCheck extends StandardFloors {
  readonly monthlyFen: Fen;
  readonly effectiveMonth: Month;
  /** Day of the check or of publication. */
  readonly on: CivilDate;
  /** Standard in force before the effective month; absent for the first one of a region. */
  readonly previousFen?: Fen;
}

/** Arrears go back so far at most. */
const BACKDATING_MONTHS = 12;

/**
 * R10: what stands against publishing a standard, all of it; empty when nothing does.
 *
 * Legal basis: 社会救助暂行办法 art. 10; 民发〔2024〕16号 (两线合一).
 *
 * @throws RangeError when the standard is not in whole yuan
 */
export function checkStandard(
  check: StandardCheck,
): { readonly problem: StandardRefusal; readonly reason: StatedReason }[] {
  const { monthlyFen, povertyLineAnnualFen, provincialMinimumFen, previousFen, effectiveMonth, on } = check;
  if (monthlyFen <= 0n || monthlyFen % FEN_A_YUAN !== 0n) {
    throw new RangeError('a standard is in whole yuan');
  }
  const earliest = addMonths(monthOf(on), -BACKDATING_MONTHS);
  return [
    ...(MONTHS_OF_A_YEAR * monthlyFen > povertyLineAnnualFen
      ? []
      : [
          refusal(
            'below-poverty-line',
            `年标准${yuan(MONTHS_OF_A_YEAR * monthlyFen)}元不高于扶贫标准${yuan(povertyLineAnnualFen)}元。`,
            `A year of it, ${yuan(MONTHS_OF_A_YEAR * monthlyFen)} yuan, is not above the poverty line of ${yuan(povertyLineAnnualFen)} yuan.`,
          ),
        ]),
    ...(monthlyFen >= provincialMinimumFen
      ? []
      : [
          refusal(
            'below-provincial-minimum',
            `标准${yuan(monthlyFen)}元低于省级最低标准${yuan(provincialMinimumFen)}元。`,
            `The standard of ${yuan(monthlyFen)} yuan is below the province’s minimum of ${yuan(provincialMinimumFen)} yuan.`,
          ),
        ]),
    ...(previousFen === undefined || monthlyFen >= previousFen
      ? []
      : [
          refusal(
            'standard-decrease',
            `标准${yuan(monthlyFen)}元低于现行标准${yuan(previousFen)}元。`,
            `The standard of ${yuan(monthlyFen)} yuan is below the one in force of ${yuan(previousFen)} yuan.`,
          ),
        ]),
    ...(effectiveMonth >= earliest
      ? []
      : [
          refusal(
            'backdating',
            `执行月份${effectiveMonth}早于${earliest}，追溯不得超过${BACKDATING_MONTHS}个月。`,
            `The effective month ${effectiveMonth} is before ${earliest}: a standard goes back ${BACKDATING_MONTHS} months at most.`,
          ),
        ]),
  ];
}

interface Candidate {
  readonly monthlyFen: Fen;
  readonly reason: StatedReason;
}

function byMethod({ previousFen, method }: NextStandardQuestion): Candidate {
  if (method.kind === 'GROWTH_RATE') {
    return candidate(
      'GROWTH_RATE',
      wholeYuan(previousFen * (WHOLE_BP + BigInt(method.growthBp)), WHOLE_BP),
      `现行标准${yuan(previousFen)}元增长${percent(method.growthBp)}`,
      `the standard in force of ${yuan(previousFen)} yuan and ${percent(method.growthBp)} more`,
    );
  }
  return candidate(
    'CONSUMPTION_RATIO',
    wholeYuan(method.consumptionAnnualFen * BigInt(method.ratioBp), MONTHS_OF_A_YEAR * WHOLE_BP),
    `上年度居民人均消费支出${yuan(method.consumptionAnnualFen)}元的${percent(method.ratioBp)}`,
    `${percent(method.ratioBp)} of last year’s consumption a head of ${yuan(method.consumptionAnnualFen)} yuan`,
  );
}

function candidate(code: string, monthlyFen: Fen, zh: string, en: string): Candidate {
  return {
    monthlyFen,
    reason: {
      code,
      zh: `按${zh}，每月${yuan(monthlyFen)}元。`,
      en: `${yuan(monthlyFen)} yuan a month: ${en}.`,
    },
  };
}

function refusal(problem: StandardRefusal, zh: string, en: string) {
  return { problem, reason: { code: problem.toUpperCase().replaceAll('-', '_'), zh, en } };
}

/** The fraction of fen `numerator / denominator` in whole yuan, rounded up. */
function wholeYuan(numerator: bigint, denominator: bigint): Fen {
  const yuanUnit = denominator * FEN_A_YUAN;
  return ((numerator + yuanUnit - 1n) / yuanUnit) * FEN_A_YUAN;
}
