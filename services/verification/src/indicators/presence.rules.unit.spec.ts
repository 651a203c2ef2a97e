import type { EconomicFact } from '@minzheng/kernel/means-test';
import {
  briefly,
  dueOn,
  family,
  found,
  member,
  MUTED_ONCE,
  muteOf,
  paid,
  spent,
  status,
  withdrawn,
  withdrawnBy,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

describe('A7: nobody has seen who is very old or lives alone', () => {
  const visited = (on: string, agency = 'HRSS') => status('a', 'visited', on, { agency });
  const alone: Scene = { members: family(1) };
  const old: Scene = {
    members: [member('a', 'APPLICANT', { birthDate: '1945-07-21' }), member('b', 'SPOUSE')],
  };
  const younger: Scene = {
    members: [member('a', 'APPLICANT', { birthDate: '1945-07-22' }), member('b', 'SPOUSE')],
  };
  it.each<Case>([
    ['alone, never seen', [], ['a assistance never'], alone],
    ['80 today, never seen', [], ['a assistance never'], old],
    ['80 tomorrow', [], [], younger],
    ['seen twelve months ago', [visited('2024-07-21')], ['a assistance 2024-07-21'], alone],
    ['a day later', [visited('2024-07-22')], [], alone],
    [
      'by the last that is told',
      [visited('2023-01-01'), visited('2024-07-21')],
      ['a assistance 2024-07-21'],
      alone,
    ],
    ['a bill at the hospital', [spent('a', 'medicalChronicOop', '2024-07', 5_000n)], [], alone],
    [
      'a bill a month earlier',
      [spent('a', 'medicalChronicOop', '2024-06', 5_000n)],
      ['a assistance 2024-06-30'],
      alone,
    ],
    [
      'a bill of another sort',
      [spent('a', 'tuition', '2025-06', 5_000n, { agency: 'EDU' })],
      ['a assistance never'],
      alone,
    ],
    ['dead', [status('a', 'deceased', '2025-01-01')], [], alone],
    [
      'the last who is left',
      [status('b', 'deceased', '2025-01-01')],
      ['a assistance never'],
      { members: family(2) },
    ],
    ['one of two', [], [], { members: family(2) }],
    ['eldercare pays the person', paid('a', 'OLD_AGE_ALLOWANCE', '2025-06'), ['a eldercare never'], old],
    ['no household on record', [], [], { members: null }],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A7', facts, scene)).toEqual(hits);
  });

  it('asks again twelve months after the last sight, and on the birthday', () => {
    expect(dueOn('A7', [visited('2025-03-05')], alone)).toBe('2026-03-05');
    expect(dueOn('A7', [], younger)).toBe('2025-07-22');
    expect(dueOn('A7', [visited('2025-03-05')], younger)).toBe('2025-07-22');
    expect(dueOn('A7', [visited('2025-03-05')], old)).toBe('2026-03-05');
  });

  it('is muted, and ends when it was another day', () => {
    const seen = visited('2024-07-21');
    expect(muteOf('A7', [seen], alone)).toEqual(MUTED_ONCE);
    expect(withdrawn('A7', [seen], [seen], alone)).toEqual([true]);
  });

  describe('never seen', () => {
    const twoOfThem: Scene = { members: [member('a', 'APPLICANT'), member('b', 'SPOUSE')] };
    it('is muted as long as nobody has seen the person', () => {
      expect(found('A7', [], alone)).toMatchObject([{ factIds: [] }]);
      expect(muteOf('A7', [], alone)).toEqual(MUTED_ONCE);
    });
    it.each<[string, Scene, Scene, boolean[]]>([
      ['the household says that somebody lives with the person', alone, twoOfThem, [true]],
      ['the household says a later birth', old, younger, [true]],
      ['the household is told again as it was', old, old, [false]],
    ])('%s', (_name, scene, later, expected) => {
      expect(withdrawnBy('A7', [], scene, later)).toEqual(expected);
    });
    it('is not withdrawn by the visit that answers it', () => {
      expect(withdrawn('A7', [], [], alone, [visited('2025-07-21')])).toEqual([false]);
    });
  });
});

describe('A8: released, and nothing of the household has changed', () => {
  const freed = (on: string) => status('b', 'released', on, { agency: 'JUS' });
  const dibao = status('a', 'dibao', '2024-01-01', { agency: 'assistance' });
  it.each<Case>([
    ['30 days ago', [freed('2025-06-21'), dibao], ['b assistance 2025-06-21']],
    ['29 days ago', [freed('2025-06-22'), dibao], []],
    [
      'a benefit in payment is enough',
      [freed('2025-06-21'), ...paid('a', 'OLD_AGE_ALLOWANCE', '2025-06')],
      ['b assistance 2025-06-21'],
    ],
    ['neither monitored nor on a benefit', [freed('2025-06-21')], []],
    [
      'the household has changed since',
      [freed('2025-06-21'), dibao],
      [],
      { knowledge: { householdChangedOn: '2025-06-21' } },
    ],
    [
      'it had changed the day before',
      [freed('2025-06-21'), dibao],
      ['b assistance 2025-06-21'],
      { knowledge: { householdChangedOn: '2025-06-20' } },
    ],
    [
      'the term has ended',
      [status('b', 'imprisoned', '2020-01-01', { to: '2025-06-01' }), dibao],
      ['b assistance 2025-06-01'],
    ],
    ['in custody again', [freed('2025-05-01'), status('b', 'imprisoned', '2025-06-01'), dibao], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A8', facts, scene)).toEqual(hits);
  });

  it('asks again 30 days after the release, also after one that is planned', () => {
    expect(dueOn('A8', [freed('2025-07-01'), dibao])).toBe('2025-07-31');
    const term = status('b', 'imprisoned', '2020-01-01', { to: '2025-08-01' });
    expect(dueOn('A8', [term, dibao])).toBe('2025-08-31');
  });

  it('is muted, and ends with its evidence', () => {
    const release = freed('2025-06-21');
    expect(muteOf('A8', [release, dibao])).toEqual(MUTED_ONCE);
    expect(withdrawn('A8', [release, dibao], [release])).toEqual([true]);
  });
});
