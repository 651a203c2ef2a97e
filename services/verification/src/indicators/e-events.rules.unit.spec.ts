import type { EconomicFact, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import { E_INDICATORS } from './e.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  CHILD,
  HEAD,
  income,
  member,
  OUTSIDER,
  paid,
  SPOUSE,
  status,
  watchKit,
  type Scene,
  type WatchKit,
} from './test/scene-kit.js';

let kit: WatchKit;
beforeAll(async () => {
  kit = await watchKit();
});

const indicator = (code: IndicatorCode): Indicator => E_INDICATORS.find((each) => each.code === code)!;
const brief = (code: IndicatorCode, scene: Scene): string[] =>
  kit
    .find(indicator(code), scene)
    .map(({ personKey, payer, programme = '-', episodeKey }) =>
      [personKey[0], payer, programme, episodeKey].join(' '),
    );

const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };

describe('E3: newly disabled or ill, and not supported', () => {
  const edge = status(SPOUSE, 'edge', '2025-01-01');
  const card = (
    grade: string,
    from = '2025-06-10',
    category = '1',
    rest: Partial<StatusFact> = {},
  ): StatusFact =>
    status(SPOUSE, 'disabled', from, { agency: 'DPF', attributes: { grade, category }, ...rest });
  const ill = (from = '2025-06-10'): StatusFact => status(SPOUSE, 'seriousIllness', from, { agency: 'NHC' });
  const HIT = ['2 assistance DIBAO 2025-06-10'];

  it.each<[string, EconomicFact[], string[]]>([
    ['grade 2', [edge, card('2')], HIT],
    ['grade 3', [edge, card('3')], []],
    ['grade 3, mental', [edge, card('3', '2025-06-10', '6')], HIT],
    ['grade 3, intellectual', [edge, card('3', '2025-06-10', '5')], HIT],
    [
      'a card that is no longer valid',
      [edge, card('2', '2025-06-10', '1', { attributes: { grade: '2', validTo: '2025-07-14' } })],
      [],
    ],
    ['seriously ill', [edge, ill()], HIT],
    [
      'both, of different days',
      [edge, card('1', '2025-05-01'), ill()],
      ['2 assistance DIBAO 2025-05-01', '2 assistance DIBAO 2025-06-10'],
    ],
    ['both, of one day', [edge, card('1'), ill()], HIT],
    ['twelve months ago to the day', [edge, card('1', '2024-07-15')], ['2 assistance DIBAO 2024-07-15']],
    ['a day before that', [edge, card('1', '2024-07-14')], []],
    [
      'monitored as one who may fall back',
      [status(SPOUSE, 'relapseMonitored', '2025-01-01', { agency: 'RVP' }), card('1')],
      HIT,
    ],
    ['monitored by nobody', [card('1')], []],
    ['monitored for the illness alone', [ill()], []],
    ['monitored for an illness of long ago, disabled now', [ill('2024-01-01'), card('1')], HIT],
    ['monitored for one that is newer', [ill('2025-07-01'), card('1')], []],
    [
      'ill and registered as unemployed',
      [ill(), status(SPOUSE, 'unemployedRegistered', '2025-03-01', { agency: 'HRSS' })],
      HIT,
    ],
    ['with a benefit in payment', [edge, card('1'), paid(SPOUSE, 'DISABILITY_CARE', '2025-05')], []],
    [
      'with one that was paid three months ago',
      [edge, card('1'), paid(SPOUSE, 'DISABILITY_CARE', '2025-04')],
      HIT,
    ],
    ['with temporary aid, which is none', [edge, card('1'), paid(SPOUSE, 'TEMP_AID', '2025-06')], HIT],
    ['a benefit of another member', [edge, card('1'), paid(HEAD, 'DISABILITY_CARE', '2025-06')], HIT],
    ['on dibao, not paid yet', [edge, card('1'), status(SPOUSE, 'dibao', '2025-07-01')], []],
    ['dead', [edge, card('1'), status(SPOUSE, 'deceased', '2025-07-01', { agency: 'PSB' })], []],
  ])('%s', (_name, facts, expected) => {
    expect(brief('E3', { facts })).toEqual(expected);
  });

  it('is the person’s, orange, muted, and withdrawn by the federation', () => {
    const severe = card('1');
    const scene = { facts: [edge, severe] };
    expect(kit.find(indicator('E3'), scene)).toMatchObject([
      { severity: 'ORANGE', direction: 'UNDER', subject: 'PERSON', factIds: [severe.factId] },
    ]);
    expect(kit.afterMute(indicator('E3'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('E3'), scene, [severe], [again(severe, { attributes: { grade: '3' } })]),
    ).toEqual([true]);
  });
});

describe('E6: struck by a disaster', () => {
  const struck = (kind: StatusKind, from: string, attributes = {}, person = HEAD): StatusFact =>
    status(person, kind, from, { agency: 'disaster', attributes });
  const ended = (fact: StatusFact, to: string): StatusFact => ({ ...fact, days: { ...fact.days, to } });

  it.each<[string, EconomicFact[], string[]]>([
    [
      'the dwelling collapsed',
      [struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' })],
      ['1 assistance - 2025-07-01'],
    ],
    [
      'the dwelling severely damaged',
      [struck('dwellingLost', '2025-07-01', { class: 'severe' })],
      ['1 assistance - 2025-07-01'],
    ],
    ['the dwelling damaged', [struck('dwellingLost', '2025-07-01', { class: 'GENERAL' })], []],
    [
      'the dwelling lost, in a class that nobody has told',
      [struck('dwellingLost', '2025-07-01')],
      ['1 assistance - 2025-07-01'],
    ],
    [
      'the dwelling lost, and another accepted today',
      [ended(struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' }), '2025-07-15')],
      [],
    ],
    [
      'the dwelling lost, and another accepted tomorrow',
      [ended(struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' }), '2025-07-16')],
      ['1 assistance - 2025-07-01'],
    ],
    [
      'a member dead in it',
      [struck('deceased', '2025-07-01', { cause: 'DISASTER' }, SPOUSE)],
      ['2 assistance - 2025-07-01'],
    ],
    ['a member dead otherwise', [struck('deceased', '2025-07-01', {}, SPOUSE)], []],
    [
      'a member dead in it since the window began',
      [struck('deceased', '2024-07-01', { cause: 'DISASTER' }, SPOUSE)],
      ['2 assistance - 2024-07-01'],
    ],
    ['a member dead in it before', [struck('deceased', '2024-06-30', { cause: 'DISASTER' }, SPOUSE)], []],
    [
      'a member missing in it',
      [struck('missingInDisaster', '2025-07-01', {}, CHILD)],
      ['3 assistance - 2025-07-01'],
    ],
    [
      'a member injured in it',
      [struck('injuredInDisaster', '2025-07-01', {}, CHILD)],
      ['3 assistance - 2025-07-01'],
    ],
    ['evacuated only', [struck('evacuated', '2025-07-01')], []],
    [
      'dwelling and members in one night: one episode',
      [
        struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' }),
        struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' }, SPOUSE),
        struck('injuredInDisaster', '2025-07-01', {}, CHILD),
      ],
      ['1 assistance - 2025-07-01'],
    ],
    [
      'another night: another episode',
      [struck('injuredInDisaster', '2025-07-03'), struck('injuredInDisaster', '2025-07-01', {}, CHILD)],
      ['3 assistance - 2025-07-01', '1 assistance - 2025-07-03'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(brief('E6', { facts })).toEqual(expected);
  });

  it('is red, of the household, muted, and withdrawn by the department', () => {
    const lost = struck('dwellingLost', '2025-07-01', { class: 'COLLAPSED' });
    const scene = { facts: [lost] };
    expect(kit.find(indicator('E6'), scene)).toMatchObject([
      { severity: 'RED', direction: 'UNDER', subject: 'HOUSEHOLD', factIds: [lost.factId] },
    ]);
    expect(
      kit.find(indicator('E6'), { facts: [{ ...lost, personKey: OUTSIDER }], alone: OUTSIDER }),
    ).toMatchObject([{ subject: 'PERSON', personKey: OUTSIDER, payerRegion: '510802001' }]);
    expect(kit.afterMute(indicator('E6'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('E6'), scene, [lost])).toEqual([true]);
  });
});

describe('E7: a student without education aid', () => {
  const student = (from: string, level = 'UPPER_SECONDARY', person = CHILD): StatusFact =>
    status(person, 'enrolled', from, { agency: 'EDU', attributes: { level, fullTime: 'true' } });
  const members = [
    member(HEAD, 'APPLICANT', '1980-01-01'),
    member(SPOUSE, 'SPOUSE', '1981-01-01'),
    member(CHILD, 'CHILD', '2008-01-01', { study: 'SCHOOL' }),
  ];
  const aid = (month: string) => paid(CHILD, 'EDUCATION_AID', month);
  // three persons, 1.5 standards of 59,000
  const pension = (yearFen: bigint) => ({
    ...income(HEAD, 'employeePension', '2024-07', 0n, { to: '2025-06', agency: 'HRSS' }),
    amountFen: yearFen,
  });

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['60 days after the enrolment', [student('2025-05-16')], {}, ['3 assistance EDUCATION_AID 2025-05-16']],
    ['59 days after', [student('2025-05-17')], {}, []],
    [
      '60 days after the end of the month of the last aid',
      [student('2024-09-01'), aid('2025-04')],
      {},
      ['3 assistance EDUCATION_AID 2024-09-01'],
    ],
    ['aid for the month after', [student('2024-09-01'), aid('2025-05')], {}, []],
    ['compulsory education', [student('2024-09-01', 'COMPULSORY')], {}, []],
    ['a level that nobody has told', [{ ...student('2024-09-01'), attributes: {} }], {}, []],
    [
      'a master’s student',
      [student('2024-09-01', 'MASTER_OR_ABOVE')],
      {},
      ['3 assistance EDUCATION_AID 2024-09-01'],
    ],
    ['who has left', [{ ...student('2024-09-01'), days: { from: '2024-09-01', to: '2025-07-01' } }], {}, []],
    ['exactly one and a half standards a head', [student('2024-09-01'), pension(3_186_000n)], {}, []],
    [
      'a fen less in the year',
      [student('2024-09-01'), pension(3_185_999n)],
      {},
      ['3 assistance EDUCATION_AID 2024-09-01'],
    ],
    ['income unknown', [student('2024-09-01')], { isIncomeKnown: false }, []],
    [
      'a child with a benefit of children’s',
      [student('2024-09-01'), status(CHILD, 'deFactoUnattended', '2025-01-01', { agency: 'children' })],
      {},
      ['3 children EDUCATION_AID 2024-09-01'],
    ],
    [
      'a child whom children pays',
      [student('2024-09-01'), paid(CHILD, 'ORPHAN_ALLOWANCE', '2025-06')],
      {},
      ['3 children EDUCATION_AID 2024-09-01'],
    ],
    [
      'an adult with such a benefit',
      [student('2024-09-01', 'BACHELOR'), paid(CHILD, 'ORPHAN_ALLOWANCE', '2025-06')],
      { members: [...members.slice(0, 2), member(CHILD, 'CHILD', '2007-07-15', { study: 'BACHELOR' })] },
      ['3 assistance EDUCATION_AID 2024-09-01'],
    ],
    [
      'two enrolments: the last',
      [student('2022-09-01'), student('2024-09-01', 'BACHELOR')],
      {},
      ['3 assistance EDUCATION_AID 2024-09-01'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('E7', { members, facts, ...scene })).toEqual(expected);
  });

  it('is due 60 days after what came last', () => {
    expect(kit.nextDueOn(indicator('E7'), { members, facts: [student('2025-05-17')] })).toBe('2025-07-16');
    expect(kit.nextDueOn(indicator('E7'), { members, facts: [student('2025-05-17'), aid('2025-06')] })).toBe(
      '2025-08-29',
    );
    expect(kit.nextDueOn(indicator('E7'), { members, facts: [student('2025-05-16')] })).toBeUndefined();
  });

  it('is blue, muted, and withdrawn by the school', () => {
    const enrolled = student('2024-09-01');
    const scene = { members, facts: [enrolled] };
    expect(kit.find(indicator('E7'), scene)).toMatchObject([
      { severity: 'BLUE', direction: 'UNDER', subject: 'PERSON', factIds: [enrolled.factId] },
    ]);
    expect(kit.afterMute(indicator('E7'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('E7'), scene, [enrolled])).toEqual([true]);
  });
});
