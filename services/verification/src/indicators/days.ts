import type { CivilDate } from '@minzheng/kernel/months';

/** The first of these days that is still to come. */
export function earliest(days: readonly (CivilDate | undefined)[], today: CivilDate): CivilDate | undefined {
  let first: CivilDate | undefined;
  for (const day of days) {
    if (day !== undefined && day > today && (first === undefined || day < first)) first = day;
  }
  return first;
}
