import { Counter, Gauge, Histogram } from 'prom-client';

/** What an operator watches of events on their way (docs/how-an-event-travels.md). */
export const messagingMetrics = {
  handled: new Counter({
    name: 'minzheng_inbound_records_total',
    help: 'Records that a consumer has passed',
    labelNames: ['consumer'],
  }),
  batchSeconds: new Histogram({
    name: 'minzheng_inbound_batch_seconds',
    help: 'Time of one inbound transaction',
    labelNames: ['consumer'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
  lag: new Gauge({
    name: 'minzheng_inbound_lag_records',
    help: 'Records between the position and the end of the log',
    labelNames: ['consumer', 'topic', 'partition'],
  }),
  pauses: new Counter({
    name: 'minzheng_inbound_pauses_total',
    help: 'Times that a partition paused because the database was not there',
    labelNames: ['consumer'],
  }),
  parked: new Counter({
    name: 'minzheng_parked_events_total',
    help: 'Events parked because they failed alone',
    labelNames: ['consumer'],
  }),
  unknown: new Counter({
    name: 'minzheng_inbound_unknown_messages_total',
    help: 'Messages that a consumer has passed over because this release does not know their type',
    labelNames: ['consumer'],
  }),
  stopped: new Gauge({
    name: 'minzheng_consumer_stopped',
    help: '1 when a consumer stopped and waits for an operator',
    labelNames: ['consumer'],
  }),
  overdue: new Gauge({
    name: 'minzheng_inbound_position_overdue',
    help: '1 when the next event of a place has waited for a third of the time for which its topic keeps it',
    labelNames: ['consumer', 'topic', 'partition'],
  }),
  relayed: new Counter({ name: 'minzheng_outbox_relayed_total', help: 'Events sent to Kafka' }),
  relayFailures: new Counter({
    name: 'minzheng_outbox_send_failures_total',
    help: 'Sends after which the producer was thrown away',
  }),
  refused: new Counter({
    name: 'minzheng_kafka_refusals_total',
    help: 'Requests that the broker refused: `login` a user, `access` to a topic or group',
    labelNames: ['what'],
  }),
};

// a figure that appears with its first value shows no increase
for (const what of ['login', 'access']) messagingMetrics.refused.inc({ what }, 0);
