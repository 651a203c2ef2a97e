import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SubscriptionPausedSchema } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { SUBSCRIPTION_LIFECYCLE } from './subscription.lifecycle.js';
import type { PauseReason, Subscription } from './subscription.entity.js';

/** Tells whoever watches deliveries that the subscriber gets nothing any more. */
export function announcePaused(tx: Tx, subscription: Subscription, reasonCode: PauseReason, at: Date): void {
  tx.announce(
    SubscriptionPausedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: subscription.region },
      subscriptionId: subscription.id,
      transition: {
        aggregate: SUBSCRIPTION_LIFECYCLE.name,
        aggregateId: subscription.id,
        fromState: 'ACTIVE',
        toState: subscription.state,
        version: BigInt(subscription.version),
        reasonCode,
      },
      reasonCode,
    },
    subscription,
  );
}
