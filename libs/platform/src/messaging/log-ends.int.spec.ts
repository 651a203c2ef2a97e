import { randomUUID } from 'node:crypto';
import { LogEnds } from './log-ends.js';
import { BrokerProxy } from './test/broker-proxy.js';
import { MessagingHarness, TOPIC } from './test/harness.js';

describe('the ends of logs', () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
  });
  afterEach(() => harness.stop());

  it('are behind the last record of each partition', async () => {
    const ends = new LogEnds(harness.kafka());
    harness.onStop(() => ends.onApplicationShutdown());
    expect(await ends.of(TOPIC)).toEqual([0n, 0n, 0n]);
    await harness.write(
      { partition: 2, value: randomUUID() },
      { partition: 2, value: randomUUID() },
      { partition: 0, value: randomUUID() },
    );
    expect(await ends.of(TOPIC)).toEqual([1n, 0n, 2n]);
  });

  it('are not known while the broker is away, and again when it is back', async () => {
    const first = await BrokerProxy.start(harness.topics.brokers[0] ?? '');
    const ends = new LogEnds(harness.kafka('ends', [first.address]));
    harness.onStop(() => ends.onApplicationShutdown());
    const [, port] = first.address.split(':');
    await first.stop();
    await expect(ends.of(TOPIC)).rejects.toThrow();
    const back = await BrokerProxy.start(harness.topics.brokers[0] ?? '', Number(port));
    harness.onStop(() => back.stop());
    expect(await ends.of(TOPIC)).toEqual([0n, 0n, 0n]);
  });
});
