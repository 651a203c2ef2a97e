import { type CivilDate, isCivilDate } from '../months/index.js';
import { contains, isRegionCode, type Region } from '../region/index.js';

/** A standard, threshold, weight or time limit, with the dates and the region in which it holds (政策参数). */
export interface PolicyRow {
  readonly id: string;
  /**
   * Full key, beginning with the short name of the service that owns it:
   * `assistance.dibao.standardMonthlyFen`.
   */
  readonly key: string;
  /** Region in which it holds; empty for the whole country. */
  readonly regionPrefix: string;
  /** First day on which it holds. */
  readonly effectiveFrom: CivilDate;
  /** First day on which it no longer holds; absent while no end is known. */
  readonly effectiveTo?: CivilDate;
  /** JSON value. */
  readonly value: unknown;
  /** Document and article. */
  readonly legalBasis: string;
}

/** No row holds for a key in a region on a day. There is never a default in its place. */
export class PolicyMissing extends Error {
  override readonly name = 'PolicyMissing';
  readonly problem = 'policy-missing';

  constructor(
    readonly key: string,
    readonly region: Region,
    readonly on: CivilDate,
  ) {
    super(`no policy ${key} for region ${region} on ${on}`);
  }
}

/** How a row stands to one question: it wins, or why it does not. */
export type CandidateStanding =
  /** It is the row that holds. */
  | 'WINS'
  /** It holds for another region. */
  | 'OTHER_REGION'
  /** Its first day is still to come. */
  | 'NOT_YET'
  /** It no longer holds, or a correction took its place on every day. */
  | 'ENDED'
  /** It holds, and the winner's region is more specific. */
  | 'LESS_SPECIFIC'
  /** It holds for the winner's region, and the winner began later. */
  | 'EARLIER';

/** A row of the key that was asked for, and how it stands to the question. */
export interface Candidate {
  readonly row: PolicyRow;
  readonly standing: CandidateStanding;
}

/** A row that was consulted, and what it won over: that it won can be told years later without the other rows. */
export interface UsedRow {
  readonly row: PolicyRow;
  /** The next of those that held too, with the reason why it lost; absent when the row held alone. */
  readonly wonOver?: Candidate;
}

/** The code that stood on a day for the place that a code names: codes are given up, places stay. */
export type Standing = (region: Region, on: CivilDate) => Region;

/** A region that was asked for by a code other than the one that stood on the day. */
export interface Succession {
  readonly region: Region;
  readonly on: CivilDate;
  readonly stood: Region;
}

/** What stood when a book was consulted, for a book of the same decision. */
export function asRecorded(successions: readonly Succession[] = []): Standing {
  return (region, on) =>
    successions.find((each) => each.region === region && each.on === on)?.stood ?? region;
}

const asAsked: Standing = (region) => region;

/** The rows of each key in the order of precedence. */
type RowsByKey = ReadonlyMap<string, readonly PolicyRow[]>;

/**
 * Policy rows, and which of them were consulted: a decision stores those rows as they were, so that it can be explained
 * and replayed. Make one book for each decision, of all rows, or of the rows that a past decision used: among
 * those the same ones win, whatever was published since.
 *
 * @example
 * const policies = new PolicyBook(rows);
 * policies.resolve('assistance.dibao.standardMonthlyFen', '510802', '2025-05-12').value;
 * policies.used();
 */
export class PolicyBook {
  #rowsByKey: RowsByKey;
  readonly #standing: Standing;
  readonly #consulted = new Map<PolicyRow, Candidate | undefined>();
  readonly #successions = new Map<string, Succession>();

  /**
   * @param standing - where regions have successors: a row holds in a region by the code that stood on the day
   * @throws RangeError when a row's region or dates are not valid, or two rows of a key hold from the same
   * day in one region
   */
  constructor(rows: Iterable<PolicyRow>, standing: Standing = asAsked) {
    this.#rowsByKey = byPrecedence(rows);
    this.#standing = standing;
  }

