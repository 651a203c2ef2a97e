import { Counter } from 'prom-client';

/** Figures of jobs, in the process-wide registry. */
export const jobMetrics = {
  chunks: new Counter({
    name: 'minzheng_job_chunks_total',
    help: 'Chunks of jobs that were committed',
    labelNames: ['job_name'],
  }),
  done: new Counter({
    name: 'minzheng_job_parts_total',
    help: 'Parts of jobs that were dealt with',
    labelNames: ['job_name'],
  }),
  failures: new Counter({
    name: 'minzheng_job_failures_total',
    help: 'Chunks that failed, by the class of the error',
    labelNames: ['job_name', 'reason'],
  }),
  ended: new Counter({
    name: 'minzheng_jobs_ended_total',
    help: 'Jobs that have ended, by their last state',
    labelNames: ['job_name', 'state'],
  }),
};
