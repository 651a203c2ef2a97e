/**
 * `npm run topic -- <topic>`: the events of a topic, decoded, as JSON lines: where each stands, its headers, its message.
 * It reads what is there now and ends; `--follow` goes on until Ctrl-C. Without a topic it lists those that exist.
 *
 * It finds the broker of `npm start`, or the one that KAFKA_BROKERS or `--brokers` names, and gets in there as KAFKA_USERNAME,
 * KAFKA_TLS and so on say. It belongs to no consumer of the system and moves nobody's place.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import { brokerConnection } from '@minzheng/platform/broker';
import { KAFKA_SETTINGS, readSettings } from '@minzheng/platform/config';
import kafkajs from 'kafkajs';
import { readOptions, refuse } from './setup/options.mjs';
import { DATA_DIR } from './setup/paths.mjs';

const USAGE = `npm run --silent topic -- [<topic>] [--follow] [--since <RFC 3339>] [--brokers <host:port>]
  without a topic: those that exist, with the number of their records
  --since: only what was written then or later`;

const { values, positionals } = readOptions(USAGE, {
  options: {
    brokers: { type: 'string' },
    follow: { type: 'boolean', default: false },
    since: { type: 'string' },
  },
  allowPositionals: true,
});
const since = values.since === undefined ? undefined : Date.parse(values.since);
if (Number.isNaN(since)) refuse(USAGE, `--since ${values.since} is no instant`);
const named = values.brokers ?? process.env.KAFKA_BROKERS;
const access = named === undefined ? accessToStack() : accessTo(named);
const kafka = new kafkajs.Kafka({
  clientId: 'read-topic',
  ...access,
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
  console.error(`Kafka at ${access.brokers.join()}: ${reason}`);
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
      await read(topic, await rangesSince(admin, topic));
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

/** What is to be read of a topic. @param {import('kafkajs').Admin} admin @param {string} topic @returns {Promise<Range[]>} */
async function rangesSince(admin, topic) {
  const ranges = await rangesOf(admin, topic);
  if (since === undefined) return ranges;
  const firsts = await admin.fetchTopicOffsetsByTimestamp(topic, since);
  const first = new Map(firsts.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return ranges.map((range) => ({ ...range, low: first.get(range.partition) ?? range.high }));
}

/** @param {string} topic @param {readonly Range[]} ranges */
async function read(topic, ranges) {
  const unread = new Map(
    ranges.filter(({ low, high }) => low < high).map(({ partition, high }) => [partition, high]),
  );
  if (unread.size === 0 && !values.follow) {
    console.error(`There is no record in ${topic}${since === undefined ? '' : ` since ${values.since}`}.`);
    return;
  }
  const firsts = new Map(ranges.map(({ partition, low }) => [partition, low]));
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
        if (BigInt(message.offset) < (firsts.get(partition) ?? 0n)) return;
        console.log(JSON.stringify(decoded(topic, partition, message)));
      },
    });
    if (since !== undefined) {
      for (const [partition, first] of firsts) consumer.seek({ topic, partition, offset: String(first) });
    }
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

/** The broker of `npm start`, as its settings file says. @returns {import('./stack/kafka.mjs').KafkaAccess} */
function accessToStack() {
  const home = join(DATA_DIR, 'kafka');
  const file = join(home, 'server.properties');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, listener, address = '127.0.0.1:19092'] =
    /^advertised\.listeners=(\w+):\/\/([^,\n]+)/m.exec(text) ?? [];
  if (text === '')
    console.error(`npm start has started no Kafka here: what listens at ${address} is somebody else’s.`);
  if (listener !== 'CLIENT') return { brokers: [address] };
  const password = readFileSync(join(home, 'admin-password'), 'utf8');
  return { brokers: [address], sasl: { mechanism: 'plain', username: 'admin', password } };
}

/** @param {string} brokers */
function accessTo(brokers) {
  const login = Object.entries(process.env).filter(([name]) => name.startsWith('KAFKA_'));
  const settings = readSettings(KAFKA_SETTINGS, { ...Object.fromEntries(login), KAFKA_BROKERS: brokers });
  return brokerConnection(settings);
}
