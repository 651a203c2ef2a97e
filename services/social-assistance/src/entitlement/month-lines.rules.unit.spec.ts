import fc from 'fast-check';
import { addMonths, monthsBetween } from '@minzheng/kernel/months';
import { firstMonthOf } from './deadline.rules.js';
import {
  monthLines,
  type AwardSegment,
  type DueLine,
  type LinedAmount,
  type PaidAward,
} from './month-lines.rules.js';

const BASE = { kind: 'BASE' } as const;
const extraOf = (personKey: string) => ({ kind: 'EXTRA', personKey }) as const;
const segment = (from: string, more: Partial<AwardSegment> = {}): AwardSegment => ({
  segmentId: from,
  from,
  baseFen: 57_000n,
  extras: [],
  ...more,
});
const award = (segments: readonly AwardSegment[], state: PaidAward['state'] = 'ACTIVE'): PaidAward => ({
  state,
  segments,
});
const lined = (lines: readonly DueLine[]): LinedAmount[] =>
  lines.map(({ month, part, amountFen }) => ({ month, part, amountFen }));
const told = (lines: readonly DueLine[]): unknown[] =>
  lines.map(({ month, component, part, amountFen }) => [
    month,
    component,
    part.kind === 'BASE' ? 'BASE' : part.personKey,
    amountFen,
  ]);

const FAMILY = segment('2025-07', {
  extras: [
    { personKey: 'wife', fen: 17_700n },
    { personKey: 'child', fen: 11_800n },
  ],
});

