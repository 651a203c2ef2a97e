import { rational, toWire } from '@minzheng/kernel/rational';
import type { AssessmentResult } from '../applications/assessment.rules.js';
import type { StoredOption } from '../applications/assessment.js';
import type { Assessed } from '../awards/assessed.js';
import { reviewFinding, type ReviewQuestion, type RunningAward } from './review-finding.rules.js';

const [A, B, C] = ['a', 'b', 'c'] as const;
const STANDARD = 59_000n;

const perHead = (yuan: number) => toWire(rational(BigInt(Math.round(yuan * 100))));

/** The award of example 6.1: 570.00 for three, on 400.00 a head. */
const assessed = (yuan = 400): Assessed => ({
  ...{ subtype: 'HOUSEHOLD', memberCount: 3, perCapita: perHead(yuan) },
  members: [A, B, C].map((personKey) => ({
    ...{ personKey, birthDate: '1990-01-01', isSeriouslyIll: false, ownMonthly: perHead(0) },
  })),
});
const award = (change: Partial<RunningAward> = {}): RunningAward => ({
  ...{ programme: 'DIBAO', state: 'ACTIVE', subtype: 'HOUSEHOLD', assessed: assessed(), oldBaseFen: 57_000n },
  parts: [A, B, C].map((personKey) => ({ personKey, baseFen: 19_000n, extraFen: 0n, extraKinds: [] })),
  ...change,
});

const option = (monthlyFen: bigint, change: Partial<StoredOption> = {}): StoredOption => ({
  ...{ subtype: 'HOUSEHOLD', personKeys: [A, B, C], baseFen: `${monthlyFen}`, monthlyFen: `${monthlyFen}` },
  ...{ extras: [], reasons: [] },
  shares: [A, B, C].map((personKey) => ({ personKey, amountFen: `${monthlyFen / 3n}` })),
  ...change,
});

const result = (yuan: number, proposed?: StoredOption): AssessmentResult => ({
  ...{ memberCount: 3, perCapitaMonthly: perHead(yuan), perCapitaAfterRigid: perHead(yuan) },
  ...{ householdClass: proposed ? 'DIBAO' : 'EDGE', reasons: [], alternatives: [] },
  ...(proposed && { proposed }),
});

const question = (change: Partial<ReviewQuestion> = {}): ReviewQuestion => ({
  ...{ award: award(), result: result(400, option(57_000n)), ownMonthly: new Map(), assets: 'PASS' },
  ...{ concludedOn: '2025-06-18', causes: ['EMPLOYMENT'], povertyFlag: 'NONE', refusers: new Set() },
  benefit: { standardFen: STANDARD, mode: 'DIFFERENCE', tiers: [], floorFen: 1_000n },
  review: {
    ...{ months: { A: 12, B: 6, EDGE: 12 }, illnessMonths: 12, materialStdBp: 1_000, deathMonths: 3 },
    ...{ emergencyExtensionMonths: 3, isEmergency: false },
  },
  gradualExit: () => ({
    ...{ months: 6, scheduleBp: Array<number>(6).fill(10_000), ceilingStd: 2, gapMonths: 24 },
    causes: ['EMPLOYMENT'],
  }),
  ...change,
});

