import { Counter } from 'prom-client';

/** Figures of what parties outside are told, in the process-wide registry. */
export const eventFeedMetrics = {
  kept: new Counter({
    name: 'minzheng_outward_events_kept_total',
    help: 'Events kept for parties outside, one for each party',
  }),
  toldAlready: new Counter({
    name: 'minzheng_outward_events_told_already_total',
    help: 'Events that said to a party what it knew already, and were not kept for it',
  }),
  read: new Counter({
    name: 'minzheng_outward_events_read_total',
    help: 'Events that parties have read from their feed',
  }),
  expired: new Counter({
    name: 'minzheng_outward_events_expired_total',
    help: 'Events deleted because they were kept long enough',
  }),
};
