import type { EconomicFact } from '@minzheng/kernel/means-test';
import { E_INDICATORS } from './e.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  CHILD,
  HEAD,
  income,
  member,
  OUTSIDER,
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

const indicator = (code: IndicatorCode): Indicator => E_INDICATORS.find((each) => each.code === code)!;
/** Who is named, the department that answers, the episode and the sum. */
const brief = (code: IndicatorCode, scene: Scene): string[] =>
  kit
    .find(indicator(code), scene)
    .map(({ personKey, payer, episodeKey, amountFen = '-' }) =>
      [personKey[0], payer, episodeKey, amountFen].join(' '),
    );

const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };
const couple = [member(HEAD, 'APPLICANT', '1985-03-01'), member(SPOUSE, 'SPOUSE', '1986-04-01')];
const dibao = status(HEAD, 'dibao', '2025-01-01');
const edge = status(HEAD, 'edge', '2025-01-01');
/** So much a month of what counts whole, for the twelve months of the window. */
const pension = (monthlyFen: bigint) =>
  income(HEAD, 'employeePension', '2024-07', monthlyFen, { to: '2025-06', agency: 'HRSS' });
const hospital = (fen: bigint, month = '2025-06', rest: Parameters<typeof spent>[4] = {}) =>
  spent(HEAD, 'medicalInpatientOop', month, fen, { itemKey: 'stay', ...rest });

describe('E1: medical care takes much of the income', () => {
  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['exactly a half', [pension(500_000n), hospital(3_000_000n)], {}, ['1 assistance 2025-07 3000000']],
    ['a fen less', [pension(500_000n), hospital(2_999_999n)], {}, []],
    [
      'exactly 30 % of an edge family’s',
      [edge, pension(600_000n), hospital(2_160_000n)],
      {},
      ['1 assistance 2025-07 2160000'],
    ],
    ['a fen less of an edge family’s', [edge, pension(600_000n), hospital(2_159_999n)], {}, []],
    ['30 % of a family on dibao', [edge, dibao, pension(600_000n), hospital(2_160_000n)], {}, []],
    [
      'half of what a family on dibao has',
      [dibao, pension(600_000n), hospital(3_600_000n)],
      {},
      ['1 assistance 2025-07 3600000'],
    ],
    [
      'income unknown, the amount that warns',
      [hospital(3_000_000n)],
      { isIncomeKnown: false },
      ['1 assistance 2025-07 3000000'],
    ],
    ['income unknown, a fen less', [hospital(2_999_999n)], { isIncomeKnown: false }, []],
    ['no income at all, and a fen spent', [hospital(1n)], {}, ['1 assistance 2025-07 1']],
    ['nothing spent', [], {}, []],
    [
      'rehabilitation is another group',
      [spent(HEAD, 'rehab', '2025-06', 3_000_000n, { agency: 'DPF' })],
      {},
      [],
    ],
    [
      'of two members together',
      [pension(500_000n), hospital(1_500_000n), { ...hospital(1_500_000n), personKey: SPOUSE }],
      {},
      ['1 assistance 2025-07 3000000'],
    ],
    [
      'less what a charity paid',
      [
        pension(500_000n),
        hospital(3_000_000n),
        spent(HEAD, 'charityPaidMedical', '2025-06', 1n, { agency: 'organizations' }),
      ],
      {},
      [],
    ],
    ['only declared', [pension(500_000n), hospital(3_000_000n, '2025-06', { quality: 'DECLARED' })], {}, []],
    ['this month, which is not in the window', [pension(500_000n), hospital(3_000_000n, '2025-07')], {}, []],
    ['before the window', [pension(500_000n), hospital(3_000_000n, '2024-06')], {}, []],
    [
      'of somebody alone',
      [{ ...hospital(3_000_000n), personKey: OUTSIDER }],
      { alone: OUTSIDER, isIncomeKnown: false },
      [],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('E1', { members: couple, facts, ...scene })).toEqual(expected);
  });

  it('is one episode as long as it holds: since the month in which the window first showed it', () => {
    const facts = [pension(500_000n), hospital(3_000_000n, '2025-03')];
    // the window of April is the first that has March in it; that of March has only nine months of the pension
    expect(brief('E1', { members: couple, facts })).toEqual(['1 assistance 2025-04 3000000']);
    expect(brief('E1', { members: couple, facts, today: '2025-08-15' })).toEqual([
      '1 assistance 2025-04 3000000',
    ]);
  });

  it('is orange, muted, withdrawn by the insurance, and by a wage that was told too low', () => {
    const [bill, pensions] = [hospital(3_000_000n, '2025-06'), pension(500_000n)];
    const scene = { members: couple, facts: [bill, pensions] };
    expect(kit.find(indicator('E1'), scene)).toMatchObject([
      { severity: 'ORANGE', direction: 'UNDER', subject: 'HOUSEHOLD' },
    ]);
    expect(kit.afterMute(indicator('E1'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('E1'), scene, [bill], [again(bill, { amountFen: 2_999_999n })]),
    ).toEqual([true]);
    expect(
      kit.areWithdrawn(indicator('E1'), scene, [pensions], [again(pensions, { amountFen: 6_000_001n })]),
    ).toEqual([true]);
  });
});

