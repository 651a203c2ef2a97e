import {
  compositionOf,
  plainMeans,
  testMeans,
  type EconomicFact,
  type HouseholdMember,
  type MeansQuestion,
  type MeansResult,
} from '@minzheng/kernel/means-test';
import { addDays, addMonths, monthOf, monthsBetween } from '@minzheng/kernel/months';
import fc from 'fast-check';
import type { ConsentForm } from '../consents/consent.rules.js';
import { meansPolicyOn } from './counted.rules.js';
import { isOpenByLaw } from './watched-person.js';
import {
  CHILD,
  consent,
  FAMILY,
  HEAD,
  income,
  member,
  OUTSIDER,
  PARENT,
  owns,
  spent,
  SPOUSE,
  status,
  TODAY,
  watchKit,
  type Scene,
  type WatchKit,
} from './test/scene-kit.js';

let kit: WatchKit;
beforeAll(async () => {
  kit = await watchKit();
});

const MEMBERS = [
  member(HEAD, 'APPLICANT', '1961-03-01'),
  member(SPOUSE, 'SPOUSE', '1962-04-01'),
  member(CHILD, 'CHILD', '2000-05-01', { livesTogetherSince: '2024-06-01' }),
];
const OBLIGORS = [{ personKey: OUTSIDER, obligorOfKey: HEAD, relation: 'CHILD' as const }];

/** The obligor's own: what it has it has for two. */
const OF_OBLIGOR = {
  members: [member(OUTSIDER, 'APPLICANT', '1990-01-01'), member(PARENT, 'SPOUSE', '1991-01-01')],
  obligors: [],
};

const who = fc.constantFrom(HEAD, SPOUSE, CHILD, OUTSIDER, PARENT);
const month = fc.integer({ min: -20, max: 0 }).map((months) => addMonths(monthOf(TODAY), months));
const day = fc.integer({ min: -400, max: 3 }).map((days) => addDays(TODAY, days));
const fen = fc.constantFrom(1n, 45_001n, 354_000n, 5_000_000n);
const quality = fc.constantFrom('REGISTERED', 'REGISTERED', 'REGISTERED', 'SURVEYED', 'DECLARED');
const agency = fc.constantFrom('TAX', 'HRSS', 'MCN');

const fact: fc.Arbitrary<EconomicFact> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        ...{ who, agency, month, fen, quality },
        kind: fc.constantFrom('wage', 'employeePension', 'bonus', 'farming'),
        payerKey: fc.constantFrom('A', '*'),
        months: fc.integer({ min: 0, max: 11 }),
      })
      .map(({ who: personKey, kind, months, month: from, fen: amountFen, ...more }) =>
        income(personKey, kind, from, amountFen, {
          ...more,
          ...(kind === 'farming' && { to: addMonths(from, months) }),
          itemKey: 'one',
        }),
      ),
  },
  fc
    .tuple(who, fc.constantFrom('medicalInpatientOop', 'socialInsurancePaid'), month, fen, agency, quality)
    .map(([personKey, kind, of, amountFen, by, told]) =>
      spent(personKey, kind, of, amountFen, { agency: by, quality: told, itemKey: 'one' }),
    ),
  fc
    .tuple(who, fc.constantFrom('passengerCar', 'residence', 'deposit'), day, quality)
    .map(([personKey, kind, asOf, told]) =>
      owns(personKey, kind, { agency: kind === 'deposit' ? 'BANK' : 'NR', asOf, quality: told }),
    ),
  fc
    .tuple(who, fc.constantFrom('dibao', 'deceased', 'disabled'), day)
    .map(([personKey, kind, from]) => status(personKey, kind, from, { attributes: { grade: '1' } })),
);

/** Of assets of several persons the order is that of the persons, or that of their facts. */
const inOrder = ({ selected: _selected, ...means }: MeansResult): object => means;

