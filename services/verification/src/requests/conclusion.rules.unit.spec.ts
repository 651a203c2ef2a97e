import fc from 'fast-check';
import { rational } from '@minzheng/kernel/rational';
import {
  conclude,
  incomeBand,
  testIncome,
  type ConclusionQuestion,
  type IncomeLimit,
  type TestOutcome,
} from './conclusion.rules.js';

const LIMITS = {
  standardMonthlyFen: 59_000n,
  edgeMultipleBp: 15_000,
  disposableIncomeLastYearFen: () => 2_400_000n,
};
interface Figures {
  perCapita: bigint;
  afterRigid?: bigint;
  ratioMet?: boolean;
  expenditureKnown?: boolean;
  limit?: IncomeLimit;
}
const income = ({
  perCapita,
  afterRigid = perCapita,
  ratioMet = false,
  expenditureKnown = true,
  limit = 'STANDARD',
}: Figures) =>
  testIncome(
    limit,
    {
      perCapitaMonthly: rational(perCapita),
      perCapitaAfterRigid: rational(afterRigid),
      rigidRatioMet: ratioMet,
    },
    LIMITS,
    expenditureKnown,
  );
type Property = 'WITHIN' | 'OVER' | 'UNKNOWN';
const outcome = (
  figures: Figures,
  property: Property = 'WITHIN',
  ...propertyReasons: string[]
): TestOutcome => ({
  tests: { property, propertyReasons, income: income(figures) },
});
const answer = (question: Partial<ConclusionQuestion>) =>
  conclude({
    identityConflict: false,
    outcome: outcome({ perCapita: 48_000n }),
    missingCore: [],
    alternatives: [],
    ...question,
  });

