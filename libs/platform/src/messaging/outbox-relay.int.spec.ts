import { randomUUID } from 'node:crypto';
import { create, fromBinary } from '@bufbuild/protobuf';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { FeedWatermarkSchema, StatusFactSchema } from '@minzheng/contracts/facts';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { Kafka, type CloudEvent, type KafkaMessage } from 'cloudevents';
import { Partitioners } from 'kafkajs';
import { jest } from '@jest/globals';
import { Client } from 'pg';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { KafkaClient } from './kafka-client.js';
import { prepareAnnouncement, writeOutbox } from './outbox.js';
import { BrokerProxy } from './test/broker-proxy.js';
import { startChild } from './test/child-process.js';
import { MessagingHarness, TOPIC } from './test/harness.js';

describe('the relay', () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
  });
  afterEach(() => harness.stop());

  /** Values in the topic in the order of their partition, or of their key where one is given. */
  async function sent(key?: string): Promise<string[]> {
    const events = await harness.topics.readAll([TOPIC]);
    return events
      .filter((event) => key === undefined || event.key === key)
      .map(({ headers }) => headers['ce_subject']?.replace('consent/', '') ?? '');
  }

  const outboxIsEmpty = (): Promise<unknown> =>
    eventually('the outbox is empty', async () => (await harness.count('outbox')) === 0);

  /** An event that has its outbox id already, and commits when the test says so. */
  async function lateCommit(key: string, value: string): Promise<() => Promise<void>> {
    const client = new Client({ connectionString: harness.database.url });
    await client.connect();
    harness.onStop(() => client.end());
    const { origin } = harness.unitOfWork;
    const message = create(ConsentWithdrawnSchema, { personKey: key, consentId: value });
    const subject = { aggregate: 'consent', id: value, version: 1n };
    await client.query('begin');
    await writeOutbox(client as never, origin, [
      prepareAnnouncement(origin, ConsentWithdrawnSchema, message, () => subject),
    ]);
    return async () => void (await client.query('commit'));
  }

  async function proxy(): Promise<BrokerProxy> {
    const started = await BrokerProxy.start(harness.topics.brokers[0] ?? '');
    harness.onStop(() => started.stop());
    return started;
  }

  it('sends what the official SDK of CloudEvents reads, in binary mode', async () => {
    harness.startRelay();
    const personKey = randomUUID();
    await harness.announce(personKey, 'a');
    await outboxIsEmpty();
    const [record] = await harness.topics.readAll([TOPIC]);
    const { key, headers, value } = record!;
    const message: KafkaMessage = { key: key!, value, body: value, headers };
    const event = Kafka.toEvent(message) as CloudEvent<Buffer>;
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      ...{ specversion: '1.0', id: headers['ce_id'], type: ConsentWithdrawnSchema.typeName },
      ...{ source: headers['ce_source'], subject: 'consent/a', sequence: headers['ce_sequence'] },
      ...{ datacontenttype: 'application/protobuf', partitionkey: personKey },
    });
    expect(Date.parse(event.time!)).toBeLessThanOrEqual(Date.now());
    expect(fromBinary(ConsentWithdrawnSchema, event.data!)).toMatchObject({ personKey, consentId: 'a' });
  });

  it('sends the same again where one acknowledgement was lost, and the broker keeps it once', async () => {
    const between = await proxy();
    harness.startRelay(harness.kafka('relay', [between.address]));
    await harness.announce(randomUUID(), 'a');
    await outboxIsEmpty();
    const producers = between.producers;
    between.swallow = 1;
    await harness.announce(randomUUID(), 'b');
    await outboxIsEmpty();
    expect(between.swallowed).toBe(1);
    expect(between.producers).toBe(producers);
    expect((await sent()).sort()).toEqual(['a', 'b']);
  });

  it('loses nothing when the acknowledgement stays away and a smaller outbox id commits meanwhile', async () => {
    const between = await proxy();
    harness.startRelay(harness.kafka('relay', [between.address]));
    const [key, other] = keysOfOnePartition();
    await harness.announce(key, 'first');
    await outboxIsEmpty();
    const producers = between.producers;

    // The next send is as full as a send can be: with the smaller id in front it has the same number of records,
    // and a producer that rolled its sequence back would get the broker's word for what was never written.
    const commit = await lateCommit(other, 'late');
    const values = Array.from({ length: 2_000 }, (_, index) => String(index));
    between.swallow = 2;
    between.beforeCut = () => (between.swallow === 0 ? commit() : Promise.resolve());
    await harness.announceTogether(values.map((value) => [key, value] as const));

    await outboxIsEmpty();
    expect(between.swallowed).toBe(2);
    expect(between.producers).toBe(producers + 1);
    expect(firstOccurrences(await sent(other))).toEqual(['late']);
    expect(firstOccurrences(await sent(key))).toEqual(['first', ...values]);
  });

  it('takes a smaller id that commits long after larger ones were sent', async () => {
    harness.startRelay();
    const commit = await lateCommit(randomUUID(), 'late');
    for (let round = 0; round < 6; round++) {
      await harness.announce(randomUUID(), `round ${round}`);
      await eventually('sent', async () => (await harness.count('outbox')) === 0);
    }
    await commit();
    await outboxIsEmpty();
    expect((await sent()).sort()).toContain('late');
  });

  it('sends a marker when all that was announced before it is acknowledged, whatever topic it went to', async () => {
    await harness.topics.create([...topicsOf('inbound')]);
    const agencies = new UnitOfWork(harness.dataSource, { ...harness.unitOfWork.origin, writer: 'inbound' });
    await agencies.run('test', async (tx) => {
      const subject = (id: string) => ({ aggregate: 'fact', id, version: 1n });
      const status = (factId: string) =>
        tx.announce(StatusFactSchema, { factId, personKey: randomUUID() }, subject(factId));
      status('before');
      tx.announceInEveryPartition(FeedWatermarkSchema, { markerId: randomUUID() }, subject('marker'));
      status('after');
    });
    const kafka = harness.kafka('relay');
    const sends: unknown[] = [];
    jest.spyOn(kafka, 'producer').mockImplementation(() => {
      const producer = KafkaClient.prototype.producer.call(kafka);
      const sendBatch = producer.sendBatch.bind(producer);
      producer.sendBatch = async (batch) => {
        const told = batch.topicMessages?.flatMap(({ messages }) => messages.map(({ headers }) => headers));
        sends.push(told?.map((headers) => headers?.['ce_subject']));
        const answer = await sendBatch(batch);
        sends.push('acknowledged');
        return answer;
      };
      return producer;
    });
    harness.startRelay(kafka);
    await outboxIsEmpty();
    expect(sends).toEqual([
      ['fact/before'],
      'acknowledged',
      ['fact/marker', 'fact/marker', 'fact/marker', 'fact/after'],
      'acknowledged',
    ]);
  });

  it('makes duplicates when two are at work, but never disorder; the inbox makes them single', async () => {
    const between = await proxy();
    const stopped = await startChild('relay', harness, [between.address]);
    const key = randomUUID();
    await harness.announce(key, 'a');
    await outboxIsEmpty();

    between.hold();
    await harness.announce(key, 'b', 'c');
    await eventually('a send is on its way', () => between.holds > 0);
    stopped.kill('SIGSTOP');
    await harness.startConsumer();
    harness.startRelay();
    await harness.announce(key, 'd');
    await outboxIsEmpty();
    await eventually('handled', async () => (await harness.effects(key)).length === 4);

    stopped.kill('SIGCONT');
    between.release();
    await eventually('a duplicate', async () => (await sent(key)).length > 4);
    await harness.announce(key, 'e');
    await eventually('handled', async () => (await harness.effects(key)).includes('e'));
    const all = await sent(key);
    expect(all.length).toBeGreaterThan(5);
    expect(firstOccurrences(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await harness.effects(key)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

const firstOccurrences = (values: readonly string[]): string[] => [...new Set(values)];

/** Two keys whose events share a partition of three. */
function keysOfOnePartition(): [string, string] {
  const partitionOf = (key: string): number =>
    Partitioners.DefaultPartitioner()({
      topic: TOPIC,
      partitionMetadata: [0, 1, 2].map((partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 1,
        replicas: [1],
        isr: [1],
      })),
      message: { key, value: null },
    });
  const key = randomUUID();
  for (;;) {
    const other = randomUUID();
    if (partitionOf(other) === partitionOf(key)) return [key, other];
  }
}
