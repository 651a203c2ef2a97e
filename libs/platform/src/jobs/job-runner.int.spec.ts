import { fork } from 'node:child_process';
import { once } from 'node:events';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { UnitOfWork, type Tx } from '../persistence/index.js';
import type { JobHandler } from './job.js';
import type { JobRunner } from './job-runner.js';
import { Jobs, type JobRequest } from './jobs.js';
import { CHUNKS, counting, openJobDatabase, runnerOn, workOn } from './test/counting.js';

const HOOKS = new URL('../messaging/test/typescript-hooks.mjs', import.meta.url).href;
const ALL = Array.from({ length: CHUNKS }, (_, index) => index + 1);

describe('the job runner', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const jobs = new Jobs();
  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openJobDatabase(database.url);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const ask = (request: Partial<JobRequest> = {}): Promise<string> =>
    workOn(dataSource).run('clerk', (tx) => jobs.ask(tx, { name: 'counting', scope: 'all', ...request }));
  const job = async (id: string) => (await jobs.find(dataSource, id))!;
  const effect = async (): Promise<number[]> => {
    const rows: { n: number }[] = await dataSource.query('select n from effect order by id');
    return rows.map(({ n }) => n);
  };
  const untilIdle = async (runner: JobRunner): Promise<void> => {
    while (await runner.round());
  };
  const due = () => dataSource.query('update job set not_before = clock_timestamp()');

  it('does each chunk once, and tells how far it is', async () => {
    const runner = runnerOn(dataSource, counting());
    const id = await ask();
    expect(await job(id)).toMatchObject({ state: 'PENDING', done: 0, total: null, startedAt: null });
    await runner.round();
    expect(await job(id)).toMatchObject({ state: 'RUNNING', done: 1, total: CHUNKS, endedAt: null });
    await untilIdle(runner);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: CHUNKS, requestedBy: 'clerk' });
    expect((await job(id)).endedAt).toBeInstanceOf(Date);
    expect(await effect()).toEqual(ALL);
  });

  it('goes on where a killed process was, once its lease has ended, and repeats nothing', async () => {
    const leaseMs = 3_000;
    const id = await ask();
    const child = fork(new URL('test/child.ts', import.meta.url), [database.url, String(leaseMs)], {
      execArgv: ['--conditions=source', '--import', HOOKS],
    });
    let inHand = 0;
    child.on('message', (n) => {
      inHand = Number(n);
    });
    await eventually('the third chunk is in hand', () => inHand === 3);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const runner = runnerOn(dataSource, counting(), leaseMs);
    expect(await runner.round()).toBe(false);
    await eventually('the lease ends', () => runner.round());
    await untilIdle(runner);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: CHUNKS });
    expect(await effect()).toEqual(ALL);
  });

  it('goes on elsewhere at once where a process was stopped in order', async () => {
    const id = await ask();
    const first = runnerOn(dataSource, counting());
    expect(await first.round()).toBe(true);
    const next = runnerOn(dataSource, counting());
    expect(await next.round()).toBe(false);
    await first.stop();
    await untilIdle(next);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: CHUNKS });
    expect(await effect()).toEqual(ALL);
  });

  it('keeps nothing of a chunk that fails, tries it again, and goes on', async () => {
    let failures = 0;
    const runner = runnerOn(
      dataSource,
      counting((n) => {
        if (n === 4 && failures++ < 2) throw new TypeError('51080219850214901X');
      }),
    );
    const id = await ask();
    await untilIdle(runner);
    expect(await job(id)).toMatchObject({ state: 'RUNNING', done: 3, lastError: 'TypeError' });
    expect(await effect()).toEqual([1, 2, 3]);
    await due();
    await untilIdle(runner);
    await due();
    await untilIdle(runner);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: CHUNKS, lastError: null });
    expect(await effect()).toEqual(ALL);
  });

  it('gives a job up after five failures; asked for again, it goes on at its checkpoint', async () => {
    let isBroken = true;
    const runner = runnerOn(
      dataSource,
      counting((n) => {
        if (n === 2 && isBroken) throw new RangeError('broken');
      }),
    );
    const id = await ask({ period: '2025-07' });
    for (let attempt = 0; attempt < 5; attempt++) {
      await due();
      await untilIdle(runner);
    }
    expect(await job(id)).toMatchObject({ state: 'FAILED', done: 1, lastError: 'RangeError' });
    await due();
    expect(await runner.round()).toBe(false);

    isBroken = false;
    expect(await ask({ period: '2025-07' })).toBe(id);
    await untilIdle(runner);
    expect(await job(id)).toMatchObject({ state: 'DONE', done: CHUNKS });
    expect(await effect()).toEqual(ALL);
  });

  it('has one job for a name, scope and period, however often it is asked for', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => ask({ period: '2025-07' })));
    expect(new Set(ids).size).toBe(1);
    const runner = runnerOn(dataSource, counting());
    await untilIdle(runner);
    await ask({ period: '2025-07' });
    await untilIdle(runner);
    expect(await effect()).toEqual(ALL);

    const others = [
      await ask({ period: '2025-08' }),
      await ask({ scope: '5108', period: '2025-07' }),
      await ask(),
    ];
    expect(new Set([...ids, ...others]).size).toBe(4);
  });

  it('lets two processes share the jobs, and each chunk has its effect once', async () => {
    const handler: JobHandler = {
      name: 'counting',
      async chunk(tx, { checkpoint, parameters }) {
        const n = Number(checkpoint?.['n'] ?? 0) + 1;
        await tx.execute('insert into effect (n) values ($1)', [Number(parameters['first']) + n]);
        return { checkpoint: { n }, done: 1, finished: n === 10 };
      },
    };
    for (let number = 0; number < 6; number++) await ask({ parameters: { first: number * 10 } });
    const runners = [runnerOn(dataSource, handler), runnerOn(dataSource, handler)];
    await Promise.all(runners.map(untilIdle));
    expect((await effect()).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });

  it('does nothing once its lease has gone to another while it stalled', async () => {
    const id = await ask();
    class StallingWork extends UnitOfWork {
      override async run<T>(actor: string, work: (tx: Tx) => Promise<T>): Promise<T> {
        if (actor.startsWith('job/')) {
          await dataSource.query(
            `update job set lease_owner = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 minute'`,
          );
        }
        return super.run(actor, work);
      }
    }
    const stalling = new StallingWork(dataSource, workOn(dataSource).origin);
    await runnerOn(dataSource, counting(), undefined, stalling).round();
    expect(await effect()).toEqual([]);
    expect(await job(id)).toMatchObject({ state: 'RUNNING', done: 0 });
  });

  it('takes no job that it has no handler for', async () => {
    await ask({ name: 'unknown' });
    expect(await runnerOn(dataSource, counting()).round()).toBe(false);
  });
});
