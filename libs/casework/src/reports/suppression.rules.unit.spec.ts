import { hiddenCells, type Term } from './suppression.rules.js';

const table = (counts: Record<string, bigint>, sums: string[][]) => ({
  counts: new Map(Object.entries(counts)),
  sums: sums.map((keys) => keys.map((key): Term => ({ key, sign: key.startsWith('all') ? -1 : 1 }))),
  totals: new Set(Object.keys(counts).filter((key) => key.startsWith('all'))),
});

describe('cells that tell of too few', () => {
  it.each([
    ['tells of nobody, and of five', { a: 0n, b: 5n, all: 5n }, []],
    ['hides four, and the next smallest with it', { a: 4n, b: 30n, c: 20n, all: 54n }, ['a', 'c']],
    ['hides no more where two are hidden', { a: 4n, b: 3n, c: 20n, all: 27n }, ['a', 'b']],
    ['hides the total where nothing else is there', { a: 3n, b: 0n, all: 3n }, ['a', 'all']],
    ['hides a total last', { a: 4n, b: 900n, all: 904n }, ['a', 'b']],
  ])('%s', (_, counts, hidden) => {
    const keys = Object.keys(counts);
    expect([...hiddenCells(table(counts, [keys]), 5n)].sort()).toEqual(hidden);
  });

  it('follows from one sum to the next', () => {
    const counts = {
      'a-urban': 4n,
      'b-urban': 10n,
      'a-rural': 50n,
      'b-rural': 60n,
      'all-a': 54n,
      'all-b': 70n,
    };
    const sums = [
      ['a-urban', 'a-rural', 'all-a'],
      ['b-urban', 'b-rural', 'all-b'],
      ['a-urban', 'b-urban'],
    ];
    expect([...hiddenCells(table(counts, sums), 5n)].sort()).toEqual([
      'a-rural',
      'a-urban',
      'b-rural',
      'b-urban',
    ]);
  });

  it('hides one more where several sums together give one away', () => {
    // two pairs that are hidden in rows and columns, and one cell between them
    const rows = [
      ['a1', 'a2', 'a3'],
      ['b1', 'b2'],
      ['c3', 'c4'],
      ['d3', 'd4'],
    ];
    const columns = [
      ['a1', 'b1'],
      ['a2', 'b2'],
      ['a3', 'c3', 'd3'],
      ['c4', 'd4'],
    ];
    const named = rows.flat().map((key): [string, bigint] => [key, 3n]);
    const totals = [...rows, ...columns].map((_, index): [string, bigint] => [`all${index}`, 20n]);
    const counts = Object.fromEntries([...named, ...totals]);
    const sums = [...rows, ...columns].map((sum, index) => [...sum, `all${index}`]);
    const hidden = hiddenCells(table(counts, sums), 5n);
    expect(hidden.size).toBeGreaterThan(named.length);
  });

  it('takes what was settled elsewhere for known', () => {
    const counts = table({ a: 30n, b: 40n, all: 70n }, [['a', 'b', 'all']]);
    const settled = new Set(['all']);
    expect(hiddenCells({ ...counts, settled }, 5n).size).toBe(0);
    expect([...hiddenCells({ ...counts, settled, telling: ['a'] }, 5n)].sort()).toEqual(['a', 'b']);
    expect([...hiddenCells({ ...counts, settled, hidden: ['a'] }, 5n)]).toEqual(['a']);
  });
});
