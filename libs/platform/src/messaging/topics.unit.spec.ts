import type { DataSource } from 'typeorm';
import type { KafkaClient } from './kafka-client.js';
import { checkTopics } from './topics.js';

/** A cluster of brokers, which tests have none of: only what its administration answers. */
function cluster(replicas: number, minInSync: string): KafkaClient {
  const partition = { replicas: Array.from({ length: replicas }, (_, index) => index) };
  return {
    onBroker: (topic: string) => topic,
    connect: async () => undefined,
    admin: () => ({
      disconnect: async () => undefined,
      listTopics: async () => ['t'],
      fetchTopicMetadata: async () => ({ topics: [{ name: 't', partitions: [partition, partition] }] }),
      describeConfigs: async () => ({
        resources: [
          {
            resourceName: 't',
            configEntries: [{ configName: 'min.insync.replicas', configValue: minInSync }],
          },
        ],
      }),
    }),
  } as unknown as KafkaClient;
}

const store = { query: async () => [{ partitions: 2 }] } as unknown as DataSource;
const start = (kafka: KafkaClient): Promise<void> =>
  checkTopics(kafka, store, ['t'], { partitions: 2, replication: 3 });

describe('a production start', () => {
  it('is refused below three replicas', async () => {
    await expect(start(cluster(2, '2'))).rejects.toThrow('2 replicas, 3 are needed');
  });

  it.each(['1', '', 'x'])('is refused where %j of them have to be in sync', async (minInSync) => {
    await expect(start(cluster(3, minInSync))).rejects.toThrow('min.insync.replicas');
  });

  it('goes on with three replicas, two of them in sync', async () => {
    await expect(start(cluster(3, '2'))).resolves.toBeUndefined();
  });
});
