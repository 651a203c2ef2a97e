import fc from 'fast-check';
import {
  add,
  compare,
  divide,
  fromWire,
  isBelow,
  max,
  min,
  multiply,
  type Rational,
  rational,
  roundHalfUp,
  subtract,
  toWire,
  ZERO,
} from './index.js';

const numerators = fc.bigInt(-(10n ** 15n), 10n ** 15n);
const denominators = fc.bigInt(1n, 10n ** 6n);
const rationals = fc.tuple(numerators, denominators).map(([n, d]) => rational(n, d));
const SIX_DECIMALS = 10n ** 6n;

describe('rational', () => {
  it.each([
    [6n, 4n, 3n, 2n],
    [-6n, 4n, -3n, 2n],
    [6n, -4n, -3n, 2n],
    [-6n, -4n, 3n, 2n],
    [0n, -7n, 0n, 1n],
  ])('%s / %s is reduced to %s / %s', (n, d, numerator, denominator) => {
    expect(rational(n, d)).toEqual({ numerator, denominator });
  });

  it('takes a whole number alone', () => {
    expect(rational(5n)).toEqual({ numerator: 5n, denominator: 1n });
  });

  it('refuses a denominator of zero', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
    expect(() => divide(rational(1n), ZERO)).toThrow(RangeError);
  });
});

describe('thresholds of the specification', () => {
  const standard = rational(59_000n);
  const perCapita = (yearly: bigint, members: bigint): Rational => rational(yearly, 12n * members);

  it.each([
    ['exact 58,999.73 is below 59,000 and prints 59,000', 58_999n * 36n + 26n, true, 59_000n],
    ['59,000 is not below 59,000', 59_000n * 36n, false, 59_000n],
    ['one fen a year above', 59_000n * 36n + 1n, false, 59_000n],
  ])('%s', (_, yearly, below, printed) => {
    expect(isBelow(perCapita(yearly, 3n), standard)).toBe(below);
    expect(roundHalfUp(perCapita(yearly, 3n))).toBe(printed);
  });

  it('3,000,001 of 6,000,000 is above half although it prints 5000 basis points', () => {
    const ratio = rational(3_000_001n * 10_000n, 6_000_000n);
    expect(compare(ratio, rational(5_000n))).toBe(1);
    expect(roundHalfUp(ratio)).toBe(5_000n);
  });
});

describe('roundHalfUp', () => {
  it.each([
    [1n, 2n, 1n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [3n, 2n, 2n],
    [-1n, 2n, 0n],
    [-2n, 3n, -1n],
    [-3n, 2n, -1n],
    [7n, 1n, 7n],
    [-7n, 1n, -7n],
    [100_000n, 3n, 33_333n],
    [125_416n, 4n, 31_354n],
  ])('%s / %s becomes %s', (n, d, rounded) => {
    expect(roundHalfUp(rational(n, d))).toBe(rounded);
  });

  it('is within half, and up on the half', () => {
    fc.assert(
      fc.property(rationals, (value) => {
        const difference = subtract(rational(roundHalfUp(value)), value);
        expect(compare(difference, rational(1n, 2n))).toBeLessThanOrEqual(0);
        expect(compare(difference, rational(-1n, 2n))).toBe(1);
      }),
    );
  });
});

describe('order and arithmetic', () => {
  it('orders as cross multiplication does', () => {
    fc.assert(
      fc.property(numerators, denominators, numerators, denominators, (a, b, c, d) => {
        const difference = a * d - c * b;
        expect(compare(rational(a, b), rational(c, d))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
        expect(isBelow(rational(a, b), rational(c, d))).toBe(difference < 0n);
      }),
    );
  });

  it('is always reduced, with a denominator above zero', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        for (const result of [add(a, b), subtract(a, b), multiply(a, b)]) {
          expect(result.denominator).toBeGreaterThan(0n);
          expect(rational(result.numerator * SIX_DECIMALS, result.denominator * SIX_DECIMALS)).toEqual(
            result,
          );
        }
      }),
    );
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        fc.pre(b.numerator !== 0n);
        expect(divide(multiply(a, b), b)).toEqual(a);
      }),
    );
  });

  it('finds the largest and the smallest', () => {
    fc.assert(
      fc.property(fc.array(rationals, { minLength: 1, maxLength: 6 }), (values) => {
        const [first, ...others] = values as [Rational, ...Rational[]];
        expect(values).toContainEqual(max(first, ...others));
        expect(values.every((value) => !isBelow(max(first, ...others), value))).toBe(true);
        expect(values.every((value) => !isBelow(value, min(first, ...others)))).toBe(true);
      }),
    );
  });

  it('adds and multiplies in any order', () => {
    expect(add(rational(1n, 3n), rational(1n, 6n))).toEqual(rational(1n, 2n));
    expect(multiply(rational(2n, 3n), rational(3n, 4n))).toEqual(rational(1n, 2n));
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(multiply(a, b)).toEqual(multiply(b, a));
      }),
    );
  });
});

describe('wire form', () => {
  it('goes out and comes back', () => {
    fc.assert(
      fc.property(rationals, (value) => {
        expect(fromWire(JSON.parse(JSON.stringify(toWire(value))))).toEqual(value);
      }),
    );
  });

  it.each([
    ['1.5', '1'],
    ['', '1'],
    ['1', '-2'],
    ['1', '0'],
    ['1', ''],
    ['0x1', '1'],
  ])('refuses %j / %j', (numerator, denominator) => {
    expect(() => fromWire({ numerator, denominator })).toThrow(RangeError);
  });
});
