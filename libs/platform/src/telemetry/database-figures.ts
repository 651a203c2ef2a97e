import pg, { type Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Metrics } from './metrics.js';

const SIZE_EVERY_MS = 60_000;
const ALONE_MS = 2_000;
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
    const now = (await askedOf(poolOf(dataSource))) * MILLISECONDS;
    const answered = Date.now();
    up.set(1);
    // between the question and the answer: what it may differ by without anybody's fault is left out
    const away = now < asked ? now - asked : Math.max(now - answered, 0);
    skew.set(away / MILLISECONDS);
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

/**
 * The database's clock, in seconds. Where all connections are in use it is asked over one more: that says nothing of
 * whether it is away.
 */
async function askedOf(pool: Pool): Promise<number> {
  const { options, totalCount, idleCount } = pool;
  if (totalCount - idleCount < options.max) return nowOf(pool);
  // the pool hides its password from spreading
  const own = { ...options, password: options.password, connectionTimeoutMillis: ALONE_MS };
  const client = new pg.Client(own);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await nowOf(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function nowOf(database: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await database.query<{ now: number }>(
    'select extract(epoch from clock_timestamp())::float8 as now',
  );
  return rows[0]?.now ?? 0;
}

function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}
