import { randomUUID } from 'node:crypto';
import { eventually } from '@minzheng/testing/servers';
import { currentTrace, traceFrom, withTrace } from '../telemetry/index.js';
import type { Tx } from '../persistence/index.js';
import { BatchProcessor, type Handled } from './batch-processor.js';
import { toLogRecord, type LogRecord, type Received } from './envelope.js';
import { CONSUMER, MessagingHarness, PLAIN, TOPIC } from './test/harness.js';
import { Parking } from './parking.js';
import { Positions } from './position.js';
import { FeedWatermarkSchema } from '@minzheng/contracts/facts';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { defineConsumer } from './event-handlers.js';

describe('an event on its way', () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
  });
  afterEach(() => harness.stop());

  /** As a partition of the topic has it. */
  const record = (
    key: string,
    offset: number,
    type: string = ConsentWithdrawnSchema.typeName,
    partition = 0,
  ): LogRecord =>
    toLogRecord(TOPIC, partition, {
      key: Buffer.from(key),
      // of whichever type: what its fields are without content
      value: Buffer.alloc(0),
      offset: String(offset),
      timestamp: '1',
      attributes: 0,
      headers: {
        ...{ ce_id: randomUUID(), ce_type: type, ce_source: '/s', ce_subject: 'consent/1', ce_sequence: '1' },
      },
    });

  it('moves no position and leaves nothing while its handler throws', async () => {
    let attempts = 0;
    let broken = true;
    const { strategy } = await harness.startConsumer(() => {
      attempts++;
      if (broken) throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' });
    });
    harness.startRelay();
    const key = randomUUID();
    await harness.announce(key, 'a');

    await eventually('three attempts', () => attempts >= 3);
    expect(await harness.effects()).toEqual([]);
    expect(await harness.positions()).toEqual([0n, 0n, 0n]);
    expect(await harness.count('inbox')).toBe(0);
    expect(await harness.count('parked_event')).toBe(0);
    expect(strategy.consumerState.state).toBe('RUNNING');

    broken = false;
    await eventually('handled', async () => (await harness.effects(key)).length === 1);
    await eventually('position', async () => (await harness.positions()).includes(1n));
  });

  it('shows the error that a handler threw, not the one that Nest makes of it', async () => {
    class HouseIsHaunted extends Error {
      override name = 'HouseIsHaunted';
    }
    await harness.startConsumer(() => {
      throw new HouseIsHaunted('a message with a name in it');
    });
    harness.startRelay();
    await harness.announce(randomUUID(), 'a');
    const [parked] = await eventually('parked', async () => {
      const rows: { reason: string }[] = await harness.dataSource.query('select reason from parked_event');
      return rows.length > 0 && rows;
    });
    expect(parked?.reason).toBe('HouseIsHaunted');
    expect(await harness.effects()).toEqual([]);
  });

  it('leaves the outbox with its CloudEvents headers, is handled once and in the order of its key', async () => {
    const key = randomUUID();
    harness.startRelay();
    await harness.startConsumer();
    const values = Array.from({ length: 50 }, () => randomUUID());
    await harness.announce(key, ...values);

    await eventually('all handled', async () => (await harness.effects(key)).length >= values.length);
    expect(await harness.effects(key)).toEqual(values);
    await eventually('outbox empty', async () => (await harness.count('outbox')) === 0);

    const [first] = await harness.topics.readAll([TOPIC]);
    expect(first?.key).toBe(key);
    expect(first?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: 'minzheng.verification.v1.ConsentWithdrawn',
      ce_source: '/service/assistance',
      ce_subject: `consent/${values[0]}`,
      ce_sequence: '1',
      'content-type': 'application/protobuf',
    });
  });

  it('carries the trace of the work that announced it into its header and its handler', async () => {
    const seen: (string | undefined)[] = [];
    await harness.startConsumer(() => void seen.push(currentTrace()?.traceId));
    harness.startRelay();
    const trace = traceFrom(undefined);
    await withTrace(trace, () => harness.announce(randomUUID(), 'a'));
    await eventually('handled', () => seen.length === 1);
    expect(seen).toEqual([trace.traceId]);
    const [event] = await harness.topics.readAll([TOPIC]);
    expect(event?.headers['traceparent']).toBe(trace.traceparent);
  });

  it('hands its trace on to what its handler announces', async () => {
    await harness.startConsumer(({ message }, { tx }) => {
      if (message.consentId === 'second') return;
      const second = { personKey: message.personKey, consentId: 'second' };
      tx.announce(ConsentWithdrawnSchema, second, { aggregate: 'consent', id: 'second', version: 1n });
    });
    harness.startRelay();
    const trace = traceFrom(undefined);
    await withTrace(trace, () => harness.announce(randomUUID(), 'first'));
    await eventually('both are handled', async () => (await harness.effects()).length === 2);
    const events = await harness.topics.readAll([TOPIC]);
    const traceIds = events.map(({ headers }) => headers['traceparent']?.split('-')[1]);
    expect(traceIds).toEqual([trace.traceId, trace.traceId]);
  });

  it('announces nothing when its transaction fails', async () => {
    const unfinished = harness.announceTogether([[randomUUID(), 'half']], () =>
      Promise.reject(new Error('no')),
    );
    await expect(unfinished).rejects.toThrow('no');
    expect(await harness.count('outbox')).toBe(0);
  });

  it('is dropped below the position, and asked for again above it', async () => {
    const consumer = defineConsumer({ name: CONSUMER, topics: [TOPIC], deduplication: 'handler' });
    const positions = new Positions(harness.dataSource, CONSUMER);
    await positions.createMissing(TOPIC, [{ partition: 0, low: 0n, high: 9n }], 'cluster');
    const processor = new BatchProcessor(
      consumer,
      new Map([
        [
          ConsentWithdrawnSchema.typeName,
          {
            schema: ConsentWithdrawnSchema,
            handler: async (events, { tx }) => {
              for (const { envelope } of events) {
                await tx.execute('insert into effect (key, value) values ($1, $2)', ['k', envelope.offset]);
              }
            },
          },
        ],
      ]),
      harness.unitOfWork,
      positions,
      new Parking(CONSUMER, PLAIN),
      () => undefined,
    );
    const records = (...offsets: number[]) => offsets.map((offset) => record('k', offset));
    expect(await processor.process(records(0, 1, 2))).toEqual({ kind: 'handled', nextOffset: 3n });
    // a late member brings the same once more, and some of it with news
    expect(await processor.process(records(0, 1))).toEqual({ kind: 'handled', nextOffset: 3n });
    expect(await processor.process(records(1, 2, 3))).toEqual({ kind: 'handled', nextOffset: 4n });
    expect(await processor.process(records(6, 7))).toEqual({ kind: 'gap', nextOffset: 4n });
    expect(await harness.effects()).toEqual(['0', '1', '2', '3']);
  });

  it('waits for others in one order, however its runs of events alternate', async () => {
    await harness.dataSource.query('create table thing (name text primary key)');
    await harness.dataSource.query(`insert into thing values ('a'), ('b')`);
    const lock = (tx: Tx, events: readonly Received[]) =>
      tx.query('select from thing where name = any($1) order by name for update', [
        events.map(({ envelope }) => envelope.key),
      ]);
    const consumer = defineConsumer({
      ...{ name: CONSUMER, topics: [TOPIC], deduplication: 'handler' },
      lockFirst: async (tx, events) => void (await lock(tx, events)),
    });
    const positions = new Positions(harness.dataSource, CONSUMER);
    await positions.createMissing(
      TOPIC,
      [0, 1].map((partition) => ({ partition, low: 0n, high: 9n })),
      'cluster',
    );
    let other: Promise<unknown> | undefined;
    const isWaiting = async (): Promise<boolean> => {
      const rows = await harness.dataSource.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    };
    const processor = new BatchProcessor(
      consumer,
      new Map(
        [ConsentWithdrawnSchema, FeedWatermarkSchema].map((schema) => [
          schema.typeName,
          {
            schema,
            // the first run of the first range meets another range that is in the middle of its order
            handler: async (events, { tx }) => {
              await lock(tx, events);
              other ??= processor.process([record('a', 0, WITHDRAWN, 1), record('b', 1, WITHDRAWN, 1)]);
              if (events[0]?.envelope.partition === 0 && schema === ConsentWithdrawnSchema)
                await eventually('the other waits', isWaiting);
            },
          } satisfies Handled,
        ]),
      ),
      harness.unitOfWork,
      positions,
      new Parking(CONSUMER, PLAIN),
      () => undefined,
    );
    const [WITHDRAWN, PASSED] = [ConsentWithdrawnSchema.typeName, FeedWatermarkSchema.typeName];
    const range = await processor.process([record('b', 0, WITHDRAWN), record('a', 1, PASSED)]);
    expect(await harness.count('parked_event')).toBe(0);
    expect([range, await other]).toEqual([2n, 2n].map((nextOffset) => ({ kind: 'handled', nextOffset })));
  });
});
