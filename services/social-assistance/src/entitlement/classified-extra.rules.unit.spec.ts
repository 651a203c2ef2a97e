import fc from 'fast-check';
import { classifiedExtra, type ExtraMember, type ExtraPolicy } from './classified-extra.rules.js';

const POLICY: ExtraPolicy = {
  standardFen: 59_000n,
  bp: { MINOR: 2_000, AGE_70: 2_000, SEVERE_DISABILITY: 3_000, SERIOUS_ILLNESS: 3_000 },
  mode: 'HIGHEST',
  capBp: 5_000,
};
const SUM: ExtraPolicy = { ...POLICY, mode: 'SUM' };
const LIMB_2 = { kind: 4, grade: 2 };
const member = (birthDate: string, more: Partial<ExtraMember> = {}): ExtraMember => ({
  birthDate,
  isSeriouslyIll: false,
  ...more,
});

describe('R7: the classified extra', () => {
  it.each([
    ['7.1 child of 10', member('2015-04-20'), '2025-06', POLICY, 11_800n],
    [
      '7.2 child, severely disabled',
      member('2015-04-20', { disability: LIMB_2 }),
      '2025-06',
      POLICY,
      17_700n,
    ],
    ['7.3 turns 70 on 15 June: June', member('1955-06-15'), '2025-06', POLICY, 0n],
    ['7.3 turns 70 on 15 June: July', member('1955-06-15'), '2025-07', POLICY, 11_800n],
    ['7.4 turns 18 on 15 June: June', member('2007-06-15'), '2025-06', POLICY, 11_800n],
    ['7.4 turns 18 on 15 June: July', member('2007-06-15'), '2025-07', POLICY, 0n],
    [
      '7.5 aged 72, severely disabled, SUM',
      member('1953-01-01', { disability: LIMB_2 }),
      '2025-06',
      SUM,
      29_500n,
    ],
    [
      '7.6 standard 517.00, serious illness',
      member('1980-01-01', { isSeriouslyIll: true }),
      '2025-06',
      { ...POLICY, standardFen: 51_700n },
      15_510n,
    ],
    ['an adult without ground', member('1980-01-01'), '2025-06', POLICY, 0n],
    [
      'a card that ended the day before',
      member('1980-01-01', { disability: { ...LIMB_2, validTo: '2025-05-31' } }),
      '2025-06',
      POLICY,
      0n,
    ],
    [
      'a card whose last day is the 1st',
      member('1980-01-01', { disability: { ...LIMB_2, validTo: '2025-06-01' } }),
      '2025-06',
      POLICY,
      17_700n,
    ],
    [
      'grade 3 of the mind',
      member('1980-01-01', { disability: { kind: 5, grade: 3 } }),
      '2025-06',
      POLICY,
      17_700n,
    ],
    ['grade 3 of a limb', member('1980-01-01', { disability: { kind: 4, grade: 3 } }), '2025-06', POLICY, 0n],
    [
      'SUM is capped at 50 %',
      member('2015-04-20', { disability: LIMB_2, isSeriouslyIll: true }),
      '2025-06',
      SUM,
      29_500n,
    ],
  ])('%s', (_id, who, month, policy, expected) => {
    expect(classifiedExtra(who, month, policy).fen).toBe(expected);
  });

  it('names the first of equal kinds', () => {
    const both = classifiedExtra(
      member('1980-01-01', { disability: LIMB_2, isSeriouslyIll: true }),
      '2025-06',
      POLICY,
    );
    expect(both.kinds).toEqual(['SEVERE_DISABILITY']);
  });

  it('is never negative and never more than the standard', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_930, max: 2_024 }),
        fc.boolean(),
        fc.option(
          fc.record({ kind: fc.integer({ min: 1, max: 7 }), grade: fc.integer({ min: 1, max: 4 }) }),
          {
            nil: undefined,
          },
        ),
        fc.constantFrom(POLICY, SUM),
        (year, isSeriouslyIll, disability, policy) => {
          const who = { birthDate: `${year}-03-01`, isSeriouslyIll, ...(disability && { disability }) };
          const { fen } = classifiedExtra(who, '2025-06', policy);
          expect(fen >= 0n && fen <= policy.standardFen).toBe(true);
        },
      ),
    );
  });
});
