import type {
  AssetKind,
  EconomicFact,
  ExpenditureKind,
  IncomeKind,
  StatusKind,
} from '@minzheng/kernel/means-test';
import fc from 'fast-check';
import type { Hit } from './indicator.js';
import { INDICATORS } from './registry.js';
import { anyDay, anyMonth, anyStatus, familyOf } from './test/any-facts.js';
import {
  CHILD,
  consent,
  HEAD,
  income,
  OUTSIDER,
  owns,
  paid,
  PARENT,
  spent,
  SPOUSE,
  watchKit,
  type Scene,
  type WatchKit,
} from './test/scene-kit.js';

let kit: WatchKit;
beforeAll(async () => {
  kit = await watchKit();
});

const MEMBERS = familyOf({ child: '2009-05-01', parent: '1940-05-01' });
const OBLIGORS = [{ personKey: OUTSIDER, obligorOfKey: HEAD, relation: 'CHILD' as const }];

const person = fc.constantFrom(HEAD, SPOUSE, CHILD, PARENT, OUTSIDER);
const day = anyDay(-700, 5);
const month = anyMonth(-15, 1);
const fen = fc.constantFrom(1n, 45_000n, 59_000n, 354_000n, 2_000_000n, 5_000_000n, 90_000_000n);

const STATUSES: readonly StatusKind[] = [
  ...(['dibao', 'dibao', 'tekun', 'edge', 'rigid', 'relapseMonitored', 'gradualExit'] as const),
  ...([
    'deceased',
    'declaredMissing',
    'imprisoned',
    'compulsoryRehab',
    'released',
    'hukouMoved',
    'abroad',
  ] as const),
  ...([
    'disabled',
    'disabled',
    'seriousIllness',
    'enrolled',
    'orphan',
    'guardianOf',
    'insuredMedical',
  ] as const),
  ...([
    'unemployedRegistered',
    'employed',
    'fiscalStaff',
    'jobRefused',
    'married',
    'born',
    'visited',
  ] as const),
  ...(['dwellingLost', 'injuredInDisaster', 'inResidentialCare', 'houseUnsafe'] as const),
];
const ATTRIBUTES = [
  {},
  { grade: '1', category: '1' },
  { grade: '3', category: '6' },
  { level: 'BACHELOR', fullTime: 'true' },
  { level: 'UPPER_SECONDARY', fullTime: 'true' },
  { wardKey: CHILD },
  { class: 'COLLAPSED', itemKey: 'flat' },
  { cause: 'DISASTER' },
  { payer: 'STATE' },
  { toRegion: '510811' },
];
const PROGRAMMES = [
  'DIBAO',
  'TEKUN',
  'TEMP_AID',
  'DISABILITY_CARE',
  'OLD_AGE_ALLOWANCE',
  'ORPHAN_ALLOWANCE',
  'EDUCATION_AID',
];
const INCOMES: readonly IncomeKind[] = [
  'wage',
  'employeePension',
  'unemploymentBenefit',
  'expropriation',
  'farming',
];
const SPENDINGS: readonly ExpenditureKind[] = [
  'medicalInpatientOop',
  'rehab',
  'tuition',
  'socialInsurancePaid',
  'charityPaidMedical',
];
const ASSETS: readonly AssetKind[] = [
  'passengerCar',
  'residence',
  'shop',
  'deposit',
  'company',
  'individualBusiness',
];
const AGENCIES: Partial<Record<AssetKind, string>> = {
  deposit: 'BANK',
  company: 'AMR',
  individualBusiness: 'AMR',
};

