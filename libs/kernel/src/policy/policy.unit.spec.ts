import fc from 'fast-check';
import { addDays } from '../months/index.js';
import { asRecorded, PolicyBook, PolicyMissing, type PolicyRow } from './index.js';

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

describe('explain', () => {
  it('names every row of the key in the order of precedence, with the reason', () => {
    const rows = [...ROWS, policy('county-2030', '510802', '2030-01-01')];
    const standings = new PolicyBook(rows).explain(KEY, '510802101', '2025-08-01');
    expect(standings.map(({ row, standing }) => [row.id, standing])).toEqual([
      ['county-2030', 'NOT_YET'],
      ['county-2019', 'ENDED'],
      ['city-2020', 'ENDED'],
      ['province-2025', 'WINS'],
      ['province-2018', 'EARLIER'],
      ['country', 'LESS_SPECIFIC'],
    ]);
  });

  it.each([
    ['other regions lose before their days are looked at', '620102', 'city-2020', 'OTHER_REGION'],
    ['a smaller region', '51', 'county-2019', 'OTHER_REGION'],
  ])('%s', (_, region, id, standing) => {
    const standings = new PolicyBook(ROWS).explain(KEY, region, '2020-06-30');
    expect(standings.find(({ row }) => row.id === id)?.standing).toBe(standing);
  });

  it('of a row that a correction replaced on its first day: it has ended', () => {
    const corrected = policy('wrong', '51', '2018-01-01', { effectiveTo: '2018-01-01' });
    const standings = new PolicyBook([corrected, ...ROWS]).explain(KEY, '51', '2018-01-01');
    expect(standings.find(({ row }) => row === corrected)?.standing).toBe('ENDED');
  });

  it('of what nobody has a row for is empty, and is no use', () => {
    const book = new PolicyBook(ROWS);
    expect(book.explain('assistance.unknown', '51', '2025-01-01')).toEqual([]);
    book.explain(KEY, '51', '2025-07-01');
    expect(book.used()).toEqual([]);
  });

  it('refuses a question that resolve refuses', () => {
    expect(() => new PolicyBook(ROWS).explain(KEY, '510', '2025-05-12')).toThrow(RangeError);
  });
});

describe('what was used', () => {
  it.each([
    ['a larger region', '2020-06-30', 'city-2020', 'LESS_SPECIFIC', '510802'],
    ['an earlier row of the region', '2025-07-01', 'province-2018', 'EARLIER', '5108'],
  ])('names the next that held: %s', (_, on, id, standing, region) => {
    const book = new PolicyBook(ROWS);
    const row = book.resolve(KEY, region, on);
    expect(book.usedRows()).toEqual([{ row, wonOver: { row: expect.objectContaining({ id }), standing } }]);
  });

  it('names nothing when the row held alone', () => {
    const book = new PolicyBook(ROWS);
    const row = book.resolve(KEY, '620102', '2025-07-01');
    expect(book.usedRows()).toEqual([{ row }]);
  });

  it('is forgotten by a renewed book, which answers the same', () => {
    const book = new PolicyBook(ROWS);
    const row = book.resolve(KEY, '51', '2025-07-01');
    const renewed = book.renewed();
    expect(renewed.used()).toEqual([]);
    expect(renewed.resolve(KEY, '51', '2025-07-01')).toBe(row);
    expect(book.used()).toHaveLength(1);
  });
});

