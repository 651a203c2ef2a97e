import {
  addMonths,
  daysBetween,
  firstDay,
  lastDay,
  monthOf,
  type CivilDate,
  type Month,
} from '@minzheng/kernel/months';
import { EVERY_TIMING, MONTHLY, WITH_FACTS } from '../evaluation/indication.js';
import type { Timing } from '../indicators/indicator.js';
import type { BulkRunMode } from './bulk-run.entity.js';

/** Days of the month on which runs are due (verification, section 9). */
export interface RunDays {
  readonly monthlyDay: number;
  readonly quarterlyDay: number;
  /** Of the monthly indicators C1, C2 and C5. */
  readonly indicatorDay: number;
}

/** A run that is due for a month. */
export interface DueRun {
  readonly mode: BulkRunMode;
  readonly period: Month;
}

const MONTHS_A_QUARTER = 3;

/** What a run asks: a full one all 44; what rests on the month before (C1, C2, C5) waits for its day in the others. */
export const TIMINGS_OF: Readonly<Record<BulkRunMode, ReadonlySet<Timing>>> = {
  FULL: EVERY_TIMING,
  DELTA: WITH_FACTS,
  MONTHLY,
};

/**
 * The runs whose day lies behind the one day and not behind the other, the newest of each mode, in the order of their days;
 * a full run makes the delta run of its month needless once both are due.
 */
export function dueRuns(lookedOn: CivilDate, today: CivilDate, days: RunDays): DueRun[] {
  const found = new Map<BulkRunMode, DueRun & { readonly on: CivilDate }>();
  for (let month = monthOf(lookedOn); month <= monthOf(today); month = addMonths(month, 1)) {
    const candidates: (readonly [BulkRunMode, number])[] = [
      ['DELTA', days.monthlyDay],
      ...(isQuarterly(month) ? ([['FULL', days.quarterlyDay]] as const) : []),
      ['MONTHLY', days.indicatorDay],
    ];
    for (const [mode, day] of candidates) {
      const on = dayOf(month, day);
      if (lookedOn < on && on <= today) found.set(mode, { mode, period: month, on });
    }
  }
  const full = found.get('FULL');
  if (full && (found.get('DELTA')?.on ?? full.on) <= full.on) found.delete('DELTA');
  return [...found.values()]
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .map(({ mode, period }) => ({ mode, period }));
}

/** January, April, July and October. */
const isQuarterly = (month: Month): boolean => (Number(month.slice(-2)) - 1) % MONTHS_A_QUARTER === 0;

/** The last of the month where it has no such day. */
function dayOf(month: Month, day: number): CivilDate {
  const last = lastDay(month);
  const first = firstDay(month);
  return day > daysBetween(first, last) ? last : `${month}-${String(day).padStart(2, '0')}`;
}
