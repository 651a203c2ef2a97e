import { Counter, Histogram } from 'prom-client';

export const evaluatorMetrics = {
  evaluated: new Counter({ name: 'minzheng_evaluated_persons_total', help: 'Persons evaluated' }),
  putOff: new Counter({
    name: 'minzheng_evaluation_put_off_total',
    help: 'Persons who could not be evaluated and wait; the log names them and why',
  }),
  delay: new Histogram({
    name: 'minzheng_evaluation_delay_seconds',
    help: 'From the storing of the oldest fact of a batch to its evaluation',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300],
  }),
};
