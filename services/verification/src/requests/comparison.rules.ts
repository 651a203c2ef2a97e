import type { Fen } from '@minzheng/kernel/money';
import type { EconomicSide } from './household-under-check.js';

/** How what was declared and what was verified agree (比对结果). */
export type ComparisonClass =
  | 'MATCH'
  | 'WITHIN_TOLERANCE'
  | 'NOT_CHECKED'
  | 'NOT_FOUND'
  | 'NOT_DECLARED'
  | 'UNDER_DECLARED'
  | 'OVER_DECLARED';

/** The two sides of a comparison: sums in fen over the income window, or counts of things. */
export interface Compared {
  readonly unit: 'FEN' | 'COUNT';
  readonly declared: bigint;
  readonly verified: bigint;
}

/** One person's kind, compared (申报与核实比对). */
export interface Comparison extends Compared {
  readonly personKey: string;
  readonly side: EconomicSide;
  readonly kind: string;
  /** Verified minus declared. */
  readonly difference: bigint;
  readonly class: ComparisonClass;
}

export interface Tolerance {
  /** A difference up to this sum, in fen over the window, is none. */
  readonly toleranceFen: Fen;
  /** Nor one up to this part of what was declared, in basis points. */
  readonly toleranceBp: number;
}

const BASIS_POINTS = 10_000n;

/**
 * Compares what was declared with what was verified, before costs and deductions, by the first rule that matches.
 *
 * @param isGap - an agency that sends the kind has not answered for the person
 */
export function classify(
  { unit, declared, verified }: Compared,
  isGap: boolean,
  tolerance: Tolerance,
): ComparisonClass {
  const difference = verified - declared;
  if (verified === 0n && isGap) return 'NOT_CHECKED';
  if (difference === 0n) return 'MATCH';
  if (verified === 0n) return 'NOT_FOUND';
  if (unit === 'FEN' && isTolerated(difference, declared, tolerance)) return 'WITHIN_TOLERANCE';
  if (difference < 0n) return 'OVER_DECLARED';
  return declared === 0n ? 'NOT_DECLARED' : 'UNDER_DECLARED';
}

const NO_DISCREPANCY: readonly ComparisonClass[] = ['MATCH', 'WITHIN_TOLERANCE', 'NOT_CHECKED'];

export function isDiscrepancy({ class: found }: Pick<Comparison, 'class'>): boolean {
  return !NO_DISCREPANCY.includes(found);
}

export interface Materiality {
  /** `assistance.verification.materialBp` */
  readonly materialBp: number;
  readonly standardMonthlyFen: Fen;
  readonly countedMembers: number;
  /** The property or income test of a purpose comes out differently with the declared values only. */
  readonly testsDiffer: boolean;
}

/**
 * Whether the discrepancies of a report are material (重大差异), all of them or none: a test comes out differently, or
 * the income discrepancies together exceed a part of twelve standards a member. 民发〔2021〕57号 art. 18.
 */
export function isMaterial(comparisons: readonly Comparison[], materiality: Materiality): boolean {
  const discrepancies = comparisons.filter(isDiscrepancy);
  if (discrepancies.length === 0) return false;
  const sum = discrepancies
    .filter(({ side }) => side === 'INCOME')
    .reduce((total, { difference }) => total + absolute(difference), 0n);
  const { materialBp, standardMonthlyFen, countedMembers, testsDiffer } = materiality;
  const yearOfStandards = 12n * standardMonthlyFen * BigInt(countedMembers);
  return testsDiffer || sum * BASIS_POINTS > BigInt(materialBp) * yearOfStandards;
}

function isTolerated(difference: bigint, declared: Fen, { toleranceFen, toleranceBp }: Tolerance): boolean {
  const apart = absolute(difference);
  return apart <= toleranceFen || apart * BASIS_POINTS <= BigInt(toleranceBp) * declared;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
