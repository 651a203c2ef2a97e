import type { Month } from '@minzheng/kernel/months';
import type { Months } from './months.js';

/** Of the months from one on, those that none of these cover, in their order: the last of them has no end, unless a cover has none. */
export function uncovered(from: Month, covered: readonly Months[]): Months[] {
  const open: Months[] = [];
  let next = from;
  for (const cover of covered.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (cover.from > next) open.push({ from: next, before: cover.from });
    if (cover.before === undefined) return open;
    if (cover.before > next) next = cover.before;
  }
  return [...open, { from: next }];
}