describe('a row that is supposed', () => {
  it('goes before all others of its key where and when it holds, and leaves the book as it was', () => {
    const book = new PolicyBook(ROWS);
    const supposed = book.supposing(policy('supposed', '51', '1900-01-01'));
    expect(supposed.resolve(KEY, '510802101203', '2020-06-30').id).toBe('supposed');
    expect(supposed.resolve(KEY, '620102', '2025-07-01').id).toBe('country');
    expect(supposed.resolve('assistance.other', '510802', '2020-06-30').id).toBe('other-key');
    expect(supposed.usedRows()[0]?.wonOver?.row.id).toBe('county-2019');
    expect(book.resolve(KEY, '510802101203', '2020-06-30').id).toBe('county-2019');
    expect(() => book.supposing(policy('bad', '5', '1900-01-01'))).toThrow(RangeError);
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

  it('explains what it resolves: one wins exactly if there is a row, and it is that row', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...PREFIXES.slice(1)), date, (all, region, on) => {
        const book = new PolicyBook(all);
        const explained = book.explain(KEY, region, on);
        expect(explained.map(({ row }) => row.id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        const winners = explained.filter(({ standing }) => standing === 'WINS').map(({ row }) => row);
        if (winners.length === 0) {
          expect(() => book.resolve(KEY, region, on)).toThrow(PolicyMissing);
          const reasons = new Set(explained.map(({ standing }) => standing));
          expect(['LESS_SPECIFIC', 'EARLIER'].some((reason) => reasons.has(reason as never))).toBe(false);
        } else {
          expect(winners).toEqual([book.resolve(KEY, region, on)]);
          const held = explained.filter(({ standing }) => ['LESS_SPECIFIC', 'EARLIER'].includes(standing));
          expect(book.usedRows()[0]?.wonOver).toEqual(held[0]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the rows that were used give the same answers, whatever is published later', () => {
    const questions = fc.array(fc.tuple(fc.constantFrom(...PREFIXES.slice(1)), date), { maxLength: 8 });
    fc.assert(
      fc.property(rows, questions, (all, asked) => {
        const answer = (book: PolicyBook) =>
          asked.map(([region, on]) => {
            try {
              return book.resolve(KEY, region, on).id;
            } catch {
              return undefined;
            }
          });
        const then = new PolicyBook(all);
        const answered = answer(then);
        expect(answer(new PolicyBook(then.used()))).toEqual(answered);
      }),
      { numRuns: 500 },
    );
  });
});

describe('two books', () => {
  it('answer alike when they have the same rows and the same successors of regions', () => {
    const book = new PolicyBook(ROWS);
    expect(PolicyBook.answerAlike(book, book.renewed())).toBe(true);
    expect(PolicyBook.answerAlike(book.renewed(), book.renewed())).toBe(true);
    expect(PolicyBook.answerAlike(book, new PolicyBook(ROWS))).toBe(false);
    expect(PolicyBook.answerAlike(book, book.supposing(policy('new', '510802', '2025-01-01')))).toBe(false);
    expect(
      PolicyBook.answerAlike(book, { resolve: () => policy('another', '', '2010-01-01') } as never),
    ).toBe(false);
  });
});

describe('a region that was given another code', () => {
  /** 会理县 (513425) became 会理市 (513402) on 2021-01-20: a row of each, and a case that is stored under the county. */
  const county = policy('1', '513425', '2020-01-01');
  const city = policy('2', '513402', '2021-03-01');
  const stoodOn = (region: string, on: string): string =>
    on >= '2021-01-20' ? region.replace(/^513425/, '513402') : region;

  it.each([
    ['2020-06-01', '1'],
    ['2021-04-01', '2'],
  ])('is decided on %s by the rows of the code that stood then', (on, id) => {
    expect(new PolicyBook([county, city], stoodOn).resolve(KEY, '513425101', on).id).toBe(id);
    expect(
      new PolicyBook([county, city], stoodOn)
        .explain(KEY, '513425101', on)
        .find(({ standing }) => standing === 'WINS')?.row.id,
    ).toBe(id);
  });

  it('is found again by what the book recorded, without a directory', () => {
    const then = new PolicyBook([county, city], stoodOn);
    then.resolve(KEY, '513425101', '2020-06-01');
    then.resolve(KEY, '513425101', '2021-04-01');
    expect(then.successions()).toEqual([{ region: '513425101', on: '2021-04-01', stood: '513402101' }]);
    const again = new PolicyBook(then.used(), asRecorded(then.successions())).renewed();
    expect(again.resolve(KEY, '513425101', '2020-06-01').id).toBe('1');
    expect(again.resolve(KEY, '513425101', '2021-04-01').id).toBe('2');
  });
});
