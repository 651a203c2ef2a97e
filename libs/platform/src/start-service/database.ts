import pg, { types, type PoolConfig } from 'pg';
import {
  DataSource,
  type DataSourceOptions,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import type { PlatformSettings } from '../config/index.js';

export type EntityClass = new () => ObjectLiteral;
export type MigrationClass = new () => MigrationInterface;

/** One migration run at a time for a database, however many instances start together. */
const MIGRATION_LOCK = '7885631562835126881';
const CONNECT_TIMEOUT_MS = 5_000;

// A civil date is text; the driver would make an instant of it, in the machine's own time zone.
types.setTypeParser(types.builtins.DATE, (text) => text);

/**
 * A server that is restarted tells a connection twice that it ends. Whoever uses it hears the first; without anybody to
 * hear the second, the process would end.
 */
class LastingPool extends pg.Pool {
  constructor(config?: PoolConfig) {
    super(config);
    this.on('connect', (client) => client.on('error', () => undefined));
  }
}

export function dataSourceOptions(
  service: string,
  settings: Pick<PlatformSettings, 'databaseUrl' | 'databasePool'>,
  entities: readonly EntityClass[],
  migrations: readonly MigrationClass[],
): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { ...pg, Pool: LastingPool },
    url: settings.databaseUrl,
    entities: [...entities] as EntityTarget<ObjectLiteral>[] as EntityClass[],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    synchronize: false,
    migrationsRun: false,
    logging: false,
    poolSize: settings.databasePool,
    applicationName: service,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: { keepAlive: true },
  };
}

/** Connects and brings the schema up to date: forward only, each migration in its own transaction. */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await lock.release();
  }
}
