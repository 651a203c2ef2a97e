import fc from 'fast-check';
import { rational } from '@minzheng/kernel/rational';
import {
  classify,
  type AssetVerdict,
  type ClassificationPolicy,
  type ClassifiedMember,
  type MeansFigures,
} from './classification.rules.js';

const POLICY: ClassificationPolicy = {
  standardFen: 59_000n,
  edgeMultipleBp: 15_000,
  rigidRatioBp: 5_000,
  singlePersonCategories: ['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'],
  disposableIncomeLastYearFen: () => 3_600_000n,
};

const member = (personKey: string, more: Partial<ClassifiedMember> = {}): ClassifiedMember => ({
  personKey,
  isAdult: true,
  isEmployed: false,
  categories: [],
  ownMonthly: rational(0n),
  ownAssets: 'PASS',
  ...more,
});

const assets = (DIBAO: AssetVerdict, EDGE = DIBAO, RIGID = EDGE): MeansFigures['assets'] => ({
  DIBAO,
  EDGE,
  RIGID,
});

/** Three members without anything special, as the examples say otherwise; `pc` in fen. */
const figures = (pc: bigint, more: Partial<MeansFigures> = {}): MeansFigures => ({
  memberCount: 3,
  perCapita: rational(pc),
  perCapitaAfterRigid: rational(pc),
  rigidAnnualFen: 0n,
  isComplete: true,
  missingSources: [],
  assets: assets('PASS'),
  members: [member('a'), member('b'), member('c')],
  ...more,
});

