import { addMonths, type Month } from '@minzheng/kernel/months';
import { cellValue, measuresOf, type CellValue } from './report-cell.rules.js';
import {
  isOfDistribution,
  type CellDefinition,
  type HukouRow,
  type Leaf,
  type MeasureSum,
  type ReportDefinition,
} from './report-definition.js';
import { hiddenCells, type Term } from './suppression.rules.js';

/** Lengths of region codes: a table of one has rows of the next. */
const LEVELS = [2, 4, 6, 9] as const;

export type HukouColumn = HukouRow | 'ALL';

/** A row of a report as it is told. */
export interface ReportRow {
  readonly region: string;
  readonly hukouType: HukouColumn;
  readonly month: Month;
  readonly item: string;
  readonly cells: readonly (ShownCell | HiddenCell)[];
}

/** A cell with its figures. */
export interface ShownCell extends CellValue {
  readonly definition: CellDefinition;
  readonly suppressed: false;
}

/** A cell that tells of too few, or would give away another that does. */
export interface HiddenCell {
  readonly definition: CellDefinition;
  readonly suppressed: true;
}

/** Regions of which tables are made to answer for one: itself and all above it that have rows of their own. */
export const tablesOf = (region: string): string[] =>
  LEVELS.filter((length) => length <= region.length && length < 9).map((length) => region.slice(0, length));

/** Length of the codes of the rows in a region's table. */
export const rowLengthOf = (region: string): number => LEVELS.find((length) => length > region.length) ?? 9;

interface Place {
  readonly region: string;
  readonly hukou: HukouColumn;
  readonly month: Month;
  readonly item: string;
}

const keyOf = ({ region, hukou, month, item }: Place, measure: string): string =>
  `${region}|${hukou}|${month}|${item}|${measure}`;

/** All figures of one region's table: of its rows, of all of them, and of both hukou types together. */
class Cube {
  readonly sums = new Map<string, bigint>();
  readonly distributions = new Map<string, Map<number, bigint>>();
  readonly #regions = new Set<string>();
  readonly #hukou = new Set<HukouRow>();
  readonly #months = new Set<Month>();
  readonly #items = new Set<string>();

  /** @param spread - measures that are distributions */
  constructor(
    readonly region: string,
    leaves: readonly Leaf[],
    private readonly spread: ReadonlySet<string>,
  ) {
    const length = rowLengthOf(region);
    for (const leaf of leaves) {
      // what a county keeps for itself is a row of its own, as statistics write it: 510802000
      const row = leaf.region.slice(0, length).padEnd(length, '0');
      this.#regions.add(row);
      this.#hukou.add(leaf.hukouType);
      this.#months.add(leaf.month);
      this.#items.add(leaf.item);
      for (const place of [row, region])
        for (const hukou of [leaf.hukouType, 'ALL'] as const) this.#count(leaf, { region: place, hukou });
    }
  }

