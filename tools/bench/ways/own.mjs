/**
 * Our consumer as the service starts it: place, recorded times, supersession and dirty marks in one transaction with the
 * facts. With BENCH_EVALUATOR the service itself runs, so that profiles and indicators are brought up to date beside it;
 * without, its facts consumer alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { buildService } from '@minzheng/platform/start-service';
import { Module } from '@nestjs/common';
import pg from 'pg';
import { beforeEnding, builtModule, report, work } from './way.mjs';

const { facts, databaseUrl } = work();
const withEvaluator = process.env.BENCH_EVALUATOR === 'true';
if (withEvaluator) await builtModule('verification/dist/main.js');
else await startFactsConsumer();

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();

/** @param {string} sql @returns {Promise<number>} */
const figure = async (sql) => Number((await client.query(sql)).rows[0].figure);
/** @param {() => Promise<boolean>} isSo */
const until = async (isSo) => {
  while (!(await isSo())) await sleep(10);
};

const passed = async () => figure(`select sum(next_offset) as figure from consumer_position`);
await until(async () => (await passed()) >= facts);
const endedAt = Date.now();
const startedAt = await figure('select extract(epoch from min(recorded_at)) * 1000 as figure from fact');
const stored = await figure('select count(*) as figure from fact');
if (stored !== facts) throw new Error(`${stored} facts were stored, ${facts} were sent`);
/** @type {import('./way.mjs').Measured} */
const measured = { seconds: (endedAt - startedAt) / 1_000, facts };
if (withEvaluator) {
  await until(
    async () => (await figure('select count(*) as figure from (select from dirty limit 1) d')) === 0,
  );
  measured.evaluatedAfterSeconds = (Date.now() - startedAt) / 1_000;
  measured.profiles = await figure('select count(*) as figure from profile');
}
await client.end();
report(measured);

async function startFactsConsumer() {
  const { ENTITIES, MIGRATIONS } = await builtModule('verification/dist/verification.module.js');
  const { FACTS } = await builtModule('verification/dist/consumers.js');
  const { FactHandlers } = await builtModule('verification/dist/facts/fact.handlers.js');
  const { FactStore } = await builtModule('verification/dist/facts/fact.store.js');
  const { RejectedFacts } = await builtModule('verification/dist/facts/rejected-facts.js');

  class FactsModule {}
  Module({ controllers: [FactHandlers], providers: [FactStore, RejectedFacts] })(FactsModule);
  const service = await buildService(
    {
      name: 'verification',
      writer: 'verification',
      module: FactsModule,
      entities: ENTITIES,
      migrations: MIGRATIONS,
      consumers: [FACTS],
    },
    process.env,
  );
  beforeEnding(() => service.stop());
}
