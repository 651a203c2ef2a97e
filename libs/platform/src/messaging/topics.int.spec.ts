import { eventually } from '@minzheng/testing/servers';
import { checkTopics, TopicMismatch, type TopicExpectation } from './index.js';
import { MessagingHarness, TOPIC } from './test/harness.js';

const OTHER = 'minzheng.assistance.own.v1';

describe('the check of the topics at start', () => {
  let harness: MessagingHarness;
  beforeAll(async () => {
    harness = await MessagingHarness.start();
    await harness.topics.create([OTHER], 4);
  });
  afterAll(() => harness.stop());

  const check = (topics: string[], expected: TopicExpectation): Promise<void> =>
    checkTopics(harness.kafka(), harness.dataSource, topics, expected);

  it('refuses a partition count other than the setting', async () => {
    await expect(check([TOPIC], { partitions: 48, replication: 1 })).rejects.toThrow(TopicMismatch);
    // the wrong setting has left nothing that stands in the way of the right one
    await expect(check([TOPIC], { partitions: 3, replication: 1 })).resolves.toBeUndefined();
    await expect(check([TOPIC, OTHER], { partitions: 3, replication: 1 })).rejects.toThrow(
      'has 4 partitions',
    );
  });

  it('refuses a topic that got more partitions, even where the setting was changed with it', async () => {
    await check([TOPIC], { partitions: 3, replication: 1 });
    const admin = harness.kafka().admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic: harness.topics.prefix + TOPIC, count: 6 }] });
    await eventually('the broker tells of all six', async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [harness.topics.prefix + TOPIC] });
      return topics[0]?.partitions.length === 6;
    });
    await admin.disconnect();
    await expect(check([TOPIC], { partitions: 3, replication: 1 })).rejects.toThrow(TopicMismatch);
    await expect(check([TOPIC], { partitions: 6, replication: 1 })).rejects.toThrow('but had 3');
  });

  it('refuses a topic that is missing or has too few copies', async () => {
    await expect(check(['minzheng.assistance.none.v1'], { partitions: 3, replication: 1 })).rejects.toThrow(
      'missing',
    );
    await expect(check([OTHER], { partitions: 4, replication: 3 })).rejects.toThrow(
      '1 replicas, 3 are needed',
    );
  });
});
