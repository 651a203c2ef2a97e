import fc from 'fast-check';
import { compare, divide, rational, type Rational } from '@minzheng/kernel/rational';
import { dibaoAmount, singlePersonAmount, type BenefitPolicy } from './benefit.rules.js';

const POLICY: BenefitPolicy = {
  standardFen: 59_000n,
  mode: 'DIFFERENCE',
  tiers: [
    { name: 'A', minimumGapBp: 7_000, payBp: 8_500 },
    { name: 'B', minimumGapBp: 4_000, payBp: 6_000 },
    { name: 'C', minimumGapBp: 0, payBp: 3_500 },
  ],
  floorFen: 1_000n,
};
const RURAL: BenefitPolicy = { ...POLICY, standardFen: 39_000n };
const TIERS: BenefitPolicy = { ...RURAL, mode: 'TIER' };

/** Income a head and month of so many fen a year. */
const perCapita = (annualFen: bigint, members: number): Rational =>
  divide(rational(annualFen), rational(12n * BigInt(members)));

describe('R6: the base benefit', () => {
  it.each([
    ['6.1', dibaoAmount(3, perCapita(1_440_000n, 3), POLICY), 57_000n],
    ['6.2', dibaoAmount(1, perCapita(0n, 1), POLICY), 59_000n],
    ['6.3 rounds to 0.00, so the floor', dibaoAmount(3, perCapita(2_123_999n, 3), POLICY), 1_000n],
    ['6.4 single person, rural', singlePersonAmount(rational(12_000n), RURAL), 27_000n],
    ['6.5', dibaoAmount(3, perCapita(1_000_000n, 3), POLICY), 93_667n],
    ['6.6 tier A', dibaoAmount(2, rational(6_000n), TIERS), 66_300n],
    ['6.7 a gap of exactly 40 % is tier B', dibaoAmount(2, rational(23_400n), TIERS), 46_800n],
    ['6.8 tier C', dibaoAmount(2, rational(23_401n), TIERS), 27_300n],
    ['at the standard nothing is due', dibaoAmount(3, rational(59_000n), POLICY), 0n],
    ['a single person at the standard', singlePersonAmount(rational(39_000n), RURAL), 0n],
  ])('%s', (_id, { fen, reasons }, expected) => {
    expect(fen).toBe(expected);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { zh, en } of reasons) expect([zh, en]).not.toContain('');
  });

  it('states the sum in words that can be followed', () => {
    expect(dibaoAmount(3, rational(40_000n), POLICY).reasons[0]).toEqual({
      code: 'DIFFERENCE',
      zh: '按补差计算：（590.00－400.00）元×3人＝每月570.00元。',
      en: 'Top-up to the standard: (590.00 − 400.00) yuan × 3 = 570.00 yuan a month.',
    });
  });

  const income = fc.bigInt({ min: 0n, max: 10_000_000n });
  const members = fc.integer({ min: 1, max: 12 });
  const mode = fc.constantFrom<BenefitPolicy['mode']>('DIFFERENCE', 'TIER');
  const standard = fc.bigInt({ min: 10_000n, max: 200_000n });

  it('never falls below zero, nor rises above the standard of all members', () => {
    fc.assert(
      fc.property(income, members, mode, standard, (annual, n, how, standardFen) => {
        const { fen } = dibaoAmount(n, perCapita(annual, n), { ...POLICY, mode: how, standardFen });
        expect(fen >= 0n && fen <= standardFen * BigInt(n)).toBe(true);
      }),
    );
  });

  it('never rises when more is earned', () => {
    fc.assert(
      fc.property(income, income, members, mode, (annual, more, n, how) => {
        const policy = { ...POLICY, mode: how };
        const before = dibaoAmount(n, perCapita(annual, n), policy).fen;
        expect(dibaoAmount(n, perCapita(annual + more, n), policy).fen <= before).toBe(true);
      }),
    );
  });

  it('never falls when the standard rises', () => {
    fc.assert(
      fc.property(income, standard, standard, members, mode, (annual, standardFen, rise, n, how) => {
        const at = (value: bigint): bigint =>
          dibaoAmount(n, perCapita(annual, n), { ...POLICY, mode: how, standardFen: value }).fen;
        expect(at(standardFen + rise) >= at(standardFen)).toBe(true);
      }),
    );
  });

  it('is paid exactly while the income is below the standard', () => {
    fc.assert(
      fc.property(income, members, (annual, n) => {
        const isBelow = compare(perCapita(annual, n), rational(POLICY.standardFen)) < 0;
        expect(dibaoAmount(n, perCapita(annual, n), POLICY).fen > 0n).toBe(isBelow);
      }),
    );
  });
});
