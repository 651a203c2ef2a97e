import fc from 'fast-check';
import { compare, rational } from '@minzheng/kernel/rational';
import { dibaoAmount, type BenefitPolicy } from './benefit.rules.js';
import {
  classify,
  type AssetVerdict,
  type ClassificationPolicy,
  type MeansFigures,
} from './classification.rules.js';
import { illnessCountyVisit, illnessDibao, type IllnessFigures } from './illness-dibao.rules.js';

const POLICY: ClassificationPolicy = {
  standardFen: 60_000n,
  edgeMultipleBp: 15_000,
  rigidRatioBp: 5_000,
  singlePersonCategories: [],
  disposableIncomeLastYearFen: () => 3_000_000n,
  illness: { incomeBasis: 'PER_HEAD', costKinds: ['medicalInpatientOop'], deductsMedical: true },
};
const BENEFIT: BenefitPolicy = { standardFen: 60_000n, mode: 'DIFFERENCE', tiers: [], floorFen: 1_000n };

interface Household {
  readonly annualFen: bigint;
  readonly inpatientFen: bigint;
  readonly fiscalPaid?: boolean;
  readonly assets?: AssetVerdict;
  readonly otherRigidFen?: bigint;
}

/** Three members; all rigid expenditure but `otherRigidFen` is inpatient cost. */
const figures = (household: Household, more: Partial<MeansFigures> = {}): MeansFigures => {
  const { annualFen, inpatientFen, fiscalPaid = false, assets = 'PASS', otherRigidFen = 0n } = household;
  const left = (spentFen: bigint) => rational(spentFen > annualFen ? 0n : annualFen - spentFen, 36n);
  const illness: IllnessFigures = {
    perCapitaAfterOtherRigid: left(otherRigidFen),
    inpatientOwnPaidFen: inpatientFen,
    hasFiscalPaidMember: fiscalPaid,
  };
  return {
    memberCount: 3,
    perCapita: rational(annualFen, 36n),
    perCapitaAfterRigid: left(inpatientFen + otherRigidFen),
    rigidAnnualFen: inpatientFen + otherRigidFen,
    isComplete: true,
    missingSources: [],
    assets: { DIBAO: assets, EDGE: assets, RIGID: assets },
    members: [],
    illness,
    ...more,
  };
};