  get regions(): string[] {
    return [...this.#regions].sort();
  }
  get hukou(): HukouRow[] {
    return [...this.#hukou].sort();
  }
  get months(): Month[] {
    return [...this.#months].sort();
  }
  get items(): string[] {
    return [...this.#items].sort();
  }

  /** Every place of which there is something to tell, those of the whole region first. */
  *places(regions: readonly string[]): Iterable<Place> {
    for (const region of regions)
      for (const hukou of ['ALL', ...this.hukou] as const)
        for (const month of this.months) for (const item of this.items) yield { region, hukou, month, item };
  }

  #count(leaf: Leaf, place: Pick<Place, 'region' | 'hukou'>): void {
    const key = keyOf({ ...place, month: leaf.month, item: leaf.item }, leaf.measure);
    this.sums.set(key, (this.sums.get(key) ?? 0n) + leaf.value);
    if (!this.spread.has(leaf.measure)) return;
    const distribution = this.distributions.get(key) ?? new Map<number, bigint>();
    distribution.set(leaf.bucket, (distribution.get(leaf.bucket) ?? 0n) + leaf.value);
    this.distributions.set(key, distribution);
  }
}

/**
 * The rows of a region: of all of it, and of what is directly below it. Which cells are hidden is settled from the province
 * down, so that two questions about regions that lie in one another never show together what each hides.
 *
 * @param leavesOf - the figures of a region's table
 * @param months - those that are told; others are only looked at
 */
export function reportRows(
  definition: ReportDefinition,
  region: string,
  months: readonly Month[],
  leavesOf: (table: string) => readonly Leaf[],
  under: bigint,
): ReportRow[] {
  let hidden = new Set<string>();
  const spread = new Set(
    definition.cells.flatMap((cell) => (isOfDistribution(cell) ? measuresOf(cell) : [])),
  );
  let cube = new Cube(region, [], spread);
  for (const table of tablesOf(region)) {
    const above = hidden;
    cube = new Cube(table, leavesOf(table), spread);
    const isSettled = cube.region !== region.slice(0, LEVELS[0]);
    hidden = suppressed({ definition, cube, under, above: isSettled ? above : undefined });
  }
  const regions = region.length < 9 ? [region, ...cube.regions.filter((row) => row !== region)] : [region];
  const told = new Set(months);
  return [...cube.places(regions)].flatMap((place) => {
    const names = Object.keys(definition.measures);
    const isTold =
      told.has(place.month) &&
      names.some((name) => cube.sums.has(keyOf(place, name)) || hidden.has(keyOf(place, name)));
    return isTold ? [rowOf(definition, cube, place, hidden)] : [];
  });
}

function rowOf(
  definition: ReportDefinition,
  { sums, distributions }: Cube,
  place: Place,
  hidden: ReadonlySet<string>,
): ReportRow {
  const names = Object.keys(definition.measures);
  const of = <T>(from: ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      names.flatMap((name) => {
        const found = from.get(keyOf(place, name));
        return found === undefined ? [] : [[name, found] as const];
      }),
    );
  const figures = { sums: of(sums), distributions: of(distributions) };
  return {
    ...{ region: place.region, hukouType: place.hukou, month: place.month, item: place.item },
    cells: definition.cells.map((cell) =>
      measuresOf(cell).some((measure) => isHidden(definition, place, measure, hidden))
        ? { definition: cell, suppressed: true }
        : { definition: cell, suppressed: false, ...cellValue(cell, figures) },
    ),
  };
}

/** A sum is told where the count is told that says of how few it is. */
function isHidden(
  { measures }: ReportDefinition,
  place: Place,
  measure: string,
  hidden: ReadonlySet<string>,
): boolean {
  const of = measures[measure]?.of;
  return of === null ? false : hidden.has(keyOf(place, of ?? measure));
}

/** A table whose hidden cells are to be settled. */
interface Settling {
  readonly definition: ReportDefinition;
  readonly cube: Cube;
  readonly under: bigint;
  /** What is hidden in the table of the region above, of which this one is a row; undefined at the top. */
  readonly above: ReadonlySet<string> | undefined;
}

/**
 * What is hidden in a region's table, month by month: so a question about more months hides the same.
 *
 * Of a region below another one the totals were settled there. They are taken for known here: so nothing of this table follows
 * from anything that is told above it. And one row hides all that is hidden of the totals: so nothing follows the other
 * way, as that row could always hold the difference. The same is done from month to month: what closes one and opens the next is
 * settled first, by itself, and where it is hidden so is what the month has brought.
 */
function suppressed(settling: Settling): Set<string> {
  const { definition, cube } = settling;
  const { carried, measures } = definition;
  const counted = Object.keys(measures).filter((name) => measures[name]?.of === undefined);
  if (!carried) return new Set(cube.months.flatMap((month) => [...hiddenIn(settling, month, counted)]));
  const { opening, closing, through } = carried;
  const others = counted.filter((name) => name !== opening && name !== closing);
  const closed = new Map(cube.months.map((month) => [month, hiddenIn(settling, month, [closing])]));
  return new Set(
    cube.months.flatMap((month) => {
      const before = closed.get(addMonths(month, -1));
      const opened = before
        ? [...before].map((key) => {
            const [region, hukou, , item] = key.split('|');
            return [region, hukou, month, item, opening].join('|');
          })
        : [...hiddenIn(settling, month, [opening])];
      const ends = [...opened, ...(closed.get(month) ?? [])];
      const brought = ends.map((key) => key.slice(0, key.lastIndexOf('|') + 1) + through);
      return [...ends, ...hiddenIn(settling, month, others, brought)];
    }),
  );
}

/** @param anyway - keys of cells that are hidden in any case */
function hiddenIn(
  { definition, cube, under, above }: Settling,
  month: Month,
  names: readonly string[],
  anyway: readonly string[] = [],
): Set<string> {
  // what closes a month is settled before what the month has brought
  const isFirst = definition.carried !== undefined && names.length === 1;
  const sums = isFirst ? [] : (definition.sums ?? []);
  const rows = cube.regions.filter((row) => row !== cube.region);
  const all = [...cube.places([cube.region, ...rows])].filter((place) => place.month === month);
  const keys = (places: readonly Place[]): string[] =>
    places.flatMap((place) => names.map((name) => keyOf(place, name)));
  const countOf = (key: string): bigint => cube.sums.get(key) ?? 0n;
  const whole = new Set(keys(all.filter(({ region }) => region === cube.region)));
  const settled = above === undefined ? new Set<string>() : whole;
  const hiddenAbove = [...(above ?? [])].filter((key) => whole.has(key));
  const given = [
    ...mirror(cube.region, rows, hiddenAbove, countOf),
    ...anyway.filter((key) => !settled.has(key)),
  ];
  const fewLeft = all.flatMap((place) =>
    names.flatMap((name) => {
      const [key, within] = [keyOf(place, name), definition.measures[name]?.within];
      if (within === undefined || !cube.sums.has(key) || settled.has(key)) return [];
      const rest = countOf(keyOf(place, within)) - countOf(key);
      return rest > 0n && rest < under ? [key] : [];
    }),
  );
  const hidden = hiddenCells(
    {
      counts: new Map(keys(all).map((key) => [key, countOf(key)])),
      sums: [...tied(sums, cube, all, rows, names, new Set(given))],
      ...{ settled, hidden: given, telling: fewLeft },
      totals: new Set(keys(all.filter(({ region, hukou }) => region === cube.region || hukou === 'ALL'))),
    },
    under,
  );
  return new Set([...hiddenAbove, ...hidden]);
}

/** The cells of the row that hides what is hidden of the totals: one that has something of most of it, and little. */
function mirror(
  region: string,
  rows: readonly string[],
  hiddenAbove: readonly string[],
  countOf: (key: string) => bigint,
): string[] {
  const mirrors = rows.map((row) => {
    const keys = hiddenAbove.map((key) => row + key.slice(region.length));
    const counts = keys.map(countOf);
    return {
      keys,
      empty: counts.filter((count) => count === 0n).length,
      sum: counts.reduce((sum, count) => sum + count, 0n),
    };
  });
  const [best] = mirrors.toSorted(
    (a, b) => a.empty - b.empty || (a.sum < b.sum ? -1 : Number(a.sum > b.sum)),
  );
  return best?.keys ?? [];
}

/** What ties cells of a month together: sums over regions, hukou types, items and measures. */
function* tied(
  sums: readonly MeasureSum[],
  cube: Cube,
  all: readonly Place[],
  rows: readonly string[],
  names: readonly string[],
  hiddenZeros: ReadonlySet<string>,
): Iterable<readonly Term[]> {
  // where something is taken away, a nought beside it tells the rest
  const hidesZeros = sums.some(({ parts: terms }) => terms.some((term) => term.startsWith('-')));
  const isThere = ({ key }: Term): boolean => hidesZeros || cube.sums.has(key) || hiddenZeros.has(key);
  const sum = (whole: string, parts: readonly string[]): readonly Term[] =>
    [{ key: whole, sign: -1 as const }, ...parts.map((key): Term => ({ key, sign: 1 }))].filter(isThere);
  const parts = cube.items.filter((item) => item.includes('/'));
  for (const place of all) {
    for (const name of names) {
      const at = (changes: readonly Partial<Place>[]) =>
        sum(
          keyOf(place, name),
          changes.map((change) => keyOf({ ...place, ...change }, name)),
        );
      if (place.region === cube.region) yield at(rows.map((region) => ({ region })));
      if (place.hukou === 'ALL') yield at(cube.hukou.map((hukou) => ({ hukou })));
      const within = place.item === '' ? [] : parts.filter((item) => item.startsWith(`${place.item}/`));
      if (within.length > 0) yield at(within.map((item) => ({ item })));
    }
    for (const { whole, parts: terms } of sums) {
      const signed = terms.map((term): Term => {
        const isTaken = term.startsWith('-');
        return { key: keyOf(place, isTaken ? term.slice(1) : term), sign: isTaken ? -1 : 1 };
      });
      yield [...sum(keyOf(place, whole), []), ...signed.filter(isThere)];
    }
  }
}
