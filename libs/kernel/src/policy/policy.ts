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

/**
 * Policy rows, and which of them were consulted: a decision stores those ids, so that it can be explained
 * and replayed. Make one book for each decision.
 *
 * @example
 * const policies = new PolicyBook(rows);
 * policies.resolve('assistance.dibao.standardMonthlyFen', '510802', '2025-05-12').value;
 * policies.used();
 */
export class PolicyBook {
  private readonly rowsByKey: ReadonlyMap<string, readonly PolicyRow[]>;
  private readonly consulted = new Set<PolicyRow>();

  /**
   * @throws RangeError when a row's region or dates are not valid, or two rows of a key hold from the same
   * day in one region
   */
  constructor(rows: Iterable<PolicyRow>) {
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
    this.rowsByKey = rowsByKey;
  }

  /**
   * The row that holds in `region` on the day: the most specific region wins, then the latest
   * `effectiveFrom`.
   *
   * @throws PolicyMissing when no row holds
   * @throws RangeError when the region or the date is not valid
   */
  resolve(key: string, region: Region, on: CivilDate): PolicyRow {
    if (!isRegionCode(region) || !isCivilDate(on)) {
      throw new RangeError('a policy is resolved for a region code and a civil date');
    }
    const row = this.rowsByKey.get(key)?.find((candidate) => holds(candidate, region, on));
    if (row === undefined) {
      throw new PolicyMissing(key, region, on);
    }
    this.consulted.add(row);
    return row;
  }

  /** The rows that {@link resolve} has answered with, each once, in the order of first use. */
  used(): readonly PolicyRow[] {
    return [...this.consulted];
  }
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
