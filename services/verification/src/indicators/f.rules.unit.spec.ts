import type { EconomicFact, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import { F_INDICATORS } from './f.rules.js';
import type { Indicator, IndicatorCode } from './indicator.js';
import {
  again,
  CHILD,
  FAMILY,
  HEAD,
  income,
  member,
  OUTSIDER,
  owns,
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
    .map(({ personKey, payer, programme = '-', episodeKey, severity }) =>
      [personKey[0], payer, programme, episodeKey, severity].join(' '),
    );

const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };

describe('F1 (a): monitored, below the standard, and on nothing', () => {
  const couple = [member(HEAD, 'APPLICANT', '1985-03-01'), member(SPOUSE, 'SPOUSE', '1986-04-01')];
  const monitored = status(SPOUSE, 'relapseMonitored', '2025-06-10', { agency: 'RVP' });
  /** So much in the year; two persons below 59,000 a month have less than 1,416,000. */
  const pension = (yearFen: bigint) => ({
    ...income(HEAD, 'employeePension', '2024-07', 0n, { to: '2025-06', agency: 'HRSS' }),
    amountFen: yearFen,
  });
  const HIT = ['1 assistance DIBAO 2025-06 RED'];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['exactly the standard a head', [monitored, pension(1_416_000n)], {}, []],
    ['a fen less in the year', [monitored, pension(1_415_999n)], {}, HIT],
    ['exactly the rural standard of 39,000', [monitored, pension(936_000n)], { hukouType: 'RURAL' }, []],
    ['a fen less than the rural standard', [monitored, pension(935_999n)], { hukouType: 'RURAL' }, HIT],
    ['income unknown', [monitored, pension(1n)], { isIncomeKnown: false }, []],
    ['monitored by nobody', [pension(1n)], {}, []],
    ['edge', [status(HEAD, 'edge', '2025-07-01'), pension(1n)], {}, ['1 assistance DIBAO 2025-07 RED']],
    [
      'on dibao',
      [monitored, pension(1n), ...[HEAD, SPOUSE].map((each) => status(each, 'dibao', '2025-01-01'))],
      {},
      [],
    ],
    [
      'one has dibao alone, the other is monitored',
      [monitored, pension(1n), status(HEAD, 'dibao', '2025-01-01')],
      {},
      HIT,
    ],
    [
      'who is monitored has dibao alone',
      [monitored, pension(1n), status(SPOUSE, 'dibao', '2025-01-01')],
      {},
      [],
    ],
    [
      'who is monitored is on tekun, and so not counted',
      [monitored, pension(1n), status(SPOUSE, 'tekun', '2025-01-01')],
      {},
      [],
    ],
    [
      'who is monitored is in prison',
      [monitored, pension(1n), status(SPOUSE, 'imprisoned', '2025-01-01', { agency: 'JUS' })],
      {},
      [],
    ],
    ['property over the limit', [monitored, pension(1n), owns(HEAD, 'shop')], {}, []],
    [
      'dibao ended within twelve months',
      [status(HEAD, 'dibao', '2024-01-01', { to: '2025-07-01' }), pension(1n)],
      {},
      ['1 assistance DIBAO 2025-07 RED'],
    ],
    ['of somebody alone', [{ ...monitored, personKey: OUTSIDER }], { alone: OUTSIDER }, []],
    [
      'monitored for ever, and poor since May',
      [
        { ...monitored, days: { from: '2015-01-01' } },
        income(HEAD, 'employeePension', '2023-01', 118_001n, { to: '2025-03', agency: 'HRSS' }),
      ],
      {},
      ['1 assistance DIBAO 2025-05 RED'],
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F1', { members: couple, facts, ...scene })).toEqual(expected);
  });

  it('is the household’s, muted, and withdrawn by who monitors and by who told too low a pension', () => {
    const low = pension(1_415_999n);
    // what does not count is no evidence
    const excluded = income(HEAD, 'residentBasicPension', '2025-06', 12_000n, { agency: 'HRSS' });
    const scene = { members: couple, facts: [monitored, low, excluded] };
    expect(kit.find(indicator('F1'), scene)).toMatchObject([
      { direction: 'UNDER', subject: 'HOUSEHOLD', factIds: [monitored.factId, low.factId] },
    ]);
    expect(kit.afterMute(indicator('F1'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F1'), scene, [monitored])).toEqual([true]);
    expect(kit.areWithdrawn(indicator('F1'), scene, [low], [again(low, { amountFen: 1_416_000n })])).toEqual([
      true,
    ]);
  });

  it('of who is monitored as an edge family alone, without income, is withdrawn when that was a mistake', () => {
    const edge = status(HEAD, 'edge', '2025-01-01');
    const scene = { members: couple, facts: [edge] };
    expect(kit.find(indicator('F1'), scene)).toMatchObject([{ factIds: [edge.factId] }]);
    expect(kit.areWithdrawn(indicator('F1'), scene, [edge])).toEqual([true]);
  });

  it('is not withdrawn by the department’s own answer: it ends the edge and grants dibao', () => {
    const edge = status(HEAD, 'edge', '2025-01-01');
    const scene = { members: couple, facts: [edge, pension(1n)] };
    const answer = [
      again(edge, { days: { from: '2025-01-01', to: '2025-07-15' } }),
      ...[HEAD, SPOUSE].map((each) => status(each, 'dibao', '2025-07-15')),
    ];
    expect(kit.areWithdrawn(indicator('F1'), scene, [edge], answer)).toEqual([false]);
  });
});

describe('F1 (b): on dibao without anybody who owes support', () => {
  const dibao = (person: string): StatusFact => status(person, 'dibao', '2025-01-01');
  const died = (person: string): StatusFact => status(person, 'deceased', '2025-06-01', { agency: 'PSB' });
  const old = [member(PARENT, 'APPLICANT', '1965-07-15')];
  const obligors = [{ personKey: OUTSIDER, obligorOfKey: PARENT, relation: 'CHILD' as const }];
  const HIT = ['4 assistance TEKUN 2025-01-01 YELLOW'];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['sixty to the day', [dibao(PARENT)], { members: old }, HIT],
    ['a day younger', [dibao(PARENT)], { members: [member(PARENT, 'APPLICANT', '1965-07-16')] }, []],
    ['not on dibao', [], { members: old }, []],
    ['a day before sixteen', [dibao(PARENT)], { members: [member(PARENT, 'APPLICANT', '2009-07-16')] }, HIT],
    ['sixteen', [dibao(PARENT)], { members: [member(PARENT, 'APPLICANT', '2009-07-15')] }, []],
    [
      'of any age and severely disabled',
      [
        dibao(PARENT),
        status(PARENT, 'disabled', '2020-01-01', { agency: 'DPF', attributes: { grade: '2' } }),
      ],
      { members: [member(PARENT, 'APPLICANT', '1990-01-01')] },
      HIT,
    ],
    ['with a living obligor', [dibao(PARENT)], { members: old, obligors }, []],
    ['with an obligor who has died', [dibao(PARENT), died(OUTSIDER)], { members: old, obligors }, HIT],
    [
      'with an obligor whom a court has declared missing',
      [dibao(PARENT), status(OUTSIDER, 'declaredMissing', '2024-01-01', { agency: 'COURT' })],
      { members: old, obligors },
      HIT,
    ],
    [
      'with an obligor of somebody else',
      [dibao(PARENT)],
      { members: old, obligors: [{ ...obligors[0]!, obligorOfKey: HEAD }] },
      HIT,
    ],
    ['with a spouse', [dibao(PARENT)], { members: [...old, member(SPOUSE, 'SPOUSE', '1962-01-01')] }, []],
    [
      'whose spouse has died',
      [dibao(PARENT), died(SPOUSE)],
      { members: [...old, member(SPOUSE, 'SPOUSE', '1962-01-01')] },
      HIT,
    ],
    [
      'with a minor only',
      [dibao(PARENT)],
      { members: [...old, member(CHILD, 'GRANDCHILD', '2015-05-01')] },
      HIT,
    ],
    [
      'with somebody who owes nothing',
      [dibao(PARENT)],
      { members: [...old, member(SPOUSE, 'OTHER', '1990-01-01')] },
      HIT,
    ],
    ['on tekun already', [dibao(PARENT), status(PARENT, 'tekun', '2025-07-01')], { members: old }, []],
    ['dead', [dibao(PARENT), died(PARENT)], { members: old }, []],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F1', { facts, ...scene, members: scene.members ?? old })).toEqual(expected);
  });

  it('is the person’s, muted, and withdrawn when the death is taken back, or the dibao was a mistake', () => {
    const [support, death] = [dibao(PARENT), died(OUTSIDER)];
    const scene = { members: old, obligors, facts: [support, death] };
    expect(kit.find(indicator('F1'), scene)).toMatchObject([
      { direction: 'UNDER', subject: 'PERSON', factIds: [support.factId, death.factId].toSorted() },
    ]);
    expect(kit.afterMute(indicator('F1'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F1'), scene, [death])).toEqual([true]);
    expect(kit.areWithdrawn(indicator('F1'), scene, [support])).toEqual([true]);
    expect(kit.areWithdrawn(indicator('F1'), { members: old, facts: [support] }, [support])).toEqual([true]);
    // granted, by which the dibao ends
    const answer = [
      again(support, { days: { from: '2025-01-01', to: '2025-07-01' } }),
      status(PARENT, 'tekun', '2025-07-01'),
    ];
    expect(kit.areWithdrawn(indicator('F1'), scene, [support], answer)).toEqual([false]);
  });

  it('is withdrawn when the household says a birth by which nobody is old', () => {
    const scene = { members: old, facts: [dibao(PARENT)] };
    const younger = { members: [member(PARENT, 'APPLICANT', '1965-07-16')] };
    expect(kit.areWithdrawn(indicator('F1'), scene, [], [], younger)).toEqual([true]);
  });
});

describe('F4: a child whose parents can’t care for it', () => {
  const of = (person: string, kind: StatusKind, from = '2025-03-01', attributes = {}): StatusFact =>
    status(person, kind, from, { agency: 'PSB', attributes });
  const father = of(HEAD, 'deceased', '2025-02-01');
  const HIT = ['3 children - 2025-03-01 RED'];

  it.each<[string, EconomicFact[], Scene, string[]]>([
    ['father dead, mother dead', [father, of(SPOUSE, 'deceased')], {}, HIT],
    ['father dead, mother alive', [father], {}, []],
    ['mother declared missing', [father, of(SPOUSE, 'declaredMissing')], {}, HIT],
    ['mother missing in a disaster', [father, of(SPOUSE, 'missingInDisaster')], {}, HIT],
    ['mother in prison', [father, of(SPOUSE, 'imprisoned')], {}, HIT],
    [
      'mother released since',
      [father, of(SPOUSE, 'imprisoned'), of(SPOUSE, 'released', '2025-06-01')],
      {},
      [],
    ],
    ['mother in rehabilitation', [father, of(SPOUSE, 'compulsoryRehab')], {}, HIT],
    ['mother severely disabled', [father, of(SPOUSE, 'disabled', '2025-03-01', { grade: '2' })], {}, HIT],
    [
      'mother less disabled',
      [father, of(SPOUSE, 'disabled', '2025-03-01', { grade: '3', category: '4' })],
      {},
      [],
    ],
    ['mother seriously ill', [father, of(SPOUSE, 'seriousIllness')], {}, HIT],
    [
      'mother ill, and in prison later: since the illness',
      [father, of(SPOUSE, 'seriousIllness'), of(SPOUSE, 'imprisoned', '2025-05-01')],
      {},
      HIT,
    ],
    [
      'mother well again',
      [father, { ...of(SPOUSE, 'seriousIllness'), days: { from: '2025-03-01', to: '2025-07-15' } }],
      {},
      [],
    ],
    ['the only parent on record', [of(HEAD, 'imprisoned')], { members: [FAMILY[0]!, FAMILY[2]!] }, HIT],
    ['no parent on record', [], { members: [member(CHILD, 'APPLICANT', '2015-05-01')] }, []],
    [
      'a child of its own household, whose guardian by court can’t',
      [of(PARENT, 'guardianOf', '2020-01-01', { wardKey: CHILD }), of(PARENT, 'deceased')],
      { members: [member(CHILD, 'APPLICANT', '2015-05-01'), member(PARENT, 'GRANDPARENT', '1950-01-01')] },
      HIT,
    ],
    [
      'a grandchild, whose guardian can',
      [of(PARENT, 'guardianOf', '2020-01-01', { wardKey: CHILD }), father],
      {
        members: [
          member(HEAD, 'APPLICANT', '1955-01-01'),
          member(PARENT, 'SPOUSE', '1955-01-01'),
          member(CHILD, 'GRANDCHILD', '2015-05-01'),
        ],
      },
      [],
    ],
    [
      'on the day before majority',
      [father, of(SPOUSE, 'deceased')],
      { members: [...FAMILY.slice(0, 2), member(CHILD, 'CHILD', '2007-07-16')] },
      HIT,
    ],
    [
      'of age',
      [father, of(SPOUSE, 'deceased')],
      { members: [...FAMILY.slice(0, 2), member(CHILD, 'CHILD', '2007-07-15')] },
      [],
    ],
    [
      'with a child allowance',
      [father, of(SPOUSE, 'deceased'), paid(CHILD, 'DE_FACTO_ALLOWANCE', '2025-05')],
      {},
      [],
    ],
    [
      'with one that was paid three months ago',
      [father, of(SPOUSE, 'deceased'), paid(CHILD, 'ORPHAN_ALLOWANCE', '2025-04')],
      {},
      HIT,
    ],
    ['on tekun', [father, of(SPOUSE, 'deceased'), of(CHILD, 'tekun')], {}, []],
    [
      'a grandchild whose guardian lives elsewhere and can’t',
      [of(OUTSIDER, 'guardianOf', '2020-01-01', { wardKey: CHILD }), of(OUTSIDER, 'imprisoned')],
      {
        members: [member(PARENT, 'APPLICANT', '1955-01-01'), member(CHILD, 'GRANDCHILD', '2015-05-01')],
        guardians: [OUTSIDER],
      },
      HIT,
    ],
    [
      'a child without household, whose guardian has died',
      [
        of(CHILD, 'born', '2015-05-01'),
        of(OUTSIDER, 'guardianOf', '2020-01-01', { wardKey: CHILD }),
        of(OUTSIDER, 'deceased'),
      ],
      { alone: CHILD, guardians: [OUTSIDER] },
      HIT,
    ],
  ])('%s', (_name, facts, scene, expected) => {
    expect(brief('F4', { facts, ...scene })).toEqual(expected);
  });

  it('is the child’s, muted, and withdrawn by the register', () => {
    const mother = of(SPOUSE, 'imprisoned');
    const scene = { facts: [father, mother] };
    expect(kit.find(indicator('F4'), scene)).toMatchObject([
      { direction: 'UNDER', subject: 'PERSON', factIds: [father.factId, mother.factId] },
    ]);
    expect(kit.afterMute(indicator('F4'), scene)).toEqual(MUTED_ONCE);
    expect(kit.areWithdrawn(indicator('F4'), scene, [mother])).toEqual([true]);
  });
});
