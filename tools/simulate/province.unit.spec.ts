import { createHash } from 'node:crypto';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { PolicyBook } from '@minzheng/kernel/policy';
import { indicate, MONTHLY, WITH_FACTS } from '../../services/verification/src/evaluation/indication.js';
import { INDICATORS } from '../../services/verification/src/indicators/registry.js';
import { buildWatch, type Watch } from '../../services/verification/src/indicators/watch.js';
import { economicFacts } from './economic.mjs';
import { linesOf } from './lines.mjs';
import { policyRows } from './policies.mjs';
import { PLANTED_CODES, province, TODAY, type SimulatedHousehold } from './province.mjs';
import { knowledgeOf, onRecord } from './watches.mjs';

const PEOPLE = 2_400;
/** More than anybody has of his own: nobody's facts are filled up, which no rule would see. */
const SHORT = 40;

const households = (options: Partial<Parameters<typeof province>[0]> = {}): SimulatedHousehold[] => [
  ...province({ people: PEOPLE, seed: 'spec', factsAPerson: SHORT, ...options }).households(),
];

const digestOf = (seed: string): string => {
  const digest = createHash('sha256');
  for (const household of province({ people: 300, seed }).households()) {
    for (const line of linesOf(household)) digest.update(line.file).update(line.text);
  }
  return digest.digest('hex');
};

describe('a simulated province', () => {
  const all = households();
  const persons = [
    ...new Map(all.flatMap(({ members }) => members.map((each) => [each.personKey, each]))).values(),
  ];

  it('is the same for the same seed, and another for another', () => {
    expect(digestOf('a')).toBe(digestOf('a'));
    expect(digestOf('a')).not.toBe(digestOf('b'));
  });

  it('has as many people as were asked for, each with a valid number of a province that there never was', () => {
    expect(persons).toHaveLength(PEOPLE);
    expect(new Set(persons.map(({ idNumber }) => idNumber)).size).toBe(PEOPLE);
    const wrong = persons.filter(({ idNumber, birthDate }) => {
      const parsed = parseIdNumber(idNumber, TODAY);
      return !parsed.ok || parsed.birthDate !== birthDate || !/^1[6-9]/.test(idNumber);
    });
    expect(wrong).toEqual([]);
  });

  it('has a clue in so many households as Hunan had, each indicator as often, G2 more', () => {
    const planted = all.flatMap(({ plant }) => (plant ? [plant.indicator] : []));
    expect(planted).toHaveLength(Math.round((PEOPLE * 95_000) / 4_421_200));
    const counts = Map.groupBy(planted, (code) => code);
    expect([...counts.keys()].sort()).toEqual(PLANTED_CODES);
    const often = Math.floor(planted.length / PLANTED_CODES.length);
    for (const [code, found] of counts)
      if (code !== 'G2') expect([code, found.length]).toEqual([code, often]);
  });

  it('has two persons a household, and a fact of each person for every one that was asked for', () => {
    expect(PEOPLE / all.length).toBeGreaterThan(1.9);
    expect(PEOPLE / all.length).toBeLessThan(2.3);
    const [first] = province({ people: 50, seed: 'spec', factsAPerson: 60 }).households();
    for (const { facts } of first?.members ?? []) {
      expect(new Set(facts.map(({ factId }) => factId)).size).toBe(60);
    }
  });

  it('hits what is planted, and nothing else', () => {
    const book = new PolicyBook(policyRows());
    const known = new Set<string>(INDICATORS.map(({ code }) => code));
    const wrong: string[] = [];
    for (const household of all) {
      const found = hitsOf(household, book, all);
      const { plant } = household;
      const expected = plant && known.has(plant.indicator) ? [plant.indicator] : [];
      if (found.map(({ code }) => code).join() !== expected.join() && !isOther(household, all)) {
        const told = found.map(({ code, en }) => `${code} (${en})`);
        wrong.push(`${household.type} ${plant?.indicator ?? 'quiet'}: ${told.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The household to which somebody of the one before belongs as well: it sees the same episode (B6). */
const isOther = ({ number }: SimulatedHousehold, all: readonly SimulatedHousehold[]): boolean =>
  all[number - 1]?.plant?.indicator === 'B6';

function hitsOf(household: SimulatedHousehold, book: PolicyBook, all: readonly SimulatedHousehold[]) {
  const overlapping = household.plant?.indicator === 'B6' ? [all[household.number + 1]] : [];
  const watch = watchOf(
    household,
    book,
    overlapping.flatMap((other) => (other ? [watchOf(other, book, [])] : [])),
  );
  return [WITH_FACTS, MONTHLY].flatMap((timings) =>
    indicate(watch, timings).hits.map(({ indicator, explanation }) => ({
      code: indicator,
      en: explanation.en,
    })),
  );
}

function watchOf(household: SimulatedHousehold, book: PolicyBook, overlapping: readonly Watch[]): Watch {
  const facts = economicFacts(household);
  return buildWatch({
    today: TODAY,
    region: household.region.slice(0, 9),
    book,
    household: onRecord(household),
    facts,
    writtenBack: new Map(),
    knowledge: { ...knowledgeOf(household, TODAY), householdChangedOn: household.asOf, overlapping },
  });
}
