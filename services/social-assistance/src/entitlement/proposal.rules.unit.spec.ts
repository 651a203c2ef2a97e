import fc from 'fast-check';
import { rational } from '@minzheng/kernel/rational';
import type { BenefitPolicy } from './benefit.rules.js';
import { classify, type ClassificationPolicy, type MeansFigures } from './classification.rules.js';
import type { ExtraMember, ExtraPolicy } from './classified-extra.rules.js';
import { proposeBenefit, type BenefitProposal } from './proposal.rules.js';

const KEYS = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-1111-8111-8111-111111111111`);
const [FIRST = '', SECOND = '', THIRD = ''] = KEYS;
const ADULT: ExtraMember = { birthDate: '1985-02-14', isSeriouslyIll: false };
const LIMB_1: ExtraMember = { ...ADULT, disability: { kind: 4, grade: 1 } };
const LIMB_2: ExtraMember = { ...ADULT, disability: { kind: 4, grade: 2 } };
const CHILD: ExtraMember = { birthDate: '2015-04-20', isSeriouslyIll: false };

const propose = (
  standardFen: bigint,
  people: readonly ExtraMember[],
  means: Partial<MeansFigures>,
  month = '2025-07',
): BenefitProposal => {
  const perCapita = means.perCapita ?? rational(0n);
  const figures: MeansFigures = {
    memberCount: people.length,
    perCapita,
    perCapitaAfterRigid: perCapita,
    rigidAnnualFen: 0n,
    isComplete: true,
    missingSources: [],
    assets: { DIBAO: 'PASS', EDGE: 'PASS', RIGID: 'PASS' },
    members: people.map(({ birthDate, disability }, index) => ({
      personKey: KEYS[index]!,
      isAdult: birthDate < '2007-07-01',
      isEmployed: false,
      categories: disability ? ['SEVERE_DISABILITY'] : [],
      ownMonthly: rational(0n),
      ownAssets: 'PASS',
    })),
    ...means,
  };
  const groups: ClassificationPolicy = {
    standardFen,
    edgeMultipleBp: 15_000,
    rigidRatioBp: 5_000,
    singlePersonCategories: ['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'],
    disposableIncomeLastYearFen: () => 3_600_000n,
  };
  const benefit: BenefitPolicy = { standardFen, mode: 'DIFFERENCE', tiers: [], floorFen: 1_000n };
  const extra: ExtraPolicy = {
    standardFen,
    bp: { MINOR: 2_000, AGE_70: 2_000, SEVERE_DISABILITY: 3_000, SERIOUS_ILLNESS: 3_000 },
    mode: 'HIGHEST',
    capBp: 5_000,
  };
  return proposeBenefit({
    classification: classify(figures, groups),
    figures,
    people: new Map(people.map((person, index) => [KEYS[index]!, person])),
    month,
    benefit,
    extra,
  });
};

describe('what is proposed', () => {
  it('is base, extras and shares of the household (scenario 1)', () => {
    const { proposed, alternatives } = propose(59_000n, [ADULT, LIMB_2, CHILD], {
      perCapita: rational(40_000n),
    });
    expect(alternatives).toEqual([]);
    expect(proposed).toMatchObject({
      subtype: 'HOUSEHOLD',
      baseFen: 57_000n,
      monthlyFen: 86_500n,
      extras: [
        { personKey: SECOND, kinds: ['SEVERE_DISABILITY'], fen: 17_700n },
        { personKey: THIRD, kinds: ['MINOR'], fen: 11_800n },
      ],
      shares: [
        { personKey: FIRST, amountFen: 19_000n },
        { personKey: SECOND, amountFen: 36_700n },
        { personKey: THIRD, amountFen: 30_800n },
      ],
    });
    expect(proposed?.reasons.map(({ code }) => code)).toEqual([
      'DIFFERENCE',
      'EXTRA_SEVERE_DISABILITY',
      'EXTRA_MINOR',
    ]);
  });

  it('is the single person of an edge family (scenario 2)', () => {
    const { proposed } = propose(39_000n, [LIMB_1, ADULT, ADULT, ADULT], { perCapita: rational(55_000n) });
    expect(proposed).toMatchObject({ subtype: 'SINGLE_PERSON', baseFen: 39_000n, monthlyFen: 50_700n });
    expect(proposed?.personKeys).toEqual([FIRST]);
  });

  it('is the higher of the two that are open (scenario 2, medical cost of 8,000.00 proved)', () => {
    const { proposed, alternatives } = propose(39_000n, [LIMB_1, ADULT, ADULT, ADULT], {
      perCapita: rational(55_000n),
      perCapitaAfterRigid: rational(1_840_000n, 48n),
      rigidAnnualFen: 800_000n,
    });
    expect(proposed).toMatchObject({ subtype: 'SINGLE_PERSON', monthlyFen: 50_700n });
    expect(alternatives).toMatchObject([
      { subtype: 'RIGID_DEDUCTION', baseFen: 2_667n, monthlyFen: 14_367n },
    ]);
  });

  it('is the household’s on a tie', () => {
    const { proposed, alternatives } = propose(39_000n, [LIMB_1, ADULT], {
      perCapita: rational(45_000n),
      perCapitaAfterRigid: rational(19_500n),
      rigidAnnualFen: 612_000n,
    });
    expect(proposed).toMatchObject({ subtype: 'RIGID_DEDUCTION', monthlyFen: 50_700n });
    expect(alternatives).toMatchObject([{ subtype: 'SINGLE_PERSON', monthlyFen: 50_700n }]);
  });

  it('keeps each single person’s own base', () => {
    const members = ([0n, 12_000n] as const).map((own, index) => ({
      personKey: KEYS[index]!,
      isAdult: true,
      isEmployed: false,
      categories: ['SEVERE_DISABILITY'] as const,
      ownMonthly: rational(own),
      ownAssets: 'PASS' as const,
    }));
    const { proposed } = propose(39_000n, [LIMB_1, LIMB_1], { perCapita: rational(45_000n), members });
    expect(proposed?.shares).toEqual([
      { personKey: FIRST, amountFen: 50_700n },
      { personKey: SECOND, amountFen: 38_700n },
    ]);
  });

  it('is nothing where the minimum living guarantee is not open', () => {
    expect(propose(59_000n, [ADULT, ADULT], { perCapita: rational(60_000n) })).toEqual({ alternatives: [] });
  });

  it('may rise where the household stops being covered as a whole: a step that the rules have', () => {
    const people = [ADULT, LIMB_2, CHILD];
    const below = propose(59_000n, people, { perCapita: rational(58_900n) }).proposed;
    const at = propose(59_000n, people, { perCapita: rational(59_000n) }).proposed;
    expect(below).toMatchObject({ subtype: 'HOUSEHOLD', baseFen: 1_000n, monthlyFen: 30_500n });
    expect(at).toMatchObject({ subtype: 'SINGLE_PERSON', baseFen: 59_000n, monthlyFen: 76_700n });
  });

  it('adds up to the fen, and is never less for a lower income or a higher standard of the whole household', () => {
    const fen = fc.bigInt({ min: 0n, max: 58_000n });
    fc.assert(
      fc.property(
        fen,
        fen,
        fc.bigInt({ min: 59_000n, max: 120_000n }),
        fc.bigInt({ min: 0n, max: 50_000n }),
        (...sums) => {
          const [income, more, standardFen, rise] = sums;
          const people = [ADULT, ADULT, CHILD];
          const total = (standard: bigint, perCapita: bigint): bigint => {
            const { proposed } = propose(standard, people, { perCapita: rational(perCapita) });
            if (proposed === undefined) return 0n;
            const shares = proposed.shares.reduce((sum, { amountFen }) => sum + amountFen, 0n);
            expect(shares).toBe(proposed.monthlyFen);
            return proposed.monthlyFen;
          };
          expect(total(standardFen, income + more) <= total(standardFen, income)).toBe(true);
          expect(total(standardFen + rise, income) >= total(standardFen, income)).toBe(true);
        },
      ),
    );
  });
});

describe('what clergy away from home may get', () => {
  const monk = {
    personKey: SECOND,
    isAdult: true,
    isEmployed: false,
    categories: [],
    ownMonthly: rational(10_000n),
    ownAssets: 'PASS' as const,
  };

  it('stands beside what the household gets', () => {
    const { proposed, alternatives } = propose(59_000n, [ADULT, ADULT], {
      perCapita: rational(58_900n),
      memberCount: 1,
      members: [{ ...monk, personKey: FIRST }],
      clergyAway: [monk],
    });
    expect(proposed).toMatchObject({ subtype: 'HOUSEHOLD', personKeys: [FIRST], monthlyFen: 1_000n });
    expect(alternatives).toMatchObject([
      { subtype: 'SINGLE_PERSON', personKeys: [SECOND], monthlyFen: 49_000n },
    ]);
  });

  it('is proposed in a case of their own', () => {
    const alone = { memberCount: 0, members: [], clergyAway: [monk] };
    expect(propose(59_000n, [ADULT, ADULT], alone)).toMatchObject({
      proposed: { subtype: 'SINGLE_PERSON', personKeys: [SECOND], monthlyFen: 49_000n },
      alternatives: [],
    });
  });
});

describe('what holds of every household', () => {
  const KINDS = [ADULT, LIMB_1, LIMB_2, CHILD];

  /** A household of the kinds, in one way of being paid; the figures in fen a month and head. */
  interface Drawn {
    readonly kinds: readonly number[];
    readonly own: readonly bigint[];
    readonly others: bigint;
    readonly spending: bigint;
    readonly standardFen: bigint;
  }
  const drawn: fc.Arbitrary<Drawn> = fc.record({
    kinds: fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
    own: fc.array(fc.bigInt({ min: 0n, max: 90_000n }), { minLength: 4, maxLength: 4 }),
    others: fc.bigInt({ min: 0n, max: 200_000n }),
    spending: fc.bigInt({ min: 0n, max: 300_000n }),
    standardFen: fc.bigInt({ min: 30_000n, max: 100_000n }),
  });

  const proposalOf = (
    { kinds, own, others, spending, standardFen }: Drawn,
    isReversed = false,
  ): BenefitProposal => {
    const people = kinds.map((kind) => KINDS[kind] ?? ADULT);
    const income = own.reduce((sum, fen) => sum + fen, others);
    const members = people.map(({ birthDate, disability }, index) => ({
      personKey: KEYS[index]!,
      isAdult: birthDate < '2007-07-01',
      isEmployed: false,
      categories: disability ? (['SEVERE_DISABILITY'] as const) : [],
      ownMonthly: rational(own[index] ?? 0n),
      ownAssets: 'PASS' as const,
    }));
    return propose(standardFen, people, {
      perCapita: rational(income, 4n),
      perCapitaAfterRigid: rational(income > spending ? income - spending : 0n, 4n),
      rigidAnnualFen: spending * 12n,
      members: isReversed ? members.toReversed() : members,
    });
  };

  const optionsOf = ({ proposed, alternatives }: BenefitProposal) =>
    proposed ? [proposed, ...alternatives] : alternatives;

  /** What each path that is open in both pays, in the first and in the second. */
  const paths = (one: BenefitProposal, other: BenefitProposal): [bigint, bigint][] =>
    optionsOf(one).flatMap((option) => {
      const same = optionsOf(other).find(({ subtype }) => subtype === option.subtype);
      return same ? [[option.monthlyFen, same.monthlyFen] as [bigint, bigint]] : [];
    });

  const rise = fc.bigInt({ min: 0n, max: 120_000n });

  // Between the paths there is one step that the rules themselves have, tested above: a household that stops being
  // covered as a whole may get more for a single member.
  it('earning more never raises a path', () => {
    fc.assert(
      fc.property(drawn, rise, fc.nat({ max: 3 }), fc.boolean(), (household, more, who, isOwn) => {
        const own = household.own.map((fen, index) => (index === who ? fen + more : fen));
        const richer = isOwn ? { ...household, own } : { ...household, others: household.others + more };
        for (const [before, after] of paths(proposalOf(household), proposalOf(richer))) {
          expect(after <= before).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a higher standard never lowers a path', () => {
    fc.assert(
      fc.property(drawn, rise, (household, more) => {
        const higher = { ...household, standardFen: household.standardFen + more };
        for (const [before, after] of paths(proposalOf(household), proposalOf(higher))) {
          expect(after >= before).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the order of the members does not matter', () => {
    fc.assert(
      fc.property(drawn, (household) => {
        expect(proposalOf(household, true)).toEqual(proposalOf(household));
      }),
    );
  });

  it('the shares add up to the award to the fen, base and extras to the month', () => {
    fc.assert(
      fc.property(drawn, (household) => {
        for (const { shares, baseFen, extras, monthlyFen } of optionsOf(proposalOf(household))) {
          expect(shares.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(monthlyFen);
          expect(extras.reduce((sum, { fen }) => sum + fen, baseFen)).toBe(monthlyFen);
        }
      }),
    );
  });

  it('what is proposed is the highest of what is open', () => {
    fc.assert(
      fc.property(drawn, (household) => {
        const { proposed, alternatives } = proposalOf(household);
        expect(alternatives.every(({ monthlyFen }) => monthlyFen <= (proposed?.monthlyFen ?? -1n))).toBe(
          true,
        );
      }),
    );
  });
});
