import { randomUUID } from 'node:crypto';
import { eventually } from '@minzheng/testing/servers';
import { Partitioners } from 'kafkajs';
import { MessagingHarness, TOPIC } from './test/harness.js';

/** From Kafka's own UtilsTest. */
const PUBLISHED = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
] as const;

/** Kafka's murmur2, as `org.apache.kafka.common.utils.Utils` has it. */
function murmur2(key: string): number {
  const data = Buffer.from(key);
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ data.length;
  const whole = data.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(data.readInt32LE(i), m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = data.length - whole;
  if (rest === 3) h ^= data.readUInt8(whole + 2) << 16;
  if (rest >= 2) h ^= data.readUInt8(whole + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ data.readUInt8(whole), m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

const javaPartition = (hash: number, partitions: number): number => (hash & 0x7fffffff) % partitions;

describe('the partition of a key', () => {
  it.each(PUBLISHED)("of %s is that of Java's producer", (key, hash) => {
    expect(murmur2(key)).toBe(hash);
    for (const partitions of [3, 48]) {
      const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 1,
        replicas: [1],
        isr: [1],
      }));
      const partitioner = Partitioners.DefaultPartitioner();
      expect(partitioner({ topic: 't', partitionMetadata, message: { key, value: null } })).toBe(
        javaPartition(hash, partitions),
      );
    }
  });

  it('is where the relay puts its events', async () => {
    const harness = await MessagingHarness.start();
    try {
      harness.startRelay();
      await harness.announceTogether(Array.from({ length: 50 }, () => [randomUUID(), 'a'] as const));
      await eventually('sent', async () => (await harness.count('outbox')) === 0);
      const events = await harness.topics.readAll([TOPIC]);
      expect(events).toHaveLength(50);
      for (const { key, partition } of events) expect(partition).toBe(javaPartition(murmur2(key ?? ''), 3));
    } finally {
      await harness.stop();
    }
  });
});
