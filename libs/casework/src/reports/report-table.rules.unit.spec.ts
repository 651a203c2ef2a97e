import { addMonths } from '@minzheng/kernel/months';
import { divide, multiply, rational, subtract, ZERO, type Rational } from '@minzheng/kernel/rational';
import type { HukouRow, Leaf, ReportDefinition } from './report-definition.js';
import { reportRows, type ReportRow } from './report-table.rules.js';

const MAY = '2025-05';
const JUNE = '2025-06';
const JULY = '2025-07';
const TITLE = { zh: '表', en: 'Report' };
const MOVEMENT = ['end', 'base', 'entered', 'exited'] as const;

const REPORT: ReportDefinition = {
  ...{ code: 'T-01', version: 1, title: TITLE, meaning: TITLE, basis: 'test' },
  measures: { ...Object.fromEntries(MOVEMENT.map((name) => [name, {}])), fen: { of: 'end' } },
  sums: [{ whole: 'end', parts: ['base', 'entered', '-exited'] }],
  carried: { opening: 'base', closing: 'end', through: 'entered' },
  cells: [
    ...MOVEMENT.map((code) => ({ code, title: TITLE, unit: 'PERSONS' as const, numerator: [code] })),
    { code: 'fen', title: TITLE, unit: 'FEN' as const, numerator: ['fen'] },
  ],
  leaves: () => Promise.resolve([]),
};

const leaf = (region: string, hukouType: HukouRow, value: bigint, rest: Partial<Leaf> = {}): Leaf => ({
  ...{ region, hukouType, month: JUNE, item: '', measure: 'end', bucket: 0, value },
  ...rest,
});
const told = (leaves: readonly Leaf[], region: string, under = 5n, months = [JUNE]): ReportRow[] =>
  reportRows(
    REPORT,
    region,
    months,
    (table) => leaves.filter((each) => each.region.startsWith(table)),
    under,
  );
const shown = (rows: readonly ReportRow[], code = 'end') =>
  Object.fromEntries(
    rows.map(({ region, hukouType, cells }) => {
      const cell = cells.find(({ definition }) => definition.code === code);
      return [`${region} ${hukouType}`, cell && !cell.suppressed ? cell.value : 'hidden'];
    }),
  );

describe('the rows of a report', () => {
  it('are the region and what is directly below it, together and by hukou type', () => {
    const leaves = [
      leaf('510802001', 'URBAN', 10n),
      leaf('510802001', 'RURAL', 20n),
      leaf('510802002', 'RURAL', 30n),
      leaf('510811001', 'RURAL', 40n),
    ];
    expect(shown(told(leaves, '510802'))).toEqual({
      '510802 ALL': '60',
      '510802 RURAL': '50',
      '510802 URBAN': '10',
      '510802001 ALL': '30',
      '510802001 RURAL': '20',
      '510802001 URBAN': '10',
      '510802002 ALL': '30',
      '510802002 RURAL': '30',
    });
    expect(shown(told(leaves, '5108'))).toMatchObject({
      '5108 ALL': '100',
      '510802 ALL': '60',
      '510811 ALL': '40',
    });
    expect(shown(told(leaves, '510802001'))).toEqual({
      '510802001 ALL': '30',
      '510802001 RURAL': '20',
      '510802001 URBAN': '10',
    });
  });

  it('have a row for what a county keeps for itself', () => {
    const leaves = [leaf('510802', 'NONE', 7n), leaf('510802001', 'NONE', 9n)];
    expect(shown(told(leaves, '510802'))).toMatchObject({
      '510802 ALL': '16',
      '510802000 ALL': '7',
      '510802001 ALL': '9',
    });
  });

  it('show no sum of money of few, nor what would give it away', () => {
    const leaves = [
      ...(['510802001', '510802002', '510802003'] as const).flatMap((region, index) => {
        const persons = [4n, 30n, 50n][index] ?? 0n;
        const came = leaf(region, 'RURAL', persons, { measure: 'entered' });
        return [
          leaf(region, 'RURAL', persons),
          came,
          leaf(region, 'RURAL', persons * 40_000n, { measure: 'fen' }),
        ];
      }),
    ];
    const expected = {
      '510802 ALL': '84',
      '510802001 ALL': 'hidden',
      '510802002 ALL': 'hidden',
      '510802003 ALL': '50',
    };
    expect(shown(told(leaves, '510802'))).toMatchObject(expected);
    expect(shown(told(leaves, '510802'), 'fen')).toMatchObject({
      '510802 ALL': '3360000',
      '510802001 ALL': 'hidden',
      '510802002 ALL': 'hidden',
      '510802003 ALL': '2000000',
    });
    expect(shown(told(leaves, '510802002'))).toMatchObject({ '510802002 ALL': 'hidden' });
  });

  it('hide in a county what its city hides of it', () => {
    const leaves = [
      leaf('510801001', 'RURAL', 3n),
      leaf('510802001', 'RURAL', 8n),
      leaf('510802002', 'RURAL', 12n),
      leaf('510811001', 'RURAL', 400n),
    ];
    expect(shown(told(leaves, '5108'))).toMatchObject({ '510801 ALL': 'hidden', '510802 ALL': 'hidden' });
    expect(shown(told(leaves, '510802'))).toMatchObject({
      '510802 ALL': 'hidden',
      '510802001 ALL': 'hidden',
    });
  });

  it('give no hidden figure away, whatever is added up and however', () => {
    const draw = random(20_250_612);
    for (let round = 0; round < 12; round += 1) {
      const leaves = movement(draw);
      const cells = new Map<string, bigint | undefined>();
      for (const region of ['51', '5108', ...new Set(leaves.map((each) => each.region.slice(0, 6)))]) {
        const june = told(leaves, region, 5n, [JUNE]);
        const july = told(leaves, region, 5n, [JULY]);
        for (const row of [...told(leaves, region, 5n, [JUNE, JULY]), ...june, ...july]) {
          for (const cell of row.cells) {
            if (cell.definition.code === 'fen') continue;
            const key = `${row.region}|${row.hukouType}|${row.month}|${cell.definition.code}`;
            const value = cell.suppressed ? undefined : cell.numerator;
            if (cells.has(key)) expect([key, cells.get(key)]).toEqual([key, value]);
            cells.set(key, value);
          }
        }
      }
      const few = [...cells].filter(([, value]) => value !== undefined && value > 0n && value < 5n);
      expect(few).toEqual([]);
      const counts = countsOf(leaves);
      const telling = [...cells.keys()].filter(
        (key) => (counts.get(key) ?? 0n) > 0n && (counts.get(key) ?? 0n) < 5n,
      );
      expect(telling.length).toBeGreaterThan(0);
      expect(givenAway(cells).filter((key) => telling.includes(key))).toEqual([]);
    }
  });
});

