import fc from 'fast-check';
import { asset, income, key, spending, state } from './test/means-kit.js';
import { selectFacts, visibleFacts, type AssetFact, type EconomicFact, type IncomeFact } from './index.js';
import { sourceConflicts } from './source-rank.rules.js';

const VALID_AT = '2025-07-15';
const select = (facts: readonly EconomicFact[]) => selectFacts(facts, { validAt: VALID_AT });
const sum = (facts: readonly EconomicFact[], months?: readonly [string, string]): bigint =>
  select(facts)
    .income.filter(({ month }) => !months || (months[0] <= month && month <= months[1]))
    .reduce((total, { amountFen }) => total + amountFen, 0n);

const MAY = ['2025-05', '2025-05'] as const;
const taxX = (fen: bigint, more: Partial<IncomeFact> = {}): IncomeFact =>
  income('a', 'wage', fen, MAY, { payerKey: 'X', itemKey: 'x', ...more });
const base = (fen: bigint, more: Partial<IncomeFact> = {}): IncomeFact =>
  income('a', 'wage', fen, MAY, { payerKey: 'X', itemKey: 'base', ...more }, 'HRSS');

describe('which facts count (5.1)', () => {
  it.each<[string, bigint, bigint]>([
    [
      'TAX 240,000 and the contribution base 210,000 of one payer',
      sum([taxX(240_000n), base(210_000n)]),
      240_000n,
    ],
    [
      'payers X and Y add up',
      sum([taxX(240_000n), taxX(60_000n, { payerKey: 'Y', itemKey: 'y' })]),
      300_000n,
    ],
    [
      'a base of an unknown payer gives way',
      sum([base(100_000n, { payerKey: '*' }), taxX(240_000n)]),
      240_000n,
    ],
    [
      'both of TAX: they add up',
      sum([taxX(100_000n, { payerKey: '*', itemKey: 'unknown' }), taxX(240_000n)]),
      340_000n,
    ],
    [
      'a pension and its new rate from June: January to June',
      sum(
        [
          income(
            'a',
            'employeePension',
            1_200_000n,
            ['2025-01', '2025-12'],
            { itemKey: 'p', observedAt: '2025-01-05T00:00:00.000000Z' },
            'HRSS',
          ),
          income(
            'a',
            'employeePension',
            770_000n,
            ['2025-06', '2025-12'],
            { itemKey: 'p', observedAt: '2025-06-05T00:00:00.000000Z' },
            'HRSS',
          ),
        ],
        ['2025-01', '2025-06'],
      ),
      610_000n,
    ],
    [
      'one payer and month, two items',
      sum([taxX(19_000n, { itemKey: '1' }), taxX(17_700n, { itemKey: '2' })]),
      36_700n,
    ],
    [
      'surveyed before declared',
      sum(
        [
          income('a', 'casualWork', 50_000n, MAY, { quality: 'DECLARED' }, 'assistance'),
          income('a', 'casualWork', 80_000n, MAY, { quality: 'SURVEYED' }, 'assistance'),
        ].map((fact, index) => ({ ...fact, source: { ...fact.source, dataset: `set-${index}` } })),
      ),
      80_000n,
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('a shadowed source that differs by more than a tenth is a conflict, exactly', () => {
    const conflicts = (tax: bigint, hrss: bigint): number =>
      sourceConflicts(select([taxX(tax), base(hrss)]).differences, 1_000).length;
    expect([
      conflicts(240_000n, 210_000n),
      conflicts(240_000n, 216_000n),
      conflicts(240_000n, 215_999n),
    ]).toEqual([1, 0, 1]);
  });

  it('the same flat from two registers is one residence', () => {
    const flat = { itemKey: 'unit-7' };
    const chosen = select([asset('a', 'residence', flat), asset('a', 'residence', flat, 'MCN')]).assets;
    expect(chosen).toHaveLength(1);
    expect(chosen[0]?.source.agency).toBe('NR');
  });

  it('of an item the latest day up to the day that is asked about', () => {
    const at = (asOf: string, count: number): AssetFact =>
      asset('a', 'residence', { itemKey: 'unit-8', asOf, count });
    const counts = select([at('2024-01-01', 1), at('2025-03-01', 0), at('2025-08-01', 1)]).assets.map(
      ({ count }) => count,
    );
    expect(counts).toEqual([0]);
  });

  describe('supersession', () => {
    const record = (more: Partial<IncomeFact>): IncomeFact => {
      const fact = taxX(0n, more);
      return { ...fact, source: { ...fact.source, recordKey: 'one record' } };
    };
    const june5 = record({
      amountFen: 120n,
      observedAt: '2025-06-05T00:00:00.000000Z',
      recordedAtMicros: 10n,
    });
    const june1 = record({
      amountFen: 100n,
      observedAt: '2025-06-01T00:00:00.000000Z',
      recordedAtMicros: 20n,
    });

    it('the later observation stands, also when it came first', () => {
      expect(sum([june5, june1])).toBe(120n);
    });

    it('a retraction leaves nothing, but what was known before stays known', () => {
      const only = record({
        amountFen: 100n,
        observedAt: '2025-06-01T00:00:00.000000Z',
        recordedAtMicros: 10n,
        supersededAtMicros: 30n,
      });
      const retraction = record({
        amountFen: 100n,
        observedAt: '2025-06-09T00:00:00.000000Z',
        recordedAtMicros: 30n,
        retracted: true,
      });
      expect(visibleFacts([only, retraction])).toEqual([]);
      expect(visibleFacts([only, retraction], 29n)).toEqual([only]);
    });

    it('what was recorded later was not known', () => {
      expect(visibleFacts([june5], 9n)).toEqual([]);
    });
  });

  it('splits into months that add up, and does not depend on the order of the facts', () => {
    const facts = fc.array(
      fc.record({
        fen: fc.bigInt({ min: 1n, max: 5_000_000n }),
        from: fc.integer({ min: 1, max: 6 }),
        length: fc.integer({ min: 0, max: 6 }),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(facts, (list) => {
        const given = list.map(({ fen, from, length }, index) =>
          income('a', 'rent', fen, [`2025-0${from}`, `2025-${String(from + length).padStart(2, '0')}`], {
            itemKey: `lease-${index}`,
          }),
        );
        expect(sum(given)).toBe(given.reduce((total, { amountFen }) => total + amountFen, 0n));
        expect(sum(given.toReversed())).toBe(sum(given));
      }),
    );
  });

  it('keeps statuses and spending of different persons and bills apart', () => {
    const chosen = select([
      state('a', 'dibao', '2025-01-01', {}, 'assistance'),
      state('b', 'dibao', '2025-01-01', {}, 'assistance'),
      spending('a', 'medicalInpatientOop', 5n),
      spending('a', 'medicalInpatientOop', 7n),
    ]);
    expect(chosen.statuses.map(({ personKey }) => personKey).toSorted()).toEqual([key('a'), key('b')]);
    expect(chosen.expenditure.reduce((total, { amountFen }) => total + amountFen, 0n)).toBe(12n);
  });
});
