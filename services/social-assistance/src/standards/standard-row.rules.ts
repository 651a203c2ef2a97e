import type { HukouType } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';

/** The number of both types of hukou: the value of a row of `dibao.standardMonthlyFen`, strings of digits in fen. */
export type StandardValue = Readonly<Record<HukouType, string>>;

/** A standard that takes its place among the rows. */
export interface PlacedStandard {
  readonly region: Region;
  readonly hukouType: HukouType;
  readonly monthlyFen: Fen;
  readonly from: CivilDate;
}

/** A row that has to be written, and the one that ends where it begins. */
export interface StandardRowChange {
  readonly regionPrefix: string;
  readonly effectiveFrom: CivilDate;
  readonly value: StandardValue;
  readonly supersedes?: PolicyRow;
}

/**
 * Where the number of one hukou type stands from a day on, in rows that hold both: the row of its region first; then
 * later rows of the region, and rows of regions within it, as far as they have only carried the old number beside one of
 * the other type. What a row says by itself stays.
 *
 * @param inForce - the row that holds in the region on the first day, its own or that of a region around it
 * @param rows - all rows of the key that hold on some day
 * @param states - whether a row says the number of a hukou type by itself
 */
export function placeStandard(
  { region, hukouType, monthlyFen, from }: PlacedStandard,
  inForce: PolicyRow,
  rows: readonly PolicyRow[],
  states: (row: PolicyRow, hukouType: HukouType) => boolean,
): StandardRowChange[] {
  const changed = (row: PolicyRow): StandardValue => ({
    ...(row.value as StandardValue),
    [hukouType]: monthlyFen.toString(),
  });
  const change = (row: PolicyRow, regionPrefix: string, supersedes: boolean): StandardRowChange => ({
    regionPrefix,
    effectiveFrom: supersedes && row.effectiveFrom > from ? row.effectiveFrom : from,
    value: changed(row),
    ...(supersedes ? { supersedes: row } : {}),
  });
  const later = (regionPrefix: string): StandardRowChange[] => {
    const following = rowsOf(rows, regionPrefix).filter((row) => row.effectiveFrom > from);
    const own = following.findIndex((row) => states(row, hukouType));
    return following.slice(0, own === -1 ? undefined : own).map((row) => change(row, regionPrefix, true));
  };
  const within = (regionPrefix: string): StandardRowChange[] => {
    const begun = rowsOf(rows, regionPrefix).filter((row) => row.effectiveFrom <= from);
    if (begun.some((row) => states(row, hukouType))) return [];
    const carrying = begun.findLast((row) => row.effectiveTo === undefined || row.effectiveTo > from);
    return [...(carrying ? [change(carrying, regionPrefix, true)] : []), ...later(regionPrefix)];
  };
  const smaller = new Set(
    rows.map((row) => row.regionPrefix).filter((prefix) => prefix !== region && prefix.startsWith(region)),
  );
  return [
    change(inForce, region, inForce.regionPrefix === region),
    ...later(region),
    ...[...smaller].sort().flatMap(within),
  ];
}

function rowsOf(rows: readonly PolicyRow[], regionPrefix: string): PolicyRow[] {
  return rows
    .filter((row) => row.regionPrefix === regionPrefix)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
}
