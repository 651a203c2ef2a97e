import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { besideOthers } from '../persistence/beside.js';
import { dataSourceOptions, migrateDatabase } from './database.js';

const TABLE = 'create table claim (no text)';
const INDEX = 'create index concurrently claim_no on claim (no)';

class Claims1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }
  async down(): Promise<void> {}
}

class ClaimNumbers1800000000002 implements MigrationInterface {
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEX);
  }
  async down(): Promise<void> {}
}

const CONNECTION = {
  ...{ databaseUrl: 'postgres://test@localhost/test', databasePassword: '' },
  ...{ databaseLockSeconds: 30, databaseStatementSeconds: 3_600 },
};

type Callback = (error: unknown, result?: object) => void;

/** A driver that writes down what is sent, in the place of a server that has run no migration. */
function recordingDriver(answers: { failures?: string[]; turns?: boolean[] }) {
  const sent: string[] = [];
  const { failures = [], turns = [true] } = answers;
  const rowsOf = (sql: string): object[] => {
    if (sql === TABLE && failures.length > 0)
      throw Object.assign(new Error('refused'), { code: failures.shift() });
    if (sql.includes('pg_try_advisory_lock')) return [{ taken: turns.shift() }];
    if (sql.includes('current_setting')) return [{ lock: '30s', statement: '1h' }];
    if (sql.includes('version()')) return [{ version: 'PostgreSQL 18.4' }];
    if (sql.includes('current_schema')) return [{ current_schema: 'public' }];
    return sql.includes('information_schema') ? [{ table_name: 'migration' }] : [];
  };
  class Client extends EventEmitter {
    query(sql: string, values: unknown[] | Callback, done?: Callback): Promise<object> | undefined {
      sent.push(sql);
      const callback = typeof values === 'function' ? values : done;
      try {
        const result = { rows: rowsOf(sql), command: sql.split(' ', 1)[0], rowCount: 0 };
        callback?.(undefined, result);
        return Promise.resolve(result);
      } catch (error) {
        if (callback === undefined) return Promise.reject(error as Error);
        callback(error);
        return undefined;
      }
    }
  }
  class Pool extends EventEmitter {
    connect(done: (error: unknown, client: Client, release: () => void) => void): void {
      done(undefined, new Client(), () => undefined);
    }
    end(done: () => void): void {
      done();
    }
  }
  return { driver: { ...pg, Pool }, sent };
}

/** A connection to nowhere. */
class Connection extends EventEmitter {
  readonly _queryable = true;
  connect(done: () => void): void {
    done();
  }
  end(done?: () => void): void {
    done?.();
  }
}

describe('the connections of a process', () => {
  const settings = { ...CONNECTION, databasePool: 5 };
  const { driver } = dataSourceOptions('test', settings, [], []) as unknown as { driver: typeof pg };
  const open = (max: number) =>
    new driver.Pool({ max, Client: Connection as never, connectionTimeoutMillis: 20, idleTimeoutMillis: 1 });
  const take = async (pool: pg.Pool, connections: number): Promise<void> => {
    for (let taken = 0; taken < connections; taken++) await pool.connect();
  };

  it.each([
    [2, 1],
    [5, 4],
    [20, 16],
    [200, 192],
  ])('of %i leave %i for work', async (max, forWork) => {
    const pool = open(max);
    await take(pool, forWork);
    await expect(pool.connect()).rejects.toThrow('timeout exceeded');
  });

  it('are there for what is asked beside work that holds all of them, and no longer than that work takes', async () => {
    const pool = open(5);
    await take(pool, 4);
    let later: Promise<unknown> = Promise.resolve();
    await besideOthers(async () => {
      const [client] = await Promise.all([pool.connect(), new Promise(setImmediate)]);
      client.release();
      later = new Promise((resolve) => setTimeout(resolve, 5)).then(() => pool.connect());
    });
    await expect(later).rejects.toThrow('timeout exceeded');
  });

  it('end together', async () => {
    const pool = open(5);
    await besideOthers(async () => (await pool.connect()).release());
    await pool.end();
    await expect(besideOthers(() => pool.connect())).rejects.toThrow('after calling end');
  });
});

describe('migrations', () => {
  const run = async (answers: Parameters<typeof recordingDriver>[0] = {}) => {
    const { driver, sent } = recordingDriver(answers);
    const options = dataSourceOptions(
      'test',
      { ...CONNECTION, databasePool: 1 },
      [],
      [Claims1800000000001, ClaimNumbers1800000000002],
    );
    const said = jest.spyOn(console, 'log').mockReturnValue(undefined);
    const outcome = await migrateDatabase({ ...options, driver } as typeof options).catch(
      (error: unknown) => error,
    );
    said.mockRestore();
    return {
      outcome,
      steps: sent
        .filter((sql) => !/^SELECT|^select current_setting/.test(sql))
        .map((sql) => sql.split('(')[0]?.trim()),
    };
  };
  const TAKE = 'select pg_try_advisory_lock';
  const BEGIN = [TAKE, 'set lock_timeout = 0; set statement_timeout = 0'];
  const END = [`set lock_timeout = '30s'; set statement_timeout = '1h'`, 'select pg_advisory_unlock'];
  const FIRST = ['set lock_timeout = 3000', 'START TRANSACTION', 'create table claim'];
  const DONE = ['INSERT INTO "migration"', 'COMMIT', 'set lock_timeout = 0'];
  const SECOND = ['create index concurrently claim_no on claim', 'INSERT INTO "migration"'];

  it('wait for a lock for seconds only, and outside a transaction for as long as it takes', async () => {
    const { outcome, steps } = await run();
    expect(outcome).toEqual(['Claims1800000000001', 'ClaimNumbers1800000000002']);
    expect(steps).toEqual([...BEGIN, ...FIRST, ...DONE, ...SECOND, ...END]);
  });

  it('let others go first, and try again', async () => {
    const { outcome, steps } = await run({ failures: ['55P03'] });
    expect(outcome).toEqual(['Claims1800000000001', 'ClaimNumbers1800000000002']);
    expect(steps).toEqual([...BEGIN, ...FIRST, 'ROLLBACK', ...FIRST, ...DONE, ...SECOND, ...END]);
  });

  it('end with any other error', async () => {
    const { outcome, steps } = await run({ failures: ['23514'] });
    expect(outcome).toMatchObject({ code: '23514' });
    expect(steps).toEqual([...BEGIN, ...FIRST, 'ROLLBACK', ...END]);
  });

  it('do not wait for their turn within the database, where an index that is being built would wait for them', async () => {
    const { steps } = await run({ turns: [false, false, true] });
    expect(steps.slice(0, 4)).toEqual([TAKE, TAKE, ...BEGIN]);
  });
});
