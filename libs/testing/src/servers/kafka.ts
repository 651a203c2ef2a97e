import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type IHeaders, type Producer } from 'kafkajs';
import { required } from './database.js';
import { eventually } from './eventually.js';

export const TEST_PARTITIONS = 3;

/** A recorded event, as anybody reads it from the topic. */
export interface RecordedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

/** Topics of its own on the Kafka that the tests were given: a prefix keeps test files apart. */
export class TestTopics {
  readonly brokers = required('KAFKA_BROKERS').split(',');
  readonly prefix = `t${randomBytes(5).toString('hex')}.`;
  readonly #kafka = new Kafka({ clientId: 'tests', brokers: this.brokers, logLevel: logLevel.NOTHING });
  readonly #created = new Set<string>();

  async create(topics: readonly string[], partitions = TEST_PARTITIONS): Promise<void> {
    if (topics.length === 0) return;
    for (const topic of topics) this.#created.add(topic);
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const names = topics.map((topic) => this.prefix + topic);
      const created = await admin
        .createTopics({
          waitForLeaders: true,
          topics: names.map((topic) => ({ topic, numPartitions: partitions, replicationFactor: 1 })),
        })
        .catch((error: unknown) => {
          // on a busy broker the client's own wait gives up too early
          const isEarly =
            error instanceof Error && Reflect.get(error, 'type') === 'UNKNOWN_TOPIC_OR_PARTITION';
          if (!isEarly) throw error;
          return true;
        });
      // one that is still being deleted is there and will be gone
      if (!created) throw new Error('a topic of this name exists');
      await eventually('every partition has its leader', async () => {
        const metadata = await admin.fetchTopicMetadata({ topics: names }).catch(() => undefined);
        return metadata?.topics.every(
          (topic) =>
            topic.partitions.length === partitions && topic.partitions.every(({ leader }) => leader >= 0),
        );
      });
    } finally {
      await admin.disconnect();
    }
  }

  async delete(topics: readonly string[]): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      for (const topic of topics) this.#created.delete(topic);
      await admin.deleteTopics({ topics: topics.map((topic) => this.prefix + topic) });
    } finally {
      await admin.disconnect();
    }
  }

  /** All that were made: a broker has room for the topics of some test files, not of all. */
  async drop(): Promise<void> {
    if (this.#created.size > 0) await this.delete([...this.#created]);
    this.#created.clear();
  }

  /** What was in them is gone, as after the days that a topic keeps; offsets go on. */
  async empty(topics: readonly string[]): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      for (const topic of topics) {
        const ends = await admin.fetchTopicOffsets(this.prefix + topic);
        await admin.deleteTopicRecords({
          topic: this.prefix + topic,
          partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
        });
      }
    } finally {
      await admin.disconnect();
    }
  }

  /** A producer for records that our own relay would not write. */
  async producer(): Promise<Producer> {
    const producer = this.#kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    return producer;
  }

  /** All that is in the topics now, by topic, partition and offset. */
  async readAll(topics: readonly string[]): Promise<RecordedEvent[]> {
    const admin = this.#kafka.admin();
    await admin.connect();
    const wanted = new Map<string, bigint>();
    for (const topic of topics) {
      for (const { partition, high, low } of await admin.fetchTopicOffsets(this.prefix + topic)) {
        if (BigInt(high) > BigInt(low)) wanted.set(`${topic}/${partition}`, BigInt(high));
      }
    }
    await admin.disconnect();
    if (wanted.size === 0) return [];
    const events: RecordedEvent[] = [];
    const consumer = this.#kafka.consumer({
      groupId: `${this.prefix}reader-${randomBytes(4).toString('hex')}`,
    });
    await consumer.connect();
    await consumer.subscribe({ topics: topics.map((topic) => this.prefix + topic), fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          autoCommit: false,
          eachMessage: async ({ topic: onBroker, partition, message }) => {
            const topic = onBroker.slice(this.prefix.length);
            events.push({
              topic,
              partition,
              offset: BigInt(message.offset),
              key: message.key?.toString() ?? null,
              headers: textHeaders(message.headers ?? {}),
              value: message.value,
            });
            const place = `${topic}/${partition}`;
            if (BigInt(message.offset) + 1n >= (wanted.get(place) ?? 0n)) wanted.delete(place);
            if (wanted.size === 0) resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return events.sort(
      (a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition || Number(a.offset - b.offset),
    );
  }
}

function textHeaders(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
