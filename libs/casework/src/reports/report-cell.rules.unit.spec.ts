import { rational } from '@minzheng/kernel/rational';
import { cellValue, printed } from './report-cell.rules.js';
import type { CellDefinition } from './report-definition.js';

const TITLE = { zh: '人数', en: 'Persons' };
const figures = (sums: Record<string, bigint>, days: [number, bigint][] = []) => ({
  sums: new Map(Object.entries(sums)),
  distributions: new Map([['days', new Map(days)]]),
});
const cell = (form: Partial<CellDefinition>): CellDefinition => ({
  ...{ code: 'c', title: TITLE, unit: 'PERSONS', numerator: ['a'] },
  ...form,
});

describe('a cell of a report', () => {
  it('adds its measures, and takes away those with a minus', () => {
    expect(cellValue(cell({ numerator: ['a', '-b'] }), figures({ a: 3n, b: 10n }))).toEqual({
      numerator: -7n,
      value: '-7',
    });
  });

  it.each([
    [1n, 3n, '33.33'],
    [2n, 3n, '66.67'],
    [1n, 800n, '0.13'],
    [-1n, 800n, '-0.12'],
    [5n, 5n, '100.00'],
    [1n, 100_000n, '0.00'],
  ])('prints %s of %s as %s %%, rounded half up once', (a, b, value) => {
    const share = cell({ unit: 'PERCENT', denominator: ['b'] });
    expect(cellValue(share, figures({ a, b }))).toEqual({ numerator: a, denominator: b, value });
  });

  it('is a whole fen where it is a mean of money, and nothing where it would divide by 0', () => {
    const mean = cell({ unit: 'FEN', denominator: ['b'] });
    expect(cellValue(mean, figures({ a: 100_001n, b: 2n })).value).toBe('50001');
    expect(cellValue(mean, figures({ a: 5n })).value).toBeUndefined();
  });

  it.each([
    [[], undefined],
    [[[7, 1n]], '7.0'],
    [
      [
        [0, 2n],
        [9, 2n],
      ],
      '4.5',
    ],
    [
      [
        [30, 1n],
        [10, 1n],
        [20, 1n],
      ],
      '20.0',
    ],
    [
      [
        [1, 1n],
        [5, 3n],
      ],
      '5.0',
    ],
  ] as [[number, bigint][], string | undefined][])('is the median of %p: %s', (days, value) => {
    expect(cellValue(cell({ median: true, numerator: ['days'] }), figures({}, days)).value).toBe(value);
  });

  it.each([
    [[], undefined],
    [[[7, 1n]], '7'],
    [
      [
        [3, 95n],
        [8, 5n],
      ],
      '3',
    ],
    [
      [
        [3, 94n],
        [8, 6n],
      ],
      '8',
    ],
  ] as [[number, bigint][], string | undefined][])('is the 95th percentile of %p: %s', (days, value) => {
    expect(cellValue(cell({ percentile: 95, numerator: ['days'] }), figures({}, days)).value).toBe(value);
  });

  it('prints what is below one with its noughts', () => {
    expect(printed(rational(-1n, 20n), 2)).toBe('-0.05');
    expect(printed(rational(5n), 0)).toBe('5');
  });
});
