/**
 * `npm run lint:migrations`: refuses migrations that are unsafe on a full table or that the release before cannot live with
 * (docs/upgrading.md has the rules and what to do instead). `-- --release <version>` then notes in releases.json that the
 * release brings all migrations that are not noted yet.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule, parseSync } from 'libpg-query';
import { readOptions, refuse } from '../setup/options.mjs';
import { ROOT } from '../setup/paths.mjs';
import { digestOf, keyOf, lint, listed } from './migrations/lint.mjs';
import { allMigrations } from './migrations/load.mjs';

const USAGE = 'npm run lint:migrations -- [--release <version>]';
const FILE = join(ROOT, 'tools/lint/migrations/releases.json');
/** The first release and its migrations, to which the rules do not apply: it grows by no entry. */
const BASELINE = '6f6392d7e2f48882';

const { values } = readOptions(USAGE, { options: { release: { type: 'string' } } });
/** @type {import('./migrations/lint.mjs').Release[]} */
const releases = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
if (values.release !== undefined && releases.some(({ release }) => release === values.release)) {
  refuse(USAGE, `${values.release} is noted already`);
}
await loadModule();
const migrations = await allMigrations();
const problems = releases.length === 0 ? [] : lint(migrations, releases, parse);
if (releases.length > 0 && digestOf(releases[0]) !== BASELINE) {
  problems.push(`releases.json: the first release is not as it was (${digestOf(releases[0])})`);
}
if (releases.length === 0 && values.release === undefined) problems.push('releases.json: is gone');
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} problems. What to do instead: docs/upgrading.md`);
  process.exitCode = 1;
} else {
  const noted = new Set(releases.flatMap(({ migrations: of }) => Object.keys(of)));
  const unreleased = migrations.filter((migration) => !noted.has(keyOf(migration)));
  if (values.release !== undefined) {
    releases.push({ release: values.release, migrations: listed(unreleased) });
    writeFileSync(FILE, `${JSON.stringify(releases, null, 2)}\n`);
    console.log(`releases.json: ${values.release} brings ${unreleased.length} migrations`);
  } else {
    console.log(`${migrations.length} migrations, ${unreleased.length} of them not released yet`);
  }
}

/** @param {string} sql */
function parse(sql) {
  return /** @type {import('./migrations/syntax.mjs').Node[]} */ (
    (parseSync(sql).stmts ?? []).map(({ stmt }) => stmt ?? {})
  );
}
