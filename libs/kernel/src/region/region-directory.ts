import { isCivilDate, type CivilDate } from '../months/index.js';
import { contains, isRegionCode, type Region } from './region.js';

/** A code with the days on which it stands for a region (区划代码沿革). A row is never deleted: it is given an end. */
export interface RegionRow {
  readonly code: Region;
  /** Name without those of the regions that it lies in: `利州区`. */
  readonly name: string;
  /** First day; absent when it stood before the data begin. */
  readonly from?: CivilDate;
  /** First day on which it no longer stands; absent while no end is known. */
  readonly to?: CivilDate;
  /** What stands for it from `to` on (承继); the code itself when it only got another name. */
  readonly successor?: Region;
}

/**
 * Codes of a list: one of `include`, and none of `exclude`, each with all that it is a prefix of.
 *
 * @see RegionDirectory.prefixesWithin
 */
export interface RegionPrefixes {
  readonly include: readonly Region[];
  readonly exclude: readonly Region[];
}

interface Succession {
  readonly code: Region;
  readonly standing: Region;
}

/** Codes that succeed one another without an end. */
export class RegionCircle extends Error {
  override readonly name = 'RegionCircle';

  constructor(readonly code: Region) {
    super(`the successors of region ${code} lead back to it`);
  }
}

/** Lengths of the levels, the smallest region first. */
const LENGTHS = [12, 9, 6, 4, 2];
/** A code is not handed on more often than that: longer chains are circles. */
const MAXIMUM_CHAIN = 32;
const MAXIMUM_CACHED = 2_000;
const FIRST_DAY = '0000-01-01';
/** Names of levels that only the code has: they are left out where a region is written in full. */
const NO_NAMES: ReadonlySet<string> = new Set([
  '市辖区',
  '县',
  '省直辖县级行政区划',
  '自治区直辖县级行政区划',
]);

/**
 * All regions with their dated changes: what an old code has become, and who is responsible for it on a day. Codes that
 * were given up stay readable.
 *
 * A code that no row tells of (a village newer than the data) is taken for a region as its prefix says: what became of
 * the smallest known region that it lies in became of it. So an office is never locked out by data that are too old.
 *
 * @example
 * directory.at('510802104', '2025-05-12'); // '510802103': 赤化镇 became a part of 宝轮镇
 * directory.within('510802103', '510802104', '2025-05-12'); // true
 * directory.nameOf('510802104'); // '四川省广元市利州区赤化镇'
 */
export class RegionDirectory {
  readonly #latest = new Map<Region, RegionRow>();
  /** Of codes with several rows: those before the latest, the oldest first. */
  readonly #earlier = new Map<Region, readonly RegionRow[]>();
  readonly #changeDays: readonly CivilDate[];
  readonly #prefixes = new Map<string, readonly RegionPrefixes[]>();
  #codes: readonly Region[] | undefined;
  #changed: { readonly day: CivilDate; readonly successions: readonly Succession[] } | undefined;

  /**
   * @throws RangeError when a code or a date is not valid, rows of one code overlap, or a successor is missing or unknown
   * @throws RegionCircle when successors lead back to where they began
   */
  constructor(rows: Iterable<RegionRow>) {
    const days = new Set<CivilDate>();
    const ended: RegionRow[] = [];
    for (const row of rows) {
      this.#add(row, days);
      if (row.to !== undefined) ended.push(row);
    }
    for (const { code, to = FIRST_DAY, successor } of ended) {
      if (successor === undefined || !this.#latest.has(successor)) {
        throw new RangeError(`the successor of region ${code} is not known`);
      }
      this.at(code, to);
    }
    this.#changeDays = [...new Set(ended.flatMap(({ to }) => to ?? []))].sort();
  }

  /** Every row; those of one code in the order of their days. */
  *rows(): IterableIterator<RegionRow> {
    for (const [code, row] of this.#latest) {
      yield* this.#earlier.get(code) ?? [];
      yield row;
    }
  }

  /** The row of a code that holds on the day, else the last before it, else the first; undefined for an unknown code. */
  find(code: Region, date?: CivilDate): RegionRow | undefined {
    const latest = this.#latest.get(code);
    if (latest === undefined || date === undefined || beginOf(latest) <= date) return latest;
    const earlier = this.#earlier.get(code) ?? [];
    return earlier.findLast((row) => beginOf(row) <= date) ?? earlier[0] ?? latest;
  }

