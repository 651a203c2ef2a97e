import type { Fen } from '@minzheng/kernel/money';
import {
  compare,
  divide,
  multiply,
  rational,
  roundHalfUp,
  subtract,
  type Rational,
} from '@minzheng/kernel/rational';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** A step of tiered payment (分档): from this gap to the standard on, this part of the standard is paid. */
export interface Tier {
  readonly name: string;
  readonly minimumGapBp: number;
  readonly payBp: number;
}

/** Rows that the base benefit reads. */
export interface BenefitPolicy {
  /** Minimum living standard (低保标准) a person and month. */
  readonly standardFen: Fen;
  /** Top-up to the standard (补差) or by tiers (分档). */
  readonly mode: 'DIFFERENCE' | 'TIER';
  /** Largest gap first; the last one takes every gap. */
  readonly tiers: readonly Tier[];
  /** A benefit that would be smaller is raised to this. */
  readonly floorFen: Fen;
}

/** A sum that is paid each month, with the reasons. */
export interface MonthlyAmount {
  readonly fen: Fen;
  readonly reasons: readonly StatedReason[];
}

/**
 * R6: the base benefit of a household (低保金) a month, on the income that its subtype was found on.
 *
 * Legal basis: 社会救助暂行办法 art. 12; 民发〔2021〕57号 art. 23.
 *
 * @param perCapita - income a head and month, in fen, exact
 */
export function dibaoAmount(memberCount: number, perCapita: Rational, policy: BenefitPolicy): MonthlyAmount {
  const standard = rational(policy.standardFen);
  if (compare(perCapita, standard) >= 0) return nothing(perCapita, policy);
  return policy.mode === 'TIER'
    ? tiered(memberCount, perCapita, policy)
    : difference(memberCount, perCapita, policy);
}

/**
 * R6 for the single-person guarantee (单人保): the standard less the person's own income, in every mode; nothing
 * when that is not below the standard.
 *
 * Legal basis: 民发〔2021〕57号 art. 8.
 */
export function singlePersonAmount(ownMonthly: Rational, policy: BenefitPolicy): MonthlyAmount {
  const standard = rational(policy.standardFen);
  if (compare(ownMonthly, standard) >= 0) return nothing(ownMonthly, policy);
  return difference(1, ownMonthly, policy);
}

function difference(memberCount: number, perCapita: Rational, policy: BenefitPolicy): MonthlyAmount {
  const heads = rational(BigInt(memberCount));
  const exact = multiply(subtract(rational(policy.standardFen), perCapita), heads);
  const { fen, floor } = atLeastFloor(exact, policy);
  return {
    fen,
    reasons: [
      {
        code: 'DIFFERENCE',
        zh: `按补差计算：（${yuan(policy.standardFen)}－${yuan(perCapita)}）元×${memberCount}人＝每月${yuan(exact)}元。`,
        en: `Top-up to the standard: (${yuan(policy.standardFen)} − ${yuan(perCapita)}) yuan × ${memberCount} = ${yuan(exact)} yuan a month.`,
      },
      ...floor,
    ],
  };
}

function tiered(memberCount: number, perCapita: Rational, policy: BenefitPolicy): MonthlyAmount {
  const standard = rational(policy.standardFen);
  const gap = divide(subtract(standard, perCapita), standard);
  const tier = policy.tiers.find(
    ({ minimumGapBp }) => compare(gap, rational(BigInt(minimumGapBp), 10_000n)) >= 0,
  );
  if (!tier) throw new RangeError('the last tier takes every gap');
  const exact = rational(policy.standardFen * BigInt(memberCount) * BigInt(tier.payBp), 10_000n);
  const { fen, floor } = atLeastFloor(exact, policy);
  return {
    fen,
    reasons: [
      {
        code: `TIER_${tier.name}`,
        zh: `按${tier.name}档计算：${memberCount}人×${yuan(policy.standardFen)}元×${percent(tier.payBp)}＝每月${yuan(exact)}元。`,
        en: `Tier ${tier.name}: ${memberCount} × ${yuan(policy.standardFen)} yuan × ${percent(tier.payBp)} = ${yuan(exact)} yuan a month.`,
      },
      ...floor,
    ],
  };
}

function atLeastFloor(
  exact: Rational,
  { floorFen }: BenefitPolicy,
): { readonly fen: Fen; readonly floor: readonly StatedReason[] } {
  const rounded = roundHalfUp(exact);
  if (compare(exact, rational(floorFen)) >= 0) return { fen: rounded, floor: [] };
  return {
    fen: floorFen,
    floor: [
      {
        code: 'FLOOR',
        zh: `低于最低发放额，按${yuan(floorFen)}元发放。`,
        en: `Less than the smallest benefit, so ${yuan(floorFen)} yuan are paid.`,
      },
    ],
  };
}

function nothing(income: Rational, { standardFen }: BenefitPolicy): MonthlyAmount {
  return {
    fen: 0n,
    reasons: [
      {
        code: 'INCOME_NOT_BELOW',
        zh: `收入${yuan(income)}元不低于低保标准${yuan(standardFen)}元，不发放。`,
        en: `The income of ${yuan(income)} yuan is not below the standard of ${yuan(standardFen)} yuan: nothing is paid.`,
      },
    ],
  };
}
