import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { Metrics } from '../telemetry/metrics.js';
import type { PeriodicJobs } from './periodic-jobs.js';

const EVERY_MS = 15_000;

interface Row {
  readonly name: string;
  readonly failed: number;
  readonly waits: number | null;
  readonly succeeded: number | null;
}

/** By its indices: of jobs that were done long ago there may be very many. The periods of a job that comes round are its last ones. */
const SELECT = `
  with recursive names as (
    (select name from job order by name limit 1)
    union all
    select (select j.name from job j where j.name > n.name order by j.name limit 1) from names n where n.name is not null)
  select name,
         (select count(*)::int from job j where j.name = n.name and j.state = 'FAILED') as failed,
         (select extract(epoch from clock_timestamp() - min(j.not_before))::float8 from job j
           where j.name = n.name and j.state in ('PENDING', 'RUNNING')
             and (j.lease_until is null or j.lease_until < clock_timestamp())) as waits,
         (select extract(epoch from max(j.ended_at))::float8
            from (select state, ended_at from job where name = n.name order by scope desc, period desc limit 20) j
           where j.state = 'DONE') as succeeded
    from names n where name is not null`;

/** How the jobs of the database stand, whoever does them. */
export function tellOfJobs(
  metrics: Metrics,
  dataSource: DataSource,
  periodic: Pick<PeriodicJobs, 'daily'>,
): void {
  const registers = [metrics.registry];
  const failed = new Gauge({
    name: 'minzheng_jobs_failed',
    help: 'Jobs that were given up and that nobody has asked for again',
    labelNames: ['job_name'] as const,
    registers,
  });
  const waits = new Gauge({
    name: 'minzheng_job_waits_seconds',
    help: 'For how long a job could have been gone on with, and nobody has',
    labelNames: ['job_name'] as const,
    registers,
  });
  const succeeded = new Gauge({
    name: 'minzheng_job_last_success_timestamp_seconds',
    help: 'When a job of this name was last done, and whether it comes round every day',
    labelNames: ['job_name', 'daily'] as const,
    registers,
  });
  metrics.onScrape(
    'jobs',
    async () => {
      const rows = await dataSource.query<Row[]>(SELECT);
      const { daily } = periodic;
      for (const gauge of [failed, waits, succeeded]) gauge.reset();
      for (const { name, ...row } of rows) {
        failed.set({ job_name: name }, row.failed);
        waits.set({ job_name: name }, Math.max(row.waits ?? 0, 0));
        if (row.succeeded !== null) {
          succeeded.set({ job_name: name, daily: String(daily.has(name)) }, row.succeeded);
        }
      }
    },
    EVERY_MS,
  );
}
