/** What follows from a failed delivery. */
export type AfterFailure = { readonly kind: 'retry'; readonly at: Date } | { readonly kind: 'pause' };

const MILLISECONDS_A_MINUTE = 60_000;

/**
 * What follows when a delivery has failed: another attempt after a while that grows, until the last of them has failed too.
 *
 * @param failures - in a row, this one included
 * @param retryMinutes - from each failure to the next attempt
 * @param now - when it failed
 */
export function afterFailure(failures: number, retryMinutes: readonly number[], now: Date): AfterFailure {
  const minutes = retryMinutes[failures - 1];
  return minutes === undefined
    ? { kind: 'pause' }
    : { kind: 'retry', at: new Date(now.getTime() + minutes * MILLISECONDS_A_MINUTE) };
}
