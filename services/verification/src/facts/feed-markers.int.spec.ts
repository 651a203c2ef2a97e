import { randomUUID } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FeedWatermarkSchema, type FeedWatermark } from '@minzheng/contracts/facts';
import type { LogEnds } from '@minzheng/platform/messaging';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { DataSource } from 'typeorm';
import { FACTS } from '../consumers.js';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { countMarkers, noteAwaited, passMarker, STATUSES_TOPIC, waitingMarkers } from './feed-markers.js';
import { FeedMarkersWorker } from './feed-markers.worker.js';

const PARTITIONS = 3;

describe('markers of feeds', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
  });
  afterAll(() => database.drop());
  beforeEach(() => dataSource.query('truncate consumer_position, request_check'));

  const marker = (dataset: string, upTo = '2025-04-30T16:00:00Z'): FeedWatermark =>
    create(FeedWatermarkSchema, {
      ...{ markerId: randomUUID(), agency: dataset, dataset },
      upTo: timestampFromDate(new Date(upTo)),
    });
  const pass = (passed: FeedWatermark, ...partitions: number[]): Promise<unknown> =>
    Promise.all(
      partitions.map((partition) =>
        unitOfWork.run('test', (tx) => passMarker(tx, passed, partition, PARTITIONS)),
      ),
    );
  const waiting = (): Promise<string[]> => unitOfWork.run('test', waitingMarkers);
  /** One look of the worker, when the log of statuses ends there. */
  const look = (...ends: bigint[]): Promise<boolean> =>
    unitOfWork.run('test', async (tx) => {
      await noteAwaited(tx, await waitingMarkers(tx), ends);
      return countMarkers(tx);
    });
  const readUpTo = (...offsets: number[]): Promise<unknown> =>
    dataSource.query(
      `insert into consumer_position (consumer, topic, partition, next_offset, cluster_id)
       select $1, $2, n - 1, o, 'cluster' from unnest($3::bigint[]) with ordinality as p(o, n)
       on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset`,
      [FACTS.name, STATUSES_TOPIC, offsets],
    );
  const watermark = async (dataset: string): Promise<string | undefined> => {
    const [row] = await dataSource.query('select up_to from feed_watermark where dataset = $1', [dataset]);
    return row?.up_to.toISOString();
  };
  const checks = async (): Promise<number> =>
    (await dataSource.query('select from request_check where person_key is null')).length;

  it('count when the copies of all partitions are passed, each once', async () => {
    const passed = marker('TAX');
    await pass(passed, 0);
    await pass(passed, 0);
    await pass(passed, 2);
    expect(await waiting()).toEqual([]);
    await pass(passed, 1);
    expect(await waiting()).toEqual([passed.markerId]);
    expect(await look(0n, 0n, 0n)).toBe(true);
    expect([await watermark('TAX'), await checks()]).toEqual(['2025-04-30T16:00:00.000Z', 1]);
    expect(await waiting()).toEqual([]);
  });

  it('count whose copies are passed at the same time', async () => {
    const passed = marker('HRSS');
    await pass(passed, 0, 1, 2);
    expect(await waiting()).toEqual([passed.markerId]);
    await look(0n, 0n, 0n);
    expect(await watermark('HRSS')).toBe('2025-04-30T16:00:00.000Z');
  });

  it('wait until every partition of the statuses is read as far as it was then', async () => {
    const passed = marker('MCA');
    await readUpTo(5, 7, 0);
    await pass(passed, 0, 1, 2);
    expect(await look(5n, 9n, 2n)).toBe(false);
    await readUpTo(5, 9, 1);
    // what has come since does not keep it
    expect(await look(50n, 90n, 20n)).toBe(false);
    expect([await watermark('MCA'), await checks()]).toEqual([undefined, 0]);
    await readUpTo(5, 9, 2);
    expect(await look(50n, 90n, 20n)).toBe(true);
    expect([await watermark('MCA'), await checks()]).toEqual(['2025-04-30T16:00:00.000Z', 1]);
  });

  it('are seen by the worker, which asks where the log ends only when one waits, and again while the broker is away', async () => {
    const asked: string[] = [];
    let ends: bigint[] | undefined;
    const logEnds = {
      of(topic: string) {
        asked.push(topic);
        return ends === undefined ? Promise.reject(new Error('away')) : Promise.resolve(ends);
      },
    };
    const worker = new FeedMarkersWorker(unitOfWork, logEnds as LogEnds, new JsonLogger('test', 'silent'));
    expect([await worker.work(), asked]).toEqual([false, []]);
    const passed = marker('DPF');
    await pass(passed, 0, 1, 2);
    await expect(worker.work()).rejects.toThrow('away');
    expect(await waiting()).toEqual([passed.markerId]);
    await readUpTo(3, 3, 3);
    ends = [3n, 4n, 3n];
    expect([await worker.work(), await watermark('DPF')]).toEqual([false, undefined]);
    ends = [9n, 9n, 9n];
    await readUpTo(3, 4, 3);
    expect([await worker.work(), await watermark('DPF')]).toEqual([true, '2025-04-30T16:00:00.000Z']);
    expect([await worker.work(), asked.length]).toEqual([false, 3]);
    expect(new Set(asked)).toEqual(new Set([STATUSES_TOPIC]));
  });

  it('wait where nothing of the statuses was ever read, and not for a log that was made anew', async () => {
    const passed = marker('PSB');
    await pass(passed, 0, 1, 2);
    expect(await look(0n, 1n, 0n)).toBe(false);
    expect(await look(0n, 0n, 0n)).toBe(true);
    expect(await watermark('PSB')).toBe('2025-04-30T16:00:00.000Z');
  });

  it('wait while the places lie behind the end of a log that was made anew: what was never read may be lost', async () => {
    const [passed, later] = [marker('CDC'), marker('CDC.x')];
    await readUpTo(3, 5, 3);
    await pass(passed, 0, 1, 2);
    expect(await look(3n, 9n, 3n)).toBe(false);
    await pass(later, 0, 1, 2);
    expect(await look(0n, 0n, 0n)).toBe(false);
    expect([await watermark('CDC'), await watermark('CDC.x')]).toEqual([undefined, undefined]);
    // an operator has set them
    await readUpTo(0, 0, 0);
    expect(await look(0n, 0n, 0n)).toBe(true);
    for (const dataset of ['CDC', 'CDC.x']) expect(await watermark(dataset)).toBe('2025-04-30T16:00:00.000Z');
  });

  it('never take a feed back, and change nothing when they are passed again', async () => {
    const [later, earlier] = [marker('EDU', '2025-05-31T16:00:00Z'), marker('EDU')];
    await pass(later, 0, 1, 2);
    await look(0n, 0n, 0n);
    await pass(earlier, 0, 1, 2);
    await look(0n, 0n, 0n);
    await pass(later, 1);
    await look(0n, 0n, 0n);
    expect(await watermark('EDU')).toBe('2025-05-31T16:00:00.000Z');
    expect(await waiting()).toEqual([]);
  });

  it('count together, also two of one feed', async () => {
    const two = [marker('HOU', '2025-05-31T16:00:00Z'), marker('HOU'), marker('NR')];
    for (const each of two) await pass(each, 0, 1, 2);
    expect(await look(0n, 0n, 0n)).toBe(true);
    expect([await watermark('HOU'), await watermark('NR')]).toEqual([
      '2025-05-31T16:00:00.000Z',
      '2025-04-30T16:00:00.000Z',
    ]);
  });
});
