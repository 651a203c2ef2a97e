/**
 * `npm run lint:apis`: refuses an API that breaks callers of the release before: a route that is gone, a member of an answer that is
 * missing, a parameter that is demanded, before the twelve months of its deprecation are over, or a deprecation of less than
 * twelve months from its announcement (docs/life-of-an-api.md).
 *
 * `-- --release <version>` then keeps them as those of this release.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { apiDocuments } from '../integration/api-documents.mjs';
import { readOptions } from '../setup/options.mjs';
import { ROOT } from '../setup/paths.mjs';
import { goneTooSoon, takenBack } from './apis/rules.mjs';
import { surfaceOf } from './apis/surface.mjs';

/** @typedef {import('./apis/surface.mjs').Surface} Surface */

const USAGE = 'npm run lint:apis -- [--release <version>]';
const FOLDER = 'tools/lint/apis/releases';

const { values } = readOptions(USAGE, { options: { release: { type: 'string' } } });
const documents = await apiDocuments();
/** @type {Record<string, Surface>} */
const now = Object.fromEntries([...documents].map(([name, document]) => [name, surfaceOf(document)]));
const { release, surfaces } = lastRelease();
const today = new Date().toISOString().slice(0, 10);
const NONE = { operations: {}, schemas: {} };
const problems = [...new Set([...Object.keys(surfaces), ...Object.keys(now)])].flatMap((name) => {
  const [before, after] = [surfaces[name] ?? NONE, now[name] ?? NONE];
  return [...takenBack(before, after, today), ...goneTooSoon(before, after, today)].map(
    (problem) => `${name}: ${problem}`,
  );
});
for (const problem of problems) console.error(`✗ ${problem}`);
const routes = Object.values(surfaces).reduce(
  (sum, { operations }) => sum + Object.keys(operations).length,
  0,
);
console.log(`${routes} routes of release ${release}: ${problems.length} things taken back`);
if (problems.length > 0) console.error('What may change, and how: docs/life-of-an-api.md');
else if (values.release !== undefined) keep(values.release);
process.exitCode = problems.length === 0 ? 0 : 1;
// What was described holds timers and pools of nothing.
process.exit();

/** @returns {{ release: string, surfaces: Record<string, Surface> }} */
function lastRelease() {
  const [file] = globSync('*.json.gz', { cwd: join(ROOT, FOLDER) }).sort((one, other) =>
    other.localeCompare(one, 'en', { numeric: true }),
  );
  if (file === undefined) throw new Error(`${FOLDER} has no release`);
  const text = gunzipSync(readFileSync(join(ROOT, FOLDER, file))).toString();
  return { release: file.replace('.json.gz', ''), surfaces: JSON.parse(text) };
}

/** @param {string} version */
function keep(version) {
  writeFileSync(join(ROOT, FOLDER, `${version}.json.gz`), gzipSync(JSON.stringify(now), { level: 9 }));
  console.log(`${FOLDER}/${version}.json.gz: ${Object.keys(now).join(', ')}`);
}
