import { plainMeans, testMeans, type EconomicFact } from '@minzheng/kernel/means-test';
import {
  consent,
  earned,
  family,
  found,
  key,
  member,
  paid,
  status,
  TODAY,
  watchOf,
} from './test/watch-kit.js';
import * as kit from './test/scene-kit.js';
import type { Scene } from './test/watch-kit.js';

const upTo = (instant: string): Scene => ({
  knowledge: { watermarks: ['TAX', 'HRSS'].map((agency) => ({ agency, dataset: agency, upTo: instant })) },
});

describe('the means test of a watch', () => {
  const wage = earned('a', 'wage', 200_000n, '2024-07', '2025-05', { payerKey: 'X' });
  const rent = earned('b', 'rent', 30_000n, '2024-07', '2025-06', { agency: 'assistance', payerKey: 'Y' });

  it.each<[string, EconomicFact[], Scene, boolean]>([
    ['told up to the month before', [wage, rent], upTo('2025-07-20T16:00:00Z'), false],
    [
      'not told of June yet: it takes the amount of May',
      [wage, rent],
      { ...upTo('2025-06-15T02:00:00Z'), today: '2025-07-15' },
      false,
    ],
    ['something is declared', [wage, { ...rent, quality: 'DECLARED' }], upTo('2025-07-20T16:00:00Z'), false],
    [
      'of what only a consent opens nothing counts',
      [wage, earned('b', 'interest', 90_000n, '2025-06', '2025-06', { agency: 'BANK' })],
      {},
      true,
    ],
  ])('%s: what it selects is what the facts come to', (_name, facts, scene, isGated) => {
    const watch = watchOf(facts, scene);
    watch.persons.forEach(({ income }) => income.length);
    const { household, policy, covered, today } = watch;
    const asked = { snapshot: household!, asOf: today, policy, coveredThrough: covered };
    const open = isGated ? facts.slice(0, 1) : facts;
    const means = watch.meansOn(today)!;
    expect(plainMeans(means).household).toEqual(testMeans({ ...asked, facts: open }).household);
    expect(means.household?.total.numerator).toBeGreaterThan(0n);
  });

  it('carries a month of which nobody has told yet', () => {
    const scene = { ...upTo('2025-06-15T02:00:00Z'), today: '2025-07-15' };
    const { members } = watchOf([wage], scene).meansOn('2025-07-15') ?? {};
    expect(members?.[0]?.income.kinds[0]?.how).toEqual(['RECEIVED', 'STALE']);
  });

  it('is of another day and window where it is asked so, and of no person alone', () => {
    const watch = watchOf([wage, rent]);
    expect(watch.meansOn('2025-01-15')?.window).toMatchObject({ from: '2024-01', to: '2024-12' });
    expect(watch.meansOn(TODAY, 3)?.window).toMatchObject({ from: '2025-04', to: '2025-06' });
    expect(watch.meansOn(TODAY)).toBe(watch.meansOn(TODAY));
    expect(watchOf([wage], { members: null }).meansOn(TODAY)).toBeUndefined();
  });
});

describe('whether income is known', () => {
  const answer = (letter: string, agency: string, observedAt = '2025-07-20T02:00:00Z') => ({
    personKey: key(letter),
    agency,
    dataset: agency,
    state: 'ANSWERED' as const,
    observedAt,
  });
  it.each<[string, Scene, boolean]>([
    ['TAX has come up to June', upTo('2025-06-30T16:00:00Z'), true],
    ['neither feed has', upTo('2025-05-31T02:00:00Z'), false],
    [
      'TAX has answered about one, HRSS about the other',
      { knowledge: { watermarks: [], answers: [answer('a', 'TAX'), answer('b', 'HRSS')] } },
      true,
    ],
    ['about one only', { knowledge: { watermarks: [], answers: [answer('a', 'TAX')] } }, false],
    [
      'too long ago',
      {
        knowledge: {
          watermarks: [],
          answers: [answer('a', 'TAX', '2025-06-01T00:00:00Z'), answer('b', 'TAX')],
        },
      },
      false,
    ],
    [
      'the other does not count',
      {
        knowledge: { watermarks: [], answers: [answer('a', 'TAX')] },
        members: [member('a', 'APPLICANT'), member('d', 'OTHER')],
      },
      true,
    ],
    [
      'HRSS has told all, and monitoring may not use TAX',
      { knowledge: { ...upTo('2025-07-20T16:00:00Z').knowledge, withheld: new Set(['TAX']) } },
      false,
    ],
    ['nobody’s household is on record', { ...upTo('2025-07-20T16:00:00Z'), members: null }, false],
  ])('%s', (_name, scene, known) => {
    expect(watchOf([], scene).isIncomeKnown).toBe(known);
  });
});

