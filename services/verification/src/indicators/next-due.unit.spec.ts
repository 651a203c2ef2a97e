import type { EconomicFact, StatusKind } from '@minzheng/kernel/means-test';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import fc from 'fast-check';
import { indicate, WITH_FACTS } from '../evaluation/indication.js';
import { nextStatusTurn } from './days.js';
import type { Timing } from './indicator.js';
import { anyDay, anyMonth, anyStatus, familyOf } from './test/any-facts.js';
import {
  CHILD,
  HEAD,
  income,
  owns,
  paid,
  PARENT,
  spent,
  SPOUSE,
  status,
  TODAY,
  watchKit,
  type Scene,
  type WatchKit,
} from './test/scene-kit.js';

const DAILY: ReadonlySet<Timing> = new Set(['DAILY']);
const DAYS = 130;
const HRSS_LAG = 5;

let kit: WatchKit;
beforeAll(async () => {
  kit = await watchKit();
});

const MEMBERS = familyOf({ child: '2007-09-20', parent: '1945-09-01' });

const person = fc.constantFrom(HEAD, SPOUSE, CHILD, PARENT);
const day = anyDay(-420, 60);
const month = anyMonth(-14, 0);
const fen = fc.constantFrom(45_000n, 354_000n, 2_000_000n, 6_000_000n);

const STATUSES: readonly StatusKind[] = [
  ...(['dibao', 'tekun', 'relapseMonitored', 'deceased', 'imprisoned', 'released', 'hukouMoved'] as const),
  ...(['disabled', 'disabled', 'enrolled', 'enrolled', 'insuredMedical', 'abroad', 'visited'] as const),
  ...(['unemployedRegistered', 'unemployedRegistered', 'compulsoryRehab'] as const),
];
const ATTRIBUTES = [
  { grade: '1', category: '1', level: 'BACHELOR', fullTime: 'true', toRegion: '510811' },
  { grade: '2', category: '6', level: 'UPPER_SECONDARY', toRegion: '510811', validTo: addDays(TODAY, 20) },
];

const fact: fc.Arbitrary<EconomicFact> = fc.oneof(
  { weight: 4, arbitrary: anyStatus(person, day, STATUSES, ATTRIBUTES) },
  fc
    .tuple(person, fc.constantFrom('DIBAO', 'DISABILITY_CARE', 'OLD_AGE_ALLOWANCE', 'EDUCATION_AID'), month)
    .map(([who, programme, from]) => paid(who, programme, from)),
  {
    weight: 2,
    arbitrary: fc
      .tuple(person, fc.constantFrom('wage', 'unemploymentBenefit', 'workInjuryNursing'), month, fen)
      .map(([who, kind, from, amount]) => income(who, kind as 'wage', from, amount, { agency: 'HRSS' })),
  },
  fc
    .tuple(person, fc.constantFrom('socialInsurancePaid', 'medicalInpatientOop'), month)
    .map(([who, kind, from]) => spent(who, kind as 'tuition', from, 20_000n, { agency: 'HRSS' })),
  person.map((who) => owns(who, 'passengerCar', { asOf: '2025-01-01', valueFen: 3_000_000n })),
);

/** TAX and HRSS go on to tell what they know, HRSS as late as it may: nothing new of these persons. */
const on = (today: CivilDate, facts: readonly EconomicFact[], members = MEMBERS): Scene => ({
  today,
  facts,
  members,
  knowledge: {
    watermarks: [
      { agency: 'TAX', dataset: 'TAX', upTo: `${today}T00:00:00+08:00` },
      { agency: 'HRSS', dataset: 'HRSS', upTo: `${addDays(today, -HRSS_LAG)}T00:00:00+08:00` },
    ],
    nextReviewOn: '2025-09-17',
  },
});

const look = (scene: Scene) => {
  const { hits, nextDueOn, missing } = indicate(kit.watch(scene), DAILY);
  if (missing !== undefined) throw missing;
  const names = hits.map((hit) => [hit.indicator, hit.personKey[0], hit.payer, hit.episodeKey].join(' '));
  return { names, nextDueOn };
};

/** What is found on a day on which nobody looks. */
function unseen(facts: readonly EconomicFact[], members = MEMBERS): string[] {
  const missed: string[] = [];
  const first = look(on(TODAY, facts, members));
  const seen = new Set(first.names);
  let due = first.nextDueOn;
  for (let passed = 1; passed <= DAYS; passed++) {
    const today = addDays(TODAY, passed);
    const now = look(on(today, facts, members));
    if (due === today) {
      due = now.nextDueOn;
      for (const name of now.names) seen.add(name);
    } else missed.push(...now.names.filter((name) => !seen.has(name)).map((name) => `${today} ${name}`));
  }
  return missed;
}

