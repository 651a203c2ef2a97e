import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { EventFeedController } from '../event-feed/event-feed.controller.js';
import { EventFeedHandlers } from '../event-feed/event-feed.handlers.js';
import { EventFeedStore } from '../event-feed/event-feed.store.js';
import { EventRetentionJob } from '../event-feed/event-retention.job.js';
import { EventFeed1710000000320 } from '../event-feed/migrations/1710000000320-event-feed.js';
import { ToldOfASubject1710000000450 } from '../event-feed/migrations/1710000000450-told-of-a-subject.js';
import { DeliveryStore } from './delivery.store.js';
import { DeliveryWorker } from './delivery.worker.js';
import { ServedAt1710000000490 } from './migrations/1710000000490-served-at.js';
import { Subscriptions1710000000321 } from './migrations/1710000000321-subscriptions.js';
import { SubscriptionController } from './subscription.controller.js';
import { Subscription } from './subscription.entity.js';
import { SubscriptionMetrics } from './subscription.metrics.js';
import { SubscriptionService } from './subscription.service.js';
import { WebhookKeysController } from './webhook-keys.controller.js';
import { SigningKeys } from './webhook-keys.provider.js';

/** What parties outside are told of what happens here: a feed that they read, and webhooks. */
@Module({
  imports: [AgreementsModule],
  controllers: [EventFeedHandlers, EventFeedController, SubscriptionController, WebhookKeysController],
  providers: [
    EventFeedStore,
    EventRetentionJob,
    SubscriptionService,
    SubscriptionMetrics,
    SigningKeys,
    DeliveryStore,
    DeliveryWorker,
  ],
})
export class SubscriptionsModule {}

export const SUBSCRIPTIONS_ENTITIES = [Subscription];
export const SUBSCRIPTIONS_MIGRATIONS = [
  EventFeed1710000000320,
  Subscriptions1710000000321,
  ServedAt1710000000490,
  ToldOfASubject1710000000450,
];
