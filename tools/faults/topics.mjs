/** Reads all topics from their beginning to their present end. */
import { fromBinary } from '@bufbuild/protobuf';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import kafkajs from 'kafkajs';

/**
 * @typedef {object} Event
 * @property {string} topic
 * @property {number} partition
 * @property {bigint} offset
 * @property {number} sentAt milliseconds since 1970
 * @property {string | null} key
 * @property {string} id ce_id
 * @property {string} type last part of its name
 * @property {number} sequence
 * @property {string} subject
 * @property {any} message
 * @property {Buffer} payload
 */

/** @param {string | import('../stack/kafka.mjs').KafkaAccess} access brokers that let anybody in, or how they are reached */
export function kafkaClient(access) {
  return new kafkajs.Kafka({
    clientId: 'faults',
    ...(typeof access === 'string' ? { brokers: access.split(',') } : access),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 200, maxRetryTime: 1_000, retries: 60 },
  });
}

/**
 * Offset behind the last record, by topic and partition.
 * @param {import('kafkajs').Admin} admin
 * @param {readonly string[]} topics
 * @returns {Promise<Map<string, { low: bigint, high: bigint }>>}
 */
export async function endsOf(admin, topics) {
  const ends = await Promise.all(
    topics.map(async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.map(({ partition, low, high }) => ({ place: `${topic}/${partition}`, low, high }));
    }),
  );
  return new Map(
    ends.flat().map(({ place, low, high }) => [place, { low: BigInt(low), high: BigInt(high) }]),
  );
}

/**
 * @param {import('../stack/stack.mjs').Stack} stack
 * @param {readonly string[]} topics
 * @returns {Promise<Event[]>} of each partition in its order
 */
export async function readTopics({ kafkaAccess }, topics) {
  const kafka = kafkaClient(kafkaAccess);
  const admin = kafka.admin();
  await admin.connect();
  const ends = await endsOf(admin, topics);
  await admin.disconnect();
  const unread = new Map([...ends].filter(([, { low, high }]) => low < high));
  /** @type {Event[]} */
  const events = [];
  if (unread.size === 0) return events;
  const consumer = kafka.consumer({ groupId: `faults-${Date.now()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  try {
    await new Promise((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      void consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: async ({ batch }) => {
          const place = `${batch.topic}/${batch.partition}`;
          if (!unread.has(place)) return;
          for (const record of batch.messages) events.push(toEvent(batch.topic, batch.partition, record));
          if (BigInt(batch.lastOffset()) + 1n >= (unread.get(place)?.high ?? 0n)) unread.delete(place);
          if (unread.size === 0) resolve(undefined);
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return events;
}

/** @param {string} topic @param {number} partition @param {import('kafkajs').KafkaMessage} record @returns {Event} */
function toEvent(topic, partition, { offset, timestamp, key, headers = {}, value }) {
  const type = String(headers.ce_type);
  const schema = messageByTypeName(type);
  if (!schema || !value)
    throw new Error(`${topic}/${partition} holds at ${offset} what is no event: ${type}`);
  return {
    topic,
    partition,
    offset: BigInt(offset),
    sentAt: Number(timestamp),
    key: key?.toString() ?? null,
    id: String(headers.ce_id),
    type: type.split('.').at(-1) ?? '',
    sequence: Number(headers.ce_sequence),
    subject: String(headers.ce_subject),
    message: fromBinary(schema, value),
    payload: value,
  };
}

/** Without the copies that a relay made by sending again. @param {readonly Event[]} events @returns {Event[]} */
export function distinct(events) {
  /** @type {Map<string, Event>} */
  const first = new Map();
  for (const event of events) if (!first.has(event.id)) first.set(event.id, event);
  return [...first.values()];
}