it.each<[string, string, string | undefined]>([
  ['yesterday', '2025-07-14', undefined],
  ['today', TODAY, '2025-07-16'],
  ['tomorrow', '2025-07-16', '2025-07-17'],
])('a certificate whose last day is %s', (_name, validTo, turn) => {
  const card = status(HEAD, 'disabled', '2025-01-01', { attributes: { grade: '1', category: '1', validTo } });
  expect(nextStatusTurn(kit.watch({ facts: [card] }))).toBe(turn);
});

describe('a time-driven indicator', () => {
  it('has said the day before on which it finds something new though no fact comes', () => {
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 12 }), (facts) => {
        expect(unseen(facts)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it.each<[string, string, EconomicFact[]]>([
    [
      'the unemployment benefit runs out',
      'C6',
      [
        status(HEAD, 'unemployedRegistered', '2025-01-01', { agency: 'HRSS' }),
        income(HEAD, 'unemploymentBenefit', '2025-07', 45_000n, { agency: 'HRSS' }),
      ],
    ],
    [
      'a good month leaves the window',
      'C6',
      [
        status(HEAD, 'unemployedRegistered', '2025-01-01', { agency: 'HRSS' }),
        income(HEAD, 'wage', '2024-09', 60_000_000n),
      ],
    ],
    [
      'an enrolment is told in advance',
      'E7',
      [status(CHILD, 'enrolled', '2025-09-01', { attributes: { level: 'BACHELOR', fullTime: 'true' } })],
    ],
    [
      'nursing after an accident at work ends',
      'F2',
      [
        status(HEAD, 'disabled', '2025-01-01', { agency: 'DPF', attributes: { grade: '1', category: '1' } }),
        income(HEAD, 'workInjuryNursing', '2025-07', 45_000n, { agency: 'HRSS' }),
      ],
    ],
    [
      'a certificate begins later',
      'F2',
      [status(HEAD, 'disabled', '2025-08-01', { agency: 'DPF', attributes: { grade: '1', category: '1' } })],
    ],
  ])('has: %s', (_name, indicator, facts) => {
    // nothing else has them looked at on that day
    const members = MEMBERS.slice(0, 3);
    expect(unseen(facts, members)).toEqual([]);
    const days = Array.from(
      { length: DAYS },
      (_, passed) => look(on(addDays(TODAY, passed), facts, members)).names,
    );
    const [first = [], ...later] = days;
    const news = later.flat().filter((name) => !first.includes(name));
    expect(new Set(news.map((name) => name.slice(0, 2)))).toContain(indicator);
  });
});

describe('income that is unknown', () => {
  const TOMORROW = addDays(TODAY, 1);
  const monitored = status(HEAD, 'relapseMonitored', '2025-01-01');
  const jobless = status(HEAD, 'unemployedRegistered', '2025-06-10', { agency: 'HRSS' });
  const pension = (amountFen: bigint): EconomicFact =>
    income(HEAD, 'employeePension', '2024-07', amountFen, { to: '2025-06', agency: 'HRSS' });
  const hospital = (amountFen: bigint): EconomicFact =>
    spent(HEAD, 'medicalInpatientOop', '2025-06', amountFen, { agency: 'NHSA' });
  const sought = (facts: readonly EconomicFact[], isIncomeKnown: boolean) => {
    const { hits, nextDueOn } = indicate(kit.watch({ members: MEMBERS, facts, isIncomeKnown }), WITH_FACTS);
    return { codes: hits.map(({ indicator }) => indicator), nextDueOn };
  };

  it.each<[string, EconomicFact[]]>([
    ['E1', [pension(300_000n), hospital(2_500_000n)]],
    ['E4', [hospital(264_024n)]],
    ['E5', [hospital(264_024n)]],
    ['F1', [monitored]],
    ['C6', [jobless]],
  ])('is asked for again the next day where %s lacks nothing else', (code, facts) => {
    expect(sought(facts, true).codes).toContain(code);
    const unknown = sought(facts, false);
    expect(unknown.codes).not.toContain(code);
    expect(unknown.nextDueOn).toBe(TOMORROW);
  });

  it.each<[string, EconomicFact[]]>([
    ['nothing is known', []],
    ['there is enough of it', [monitored, pension(60_000_000n), hospital(264_024n)]],
  ])('is not asked for where no indicator waits for it: %s', (_why, facts) => {
    expect(sought(facts, false)).toMatchObject({ codes: [], nextDueOn: sought(facts, true).nextDueOn });
  });

  it('is not waited for where monitoring may not use what is told of it', () => {
    const knowledge = { withheld: new Set(['TAX']) };
    const { nextDueOn } = indicate(
      kit.watch({ members: MEMBERS, facts: [monitored], knowledge }),
      WITH_FACTS,
    );
    expect(nextDueOn).toBe(sought([monitored], true).nextDueOn);
  });

  it('keeps nothing from being found for longer than a day', () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 12 }), (facts) => {
        const unknown = sought(facts, false);
        const missed = sought(facts, true).codes.filter((code) => !unknown.codes.includes(code));
        if (missed.length === 0) return;
        kept += 1;
        expect(unknown.nextDueOn).toBe(TOMORROW);
      }),
      { numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(0);
  });
});
