import type { AssetFact, EconomicFact } from '@minzheng/kernel/means-test';
import { D_INDICATORS } from './d.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  CHILD,
  consent,
  HEAD,
  member,
  OUTSIDER,
  owns,
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

const indicator = (code: IndicatorCode): Indicator => D_INDICATORS.find((each) => each.code === code)!;
/** Who is named, who answers for which programme, and the episode. */
const brief = (code: IndicatorCode, scene: Scene): string[] =>
  kit
    .find(indicator(code), scene)
    .map(({ personKey, payer, programme = '-', episodeKey }) =>
      [personKey[0], payer, programme, episodeKey].join(' '),
    );

const dibao = status(HEAD, 'dibao', '2025-01-01');
/** Both adults let the banks and the market register be read, whatever they are recognised for. */
const CONSENTS = {
  consents: [HEAD, SPOUSE].map((each) => consent(each, { purposes: ['DIBAO', 'EDGE', 'RIGID'] })),
};
const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };

describe('D4: financial assets over the limit', () => {
  const deposit = (valueFen: bigint, rest: Partial<AssetFact> = {}): AssetFact =>
    owns(HEAD, 'deposit', { agency: 'BANK', itemKey: 'account', valueFen, ...rest });
  const couple = [member(HEAD, 'APPLICANT', '1985-03-01'), member(SPOUSE, 'SPOUSE', '1986-04-01')];
  const edge = status(HEAD, 'edge', '2025-01-01');
  const rigid = status(HEAD, 'rigid', '2025-01-01');
  const child = (birthDate: string) => member(CHILD, 'CHILD', birthDate, { study: 'SCHOOL' });
  const ofChild = owns(CHILD, 'deposit', { agency: 'BANK', itemKey: 'of the child', valueFen: 9_000_000n });
  const imprisoned = status(SPOUSE, 'imprisoned', '2025-01-01');

  // 24 standards of 59,000 a head: 1,416,000; of an edge family 36, of a rigid one 48
  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['dibao, exactly the limit', [dibao, deposit(2_832_000n)], {}, []],
    ['dibao, a fen more', [dibao, deposit(2_832_001n)], {}, ['1 assistance DIBAO 2025-07']],
    [
      'a fen of it is earmarked',
      [
        dibao,
        deposit(2_832_001n),
        owns(HEAD, 'earmarkedReliefDeposit', { agency: 'disaster', valueFen: 1n }),
      ],
      {},
      [],
    ],
    ['edge, exactly its limit', [edge, deposit(4_248_000n)], {}, []],
    ['edge, a fen more', [edge, deposit(4_248_001n)], {}, ['1 assistance EDGE 2025-07']],
    [
      'dibao alone in an edge family: the family’s limit',
      [edge, status(SPOUSE, 'dibao', '2025-01-01'), deposit(4_248_000n)],
      {},
      [],
    ],
    ['rigid, a fen more than its limit', [rigid, deposit(5_664_001n)], {}, ['1 assistance RIGID 2025-07']],
    ['no consent', [dibao, deposit(2_832_001n)], { knowledge: {} }, []],
    [
      'a consent to be checked for something else than the household has',
      [edge, deposit(4_248_001n)],
      { knowledge: { consents: [consent(HEAD, { purposes: ['DIBAO', 'EDUCATION_AID'] })] } },
      [],
    ],
    [
      'a consent that was withdrawn',
      [dibao, deposit(2_832_001n)],
      { knowledge: { consents: [consent(HEAD, { withdrawnAt: '2025-07-01T02:00:00Z' })] } },
      [],
    ],
    [
      'a consent whose last day was yesterday',
      [dibao, deposit(2_832_001n)],
      { knowledge: { consents: [consent(HEAD, { validTo: '2025-07-14' })] } },
      [],
    ],
    [
      'a consent for other data',
      [dibao, deposit(2_832_001n)],
      { knowledge: { consents: [consent(HEAD, { datasets: ['SEC'] })] } },
      [],
    ],
    [
      'the other’s consent only',
      [dibao, deposit(2_832_001n)],
      { knowledge: { consents: [consent(SPOUSE)] } },
      [],
    ],
    [
      'without consent not what anybody may read',
      [dibao, owns(HEAD, 'refundablePrepayment', { agency: 'eldercare', valueFen: 9_000_000n })],
      { knowledge: {} },
      [],
    ],
    [
      'over the limit by a car only',
      [dibao, deposit(1n), owns(HEAD, 'passengerCar', { agency: 'PSB' })],
      {},
      [],
    ],
    [
      'since three months, with what the bank said before',
      [dibao, deposit(2_832_000n, { asOf: '2025-04-10' }), deposit(2_832_001n, { asOf: '2025-05-31' })],
      {},
      ['1 assistance DIBAO 2025-05'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('D4', { members: couple, facts, knowledge: CONSENTS, ...scene })).toEqual(expected);
  });

  it.each<[string, Scene, string[]]>([
    ['a parent’s consent', {}, ['1 assistance DIBAO 2025-07']],
    ['none of a parent', { knowledge: { consents: [consent(OUTSIDER)] } }, []],
    [
      'that of a parent who does not count',
      { facts: [imprisoned, dibao, ofChild], knowledge: { consents: [consent(SPOUSE)] } },
      [],
    ],
    [
      'nobody’s but the own, who has signed alone before,',
      { knowledge: { consents: [consent(HEAD), consent(CHILD, { withdrawnAt: '2025-07-01T02:00:00Z' })] } },
      [],
    ],
    ['a parent’s no longer from the 18th birthday on', { members: [...couple, child('2007-07-15')] }, []],
  ])('of a child is opened by %s', (_name, scene, expected) => {
    const family = { members: [...couple, child('2015-05-01')], facts: [dibao, ofChild] };
    expect(brief('D4', { ...family, knowledge: CONSENTS, ...scene })).toEqual(expected);
  });

  it('is muted, withdrawn by the bank, and not told in amounts', () => {
    const savings = deposit(2_832_001n);
    const scene = { members: couple, facts: [dibao, savings], knowledge: CONSENTS };
    expect(kit.afterMute(indicator('D4'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('D4'), scene, [savings], [again(savings, { valueFen: 1n })])).toEqual([
      true,
    ]);
    expect(kit.find(indicator('D4'), scene)).toMatchObject([
      { factIds: [savings.factId], severity: 'ORANGE' },
    ]);
  });
});