  /** True when the code is known and stands for a region on the day. */
  isInForce(code: Region, date: CivilDate): boolean {
    const row = this.find(code, date);
    return row !== undefined && holds(row, date);
  }

  /**
   * The code that stands on the day for what `code` stood for: itself, or its successor's successor … that stands.
   * The successor may be of a larger level, where it is not known which of its parts the region became.
   * A code that begins later is answered as it is.
   *
   * @throws RegionCircle
   */
  at(code: Region, date: CivilDate): Region {
    let current = code;
    for (let step = 0; step < MAXIMUM_CHAIN; step++) {
      const row = this.find(current, date);
      if (row === undefined) return this.#unknownAt(current, date);
      if (row.to === undefined || row.to > date || row.successor === undefined) return current;
      current = row.successor;
    }
    throw new RegionCircle(code);
  }

  /** What stands for the code on the day, if it is another code; undefined while it stands itself. */
  successorOf(code: Region, date: CivilDate): Region | undefined {
    const standing = this.at(code, date);
    return standing === code ? undefined : standing;
  }

  /**
   * Jurisdiction: true when what stands on the day for `code` is `prefix` or lies in it. The office of a region that was
   * given up is responsible for nothing that has a successor elsewhere.
   */
  within(prefix: Region, code: Region, date: CivilDate): boolean {
    return isRegionCode(code) && contains(prefix, this.at(code, date));
  }

  /**
   * Name in full, with the regions that it lies in as they were called on the day: `四川省广元市利州区宝轮镇`.
   * Without a day as the code's last row says. Undefined for an unknown code.
   */
  nameOf(code: Region, date?: CivilDate): string | undefined {
    const own = this.find(code, date);
    if (own === undefined) return undefined;
    const day = date ?? lastDayOf(own);
    return LENGTHS.filter((length) => length <= code.length)
      .reverse()
      .map((length) => this.find(code.slice(0, length), day)?.name ?? '')
      .filter((name) => !NO_NAMES.has(name))
      .join('');
  }

  /** Regions directly in `parent` that stand on the day, in the order of their codes; all provinces without a parent. */
  children(parent: Region | undefined, date: CivilDate): readonly RegionRow[] {
    const length = childLength(parent);
    if (length === undefined) return [];
    const children: RegionRow[] = [];
    for (const code of this.#codesIn(parent ?? '')) {
      if (code.length !== length) continue;
      const row = this.find(code, date);
      if (row && holds(row, date)) children.push(row);
    }
    return children;
  }

