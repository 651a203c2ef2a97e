import fc from 'fast-check';
import { counted, family, income, key, means, member, state, wage, type Ask } from './test/means-kit.js';
import type { EconomicFact } from './facts.js';

const couple = [member('a', 'APPLICANT'), member('b', 'SPOUSE')];
const MAY: Ask = { asOf: '2025-05-12' };
const HUNAN: Ask = {
  overrides: { 'assistance.household.excludedStatuses': ['tekun', 'orphan', 'conscript'] },
};

const adultChild = (more: Parameters<typeof member>[2]) =>
  member('c', 'CHILD', { birthDate: '2004-03-01', ...more });

describe('who counts (5.3, R1)', () => {
  it.each<[string, readonly EconomicFact[], Ask, string]>([
    [
      '1.1 daughter of 20 in a full-time bachelor course',
      [],
      { members: [...couple, adultChild({ study: 'BACHELOR' })] },
      'abc',
    ],
    [
      '1.2 daughter of 24 in a master course, living away',
      [],
      { members: [...couple, adultChild({ study: 'MASTER_OR_ABOVE' })] },
      'ab',
    ],
    ['1.3 husband in prison', [state('b', 'imprisoned', '2024-01-01', {}, 'JUS')], {}, 'ac'],
    [
      '1.4 clergy husband away 36 months',
      [state('b', 'clergyAway', '2022-05-12', {}, 'assistance')],
      MAY,
      'ac',
    ],
    [
      '1.4 clergy husband away 35 months',
      [state('b', 'clergyAway', '2022-06-12', {}, 'assistance')],
      MAY,
      'abc',
    ],
    [
      '1.5 aunt cared for, together 11 months',
      [],
      { ...MAY, members: [...couple, member('d', 'OTHER', { livesTogetherSince: '2024-06-12' })] },
      'ab',
    ],
    [
      '1.5 aunt cared for, together 12 months',
      [],
      { ...MAY, members: [...couple, member('d', 'OTHER', { livesTogetherSince: '2024-05-12' })] },
      'abd',
    ],
    [
      'father in prison until 2026-01-10',
      [state('b', 'imprisoned', '2025-01-10', { to: '2026-01-10' }, 'JUS')],
      { members: family(4) },
      'acd',
    ],
    [
      'on the day of release he counts',
      [state('b', 'imprisoned', '2025-01-10', { to: '2026-01-10' }, 'JUS')],
      { members: family(4), asOf: '2026-01-10' },
      'abcd',
    ],
    [
      'the spouse, whatever the register says',
      [state('b', 'hukouMoved', '2020-01-01')],
      { members: couple },
      'ab',
    ],
    [
      'conscript son where the row lists conscript',
      [state('c', 'conscript', '2024-09-01', {}, 'veterans')],
      { ...HUNAN, members: [...couple, adultChild({ study: 'BACHELOR' })] },
      'ab',
    ],
    [
      'the same son where it does not',
      [state('c', 'conscript', '2024-09-01', {}, 'veterans')],
      { members: [...couple, adultChild({ study: 'BACHELOR' })] },
      'abc',
    ],
    ['sergeant living apart, adult', [], { ...HUNAN, members: [...couple, adultChild({})] }, 'ab'],
    ['dead', [state('c', 'deceased', '2025-07-01')], {}, 'ab'],
    ['dies after the day', [state('c', 'deceased', '2025-08-01')], {}, 'abc'],
    ['declared missing', [state('b', 'declaredMissing', '2024-07-01', {}, 'COURT')], {}, 'ac'],
    ['in compulsory rehab', [state('b', 'compulsoryRehab', '2025-01-01', {}, 'JUS')], {}, 'ac'],
    ['on special-hardship support', [state('b', 'tekun', '2025-01-01', {}, 'assistance')], {}, 'ac'],
    [
      'the applicant of a request for it is not excluded by it',
      [state('a', 'tekun', '2025-01-01', {}, 'assistance')],
      { members: [member('a', 'APPLICANT')], forTekun: true },
      'a',
    ],
    [
      'adult child, severely disabled, without wage',
      [state('c', 'disabled', '2020-01-01', { attributes: { category: '4', grade: '2' } }, 'DPF')],
      { members: [...couple, adultChild({})] },
      'abc',
    ],
    [
      'the same with a wage in the window',
      [
        state('c', 'disabled', '2020-01-01', { attributes: { category: '4', grade: '2' } }, 'DPF'),
        wage('c', 10_000n),
      ],
      { members: [...couple, adultChild({})] },
      'ab',
    ],
    [
      'adult child disabled grade 3 of the mind',
      [state('c', 'disabled', '2020-01-01', { attributes: { category: '5', grade: '3' } }, 'DPF')],
      { members: [...couple, adultChild({})] },
      'abc',
    ],
    [
      'adult child disabled grade 3 of a limb',
      [state('c', 'disabled', '2020-01-01', { attributes: { category: '4', grade: '3' } }, 'DPF')],
      { members: [...couple, adultChild({})] },
      'ab',
    ],
    [
      'a court gave custody of the child to somebody outside',
      [state('z', 'guardianOf', '2024-01-01', { attributes: { wardKey: key('c') } }, 'COURT')],
      {},
      'ab',
    ],
  ])('%s', (_name, facts, ask, expected) => {
    expect(counted(means(facts, ask))).toBe(expected);
  });

  it('knows what a court tells of a child, though its guardian is an obligor who has not agreed', () => {
    const custody = state('z', 'guardianOf', '2024-01-01', { attributes: { wardKey: key('c') } }, 'COURT');
    expect(counted(means([custody], { withoutConsent: new Set([key('z')]) }))).toBe('ab');
    const said = state('z', 'guardianOf', '2024-01-01', { attributes: { wardKey: key('c') } }, 'PSB');
    expect(counted(means([said], { withoutConsent: new Set([key('z')]) }))).toBe('abc');
  });

  it('lists an adult child who does not count as obligor of the applicant', () => {
    const result = means([], { members: [...couple, adultChild({ study: 'MASTER_OR_ABOVE' })] });
    expect(result.obligors).toEqual([
      expect.objectContaining({ personKey: key('c'), obligorOfKey: key('a') }),
    ]);
  });

  it('has no figures when nobody counts', () => {
    const result = means([state('a', 'deceased', '2025-01-01')], { members: [member('a', 'APPLICANT')] });
    expect([result.counted, result.household]).toEqual([0, undefined]);
  });

  it('gives a reason for every person', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(family(7), { minLength: 1 }), (members) => {
        const result = means([income('a', 'rent', 1n, ['2025-06', '2025-06'])], { members });
        expect(result.members.map(({ membership }) => membership.reason.code)).not.toContain('');
        expect(result.members).toHaveLength(members.length);
      }),
    );
  });
});
