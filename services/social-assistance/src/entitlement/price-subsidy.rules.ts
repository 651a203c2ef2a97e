import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import { multiply, rational, roundHalfUp } from '@minzheng/kernel/rational';
import { dueOn } from '@minzheng/kernel/working-days';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** Change of prices of a region and month against the year before, in basis points. */
export interface PriceIndices {
  /** Consumer prices (居民消费价格指数), or the index of low-income residents (SCPI) where the region uses it. */
  readonly cpiBp: number;
  /** Food prices (食品价格指数). */
  readonly foodBp: number;
}

/** Groups whom the price subsidy reaches. */
export type PriceSubsidyGroup = 'DIBAO' | 'TEKUN' | 'EDGE';

/** Rows that the price subsidy reads. */
export interface PriceSubsidyPolicy {
  /** Consumer prices from here on trigger it. */
  readonly cpiBp: number;
  /** Food prices from here on trigger it. */
  readonly foodBp: number;
  readonly minimumFen: Fen;
  readonly payWorkingDays: number;
  readonly groups: readonly PriceSubsidyGroup[];
}

/** Whether the indices of a month trigger the subsidy, and what each person gets. */
export type PriceSubsidy =
  | { readonly triggered: false; readonly reasons: readonly StatedReason[] }
  | {
      readonly triggered: true;
      /** The index whose rate counts: the higher of those that trigger; consumer prices on a tie. */
      readonly index: 'CPI' | 'FOOD';
      readonly rateBp: number;
      /** A person and month, in whole yuan. */
      readonly amountFen: Fen;
      readonly reasons: readonly StatedReason[];
    };

const FEN_A_YUAN = 100n;

/**
 * R17: the price-linked subsidy (价格临时补贴) of a region and month: the standard times the triggering rate, whole yuan
 * half up, at least the minimum.
 *
 * Legal basis: 发改价格〔2021〕1553号.
 */
export function priceSubsidy(
  indices: PriceIndices,
  standardFen: Fen,
  policy: Pick<PriceSubsidyPolicy, 'cpiBp' | 'foodBp' | 'minimumFen'>,
): PriceSubsidy {
  const rates = [
    ...(indices.cpiBp >= policy.cpiBp ? [{ index: 'CPI', rateBp: indices.cpiBp } as const] : []),
    ...(indices.foodBp >= policy.foodBp ? [{ index: 'FOOD', rateBp: indices.foodBp } as const] : []),
  ];
  const highest = rates.reduce<(typeof rates)[number] | undefined>(
    (best, rate) => (best && best.rateBp >= rate.rateBp ? best : rate),
    undefined,
  );
  if (!highest) return { triggered: false, reasons: [notTriggered(indices, policy)] };
  const exact = multiply(rational(standardFen), rational(BigInt(highest.rateBp), 10_000n));
  const rounded = roundHalfUp(multiply(exact, rational(1n, FEN_A_YUAN))) * FEN_A_YUAN;
  const amountFen = rounded < policy.minimumFen ? policy.minimumFen : rounded;
  const name = highest.index === 'CPI' ? ['居民消费价格', 'Consumer prices'] : ['食品价格', 'Food prices'];
  return {
    triggered: true,
    ...highest,
    amountFen,
    reasons: [
      {
        code: `PRICE_${highest.index}`,
        zh: `${name[0]}同比上涨${percent(highest.rateBp)}：低保标准${yuan(standardFen)}元×${percent(highest.rateBp)}＝${yuan(exact)}元，每人发放${yuan(amountFen)}元。`,
        en: `${name[1]} rose by ${percent(highest.rateBp)}: ${percent(highest.rateBp)} of the standard of ${yuan(standardFen)} yuan is ${yuan(exact)} yuan, so each person gets ${yuan(amountFen)} yuan.`,
      },
    ],
  };
}

/** The day by which it has to be paid, counted from the publication of the indices. */
export function priceSubsidyDueOn(publishedOn: CivilDate, { payWorkingDays }: PriceSubsidyPolicy): CivilDate {
  return dueOn(publishedOn, payWorkingDays);
}

function notTriggered(
  { cpiBp, foodBp }: PriceIndices,
  policy: Pick<PriceSubsidyPolicy, 'cpiBp' | 'foodBp'>,
): StatedReason {
  return {
    code: 'NOT_TRIGGERED',
    zh: `居民消费价格同比上涨${percent(cpiBp)}、食品价格${percent(foodBp)}，未达到${percent(policy.cpiBp)}或${percent(policy.foodBp)}。`,
    en: `Consumer prices rose by ${percent(cpiBp)} and food prices by ${percent(foodBp)}, below ${percent(policy.cpiBp)} and ${percent(policy.foodBp)}.`,
  };
}