describe('D6: deposits that are gone', () => {
  const balance = (valueFen: bigint, asOf: string, rest: Partial<AssetFact> = {}): AssetFact =>
    owns(HEAD, 'deposit', { agency: 'BANK', itemKey: 'account', valueFen, asOf, ...rest });
  const from = (before: bigint, after: bigint, first = '2025-04-01', last = '2025-06-30') => [
    balance(before, first),
    balance(after, last),
  ];

  const { valueFen: _valueFen, ...unstated } = balance(0n, '2025-06-30', { count: 1 });

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['exactly a half', from(10_000_000n, 5_000_000n), {}, []],
    ['a fen more than a half', from(10_000_000n, 4_999_999n), {}, ['1 assistance DIBAO 2025-06']],
    ['more than a half, and less than the amount', from(8_000_000n, 3_500_000n), {}, []],
    [
      'more than a half, and exactly the amount',
      from(9_999_999n, 4_999_999n),
      {},
      ['1 assistance DIBAO 2025-06'],
    ],
    ['in 90 days', from(10_000_000n, 1n, '2025-04-01', '2025-06-30'), {}, ['1 assistance DIBAO 2025-06']],
    ['in 91 days', from(10_000_000n, 1n, '2025-03-31', '2025-06-30'), {}, []],
    ['closed', from(10_000_000n, 0n), {}, ['1 assistance DIBAO 2025-06']],
    [
      'moved to the other’s account',
      [
        ...from(10_000_000n, 1n),
        { ...balance(9_999_999n, '2025-06-30', { itemKey: 'hers' }), personKey: SPOUSE },
      ],
      {},
      [],
    ],
    [
      'moved to an account that nobody may read',
      [
        ...from(10_000_000n, 1n),
        { ...balance(9_999_999n, '2025-06-30', { itemKey: 'hers' }), personKey: SPOUSE },
      ],
      { knowledge: { consents: [consent(HEAD)] } },
      ['1 assistance DIBAO 2025-06'],
    ],
    ['and back again', [...from(10_000_000n, 1n), balance(10_000_000n, '2025-07-10')], {}, []],
    ['of a balance that nobody stated', [balance(10_000_000n, '2025-04-01'), unstated], {}, []],
    ['without consent', from(10_000_000n, 1n), { knowledge: {} }, []],
    [
      'with a consent to another purpose',
      from(10_000_000n, 1n),
      { knowledge: { consents: [consent(HEAD, { purposes: ['HOUSING_AID'] })] } },
      [],
    ],
    [
      'of half an account each',
      [balance(10_000_001n, '2025-04-01', { shareBp: 5_000 }), balance(1n, '2025-06-30', { shareBp: 5_000 })],
      {},
      ['1 assistance DIBAO 2025-06'],
    ],
    [
      'of less than half an account',
      [balance(10_000_001n, '2025-04-01', { shareBp: 4_999 }), balance(1n, '2025-06-30', { shareBp: 4_999 })],
      {},
      [],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('D6', { facts: [dibao, ...facts], knowledge: CONSENTS, ...scene })).toEqual(expected);
  });

  it('is yellow, muted, and withdrawn by the bank', () => {
    const [before, after] = [balance(10_000_000n, '2025-04-01'), balance(1n, '2025-06-30')];
    const scene = { facts: [dibao, before, after], knowledge: CONSENTS };
    expect(kit.find(indicator('D6'), scene)).toMatchObject([
      { severity: 'YELLOW', factIds: [before.factId, after.factId] },
    ]);
    expect(kit.afterMute(indicator('D6'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('D6'), scene, [after], [again(after, { valueFen: 9_000_000n })]),
    ).toEqual([true]);
  });
});
