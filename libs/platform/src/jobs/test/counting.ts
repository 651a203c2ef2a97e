import pino from 'pino';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../persistence/index.js';
import { JobRunner, Jobs1700000000106, type JobHandler } from '../index.js';

export const CHUNKS = 5;

/** Writes one number a chunk; what a chunk waits for, or fails by, is said by the test. */
export const counting = (inHand: (n: number) => Promise<void> | void = () => undefined): JobHandler => ({
  name: 'counting',
  async chunk(tx, { checkpoint }) {
    const n = Number(checkpoint?.['n'] ?? 0) + 1;
    await tx.execute('insert into effect (n) values ($1)', [n]);
    await inHand(n);
    return { checkpoint: { n }, done: 1, total: CHUNKS, finished: n === CHUNKS };
  },
});

export async function openJobDatabase(url: string): Promise<DataSource> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    migrations: [Jobs1700000000106],
  }).initialize();
  await dataSource.runMigrations();
  await dataSource.query('create table if not exists effect (id bigserial, n int not null)');
  return dataSource;
}

export const workOn = (dataSource: DataSource): UnitOfWork =>
  new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/assistance', partitions: 3 });

export function runnerOn(
  dataSource: DataSource,
  handler: JobHandler,
  leaseMs?: number,
  unitOfWork = workOn(dataSource),
): JobRunner {
  const runner = new JobRunner(
    unitOfWork,
    pino({ level: 'silent' }),
    leaseMs === undefined ? {} : { leaseMs },
  );
  runner.register(handler);
  return runner;
}