describe('R5: the group of a household', () => {
  it.each<[string, MeansFigures, string, string[]]>([
    ['5.1 pc 589.99', figures(58_999n), 'DIBAO/HOUSEHOLD', []],
    ['5.2 pc 590.00', figures(59_000n), 'EDGE', []],
    [
      '5.3 pc 884.99, a member with a listed major illness',
      figures(88_499n, { members: [member('a'), member('b', { categories: ['SERIOUS_ILLNESS'] })] }),
      'EDGE',
      ['b'],
    ],
    [
      '5.4 pc 885.00, assets fail dibao, rigid share 62 %',
      figures(88_500n, {
        perCapitaAfterRigid: rational(33_630n),
        rigidAnnualFen: (88_500n * 36n * 62n) / 100n,
        assets: assets('FAIL', 'PASS', 'PASS'),
      }),
      'RIGID',
      [],
    ],
    [
      '5.5 spending exactly half of the income',
      figures(200_000n, { perCapitaAfterRigid: rational(100_000n), rigidAnnualFen: 3_600_000n }),
      'NONE',
      [],
    ],
    [
      '5.5 a fen more than half',
      figures(200_000n, { perCapitaAfterRigid: rational(3_599_999n, 36n), rigidAnnualFen: 3_600_001n }),
      'RIGID',
      [],
    ],
    [
      '5.6 pc 500, assets fail dibao, pass edge',
      figures(50_000n, { assets: assets('FAIL', 'PASS') }),
      'EDGE',
      [],
    ],
    [
      '5.7 pc 1,200, adult unemployed grade-1 member',
      figures(120_000n, { members: [member('a'), member('b', { categories: ['SEVERE_DISABILITY'] })] }),
      'NONE',
      ['b'],
    ],
    ['5.8 pc 300, one asset unknown', figures(30_000n, { assets: assets('UNKNOWN') }), 'PENDING', []],
    [
      'after rigid expenditure below the standard',
      figures(62_000n, { perCapitaAfterRigid: rational(50_000n), rigidAnnualFen: 432_000n }),
      'DIBAO/RIGID_DEDUCTION',
      [],
    ],
    ['a source of the core set is missing', figures(30_000n, { isComplete: false }), 'PENDING', []],
    ['more income can only move it further up', figures(400_000n, { isComplete: false }), 'NONE', []],
    ['nobody counts', figures(0n, { memberCount: 0, members: [] }), 'NONE', []],
    [
      'the severely disabled member has work',
      figures(120_000n, {
        members: [member('a', { categories: ['SEVERE_DISABILITY'], isEmployed: true })],
      }),
      'NONE',
      [],
    ],
    [
      'a member of a category earns the standard',
      figures(88_499n, {
        members: [member('a', { categories: ['SERIOUS_ILLNESS'], ownMonthly: rational(59_000n) })],
      }),
      'EDGE',
      [],
    ],
    [
      'the severely disabled adult has own property over the limits',
      figures(120_000n, { members: [member('a', { categories: ['SEVERE_DISABILITY'], ownAssets: 'FAIL' })] }),
      'NONE',
      [],
    ],
    [
      'own property of the severely disabled adult is unknown',
      figures(120_000n, {
        members: [member('a', { categories: ['SEVERE_DISABILITY'], ownAssets: 'UNKNOWN' })],
      }),
      'PENDING',
      [],
    ],
    [
      'a category that the region does not name',
      figures(88_499n, { members: [member('a', { categories: ['HARDSHIP_ELDER'] })] }),
      'EDGE',
      [],
    ],
    [
      'a household that is covered as a whole is not cut down to single members',
      figures(30_000n, { members: [member('a', { categories: ['SEVERE_DISABILITY'] }), member('b')] }),
      'DIBAO/HOUSEHOLD',
      [],
    ],
  ])('%s', (_id, input, group, singlePersons) => {
    const { householdClass, subtype, ...result } = classify(input, POLICY);
    expect([householdClass, subtype].filter(Boolean).join('/')).toBe(group);
    expect(result.singlePersons).toEqual(singlePersons);
    for (const { zh, en } of result.reasons) expect(zh.length > 0 && en.length > 0).toBe(true);
  });

  describe('clergy away for 36 months and more', () => {
    const monk = (more: Partial<ClassifiedMember> = {}) => ({ clergyAway: [member('monk', more)] });

    it.each<[string, MeansFigures, string, string[] | undefined]>([
      ['beside a household without a group', figures(400_000n, monk()), 'NONE', ['monk']],
      [
        'beside a household that is covered as a whole',
        figures(30_000n, monk()),
        'DIBAO/HOUSEHOLD',
        ['monk'],
      ],
      ['in a case of his own', figures(0n, { memberCount: 0, members: [], ...monk() }), 'NONE', ['monk']],
      [
        'with an income of his own',
        figures(60_000n, monk({ ownMonthly: rational(59_000n) })),
        'EDGE',
        undefined,
      ],
      ['with property over the limits', figures(60_000n, monk({ ownAssets: 'FAIL' })), 'EDGE', undefined],
      [
        'with property that is not known',
        figures(60_000n, monk({ ownAssets: 'UNKNOWN' })),
        'PENDING',
        undefined,
      ],
    ])('%s', (_name, input, group, clergyAlone) => {
      const { householdClass, subtype, ...result } = classify(input, POLICY);
      expect([householdClass, subtype].filter(Boolean).join('/')).toBe(group);
      expect(result.clergyAlone).toEqual(clergyAlone);
    });

    it('wait while the household itself is pending', () => {
      const pending = classify(figures(30_000n, { assets: assets('UNKNOWN'), ...monk() }), POLICY);
      expect([pending.householdClass, pending.clergyAlone]).toEqual(['PENDING', undefined]);
    });
  });

  const RANK = { DIBAO: 0, EDGE: 1, RIGID: 2, NONE: 3, PENDING: 4 };

  it('never moves a household down because it earns less', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 400_000n }),
        fc.bigInt({ min: 0n, max: 400_000n }),
        (pc, more) => {
          const rank = (value: bigint): number => RANK[classify(figures(value), POLICY).householdClass];
          expect(rank(pc) <= rank(pc + more)).toBe(true);
        },
      ),
    );
  });

  it('says what is missing while the property is not known', () => {
    const open = figures(58_999n, {
      isComplete: false,
      missingSources: [
        { zh: '银行', en: 'banks' },
        { zh: '税务', en: 'tax' },
      ],
      assets: assets('INCOMPLETE'),
    });
    const { householdClass, reasons } = classify(open, POLICY);
    expect(householdClass).toBe('PENDING');
    expect(reasons).toContainEqual({
      code: 'ASSETS_INCOMPLETE',
      zh: '家庭财产是否符合低保的规定尚不清楚：银行、税务尚未反馈。',
      en: 'Whether the property is within the limits (minimum living guarantee) is not known yet: no complete answer from banks, tax.',
    });
  });

  it('does not depend on the order of the members', () => {
    const people = fc.array(
      fc.record({
        categories: fc.subarray(['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'] as const),
        isEmployed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 200_000n }), people, (pc, list) => {
        const members = list.map((more, index) => member(`person-${index}`, more));
        const forwards = classify(figures(pc, { members }), POLICY);
        const backwards = classify(figures(pc, { members: members.toReversed() }), POLICY);
        expect(backwards.householdClass).toBe(forwards.householdClass);
        expect(backwards.singlePersons.toSorted()).toEqual(forwards.singlePersons.toSorted());
      }),
    );
  });
});
