import { lastDay, type CivilDate, type Month } from '@minzheng/kernel/months';

/** The end of the last month that was paid; undefined where nothing was. */
export const lastDayPaid = (payments: readonly { readonly month: Month }[]): CivilDate | undefined => {
  const last = payments
    .map(({ month }) => month)
    .toSorted()
    .at(-1);
  return last === undefined ? undefined : lastDay(last);
};

/** @returns the later of the days that are known */
export const laterOf = (day: CivilDate, other: CivilDate | undefined): CivilDate =>
  other !== undefined && other > day ? other : day;
