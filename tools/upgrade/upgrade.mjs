/**
 * `npm run test:upgrade`: does the release before (N−1) work on the tables of this one (N), and do they change places under
 * load without anybody noticing? First the demo of N−1 runs on the tables of N; then two instances of each service are
 * replaced, consumers before senders, and back again, while clerks and agencies work.
 *
 *     npm run test:upgrade -- [--from <tag or commit>] [--short] [--seed S]
 *
 * The last line is JSON. `--short` leaves the demo and the way back out.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Checks } from '../faults/checks.mjs';
import { readOptions } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { demoOn } from './demo.mjs';
import { releaseBefore, thisRelease } from './release-before.mjs';
import { rollingUpgrade } from './rolling.mjs';

const USAGE = 'npm run test:upgrade -- [--from <tag or commit>] [--short] [--seed S]';

const { values } = readOptions(USAGE, {
  options: {
    from: { type: 'string' },
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});
const seed = values.seed ?? (values.short ? 'short' : randomBytes(4).toString('hex'));
const dataDir = join(DATA_DIR, 'upgrade');
const checks = new Checks();
const startedAt = Date.now();
claim(dataDir);
await cleanUpLeftovers(dataDir);
clear();
/** @type {Record<string, unknown>} */
let figures = {};
try {
  const before = await releaseBefore(values.from);
  const now = thisRelease();
  console.log(`from ${before.name} to what lies in this checkout; seed ${seed}`);
  if (!values.short) await demoOn(before, now, checks);
  figures = await rollingUpgrade({ before, now, dataDir, seed, short: values.short, checks });
} catch (error) {
  checks.none('the run goes through', [error instanceof Error ? (error.stack ?? error.message) : error]);
}
await stopEverything();
if (checks.failed === 0) clear();
else if (existsSync(dataDir))
  console.log(`\nData and logs are kept in ${relative(ROOT, dataDir)}; again: --seed ${seed}`);
const seconds = Math.round((Date.now() - startedAt) / 1_000);
console.log(`\n${checks.passed} checks passed, ${checks.failed} failed, in ${seconds} s`);
console.log(JSON.stringify({ seed, ...figures, seconds, checksFailed: checks.failed }));
process.exit(checks.failed === 0 ? 0 : 1);

function clear() {
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
