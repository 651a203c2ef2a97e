/** The programs of N−1, and its own demo, on the tables of N. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from './migrate.mjs';
import { knowsLogins, moduleOf } from './release-before.mjs';

const CLOCK = '2025-05-12T01:00:00Z';

/**
 * @param {import('./release-before.mjs').Release} before
 * @param {import('./release-before.mjs').Release} now
 * @param {import('../faults/checks.mjs').Checks} checks
 */
export async function demoOn(before, now, checks) {
  checks.chapter(`The demo of ${before.name} on the tables of this release`);
  const tools = async (/** @type {string} */ path) => moduleOf(before, `tools/${path}`);
  const { startStack, serviceNames } = await tools('stack/stack.mjs');
  const { removePostgresData } = await tools('stack/postgres.mjs');
  const { EventListener } = await tools('demo/events.mjs');
  const { Narrator } = await tools('demo/narrator.mjs');
  const { RecordingProxy } = await tools('demo/recording-proxy.mjs');
  const { tellStory } = await tools('demo/story.mjs');
  const dataDir = join(before.root, '.data/upgrade');
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  const stack = await startStack({
    dataDir,
    services: [],
    openBroker: !knowsLogins(before),
    environment: { DATABASE_MIGRATION: 'job' },
  });
  const events = new EventListener(stack);
  const narrator = new Narrator();
  /** @type {{ urls: Record<string, string>, calls: unknown, stop: () => Promise<void> } | undefined} */
  let proxy;
  /** @type {unknown[]} */
  const problems = [];
  try {
    await migrate(now, stack.databaseUrls);
    await Promise.all(serviceNames().map((/** @type {string} */ name) => stack.startService(name))).catch(
      (error) => {
        throw new Error(`${before.name} does not start on the tables of this release: ${error.message}`);
      },
    );
    await stack.moveClock(CLOCK);
    proxy = await RecordingProxy.before(stack.urls);
    await events.start();
    await tellStory({
      stack: { ...stack, urls: proxy?.urls },
      record: { direct: stack, calls: proxy?.calls },
      events,
      narrator,
    });
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : error);
  } finally {
    await events.stop();
    await proxy?.stop();
    await stack.stop();
  }
  if (!narrator.end()) problems.push('its demo came out otherwise than expected: see above');
  checks.none('its programs start there, and its demo comes out as expected', problems);
  if (problems.length > 0) return;
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
