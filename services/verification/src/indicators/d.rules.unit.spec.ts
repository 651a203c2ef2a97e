import type { AssetFact, EconomicFact } from '@minzheng/kernel/means-test';
import { D_INDICATORS } from './d.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  CHILD,
  consent,
  FAMILY,
  HEAD,
  income,
  OUTSIDER,
  owns,
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

const indicator = (code: IndicatorCode): Indicator => D_INDICATORS.find((each) => each.code === code)!;
/** Who is named, who answers for which programme, and the episode. */
const brief = (code: IndicatorCode, scene: Scene): string[] =>
  kit
    .find(indicator(code), scene)
    .map(({ personKey, payer, programme = '-', episodeKey }) =>
      [personKey[0], payer, programme, episodeKey].join(' '),
    );

const dibao = status(HEAD, 'dibao', '2025-01-01');
/** Both adults let the banks and the market register be read. */
const CONSENTS = { consents: [consent(HEAD), consent(SPOUSE)] };
const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };
const registered = (registeredOn: string, rest: Partial<AssetFact> = {}): AssetFact =>
  owns(HEAD, 'passengerCar', { agency: 'PSB', itemKey: 'car', attributes: { registeredOn }, ...rest });

describe('D1: a new vehicle', () => {
  const knowledge = { lastReportValidAt: '2025-06-01' };

  it.each<[string, EconomicFact[], Scene, string[]]>([
    [
      'registered the day after the last report',
      [dibao, registered('2025-06-02')],
      {},
      ['1 assistance DIBAO car'],
    ],
    ['registered on its very day', [dibao, registered('2025-06-01')], {}, []],
    ['of which nobody knows when it was registered', [dibao, owns(HEAD, 'truck', { agency: 'PSB' })], {}, []],
    ['where nothing was ever reported', [dibao, registered('2025-06-02')], { knowledge: {} }, []],
    [
      'that the household holds too small a part of',
      [dibao, registered('2025-06-02', { shareBp: 4_999 })],
      {},
      [],
    ],
    [
      'that it holds half of',
      [dibao, registered('2025-06-02', { shareBp: 5_000 })],
      {},
      ['1 assistance DIBAO car'],
    ],
    ['that has been sold', [dibao, registered('2025-06-02', { count: 0 })], {}, []],
    ['that is a necessity', [dibao, registered('2025-06-02', { kind: 'disabilityVehicle' })], {}, []],
    ['of a household that nobody supports', [registered('2025-06-02')], {}, []],
    [
      'of a household to which another department pays',
      [paid(HEAD, 'ELDER_CARE_SUBSIDY', '2025-06'), registered('2025-06-02')],
      {},
      ['1 eldercare ELDER_CARE_SUBSIDY car'],
    ],
    [
      'of a member who does not count',
      [
        dibao,
        status(SPOUSE, 'imprisoned', '2025-01-10', { agency: 'JUS' }),
        { ...registered('2025-06-02'), personKey: SPOUSE },
      ],
      {},
      [],
    ],
    [
      'that two members own together: one item',
      [
        dibao,
        registered('2025-06-02', { shareBp: 5_000 }),
        { ...registered('2025-06-02', { shareBp: 5_000 }), personKey: SPOUSE },
      ],
      {},
      ['1 assistance DIBAO car'],
    ],
    [
      'that two members own together, whoever is named first',
      [
        dibao,
        registered('2025-06-02', { shareBp: 5_000 }),
        { ...registered('2025-06-02', { shareBp: 5_000 }), personKey: SPOUSE },
      ],
      { members: FAMILY.toReversed() },
      ['1 assistance DIBAO car'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('D1', { facts, knowledge, ...scene })).toEqual(expected);
  });

  it('points to over-payment in orange, and rests on the register alone', () => {
    const car = registered('2025-06-02');
    expect(kit.find(indicator('D1'), { facts: [dibao, car], knowledge })).toMatchObject([
      { subject: 'HOUSEHOLD', direction: 'OVER', severity: 'ORANGE', factIds: [car.factId] },
    ]);
  });

  it('is muted, and withdrawn by the register', () => {
    const car = registered('2025-06-02');
    const scene = { facts: [dibao, car], knowledge };
    expect(kit.afterMute(indicator('D1'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('D1'), scene, [car])).toEqual([true]);
    // the register says the same once more
    expect(kit.areWithdrawn(indicator('D1'), scene, [car], [again(car, {})])).toEqual([false]);
    // dibao has ended, which takes nothing of the car back
    expect(kit.areWithdrawn(indicator('D1'), scene, [dibao])).toEqual([false]);
  });
});

describe('D2: a second or new home', () => {
  const home = (itemKey: string, acquiredOn?: string, rest: Partial<AssetFact> = {}): AssetFact =>
    owns(HEAD, 'residence', { itemKey, attributes: acquiredOn === undefined ? {} : { acquiredOn }, ...rest });

  it.each<[string, EconomicFact[], string[]]>([
    ['one old home', [home('flat', '2010-01-01')], []],
    ['one home of which nobody knows since when', [home('flat')], []],
    ['one home of twelve months to the day', [home('flat', '2024-07-15')], ['1 assistance DIBAO flat']],
    ['one home of a day more', [home('flat', '2024-07-14')], []],
    ['a home that is bought already and not yet theirs', [home('flat', '2025-07-16')], []],
    [
      'two old homes: the later one',
      [home('a flat', '2015-01-01'), home('z house', '2010-01-01')],
      ['1 assistance DIBAO a flat'],
    ],
    [
      'two of which nobody knows: the second by key',
      [home('flat'), home('house')],
      ['1 assistance DIBAO house'],
    ],
    [
      'a third one too',
      [home('1', '2010-01-01'), home('2', '2011-01-01'), home('3', '2012-01-01')],
      ['1 assistance DIBAO 2', '1 assistance DIBAO 3'],
    ],
    ['two in one entry', [home('flats', '2010-01-01', { count: 2 })], ['1 assistance DIBAO flats']],
    [
      'a second one that the household holds a quarter of',
      [home('flat', '2010-01-01'), home('house', '2011-01-01', { shareBp: 2_500 })],
      [],
    ],
    [
      'a homestead and its house are one',
      [home('house', '2010-01-01'), { ...home('house', '2010-01-01'), kind: 'homestead' }],
      [],
    ],
    [
      'a second one that is unsafe',
      [
        home('flat', '2010-01-01'),
        home('house', '2011-01-01'),
        status(HEAD, 'houseUnsafe', '2025-03-01', {
          agency: 'HOU',
          attributes: { grade: 'D', itemKey: 'house' },
        }),
      ],
      [],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(brief('D2', { facts: [dibao, ...facts] })).toEqual(expected);
  });

  it('is muted, and withdrawn by the register', () => {
    const [first, second] = [home('flat', '2010-01-01'), home('house', '2011-01-01')];
    const scene = { facts: [dibao, first, second] };
    expect(kit.afterMute(indicator('D2'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('D2'), scene, [second], [again(second, { count: 0 })])).toEqual([true]);
  });
});

describe('D3: non-residential property', () => {
  const shop = owns(SPOUSE, 'shop', { itemKey: 'shop' });
  const { shareBp: _shareBp, ...ofSomePart } = shop;

  it.each<[string, EconomicFact[], string[]]>([
    ['a shop', [shop], ['2 assistance DIBAO shop']],
    ['a parking space', [{ ...shop, kind: 'parking' }], ['2 assistance DIBAO shop']],
    ['a part of which nobody knows how large it is', [ofSomePart], ['2 assistance DIBAO shop']],
    ['just under the part that counts', [{ ...shop, shareBp: 4_999 }], []],
    ['that is gone', [{ ...shop, count: 0 }], []],
    ['a home', [{ ...shop, kind: 'residence' }], []],
    ['only declared', [{ ...shop, quality: 'DECLARED' }], []],
  ])('%s', (_name, facts, expected) => {
    expect(brief('D3', { facts: [dibao, ...facts] })).toEqual(expected);
  });

  it('is muted, and withdrawn by the register', () => {
    const scene = { facts: [dibao, shop] };
    expect(kit.afterMute(indicator('D3'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('D3'), scene, [shop])).toEqual([true]);
  });
});

describe('D5: a business', () => {
  const company = (attributes: Record<string, string>, valueFen?: bigint): AssetFact =>
    owns(HEAD, 'company', {
      agency: 'AMR',
      itemKey: '91510800MA6253U27D',
      attributes,
      ...(valueFen === undefined ? {} : { valueFen, count: 1 }),
    });
  const shopOf = (attributes: Record<string, string>): AssetFact => ({
    ...company(attributes),
    kind: 'individualBusiness',
  });
  const HIT = ['1 assistance DIBAO 91510800MA6253U27D'];

  it.each<[string, AssetFact, Scene, string[]]>([
    ['a role in an active company', company({ active: 'true', role: 'LEGAL_REPRESENTATIVE' }), {}, HIT],
    ['a fen of capital in an active company', company({ active: 'true' }, 1n), {}, HIT],
    ['neither role nor capital', company({ active: 'true' }, 0n), {}, []],
    ['a company that is not active', company({ active: 'false', role: 'SUPERVISOR' }, 1_000n), {}, []],
    ['a company of which nobody knows whether it is', company({ role: 'SUPERVISOR' }), {}, []],
    ['one’s own business with an employee', shopOf({ active: 'true', employees: '1' }), {}, HIT],
    ['one’s own business without', shopOf({ active: 'true', employees: '0' }), {}, []],
    ['one’s own business that was closed', shopOf({ active: 'false', employees: '1' }), {}, []],
    ['without consent', company({ active: 'true', role: 'SUPERVISOR' }), { knowledge: {} }, []],
    [
      'with a consent to another purpose',
      company({ active: 'true', role: 'SUPERVISOR' }),
      { knowledge: { consents: [consent(HEAD, { purposes: ['HOUSING_AID'] })] } },
      [],
    ],
  ])('%s', (_name, fact, scene, expected) => {
    expect(brief('D5', { facts: [dibao, fact], knowledge: CONSENTS, ...scene })).toEqual(expected);
  });

  it('is yellow, muted, and withdrawn by the register', () => {
    const role = company({ active: 'true', role: 'SUPERVISOR' });
    const scene = { facts: [dibao, role], knowledge: CONSENTS };
    expect(kit.find(indicator('D5'), scene)).toMatchObject([{ severity: 'YELLOW', direction: 'OVER' }]);
    expect(kit.afterMute(indicator('D5'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('D5'), scene, [role], [again(role, { attributes: { active: 'false' } })]),
    ).toEqual([true]);
  });
});

describe('D7: a lump sum', () => {
  const sale = (fen: bigint, rest: Parameters<typeof income>[4] = {}) =>
    income(HEAD, 'expropriation', '2025-06', fen, { agency: 'NR', itemKey: 'sale', ...rest });

  // 24 standards of 59,000 for three persons
  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['exactly 24 standards a head', [sale(4_248_000n)], {}, ['1 assistance DIBAO sale']],
    ['a fen less', [sale(4_247_999n)], {}, []],
    [
      'in two parts of one sale',
      [sale(2_124_000n), { ...sale(2_124_000n), personKey: SPOUSE }],
      {},
      ['1 assistance DIBAO sale'],
    ],
    ['in two sales', [sale(2_124_000n), sale(2_124_000n, { itemKey: 'another' })], {}, []],
    [
      'this month',
      [sale(4_248_000n, { period: { from: '2025-07', to: '2025-07' } })],
      {},
      ['1 assistance DIBAO sale'],
    ],
    [
      'in the first month of the window',
      [sale(4_248_000n, { period: { from: '2024-07', to: '2024-07' } })],
      {},
      ['1 assistance DIBAO sale'],
    ],
    ['before the window', [sale(4_248_000n, { period: { from: '2024-06', to: '2024-06' } })], {}, []],
    ['that counts as income', [sale(4_248_000n, { kind: 'severance' })], {}, []],
    [
      'that the region counts as an asset',
      [sale(4_248_000n, { kind: 'localDischargeGrant' })],
      { rows: { 'verification.income.treatment.localDischargeGrant': 'asset' } },
      ['1 assistance DIBAO sale'],
    ],
    [
      'of an insurer, which only a consent opens',
      [sale(4_248_000n, { kind: 'insuranceLump', agency: 'INS' })],
      {},
      [],
    ],
    ['of a child', [{ ...sale(4_248_000n), personKey: CHILD }], {}, ['3 assistance DIBAO sale']],
    [
      'of somebody who lives alone',
      [{ ...sale(4_248_000n), personKey: OUTSIDER }, paid(OUTSIDER, 'DIBAO', '2025-07')],
      { alone: OUTSIDER },
      [],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('D7', { facts: [dibao, ...facts], ...scene })).toEqual(expected);
  });

  it('is orange, muted, and withdrawn by its payer', () => {
    const lump = sale(4_248_000n);
    const scene = { facts: [dibao, lump] };
    expect(kit.find(indicator('D7'), scene)).toMatchObject([{ severity: 'ORANGE', months: ['2025-06'] }]);
    expect(kit.find(indicator('D7'), scene)[0]?.amountFen).toBeUndefined();
    expect(kit.afterMute(indicator('D7'), scene)).toEqual(MUTED_ONCE);
    expect(
      kit.areWithdrawn(indicator('D7'), scene, [lump], [again(lump, { amountFen: 4_247_999n })]),
    ).toEqual([true]);
  });
});
