/**
 * Looks for what must not be anywhere in the clear: in every record of every topic, in every column of every table, and
 * in every log file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import pg from 'pg';

/**
 * @param {import('../stack/stack.mjs').Stack} stack
 * @param {readonly string[]} secrets
 * @returns {Promise<{ searched: { records: number, rows: number, logLines: number }, found: string[] }>} places, never the secret
 */
export async function searchEverywhere(stack, secrets) {
  const needles = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(secret),
  ]);
  const holds = (/** @type {string} */ text) => needles.some((needle) => text.includes(needle));
  const [records, tables] = await Promise.all([searchTopics(stack, holds), searchTables(stack, holds)]);
  const logs = searchLogs(join(stack.dataDir, 'logs'), holds);
  return {
    searched: { records: records.count, rows: tables.count, logLines: logs.count },
    found: [...records.found, ...tables.found, ...logs.found],
  };
}

/** @param {import('../stack/stack.mjs').Stack} stack @param {(text: string) => boolean} holds */
async function searchTopics(stack, holds) {
  const kafka = new kafkajs.Kafka({ ...stack.kafkaAccess, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) =>
    topic.startsWith(`${stack.topicPrefix}minzheng.`),
  );
  let expected = 0;
  for (const topic of topics) {
    for (const { high, low } of await admin.fetchTopicOffsets(topic)) expected += Number(high) - Number(low);
  }
  await admin.disconnect();
  const result = { count: 0, found: /** @type {string[]} */ ([]) };
  if (expected === 0) return result;
  const consumer = kafka.consumer({ groupId: `privacy-search-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ topic, partition, message }) => {
          const headers = Object.entries(message.headers ?? {}).map(
            ([name, value]) => `${name}=${String(value)}`,
          );
          const text = [
            message.key?.toString() ?? '',
            message.value?.toString('utf8') ?? '',
            ...headers,
          ].join('\n');
          if (holds(text)) result.found.push(`topic ${topic}/${partition} offset ${message.offset}`);
          result.count += 1;
          if (result.count >= expected) resolve(undefined);
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return result;
}

/** @param {import('../stack/stack.mjs').Stack} stack @param {(text: string) => boolean} holds */
async function searchTables(stack, holds) {
  const result = { count: 0, found: /** @type {string[]} */ ([]) };
  for (const [database, url] of Object.entries(stack.databaseUrls)) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows: tables } = await client.query(
      `select format('%I', relname) as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query(`select t::text as row from ${name} t`);
      result.count += rows.length;
      if (rows.some(({ row }) => holds(row))) result.found.push(`table ${database}.${name}`);
    }
    await client.end();
  }
  return result;
}

/** @param {string} folder @param {(text: string) => boolean} holds */
function searchLogs(folder, holds) {
  const result = { count: 0, found: /** @type {string[]} */ ([]) };
  for (const file of readdirSync(folder)) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    result.count += lines.length;
    if (lines.some(holds)) result.found.push(`log ${file}`);
  }
  return result;
}
