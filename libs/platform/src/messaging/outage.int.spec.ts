import { randomUUID } from 'node:crypto';
import { administer, eventually, ownKafka, ownPostgres, type OwnServer } from '@minzheng/testing/servers';
import { MessagingHarness } from './test/harness.js';

describe('while a server is away', () => {
  let own: OwnServer | undefined;
  let harness: MessagingHarness | undefined;
  afterEach(async () => {
    await harness?.stop();
    await own?.stop();
    harness = own = undefined;
  });

  const pauses = (): number => harness?.logged.filter(({ msg }) => msg === 'partition pauses').length ?? 0;

  it('PostgreSQL: the partition pauses, nothing is counted as a failure, and it goes on within seconds', async () => {
    own = await ownPostgres();
    harness = await MessagingHarness.start();
    const { strategy } = await harness.startConsumer();
    harness.startRelay();
    const key = randomUUID();
    await harness.announce(key, 'a');
    await eventually('handled', async () => (await harness?.effects(key))?.length === 1);

    await own.kill();
    await harness.write({ key, value: 'b' }, { key, value: 'c' });
    // the pauses have grown, as they would in a minute (to five seconds at most)
    await eventually('long pauses', () => harness?.logged.some(({ pause }) => Number(pause) >= 1_600));
    expect(strategy.consumerState.state).toBe('RUNNING');
    await own.restart();
    const back = performance.now();
    await harness.announce(key, 'd');
    await eventually('goes on', async () => (await harness?.effects(key))?.length === 4);
    expect(performance.now() - back).toBeLessThan(8_000);
    expect(await harness.effects(key)).toEqual(['a', 'b', 'c', 'd']);
    expect(await harness.count('parked_key')).toBe(0);
  });

  it('Kafka: the outbox waits, and both go on when it is back; without it both still end', async () => {
    own = await ownKafka();
    harness = await MessagingHarness.start();
    const consumer = await harness.startConsumer();
    const relay = harness.startRelay();
    const key = randomUUID();
    await harness.announce(key, 'a');
    await eventually('handled', async () => (await harness?.effects(key))?.length === 1);

    await own.kill();
    await harness.announce(key, 'b', 'c');
    await eventually('the relay begins again', () =>
      harness?.logged.some(({ msg }) => msg === 'relay begins again with a new producer'),
    );
    expect(await harness.count('outbox')).toBe(2);
    await own.restart();
    await eventually('goes on', async () => (await harness?.effects(key))?.length === 3);
    expect(await harness.effects(key)).toEqual(['a', 'b', 'c']);

    await own.kill();
    await harness.announce(key, 'd');
    const began = performance.now();
    await Promise.all([relay.stop(), consumer.stop()]);
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(await harness.count('outbox')).toBe(1);
  });

  it('one connection, in the middle of a transaction: the event is not to blame', async () => {
    harness = await MessagingHarness.start();
    let broken = 0;
    await harness.startConsumer(async (_event, { tx }) => {
      if (broken++ > 0) return;
      const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await administer(harness!.database.url, `select pg_terminate_backend(${own?.pid})`);
    });
    await harness.write({ key: 'k', value: 'a' });
    await eventually('handled', async () => (await harness?.effects())?.length === 1);
    expect(broken).toBe(2);
    expect(await harness.count('parked_key')).toBe(0);
  });

  it('a migration: the consumer stops', async () => {
    harness = await MessagingHarness.start();
    await harness.dataSource.query('alter table effect rename to effect_of_tomorrow');
    const { strategy } = await harness.startConsumer();
    await harness.write({ key: 'k', value: 'a' });
    await eventually('stops', () => strategy.consumerState.state === 'STOPPED');
    expect(strategy.consumerState).toMatchObject({
      reason: 'the database schema is older than this program',
    });
    expect((await harness.positions()).every((offset) => offset === 0n)).toBe(true);
    expect(await harness.count('parked_event')).toBe(0);
  });

  it('memory for a whole batch: each further try is half as long, and no event is to blame', async () => {
    harness = await MessagingHarness.start();
    await harness.write(
      ...Array.from({ length: 1_500 }, (_, n) => ({ key: 'k', value: String(n), partition: 0 })),
    );
    let inOne = 0;
    let lastTransaction: unknown;
    await harness.startConsumer((_event, { tx }) => {
      inOne = tx === lastTransaction ? inOne + 1 : 1;
      lastTransaction = tx;
      if (inOne > 900) throw Object.assign(new Error('out of memory'), { code: '53200' });
    });
    await eventually('all handled', async () => (await harness?.count('effect')) === 1_500);
    const sizes = harness.logged.map(({ batchSize }) => batchSize).filter((size) => size !== undefined);
    expect(sizes.slice(0, 3)).toEqual([2_000, 1_000, 500]);
    expect(await harness.effects()).toEqual(Array.from({ length: 1_500 }, (_, n) => String(n)));
    expect(await harness.count('parked_key')).toBe(0);
    expect(pauses()).toBeGreaterThanOrEqual(3);
  });
});
