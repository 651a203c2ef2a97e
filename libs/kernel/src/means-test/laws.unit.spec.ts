import fc from 'fast-check';
import { roundHalfUp, add, compare, multiply, rational, ZERO, type Rational } from '../rational/index.js';
import type { EconomicFact, HouseholdMember, IncomeFact } from './facts.js';
import { PROPERTY_LEVELS } from './means-policy.js';
import { selectFacts, type SelectedFacts } from './selection.rules.js';
import { imputedSupport } from './support.rules.js';
import {
  AS_OF,
  asset,
  counted,
  deposit,
  family,
  income,
  means,
  member,
  policyOf,
  spending,
  state,
  wage,
  WINDOW,
} from './test/means-kit.js';

/** What holds of the means test whatever the facts are. */

const fen = fc.bigInt({ min: 1n, max: 9_000_000n });
const sumOf = (parts: readonly Rational[]): Rational => parts.reduce(add, ZERO);

describe('selection (5.1)', () => {
  /** What a source says of one record, one statement after the other: the last may take the record back. */
  const history = fc.record({
    amounts: fc.array(fc.bigInt({ min: 1n, max: 500_000n }), { minLength: 1, maxLength: 4 }),
    isTakenBack: fc.boolean(),
    isNamed: fc.boolean(),
    agency: fc.constantFrom('TAX', 'HRSS'),
    contract: fc.integer({ min: 0, max: 3 }),
    month: fc.constantFrom('2025-03', '2025-04', '2025-05'),
  });

  const statementsOf = (
    {
      amounts,
      isTakenBack,
      isNamed,
      agency,
      contract,
      month,
    }: typeof history extends fc.Arbitrary<infer T> ? T : never,
    record: number,
  ): IncomeFact[] => {
    let before: IncomeFact | undefined;
    return amounts.map((amountFen, index) => {
      const isLast = index === amounts.length - 1;
      const statement = income(
        'a',
        'wage',
        amountFen,
        [month, month],
        {
          payerKey: `payer ${contract}`,
          itemKey: `item ${record}`,
          observedAt: `2025-06-0${index + 1}T00:00:00.00000${record}Z`,
          retracted: isLast && isTakenBack && index > 0,
          ...(isNamed && before !== undefined && { supersedesFactId: before.factId }),
        },
        agency,
      );
      const recordKey = isNamed ? statement.source.recordKey : `record ${record}`;
      before = { ...statement, source: { ...statement.source, recordKey } };
      return before;
    });
  };

  /** The same statements as they came in: each is recorded after the one before it. */
  const arrived = (order: readonly EconomicFact[]): EconomicFact[] =>
    order.map((fact, place) => ({ ...fact, recordedAtMicros: BigInt(place + 1) }));
  const chosen = (facts: readonly EconomicFact[]): string[] =>
    selectFacts(facts, { validAt: AS_OF })
      .income.map(({ fact, month, amountFen }) => `${fact.factId} ${month} ${amountFen}`)
      .toSorted();

  const inTwoOrders = fc
    .array(history, { minLength: 1, maxLength: 5 })
    .map((all) => all.flatMap(statementsOf))
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );

  it('corrections and retractions come to the same in whatever order they arrive', () => {
    fc.assert(
      fc.property(inTwoOrders, ([told, shuffled]) => {
        expect(chosen(arrived(shuffled))).toEqual(chosen(arrived(told)));
      }),
    );
  });

  it('only the last statement of a record may count, and none of one that was taken back', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 5 }), (all) => {
        const records = all.map(statementsOf);
        const picked = selectFacts(arrived(records.flat()), { validAt: AS_OF }).income.map(
          ({ fact }) => fact.factId,
        );
        for (const statements of records) {
          const last = statements.at(-1);
          const earlier = statements.slice(0, -1).map(({ factId }) => factId);
          expect(picked.filter((factId) => earlier.includes(factId))).toEqual([]);
          if (last?.retracted === true) expect(picked).not.toContain(last.factId);
        }
      }),
    );
  });

  it('what is learned later never changes what was known at an instant', () => {
    fc.assert(
      fc.property(inTwoOrders, fc.nat(20), ([, shuffled], instant) => {
        const all = arrived(shuffled);
        const knownThen = all.filter(({ recordedAtMicros }) => recordedAtMicros <= BigInt(instant));
        const asOfThen = (facts: readonly EconomicFact[]): SelectedFacts =>
          selectFacts(facts, { validAt: AS_OF, knownAtMicros: BigInt(instant) });
        expect(asOfThen(all).income).toEqual(asOfThen(knownThen).income);
      }),
    );
  });

  it('of a payer and month the worse source never adds to the better', () => {
    fc.assert(
      fc.property(fen, fen, (byTax, byHrss) => {
        const [one, other] = [
          wage('a', byTax, { itemKey: 'by tax' }),
          income('a', 'wage', byHrss * 12n, WINDOW, { itemKey: 'base' }, 'HRSS'),
        ];
        const total = (facts: readonly EconomicFact[]) => means(facts).household?.total;
        expect(total([one, other])).toEqual(total([one]));
        expect(total([other, one])).toEqual(total([one]));
      }),
    );
  });
});

