/**
 * `npm run lint:apis`: refuses an API that breaks callers of the release before: a route that is gone, a scope that is no longer
 * enough, a member of an answer that is missing, a parameter that is demanded or has narrower bounds, before the twelve months of its
 * deprecation are over; a deprecation of less than twelve months from its announcement; and an event that parties outside are told
 * less of (docs/life-of-an-api.md).
 *
 * `-- --release <version>` then keeps them as those of this release. Until it has its tag that may be done again.
 */
import { apiDocuments } from '../integration/api-documents.mjs';
import { readVersion } from '../integration/knowledge.mjs';
import { readOutward } from '../integration/readers.mjs';
import { readOptions, refuse } from '../setup/options.mjs';
import { keptBack } from './apis/outward.mjs';
import {
  changedReleases,
  isTagged,
  keepRelease,
  keptReleases,
  readRelease,
  whyNotKept,
} from './apis/releases.mjs';
import { goneTooSoon, takenBack } from './apis/rules.mjs';
import { surfaceOf } from './apis/surface.mjs';

const USAGE = 'npm run lint:apis -- [--release <version>]';

const { values } = readOptions(USAGE, { options: { release: { type: 'string' } } });
const kept = keptReleases();
if (values.release !== undefined) {
  const here = { version: readVersion(), kept, isTagged: isTagged(values.release) };
  const reason = whyNotKept(values.release, here);
  if (reason !== undefined) refuse(USAGE, reason);
}
const documents = await apiDocuments();
/** @type {import('./apis/releases.mjs').Promised} */
const now = {
  surfaces: Object.fromEntries([...documents].map(([name, document]) => [name, surfaceOf(document)])),
  outward: await readOutward(),
};
// what is kept again has promised nothing yet
const last = kept.find((release) => release !== values.release);
if (last === undefined && values.release === undefined) throw new Error('no release is kept');
const before = last === undefined ? { surfaces: {}, outward: {} } : readRelease(last);
const today = new Date().toISOString().slice(0, 10);
const NONE = { operations: {}, schemas: {} };
const problems = [
  ...changedReleases().map((release) => `what release ${release} has promised was changed since its tag`),
  ...[...new Set([...Object.keys(before.surfaces), ...Object.keys(now.surfaces)])].flatMap((name) => {
    const [old, found] = [before.surfaces[name] ?? NONE, now.surfaces[name] ?? NONE];
    return [...takenBack(old, found, today), ...goneTooSoon(old, found, today)].map(
      (problem) => `${name}: ${problem}`,
    );
  }),
  ...keptBack(before.outward, now.outward),
];
for (const problem of problems) console.error(`✗ ${problem}`);
const routes = Object.values(before.surfaces).reduce(
  (sum, { operations }) => sum + Object.keys(operations).length,
  0,
);
const told = Object.keys(before.outward).length;
if (last !== undefined)
  console.log(
    `${routes} routes of release ${last}, ${told} messages that leave: ${problems.length} things taken back`,
  );
if (problems.length > 0) console.error('What may change, and how: docs/life-of-an-api.md');
else if (values.release !== undefined)
  console.log(`${keepRelease(values.release, now)}: ${Object.keys(now.surfaces).join(', ')}`);
process.exitCode = problems.length === 0 ? 0 : 1;
// What was described holds timers and pools of nothing.
process.exit();
