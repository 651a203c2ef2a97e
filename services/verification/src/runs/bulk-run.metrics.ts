import { Counter } from 'prom-client';

/** Figures of bulk runs, in the process-wide registry. */
export const bulkRunMetrics = {
  evaluated: new Counter({
    name: 'minzheng_bulk_run_evaluated_total',
    help: 'Households and single persons that bulk runs have evaluated',
  }),
  putOff: new Counter({
    name: 'minzheng_bulk_run_put_off_total',
    help: 'Households that a bulk run could not evaluate and that wait; the log names them and why',
  }),
};
