import { fork } from 'node:child_process';
import { once } from 'node:events';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { department, NAME, type Department } from './test/reminding.js';

const HOOKS = new URL('../../../platform/src/messaging/test/typescript-hooks.mjs', import.meta.url).href;
/** A Friday before a Sunday that is worked (国办发明电〔2024〕12号). */
const FRIDAY = '2025-09-26T02:00:00Z';
const THREE = { workingDays: 3 };

describe('a clock of a second department', () => {
  let database: TestDatabase;
  let place: Department;
  const opened: Department[] = [];
  let isBroken: string | undefined;
  beforeEach(async () => {
    isBroken = undefined;
    database = await testDatabase();
    place = await another();
  });
  afterEach(async () => {
    for (const { dataSource } of opened.splice(0)) await dataSource.destroy();
    await database.drop();
  });

  const another = async (): Promise<Department> => {
    const made = await department(database.url, (fired) => {
      if (fired.some(({ subject }) => subject.id === isBroken)) throw new TypeError('broken');
    });
    opened.push(made);
    made.moveClock(FRIDAY);
    return made;
  };
  const subject = () => ({ type: 'homeVisit', id: uuidv7() });
  type Subject = ReturnType<typeof subject>;
  const clockOf = (of: Subject) => ({ name: NAME, subject: of });
  const start = (of: Subject, limit: { workingDays: number } | { days: number } | { at: Date } = THREE) =>
    place.unitOfWork.run('clerk', (tx) =>
      place.clocks.start(tx, { ...clockOf(of), region: '510802001', limit }),
    );
  const act = <T>(what: (tx: Parameters<Parameters<Department['unitOfWork']['run']>[1]>[0]) => Promise<T>) =>
    place.unitOfWork.run('clerk', what);
  const reminded = async (): Promise<string[]> => {
    const rows: { subject_id: string }[] = await place.dataSource.query('select * from reminder order by id');
    return rows.map(({ subject_id }) => subject_id);
  };
  const look = async (instant: string): Promise<boolean> => {
    place.moveClock(instant);
    return place.loop.round();
  };

  it('ends at 24:00 of the n-th working day, in Asia/Shanghai', async () => {
    const visit = subject();
    expect((await start(visit)).toISOString()).toBe('2025-09-30T16:00:00.000Z');
    expect(await look('2025-09-30T15:59:59Z')).toBe(false);
    expect(await look('2025-09-30T16:00:00Z')).toBe(true);
    expect(await reminded()).toEqual([visit.id]);
  });

  it('counts days, or takes the instant that came with it', async () => {
    expect((await start(subject(), { days: 30 })).toISOString()).toBe('2025-10-26T16:00:00.000Z');
    const at = new Date('2025-09-26T03:00:00Z');
    expect(await start(subject(), { at })).toEqual(at);
  });

  it('fires once for each limit', async () => {
    const visit = subject();
    await start(visit);
    await start(visit, { workingDays: 1 });
    await look('2025-10-01T00:00:00Z');
    expect(await look('2025-10-02T00:00:00Z')).toBe(false);
    expect(await reminded()).toEqual([visit.id]);
    const extended = await act((tx) => place.clocks.extend(tx, clockOf(visit), 2));
    // the national holiday lasts until the 8th
    expect(extended.toISOString()).toBe('2025-10-10T16:00:00.000Z');
    expect(await look('2025-10-10T15:00:00Z')).toBe(false);
    await look('2025-10-10T16:00:00Z');
    expect(await reminded()).toEqual([visit.id, visit.id]);
  });

  it('stands still while it is paused: the working days are added, as far as is allowed', async () => {
    const visit = subject();
    await start(visit, { workingDays: 10 });
    await act((tx) => place.clocks.pause(tx, clockOf(visit)));
    expect(await look('2025-12-01T00:00:00Z')).toBe(false);
    // Sunday 28, Monday 29, Tuesday 30 September and the 9th, 10th, Saturday 11 and Monday 13 October
    place.moveClock('2025-10-13T01:00:00Z');
    const due = await act((tx) => place.clocks.resume(tx, clockOf(visit)));
    expect(due.toISOString()).toBe('2025-10-27T16:00:00.000Z');
    expect(await act((tx) => place.clocks.read(tx, clockOf(visit)))).toMatchObject({
      state: 'RUNNING',
      stoodStill: 7,
    });
    await act((tx) => place.clocks.pause(tx, clockOf(visit)));
    place.moveClock('2025-10-20T01:00:00Z');
    await act((tx) => place.clocks.resume(tx, clockOf(visit), 9));
    expect(await act((tx) => place.clocks.read(tx, clockOf(visit)))).toMatchObject({ stoodStill: 9 });
  });

  it('that was stopped does not fire, and starts again', async () => {
    const visit = subject();
    await start(visit);
    const stop = { name: NAME, type: visit.type, ids: [visit.id, uuidv7()] };
    expect(await act((tx) => place.clocks.stop(tx, stop))).toBe(1);
    expect(await look('2025-12-01T00:00:00Z')).toBe(false);
    await expect(act((tx) => place.clocks.pause(tx, clockOf(visit)))).rejects.toThrow('does not allow pause');
    await start(visit, { workingDays: 1 });
    await look('2025-12-03T00:00:00Z');
    expect(await reminded()).toEqual([visit.id]);
  });

  it('is not held up by another whose effect fails, and which is tried again', async () => {
    const [broken, sound] = [subject(), subject()];
    await start(broken);
    await start(sound);
    isBroken = broken.id;
    expect(await look('2025-10-01T00:00:00Z')).toBe(true);
    expect(await reminded()).toEqual([sound.id]);
    expect(await place.loop.round()).toBe(false);
    isBroken = undefined;
    await place.dataSource.query('update clock set retry_at = clock_timestamp() where retry_at is not null');
    await place.loop.round();
    expect(await reminded()).toEqual([sound.id, broken.id]);
  });

  it('fires once in effect when its process is killed in the middle', async () => {
    const visits = [subject(), subject(), subject()];
    for (const visit of visits) await start(visit);
    const late = '2025-10-01T00:00:00Z';
    const child = fork(new URL('test/child.ts', import.meta.url), [database.url, late], {
      execArgv: ['--conditions=source', '--import', HOOKS],
    });
    let isInHand = false;
    child.on('message', () => (isInHand = true));
    await eventually('the handler has done its work', () => isInHand);
    child.kill('SIGKILL');
    await once(child, 'exit');
    place.moveClock(late);
    await eventually('the lock of the dead process is gone', () => place.loop.round());
    expect((await reminded()).toSorted()).toEqual(visits.map(({ id }) => id).toSorted());
    expect(await place.loop.round()).toBe(false);
  });

  it('fires once in effect however many look', async () => {
    const visits = Array.from({ length: 40 }, subject);
    for (const visit of visits) await start(visit);
    const others = [await another(), await another()];
    await Promise.all(
      [place, ...others].map(async ({ loop, moveClock }) => {
        moveClock('2025-10-01T00:00:00Z');
        for (let times = 0; times < 5; times++) await loop.round();
      }),
    );
    expect((await reminded()).toSorted()).toEqual(visits.map(({ id }) => id).toSorted());
  });
});