describe('conclude', () => {
  it.each<[string, Partial<ConclusionQuestion>, string, string]>([
    ['core fresh, 48,000, no property', {}, 'WITHIN_LIMITS', 'HOUSEHOLD'],
    ['59,000', { outcome: outcome({ perCapita: 59_000n }) }, 'EXCEEDS_INCOME', 'HOUSEHOLD'],
    [
      '62,000 and after rigid 50,000',
      { outcome: outcome({ perCapita: 62_000n, afterRigid: 50_000n }) },
      'WITHIN_LIMITS',
      'RIGID_DEDUCTION',
    ],
    [
      'BANK timed out, 48,000',
      { missingCore: ['BANK'], outcome: outcome({ perCapita: 48_000n }, 'UNKNOWN', 'SOURCE_MISSING') },
      'INCOMPLETE',
      'HOUSEHOLD',
    ],
    [
      'BANK timed out, with a car',
      { missingCore: ['BANK'], outcome: outcome({ perCapita: 48_000n }, 'OVER', 'VEHICLE') },
      'EXCEEDS_PROPERTY',
      'HOUSEHOLD',
    ],
    [
      'NHSA missing, deduction claimed, 62,000',
      { missingCore: ['NHSA'], outcome: outcome({ perCapita: 62_000n, expenditureKnown: false }) },
      'INCOMPLETE',
      'HOUSEHOLD',
    ],
    [
      'NHSA missing, no deduction claimed, 62,000',
      { outcome: outcome({ perCapita: 62_000n }) },
      'EXCEEDS_INCOME',
      'HOUSEHOLD',
    ],
    [
      'car disputed, else fine',
      {
        outcome: outcome({ perCapita: 48_000n }, 'OVER', 'VEHICLE'),
        withoutDisputed: outcome({ perCapita: 48_000n }),
      },
      'NEEDS_REVIEW',
      'HOUSEHOLD',
    ],
    [
      'car disputed, but income over too: EXCEEDS_BOTH or EXCEEDS_INCOME',
      {
        outcome: outcome({ perCapita: 62_000n }, 'OVER', 'VEHICLE'),
        withoutDisputed: outcome({ perCapita: 62_000n }),
      },
      'NEEDS_REVIEW',
      'HOUSEHOLD',
    ],
    [
      'a disputed fact that changes nothing',
      { withoutDisputed: outcome({ perCapita: 47_000n }) },
      'WITHIN_LIMITS',
      'HOUSEHOLD',
    ],
    ['UTIL stale is no core gap', { missingCore: [] }, 'WITHIN_LIMITS', 'HOUSEHOLD'],
    [
      'TAX not answered, 0 known',
      { missingCore: ['TAX'], outcome: outcome({ perCapita: 0n }) },
      'INCOMPLETE',
      'HOUSEHOLD',
    ],
    [
      'property and income over',
      { outcome: outcome({ perCapita: 62_000n }, 'OVER', 'FINANCIAL') },
      'EXCEEDS_BOTH',
      'HOUSEHOLD',
    ],
    [
      'a company of unknown capital',
      { outcome: outcome({ perCapita: 48_000n }, 'UNKNOWN', 'BUSINESS') },
      'NEEDS_REVIEW',
      'HOUSEHOLD',
    ],
    [
      'a conflict that would flip it',
      { alternatives: [outcome({ perCapita: 59_000n })] },
      'NEEDS_REVIEW',
      'HOUSEHOLD',
    ],
    [
      'a conflict that would not',
      { alternatives: [outcome({ perCapita: 58_999n })] },
      'WITHIN_LIMITS',
      'HOUSEHOLD',
    ],
    [
      'PSB knows no such member',
      { identityConflict: true, outcome: outcome({ perCapita: 0n }, 'OVER') },
      'IDENTITY_CONFLICT',
      'HOUSEHOLD',
    ],
    ['nobody counts', { outcome: {}, missingCore: ['TAX'] }, 'NO_COUNTED_MEMBER', 'HOUSEHOLD'],
  ])('%s', (_case, question, conclusion, basis) => {
    expect(answer(question)).toMatchObject({ conclusion, basis });
  });

  it('says why', () => {
    expect(answer({ outcome: outcome({ perCapita: 62_000n }, 'OVER', 'VEHICLE') }).reasonCodes).toEqual([
      'VEHICLE',
      'NOT_BELOW_STANDARD',
    ]);
    expect(answer({ missingCore: ['BANK', 'TAX'] }).reasonCodes).toEqual(['MISSING_BANK', 'MISSING_TAX']);
  });

  it.each<[string, Partial<ConclusionQuestion>, object | undefined]>([
    ['within', {}, { verdict: 'WITHIN', reasonCodes: [] }],
    [
      'within, though the income is over',
      { outcome: outcome({ perCapita: 62_000n }) },
      { verdict: 'WITHIN', reasonCodes: [] },
    ],
    [
      'unknown under an income that is over',
      { outcome: outcome({ perCapita: 62_000n }, 'UNKNOWN', 'BUSINESS', 'SOURCE_MISSING') },
      { verdict: 'UNKNOWN', reasonCodes: ['BUSINESS', 'SOURCE_MISSING'] },
    ],
    [
      'over, whatever is missing',
      { missingCore: ['BANK'], outcome: outcome({ perCapita: 62_000n }, 'OVER', 'VEHICLE') },
      { verdict: 'OVER', reasonCodes: ['VEHICLE'] },
    ],
    [
      'unknown where what makes it over is disputed',
      {
        outcome: outcome({ perCapita: 62_000n }, 'OVER', 'VEHICLE'),
        withoutDisputed: outcome({ perCapita: 62_000n }),
      },
      { verdict: 'UNKNOWN', reasonCodes: ['DISPUTED', 'VEHICLE'] },
    ],
    [
      'unknown where another source would put it over',
      {
        outcome: outcome({ perCapita: 62_000n }),
        alternatives: [outcome({ perCapita: 62_000n }, 'OVER', 'VEHICLE')],
      },
      { verdict: 'UNKNOWN', reasonCodes: ['SOURCE_CONFLICT'] },
    ],
    [
      'within where sources differ on income alone',
      { alternatives: [outcome({ perCapita: 62_000n })] },
      { verdict: 'WITHIN', reasonCodes: [] },
    ],
    [
      'unknown where public security knows no such member',
      { identityConflict: true },
      { verdict: 'UNKNOWN', reasonCodes: ['NO_RECORD_PSB'] },
    ],
    ['not said where nobody counts', { outcome: {} }, undefined],
  ])('tells property apart: %s', (_case, question, property) => {
    expect(answer(question).property).toEqual(property);
  });

  it('more missing sources never turn an answer into WITHIN_LIMITS', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 200_000n }),
        fc.constantFrom<Property>('WITHIN', 'OVER', 'UNKNOWN'),
        fc.subarray(['BANK', 'TAX', 'NHSA'], { minLength: 1 }),
        (perCapita, property, missingCore) => {
          expect(answer({ outcome: outcome({ perCapita }, property), missingCore }).conclusion).not.toBe(
            'WITHIN_LIMITS',
          );
        },
      ),
    );
  });

  describe('is never better for who has more', () => {
    /** What turns an answer into a refusal, and which of the two tests it is that refuses. */
    const REFUSES: Readonly<Record<string, readonly string[]>> = {
      EXCEEDS_BOTH: ['income', 'property'],
      EXCEEDS_PROPERTY: ['property'],
      EXCEEDS_INCOME: ['income'],
    };
    const refusedBy = (question: Partial<ConclusionQuestion>) => REFUSES[answer(question).conclusion] ?? [];
    const fen = fc.bigInt({ min: 0n, max: 150_000n });
    const limit = fc.constantFrom<IncomeLimit>(
      'STANDARD',
      'SINGLE_STANDARD',
      'EDGE_MULTIPLE',
      'DISPOSABLE_INCOME',
    );
    const property = fc.constantFrom<Property>('WITHIN', 'OVER', 'UNKNOWN');

    it('income', () => {
      fc.assert(
        fc.property(fen, fen, limit, property, (perCapita, more, of, has) => {
          const before = refusedBy({ outcome: outcome({ perCapita, limit: of }, has) });
          const after = refusedBy({ outcome: outcome({ perCapita: perCapita + more, limit: of }, has) });
          expect(after).toEqual(expect.arrayContaining([...before]));
        }),
      );
    });

    it('property', () => {
      fc.assert(
        fc.property(fen, limit, property, (perCapita, of, has) => {
          const before = refusedBy({ outcome: outcome({ perCapita, limit: of }, has) });
          const after = refusedBy({ outcome: outcome({ perCapita, limit: of }, 'OVER') });
          expect(after).toEqual(expect.arrayContaining([...before]));
          expect(after).toContain('property');
        }),
      );
    });

    it('and spending never harms', () => {
      fc.assert(
        fc.property(fen, fen, (perCapita, spent) => {
          const afterRigid = perCapita > spent ? perCapita - spent : 0n;
          const without = refusedBy({ outcome: outcome({ perCapita }) });
          const considered = refusedBy({ outcome: outcome({ perCapita, afterRigid }) });
          expect(without).toEqual(expect.arrayContaining([...considered]));
        }),
      );
    });

    it('nor does a disputed fact, or another source, that changes nothing', () => {
      fc.assert(
        fc.property(fen, property, (perCapita, has) => {
          const of = outcome({ perCapita }, has);
          const doubted = { outcome: of, withoutDisputed: of, alternatives: [of, of] };
          expect(answer(doubted)).toEqual(answer({ outcome: of }));
        }),
      );
    });
  });
});

