import { Counter, Histogram } from 'prom-client';

/** Figures of webhooks, in the process-wide registry. */
export const deliveryMetrics = {
  attempts: new Counter({
    name: 'minzheng_webhook_deliveries_total',
    help: 'Attempts to deliver a webhook, by what came of them',
    labelNames: ['outcome'] as const,
  }),
  seconds: new Histogram({
    name: 'minzheng_webhook_seconds',
    help: 'Time of one attempt, from looking up the receiver to the end of its answer',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
  paused: new Counter({
    name: 'minzheng_subscriptions_paused_total',
    help: 'Subscriptions that were paused because nothing could be delivered, by why',
    labelNames: ['reason'] as const,
  }),
};
