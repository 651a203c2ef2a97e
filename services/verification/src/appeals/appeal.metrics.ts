import { Counter, Gauge } from 'prom-client';

/** Figures of appeals, in the process-wide registry. */
export const appealMetrics = {
  decided: new Counter({
    name: 'minzheng_appeals_decided_total',
    help: 'Appeals decided, by outcome',
    labelNames: ['outcome'],
  }),
  overdue: new Gauge({
    name: 'minzheng_appeals_overdue',
    help: 'Open appeals past a time limit, by what is late, at the last look of the day',
    labelNames: ['step'],
  }),
};
