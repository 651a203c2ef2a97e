import fc from 'fast-check';
import { priceSubsidy, priceSubsidyDueOn, type PriceSubsidyPolicy } from './price-subsidy.rules.js';

const POLICY: PriceSubsidyPolicy = {
  cpiBp: 350,
  foodBp: 600,
  minimumFen: 1_000n,
  payWorkingDays: 20,
  groups: ['DIBAO', 'TEKUN'],
};
const URBAN = 59_000n;
const RURAL = 39_000n;

describe('R17: the price-linked subsidy', () => {
  it.each<[string, number, number, bigint, 'CPI' | 'FOOD', bigint]>([
    ['17.1 (20.65)', 350, 590, URBAN, 'CPI', 2_100n],
    ['17.2 (35.40)', 340, 600, URBAN, 'FOOD', 3_500n],
    ['17.3 the higher of both', 360, 2_190, URBAN, 'FOOD', 12_900n],
    ['17.5 (13.65)', 350, 0, RURAL, 'CPI', 1_400n],
    ['17.6 7.00, so the minimum', 350, 0, 20_000n, 'CPI', 1_000n],
    ['a half goes up (20.50)', 410, 0, 50_000n, 'CPI', 2_100n],
    ['both at one rate', 700, 700, URBAN, 'CPI', 4_100n],
    ['scenario 7 rural (60.06)', 0, 1_540, RURAL, 'FOOD', 6_000n],
    ['scenario 7 urban (90.86)', 0, 1_540, URBAN, 'FOOD', 9_100n],
  ])('%s', (_id, cpiBp, foodBp, standardFen, index, amountFen) => {
    expect(priceSubsidy({ cpiBp, foodBp }, standardFen, POLICY)).toMatchObject({
      triggered: true,
      index,
      amountFen,
    });
  });

  it('17.4 is not triggered below both limits', () => {
    const result = priceSubsidy({ cpiBp: 349, foodBp: 599 }, URBAN, POLICY);
    expect(result).toMatchObject({ triggered: false, reasons: [{ code: 'NOT_TRIGGERED' }] });
  });

  it('is due 20 working days after the publication', () => {
    expect(priceSubsidyDueOn('2025-05-12', POLICY)).toBe('2025-06-10');
  });

  it('never falls with a rate or the standard, and is in whole yuan from the minimum on', () => {
    const bp = fc.integer({ min: 0, max: 5_000 });
    const standard = fc.bigInt({ min: 10_000n, max: 200_000n });
    fc.assert(
      fc.property(bp, bp, bp, standard, standard, (cpiBp, foodBp, more, standardFen, rise) => {
        const amount = (cpi: number, food: number, std: bigint): bigint => {
          const result = priceSubsidy({ cpiBp: cpi, foodBp: food }, std, POLICY);
          return result.triggered ? result.amountFen : 0n;
        };
        const fen = amount(cpiBp, foodBp, standardFen);
        expect(fen === 0n || (fen >= POLICY.minimumFen && fen % 100n === 0n)).toBe(true);
        expect(amount(cpiBp + more, foodBp, standardFen) >= fen).toBe(true);
        expect(amount(cpiBp, foodBp + more, standardFen) >= fen).toBe(true);
        expect(amount(cpiBp, foodBp, standardFen + rise) >= fen).toBe(true);
      }),
    );
  });
});