  /** A book of the same rows in which nothing was consulted yet: it costs nothing to make. */
  renewed(): PolicyBook {
    const book = new PolicyBook([], this.#standing);
    book.#rowsByKey = this.#rowsByKey;
    return book;
  }

  /** Whether two books have the same rows: what was read of one holds for the other. */
  static answerAlike(one: PolicyBook, other: PolicyBook): boolean {
    return (
      #rowsByKey in one &&
      #rowsByKey in other &&
      one.#rowsByKey === other.#rowsByKey &&
      one.#standing === other.#standing
    );
  }

  /** A book of the same rows and one that nobody has published, which goes before all others of its key: for "what if". */
  supposing(row: PolicyRow): PolicyBook {
    checkRow(row);
    const book = this.renewed();
    book.#rowsByKey = new Map([
      ...this.#rowsByKey,
      [row.key, [row, ...(this.#rowsByKey.get(row.key) ?? [])]],
    ]);
    return book;
  }

  /**
   * The row that holds in `region` on the day: the most specific region wins, then the latest
   * `effectiveFrom`.
   *
   * @throws PolicyMissing when no row holds
   * @throws RangeError when the region or the date is not valid
   */
  resolve(key: string, region: Region, on: CivilDate): PolicyRow {
    requireQuestion(region, on);
    const rows = this.#rowsByKey.get(key) ?? [];
    const stood = this.#standing(region, on);
    const place = rows.findIndex((candidate) => holds(candidate, stood, on));
    const row = rows[place];
    if (row === undefined) {
      throw new PolicyMissing(key, region, on);
    }
    if (stood !== region) this.#successions.set(`${region} ${on}`, { region, on, stood });
    if (!this.#consulted.has(row)) {
      const next = rows.slice(place + 1).find((candidate) => holds(candidate, stood, on));
      this.#consulted.set(row, next && { row: next, standing: standingBehind(row, next) });
    }
    return row;
  }

  /**
   * Every row of the key in the order of precedence, with the reason why it wins or does not. It is no use of the
   * row: {@link used} does not name it.
   *
   * @throws RangeError when the region or the date is not valid
   */
  explain(key: string, region: Region, on: CivilDate): readonly Candidate[] {
    requireQuestion(region, on);
    const rows = this.#rowsByKey.get(key) ?? [];
    const stood = this.#standing(region, on);
    const winner = rows.find((row) => holds(row, stood, on));
    return rows.map((row) => ({ row, standing: standingOf(row, winner, stood, on) }));
  }

  /** The rows that {@link resolve} has answered with, each once, in the order of first use. */
  used(): readonly PolicyRow[] {
    return [...this.#consulted.keys()];
  }

  /** Where another code stood than was asked for: kept with a decision, so that its replay finds the same rows. */
  successions(): readonly Succession[] {
    return [...this.#successions.values()];
  }

  /** As {@link used}, each with what it won over where it was used first. */
  usedRows(): readonly UsedRow[] {
    return [...this.#consulted].map(([row, wonOver]) => ({ row, ...(wonOver && { wonOver }) }));
  }
}

/** @throws RangeError */
function byPrecedence(rows: Iterable<PolicyRow>): RowsByKey {
  const rowsByKey = new Map<string, PolicyRow[]>();
  for (const row of rows) {
    checkRow(row);
    const ofKey = rowsByKey.get(row.key);
    if (ofKey === undefined) {
      rowsByKey.set(row.key, [row]);
    } else {
      ofKey.push(row);
    }
  }
  for (const ofKey of rowsByKey.values()) {
    ofKey.sort(bySpecificRegionThenLatest);
    checkUnambiguous(ofKey.filter(({ effectiveFrom, effectiveTo }) => effectiveFrom !== effectiveTo));
  }
  return rowsByKey;
}

/** @throws RangeError */
function requireQuestion(region: Region, on: CivilDate): void {
  if (!isRegionCode(region) || !isCivilDate(on)) {
    throw new RangeError('a policy is resolved for a region code and a civil date');
  }
}

function standingOf(
  row: PolicyRow,
  winner: PolicyRow | undefined,
  region: Region,
  on: CivilDate,
): CandidateStanding {
  if (row === winner) return 'WINS';
  if (row.regionPrefix !== '' && !contains(row.regionPrefix, region)) return 'OTHER_REGION';
  if (on < row.effectiveFrom) return 'NOT_YET';
  // what is left holds, so that something wins
  return winner === undefined || !holds(row, region, on) ? 'ENDED' : standingBehind(winner, row);
}

function standingBehind(winner: PolicyRow, loser: PolicyRow): 'LESS_SPECIFIC' | 'EARLIER' {
  return loser.regionPrefix === winner.regionPrefix ? 'EARLIER' : 'LESS_SPECIFIC';
}

function holds(
  { regionPrefix, effectiveFrom, effectiveTo }: PolicyRow,
  region: Region,
  on: CivilDate,
): boolean {
  const isInForce = effectiveFrom <= on && (effectiveTo === undefined || on < effectiveTo);
  return isInForce && (regionPrefix === '' || contains(regionPrefix, region));
}

function bySpecificRegionThenLatest(a: PolicyRow, b: PolicyRow): number {
  return (
    b.regionPrefix.length - a.regionPrefix.length ||
    compareText(a.regionPrefix, b.regionPrefix) ||
    compareText(b.effectiveFrom, a.effectiveFrom)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function checkRow({ id, regionPrefix, effectiveFrom, effectiveTo }: PolicyRow): void {
  if (regionPrefix !== '' && !isRegionCode(regionPrefix)) {
    throw new RangeError(`policy row ${id}: the region is not valid`);
  }
  if (!isCivilDate(effectiveFrom) || (effectiveTo !== undefined && !isCivilDate(effectiveTo))) {
    throw new RangeError(`policy row ${id}: a date is not valid`);
  }
  if (effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    throw new RangeError(`policy row ${id}: it ends before it begins`);
  }
}

function checkUnambiguous(sorted: readonly PolicyRow[]): void {
  sorted.forEach((row, index) => {
    const next = sorted[index + 1];
    if (next?.regionPrefix === row.regionPrefix && next.effectiveFrom === row.effectiveFrom) {
      throw new RangeError(`policy rows ${row.id} and ${next.id} hold from the same day in the same region`);
    }
  });
}
