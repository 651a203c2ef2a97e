import fc from 'fast-check';
import { addDays } from '../months/index.js';
import { PolicyBook, PolicyMissing, type PolicyRow } from './index.js';

const KEY = 'assistance.dibao.standardMonthlyFen';
const policy = (
  id: string,
  regionPrefix: string,
  effectiveFrom: string,
  more: Partial<PolicyRow> = {},
): PolicyRow => ({
  id,
  key: KEY,
  regionPrefix,
  effectiveFrom,
  value: id,
  legalBasis: 'test',
  ...more,
});

const ROWS = [
  policy('country', '', '2010-01-01'),
  policy('province-2018', '51', '2018-01-01'),
  policy('province-2025', '51', '2025-07-01'),
  policy('city-2020', '5108', '2020-01-01', { effectiveTo: '2025-01-01' }),
  policy('county-2019', '510802', '2019-07-01', { effectiveTo: '2020-07-01' }),
  policy('other-key', '510802', '2015-01-01', { key: 'assistance.other' }),
];

describe('resolve', () => {
  it.each([
    ['the county before a later city row', '510802', '2020-06-30', 'county-2019'],
    ['effectiveTo itself is outside', '510802', '2020-07-01', 'city-2020'],
    ['the last day', '5108', '2024-12-31', 'city-2020'],
    ['then the province', '510802101203', '2025-01-01', 'province-2018'],
    ['the latest that has begun', '51', '2025-06-30', 'province-2018'],
    ['effectiveFrom itself is inside', '51', '2025-07-01', 'province-2025'],
    ['another county of the city', '510811', '2020-06-30', 'city-2020'],
    ['another province', '620102', '2025-07-01', 'country'],
    ['before the province had one', '510802', '2012-05-12', 'country'],
  ])('%s: %s on %s', (_, region, on, id) => {
    expect(new PolicyBook(ROWS).resolve(KEY, region, on).id).toBe(id);
  });

  it.each([
    ['an unknown key', 'assistance.unknown', '510802', '2025-05-12'],
    ['a day before all rows', KEY, '510802', '2009-12-31'],
    ['another region', 'assistance.other', '510803', '2025-05-12'],
    ['a larger region', 'assistance.other', '5108', '2025-05-12'],
  ])('is missing for %s', (_, key, region, on) => {
    const book = new PolicyBook(ROWS);
    expect(() => book.resolve(key, region, on)).toThrow(new PolicyMissing(key, region, on));
    expect(book.used()).toEqual([]);
  });

  it('says what is missing', () => {
    const error = new PolicyMissing(KEY, '510802', '2009-12-31');
    expect(error).toMatchObject({ problem: 'policy-missing', key: KEY, region: '510802', on: '2009-12-31' });
  });

  it.each([
    ['', '2025-05-12'],
    ['510', '2025-05-12'],
    ['510802', '2025-05-32'],
  ])('refuses region %j on %s', (region, on) => {
    expect(() => new PolicyBook(ROWS).resolve(KEY, region, on)).toThrow(RangeError);
  });

  it('remembers what was consulted, each row once', () => {
    const book = new PolicyBook(ROWS);
    book.resolve('assistance.other', '510802', '2025-05-12');
    book.resolve(KEY, '51', '2025-07-01');
    book.resolve('assistance.other', '510802101', '2025-05-13');
    expect(book.used().map(({ id }) => id)).toEqual(['other-key', 'province-2025']);
  });
});

describe('rows', () => {
  it.each([
    ['a region that is none', policy('bad', '510', '2020-01-01')],
    ['a date that is none', policy('bad', '51', '2020-02-30')],
    ['an end that is no date', policy('bad', '51', '2020-01-01', { effectiveTo: '' })],
    ['an end before the beginning', policy('bad', '51', '2020-01-01', { effectiveTo: '2019-12-31' })],
    ['a second row from the same day', policy('bad', '51', '2018-01-01')],
  ])('%s is refused', (_, bad) => {
    expect(() => new PolicyBook([...ROWS, bad])).toThrow(RangeError);
  });

  it('one that never held stands in nobody’s way', () => {
    const withdrawn = policy('withdrawn', '51', '2018-01-01', { effectiveTo: '2018-01-01' });
    expect(new PolicyBook([withdrawn, ...ROWS]).resolve(KEY, '51', '2018-01-01').id).toBe('province-2018');
  });
});

describe('order of precedence', () => {
  const PREFIXES = ['', '51', '5108', '510802', '510802101', '510802101203', '62', '6201'];
  const date = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-01-01', days));
  const rows = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...PREFIXES), date, fc.option(fc.integer({ min: 1, max: 200 }))), {
      selector: ([prefix, from]) => `${prefix}/${from}`,
      maxLength: 30,
    })
    .map((tuples) =>
      tuples.map(([prefix, from, length], index) =>
        policy(`${index}`, prefix, from, length === null ? {} : { effectiveTo: addDays(from, length) }),
      ),
    );

  it('the most specific region wins, then the latest; the order of the rows does not matter', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...PREFIXES.slice(1)), date, (all, region, on) => {
        const holding = all.filter(
          (row) =>
            region.startsWith(row.regionPrefix) &&
            row.effectiveFrom <= on &&
            (row.effectiveTo === undefined || on < row.effectiveTo),
        );
        const longest = Math.max(...holding.map((row) => row.regionPrefix.length));
        const specific = holding.filter((row) => row.regionPrefix.length === longest);
        const latest = specific
          .map((row) => row.effectiveFrom)
          .sort()
          .at(-1);
        const expected = specific.find((row) => row.effectiveFrom === latest);
        for (const book of [new PolicyBook(all), new PolicyBook(all.toReversed())]) {
          if (expected === undefined) {
            expect(() => book.resolve(KEY, region, on)).toThrow(PolicyMissing);
          } else {
            expect(book.resolve(KEY, region, on)).toBe(expected);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