const fact: fc.Arbitrary<EconomicFact> = fc.oneof(
  { weight: 4, arbitrary: anyStatus(person, day, STATUSES, ATTRIBUTES) },
  fc
    .tuple(
      person,
      fc.constantFrom(...PROGRAMMES),
      month,
      fc.constantFrom('510802001', '510811001'),
      fc.boolean(),
    )
    .map(([who, programme, from, region, householdShare]) =>
      paid(who, programme, from, { region, householdShare }),
    ),
  fc
    .tuple(person, fc.constantFrom(...INCOMES), month, fen, fc.constantFrom('A', 'B', '*'))
    .map(([who, kind, from, amount, payerKey]) =>
      income(who, kind, from, amount, { payerKey, itemKey: `${kind} ${payerKey}` }),
    ),
  fc
    .tuple(person, fc.constantFrom(...SPENDINGS), month, fen)
    .map(([who, kind, from, amount]) => spent(who, kind, from, amount)),
  fc
    .tuple(person, fc.constantFrom(...ASSETS), day, fen, fc.constantFrom('one', 'two'))
    .map(([who, kind, asOf, valueFen, itemKey]) =>
      owns(who, kind, {
        agency: AGENCIES[kind] ?? 'NR',
        itemKey,
        asOf,
        count: 1,
        valueFen,
        attributes: {
          registeredOn: asOf,
          acquiredOn: asOf,
          active: 'true',
          role: 'SUPERVISOR',
          employees: '1',
        },
      }),
    ),
);

const scene = (facts: readonly EconomicFact[], members = MEMBERS): Scene => ({
  facts,
  members,
  obligors: OBLIGORS,
  knowledge: {
    consents: [HEAD, SPOUSE, PARENT].map((each) => consent(each)),
    lastReportValidAt: '2025-01-15',
    householdChangedOn: '2025-02-01',
    refusedOn: '2025-03-01',
    nextReviewOn: '2025-07-01',
  },
  rows: {
    'assistance.rigid.educationCapFen': { SCHOOL: '500000', BACHELOR: '500000' },
  },
});

/** What all 44 find, whatever the order in which they say it. */
function hitsOf(of: Scene): Hit[] {
  const watch = kit.watch(of);
  return INDICATORS.flatMap((indicator) => indicator.find(watch, watch.rules.policyOf(indicator.code)))
    .map((hit) => ({ ...hit, factIds: hit.factIds.toSorted() }))
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}
const placeOf = ({ indicator, personKey, payer, episodeKey }: Hit): string =>
  [indicator, personKey, payer, episodeKey].join(' ');

describe('the hits of a household', () => {
  const facts = fc.array(fact, { maxLength: 25 });

  it('do not depend on the order in which facts came or members were named', () => {
    fc.assert(
      fc.property(
        facts.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length }),
            fc.shuffledSubarray(MEMBERS, { minLength: MEMBERS.length }),
          ),
        ),
        ([inOrder, shuffled, members]) => {
          expect(hitsOf(scene(shuffled, members))).toEqual(hitsOf(scene(inOrder)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('rest on visible facts, are one for each episode, and say nothing of money', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const known = new Set(all.map(({ factId }) => factId));
        const hits = hitsOf(scene(all));
        expect(hits.flatMap(({ factIds }) => factIds).filter((factId) => !known.has(factId))).toEqual([]);
        // what rests on nothing could never be taken back
        const restsOnNothing = hits.filter(
          ({ factIds, grounds = [] }) => factIds.length + grounds.length === 0,
        );
        expect(restsOnNothing.map(({ indicator }) => indicator)).toEqual([]);
        const episodes = hits.map(({ indicator, subject, personKey, episodeKey }) =>
          [indicator, subject === 'PERSON' ? personKey : '', episodeKey].join(' '),
        );
        expect(new Set(episodes).size).toBe(episodes.length);
        for (const { explanation, amountFen = 0n } of hits) {
          const words = `${explanation.zh} ${explanation.en}`;
          expect(words).not.toMatch(/元|\d分|yuan|\bfen\b|CNY/);
          if (amountFen > 9_999n) expect(words).not.toContain(String(amountFen));
        }
      }),
      { numRuns: 150 },
    );
  });
});