describe('members (5.3)', () => {
  const LETTERS = ['a', 'b', 'c', 'd', 'e'] as const;
  const relation = fc.constantFrom('CHILD', 'PARENT', 'SIBLING', 'OTHER');
  const other = fc.record({
    relation,
    birthDate: fc.constantFrom('1950-01-01', '1990-01-01', '2007-07-15', '2007-07-16', '2015-01-01'),
    livesTogetherSince: fc.constantFrom(undefined, '2024-07-15', '2024-07-16', '2010-01-01'),
    study: fc.constantFrom('NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'),
  });
  const household = fc.array(other, { maxLength: 3 }).map((others): HouseholdMember[] => [
    member('a', 'APPLICANT'),
    member('b', 'SPOUSE'),
    ...others.map(({ livesTogetherSince, ...rest }, index) =>
      member(LETTERS[index + 2] ?? 'e', rest.relation as HouseholdMember['relation'], {
        ...(rest as Partial<HouseholdMember>),
        ...(livesTogetherSince !== undefined && { livesTogetherSince }),
      }),
    ),
  ]);
  const leaving = fc.constantFrom('deceased', 'declaredMissing', 'imprisoned', 'compulsoryRehab', 'tekun');

  it('who dies, is missing, in custody or on tekun no longer counts, and nobody else is counted otherwise for it', () => {
    fc.assert(
      fc.property(household, leaving, fc.nat(4), (members, kind, place) => {
        const letter = LETTERS[place % members.length] ?? 'a';
        const before = counted(means([], { members }));
        const after = counted(means([state(letter, kind, '2025-01-01')], { members }));
        expect(after).toBe(before.replace(letter, ''));
      }),
    );
  });

  it('custody counts from its first day to the day before its last', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 3 }), (start, length) => {
        const day = (offset: number): string => `2025-07-${String(15 + offset).padStart(2, '0')}`;
        const term = state('b', 'imprisoned', day(start), { to: day(start + length) });
        const isIn = counted(means([term])).includes('b');
        expect(isIn).toBe(!(start <= 0 && start + length > 0));
      }),
    );
  });

  it('is told of every named person once, in whatever order they are named', () => {
    fc.assert(
      fc.property(
        household.chain((members) =>
          fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
        ),
        ([members, shuffled]) => {
          const verdicts = (of: readonly HouseholdMember[]) =>
            new Map(means([], { members: of }).members.map((each) => [each.personKey, each.membership]));
          expect(verdicts(shuffled)).toEqual(verdicts(members));
          expect(verdicts(members).size).toBe(members.length);
        },
      ),
    );
  });
});

