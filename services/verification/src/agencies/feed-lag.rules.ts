import { feedReaches, type MaxLag } from '../requests/completeness.rules.js';

const MILLISECONDS_A_MINUTE = 60_000;

/** Whether a feed is later than it may be: of a monthly source the month whose end and lag have passed has to be there. */
export function isFeedLate(upTo: Date, now: Date, lag: MaxLag): boolean {
  return !feedReaches(upTo.toISOString(), now.toISOString(), lag);
}

/** Minutes by which a feed is behind now. */
export const lagMinutes = (upTo: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - upTo.getTime()) / MILLISECONDS_A_MINUTE));
