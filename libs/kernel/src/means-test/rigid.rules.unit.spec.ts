import fc from 'fast-check';
import { rational } from '../rational/index.js';
import { rigidRatio } from './rigid.rules.js';
import { compare } from '../rational/index.js';
import { PolicyMissing } from '../policy/index.js';
import type { EconomicFact, Study } from './facts.js';
import {
  family,
  income,
  key,
  means,
  member,
  printed,
  spending,
  state,
  WINDOW,
  type Ask,
} from './test/means-kit.js';

const RURAL: Ask = { members: family(4), hukou: 'RURAL' };
const EARNED = income('a', 'rent', 3_600_000n, WINDOW);
const after = (facts: readonly EconomicFact[], ask: Ask = RURAL) => means([EARNED, ...facts], ask).household!;
const net = (facts: readonly EconomicFact[], ask?: Ask): bigint | undefined => {
  const { perCapitaAfterRigid } = after(facts, ask);
  return printed({
    numerator: perCapitaAfterRigid.numerator * 48n,
    denominator: perCapitaAfterRigid.denominator,
  });
};
const medical = (fen: bigint): EconomicFact => spending('b', 'medicalInpatientOop', fen);

describe('rigid spending (5.4, R3)', () => {
  it.each<[string, bigint | undefined, bigint]>([
    ['3.1 medical 20,000', net([medical(2_000_000n)]), 1_600_000n],
    ['3.2 medical 17,280', net([medical(1_728_000n)]), 1_872_000n],
    [
      '3.4 private school 15,000, public fee 6,000',
      net([spending('c', 'tuition', 1_500_000n, {}, 'EDU')], {
        ...RURAL,
        members: [
          ...family(2),
          member('c', 'CHILD', { birthDate: '2012-01-01', study: 'SCHOOL' }),
          ...family(4).slice(3),
        ],
      }),
      3_000_000n,
    ],
    ['3.5 medical 50,000', net([medical(5_000_000n)]), 0n],
    [
      '3.6 without a settlement sheet nothing is deducted',
      net([spending('b', 'medicalInpatientOop', 2_000_000n, { quality: 'DECLARED' }, 'assistance')]),
      3_600_000n,
    ],
    [
      'what a charity paid comes off its group',
      net([medical(2_000_000n), spending('b', 'charityPaidMedical', 500_000n, {}, 'organizations')]),
      2_100_000n,
    ],
    [
      'a group that the region does not deduct',
      net([spending('b', 'basicRent', 500_000n, {}, 'HOU')]),
      3_600_000n,
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  describe('education, up to the public fee of the stage', () => {
    const tuition = spending('b', 'tuition', 1_500_000n, {}, 'EDU');
    const of = (study: Study): Ask => ({
      ...RURAL,
      members: family(4).map((each) => (each.personKey === key('b') ? { ...each, study } : each)),
      overrides: { 'assistance.rigid.educationCapFen': { SCHOOL: '300000', BACHELOR: '600000' } },
    });
    const enrolled = (level: string, from: string, to?: string): EconomicFact =>
      state('b', 'enrolled', from, { ...(to !== undefined && { to }), attributes: { level } }, 'EDU');

    it.each<[string, Study, EconomicFact[], bigint]>([
      ['school', 'SCHOOL', [], 300_000n],
      ['bachelor', 'BACHELOR', [], 600_000n],
      ['in no school', 'NONE', [], 0n],
      ['beyond bachelor', 'MASTER_OR_ABOVE', [], 0n],
      [
        'the school tells of who is stated to be in none',
        'NONE',
        [enrolled('COMPULSORY', '2024-09-01')],
        300_000n,
      ],
      [
        'what was left on the last day before the window',
        'NONE',
        [enrolled('BACHELOR', '2020-09-01', '2024-07-01')],
        0n,
      ],
      [
        'what was left on the first day of the window',
        'NONE',
        [enrolled('BACHELOR', '2020-09-01', '2024-07-02')],
        600_000n,
      ],
      [
        'the last stage of the window',
        'BACHELOR',
        [enrolled('UPPER_SECONDARY', '2021-09-01', '2024-09-01'), enrolled('MASTER_OR_ABOVE', '2024-09-01')],
        0n,
      ],
      ['a stage that begins after the window', 'SCHOOL', [enrolled('BACHELOR', '2025-07-01')], 300_000n],
    ])('%s', (_name, study, facts, counted) => {
      expect(net([tuition, ...facts], of(study))).toBe(3_600_000n - counted);
    });

    it('a region may name the fee of a kindergarten', () => {
      const ask = {
        ...of('NONE'),
        overrides: { 'assistance.rigid.educationCapFen': { NONE: '200000', SCHOOL: '1', BACHELOR: '1' } },
      };
      expect(net([tuition], ask)).toBe(3_400_000n);
    });

    it('but a school without its fee is missing a row', () => {
      const ask = { ...of('SCHOOL'), overrides: { 'assistance.rigid.educationCapFen': { BACHELOR: '1' } } };
      expect(() => net([tuition], ask)).toThrow(PolicyMissing);
    });
  });

  it('3.2 exactly the standard is not below, 3.3 a cent more spent is', () => {
    const against = (fen: bigint): number =>
      compare(after([medical(fen)]).perCapitaAfterRigid, rational(39_000n));
    expect([against(1_728_000n), against(1_728_001n)]).toEqual([0, -1]);
    expect(printed(after([medical(1_728_001n)]).perCapitaAfterRigid)).toBe(39_000n);
  });

  it('3.6 says why', () => {
    const result = means(
      [EARNED, spending('b', 'medicalInpatientOop', 1n, { quality: 'DECLARED' }, 'assistance')],
      RURAL,
    );
    expect(
      JSON.stringify(result.members[1]?.rigid, (_key, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).toContain('EVIDENCE_MISSING');
  });
});

describe('the rigid ratio (5.5)', () => {
  it.each([
    ['exactly half', 3_000_000n, 6_000_000n, false, 5_000n],
    ['a fen more', 3_000_001n, 6_000_000n, true, 5_000n],
    ['neither', 0n, 0n, false, 0n],
    ['no income', 500_000n, 0n, true, undefined],
    ['more than the income', 6_500_000n, 6_000_000n, true, 10_833n],
    ['a third', 1_000_000n, 3_000_000n, false, 3_333n],
  ])('%s', (_name, rigid, total, met, basisPoints) => {
    const ratio = rigidRatio(rigid, rational(total), 5_000);
    expect([ratio.met, printed(ratio.basisPoints)]).toEqual([met, basisPoints]);
  });

  it('is met exactly where the spending is more than the part of the income', () => {
    const fen = fc.bigInt({ min: 0n, max: 10_000_000n });
    fc.assert(
      fc.property(fen, fen, (rigid, total) => {
        expect(rigidRatio(rigid, rational(total), 5_000).met).toBe(rigid > 0n && rigid * 2n > total);
      }),
    );
  });
});