describe('what a review comes to (R5–R9, R19)', () => {
  it.each([
    // 19.6: 20 yuan are less than a tenth of 590, 60 are not
    [420, 51_000n, 'UNCHANGED'],
    [460, 39_000n, 'DECREASE'],
    [340, 75_000n, 'INCREASE'],
    [400, 57_000n, 'UNCHANGED'],
  ] as const)('at %d yuan a head is as the change is clear', (yuan, monthlyFen, outcome) => {
    const finding = reviewFinding(question({ result: result(yuan, option(monthlyFen)) }));
    expect(finding.outcome).toBe(outcome);
    expect('option' in finding ? finding.option.monthlyFen : undefined).toBe(
      outcome === 'UNCHANGED' ? undefined : `${monthlyFen}`,
    );
  });

  it('is a gradual exit of six months of the old base for a job (9.1)', () => {
    expect(reviewFinding(question({ result: result(700) }))).toMatchObject({
      outcome: 'GRADUAL_EXIT',
      exit: { ceasedFrom: '2026-01', months: Array(6).fill({ baseFen: 57_000n }) as object[] },
    });
  });

  it.each([
    ['from twice the standard on (9.2)', { result: result(1_180) }],
    ['where the income rose by something else (9.3)', { result: result(700), causes: ['INHERITANCE'] }],
    [
      'after an exit ten months ago (9.6)',
      { award: award({ lastGradualExitMonth: '2024-08' }), result: result(700) },
    ],
  ])('ends the award %s', (_when, change) => {
    expect(reviewFinding(question(change)).outcome).toBe('CEASE');
  });

  it('pays in full again when the job is lost in the exit (9.5), and lets the exit run on while it is not', () => {
    const inExit = award({ state: 'GRADUAL_EXIT', assessed: assessed() });
    expect(reviewFinding(question({ award: inExit, result: result(300, option(87_000n)) }))).toMatchObject({
      outcome: 'INCREASE',
      option: { monthlyFen: '87000' },
    });
    expect(reviewFinding(question({ award: inExit, result: result(700) })).outcome).toBe('UNCHANGED');
  });

  it('looks at the own income of who is guaranteed alone', () => {
    const alone = award({
      ...{ subtype: 'SINGLE_PERSON', assessed: { ...assessed(), subtype: 'SINGLE_PERSON' } },
      parts: [{ personKey: A, baseFen: 59_000n, extraFen: 0n, extraKinds: [] }],
    });
    const single = {
      subtype: 'SINGLE_PERSON',
      personKeys: [A],
      shares: [{ personKey: A, amountFen: '53100' }],
    };
    const own = (fen: bigint) => new Map([A, B, C].map((key) => [key, rational(fen)]));
    const found = (fen: bigint) =>
      reviewFinding(
        question({ award: alone, ownMonthly: own(fen), result: result(800, option(53_100n, single)) }),
      );
    expect(found(5_899n).outcome).toBe('UNCHANGED');
    expect(found(5_900n).outcome).toBe('DECREASE');
  });

  it('leaves open what an unknown asset or a missing source leaves open', () => {
    const open = { ...result(700), householdClass: 'PENDING' };
    expect(reviewFinding(question({ result: open })).outcome).toBe('PENDING');
    expect(reviewFinding(question({ result: result(700), assets: 'UNKNOWN' })).outcome).toBe('PENDING');
  });

  it.each([
    ['EDGE', 'EDGE', 'UNCHANGED'],
    ['EDGE', 'DIBAO', 'UNCHANGED'],
    ['EDGE', 'NONE', 'CEASE'],
    ['RIGID', 'EDGE', 'UNCHANGED'],
    ['RIGID', 'NONE', 'CEASE'],
    ['EDGE', 'RIGID', 'CEASE'],
  ] as const)('of a group %s that is found to be %s is %s', (programme, householdClass, outcome) => {
    const group = award({ programme, subtype: null, parts: [], assessed: null, oldBaseFen: 0n });
    expect(
      reviewFinding(question({ award: group, result: { ...result(700), householdClass } })).outcome,
    ).toBe(outcome);
  });

  describe('where somebody refuses work three times running', () => {
    const refusing = (change: Partial<ReviewQuestion> = {}) =>
      reviewFinding(question({ refusers: new Set([B]), ...change }));

    it('takes that person’s part of the base, and no extra', () => {
      const extras = [{ personKey: B, kinds: ['SEVERE_DISABILITY'], amountFen: '17700' }];
      const shares = [A, B, C].map((personKey) => ({
        personKey,
        amountFen: personKey === B ? '36700' : '19000',
      }));
      const proposed = option(57_000n, { monthlyFen: '74700', extras, shares });
      const finding = refusing({ result: result(400, proposed) });
      expect(finding).toMatchObject({
        outcome: 'DECREASE',
        option: {
          ...{ baseFen: '38000', monthlyFen: '55700', extras },
          shares: [{ amountFen: '19000' }, { amountFen: '17700' }, { amountFen: '19000' }],
        },
      });
      expect(finding.reasons.map(({ code }) => code)).toContain('WORK_REFUSED');
    });

    it('stays as it is once taken, and gives it back afterwards', () => {
      const lost = award({
        assessed: { ...assessed(), withoutBase: [B] },
        parts: award().parts.map((part) => (part.personKey === B ? { ...part, baseFen: 0n } : part)),
      });
      expect(refusing({ award: lost }).outcome).toBe('UNCHANGED');
      expect(reviewFinding(question({ award: lost })).outcome).toBe('INCREASE');
    });
  });
});
