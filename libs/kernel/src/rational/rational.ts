/**
 * An exact fraction, reduced, with a denominator above zero. A threshold is compared on the exact value;
 * only an amount that is paid or printed is rounded, once, with {@link roundHalfUp}.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A rational as JSON carries it: both parts as strings of digits, the numerator with its sign. */
export interface RationalWire {
  readonly numerator: string;
  readonly denominator: string;
}

/**
 * The fraction `numerator / denominator` in lowest terms.
 *
 * @throws RangeError when the denominator is zero
 */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) {
    throw new RangeError('the denominator is zero');
  }
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(absolute(numerator), absolute(denominator));
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export const ZERO: Rational = rational(0n);

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return rational(a.numerator + b.numerator, a.denominator);
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return rational(a.numerator - b.numerator, a.denominator);
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when `b` is zero */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** -1 when `a` is below `b`, 0 when they are equal, 1 when `a` is above `b`; by cross multiplication. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/** Strictly below: a value that equals the threshold is not below it. */
export function isBelow(a: Rational, b: Rational): boolean {
  return compare(a, b) < 0;
}

export function max(first: Rational, ...others: Rational[]): Rational {
  return others.reduce((largest, other) => (isBelow(largest, other) ? other : largest), first);
}

export function min(first: Rational, ...others: Rational[]): Rational {
  return others.reduce((smallest, other) => (isBelow(other, smallest) ? other : smallest), first);
}

/** The nearest whole number; a half goes up, towards positive infinity (−0.5 becomes 0). */
export function roundHalfUp({ numerator, denominator }: Rational): bigint {
  return floorDivide(2n * numerator + denominator, 2n * denominator);
}

export function toWire({ numerator, denominator }: Rational): RationalWire {
  return { numerator: numerator.toString(), denominator: denominator.toString() };
}

/** @throws RangeError when a part is not a string of digits or the denominator is zero or signed */
export function fromWire(wire: RationalWire): Rational {
  if (!/^-?\d+$/.test(wire.numerator) || !/^\d+$/.test(wire.denominator)) {
    throw new RangeError('numerator and denominator are strings of digits');
  }
  return rational(BigInt(wire.numerator), BigInt(wire.denominator));
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}
