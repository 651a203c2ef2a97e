import { PolicyMalformed } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { wholeNumber } from '../requests/check-policy.js';

/** How subscribers are served (推送规则). */
export interface DeliveryPolicy {
  /** Minutes from a failed delivery to the next attempt; after the last of them has failed too, the subscription is paused. */
  readonly retryMinutes: readonly number[];
  /** How long events and deliveries are kept. */
  readonly keepDays: number;
}

/**
 * The rows of the province hold for every subscriber.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function deliveryPolicy(book: PolicyBook, province: Region, today: CivilDate): DeliveryPolicy {
  const retry = book.resolve('verification.subscription.retryMinutes', province, today);
  if (!Array.isArray(retry.value) || retry.value.length === 0) throw new PolicyMalformed(retry);
  return {
    retryMinutes: retry.value.map((minutes) => wholeNumber({ ...retry, value: minutes as number })),
    keepDays: wholeNumber(book.resolve('verification.subscription.keepDays', province, today)),
  };
}