describe('what a consent opens', () => {
  const deposit = kit.owns(key('a'), 'deposit', { agency: 'BANK', valueFen: 1n });
  it.each<[string, Parameters<typeof consent>[1], boolean]>([
    ['the core set of a purpose that asks banks', {}, true],
    ['the agency by name', { datasets: ['BANK'] }, true],
    ['another agency', { datasets: ['TAX'] }, false],
    ['the last day', { validTo: TODAY }, true],
    ['ended yesterday', { validTo: '2025-07-20' }, false],
    ['withdrawn', { withdrawnAt: '2025-07-01T00:00:00Z' }, false],
    ['not signed yet', { signedAt: '2025-07-21T16:00:00Z' }, false],
    ['signed today', { signedAt: '2025-07-21T15:59:59Z' }, true],
    ['for what the household is not supported for', { purposes: ['EDUCATION_AID'] }, false],
    ['for that too', { purposes: ['EDUCATION_AID', 'DIBAO'] }, true],
    ['the core of another purpose', { purposes: ['MONITORING'], datasets: ['CORE'] }, false],
    ['monitoring, by name', { purposes: ['MONITORING'], datasets: ['BANK'] }, true],
  ])('%s', (_name, form, isOpen) => {
    const [person] = watchOf([deposit, status('a', 'dibao', '2025-01-01')], {
      knowledge: { consents: [consent('a', form)] },
    }).persons;
    expect([person?.assets.length, person?.gated.assets.length, person?.gated.told.length]).toEqual(
      isOpen ? [0, 1, 1] : [0, 0, 0],
    );
  });

  it.each<[string, EconomicFact[], string, boolean]>([
    ['recognised as an edge family', [status('b', 'edge', '2025-01-01')], 'EDGE', true],
    ['recognised until last month', [status('b', 'edge', '2025-01-01', { to: '2025-06-30' })], 'EDGE', false],
    [
      'on the care subsidy of the disabled',
      paid('b', 'DISABILITY_CARE', '2025-06'),
      'DISABILITY_SUBSIDY',
      true,
    ],
    ['on an orphan allowance', paid('b', 'ORPHAN_ALLOWANCE', '2025-06'), 'ORPHAN', true],
    ['on it long ago', paid('b', 'ORPHAN_ALLOWANCE', '2025-01'), 'ORPHAN', false],
    ['on nothing', [], 'DIBAO', false],
  ])('to the purpose of what the household has: %s', (_name, facts, purpose, isOpen) => {
    const consents = [consent('a', { purposes: [purpose], datasets: ['BANK'] })];
    const [person] = watchOf([deposit, ...facts], { knowledge: { consents } }).persons;
    expect(person?.gated.assets.length).toBe(isOpen ? 1 : 0);
  });

  it('of another person opens nothing', () => {
    const [person] = watchOf([deposit], { knowledge: { consents: [consent('b')] } }).persons;
    expect(person?.gated.assets).toEqual([]);
  });
});

it('a declared benefit is none, and what other provinces tell is not looked at without consent', () => {
  const death = status('a', 'deceased', '2025-01-10');
  const [payment] = paid('a', 'DIBAO', '2025-03');
  const fromElsewhere = { ...payment!, source: { ...payment!.source, agency: 'MCN' } };
  expect(found('A1', [death, payment!], { members: family(2) })).toHaveLength(1);
  expect(found('A1', [death, { ...payment!, quality: 'DECLARED' }])).toEqual([]);
  expect(found('A1', [death, fromElsewhere])).toEqual([]);
});
