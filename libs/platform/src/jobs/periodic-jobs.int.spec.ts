import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { BusinessClock } from '../clock/index.js';
import { dailyFrom, everyMinutes, Jobs, PeriodicJobs, type JobHandler } from './index.js';
import { openJobDatabase, runnerOn, workOn } from './test/counting.js';

const doing = (name: string): JobHandler => ({
  name,
  async chunk(tx, { period }) {
    await tx.execute(`insert into effect (n) values (1)`);
    return { checkpoint: { period }, done: 1, finished: true };
  },
});

describe('jobs that come round', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await openJobDatabase(database.url);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  let now = '';
  /** A process that looks, and has done what it found. */
  const processOf = () => {
    const runner = runnerOn(dataSource, doing('other'));
    const clock = new BusinessClock(() => Date.parse(now));
    const log = pino({ level: 'silent' });
    const periodic = new PeriodicJobs(runner, new Jobs(), workOn(dataSource), clock, log);
    periodic.register(doing('every-five'), everyMinutes(5));
    periodic.register(doing('daily'), dailyFrom(0));
    return async (at: string): Promise<void> => {
      now = at;
      await periodic.round();
      while (await runner.round());
    };
  };
  const periods = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ name: string; period: string }[]>(
      `select name, period from job where state = 'DONE' order by name, period`,
    );
    return rows.map(({ name, period }) => `${name} ${period}`);
  };

  it('are done once for each part of an hour and each day, and what was done long ago is forgotten but the current', async () => {
    const [one, other] = [processOf(), processOf()];
    await one('2025-07-18T02:04:59Z');
    await other('2025-07-18T02:04:59Z');
    await one('2025-07-18T02:05:00Z');
    const all = ['daily 2025-07-18', 'every-five 2025-07-18T02:00Z', 'every-five 2025-07-18T02:05Z'];
    expect(await periods()).toEqual(all);

    await dataSource.query(`update job set ended_at = ended_at - interval '31 days'`);
    const afterRestart = processOf();
    await afterRestart('2025-07-18T02:09:00Z');
    expect(await periods()).toEqual([all[0], all[2]]);
    expect(await dataSource.query('select from effect')).toHaveLength(3);
  });
});
