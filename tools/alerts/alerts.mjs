/**
 * `npm run test:alerts`: the whole system runs, the cause of each alert is made and taken away, and what `/metrics` told before,
 * meanwhile and afterwards is judged by Prometheus' own rules: silent, firing, silent.
 *
 *     npm run test:alerts [-- --only <alert>,<alert> …]
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { archiveSettings } from '../backup/recovery.mjs';
import { readOptions } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { startStack } from '../stack/stack.mjs';
import { outageStories } from './causes-outages.mjs';
import { verificationStories } from './causes-verification.mjs';
import { workStories } from './causes-work.mjs';
import { requirePromtool } from './promtool.mjs';
import { readAlerts } from './rules.mjs';
import { alertsOf, judge, tellAll } from './stories.mjs';
import { worldOf } from './world.mjs';

const ARCHIVE_TIMEOUT_SECONDS = 10;
/** Its cause lies outside what can be started here: the rules' own tests are all there is. */
const ONLY_BY_RULES = ['DatabaseDiskLow'];

const { values } = readOptions('npm run test:alerts -- [--only <alert>,<alert> …]', {
  options: { only: { type: 'string' } },
});
const promtool = requirePromtool();
const dataDir = join(DATA_DIR, 'alerts');
claim(dataDir);
await cleanUpLeftovers(dataDir);
clear();

/** @type {string[]} */
const problems = [];
let passed = 0;
try {
  await run();
} catch (error) {
  problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
await stopEverything();
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length === 0) clear();
else console.log(`\nData and logs are kept in ${relative(ROOT, dataDir)}`);
console.log(`${passed} passed, ${problems.length} failed`);
process.exit(problems.length === 0 ? 0 : 1);

async function run() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { LOG_LEVEL: 'warn' };
  const stack = await startStack({
    dataDir,
    environment,
    fsync: false,
    postgresSettings: archiveSettings(join(dataDir, 'archive'), ARCHIVE_TIMEOUT_SECONDS),
    log: (line) => console.log(`  ${line}`),
  });
  const world = worldOf(stack, environment);
  const only = values.only?.split(',');
  const stories = [...verificationStories(world), ...workStories(world), ...outageStories(world)].filter(
    ({ alerts }) => only === undefined || Object.keys(alerts).some((alert) => only.includes(alert)),
  );
  const { told, failures } = await tellAll(stories, world.targets, (line) => console.log(`  ${line}`));
  problems.push(...failures);
  for (const { alert, problem } of await judge(promtool, told)) {
    if (problem === undefined) passed++;
    else problems.push(`${alert}: ${problem}`);
    console.log(`${problem === undefined ? '✓' : '✗'} ${alert}`);
  }
  if (only !== undefined) return;
  const made = new Set(stories.flatMap(alertsOf).map(nameOf));
  for (const { alert, labels: { severity = '' } = {} } of readAlerts()) {
    const name = nameOf({ alert, severity });
    if (!made.has(name) && !ONLY_BY_RULES.includes(alert)) problems.push(`${name}: nobody makes its cause`);
  }
}

/** @param {{ alert: string, severity: string }} alert */
function nameOf({ alert, severity }) {
  return `${alert} (${severity})`;
}

function clear() {
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
