/**
 * `npm run topic -- <topic>`: the events of a topic, decoded, as JSON lines: where each stands, its headers, its message.
 * It reads what is there now and ends; `--follow` goes on until Ctrl-C. Without a topic it lists those that exist.
 *
 * It finds the broker of `npm start`, or the one that KAFKA_BROKERS or `--brokers` names. It belongs to no consumer of
 * the system and moves nobody's place.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import kafkajs from 'kafkajs';
import { readOptions } from './setup/options.mjs';
import { DATA_DIR } from './setup/paths.mjs';

const USAGE = `npm run --silent topic -- [<topic>] [--follow] [--brokers <host:port>]
  without a topic: those that exist, with the number of their records`;

const { values, positionals } = readOptions(USAGE, {
  options: { brokers: { type: 'string' }, follow: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const named = values.brokers ?? process.env.KAFKA_BROKERS;
const brokers = named ?? brokersOfStack();
const kafka = new kafkajs.Kafka({
  clientId: 'read-topic',
  brokers: brokers.split(','),
  logLevel: kafkajs.logLevel.NOTHING,
  connectionTimeout: 2000,
  retry: { retries: 3, initialRetryTime: 100 },
});
/** Whoever reads has seen enough: `| head`. @type {Promise<void>} */
const readerLeft = new Promise((resolve) => process.stdout.on('error', () => resolve()));

try {
  process.exitCode = await run(positionals[0]);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Kafka at ${brokers}: ${reason}`);
  if (named === undefined && reason.includes('ECONNREFUSED'))
    console.error('Nothing is up: npm start first.');
  process.exitCode = 1;
}

/** @param {string | undefined} topic @returns {Promise<number>} exit code */
async function run(topic) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((name) => name.includes('minzheng.')).sort();
    if (topic !== undefined && topics.includes(topic)) {
      await read(topic, await rangesOf(admin, topic));
      return 0;
    }
    if (topic !== undefined) console.error(`There is no topic ${topic}. Those that exist:`);
    for (const name of topics) {
      const records = (await rangesOf(admin, name)).reduce((sum, { low, high }) => sum + high - low, 0n);
      console.log(`${String(records).padStart(9)}  ${name}`);
    }
    return topic === undefined ? 0 : 2;
  } finally {
    await admin.disconnect();
  }
}

/** @typedef {{ partition: number, low: bigint, high: bigint }} Range */

/** @param {import('kafkajs').Admin} admin @param {string} topic @returns {Promise<Range[]>} */
async function rangesOf(admin, topic) {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
}

/** @param {string} topic @param {readonly Range[]} ranges */
async function read(topic, ranges) {
  const unread = new Map(
    ranges.filter(({ low, high }) => low < high).map(({ partition, high }) => [partition, high]),
  );
  if (unread.size === 0 && !values.follow) return;
  const consumer = kafka.consumer({
    groupId: `read-topic-${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
  });
  const done = new Promise((resolve, reject) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
    void readerLeft.then(resolve);
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const end = unread.get(payload.partition);
      if (end !== undefined && BigInt(payload.lastOffset) >= end - 1n) unread.delete(payload.partition);
      if (unread.size === 0 && !values.follow) resolve(undefined);
    });
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        console.log(JSON.stringify(decoded(topic, partition, message)));
      },
    });
    await done;
  } finally {
    await consumer.disconnect();
  }
}

/** @param {string} topic @param {number} partition @param {import('kafkajs').KafkaMessage} record */
function decoded(topic, partition, { offset, key, timestamp, headers = {}, value }) {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
  const schema = messageByTypeName(texts.ce_type ?? '');
  return {
    topic,
    partition,
    offset,
    key: key?.toString() ?? null,
    recordTime: new Date(Number(timestamp)).toISOString(),
    headers: texts,
    ...(schema !== undefined && value !== null
      ? { message: toJson(schema, fromBinary(schema, value)) }
      : { unknown: value?.toString('base64') ?? null }),
  };
}

/** Where the broker of `npm start` listens, as its settings file says. */
function brokersOfStack() {
  const file = join(DATA_DIR, 'kafka/server.properties');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^advertised\.listeners=PLAINTEXT:\/\/([^,\n]+)/m.exec(text)?.[1] ?? '127.0.0.1:19092';
}