describe('testIncome', () => {
  it.each<[string, Figures, boolean]>([
    ['edge: 88,499', { limit: 'EDGE_MULTIPLE', perCapita: 88_499n }, false],
    ['edge: 88,500 is not below 1.5 × 59,000', { limit: 'EDGE_MULTIPLE', perCapita: 88_500n }, true],
    [
      'edge does not wait for NHSA',
      { limit: 'EDGE_MULTIPLE', perCapita: 88_500n, expenditureKnown: false },
      true,
    ],
    [
      'rigid: below disposable income, ratio met',
      { limit: 'RIGID_TEST', perCapita: 199_999n, ratioMet: true },
      false,
    ],
    [
      'rigid: 12 × 200,000 = disposable income',
      { limit: 'RIGID_TEST', perCapita: 200_000n, ratioMet: true },
      true,
    ],
    ['rigid: ratio not met', { limit: 'RIGID_TEST', perCapita: 100_000n }, true],
    [
      'rigid: ratio not met, NHSA missing',
      { limit: 'RIGID_TEST', perCapita: 100_000n, expenditureKnown: false },
      false,
    ],
    [
      'rigid: NHSA missing does not help above disposable income',
      { limit: 'RIGID_TEST', perCapita: 200_000n, expenditureKnown: false },
      true,
    ],
  ])('%s', (_case, figures, over) => {
    expect(income(figures).over).toBe(over);
  });

  it('compares the exact value, not the printed one', () => {
    const figures = {
      perCapitaMonthly: rational(58_999_733n, 1_000n),
      perCapitaAfterRigid: rational(59_000n),
      rigidRatioMet: false,
    };
    expect(testIncome('STANDARD', figures, LIMITS, true)).toMatchObject({ over: false, basis: 'HOUSEHOLD' });
  });
});

describe('incomeBand', () => {
  it.each([
    [29_499n, 'BELOW_HALF'],
    [29_500n, 'BELOW_STANDARD'],
    [59_000n, 'BELOW_EDGE'],
    [88_499n, 'BELOW_EDGE'],
    [88_500n, 'ABOVE'],
  ])('%s of 59,000: %s', (perCapita, band) => {
    expect(incomeBand(rational(perCapita), 59_000n)).toBe(band);
  });
});
