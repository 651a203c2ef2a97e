import type { EconomicFact } from '@minzheng/kernel/means-test';
import {
  again,
  briefly,
  consent,
  dueOn,
  family,
  found,
  member,
  MUTED_ONCE,
  muteOf,
  paid,
  status,
  withdrawn,
  withdrawnBy,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

describe('G1: what has happened in a household with a benefit', () => {
  const married = (on: string) => status('a', 'married', on, { agency: 'MCA' });
  const summer = paid('a', 'DIBAO', '2025-05', '2025-07');
  const withSon = (birthDate: string, study: 'NONE' | 'SCHOOL' = 'NONE'): Scene => ({
    members: [member('a', 'APPLICANT'), member('c', 'CHILD', { birthDate, study })],
  });
  it.each<Case>([
    ['a marriage', [married('2025-07-01'), ...summer], ['a assistance 2025-07-01 assistance']],
    [
      'a divorce',
      [status('b', 'divorced', '2025-07-01', { agency: 'MCA' }), ...summer],
      ['b assistance 2025-07-01 assistance'],
    ],
    ['a birth', [status('b', 'born', '2025-07-02'), ...summer], ['b assistance 2025-07-02 assistance']],
    ['before anything was paid', [married('2025-04-30'), ...summer], []],
    [
      'nothing is in payment any more',
      [married('2025-03-30'), ...paid('a', 'DIBAO', '2025-03', '2025-04')],
      [],
    ],
    [
      'two payers',
      [married('2025-07-01'), ...summer, ...paid('b', 'OLD_AGE_ALLOWANCE', '2025-06')],
      ['a assistance 2025-07-01 assistance', 'a eldercare 2025-07-01 eldercare'],
    ],
    ['18 today, in no school', summer, ['c assistance 2025-07-21 assistance'], withSon('2007-07-21')],
    ['18 tomorrow', summer, [], withSon('2007-07-22')],
    [
      '18 today, and what schools tell may not be used',
      summer,
      [],
      { ...withSon('2007-07-21'), knowledge: { withheld: new Set(['EDU']) } },
    ],
    ['18, at school as the household says', summer, [], withSon('2007-07-21', 'SCHOOL')],
    [
      '18, at school as the school says',
      [status('c', 'enrolled', '2024-09-01', { agency: 'EDU' }), ...summer],
      [],
      withSon('2007-07-21'),
    ],
    [
      '18, and the school was left before',
      [status('c', 'enrolled', '2024-09-01', { agency: 'EDU', to: '2025-07-01' }), ...summer],
      ['c assistance 2025-07-21 assistance'],
      withSon('2007-07-21', 'SCHOOL'),
    ],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('G1', facts, scene)).toEqual(hits);
  });

  it('asks again on the 18th birthday while a benefit is in payment', () => {
    expect(dueOn('G1', summer, withSon('2007-09-01'))).toBe('2025-09-01');
    expect(dueOn('G1', [], withSon('2007-09-01'))).toBeUndefined();
  });

  it('is muted, and ends with its evidence', () => {
    const wedding = married('2025-07-01');
    expect(muteOf('G1', [wedding, ...summer])).toEqual(MUTED_ONCE);
    expect(withdrawn('G1', [wedding, ...summer], [wedding])).toEqual([true]);
  });

  it('a coming of age is muted, and ends when the household says another birth', () => {
    const of18 = withSon('2007-07-21');
    expect(muteOf('G1', summer, of18)).toEqual(MUTED_ONCE);
    expect(withdrawnBy('G1', summer, of18, withSon('2008-07-21'))).toEqual([true]);
    expect(withdrawnBy('G1', summer, of18, withSon('2007-07-21', 'SCHOOL'))).toEqual([false]);
  });
});

describe('G2: what runs out', () => {
  const dibao = status('a', 'dibao', '2025-01-01');
  const ends = (validTo: string, ...others: ReturnType<typeof consent>[]): Scene => ({
    knowledge: { consents: [consent('a', { consentId: 'form', validTo }), ...others] },
  });
  const review = (nextReviewOn: string): Scene => ({ knowledge: { nextReviewOn } });
  it.each<Case>([
    ['a consent ends in 30 days', [dibao], ['a assistance form'], ends('2025-08-20')],
    ['in 31', [dibao], [], ends('2025-08-21')],
    ['today', [dibao], ['a assistance form'], ends('2025-07-21')],
    ['has ended', [dibao], [], ends('2025-07-20')],
    ['another takes its place', [dibao], [], ends('2025-08-01', consent('a', { consentId: 'new' }))],
    [
      'another is narrower',
      [dibao],
      ['a assistance form'],
      ends('2025-08-01', consent('a', { consentId: 'new', datasets: ['TAX'] })),
    ],
    [
      'another is somebody else’s',
      [dibao],
      ['a assistance form'],
      ends('2025-08-01', consent('b', { consentId: 'new' })),
    ],
    [
      'was withdrawn',
      [dibao],
      [],
      {
        knowledge: {
          consents: [consent('a', { validTo: '2025-08-01', withdrawnAt: '2025-07-01T00:00:00Z' })],
        },
      },
    ],
    ['of nobody who is supported', [], [], ends('2025-08-01')],
    ['eldercare pays', paid('b', 'OLD_AGE_ALLOWANCE', '2025-06'), ['a eldercare form'], ends('2025-08-01')],
    ['the review was due yesterday', [dibao], ['a assistance 2025-07-20'], review('2025-07-20')],
    ['the review is due today', [dibao], [], review('2025-07-21')],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('G2', facts, scene)).toEqual(hits);
  });

  it('asks again 30 days before a consent ends, and the day after a review is due', () => {
    expect(dueOn('G2', [dibao], ends('2025-12-31'))).toBe('2025-12-01');
    expect(dueOn('G2', [dibao], review('2025-09-30'))).toBe('2025-10-01');
  });

  it('is blue and of care, and muted', () => {
    const scene = ends('2025-08-01');
    expect(found('G2', [dibao], scene)).toMatchObject([
      { severity: 'BLUE', direction: 'CARE', factIds: [dibao.factId], grounds: ['consent/form'] },
    ]);
    expect(muteOf('G2', [dibao], { ...scene, members: family(1) })).toEqual(MUTED_ONCE);
  });

  it.each<[string, Scene, boolean[]]>([
    [
      'the consent is withdrawn',
      {
        knowledge: {
          consents: [
            consent('a', {
              consentId: 'form',
              validTo: '2025-08-01',
              withdrawnAt: '2025-07-22T02:00:00Z',
            }),
          ],
        },
      },
      [true],
    ],
    [
      'another takes its place: the department has answered',
      ends('2025-08-01', consent('a', { consentId: 'new' })),
      [false],
    ],
    ['it has ended', { ...ends('2025-08-01'), today: '2025-08-02' }, [false]],
  ])('is withdrawn with the consent alone: %s', (_name, later, expected) => {
    expect(withdrawnBy('G2', [dibao], ends('2025-08-01'), later)).toEqual(expected);
  });

  it('is withdrawn with the dibao that was a mistake, not with one that ends', () => {
    for (const scene of [ends('2025-08-01'), review('2025-07-20')]) {
      expect(withdrawn('G2', [dibao], [dibao], scene)).toEqual([true]);
      const ended = again(dibao, { days: { from: '2025-01-01', to: '2025-07-22' } });
      expect(withdrawnBy('G2', [dibao], scene, { ...scene, today: '2025-07-22' })).toEqual([false]);
      expect(withdrawn('G2', [dibao], [dibao], scene, [ended])).toEqual([false]);
    }
  });
});