describe('a member who lives apart and owes support', () => {
  const apart = member(OUTSIDER, 'CHILD', '1990-01-01');
  const totalOf = (consents: readonly ConsentForm[]) =>
    kit
      .watch({
        members: [...FAMILY, apart],
        facts: monthsBetween('2024-07', '2025-06').map((each) => income(OUTSIDER, 'wage', each, 1_000_000n)),
        knowledge: { consents },
      })
      .meansOn(TODAY)?.household?.total;

  it('has support imputed under a consent of his own to what the household is supported for', () => {
    const { numerator = 0n } = totalOf([consent(OUTSIDER, { purposes: ['MONITORING'] })]) ?? {};
    expect(numerator).toBeGreaterThan(0n);
    expect(totalOf([])).toEqual({ numerator: 0n, denominator: 1n });
    expect(totalOf([consent(OUTSIDER, { purposes: ['HEATING'] })])).toEqual({
      numerator: 0n,
      denominator: 1n,
    });
  });

  describe('and has a household of his own on record', () => {
    const consents = [consent(OUTSIDER, { purposes: ['MONITORING'] })];
    /** 350,000 a month after the cost of work, which is capped at one standard. */
    const facts = monthsBetween('2024-07', '2025-06').map((each) => income(OUTSIDER, 'wage', each, 409_000n));
    const imputed = (scene: Partial<Scene>) => {
      const means = kit
        .watch({
          facts,
          obligorHouseholds: new Map([[OUTSIDER, OF_OBLIGOR]]),
          knowledge: { consents },
          ...scene,
        })
        .meansOn(TODAY);
      return means?.household?.total;
    };
    const inside = { members: [...FAMILY, apart] };
    const outside = { obligors: OBLIGORS };

    it.each<[string, Partial<Scene>]>([
      ['in the household', inside],
      ['outside it', outside],
    ])('owes by what his own has a head, named %s: (175,000 − 118,000) × 50 %', (_where, named) => {
      expect(imputed(named)).toEqual({ numerator: 12n * 28_500n, denominator: 1n });
      expect(imputed({ ...named, obligorHouseholds: new Map() })).toEqual({
        numerator: 12n * 116_000n,
        denominator: 1n,
      });
      expect(imputed({ ...named, knowledge: { consents: [] } })).toEqual({ numerator: 0n, denominator: 1n });
    });

    it('counts what those have who live with him', () => {
      const wages = monthsBetween('2024-07', '2025-06').map((each) => income(PARENT, 'wage', each, 409_000n));
      const withWife = { facts: [...facts, ...wages] };
      expect(imputed({ ...inside, ...withWife })).toEqual(imputed({ ...outside, ...withWife }));
      expect(imputed({ ...inside, ...withWife })).toEqual({ numerator: 12n * 116_000n, denominator: 1n });
    });

    it('lends nothing to a household in which he counts', () => {
      const together = member(OUTSIDER, 'CHILD', '1990-01-01', { livesTogetherSince: '2020-01-01' });
      const home = owns(PARENT, 'residence');
      const assetsWith = (person: HouseholdMember) =>
        kit
          .watch({
            ...{ members: [...FAMILY, person], facts: [home], knowledge: { consents } },
            obligorHouseholds: new Map([[OUTSIDER, OF_OBLIGOR]]),
          })
          .meansOn(TODAY)?.selected.assets;
      expect(assetsWith(together)).toEqual([]);
      expect(assetsWith(apart)).toEqual([home]);
    });
  });
});

describe('the means test of a watch, of any day and window', () => {
  it('comes to what the means test of all facts comes to', () => {
    fc.assert(
      fc.property(
        fc.array(fact, { maxLength: 30 }),
        fc.constantFrom(
          '2025-07-15T00:00:00+08:00',
          '2025-06-15T10:00:00+08:00',
          '2025-04-20T00:00:00+08:00',
        ),
        fc.boolean(),
        fc.array(
          fc.tuple(fc.constantFrom(TODAY, '2025-06-30', '2025-01-15'), fc.constantFrom(undefined, 6)),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (facts, upTo, isPermitted, asked) => {
          const watch = kit.watch({
            ...{ facts, members: MEMBERS, obligors: OBLIGORS },
            obligorHouseholds: isPermitted ? new Map([[OUTSIDER, OF_OBLIGOR]]) : new Map(),
            knowledge: {
              watermarks: ['TAX', 'HRSS'].map((each) => ({ agency: each, dataset: each, upTo })),
              consents: isPermitted ? [consent(OUTSIDER, { purposes: ['MONITORING'] })] : [],
            },
          });
          for (const [asOf, windowMonths] of asked) {
            const policy = meansPolicyOn(watch, asOf);
            const covered = kit.watch({
              ...{ today: asOf, members: MEMBERS },
              knowledge: {
                watermarks: ['TAX', 'HRSS'].map((each) => ({ agency: each, dataset: each, upTo })),
              },
            }).covered;
            const question: MeansQuestion = {
              snapshot: { members: MEMBERS, obligors: OBLIGORS },
              facts: facts.filter(isOpenByLaw),
              asOf,
              policy: windowMonths === undefined ? policy : { ...policy, windowMonths },
              coveredThrough: covered,
              withoutConsent: new Set(isPermitted ? [] : [OUTSIDER]),
              obligorHouseholds: isPermitted ? new Map([[OUTSIDER, OF_OBLIGOR]]) : new Map(),
            };
            const composition = compositionOf(question);
            const apart = composition.obligors.map(({ personKey }) => personKey);
            const withoutConsent = new Set([...(question.withoutConsent ?? []), ...apart]);
            const plain = testMeans({ ...question, composition, withoutConsent });
            const means = watch.meansOn(asOf, windowMonths);
            expect(means && inOrder(plainMeans(means))).toEqual(inOrder(plain));
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
