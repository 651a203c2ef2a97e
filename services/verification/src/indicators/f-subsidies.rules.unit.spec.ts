import { PolicyMalformed, type EconomicFact, type StatusFact } from '@minzheng/kernel/means-test';
import { F_INDICATORS } from './f.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  HEAD,
  income,
  member,
  OUTSIDER,
  paid,
  PARENT,
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

const indicator = (code: IndicatorCode): Indicator => F_INDICATORS.find((each) => each.code === code)!;
const brief = (code: IndicatorCode, scene: Scene): string[] =>
  kit
    .find(indicator(code), scene)
    .map(({ personKey, payer, programme = '-', episodeKey }) =>
      [personKey[0], payer, programme, episodeKey].join(' '),
    );

const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };
const card = (grade: string, from: string, rest: Partial<StatusFact> = {}): StatusFact =>
  status(HEAD, 'disabled', from, { agency: 'DPF', attributes: { grade, category: '4' }, ...rest });

describe('F2: severely disabled without a care subsidy', () => {
  const edge = status(HEAD, 'edge', '2025-01-01');
  const HIT = ['1 assistance DISABILITY_CARE 2025-06-15'];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['30 days after the certificate', [edge, card('1', '2025-06-15')], {}, HIT],
    ['29 days after', [edge, card('1', '2025-06-16')], {}, []],
    ['grade 2', [card('2', '2025-06-15')], {}, HIT],
    ['grade 3 of the mind', [card('3', '2025-06-15', { attributes: { grade: '3', category: '6' } })], {}, []],
    [
      'grade 3 of the mind, where the region pays it',
      [card('3', '2025-06-15', { attributes: { grade: '3', category: '6' } })],
      { rows: { 'verification.ind.F2.extended': true } },
      HIT,
    ],
    [
      'grade 3 of a limb, where it does',
      [card('3', '2025-06-15')],
      { rows: { 'verification.ind.F2.extended': true } },
      [],
    ],
    [
      'of two certificates the one that carries the subsidy',
      [card('4', '2010-01-01', { attributes: { grade: '4', category: '1' } }), card('2', '2025-06-15')],
      {},
      HIT,
    ],
    ['tekun', [status(HEAD, 'tekun', '2025-01-01'), card('1', '2025-06-15')], {}, []],
    [
      'a certificate that is no longer valid',
      [card('1', '2025-06-15', { attributes: { grade: '1', validTo: '2025-07-14' } })],
      {},
      [],
    ],
    [
      'a certificate on its last day',
      [card('1', '2025-06-15', { attributes: { grade: '1', validTo: '2025-07-15' } })],
      {},
      HIT,
    ],
    [
      'care subsidy for the disabled up to the month before last, 45 days ago',
      [card('1', '2024-06-15'), paid(HEAD, 'DISABILITY_CARE', '2025-01', { to: '2025-05' })],
      {},
      ['1 assistance DISABILITY_CARE 2024-06-15'],
    ],
    [
      'care subsidy up to last month',
      [card('1', '2024-06-15'), paid(HEAD, 'DISABILITY_CARE', '2025-01', { to: '2025-06' })],
      {},
      [],
    ],
    [
      'care subsidy for the elderly up to last month',
      [card('1', '2024-06-15'), paid(HEAD, 'ELDER_CARE_SUBSIDY', '2025-06')],
      {},
      [],
    ],
    ['another subsidy', [card('1', '2025-06-15'), paid(HEAD, 'DISABILITY_LIVING', '2025-06')], {}, HIT],
    [
      'nursing for a work injury',
      [card('1', '2025-06-15'), income(HEAD, 'workInjuryNursing', '2025-05', 1n, { agency: 'HRSS' })],
      {},
      [],
    ],
    [
      'nursing for a work injury, this month for the first time',
      [card('1', '2025-06-15'), income(HEAD, 'workInjuryNursing', '2025-07', 1n, { agency: 'HRSS' })],
      {},
      [],
    ],
    [
      'nursing for a work injury, which ended',
      [card('1', '2025-06-15'), income(HEAD, 'workInjuryNursing', '2025-04', 1n, { agency: 'HRSS' })],
      {},
      HIT,
    ],
    [
      'of somebody alone',
      [{ ...card('1', '2025-06-15'), personKey: OUTSIDER }],
      { alone: OUTSIDER },
      ['5 assistance DISABILITY_CARE 2025-06-15'],
    ],
    ['dead', [card('1', '2025-06-15'), status(HEAD, 'deceased', '2025-07-01', { agency: 'PSB' })], {}, []],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F2', { facts, ...scene })).toEqual(expected);
  });

  it('is due 30 days after what came last', () => {
    const fresh = card('1', '2025-06-20');
    expect(kit.nextDueOn(indicator('F2'), { facts: [fresh] })).toBe('2025-07-20');
    expect(kit.nextDueOn(indicator('F2'), { facts: [fresh, paid(HEAD, 'DISABILITY_CARE', '2025-06')] })).toBe(
      '2025-07-30',
    );
    expect(kit.nextDueOn(indicator('F2'), { facts: [card('3', '2025-06-20')] })).toBeUndefined();
  });

  it('is the person’s, orange, muted, and withdrawn by the federation', () => {
    const severe = card('1', '2025-06-15');
    const scene = { facts: [severe] };
    expect(kit.find(indicator('F2'), scene)).toMatchObject([
      { severity: 'ORANGE', direction: 'UNDER', subject: 'PERSON', factIds: [severe.factId] },
    ]);
    expect(kit.afterMute(indicator('F2'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F2'), scene, [severe])).toEqual([true]);
    // granted, which takes nothing back
    expect(kit.areWithdrawn(indicator('F2'), scene, [], [paid(HEAD, 'DISABILITY_CARE', '2025-07')])).toEqual([
      false,
    ]);
  });
});

describe('F3: disabled in a dibao household without the living subsidy', () => {
  const dibao = status(SPOUSE, 'dibao', '2025-01-01');
  const HIT = ['1 assistance DISABILITY_LIVING 2025-06-15'];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['30 days after the certificate', [dibao, card('4', '2025-06-15')], {}, HIT],
    ['29 days after', [dibao, card('4', '2025-06-16')], {}, []],
    [
      '30 days after dibao began',
      [status(SPOUSE, 'dibao', '2025-06-15'), card('4', '2020-01-01')],
      {},
      ['1 assistance DISABILITY_LIVING 2020-01-01'],
    ],
    ['29 days after it began', [status(SPOUSE, 'dibao', '2025-06-16'), card('4', '2020-01-01')], {}, []],
    ['no dibao', [card('4', '2025-06-15')], {}, []],
    [
      'dibao that ended',
      [{ ...dibao, days: { from: '2025-01-01', to: '2025-07-15' } }, card('4', '2025-06-15')],
      {},
      [],
    ],
    [
      'living subsidy up to last month',
      [dibao, card('4', '2024-06-15'), paid(HEAD, 'DISABILITY_LIVING', '2025-06')],
      {},
      [],
    ],
    [
      'living subsidy up to the month before',
      [dibao, card('4', '2024-06-15'), paid(HEAD, 'DISABILITY_LIVING', '2025-05')],
      {},
      ['1 assistance DISABILITY_LIVING 2024-06-15'],
    ],
    ['orphan allowance', [dibao, card('4', '2024-06-15'), paid(HEAD, 'ORPHAN_ALLOWANCE', '2025-06')], {}, []],
    [
      'care subsidy only',
      [dibao, card('1', '2025-06-15'), paid(HEAD, 'DISABILITY_CARE', '2025-06')],
      {},
      HIT,
    ],
    ['on tekun', [dibao, card('4', '2025-06-15'), status(HEAD, 'tekun', '2025-01-01')], {}, []],
    [
      'of somebody alone',
      [card('4', '2025-06-15'), status(HEAD, 'dibao', '2025-01-01')].map((fact) => ({
        ...fact,
        personKey: OUTSIDER,
      })),
      { alone: OUTSIDER },
      [],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F3', { facts, ...scene })).toEqual(expected);
  });

  it('is due, orange, muted, and withdrawn by the federation', () => {
    const disabled = card('4', '2025-06-15');
    const scene = { facts: [dibao, disabled] };
    expect(kit.nextDueOn(indicator('F3'), { facts: [dibao, card('4', '2025-06-20')] })).toBe('2025-07-20');
    expect(kit.find(indicator('F3'), scene)).toMatchObject([
      {
        ...{ severity: 'ORANGE', direction: 'UNDER', subject: 'PERSON' },
        factIds: [dibao.factId, disabled.factId].toSorted(),
      },
    ]);
    expect(kit.afterMute(indicator('F3'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F3'), scene, [disabled])).toEqual([true]);
    expect(kit.areWithdrawn(indicator('F3'), scene, [dibao])).toEqual([true]);
    const ended = again(dibao, { days: { from: '2025-01-01', to: '2025-07-01' } });
    expect(kit.areWithdrawn(indicator('F3'), scene, [dibao], [ended])).toEqual([false]);
  });
});

const allowance = (month: string) => paid(PARENT, 'OLD_AGE_ALLOWANCE', month);

describe('F5: of age, and no old-age allowance', () => {
  const members = [member(PARENT, 'APPLICANT', '1945-05-20')];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    [
      '80 on 2025-05-20, nothing paid: raised on 06-19',
      [],
      { today: '2025-06-19' },
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-06'],
    ],
    ['the day before', [], { today: '2025-06-18' }, []],
    ['the same episode a month later', [], {}, ['4 eldercare OLD_AGE_ALLOWANCE 2025-06']],
    ['paid for last month', [allowance('2025-06')], {}, []],
    [
      'paid up to 30 days ago',
      [allowance('2025-05')],
      { today: '2025-06-30' },
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-06'],
    ],
    ['paid up to 29 days ago', [allowance('2025-05')], { today: '2025-06-29' }, []],
    [
      'another benefit',
      [paid(PARENT, 'ELDER_CARE_SUBSIDY', '2025-06')],
      {},
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-06'],
    ],
    [
      'an age of 75, set by the region',
      [],
      { members: [member(PARENT, 'APPLICANT', '1950-06-15')], rows: { 'verification.ind.F5.age': 75 } },
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-07'],
    ],
    [
      'eldercare pays from 75 on in the region',
      [],
      {
        members: [member(PARENT, 'APPLICANT', '1950-06-15')],
        rows: { 'eldercare.allowance.bands': { 90: '10000', 75: '3000', 80: '5000' } },
      },
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-07'],
    ],
    [
      'eldercare pays nothing before 90',
      [],
      { rows: { 'eldercare.allowance.bands': { 80: '0', 90: '10000' }, 'verification.ind.F5.age': 60 } },
      [],
    ],
    [
      'in prison on the first of the month',
      [status(PARENT, 'imprisoned', '2025-07-01', { agency: 'JUS' })],
      {},
      [],
    ],
    [
      'in prison since the second',
      [status(PARENT, 'imprisoned', '2025-07-02', { agency: 'JUS' })],
      {},
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-06'],
    ],
    [
      'released before',
      [
        status(PARENT, 'imprisoned', '2020-01-01', { agency: 'JUS' }),
        status(PARENT, 'released', '2025-06-30', { agency: 'JUS' }),
      ],
      {},
      ['4 eldercare OLD_AGE_ALLOWANCE 2025-06'],
    ],
    ['dead', [status(PARENT, 'deceased', '2025-06-01', { agency: 'PSB' })], {}, []],
    ['of whom nobody knows the age', [], { alone: PARENT }, []],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F5', { members, facts, ...scene })).toEqual(expected);
  });

  it('is due 30 days after the birthday, or after what was paid last', () => {
    expect(kit.nextDueOn(indicator('F5'), { members, facts: [], today: '2025-05-01' })).toBe('2025-06-19');
    expect(kit.nextDueOn(indicator('F5'), { members, facts: [allowance('2025-07')] })).toBe('2025-08-30');
    expect(kit.nextDueOn(indicator('F5'), { members, facts: [] })).toBeUndefined();
  });

  it('is yellow, muted, and withdrawn when its payer says that it paid for longer', () => {
    const last = allowance('2025-05');
    const scene = { members, facts: [last] };
    expect(kit.find(indicator('F5'), scene)).toMatchObject([
      { severity: 'YELLOW', direction: 'UNDER', subject: 'PERSON', factIds: [last.factId] },
    ]);
    expect(kit.afterMute(indicator('F5'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F5'), scene, [], [allowance('2025-07')])).toEqual([false]);
    expect(
      kit.areWithdrawn(
        indicator('F5'),
        scene,
        [last],
        [again(last, { period: { from: '2025-05', to: '2025-07' } })],
      ),
    ).toEqual([true]);
  });
});

describe('F5: who was never paid', () => {
  const born = (birthDate: string): Scene => ({ members: [member(PARENT, 'APPLICANT', birthDate)] });

  it('is watched by the birth that the household has told, and withdrawn when it tells a later one', () => {
    const scene = { ...born('1945-05-20'), facts: [] };
    expect(kit.find(indicator('F5'), scene)).toMatchObject([{ factIds: [] }]);
    expect(kit.afterMute(indicator('F5'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F5'), scene, [], [], born('1945-06-20'))).toEqual([true]);
    expect(kit.areWithdrawn(indicator('F5'), scene, [], [allowance('2025-07')])).toEqual([false]);
  });

  it('a row of bands in which nothing is paid is malformed', () => {
    const rows = { 'eldercare.allowance.bands': {} };
    expect(() => kit.find(indicator('F5'), { ...born('1945-05-20'), rows })).toThrow(PolicyMalformed);
  });
});

describe('F6: on dibao or tekun, and not insured', () => {
  const dibao = status(HEAD, 'dibao', '2025-01-01');
  const insured = (from: string, to?: string): StatusFact =>
    status(HEAD, 'insuredMedical', from, { agency: 'NHSA', ...(to === undefined ? {} : { to }) });

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['nothing told', [dibao], {}, ['1 assistance - 2025']],
    ['on tekun', [status(HEAD, 'tekun', '2025-01-01')], {}, ['1 assistance - 2025']],
    ['on neither', [status(HEAD, 'edge', '2025-01-01')], {}, []],
    ['insured last year', [dibao, insured('2024-01-01', '2025-01-01')], {}, ['1 assistance - 2025']],
    ['insured until the first day of this year', [dibao, insured('2024-01-01', '2025-01-02')], {}, []],
    ['insured this year', [dibao, insured('2025-01-01', '2026-01-01')], {}, []],
    ['insured without an end', [dibao, insured('2020-01-01')], {}, []],
    [
      'not insured next year',
      [dibao, insured('2025-01-01', '2026-01-01')],
      { today: '2026-01-01' },
      ['1 assistance - 2026'],
    ],
    ['dead', [dibao, status(HEAD, 'deceased', '2025-06-01', { agency: 'PSB' })], {}, []],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F6', { facts, ...scene })).toEqual(expected);
  });

  it('is due with the new year', () => {
    expect(kit.nextDueOn(indicator('F6'), { facts: [dibao] })).toBe('2026-01-01');
    expect(kit.nextDueOn(indicator('F6'), { facts: [] })).toBeUndefined();
  });

  it('is yellow, muted, and withdrawn with the dibao that was a mistake', () => {
    const scene = { facts: [dibao] };
    expect(kit.find(indicator('F6'), scene)).toMatchObject([
      { severity: 'YELLOW', direction: 'UNDER', subject: 'PERSON', factIds: [dibao.factId] },
    ]);
    expect(kit.afterMute(indicator('F6'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F6'), scene, [dibao])).toEqual([true]);
    // insured, which is the answer
    expect(kit.areWithdrawn(indicator('F6'), scene, [], [insured('2025-07-01')])).toEqual([false]);
    const ended = again(dibao, { days: { from: '2025-01-01', to: '2025-07-01' } });
    expect(kit.areWithdrawn(indicator('F6'), scene, [dibao], [ended])).toEqual([false]);
  });
});