describe('R21: the lines of a month', () => {
  it.each([
    ['21.1', '2025-06-10', '2025-07'],
    ['21.1', '2025-06-30', '2025-07'],
    ['21.1', '2025-07-01', '2025-08'],
  ])('%s approved on %s, first paid for %s', (_id, decidedOn, first) => {
    const running = award([segment(firstMonthOf(decidedOn))]);
    expect(told(monthLines(running, first, []))).toEqual([[first, 'BASE', 'BASE', 57_000n]]);
    expect(monthLines(running, addMonths(first, -1), [])).toEqual([]);
  });

  it('has a base and an extra for each member (scenario 5)', () => {
    expect(told(monthLines(award([FAMILY]), '2025-07', []))).toEqual([
      ['2025-07', 'BASE', 'BASE', 57_000n],
      ['2025-07', 'EXTRA', 'child', 11_800n],
      ['2025-07', 'EXTRA', 'wife', 17_700n],
    ]);
  });

  it('21.2 ceased on 06-18: June is the last month', () => {
    const ended = award([segment('2025-05', { to: '2025-06' })], 'CEASED');
    const may = lined(monthLines(award([segment('2025-05')]), '2025-05', []));
    expect(told(monthLines(ended, '2025-06', may))).toEqual([['2025-06', 'BASE', 'BASE', 57_000n]]);
    expect(told(monthLines(ended, '2025-07', may))).toEqual([['2025-06', 'ARREARS', 'BASE', 57_000n]]);
  });

  it('21.3 a single person’s death on 06-03, known on 06-20: June stays, HELD from July', () => {
    const running = award([segment('2025-06')]);
    const june = monthLines(running, '2025-06', []);
    expect(told(june)).toEqual([['2025-06', 'BASE', 'BASE', 57_000n]]);
    expect(monthLines({ ...running, state: 'HELD' }, '2025-07', lined(june))).toEqual([]);
    const resolved = award([segment('2025-06', { to: '2025-06' })], 'CEASED');
    expect(monthLines(resolved, '2025-09', lined(june))).toEqual([]);
  });

  it('21.4 known on 08-20, July and August paid: nothing is set off in a run', () => {
    const paid = ['2025-06', '2025-07', '2025-08'].map((month) => ({
      month,
      part: BASE,
      amountFen: 57_000n,
    }));
    const ended = award([segment('2025-06', { to: '2025-06' })], 'CEASED');
    expect(monthLines(ended, '2025-09', paid)).toEqual([]);
  });

  it('21.5 HELD in July and August, resolved in September: three lines', () => {
    const june = [{ month: '2025-06', part: BASE, amountFen: 57_000n }];
    const running = award([segment('2025-06')]);
    for (const month of ['2025-07', '2025-08']) {
      expect(monthLines({ ...running, state: 'HELD' }, month, june)).toEqual([]);
    }
    expect(told(monthLines(running, '2025-09', june))).toEqual([
      ['2025-07', 'ARREARS', 'BASE', 57_000n],
      ['2025-08', 'ARREARS', 'BASE', 57_000n],
      ['2025-09', 'BASE', 'BASE', 57_000n],
    ]);
  });

  it('21.6 the job run twice: the same lines, no second set', () => {
    const first = monthLines(award([FAMILY]), '2025-07', []);
    expect(monthLines(award([FAMILY]), '2025-07', [])).toEqual(first);
    expect(monthLines(award([FAMILY]), '2025-07', lined(first))).toEqual([]);
  });

  it('pays what a new standard adds to earlier months, part by part (scenario 6)', () => {
    const paid = ['2025-10', '2025-11'].flatMap((month) => [
      { month, part: BASE, amountFen: 57_000n },
      { month, part: extraOf('wife'), amountFen: 17_700n },
      { month, part: extraOf('child'), amountFen: 11_800n },
    ]);
    const risen = segment('2025-10', {
      baseFen: 74_700n,
      extras: [
        { personKey: 'wife', fen: 19_470n },
        { personKey: 'child', fen: 12_980n },
      ],
    });
    const lines = monthLines(award([risen]), '2025-12', paid);
    expect(told(lines).slice(0, 3)).toEqual([
      ['2025-10', 'ARREARS', 'BASE', 17_700n],
      ['2025-10', 'ARREARS', 'child', 1_180n],
      ['2025-10', 'ARREARS', 'wife', 1_770n],
    ]);
    const arrears = lines.filter(({ component }) => component === 'ARREARS');
    expect(arrears.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(41_300n);
  });

  it('gives what was approved after the build to the next run of the month', () => {
    const main = lined(monthLines(award([segment('2025-07')]), '2025-07', []));
    const added = segment('2025-07', { extras: [{ personKey: 'child', fen: 11_800n }] });
    expect(told(monthLines(award([added]), '2025-07', main))).toEqual([
      ['2025-07', 'EXTRA', 'child', 11_800n],
    ]);
    const more = segment('2025-07', { baseFen: 60_000n });
    expect(told(monthLines(award([more]), '2025-07', main))).toEqual([
      ['2025-07', 'ARREARS', 'BASE', 3_000n],
    ]);
  });

  it('goes by the segment of the month, through a gradual exit to its end', () => {
    const segments = [
      segment('2025-07', { to: '2025-08', baseFen: 28_500n }),
      segment('2025-06', { to: '2025-06' }),
    ];
    const exiting = award(segments, 'GRADUAL_EXIT');
    expect(told(monthLines(exiting, '2025-09', []))).toEqual([
      ['2025-06', 'ARREARS', 'BASE', 57_000n],
      ['2025-07', 'ARREARS', 'BASE', 28_500n],
      ['2025-08', 'ARREARS', 'BASE', 28_500n],
    ]);
  });

  it('has no line for an award that has not begun, nor one of nothing', () => {
    expect(monthLines(award([segment('2025-07')], 'PENDING_START'), '2025-07', [])).toEqual([]);
    expect(monthLines(award([segment('2025-07', { baseFen: 0n })]), '2025-07', [])).toEqual([]);
  });

  it('refuses segments that cover a month twice', () => {
    expect(() => monthLines(award([segment('2025-06'), segment('2025-07')]), '2025-07', [])).toThrow(
      RangeError,
    );
  });

  it('pays every due month exactly once, however the runs, holds and supplements fall', () => {
    const MONTHS = monthsBetween('2025-01', '2025-12');
    const runs = fc.array(fc.record({ month: fc.constantFrom(...MONTHS), isHeld: fc.boolean() }), {
      maxLength: 20,
    });
    const sums = fc.array(fc.bigInt({ min: 0n, max: 60_000n }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(runs, sums, fc.bigInt({ min: 0n, max: 20_000n }), (list, bases, extraFen) => {
        const segments = MONTHS.map((month, index) =>
          segment(month, {
            to: month,
            baseFen: bases[index] ?? 0n,
            extras: [{ personKey: 'child', fen: extraFen }],
          }),
        );
        const all = list
          .toSorted((a, b) => (a.month < b.month ? -1 : 1))
          .concat({ month: '2025-12', isHeld: false })
          .reduce<LinedAmount[]>((before, { month, isHeld }) => {
            const state = isHeld ? 'HELD' : 'ACTIVE';
            return [...before, ...lined(monthLines(award(segments, state), month, before))];
          }, []);
        for (const [index, month] of MONTHS.entries()) {
          const of = all.filter((line) => line.month === month);
          expect(of.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(
            (bases[index] ?? 0n) + extraFen,
          );
          expect(of.filter(({ part }) => part.kind === 'BASE').length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
