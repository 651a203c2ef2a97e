/** The first load of a province: through Kafka, into the service as it is installed, stage by stage. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { nodeBinary, ROOT } from '../../setup/paths.mjs';
import { withProgress } from '../../setup/progress.mjs';
import { beforeStopping } from '../../stack/process.mjs';
import { FEEDS } from '../../simulate/watches.mjs';
import { TOPIC_PARTITIONS } from '../../stack/stack.mjs';
import { whole } from '../report.mjs';
import { builtModule } from '../ways/way.mjs';
import { putConsents } from './record.mjs';
import { logPosition, tableSizes, topicBytes } from './sizes.mjs';

/** @typedef {import('./station.mjs').Site} Site @typedef {import('./load.mjs').Stage} Stage */

/** Encoding millions of messages is work for more than one processor. */
const SENDERS = 2;

/**
 * @param {Site} site
 * @param {import('./truth.mjs').Truth} truth
 * @param {{ people: number, seed: string, today: string, factsAPerson: number }} options
 */
export async function firstLoad(site, truth, options) {
  const { FACTS } = await builtModule('verification/dist/consumers.js');
  const read = new Set(FACTS.topics);
  let expected = 0;
  let messages = 0;
  let facts = 0;
  const send = async (/** @type {Stage} */ stage) => {
    const of = stage === 'feeds' ? 1 : SENDERS;
    const shares = Array.from({ length: of }, (_, at) =>
      loadShare(site, { stage, share: { at, of }, ...options }),
    );
    for (const loaded of await Promise.all(shares)) {
      const unread = Object.keys(loaded.topics).filter((topic) => !read.has(topic));
      if (unread.length > 0)
        throw new Error(`verification does not read ${unread.join(', ')}: its facts would be missed`);
      expected += Object.values(loaded.topics).reduce((sum, count) => sum + count, 0);
      messages += loaded.messages;
      facts += loaded.facts;
    }
  };
  const stored = () =>
    site.until(
      async () =>
        (await site.figure(
          `select sum(next_offset) as n from consumer_position where consumer = 'verification.facts'`,
        )) >= expected,
      20,
    );

  await withProgress('sending income, spending and property', () => send('sums'));
  const sums = messages;
  const recordBytes = (await topicBytes(site)) / sums;
  const logBefore = await logPosition(site);
  const startedAt = performance.now();
  await site.start();
  const readyAt = performance.now();
  await withProgress(`storing ${whole(sums)} facts, the evaluator beside`, stored);
  const storedSeconds = (performance.now() - readyAt) / 1_000;
  // the chart has two of them; how many facts are stored a second is said of one
  await site.start();
  await withProgress('statuses of agencies', async () => {
    await send('agencies');
    await stored();
  });
  await withProgress('statuses of departments', async () => {
    await send('departments');
    await stored();
  });
  await withProgress('how far the feeds are', async () => {
    await send('feeds');
    await site.until(
      async () => (await site.figure('select count(*) as n from feed_watermark')) >= FEEDS.length,
    );
  });
  await withProgress('everybody is evaluated once', () => site.evaluated());
  const householdsAt = performance.now();
  await withProgress(`${whole(truth.households)} households come on record`, async () => {
    await send('households');
    await site.until(
      async () => (await site.figure('select count(*) as n from household')) >= truth.households,
    );
  });
  await withProgress('the last person is evaluated', () => site.evaluated());
  const endedAt = performance.now();
  const logBytes = (await logPosition(site)) - logBefore;
  await withProgress('news', async () => {
    await putConsents(site.database, truth.signed);
    await send('news');
    await stored();
    await site.query('insert into dirty (person_key) select distinct person_key from consent order by 1');
    await site.evaluated();
  });
  return {
    facts,
    stored: await site.figure('select count(*) as n from fact'),
    rejected: await site.figure('select count(*) as n from rejected_fact'),
    factsPerSecond: sums / storedSeconds,
    householdsEvaluatedSeconds: (endedAt - householdsAt) / 1_000,
    totalSeconds: (endedAt - startedAt) / 1_000,
    disk: { recordBytes, logBytes, tables: await tableSizes(site) },
  };
}

/** @param {Site} site @param {Omit<import('./load.mjs').Load, 'brokers' | 'prefix' | 'partitions'>} load @returns {Promise<import('./load.mjs').Loaded>} */
function loadShare({ station, prefix }, load) {
  const child = fork(join(ROOT, 'tools/bench/population/load.mjs'), {
    ...{
      cwd: station.dataDir,
      execPath: nodeBinary(),
      execArgv: ['--disable-warning=TimeoutNegativeWarning'],
    },
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', TZ: 'UTC' },
      BENCH_LOAD: JSON.stringify({
        ...load,
        brokers: station.kafka.brokers,
        prefix,
        partitions: TOPIC_PARTITIONS,
      }),
    },
  });
  beforeStopping(async () => {
    child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    const ended = (/** @type {number | null} */ code) => reject(new Error(`the sender ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (loaded) => {
      child.off('exit', ended);
      child.disconnect();
      resolve(/** @type {any} */ (loaded));
    });
  });
}