describe('E2: one stay in hospital', () => {
  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['exactly the amount that warns', [hospital(2_000_000n)], {}, ['1 assistance stay 2000000']],
    ['a fen less', [hospital(1_999_999n)], {}, []],
    [
      'over two months',
      [hospital(2_000_000n, '2025-05', { period: { from: '2025-05', to: '2025-06' } })],
      {},
      ['1 assistance stay 2000000'],
    ],
    [
      'of two bills',
      [hospital(1_500_000n, '2025-05'), hospital(500_000n)],
      {},
      ['1 assistance stay 2000000'],
    ],
    ['two stays', [hospital(1_500_000n), hospital(500_000n, '2025-06', { itemKey: 'another' })], {}, []],
    [
      'for a chronic illness, without a stay',
      [{ ...hospital(2_000_000n), kind: 'medicalChronicOop' }],
      {},
      [],
    ],
    ['this month', [hospital(2_000_000n, '2025-07')], {}, ['1 assistance stay 2000000']],
    [
      'in the first month of the window',
      [hospital(2_000_000n, '2024-07')],
      {},
      ['1 assistance stay 2000000'],
    ],
    ['the month before it', [hospital(2_000_000n, '2024-06')], {}, []],
    [
      'of somebody alone',
      [{ ...hospital(2_000_000n), personKey: OUTSIDER }],
      { alone: OUTSIDER },
      ['5 assistance stay 2000000'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('E2', { facts, ...scene })).toEqual(expected);
  });

  it('is the person’s, orange, muted, and withdrawn by the insurance', () => {
    const bill = hospital(2_000_000n);
    const scene = { facts: [bill] };
    expect(kit.find(indicator('E2'), scene)).toMatchObject([
      {
        severity: 'ORANGE',
        direction: 'UNDER',
        subject: 'PERSON',
        factIds: [bill.factId],
        months: ['2025-06'],
      },
    ]);
    expect(kit.afterMute(indicator('E2'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('E2'), scene, [bill], [again(bill, { amountFen: 1_999_999n })]),
    ).toEqual([true]);
  });
});

describe('E4: rigid expenditure leaves too little', () => {
  // two persons, 70,000 a head and month; the urban standard is 59,000
  const poor = pension(140_000n);
  const bills = (fen: bigint) => hospital(fen);

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['11,001 a head and month', [poor, bills(264_024n)], {}, ['1 assistance 2025-07 264024']],
    ['11,000 a head and month: exactly the standard is left', [poor, bills(264_000n)], {}, []],
    ['a fen more in the year', [poor, bills(264_001n)], {}, ['1 assistance 2025-07 264001']],
    [
      'schooling above the public fee',
      [poor, spent(SPOUSE, 'tuition', '2025-06', 264_024n, { agency: 'EDU' })],
      {
        members: [couple[0]!, { ...couple[1]!, study: 'BACHELOR' }],
        rows: { 'assistance.rigid.educationCapFen': { BACHELOR: '264000' } },
      },
      [],
    ],
    ['income unknown', [poor, bills(264_024n)], { isIncomeKnown: false }, []],
    ['on dibao', [dibao, poor, bills(264_024n)], {}, []],
    ['edge', [edge, poor, bills(264_024n)], {}, ['1 assistance 2025-07 264024']],
    ['poor without any expenditure', [pension(1n)], {}, []],
    [
      'property over the limit',
      [poor, bills(264_024n), owns(HEAD, 'passengerCar', { agency: 'PSB' })],
      {},
      [],
    ],
    [
      'property of which nobody knows whether it counts',
      [poor, bills(264_024n), ofSomeShare()],
      {},
      ['1 assistance 2025-07 264024'],
    ],
    [
      'property that only a consent would show',
      [poor, bills(264_024n), owns(HEAD, 'deposit', { agency: 'BANK', valueFen: 99_000_000n })],
      {},
      ['1 assistance 2025-07 264024'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('E4', { members: couple, facts, ...scene })).toEqual(expected);
  });

  function ofSomeShare(): EconomicFact {
    const { shareBp: _shareBp, ...car } = owns(HEAD, 'passengerCar', { agency: 'PSB' });
    return car;
  }

  it('is red, muted, and withdrawn by the insurance', () => {
    const bill = hospital(264_024n, '2025-06');
    const scene = { members: couple, facts: [poor, bill] };
    expect(kit.find(indicator('E4'), scene)).toMatchObject([
      {
        severity: 'RED',
        direction: 'UNDER',
        subject: 'HOUSEHOLD',
        factIds: [bill.factId, poor.factId].toSorted(),
      },
    ]);
    expect(kit.afterMute(indicator('E4'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('E4'), scene, [bill], [again(bill, { amountFen: 264_000n })])).toEqual([
      true,
    ]);
  });
});

