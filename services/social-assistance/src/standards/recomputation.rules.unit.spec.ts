import type { Month } from '@minzheng/kernel/months';
import fc from 'fast-check';
import type { Assessed } from '../awards/assessed.js';
import { baseOf, extrasOf } from '../awards/award-segments.js';
import {
  partsOf,
  recomputeSegments,
  type AmountPolicy,
  type StandingSegment,
} from './recomputation.rules.js';

const HUSBAND = '11111111-1111-8111-8111-111111111111';
const WIFE = '22222222-2222-8222-8222-222222222222';
const CHILD = '33333333-3333-8333-8333-333333333333';

const policyOf = (standardFen: bigint, change: Partial<AmountPolicy['benefit']> = {}): AmountPolicy => ({
  benefit: {
    standardFen,
    mode: 'DIFFERENCE',
    tiers: [
      { name: 'A', minimumGapBp: 7_000, payBp: 8_500 },
      { name: 'B', minimumGapBp: 4_000, payBp: 6_000 },
      { name: 'C', minimumGapBp: 0, payBp: 3_500 },
    ],
    floorFen: 1_000n,
    ...change,
  },
  extra: {
    standardFen,
    bp: { MINOR: 2_000, AGE_70: 2_000, SEVERE_DISABILITY: 3_000, SERIOUS_ILLNESS: 3_000 },
    mode: 'HIGHEST',
    capBp: 5_000,
  },
});

const person = (personKey: string, birthDate: string, ownFen = '0') => ({
  personKey,
  birthDate,
  isSeriouslyIll: false,
  ownMonthly: { numerator: ownFen, denominator: '1' },
});

/** The family of scenario 1: 14,400.00 a year, a wife with a limb-2 card, a child of 10. */
const FAMILY: Assessed = {
  subtype: 'HOUSEHOLD',
  memberCount: 3,
  perCapita: { numerator: '40000', denominator: '1' },
  members: [
    person(HUSBAND, '1985-03-02'),
    { ...person(WIFE, '1987-08-21'), disability: { kind: 4, grade: 2, validTo: '2030-12-31' } },
    person(CHILD, '2015-05-11'),
  ],
};

describe('what an award pays under a standard', () => {
  it('leaves out the part of the base of who has lost it, also under a new standard', () => {
    const parts = partsOf({ ...FAMILY, withoutBase: [WIFE] }, '2025-10', policyOf(64_900n));
    expect(parts.map(({ baseFen, extraFen }) => [baseFen, extraFen])).toEqual([
      [24_900n, 0n],
      [0n, 19_470n],
      [24_900n, 12_980n],
    ]);
  });

  it.each([
    [59_000n, 57_000n, [0n, 17_700n, 11_800n]],
    [64_900n, 74_700n, [0n, 19_470n, 12_980n]],
  ])('is computed on what it was assessed on: standard of %s fen', (standardFen, base, extras) => {
    const parts = partsOf(FAMILY, '2025-10', policyOf(standardFen));
    expect(baseOf(parts)).toBe(base);
    expect(parts.map(({ extraFen }) => extraFen)).toEqual(extras);
    expect(parts.map(({ personKey }) => personKey)).toEqual([HUSBAND, WIFE, CHILD]);
  });

  it('is the standard less the own income for a single person, in every mode', () => {
    const single: Assessed = {
      ...FAMILY,
      subtype: 'SINGLE_PERSON',
      members: [person(WIFE, '1987-08-21', '12000')],
    };
    expect(baseOf(partsOf(single, '2025-10', policyOf(39_000n, { mode: 'TIER' })))).toBe(27_000n);
  });

  it('is the part of the tier where a region pays by tiers', () => {
    const two: Assessed = {
      ...FAMILY,
      memberCount: 2,
      perCapita: { numerator: '6000', denominator: '1' },
      members: FAMILY.members.slice(0, 2).map(({ personKey, birthDate }) => person(personKey, birthDate)),
    };
    const parts = partsOf(two, '2025-10', policyOf(39_000n, { mode: 'TIER' }));
    expect(parts.map(({ baseFen }) => baseFen)).toEqual([33_150n, 33_150n]);
  });

  it('loses the extra of a child that has come of age', () => {
    const policy = policyOf(59_000n);
    expect(extrasOf(partsOf(FAMILY, '2033-05', policy)) - extrasOf(partsOf(FAMILY, '2033-06', policy))).toBe(
      11_800n,
    );
  });

  it('never falls with a higher standard', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 100_000n),
        fc.bigInt(0n, 100_000n),
        fc.bigInt(0n, 300_000n),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('DIFFERENCE' as const, 'TIER' as const),
        (standardFen, rise, incomeFen, memberCount, mode) => {
          const assessed: Assessed = {
            ...FAMILY,
            memberCount,
            perCapita: { numerator: incomeFen.toString(), denominator: memberCount.toString() },
          };
          const total = (fen: bigint) => {
            const parts = partsOf(assessed, '2025-10', policyOf(fen, { mode }));
            return baseOf(parts) + extrasOf(parts);
          };
          expect(total(standardFen + rise)).toBeGreaterThanOrEqual(total(standardFen));
        },
      ),
    );
  });
});

