import fc from 'fast-check';
import { addMonths } from '@minzheng/kernel/months';
import { rational } from '@minzheng/kernel/rational';
import type { BenefitPolicy } from './benefit.rules.js';
import { gradualExit, type GradualExitPolicy, type GradualExitQuestion } from './gradual-exit.rules.js';

const BENEFIT: BenefitPolicy = { standardFen: 59_000n, mode: 'DIFFERENCE', tiers: [], floorFen: 1_000n };
const POLICY: GradualExitPolicy = {
  months: 6,
  scheduleBp: [10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
  ceilingStd: 2,
  gapMonths: 24,
  causes: ['EMPLOYMENT'],
};
const HEBEI: GradualExitPolicy = { ...POLICY, causes: ['EMPLOYMENT', 'REGISTERED_POOR'] };

const review = (pc: bigint, more: Partial<GradualExitQuestion> = {}): GradualExitQuestion => ({
  concludedOn: '2025-06-18',
  state: 'ACTIVE',
  isSinglePerson: false,
  memberCount: 3,
  oldBaseFen: 57_000n,
  perCapita: rational(pc),
  assets: 'PASS',
  causes: ['EMPLOYMENT'],
  povertyFlag: 'NONE',
  benefit: BENEFIT,
  ...more,
});

describe('R9: gradual exit', () => {
  it('9.1 pays the old base for six months, then ceases', () => {
    const decision = gradualExit(review(70_000n), POLICY);
    expect(decision).toMatchObject({
      outcome: 'GRADUAL_EXIT',
      months: ['07', '08', '09', '10', '11', '12'].map((month) => ({
        month: `2025-${month}`,
        baseFen: 57_000n,
      })),
      ceasedFrom: '2026-01',
    });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['INCOME_NOT_BELOW', 'GRADUAL_EXIT']);
  });

  it.each<[string, GradualExitQuestion, string[]]>([
    ['9.2 pc 1,180.00 = 2 std', review(118_000n), ['INCOME_NOT_BELOW', 'CEILING']],
    ['9.3 an inheritance', review(70_000n, { causes: ['INHERITANCE'] }), ['INCOME_NOT_BELOW', 'CAUSE']],
    [
      '9.6 the last one ended ten months ago',
      review(70_000n, { lastGradualExitMonth: '2024-08' }),
      ['INCOME_NOT_BELOW', 'GAP'],
    ],
    ['property', review(70_000n, { assets: 'FAIL' }), ['INCOME_NOT_BELOW', 'ASSETS']],
    ['income within, property over', review(30_000n, { assets: 'FAIL' }), ['INCOME_BELOW', 'ASSETS']],
  ])('%s: ceased from July', (_id, question, codes) => {
    const decision = gradualExit(question, POLICY);
    expect(decision).toMatchObject({ outcome: 'CEASE', from: '2025-07' });
    expect(decision.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it.each<[string, GradualExitQuestion, GradualExitPolicy, string]>([
    ['9.4 pc 590.00', review(59_000n), POLICY, 'GRADUAL_EXIT'],
    ['a fen under two standards', review(117_999n), POLICY, 'GRADUAL_EXIT'],
    ['still below the standard', review(58_999n), POLICY, 'CONTINUE'],
    ['the gap is over', review(70_000n, { lastGradualExitMonth: '2023-06' }), POLICY, 'GRADUAL_EXIT'],
    ['the gap’s last month', review(70_000n, { lastGradualExitMonth: '2023-07' }), POLICY, 'CEASE'],
    [
      'Hebei: any cause of a registered poor household',
      review(70_000n, { causes: ['INHERITANCE'], povertyFlag: 'REGISTERED_POOR' }),
      HEBEI,
      'GRADUAL_EXIT',
    ],
    [
      'Hebei: not of a monitored one',
      review(70_000n, { causes: ['INHERITANCE'], povertyFlag: 'MONITORED' }),
      HEBEI,
      'CEASE',
    ],
    [
      'the flag alone is no cause elsewhere',
      review(70_000n, { causes: [], povertyFlag: 'REGISTERED_POOR' }),
      POLICY,
      'CEASE',
    ],
    ['an asset is unknown', review(70_000n, { assets: 'UNKNOWN' }), POLICY, 'PENDING'],
    ['an asset is unknown, income below', review(30_000n, { assets: 'INCOMPLETE' }), POLICY, 'PENDING'],
    ['an exit that runs goes on', review(70_000n, { state: 'GRADUAL_EXIT' }), POLICY, 'CONTINUE'],
    [
      'below again, an asset unknown',
      review(30_000n, { state: 'GRADUAL_EXIT', assets: 'UNKNOWN' }),
      POLICY,
      'PENDING',
    ],
    [
      'below again, property over: the exit goes on',
      review(30_000n, { state: 'GRADUAL_EXIT', assets: 'FAIL' }),
      POLICY,
      'CONTINUE',
    ],
  ])('%s', (_id, question, policy, outcome) => {
    expect(gradualExit(question, policy).outcome).toBe(outcome);
  });

  it('9.5 the job is lost in month 3: active next month', () => {
    const lost = review(30_000n, { state: 'GRADUAL_EXIT', concludedOn: '2025-09-10' });
    expect(gradualExit(lost, POLICY)).toMatchObject({
      outcome: 'ACTIVE_AGAIN',
      from: '2025-10',
      baseFen: 87_000n,
    });
    const alone = review(30_000n, { state: 'GRADUAL_EXIT', isSinglePerson: true, memberCount: 1 });
    expect(gradualExit(alone, POLICY)).toMatchObject({ outcome: 'ACTIVE_AGAIN', baseFen: 29_000n });
  });

  it('9.6 a schedule of 100, 100, 100, 50, 50, 50: month 4', () => {
    const scheduleBp = [10_000, 10_000, 10_000, 5_000, 5_000, 5_000];
    const decision = gradualExit(review(70_000n), { ...POLICY, scheduleBp });
    if (decision.outcome !== 'GRADUAL_EXIT') throw new Error(decision.outcome);
    expect(decision.months[3]).toEqual({ month: '2025-10', baseFen: 28_500n });
  });

  it.each([
    ['more than six months', { ...POLICY, months: 7 }],
    ['no month', { ...POLICY, months: 0 }],
    ['a month without a step', { ...POLICY, scheduleBp: [10_000] }],
    ['more than the old base', { ...POLICY, scheduleBp: [10_001, 1, 1, 1, 1, 1] }],
  ])('refuses %s', (_name, policy) => {
    expect(() => gradualExit(review(70_000n), policy)).toThrow(RangeError);
  });

  it('never pays more than the old base, for at most six months', () => {
    const step = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 59_000n, max: 117_999n }),
        fc.bigInt({ min: 0n, max: 1_000_000n }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(step, { minLength: 6, maxLength: 6 }),
        (pc, oldBaseFen, months, scheduleBp) => {
          const decision = gradualExit(review(pc, { oldBaseFen }), { ...POLICY, months, scheduleBp });
          if (decision.outcome !== 'GRADUAL_EXIT') throw new Error(decision.outcome);
          expect(decision.months).toHaveLength(months);
          expect(decision.months.every(({ baseFen }) => baseFen >= 0n && baseFen <= oldBaseFen)).toBe(true);
          expect(decision.ceasedFrom).toBe(addMonths('2025-07', months));
        },
      ),
    );
  });
});