describe('E5: a rigid-expenditure family, or a refused application and what came after', () => {
  const half = pension(500_000n);
  const knowledge = { refusedOn: '2025-05-20' };

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['a fen more than a half of income', [half, hospital(3_000_001n)], {}, ['1 assistance 2025-07 3000001']],
    ['exactly a half', [half, hospital(3_000_000n)], {}, []],
    ['income unknown', [half, hospital(3_000_001n)], { isIncomeKnown: false }, []],
    ['on dibao', [dibao, half, hospital(3_000_001n)], {}, []],
    ['edge', [edge, half, hospital(3_000_001n)], {}, []],
    ['recognised already', [status(HEAD, 'rigid', '2025-01-01'), half, hospital(3_000_001n)], {}, []],
    // 500,000 a month are 3,000,000 a head and year
    [
      'a year below last year’s disposable income',
      [half, hospital(3_000_001n)],
      { rows: { 'assistance.disposableIncome.lastYearFen': '3000001' } },
      ['1 assistance 2025-07 3000001'],
    ],
    [
      'a year not below it',
      [half, hospital(3_000_001n)],
      { rows: { 'assistance.disposableIncome.lastYearFen': '3000000' } },
      [],
    ],
    ['property over the limit', [half, hospital(3_000_001n), owns(HEAD, 'shop')], {}, []],
    // six standards: 354,000
    [
      'refused, and since exactly six standards',
      [half, hospital(354_000n, '2025-06')],
      { knowledge },
      ['1 assistance 2025-06 354000'],
    ],
    ['refused, and since a fen less', [half, hospital(353_999n, '2025-06')], { knowledge }, []],
    [
      'refused, and this month',
      [half, hospital(354_000n, '2025-07')],
      { knowledge },
      ['1 assistance 2025-07 354000'],
    ],
    [
      'refused, and in its very month',
      [half, hospital(354_000n, '2025-05')],
      { knowledge },
      ['1 assistance 2025-05 354000'],
    ],
    ['refused, and the month before', [half, hospital(354_000n, '2025-04')], { knowledge }, []],
    [
      'refused eleven months and thirty days ago',
      [half, hospital(354_000n, '2025-06')],
      { knowledge: { refusedOn: '2024-07-16' } },
      ['1 assistance 2025-06 354000'],
    ],
    [
      'refused twelve months ago',
      [half, hospital(354_000n, '2025-06')],
      { knowledge: { refusedOn: '2024-07-15' } },
      [],
    ],
    [
      'refused today',
      [half, hospital(354_000n, '2025-07')],
      { knowledge: { refusedOn: TODAY } },
      ['1 assistance 2025-07 354000'],
    ],
    ['refused, and on dibao since', [dibao, hospital(354_000n, '2025-06')], { knowledge }, []],
    [
      'refused, and recognised as a rigid family since',
      [status(HEAD, 'rigid', '2025-06-01'), half, hospital(354_000n, '2025-06')],
      { knowledge },
      ['1 assistance 2025-06 354000'],
    ],
    [
      'refused, whatever income is known',
      [hospital(354_000n, '2025-07')],
      { knowledge, isIncomeKnown: false },
      ['1 assistance 2025-07 354000'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('E5', { members: couple, facts, ...scene })).toEqual(expected);
  });

  it.each<[string, Scene]>([
    ['a rigid family', { members: couple, facts: [half, hospital(3_000_001n, '2025-06')] }],
    ['a refused application', { members: couple, facts: [half, hospital(354_000n, '2025-07')], knowledge }],
  ])('is orange, muted, and withdrawn by the insurance: %s', (_name, scene) => {
    const bill = scene.facts?.[1] as ReturnType<typeof hospital>;
    expect(kit.find(indicator('E5'), scene)).toMatchObject([
      { severity: 'ORANGE', direction: 'UNDER', subject: 'HOUSEHOLD', payer: 'assistance' },
    ]);
    expect(kit.afterMute(indicator('E5'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('E5'), scene, [bill], [again(bill, { amountFen: bill.amountFen - 1n })]),
    ).toEqual([true]);
  });
});

it.each<[IndicatorCode, string, Scene]>([
  ['E1', '2024-07', {}],
  ['E5', '2025-05', { knowledge: { refusedOn: '2025-05-20' } }],
])('%s rests on what was spent in the first of its months', (code, month, scene) => {
  const bill = hospital(3_000_000n, month);
  expect(kit.find(indicator(code), { facts: [pension(500_000n), bill], ...scene })).toMatchObject([
    { factIds: expect.arrayContaining([bill.factId]) },
  ]);
});

describe('a child counts as any other', () => {
  it('in what the household spends', () => {
    const facts = [pension(500_000n), { ...hospital(3_000_000n), personKey: CHILD }];
    expect(brief('E1', { facts })).toEqual(['1 assistance 2025-07 3000000']);
  });
});