  /** All regions in `region`, of every level below it, that stand on the day. */
  descendants(region: Region, date: CivilDate): readonly RegionRow[] {
    return this.#codesIn(region).flatMap((code) => {
      const row = code === region ? undefined : this.find(code, date);
      return row && holds(row, date) ? [row] : [];
    });
  }

  /**
   * The same as {@link within} for a list: which stored codes belong to `prefix` on the day. A code belongs to it when it
   * satisfies one of the answers. Almost always one answer with the prefix and the old codes that came to it.
   */
  prefixesWithin(prefix: Region, date: CivilDate): readonly RegionPrefixes[] {
    const day = this.#changeDays.findLast((changeDay) => changeDay <= date) ?? FIRST_DAY;
    const key = `${prefix}@${day}`;
    const known = this.#prefixes.get(key);
    if (known) return known;
    if (this.#prefixes.size >= MAXIMUM_CACHED) this.#prefixes.clear();
    const found = this.#findPrefixes(prefix, day);
    this.#prefixes.set(key, found);
    return found;
  }

  /**
   * Where responsibility changes on the way from the province to the village: at the prefix, and below or beside it at
   * codes that were given up. Every second change leads out again.
   */
  #findPrefixes(prefix: Region, day: CivilDate): readonly RegionPrefixes[] {
    if (!isRegionCode(prefix)) return [];
    const depths = new Map<Region, number>();
    let isOnlyInside = true;
    const visit = (code: Region, standing: Region): void => {
      const isCovered = standing.startsWith(prefix);
      const isInside = code.startsWith(prefix);
      if (!isCovered && !isInside && isOnlyInside) return;
      const depth = nearest(code, (above) => depths.get(above)) ?? 0;
      if (isCovered === (depth % 2 === 1)) return;
      depths.set(code, depth + 1);
      isOnlyInside &&= isInside;
    };
    const changed = this.#changedOn(day);
    const larger = changed.findIndex(({ code }) => code.length > prefix.length);
    const atPrefix = larger < 0 ? changed.length : larger;
    for (const { code, standing } of changed.slice(0, atPrefix)) visit(code, standing);
    if (!depths.has(prefix)) visit(prefix, this.at(prefix, day));
    for (const { code, standing } of changed.slice(atPrefix)) visit(code, standing);
    const deepest = Math.max(0, ...depths.values());
    const ofDepth = (wanted: number): Region[] =>
      [...depths].flatMap(([code, depth]) => (depth === wanted ? [code] : [])).sort();
    const answers: RegionPrefixes[] = [];
    for (let depth = 1; depth <= deepest; depth += 2) {
      answers.push({ include: ofDepth(depth), exclude: ofDepth(depth + 1) });
    }
    return answers;
  }

  /** What does not simply stand for itself on the day, the largest regions first. */
  #changedOn(day: CivilDate): readonly Succession[] {
    if (this.#changed?.day !== day) {
      const codes = [...this.#latest.keys()].filter(
        (code) => this.#givenUp(code, day) ?? nearest(code, (above) => this.#givenUp(above, day)),
      );
      const successions = codes.map((code) => ({ code, standing: this.at(code, day) }));
      this.#changed = { day, successions: successions.sort((a, b) => a.code.length - b.code.length) };
    }
    return this.#changed.successions;
  }

  #givenUp(code: Region, day: CivilDate): true | undefined {
    const to = this.#latest.get(code)?.to;
    return to !== undefined && to <= day ? true : undefined;
  }

  #unknownAt(code: Region, date: CivilDate): Region {
    const above = nearest(code, (ancestor) => (this.#latest.has(ancestor) ? ancestor : undefined));
    if (above === undefined) return code;
    const standing = this.at(above, date);
    return standing === above ? code : standing;
  }

  /** Known codes that begin with the prefix, in their order. */
  #codesIn(prefix: string): readonly Region[] {
    this.#codes ??= [...this.#latest.keys()].sort();
    const codes = this.#codes;
    return codes.slice(firstNotBefore(codes, prefix), firstNotBefore(codes, `${prefix}:`));
  }

  /** @param days - that were found valid already: there are few of them */
  #add(row: RegionRow, days: Set<CivilDate>): void {
    checkRow(row, days);
    const before = this.#latest.get(row.code);
    if (before !== undefined) {
      const rows = [...(this.#earlier.get(row.code) ?? []), before, row].sort((a, b) =>
        beginOf(a) < beginOf(b) ? -1 : 1,
      );
      rows.forEach((each, index) => {
        const next = rows[index + 1];
        if (next && (each.to === undefined || each.to > beginOf(next))) {
          throw new RangeError(`rows of region ${row.code} overlap`);
        }
      });
      this.#earlier.set(row.code, rows.slice(0, -1));
    }
    this.#latest.set(row.code, this.#earlier.has(row.code) ? latestOf(before, row) : row);
  }
}

function latestOf(a: RegionRow | undefined, b: RegionRow): RegionRow {
  return a !== undefined && beginOf(a) > beginOf(b) ? a : b;
}

function checkRow({ code, from, to }: RegionRow, days: Set<CivilDate>): void {
  if (!isRegionCode(code)) throw new RangeError(`${code} is no region code`);
  for (const day of [from, to]) {
    if (day === undefined || days.has(day)) continue;
    if (!isCivilDate(day)) throw new RangeError(`a date of region ${code} is not valid`);
    days.add(day);
  }
  if (from !== undefined && to !== undefined && to <= from) {
    throw new RangeError(`region ${code} ends before it begins`);
  }
}

function beginOf({ from }: RegionRow): CivilDate {
  return from ?? FIRST_DAY;
}

/** A day on which it stood, for the names of what it lay in. */
function lastDayOf(row: RegionRow): CivilDate {
  return row.to === undefined ? '9999-12-31' : beginOf(row);
}

function holds(row: RegionRow, date: CivilDate): boolean {
  return beginOf(row) <= date && (row.to === undefined || date < row.to);
}

function childLength(parent: Region | undefined): number | undefined {
  return LENGTHS.findLast((length) => length > (parent?.length ?? 0));
}

/** What `look` finds for the smallest region that the code lies in. */
function nearest<T>(code: Region, look: (above: Region) => T | undefined): T | undefined {
  for (const length of LENGTHS) {
    if (length >= code.length) continue;
    const found = look(code.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstNotBefore(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
