import { rational, roundHalfUp, type Rational } from '@minzheng/kernel/rational';
import { isOfDistribution, type CellDefinition, type ReportUnit } from './report-definition.js';

/** Measures of one row, by name; a distribution by value. */
export interface RowFigures {
  readonly sums: ReadonlyMap<string, bigint>;
  readonly distributions: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

/** A cell as it is shown: exact parts, and what they come to. */
export interface CellValue {
  readonly numerator: bigint;
  readonly denominator?: bigint;
  /** In the cell's unit, as decimal text; undefined where there is nothing to divide by. */
  readonly value?: string;
}

/** The sum of the named measures. */
export function sumOf(terms: readonly string[], sums: ReadonlyMap<string, bigint>): bigint {
  return terms.reduce((sum, term) => {
    const isTaken = term.startsWith('-');
    const value = sums.get(isTaken ? term.slice(1) : term) ?? 0n;
    return isTaken ? sum - value : sum + value;
  }, 0n);
}

/** Of how many a share is told. */
const SCALES: Partial<Record<ReportUnit, bigint>> = { PERCENT: 100n, PER_THOUSAND: 1_000n };

/** What a cell of a row comes to: computed exactly, rounded half up once. */
export function cellValue(cell: CellDefinition, { sums, distributions }: RowFigures): CellValue {
  if (isOfDistribution(cell)) {
    const distribution = distributions.get(cell.numerator[0] ?? '') ?? new Map<number, bigint>();
    return cell.percentile === undefined
      ? medianOf(distribution)
      : percentileOf(distribution, BigInt(cell.percentile));
  }
  if (cell.where !== undefined && !sums.get(cell.where)) return { numerator: 0n };
  const numerator = sumOf(cell.numerator, sums);
  if (!cell.denominator) return { numerator, value: numerator.toString() };
  const denominator = sumOf(cell.denominator, sums);
  if (denominator === 0n) return { numerator, denominator };
  const scale = SCALES[cell.unit];
  const exact = rational(numerator * (scale ?? 1n), denominator);
  return { numerator, denominator, value: printed(exact, cell.decimals ?? (scale === undefined ? 0 : 2)) };
}

/** Names of the measures that a cell shows. */
export const measuresOf = ({ numerator, denominator = [] }: CellDefinition): string[] =>
  [...numerator, ...denominator].map((term) => term.replace(/^-/, ''));

/** Median of what so many have; of two in the middle their mean. */
function medianOf(distribution: ReadonlyMap<number, bigint>): CellValue {
  const { count, at } = ranked(distribution);
  if (count === 0n) return { numerator: 0n };
  const middle = rational(at((count + 1n) / 2n) + at(count / 2n + 1n), 2n);
  return { numerator: count, value: printed(middle, 1) };
}

/** The value at the place up to which so many of a hundred are (nearest rank). */
function percentileOf(distribution: ReadonlyMap<number, bigint>, percent: bigint): CellValue {
  const { count, at } = ranked(distribution);
  if (count === 0n) return { numerator: 0n };
  return { numerator: count, value: at((count * percent + 99n) / 100n).toString() };
}

/** How many there are, and the value at a place, the first being 1. */
function ranked(distribution: ReadonlyMap<number, bigint>): {
  readonly count: bigint;
  readonly at: (place: bigint) => bigint;
} {
  const sorted = [...distribution].toSorted(([a], [b]) => a - b);
  const at = (place: bigint): bigint => {
    let passed = 0n;
    for (const [value, having] of sorted) {
      passed += having;
      if (passed >= place) return BigInt(value);
    }
    return 0n;
  };
  return { count: sorted.reduce((sum, [, having]) => sum + having, 0n), at };
}

/** Decimal text with so many digits behind the point. */
export function printed({ numerator, denominator }: Rational, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const scaled = roundHalfUp(rational(numerator * scale, denominator));
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