/** People who come and go in townships of three counties, over two months. */
function movement(draw: (below: number) => number): Leaf[] {
  const places = ['510801', '510802', '510803'].flatMap((county) =>
    Array.from({ length: 1 + draw(3) }, (_, index) => `${county}00${index + 1}`),
  );
  return places.flatMap((region) =>
    (['URBAN', 'RURAL'] as const).flatMap((hukouType) => {
      let base = BigInt(draw(3) === 0 ? draw(8) : draw(200));
      const before = base === 0n ? [] : [leaf(region, hukouType, base, { month: MAY })];
      const brought = [JUNE, JULY].flatMap((month) => {
        const entered = BigInt(draw(2) === 0 ? draw(6) : draw(40));
        const exited = BigInt(draw(Number(base) + 1));
        const end = base + entered - exited;
        const values = { base, entered, exited, end };
        base = end;
        return MOVEMENT.flatMap((measure) =>
          values[measure] === 0n ? [] : [leaf(region, hukouType, values[measure], { month, measure })],
        );
      });
      return [...before, ...brought];
    }),
  );
}

function countsOf(leaves: readonly Leaf[]): Map<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const { region, hukouType, month, measure, value } of leaves)
    for (const place of [2, 4, 6, 9].map((length) => region.slice(0, length)))
      for (const hukou of [hukouType, 'ALL']) {
        const key = `${place}|${hukou}|${month}|${measure}`;
        counts.set(key, (counts.get(key) ?? 0n) + value);
      }
  return counts;
}

/** Hidden cells that follow from the shown ones: by elimination, exactly. */
function givenAway(cells: ReadonlyMap<string, bigint | undefined>): string[] {
  const unknown = [...cells].filter(([, value]) => value === undefined).map(([key]) => key);
  const column = new Map(unknown.map((key, index) => [key, index]));
  const rows = equations(cells).flatMap((terms) => {
    const row = unknown.map(() => ZERO);
    let hasUnknown = false;
    for (const [key, factor] of terms) {
      const at = column.get(key);
      if (at === undefined) continue;
      row[at] = rational(BigInt(factor));
      hasUnknown = true;
    }
    return hasUnknown ? [row] : [];
  });
  return reduced(rows)
    .map((row) => row.flatMap((factor, index) => (factor.numerator === 0n ? [] : [index])))
    .filter(({ length }) => length === 1)
    .map(([index = 0]) => unknown[index] ?? '');
}

function equations(cells: ReadonlyMap<string, unknown>): [string, number][][] {
  const places = [...new Set([...cells.keys()].map((key) => key.split('|')[0] ?? ''))];
  const found: [string, number][][] = [];
  for (const key of cells.keys()) {
    const [region = '', hukou = '', month = '', measure = ''] = key.split('|');
    const length = { 2: 4, 4: 6, 6: 9 }[region.length];
    const below = places.filter((place) => place.length === length && place.startsWith(region));
    if (below.length > 0) {
      found.push([
        [key, -1],
        ...below.map((place): [string, number] => [`${place}|${hukou}|${month}|${measure}`, 1]),
      ]);
    }
    if (hukou === 'ALL') {
      found.push([
        [key, -1],
        ...['URBAN', 'RURAL'].map((type): [string, number] => [`${region}|${type}|${month}|${measure}`, 1]),
      ]);
    }
    const at = (name: string, factor: number, of = month): [string, number] => [
      `${region}|${hukou}|${of}|${name}`,
      factor,
    ];
    if (measure === 'end') found.push([at('end', -1), at('base', 1), at('entered', 1), at('exited', -1)]);
    if (measure === 'base') found.push([at('base', 1), at('end', -1, addMonths(month, -1))]);
  }
  return found
    .map((terms) => terms.filter(([key]) => cells.has(key)))
    .filter((terms) => terms.length > 1 || terms[0]?.[1] === -1);
}

/** Reduced row echelon form. */
function reduced(matrix: Rational[][]): Rational[][] {
  let top = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0); column += 1) {
    const pivot = matrix.findIndex((row, index) => index >= top && row[column]!.numerator !== 0n);
    if (pivot === -1) continue;
    [matrix[top], matrix[pivot]] = [matrix[pivot]!, matrix[top]!];
    const lead = matrix[top]![column]!;
    matrix[top] = matrix[top]!.map((value) => divide(value, lead));
    for (const [index, row] of matrix.entries()) {
      const factor = row[column]!;
      if (index === top || factor.numerator === 0n) continue;
      matrix[index] = row.map((value, at) => subtract(value, multiply(factor, matrix[top]![at]!)));
    }
    top += 1;
  }
  return matrix;
}

/** The same numbers each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
