import type { Term } from './suppression.rules.js';

/** A prime whose square a double holds exactly. The factors are 1 and −1: what follows from them follows modulo it. */
const PRIME = 33_554_393;

type Row = Map<number, number>;

/** Of the unknown cells those that the sums determine, whatever the values of the known ones. */
export function determined(unknown: ReadonlySet<string>, sums: readonly (readonly Term[])[]): string[] {
  const keys = [...unknown];
  const columns = new Map(keys.map((key, index) => [key, index]));
  const rows = sums.map((sum) => {
    const row: Row = new Map();
    for (const { key, sign } of sum) {
      const column = columns.get(key);
      if (column !== undefined) row.set(column, sign === 1 ? 1 : PRIME - 1);
    }
    return row;
  });
  return singles(echelon(rows.filter(({ size }) => size > 0))).map((column) => keys[column] ?? '');
}

/** Rows with one factor, once each row is free of the leading columns of the others. */
function singles(pivots: ReadonlyMap<number, Row>): number[] {
  const order = [...pivots.keys()];
  for (const column of order.toReversed()) {
    const row = pivots.get(column);
    if (!row) continue;
    for (const other of [...row.keys()]) {
      const below = other === column ? undefined : pivots.get(other);
      if (below) subtract(row, below, other);
    }
  }
  return order.filter((column) => pivots.get(column)?.size === 1);
}

/** Rows by their leading column; a row has no leading column of a row before it. */
function echelon(rows: readonly Row[]): Map<number, Row> {
  const pivots = new Map<number, Row>();
  const used = new Map<number, number>();
  for (const row of rows) for (const column of row.keys()) used.set(column, (used.get(column) ?? 0) + 1);
  for (const row of rows.toSorted((a, b) => a.size - b.size)) {
    for (let next = led(row, pivots); next !== undefined; next = led(row, pivots)) {
      subtract(row, pivots.get(next) ?? new Map<number, number>(), next);
    }
    if (row.size === 0) continue;
    // the column that the fewest rows use spreads least
    const column = [...row.keys()].reduce((a, b) => ((used.get(b) ?? 0) < (used.get(a) ?? 0) ? b : a));
    scale(row, inverse(row.get(column) ?? 1));
    pivots.set(column, row);
  }
  return pivots;
}

const led = (row: Row, pivots: ReadonlyMap<number, Row>): number | undefined => {
  for (const column of row.keys()) if (pivots.has(column)) return column;
  return undefined;
};

/** Takes a row, whose factor in the column is 1, away so often that nothing is left in the column. */
function subtract(from: Row, row: Row, column: number): void {
  const times = PRIME - (from.get(column) ?? 0);
  for (const [each, factor] of row) {
    const left = ((from.get(each) ?? 0) + times * factor) % PRIME;
    if (left === 0) from.delete(each);
    else from.set(each, left);
  }
}

function scale(row: Row, times: number): void {
  for (const [column, factor] of row) row.set(column, (factor * times) % PRIME);
}

/** By Fermat: x^(p − 2). */
function inverse(value: number): number {
  let [result, power] = [1, value];
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * power) % PRIME;
    power = (power * power) % PRIME;
  }
  return result;
}
