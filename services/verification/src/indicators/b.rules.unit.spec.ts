import fc from 'fast-check';
import type { EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';
import {
  again,
  briefly,
  COUNTY,
  earned,
  family,
  found,
  key,
  member,
  MUTED_ONCE,
  muteOf,
  OTHER_COUNTY,
  paid,
  status,
  watchOf,
  withdrawn,
  withdrawnWith,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

const elsewhere = { region: `${OTHER_COUNTY}002`, itemKey: 'the other award' };

describe('B1: one benefit from two counties', () => {
  const here = paid('a', 'DIBAO', '2025-01', '2025-06', { amountFen: 59_000n });
  const there = (from: string, to: string) =>
    paid('a', 'DIBAO', from, to, { ...elsewhere, amountFen: 39_000n });
  it.each<Case>([
    [
      '5.15: 59,000 and later 39,000 for 4 months',
      [...here, ...there('2025-03', '2025-06')],
      ['a assistance DIBAO 2025-03 156000'],
    ],
    ['never for one month', [...here, ...there('2025-07', '2025-07')], []],
    ['for one month', [...here, ...there('2025-06', '2025-07')], ['a assistance DIBAO 2025-06 39000']],
    [
      'two awards of one county',
      [...here, ...paid('a', 'DIBAO', '2025-03', '2025-06', { region: `${COUNTY}003`, itemKey: 'second' })],
      [],
    ],
    ['two benefits', [...here, ...paid('a', 'DISABILITY_LIVING', '2025-03', '2025-06', elsewhere)], []],
    ['two persons', [...here, ...paid('b', 'DIBAO', '2025-03', '2025-06', elsewhere)], []],
    [
      'again after a break is another episode',
      [...here, ...there('2025-02', '2025-02'), ...there('2025-05', '2025-05')],
      ['a assistance DIBAO 2025-02 39000', 'a assistance DIBAO 2025-05 39000'],
    ],
    [
      'temporary aid',
      [...paid('a', 'TEMP_AID', '2025-06'), ...paid('a', 'TEMP_AID', '2025-06', '2025-06', elsewhere)],
      [],
    ],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('B1', facts, scene)).toEqual(hits);
  });

  it('goes to the county whose benefit was started later, with its months', () => {
    expect(found('B1', [...here, ...there('2025-05', '2025-06')])).toMatchObject([
      {
        payerRegion: elsewhere.region,
        programme: 'DIBAO',
        severity: 'RED',
        months: ['2025-05', '2025-06'],
        explanation: { en: 'the same benefit was paid by two counties for 2025-05, 2025-06' },
      },
    ]);
    const earlier = paid('a', 'DIBAO', '2024-12', '2025-06', elsewhere);
    expect(found('B1', [...here, ...earlier])).toMatchObject([{ payerRegion: COUNTY }]);
  });

  it('is muted, and ends when the payment was another month’s; what an over-payment wrote back was paid', () => {
    const june = there('2025-06', '2025-06');
    const facts = [...here, ...june];
    expect(muteOf('B1', facts)).toEqual(MUTED_ONCE);
    expect(withdrawn('B1', facts, june)).toEqual([true]);
    const back: IncomeFact = again(june[0]!, { amountFen: 0n });
    const before = { ...june[0]!, supersededAtMicros: back.recordedAtMicros };
    const writtenBack = new Map([[key('a'), { facts: [before], months: new Set(['DIBAO 2025-06']) }]]);
    expect(withdrawn('B1', facts, june, { writtenBack }, [back])).toEqual([false]);
  });
});

it('B1 estimates what the county that began later has paid for the months of both, and nothing else (5.11)', () => {
  const month = (n: number): string => `2025-0${n}`;
  const run = fc.record({
    from: fc.integer({ min: 1, max: 7 }),
    length: fc.nat(5),
    fen: fc.bigInt(1n, 99_999n),
  });
  fc.assert(
    fc.property(run, run, (one, other) => {
      const [earlier, later] = one.from <= other.from ? [one, other] : [other, one];
      const of = ({ from, length, fen }: typeof one, region: string): EconomicFact[] =>
        paid('a', 'DIBAO', month(from), month(Math.min(from + length, 7)), {
          amountFen: fen,
          region,
          itemKey: region,
        });
      const facts = [...of(earlier, COUNTY), ...of(later, OTHER_COUNTY)];
      const last = Math.min(earlier.from + earlier.length, later.from + later.length, 7);
      const shared = Math.max(0, last - later.from + 1);
      const estimate = found('B1', facts).reduce((sum, { amountFen = 0n }) => sum + amountFen, 0n);
      expect(estimate).toBe(later.fen * BigInt(shared));
    }),
  );
});

describe('B2–B5: two benefits that exclude each other', () => {
  const nursing = (from: string, to = from) =>
    earned('a', 'workInjuryNursing', 80_000n, from, to, { agency: 'HRSS', itemKey: 'nursing' });
  it.each<['B2' | 'B3' | 'B4' | 'B5', ...Case]>([
    [
      'B2',
      'dibao and later tekun',
      [
        ...paid('a', 'DIBAO', '2025-01', '2025-06'),
        ...paid('a', 'TEKUN', '2025-06', '2025-07', { amountFen: 80_000n }),
      ],
      ['a assistance DIBAO+TEKUN 2025-06 80000'],
    ],
    ['B2', 'one after the other', [...paid('a', 'DIBAO', '2025-05'), ...paid('a', 'TEKUN', '2025-06')], []],
    ['B2', 'of two members', [...paid('a', 'DIBAO', '2025-06'), ...paid('b', 'TEKUN', '2025-06')], []],
    [
      'B3',
      'orphan allowance started after dibao: children answers',
      [
        ...paid('a', 'DIBAO', '2025-01', '2025-06'),
        ...paid('a', 'ORPHAN_ALLOWANCE', '2025-05', '2025-06', { amountFen: 110_000n }),
      ],
      ['a children DIBAO+ORPHAN_ALLOWANCE 2025-05 220000'],
    ],
    [
      'B3',
      'dibao started later: assistance answers',
      [...paid('a', 'DIBAO', '2025-06'), ...paid('a', 'ORPHAN_ALLOWANCE', '2025-05', '2025-06')],
      ['a assistance DIBAO+ORPHAN_ALLOWANCE 2025-06 45000'],
    ],
    [
      'B3',
      'one after the other',
      [...paid('a', 'DIBAO', '2025-05'), ...paid('a', 'ORPHAN_ALLOWANCE', '2025-06')],
      [],
    ],
    [
      'B4',
      'living subsidy and orphan allowance',
      [
        ...paid('a', 'ORPHAN_ALLOWANCE', '2025-01', '2025-06'),
        ...paid('a', 'DISABILITY_LIVING', '2025-06', '2025-06', { amountFen: 10_000n }),
      ],
      ['a assistance DISABILITY_LIVING+ORPHAN_ALLOWANCE 2025-06 10000'],
    ],
    [
      'B4',
      'nursing subsidy is another',
      [...paid('a', 'ORPHAN_ALLOWANCE', '2025-06'), ...paid('a', 'DISABILITY_CARE', '2025-06')],
      [],
    ],
    [
      'B5',
      'nursing subsidy and later tekun',
      [...paid('a', 'DISABILITY_CARE', '2025-01', '2025-06'), ...paid('a', 'TEKUN', '2025-06')],
      ['a assistance DISABILITY_CARE+TEKUN 2025-06 45000'],
    ],
    [
      'B5',
      'the insurance started later: what assistance pays is not due',
      [
        ...paid('a', 'DISABILITY_CARE', '2025-01', '2025-06', { amountFen: 10_000n }),
        nursing('2025-05', '2025-06'),
      ],
      ['a assistance DISABILITY_CARE+workInjuryNursing 2025-05 20000'],
    ],
    [
      'B5',
      'the insurance ended before',
      [...paid('a', 'DISABILITY_CARE', '2025-06'), nursing('2025-05')],
      [],
    ],
  ])('%s: %s', (code, _name, facts, hits, scene = {}) => {
    expect(briefly(code, facts, scene)).toEqual(hits);
  });

  it.each<['B2' | 'B3' | 'B4' | 'B5', string, string]>([
    ['B2', 'DIBAO', 'TEKUN'],
    ['B3', 'DIBAO', 'ORPHAN_ALLOWANCE'],
    ['B4', 'ORPHAN_ALLOWANCE', 'DISABILITY_LIVING'],
    ['B5', 'DISABILITY_CARE', 'TEKUN'],
  ])('%s is muted, and ends with its evidence', (code, one, other) => {
    const second = paid('a', other, '2025-06');
    const facts = [...paid('a', one, '2025-05', '2025-06'), ...second];
    expect(muteOf(code, facts)).toEqual(MUTED_ONCE);
    expect(withdrawn(code, facts, second)).toEqual([true]);
  });
});

describe('B6: counted in two households', () => {
  const others = [member('e', 'APPLICANT'), member('b', 'SPOUSE')];
  const share = { householdShare: true };
  /** The couple a, b here; b and e in the other household. */
  const overlapping = (facts: EconomicFact[], members = others): Scene => ({
    knowledge: { overlapping: [watchOf(facts, { members })] },
  });
  const both = [
    ...paid('a', 'DIBAO', '2025-01', '2025-07', share),
    ...paid('e', 'DIBAO', '2025-06', '2025-07', { ...share, ...elsewhere }),
  ];
  it.each<[string, EconomicFact[], string[]]>([
    ['both have dibao', both, ['b assistance DIBAO 2025-06']],
    ['only one of them has a benefit', both.slice(0, 7), []],
    [
      'the other’s was paid last three months ago',
      [...both.slice(0, 7), ...paid('e', 'DIBAO', '2025-04', '2025-04', elsewhere)],
      [],
    ],
    ['counted in only one: dead', [...both, status('b', 'deceased', '2025-06-30')], []],
  ])('%s', (_name, facts, hits) => {
    expect(briefly('B6', facts, overlapping(facts))).toEqual(hits);
  });

  it('goes to who pays the household whose benefit was started later', () => {
    expect(found('B6', both, overlapping(both))).toMatchObject([
      { payerRegion: elsewhere.region, severity: 'ORANGE', months: ['2025-05', '2025-06', '2025-07'] },
    ]);
  });

  it('of households with the same members two grants tell', () => {
    const twice = [
      ...paid('b', 'DIBAO', '2025-01', '2025-07', share),
      ...paid('b', 'DIBAO', '2025-06', '2025-07', elsewhere),
    ];
    const same = [member('b', 'APPLICANT')];
    expect(briefly('B6', twice, { ...overlapping(twice, same), members: same })).toEqual([
      'b assistance DIBAO 2025-06',
    ]);
    const once = paid('b', 'DIBAO', '2025-01', '2025-07', share);
    expect(briefly('B6', once, { ...overlapping(once, same), members: same })).toEqual([]);
  });

  it('is muted, and ends when the other household was paid nothing', () => {
    expect(muteOf('B6', both, overlapping(both))).toEqual(MUTED_ONCE);
    const left = both.slice(0, 7);
    expect(briefly('B6', left, overlapping(left))).toEqual([]);
    const there = both.slice(7);
    expect(found('B6', both, overlapping(both))[0]?.factIds).toEqual(
      expect.arrayContaining(there.map(({ factId }) => factId)),
    );
    expect(withdrawnWith('B6', both, there, overlapping(both), overlapping(left))).toEqual([true]);
  });

  it('is not withdrawn by the answer: the person leaves one of the households', () => {
    const only = { knowledge: { overlapping: [] } };
    expect(withdrawnWith('B6', both, [], overlapping(both), only)).toEqual([false]);
  });
});

describe('B7: temporary aid again and again', () => {
  const aid = (month: string, caseRef: string, more: Parameters<typeof paid>[4] = {}) =>
    paid('a', 'TEMP_AID', month, month, { caseRef, itemKey: caseRef, purpose: 'DISASTER', ...more });
  const dibao = status('b', 'dibao', '2025-01-01');
  it.each<Case>([
    ['5.15: dibao household, 2 for fire', [dibao, ...aid('2025-02', 'one'), ...aid('2025-05', 'two')], []],
    [
      '5.15: the 3rd',
      [dibao, ...aid('2024-08', 'one'), ...aid('2025-05', 'two'), ...aid('2025-07', 'three')],
      ['a assistance three'],
    ],
    [
      'the first 13 months before',
      [dibao, ...aid('2024-07', 'one'), ...aid('2025-05', 'two'), ...aid('2025-07', 'three')],
      [],
    ],
    [
      'three for two causes',
      [
        dibao,
        ...aid('2025-02', 'one'),
        ...aid('2025-05', 'two', { purpose: 'MEDICAL' }),
        ...aid('2025-07', 'three'),
      ],
      [],
    ],
    [
      'three for one cause, then one for another',
      [
        dibao,
        ...aid('2025-01', 'one'),
        ...aid('2025-02', 'two'),
        ...aid('2025-05', 'three'),
        ...aid('2025-07', 'four', { purpose: 'MEDICAL' }),
      ],
      ['a assistance three'],
    ],
    [
      'one aid to three members is one aid',
      [
        dibao,
        ...aid('2025-07', 'one'),
        ...aid('2025-07', 'one', { itemKey: 'x' }),
        ...aid('2025-07', 'one', { itemKey: 'y' }),
      ],
      [],
    ],
    [
      '5.15: not on dibao, the 2nd',
      [...aid('2025-02', 'one', { purpose: 'MEDICAL' }), ...aid('2025-07', 'two')],
      ['a assistance two'],
    ],
    ['not on dibao, the 1st', aid('2025-07', 'one'), []],
    [
      'on tekun',
      [status('a', 'tekun', '2025-01-01'), ...aid('2025-02', 'one'), ...aid('2025-07', 'two')],
      [],
    ],
    ['long ago', [...aid('2024-02', 'one'), ...aid('2024-07', 'two')], []],
    [
      'the last in the first month of the year that ends today',
      [...aid('2024-02', 'one'), ...aid('2024-08', 'two')],
      ['a assistance two'],
    ],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('B7', facts, scene)).toEqual(hits);
  });

  it('(a) points to over-payment, (b) to a need', () => {
    const three = [...aid('2025-05', 'one'), ...aid('2025-06', 'two'), ...aid('2025-07', 'three')];
    expect(found('B7', [dibao, ...three])).toMatchObject([
      { direction: 'OVER', severity: 'YELLOW', programme: 'TEMP_AID' },
    ]);
    expect(found('B7', three.slice(1))).toMatchObject([{ direction: 'UNDER' }]);
    expect(found('B7', three)).toMatchObject([{ direction: 'OVER', episodeKey: 'three' }]);
  });

  it('is muted, and ends when an aid was none', () => {
    const last = aid('2025-07', 'two');
    const facts = [...aid('2025-05', 'one'), ...last];
    expect(muteOf('B7', facts, { members: family(2) })).toEqual(MUTED_ONCE);
    expect(withdrawn('B7', facts, last)).toEqual([true]);
  });
});
