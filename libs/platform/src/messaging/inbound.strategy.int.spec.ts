import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@minzheng/testing/servers';
import type { Consumer } from 'kafkajs';
import { messagingMetrics } from './messaging.metrics.js';
import { messageOf, startChild } from './test/child-process.js';
import {
  CONSUMER,
  MEMBER_SILENCE_MS,
  MessagingHarness,
  TOPIC,
  type RunningConsumer,
} from './test/harness.js';

describe("a consumer's place", () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
  });
  afterEach(() => harness.stop());

  const stopped = ({ strategy }: RunningConsumer): Promise<string> =>
    eventually('the consumer stops', () => {
      const state = strategy.consumerState;
      return state.state === 'STOPPED' && state.reason;
    });
  const handled = (key: string, ...values: string[]): Promise<unknown> =>
    eventually(`${values.length} handled`, async () => {
      const effects = await harness.effects(key);
      if (effects.length < values.length) return false;
      expect(effects).toEqual(values);
      return true;
    });
  const unreachable = (): never => {
    throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' });
  };

  it('is taken over from a member that stalls in the middle of its transaction; late, it does nothing twice', async () => {
    harness.startRelay();
    const key = randomUUID();
    const late = await startChild('consumer', harness);
    await harness.announce(key, 'a');
    await messageOf(late, (message) => isInHand(message, 'a'));
    late.kill('SIGSTOP');

    const member = await harness.startConsumer();
    await harness.announce(key, 'b');
    await eventually('taken over', async () => (await harness.effects(key)).length === 2, 40_000);

    late.on('message', () => late.send('go on'));
    late.kill('SIGCONT');
    late.send('go on');
    await eventually('the late member shares the work again', async () => (await memberIds()).length === 2);
    const again = messageOf(late, (message) => isInHand(message, 'c'));
    await harness.announceTogether(Array.from({ length: 30 }, () => [randomUUID(), 'c'] as const));
    await again;
    await eventually('the others', async () => (await harness.effects()).length >= 32);
    expect(await harness.effects(key)).toEqual(['a', 'b']);
    expect((await harness.effects()).length).toBe(32);
    expect(member.strategy.consumerState.state).toBe('RUNNING');
  });

  it('is kept while a batch takes longer than the group waits for a sign of life; nothing is read again', async () => {
    const key = randomUUID();
    let calls = 0;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { strategy } = await harness.startConsumer(async (_event, { tx }) => {
      calls += 1;
      // the database works, as it would for a batch that takes long
      for (let done = false; !done;) {
        done = await Promise.race([held.then(() => true), delay(1_000, false)]);
        await tx.query('select 1');
      }
    });
    let joined = 0;
    await eventually('runs', () => strategy.consumerState.state === 'RUNNING');
    const consumer = strategy.unwrap<Consumer>();
    consumer.on(consumer.events.GROUP_JOIN, () => (joined += 1));
    await harness.write({ key, value: 'a' });
    await eventually('in hand', () => calls === 1);
    const members = await memberIds();
    await delay(MEMBER_SILENCE_MS + 1_500);
    // a member that is taken for dead would have another id by now
    expect(await memberIds()).toEqual(members);
    release();
    await harness.write({ key, value: 'b' });
    await handled(key, 'a', 'b');
    expect([joined, calls]).toEqual([0, 2]);
  });

  async function memberIds(): Promise<string[]> {
    const admin = harness.kafka().admin();
    await admin.connect();
    const { groups } = await admin.describeGroups([harness.topics.prefix + CONSUMER]);
    await admin.disconnect();
    return groups
      .flatMap(({ state, members }) => (state === 'Stable' ? members : []))
      .map(({ memberId }) => memberId);
  }

  it('goes back with a database that was restored, without any new event', async () => {
    harness.startRelay();
    const key = randomUUID();
    const before = await harness.startConsumer();
    await harness.announce(key, 'a', 'b');
    await handled(key, 'a', 'b');
    await save();
    await harness.announce(key, 'c', 'd');
    await handled(key, 'a', 'b', 'c', 'd');
    await before.stop();
    expect(await committedInKafka()).toBe(4);

    await restore();
    expect(await harness.effects(key)).toEqual(['a', 'b']);
    const after = await harness.startConsumer();
    await handled(key, 'a', 'b', 'c', 'd');

    // and under a consumer that goes on running
    await restore();
    await after.strategy.inspect();
    await handled(key, 'a', 'b', 'c', 'd');
  });

  const TABLES = ['consumer_position', 'effect', 'inbox'];

  async function save(): Promise<void> {
    await harness.dataSource.transaction(async (manager) => {
      for (const table of TABLES) await manager.query(`create table saved_${table} as table ${table}`);
    });
  }

  async function restore(): Promise<void> {
    await harness.dataSource.transaction(async (manager) => {
      for (const table of TABLES) {
        await manager.query(`delete from ${table}`);
        await manager.query(`insert into ${table} select * from saved_${table}`);
      }
    });
  }

  async function committedInKafka(): Promise<number> {
    const admin = harness.kafka().admin();
    await admin.connect();
    const [topic] = await admin.fetchOffsets({
      groupId: harness.topics.prefix + CONSUMER,
      topics: [harness.topics.prefix + TOPIC],
    });
    await admin.disconnect();
    return Math.max(...(topic?.partitions ?? []).map(({ offset }) => Number(offset)));
  }

  describe('stops rather than jump', () => {
    const key = randomUUID();

    async function passThree(): Promise<void> {
      const consumer = await harness.startConsumer();
      await harness.write({ key, value: 'a' }, { key, value: 'b' }, { key, value: 'c' });
      await handled(key, 'a', 'b', 'c');
      await consumer.stop();
    }

    async function makeTopicAnew(...values: string[]): Promise<void> {
      await harness.topics.delete([TOPIC]);
      await eventually('made anew', async () => {
        await harness.topics.create([TOPIC]);
        return true;
      });
      if (values.length > 0) await harness.write(...values.map((value) => ({ key, value })));
    }

    it('when the topic was made anew and is shorter', async () => {
      await passThree();
      await makeTopicAnew('d');
      expect(await stopped(await harness.startConsumer())).toContain(
        'the log ends at 1, before the position 3',
      );
      expect(await harness.effects(key)).toEqual(['a', 'b', 'c']);
    });

    it('when the topic was made anew and is longer', async () => {
      await passThree();
      await makeTopicAnew('d', 'e', 'f', 'g', 'h');
      expect(await stopped(await harness.startConsumer())).toContain('the log was made anew');
      expect(await harness.effects(key)).toEqual(['a', 'b', 'c']);
    });

    it('when the topic is made anew under a consumer that runs', async () => {
      const consumer = await harness.startConsumer();
      await harness.write({ key, value: 'a' }, { key, value: 'b' }, { key, value: 'c' });
      await handled(key, 'a', 'b', 'c');
      await consumer.strategy.inspect();
      await makeTopicAnew('d', 'e', 'f', 'g', 'h');
      await eventually('inspected', () => consumer.strategy.inspect().then(() => true));
      expect(await stopped(consumer)).toMatch(/made anew|the log ends at/);
      // it may have gone on with the new log from its place, until it was inspected
      const [first, second, third, ...others] = await harness.effects(key);
      expect([first, second, third]).toEqual(['a', 'b', 'c']);
      expect([[], ['g'], ['g', 'h']]).toContainEqual(others);
    });

    it('when the cluster is another', async () => {
      await passThree();
      const consumer = await harness.startConsumer();
      await eventually('runs', () => consumer.strategy.consumerState.state === 'RUNNING');
      await harness.dataSource.query(`update consumer_position set cluster_id = 'another'`);
      await consumer.strategy.inspect();
      expect(await stopped(consumer)).toContain('belongs to another Kafka cluster');
      await consumer.stop();
      await harness.write({ key, value: 'd' });
      expect(await stopped(await harness.startConsumer())).toContain('belongs to another Kafka cluster');
      expect(await harness.effects(key)).toEqual(['a', 'b', 'c']);
    });

    it('when the position is behind the end of the log', async () => {
      await passThree();
      await harness.dataSource.query('update consumer_position set next_offset = 9 where next_offset = 3');
      expect(await stopped(await harness.startConsumer())).toContain(
        'the log ends at 3, before the position 9',
      );
    });

    it('when events were deleted while its partition paused, where kafkajs would silently begin behind them', async () => {
      const pauses = (): number => harness.logged.filter(({ msg }) => msg === 'partition pauses').length;
      const consumer = await harness.startConsumer(unreachable);
      await harness.write(...['a', 'b', 'c', 'd', 'e'].map((value) => ({ key, value, partition: 0 })));
      await eventually('pauses', () => pauses() >= 2);
      const admin = harness.kafka().admin();
      await admin.connect();
      const topic = harness.topics.prefix + TOPIC;
      await admin.fetchTopicMetadata({ topics: [topic] });
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
      await admin.disconnect();
      expect(await stopped(consumer)).toContain('events 0 to 2 are no longer in the log');
      expect(await harness.effects(key)).toEqual([]);
      expect(await harness.positions()).toEqual([0n, 0n, 0n]);
    });
  });

  it('raises the alarm when its next event has waited for a third of the retention', async () => {
    const days = 86_400_000;
    let broken = true;
    const { strategy } = await harness.startConsumer(() => {
      if (broken) unreachable();
    });
    const overdue = async (): Promise<number[]> => {
      const { values } = await messagingMetrics.overdue.get();
      return values.filter(({ labels }) => labels['consumer'] === CONSUMER).map(({ value }) => value);
    };
    await harness.write({ key: 'k', value: 'a', partition: 1, timestamp: Date.now() - 11 * days });
    await eventually('runs', () => strategy.consumerState.state === 'RUNNING');
    await strategy.inspect();
    expect(await overdue()).toEqual([0, 1, 0]);
    expect(harness.logged.filter(({ level }) => level === 50)).toMatchObject([
      { topic: TOPIC, partitions: [1] },
    ]);

    broken = false;
    await handled('k', 'a');
    await strategy.inspect();
    expect(await overdue()).toEqual([0, 0, 0]);
  });
});

const isInHand = (message: unknown, value?: string): boolean =>
  typeof message === 'object' &&
  message !== null &&
  'inHand' in message &&
  (value === undefined || message.inHand === value);
