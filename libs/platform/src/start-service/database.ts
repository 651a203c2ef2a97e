import { setTimeout as sleep } from 'node:timers/promises';
import pg, { types, type PoolClient, type PoolConfig } from 'pg';
import {
  DataSource,
  MigrationExecutor,
  QueryFailedError,
  type DataSourceOptions,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
  type QueryRunner,
} from 'typeorm';
import { withPassword, type PlatformSettings } from '../config/index.js';
import { isBesideOthers } from '../persistence/beside.js';

export type EntityClass = new () => ObjectLiteral;
export type MigrationClass = new () => MigrationInterface;

/** Says which migrations a database has had. */
export const MIGRATION_TABLE = 'migration';
/** One migration run at a time for a database, however many instances start together. */
const MIGRATION_LOCK = '7885631562835126881';
const CONNECT_TIMEOUT_MS = 5_000;
const TURN_PAUSE_MS = 250;
/** How long a migration keeps others waiting for its lock, how often it tries, and the pause in which they go first. */
const LOCK_TIMEOUT_MS = 3_000;
const LOCK_TRIES = 30;
const LOCK_PAUSE_MS = 1_000;

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

/** A part of the connections is kept for what is asked beside a transaction, so that it never waits for who waits for it. */
class ServicePool extends LastingPool {
  readonly #beside: pg.Pool;

  constructor({ max = 2, ...config }: PoolConfig) {
    const kept = keptBeside(max);
    super({ ...config, max: Math.max(1, max - kept) });
    this.#beside = new LastingPool({ ...config, max: kept });
    // one that is lost while nobody uses it is replaced by the next
    this.#beside.on('error', () => undefined);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    if (!isBesideOthers()) return callback ? super.connect(callback) : super.connect();
    return callback ? this.#beside.connect(callback) : this.#beside.connect();
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | void {
    const ended = Promise.all([this.#beside.end(), super.end()]).then(() => undefined);
    return callback ? void ended.finally(callback) : ended;
  }
}

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

/** A fifth, at least one and at most eight. */
const keptBeside = (connections: number): number => Math.min(8, Math.max(1, Math.floor(connections / 5)));

/** How a process reaches its database, and what it waits for there. */
type DatabaseConnection = Pick<
  PlatformSettings,
  'databaseUrl' | 'databasePassword' | 'databasePool' | 'databaseLockSeconds' | 'databaseStatementSeconds'
>;

/** No wait of a service is without an end, on whichever connection. */
const limitsOf = ({ databaseLockSeconds, databaseStatementSeconds }: DatabaseConnection): string =>
  `set lock_timeout = '${databaseLockSeconds}s'; set statement_timeout = '${databaseStatementSeconds}s'`;

export function dataSourceOptions(
  service: string,
  settings: DatabaseConnection,
  entities: readonly EntityClass[],
  migrations: readonly MigrationClass[],
): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { ...pg, Pool: ServicePool },
    url: withPassword(settings.databaseUrl, settings.databasePassword),
    entities: [...entities] as EntityTarget<ObjectLiteral>[] as EntityClass[],
    migrations: [...migrations],
    migrationsTableName: MIGRATION_TABLE,
    synchronize: false,
    migrationsRun: false,
    logging: false,
    poolSize: settings.databasePool,
    applicationName: service,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      keepAlive: true,
      // set by a statement, for a pooler refuses what it does not know at the start of a connection
      onConnect: (client: pg.ClientBase) => client.query(limitsOf(settings)),
    },
  };
}

/** The tables are not as this program needs them. */
export class PendingMigrations extends Error {
  constructor(names: readonly string[]) {
    super(
      `${names.length} migrations are missing in the database: run main.js migrate first (${names.join(', ')})`,
    );
    this.name = 'PendingMigrations';
  }
}

/**
 * Connects, and brings the schema up to date or demands that a job has done it. What a later release has added to the schema
 * is no concern of this one.
 *
 * @throws PendingMigrations
 */
export async function openDatabase(
  options: DataSourceOptions,
  migration: PlatformSettings['databaseMigration'] = 'start',
): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    if (migration === 'start') await migrate(dataSource);
    else await requireMigrated(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/**
 * Runs what is missing: forward only, each migration in its own transaction, one run at a time for a database. A migration
 * with `transaction = false` runs without one, as `create index concurrently` demands.
 *
 * @returns the names of those that it has run
 */
async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await takeTurn(runner);
    try {
      return await runPending(dataSource, runner);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/**
 * Asks again and again instead of waiting in the database: `create index concurrently` of the other run would wait for a
 * statement that waits, and that one for it.
 */
async function takeTurn(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [answer] = (await runner.query('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK])) as {
      taken: boolean;
    }[];
    if (answer?.taken) return;
    await sleep(TURN_PAUSE_MS);
  }
}

/**
 * A migration that waits for a lock keeps everybody waiting who comes after it, so it waits a few seconds only, lets them
 * go first, and tries again. What runs without a transaction takes no lock that readers or writers wait for, and waits for
 * those that are under way as long as they take.
 */
async function runPending(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  const pending = await executor.getPendingMigrations();
  if (pending.length === 0) return [];
  const [limits] = (await runner.query(
    `select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`,
  )) as { lock: string; statement: string }[];
  // TypeORM calls them before and after each migration that has a transaction
  runner.beforeMigration = async () => void (await runner.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`));
  runner.afterMigration = async () => void (await runner.query('set lock_timeout = 0'));
  await runner.query('set lock_timeout = 0; set statement_timeout = 0');
  try {
    await executeInTurn(executor);
    return pending.map(({ name }) => name);
  } finally {
    const { lock, statement } = limits ?? { lock: '0', statement: '0' };
    await runner.query(`set lock_timeout = '${lock}'; set statement_timeout = '${statement}'`);
  }
}

/** @throws QueryFailedError also where others did not let go of a lock after all tries */
async function executeInTurn(executor: MigrationExecutor): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return void (await executor.executePendingMigrations());
    } catch (error) {
      if (!isLockTimeout(error) || tried === LOCK_TRIES) throw error;
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof QueryFailedError && 'code' in error && error.code === '55P03';
}

async function requireMigrated(dataSource: DataSource): Promise<void> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  if (pending.length > 0) throw new PendingMigrations(pending.map(({ name }) => name));
}

/**
 * Brings a database up to date, and leaves it: all that `main.js migrate` does.
 *
 * @returns the names of the migrations that it has run
 */
export async function migrateDatabase(options: DataSourceOptions): Promise<string[]> {
  const dataSource = await new DataSource(options).initialize();
  try {
    return await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
