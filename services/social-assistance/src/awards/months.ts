import { addMonths, firstDay, monthOf, type Month } from '@minzheng/kernel/months';

/** Months of a segment or a cover: from the first, before the other; without it no end is known. */
export interface Months {
  readonly from: Month;
  readonly before?: Month;
}

/** As PostgreSQL keeps them: a range of first days. */
export const toRange = ({ from, before }: Months): string =>
  `[${firstDay(from)},${before === undefined ? '' : firstDay(before)})`;

const RANGE = /^\[(\d{4}-\d{2})-01,(?:(\d{4}-\d{2})-01)?\)$/;

/** @returns undefined for the empty range @throws RangeError for any other that is not one of months */
export function fromRange(range: string): Months | undefined {
  if (range === 'empty') return undefined;
  const [, from, before] = RANGE.exec(range) ?? [];
  if (from === undefined) throw new RangeError('a range of months begins with a first day');
  return { from, ...(before === undefined ? {} : { before }) };
}

/** The last month of them; undefined while no end is known. */
export const lastOf = ({ before }: Months): Month | undefined =>
  before === undefined ? undefined : addMonths(before, -1);

/** True when the month is one of them. */
export const covers = ({ from, before }: Months, month: Month): boolean =>
  from <= month && (before === undefined || month < before);

/** The month after the one that a day is in. */
export const monthAfter = (day: string): Month => addMonths(monthOf(day), 1);
