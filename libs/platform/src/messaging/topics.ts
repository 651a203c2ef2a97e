import type { Admin } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { topicSetting, type KafkaClient } from './kafka-client.js';

/** What a service expects of its topics before it reads or writes them. */
export interface TopicExpectation {
  /** Fixed for a topic's life: another number would move keys between partitions and lose their order. */
  readonly partitions: number;
  /** Copies of each record; from 3 on, two of them have to be in sync for a write. */
  readonly replication: number;
}

/** A topic is not as this service needs it: the service refuses to start. */
export class TopicMismatch extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'TopicMismatch';
  }
}

/** @throws TopicMismatch */
export async function checkTopics(
  kafka: KafkaClient,
  dataSource: DataSource,
  topics: readonly string[],
  expected: TopicExpectation,
): Promise<void> {
  const admin = kafka.admin();
  await kafka.connect(admin);
  try {
    await checkAll(
      admin,
      dataSource,
      topics.map((topic) => kafka.onBroker(topic)),
      expected,
    );
  } finally {
    await admin.disconnect();
  }
}

async function checkAll(
  admin: Admin,
  dataSource: DataSource,
  topics: readonly string[],
  expected: TopicExpectation,
): Promise<void> {
  const known = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !known.has(topic));
  if (missing.length > 0) {
    throw new TopicMismatch(`topics are missing, or this user may not see them: ${missing.join(', ')}`);
  }
  const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
  for (const { name, partitions } of metadata.topics) {
    await checkPartitions(dataSource, name, partitions.length, expected.partitions);
    const replication = Math.min(...partitions.map(({ replicas }) => replicas.length));
    if (replication < expected.replication) {
      throw new TopicMismatch(`${name} has ${replication} replicas, ${expected.replication} are needed`);
    }
  }
  if (expected.replication >= 3) await checkInSync(admin, topics);
}

async function checkPartitions(
  dataSource: DataSource,
  topic: string,
  found: number,
  expected: number,
): Promise<void> {
  if (found !== expected) {
    throw new TopicMismatch(`${topic} has ${found} partitions, the setting says ${expected}`);
  }
  // only what was right once is stored: a wrong setting must not stand in the way of the right one
  await dataSource.query(
    'insert into topic_partitions (topic, partitions) values ($1, $2) on conflict do nothing',
    [topic, found],
  );
  const [stored]: { partitions: number }[] = await dataSource.query(
    'select partitions from topic_partitions where topic = $1',
    [topic],
  );
  if (stored && found !== stored.partitions) {
    throw new TopicMismatch(
      `${topic} has ${found} partitions, but had ${stored.partitions} when this service first started`,
    );
  }
}

async function checkInSync(admin: Admin, topics: readonly string[]): Promise<void> {
  for (const [topic, text] of await topicSetting(admin, topics, 'min.insync.replicas')) {
    const value = Number(text);
    if (!(value >= 2))
      throw new TopicMismatch(`${topic} has min.insync.replicas ${value}, at least 2 are needed`);
  }
}
