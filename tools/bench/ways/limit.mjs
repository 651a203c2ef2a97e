/**
 * The limit of this machine: kafkajs, decoding, and a binary COPY of the rows, each batch a transaction. No place, no
 * recorded time, no supersession, no dirty mark: nothing that makes facts dependable.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { IncomeFactSchema } from '@minzheng/contracts/facts';
import { BinaryCopy } from '@minzheng/platform/persistence';
import pg from 'pg';
import { kafkaClient } from '../facts.mjs';
import { builtModule, createFactTable, report, Stopwatch, work } from './way.mjs';

const { facts, brokers, topic, databaseUrl } = work();
const { toFactRow } = await builtModule('verification/dist/facts/fact-row.js');
const { writeFact } = await builtModule('verification/dist/facts/fact.store.js');

const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
await createFactTable((sql) => pool.query(sql));
await pool.query(
  'create table copied (like fact, primary key (person_key, record_key, fact_id)) partition by hash (person_key)',
);
for (let partition = 0; partition < 32; partition++) {
  await pool.query(
    `create table copied_${partition} partition of copied for values with (modulus 32, remainder ${partition})`,
  );
}
const columns = (
  await pool.query(
    `select attname from pg_attribute where attrelid = 'copied'::regclass and attnum > 0 order by attnum`,
  )
).rows.map(({ attname }) => attname);

const stopwatch = new Stopwatch();
let done = 0;
const consumer = kafkaClient(brokers).consumer({
  groupId: `bench.limit.${process.pid}`,
  maxWaitTimeInMs: 200,
  maxBytesPerPartition: 4 * 1024 * 1024,
});
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 3,
  eachBatch: async ({ batch }) => {
    stopwatch.start();
    const copy = new BinaryCopy('copied', columns);
    const recordedAt = BigInt(Date.now()) * 1_000n;
    for (const { value } of batch.messages) {
      if (value === null) throw new Error('a record without content');
      const message = fromBinary(IncomeFactSchema, value);
      writeFact(copy, toFactRow({ schema: IncomeFactSchema, message }), recordedAt, 1);
    }
    const client = await pool.connect();
    try {
      await copy.send(client);
    } catch (error) {
      // kafkajs would try it again and again
      console.error(error);
      process.exit(1);
    } finally {
      client.release();
    }
    done += batch.messages.length;
    if (done >= facts) report({ seconds: stopwatch.seconds, facts: done });
  },
});
