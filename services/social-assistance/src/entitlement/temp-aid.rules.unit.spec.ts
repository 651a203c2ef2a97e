import fc from 'fast-check';
import { rational } from '@minzheng/kernel/rational';
import { tempAidExpenditure, type TempAidExpenditurePolicy } from './temp-aid.rules.js';

const RURAL: TempAidExpenditurePolicy = {
  standardFen: 39_000n,
  expenditureRateBp: 3_000,
  capStd: 10,
  disposableIncomeLastYearFen: () => 3_600_000n,
};
const family = (annualFen: bigint, rigidAnnualFen: bigint) => ({
  memberCount: 4,
  perCapita: rational(annualFen, 48n),
  rigidAnnualFen,
  assets: 'PASS' as const,
});

describe('R14 EXPENDITURE: temporary aid for spending', () => {
  it('14.4 gives 30 % of a gap of 7,720.00', () => {
    expect(tempAidExpenditure(family(3_600_000n, 2_500_000n), RURAL)).toMatchObject({
      gap: rational(772_000n),
      fen: 231_600n,
      isCapped: false,
      refusals: [],
    });
  });

  it('14.5 has no gap where the income covers the spending exactly', () => {
    expect(tempAidExpenditure(family(3_600_000n, 1_728_000n), RURAL)).toMatchObject({
      fen: 0n,
      refusals: ['NO_GAP'],
    });
    expect(tempAidExpenditure(family(3_600_000n, 1_728_001n), RURAL).refusals).toEqual([]);
  });

  it('14.6 is capped at ten standards: more by a case conference', () => {
    expect(tempAidExpenditure(family(3_600_000n, 8_000_000n), RURAL)).toMatchObject({
      gap: rational(6_272_000n),
      fen: 390_000n,
      isCapped: true,
      reasons: [{ code: 'EXPENDITURE_CAPPED' }],
    });
  });

  it.each([
    ['income at the disposable income', { ...family(14_400_000n, 14_000_000n) }, ['INCOME_LIMIT']],
    ['property', { ...family(3_600_000n, 2_500_000n), assets: 'FAIL' as const }, ['ASSETS']],
    ['both', { ...family(14_400_000n, 14_000_000n), assets: 'FAIL' as const }, ['INCOME_LIMIT', 'ASSETS']],
  ])('is refused for %s', (_name, question, refusals) => {
    const result = tempAidExpenditure(question, RURAL);
    expect([result.fen, result.refusals]).toEqual([0n, refusals]);
    expect(result.reasons.map(({ code }) => code)).toEqual(refusals);
  });

  it('is open while an asset is unknown', () => {
    const question = { ...family(3_600_000n, 2_500_000n), assets: 'UNKNOWN' as const };
    expect(tempAidExpenditure(question, RURAL)).toMatchObject({ fen: 0n, isOpen: true, refusals: [] });
  });

  it('lies between 0 and the cap, and never rises with income', () => {
    const fen = fc.bigInt({ min: 0n, max: 14_000_000n });
    fc.assert(
      fc.property(fen, fen, fen, (annual, spending, more) => {
        const at = (income: bigint) => tempAidExpenditure(family(income, spending), RURAL).fen;
        expect(at(annual) >= 0n && at(annual) <= 390_000n).toBe(true);
        expect(at(annual + more) <= at(annual)).toBe(true);
      }),
    );
  });
});