describe('the segments of an award', () => {
  const at = (standardFen: bigint, month: Month = '2025-07', assessed = FAMILY) => ({
    parts: partsOf(assessed, month, policyOf(standardFen)),
    standardFen,
  });
  const segment = (from: Month, before?: Month, change: Partial<StandingSegment> = {}): StandingSegment => ({
    id: `segment-${from}`,
    cause: 'DECISION',
    assessed: null,
    months: { from, ...(before === undefined ? {} : { before }) },
    ...at(59_000n),
    ...change,
  });
  /** The standard rises to 649.00 in October 2025. */
  const amountOf = (assessed: Assessed, month: Month) =>
    at(month < '2025-10' ? 59_000n : 64_900n, month, assessed);
  const raise = (segments: readonly StandingSegment[], from = '2025-10', turns: readonly Month[] = []) =>
    recomputeSegments(segments, FAMILY, from, turns, amountOf);

  it('are cut where the new standard begins', () => {
    expect(raise([segment('2025-07')])).toEqual([
      {
        id: 'segment-2025-07',
        from: '2025-10',
        isReplaced: false,
        assessed: null,
        added: [{ months: { from: '2025-10' }, ...at(64_900n) }],
      },
    ]);
  });

  it('stay when it is done again', () => {
    const [change] = raise([segment('2025-07')]);
    const next = change!.added.map((paid) => ({ id: 'next', cause: 'STANDARD', assessed: null, ...paid }));
    expect(raise([segment('2025-07', '2025-10'), ...next])).toEqual([]);
  });

  it('are replaced where they begin in the first month or later, each on its own', () => {
    const changes = raise([segment('2025-07', '2025-11'), segment('2025-11')]);
    expect(
      changes.map(({ id, from, isReplaced, added }) => [id, from, isReplaced, added[0]?.months]),
    ).toEqual([
      ['segment-2025-07', '2025-10', false, { from: '2025-10', before: '2025-11' }],
      ['segment-2025-11', '2025-11', true, { from: '2025-11' }],
    ]);
  });

  it('of a gradual exit keep their amount', () => {
    expect(raise([segment('2025-07', undefined, { cause: 'GRADUAL_EXIT' })])).toEqual([]);
  });

  it('are found on what was known for their months', () => {
    const earlier: Assessed = { ...FAMILY, perCapita: { numerator: '50000', denominator: '1' } };
    const changes = raise([
      segment('2025-07', '2025-11', { assessed: earlier, ...at(59_000n, '2025-07', earlier) }),
      segment('2025-11'),
    ]);
    expect(changes.map(({ assessed, added }) => [assessed, baseOf(added[0]!.parts)])).toEqual([
      [earlier, 44_700n],
      [null, 74_700n],
    ]);
  });

  it('turn where a policy turns, and only where the amount does', () => {
    const [change] = raise([segment('2025-07')], '2025-07', ['2025-08', '2025-10', '2026-01']);
    expect(change?.from).toBe('2025-10');
    expect(change?.added.map(({ months }) => months)).toEqual([{ from: '2025-10' }]);
  });
});
