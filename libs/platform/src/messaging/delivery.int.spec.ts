import { randomUUID } from 'node:crypto';
import { eventually } from '@minzheng/testing/servers';
import { MessagingHarness, TOPIC } from './test/harness.js';

describe('an event on its way', () => {
  let harness: MessagingHarness;
  beforeAll(async () => {
    harness = await MessagingHarness.start();
  });
  afterAll(() => harness.stop());

  it('leaves the outbox with its CloudEvents headers, is handled once and in the order of its key', async () => {
    const key = randomUUID();
    harness.startRelay();
    await harness.startConsumer();
    const values = Array.from({ length: 50 }, () => randomUUID());
    await harness.announce(key, ...values);

    await eventually('all handled', async () => (await harness.effects(key)).length >= values.length);
    expect(await harness.effects(key)).toEqual(values);
    await eventually('outbox empty', async () => {
      const [row] = await harness.dataSource.query("select count(*)::int as n from outbox");
      return row.n === 0;
    });

    const [first] = (await harness.topics.readAll([TOPIC])).filter((event) => event.key === key);
    expect(first?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: 'minzheng.verification.v1.ConsentWithdrawn',
      ce_source: '/service/assistance',
      ce_subject: `consent/${values[0]}`,
      ce_sequence: '1',
      'content-type': 'application/protobuf',
    });
  });

  it('announces nothing when its transaction fails', async () => {
    const key = randomUUID();
    await expect(
      harness.unitOfWork.run('test', async () => {
        await harness.announce(key, randomUUID());
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const unfinished = harness.unitOfWork.run('test', async (tx) => {
      await tx.execute('insert into effect (key, value) values ($1, $2)', [key, 'half']);
      throw new Error('no');
    });
    await expect(unfinished).rejects.toThrow('no');
    expect(await harness.effects(key)).not.toContain('half');
  });
});