describe('R8: the minimum living guarantee by cost of illness', () => {
  it.each<[string, Household, bigint]>([
    ['8.1', { annualFen: 7_200_000n, inpatientFen: 6_000_000n }, 80_000n],
    ['8.4 rounds to 0.00, so the floor', { annualFen: 7_200_000n, inpatientFen: 5_040_001n }, 1_000n],
    ['8.5 more than the income', { annualFen: 7_200_000n, inpatientFen: 9_000_000n }, 180_000n],
  ])('%s', (_id, household, baseFen) => {
    const { answer, refusals, perCapitaAfterIllness } = illnessDibao(figures(household), POLICY);
    expect([answer, refusals]).toEqual(['YES', []]);
    expect(dibaoAmount(3, perCapitaAfterIllness, BENEFIT).fen).toBe(baseFen);
  });

  it.each<[string, Household, string[]]>([
    ['8.2', { annualFen: 9_000_000n, inpatientFen: 8_000_000n }, ['INCOME_LIMIT']],
    ['8.3', { annualFen: 7_200_000n, inpatientFen: 5_040_000n }, ['NOT_BELOW_STANDARD']],
    [
      '8.6 the wife is a civil servant',
      { annualFen: 7_200_000n, inpatientFen: 6_000_000n, fiscalPaid: true },
      ['FISCAL_PAID'],
    ],
    ['8.6 all of it outpatient', { annualFen: 7_200_000n, inpatientFen: 0n }, ['NOT_BELOW_STANDARD']],
    ['property', { annualFen: 7_200_000n, inpatientFen: 6_000_000n, assets: 'FAIL' }, ['ASSETS']],
    [
      'everything at once',
      { annualFen: 9_000_000n, inpatientFen: 0n, assets: 'FAIL', fiscalPaid: true },
      ['INCOME_LIMIT', 'NOT_BELOW_STANDARD', 'ASSETS', 'FISCAL_PAID'],
    ],
  ])('%s is refused: %s', (_id, household, refusals) => {
    const result = illnessDibao(figures(household), POLICY);
    expect([result.answer, result.refusals]).toEqual(['NO', refusals]);
    expect(result.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(refusals));
  });

  it('stays open while an asset or a source is not known', () => {
    const household = { annualFen: 7_200_000n, inpatientFen: 6_000_000n };
    expect(illnessDibao(figures({ ...household, assets: 'UNKNOWN' }), POLICY).answer).toBe('OPEN');
    expect(illnessDibao(figures(household, { isComplete: false }), POLICY).answer).toBe('OPEN');
  });

  it('compares the income of the household where the region says so', () => {
    const household = figures({ annualFen: 7_200_000n, inpatientFen: 6_000_000n });
    const illness = { incomeBasis: 'HOUSEHOLD', costKinds: [], deductsMedical: true } as const;
    expect(illnessDibao(household, { ...POLICY, illness }).refusals).toEqual(['INCOME_LIMIT']);
  });

  it('says which applications the county visits', () => {
    const none = { hasStableJob: false, hasCommercialPension: false, isSplitHukou: false };
    expect(illnessCountyVisit(none)).toEqual([]);
    const all = illnessCountyVisit({ hasStableJob: true, hasCommercialPension: true, isSplitHukou: true });
    expect(all.map(({ code }) => code)).toEqual(['STABLE_JOB', 'COMMERCIAL_PENSION', 'SPLIT_HUKOU']);
  });
});

describe('R5 (4): by illness, where the region has switched it on', () => {
  const groupOf = (household: Household, policy = POLICY): string => {
    const { householdClass, subtype } = classify(figures(household), policy);
    return [householdClass, subtype].filter(Boolean).join('/');
  };
  const { illness: _switchedOn, ...off } = POLICY;

  it('takes the place of MEDICAL in the rigid deduction', () => {
    const household = { annualFen: 7_200_000n, inpatientFen: 6_000_000n };
    expect(groupOf(household)).toBe('DIBAO/ILLNESS');
    expect(groupOf(household, off)).toBe('DIBAO/RIGID_DEDUCTION');
  });

  it('leaves the other groups of rigid expenditure where they were', () => {
    const household = { annualFen: 7_200_000n, inpatientFen: 0n, otherRigidFen: 6_000_000n };
    expect(groupOf(household)).toBe('DIBAO/RIGID_DEDUCTION');
    const { basis } = classify(figures(household), POLICY);
    expect(basis).toEqual(rational(1_200_000n, 36n));
  });

  it('goes on to the other groups where it is refused', () => {
    const household = { annualFen: 7_200_000n, inpatientFen: 6_000_000n, fiscalPaid: true };
    expect(groupOf(household)).toBe('RIGID');
  });

  it('needs its figures', () => {
    const { illness: _none, ...without } = figures({ annualFen: 7_200_000n, inpatientFen: 0n });
    expect(() => classify(without, POLICY)).toThrow(RangeError);
    expect(() => illnessDibao(without, POLICY)).toThrow(RangeError);
  });

  it('never pays less for a higher cost, nor more for a higher income', () => {
    const fen = fc.bigInt({ min: 0n, max: 8_000_000n });
    fc.assert(
      fc.property(fen, fen, fen, (annualFen, inpatientFen, more) => {
        const income = (household: Household) =>
          illnessDibao(figures(household), POLICY).perCapitaAfterIllness;
        const before = income({ annualFen, inpatientFen });
        expect(compare(income({ annualFen, inpatientFen: inpatientFen + more }), before) <= 0).toBe(true);
        expect(compare(income({ annualFen: annualFen + more, inpatientFen }), before) >= 0).toBe(true);
      }),
    );
  });
});
