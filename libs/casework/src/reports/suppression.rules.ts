import { determined } from './elimination.rules.js';

/** One cell of a sum; what all of them come to, each times its sign, is 0. */
export interface Term {
  readonly key: string;
  readonly sign: 1 | -1;
}

/** Cells that are told together: the count of each by its key, 0 where it is left out. */
export interface CountTable {
  readonly counts: ReadonlyMap<string, bigint>;
  /** What ties cells together: with all but one of a sum shown, the last could be computed. */
  readonly sums: readonly (readonly Term[])[];
  /** Keys of cells about which was decided elsewhere: they are taken for known. */
  readonly settled?: ReadonlySet<string>;
  /** Keys of cells that tell too much for another reason than being few. */
  readonly telling?: Iterable<string>;
  /** Keys of cells that are hidden anyway; who computes them learns nothing. */
  readonly hidden?: readonly string[];
  /** Keys that should go last when one more has to be hidden: totals. */
  readonly totals?: ReadonlySet<string>;
}

/**
 * Which cells are not told (小数值隐藏): those that tell of fewer than `under` but somebody, and as many more as it takes that
 * none of those can be computed from what is told, by whatever additions. Of what may be hidden the smallest goes first, and
 * totals go last; that nobody is there is told, unless it would give somebody away.
 */
export function hiddenCells(table: CountTable, under: bigint): Set<string> {
  return new Hiding(table, under).settle();
}

class Hiding {
  readonly #hidden: Set<string>;
  /** Hidden, and nothing has to be hidden for their sake. */
  readonly #idle: Set<string>;
  readonly #telling: Set<string>;
  readonly #sums: readonly (readonly Term[])[];
  readonly #sumsOf = new Map<string, (readonly Term[])[]>();

  constructor(
    private readonly table: CountTable,
    under: bigint,
  ) {
    const few = [...table.counts].filter(
      ([key, count]) => count > 0n && count < under && !this.#isSettled(key),
    );
    this.#telling = new Set([...(table.telling ?? []), ...few.map(([key]) => key)]);
    this.#hidden = new Set([...this.#telling, ...(table.hidden ?? [])]);
    this.#idle = new Set((table.hidden ?? []).filter((key) => !this.#telling.has(key)));
    this.#sums = table.sums.filter(({ length }) => length > 1);
    for (const sum of this.#sums) {
      for (const { key } of sum) {
        const known = this.#sumsOf.get(key);
        if (known) known.push(sum);
        else this.#sumsOf.set(key, [sum]);
      }
    }
  }

  settle(): Set<string> {
    this.#pairUp(this.#sums);
    for (let isMore = true; isMore;) {
      isMore = false;
      for (const key of determined(this.#hidden, this.#sums)) {
        if (this.#telling.has(key) && this.#hideNear(key)) isMore = true;
      }
    }
    return this.#hidden;
  }

  /** A sum with one hidden cell gives it away: it gets a second one. */
  #pairUp(sums: readonly (readonly Term[])[]): void {
    const open = [...sums];
    for (let sum = open.pop(); sum; sum = open.pop()) {
      const [only, ...others] = sum.filter(({ key }) => this.#hidden.has(key));
      if (!only || others.length > 0 || this.#idle.has(only.key)) continue;
      const next = this.#least(sum);
      if (next !== undefined) open.push(...this.#hide(next));
    }
  }

  /** Hides one more cell beside one that is given away, or beside the next hidden ones. @returns whether there was any */
  #hideNear(key: string): boolean {
    const seen = new Set([key]);
    let near = [key];
    while (near.length > 0) {
      const terms = near.flatMap((each) => (this.#sumsOf.get(each) ?? []).flat());
      const next = this.#least(terms);
      if (next !== undefined) {
        this.#pairUp(this.#hide(next));
        return true;
      }
      near = [...new Set(terms.map((term) => term.key))].filter(
        (each) => this.#hidden.has(each) && !seen.has(each),
      );
      for (const each of near) seen.add(each);
    }
    return false;
  }

  #hide(key: string): readonly (readonly Term[])[] {
    this.#hidden.add(key);
    return this.#sumsOf.get(key) ?? [];
  }

  #least(terms: readonly Term[]): string | undefined {
    const countOf = (key: string): bigint => this.table.counts.get(key) ?? 0n;
    const isTotal = (key: string): number => Number(this.table.totals?.has(key) ?? false);
    const free = terms
      .map(({ key }) => key)
      .filter((key) => this.table.counts.has(key) && !this.#hidden.has(key) && !this.#isSettled(key));
    const isNobody = (key: string): number => Number(countOf(key) === 0n);
    const isBefore = (a: string, b: string): boolean => {
      if (isNobody(a) !== isNobody(b)) return isNobody(a) < isNobody(b);
      if (isTotal(a) !== isTotal(b)) return isTotal(a) < isTotal(b);
      if (countOf(a) !== countOf(b)) return countOf(a) < countOf(b);
      return a < b;
    };
    return free.reduce<string | undefined>((a, b) => (a === undefined || isBefore(b, a) ? b : a), undefined);
  }

  #isSettled(key: string): boolean {
    return this.table.settled?.has(key) ?? false;
  }
}
