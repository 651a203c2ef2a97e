import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { besideOthers } from '../persistence/beside.js';
import type { Metrics } from './metrics.js';

const SIZE_EVERY_MS = 60_000;
const MILLISECONDS = 1_000;

/** How the database and this process's connections to it are. */
export function tellOfDatabase(metrics: Metrics, dataSource: DataSource): void {
  const registers = [metrics.registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  const up = gauge('minzheng_database_up', '1 when the database has just answered');
  const skew = gauge(
    'minzheng_clock_skew_seconds',
    'By how much the database’s clock is ahead of this process’s; they order events and decide what is due',
  );
  const size = gauge('minzheng_database_size_bytes', 'Size of the database on its disk');
  const archiveFails = gauge(
    'minzheng_database_archive_failing',
    '1 while the database server cannot archive its log; what is not archived is lost with its disk',
  );
  const limit = gauge('minzheng_database_pool_limit', 'Connections that this process may hold');
  const waiting = gauge('minzheng_database_pool_waiting', 'Work that waits for a connection');
  const connections = new Gauge({
    name: 'minzheng_database_pool_connections',
    help: 'Connections that this process holds, by whether they are in use',
    labelNames: ['state'] as const,
    registers,
  });

  metrics.onScrape('pool', () => {
    const { totalCount, idleCount, waitingCount, options } = poolOf(dataSource);
    limit.set(options.max);
    waiting.set(waitingCount);
    connections.set({ state: 'used' }, totalCount - idleCount);
    connections.set({ state: 'idle' }, idleCount);
  });
  metrics.onScrape('database', async () => {
    up.set(0);
    const asked = Date.now();
    const now = (await besideOthers(() => nowOf(poolOf(dataSource)))) * MILLISECONDS;
    const answered = Date.now();
    up.set(1);
    // between the question and the answer: what it may differ by without anybody's fault is left out
    const away = now < asked ? now - asked : Math.max(now - answered, 0);
    skew.set(away / MILLISECONDS);
  });
  metrics.onScrape('database archive', async () => {
    const [row] = await dataSource.query<{ failing: boolean }[]>(
      `select current_setting('archive_mode') <> 'off' and last_failed_time > coalesce(last_archived_time, '-infinity') as failing
         from pg_stat_archiver`,
    );
    archiveFails.set(row?.failing ? 1 : 0);
  });
  metrics.onScrape(
    'database size',
    async () => {
      const [row] = await dataSource.query<{ bytes: string }[]>(
        'select pg_database_size(current_database())::text as bytes',
      );
      size.set(Number(row?.bytes ?? 0));
    },
    SIZE_EVERY_MS,
  );
}

/** The database's clock, in seconds. That all connections are in use says nothing of whether it is away. */
async function nowOf(database: Pool): Promise<number> {
  const { rows } = await database.query<{ now: number }>(
    'select extract(epoch from clock_timestamp())::float8 as now',
  );
  return rows[0]?.now ?? 0;
}

function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}