describe('income (5.4)', () => {
  const wages = fc.array(fc.record({ who: fc.constantFrom('a', 'b'), monthly: fen }), { maxLength: 4 });
  const factsOf = (all: readonly { who: string; monthly: bigint }[]): EconomicFact[] =>
    all.map(({ who, monthly }, index) => wage(who, monthly, { payerKey: `p${index}`, itemKey: `${index}` }));

  it('the household has what its counted members have, no more and no less', () => {
    fc.assert(
      fc.property(wages, fc.constantFrom('', 'a', 'b'), (list, inPrison) => {
        const custody = inPrison === '' ? [] : [state(inPrison, 'imprisoned', '2025-01-01')];
        const { members, household } = means([...factsOf(list), ...custody]);
        const own = members
          .filter(({ membership }) => membership.counted)
          .map(({ income: { total } }) => total);
        expect(household?.total).toEqual(sumOf(own));
      }),
    );
  });

  it('of a person the kinds, less what work costs, are the total', () => {
    fc.assert(
      fc.property(wages, fen, (list, pension) => {
        const all = [...factsOf(list), income('a', 'employeePension', pension, WINDOW, {}, 'HRSS')];
        for (const { income: own } of means(all).members) {
          const { employmentCost, taxAndInsurance } = own.deductions;
          expect(taxAndInsurance).toEqual(ZERO);
          const parts = own.kinds.map(({ countedFen }) => rational(countedFen));
          expect(add(own.total, employmentCost)).toEqual(sumOf(parts));
        }
      }),
    );
  });

  it('a head has more with more income, and less with one more mouth to feed', () => {
    fc.assert(
      fc.property(wages, fen, (list, more) => {
        const facts = factsOf(list);
        const perCapita = (of: readonly EconomicFact[], n: number): Rational =>
          means(of, { members: family(n) }).household?.perCapitaMonthly ?? ZERO;
        const richer = perCapita([...facts, income('b', 'rent', more, WINDOW)], 3);
        expect(compare(richer, perCapita(facts, 3))).toBe(1);
        expect(compare(perCapita(facts, 4), perCapita(facts, 3))).toBeLessThanOrEqual(0);
        expect(multiply(perCapita(facts, 4), rational(4n))).toEqual(
          multiply(perCapita(facts, 3), rational(3n)),
        );
      }),
    );
  });

  it('what is spread over months is spread whole: none is lost, none is made', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2_399_999n }), (amountFen) => {
        // 12 months at most, 2,000.00 each: received in the first month of the window, all of it lies in the window
        const paid = income('a', 'severance', amountFen, ['2024-07', '2024-07'], {}, 'HRSS');
        expect(means([paid]).household?.total).toEqual(rational(amountFen));
      }),
    );
  });
});

