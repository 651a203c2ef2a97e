import { BusinessClock } from '@minzheng/platform/clock';
import { LifecycleLog1700000000104, UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger, Metrics } from '@minzheng/platform/telemetry';
import { DataSource } from 'typeorm';
import { ClockLoop, Clocks, Clocks1705000000110, type FiredClock } from '../index.js';

export const NAME = 'home-visit.answer';

/** A department of three lines: a home visit that was asked for and is answered in time, or somebody is reminded. */
export interface Department {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly clocks: Clocks;
  readonly loop: ClockLoop;
  moveClock(instant: string): void;
}

export async function department(
  url: string,
  inHand: (fired: readonly FiredClock[]) => Promise<void> | void = () => undefined,
): Promise<Department> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    migrations: [LifecycleLog1700000000104, Clocks1705000000110],
  }).initialize();
  await dataSource.runMigrations();
  await dataSource.query(
    'create table if not exists reminder (id bigserial, subject_id uuid, due_at timestamptz)',
  );
  const clock = new BusinessClock();
  const unitOfWork = new UnitOfWork(
    dataSource,
    { writer: 'eldercare', source: '/service/eldercare', partitions: 3 },
    clock,
  );
  const clocks = new Clocks(clock);
  clocks.register({
    name: NAME,
    async fire(tx, fired) {
      for (const { subject, dueAt } of fired) {
        await tx.execute('insert into reminder (subject_id, due_at) values ($1, $2)', [subject.id, dueAt]);
      }
      await inHand(fired);
    },
  });
  const logger = new JsonLogger('test', 'silent');
  const loop = new ClockLoop(clocks, unitOfWork, clock, logger, dataSource, new Metrics('test'));
  return {
    ...{ dataSource, unitOfWork, clocks, loop },
    moveClock: (instant) => clock.follow({ business: Date.parse(instant), real: Date.now() }),
  };
}