describe('rigid expenditure (5.4, 5.5)', () => {
  const bills = fc.array(
    fc.record({
      who: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('medicalInpatientOop', 'rehab', 'tuition', 'charityPaidMedical'),
      amount: fen,
    }),
    { maxLength: 6 },
  );
  const factsOf = (all: readonly { who: string; kind: string; amount: bigint }[]): EconomicFact[] =>
    all.map(({ who, kind, amount }) => spending(who, kind as 'rehab', amount));

  it('is what is counted of its members and groups, and never more than was spent', () => {
    fc.assert(
      fc.property(bills, (list) => {
        const { members, household } = means(factsOf(list));
        const groups = members.filter(({ membership }) => membership.counted).flatMap(({ rigid }) => rigid);
        const parts = groups.reduce((sum, { countedFen }) => sum + countedFen, 0n);
        expect(household?.rigidFen).toBe(parts);
        for (const { countedFen, spentFen } of groups) expect(countedFen <= spentFen).toBe(true);
        const spent = list.filter(({ kind }) => !kind.startsWith('charity'));
        expect(parts <= spent.reduce((sum, { amount }) => sum + amount, 0n)).toBe(true);
      }),
    );
  });

  it('leaves a head nothing below 0, and never more than without it', () => {
    fc.assert(
      fc.property(bills, fen, (list, earned) => {
        const { household } = means([income('a', 'rent', earned, WINDOW), ...factsOf(list)]);
        const { perCapitaAfterRigid = ZERO, perCapitaMonthly = ZERO } = household ?? {};
        expect(compare(perCapitaAfterRigid, ZERO)).toBeGreaterThanOrEqual(0);
        expect(compare(perCapitaAfterRigid, perCapitaMonthly)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('imputed support (5.6)', () => {
  const policy = policyOf();

  it('rises with what the obligor has, falls with whom he supports, and together is at most the rate of the surplus', () => {
    fc.assert(
      fc.property(fen, fen, fc.integer({ min: 1, max: 6 }), (perCapita, more, supported) => {
        const of = (income: bigint, persons: number): Rational =>
          imputedSupport(rational(income), persons, policy);
        expect(compare(of(perCapita + more, supported), of(perCapita, supported))).toBeGreaterThanOrEqual(0);
        expect(compare(of(perCapita, supported + 1), of(perCapita, supported))).toBeLessThanOrEqual(0);
        const together = multiply(of(perCapita, supported), rational(BigInt(supported)));
        expect(together).toEqual(of(perCapita, 1));
        expect(roundHalfUp(together) <= perCapita / 2n + 1n).toBe(true);
      }),
    );
  });
});

describe('property (5.7)', () => {
  const possessions = fc.array(
    fc.tuple(
      fc.constantFrom('deposit', 'passengerCar', 'residence', 'shop', 'company', 'machineryLarge'),
      fc.constantFrom('a', 'b'),
      fen,
    ),
    { maxLength: 5 },
  );
  const factsOf = (all: readonly (readonly [string, string, bigint])[]): EconomicFact[] =>
    all.map(([kind, who, value]) => {
      if (kind === 'deposit') return deposit(who, value);
      const attributes = { areaDm2: String((value % 12_000n) + 1n), active: 'true' };
      return asset(who, kind as 'shop', { valueFen: value, attributes }, kind === 'company' ? 'AMR' : 'NR');
    });
  const RANK = { WITHIN: 0, UNKNOWN: 1, OVER: 2 } as const;
  const ranksOf = (facts: readonly EconomicFact[]): number[] => {
    const levels = means(facts).household?.property.levels;
    return PROPERTY_LEVELS.map((level) => RANK[levels?.[level].verdict ?? 'WITHIN']);
  };

  it('one more possession never makes a household poorer, at any of the three levels', () => {
    fc.assert(
      fc.property(possessions, possessions, (have, more) => {
        const [before, after] = [ranksOf(factsOf(have)), ranksOf(factsOf([...have, ...more]))];
        after.forEach((rank, level) => expect(rank).toBeGreaterThanOrEqual(before[level] ?? 0));
      }),
    );
  });

  it('who is within the limits of dibao is within those of an edge family, and of a rigid-expenditure one', () => {
    fc.assert(
      fc.property(possessions, (have) => {
        const [dibao = 0, edge = 0, rigid = 0] = ranksOf(factsOf(have));
        expect(dibao).toBeGreaterThanOrEqual(edge);
        expect(edge).toBeGreaterThanOrEqual(rigid);
      }),
    );
  });

  it('shares of one item are one item: together they are worth what the whole is', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 3_000_000n }),
        fc.integer({ min: 1, max: 9_999 }),
        (value, bp) => {
          const share = (who: string, shareBp: number): EconomicFact => ({
            ...deposit(who, value),
            itemKey: 'joint',
            shareBp,
          });
          const perHead = (facts: readonly EconomicFact[]) =>
            means(facts).household?.property.financialAssetsPerHead;
          expect(perHead([share('a', bp), share('b', 10_000 - bp)])).toEqual(perHead([deposit('a', value)]));
        },
      ),
    );
  });
});
