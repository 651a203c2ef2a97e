/** `npm run restore`: PostgreSQL as it was at a moment, from a base copy and the archive. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR, nodeBinary, ROOT } from '../setup/paths.mjs';
import { readPrograms } from '../stack/programs.mjs';
import { BackupRefused } from './manifest.mjs';
import { readMoment } from './moment.rules.mjs';
import { restore } from './recovery.mjs';
import { connect, databasesOf } from './server.mjs';

const USAGE = `npm run restore -- --from <folder> --to-moment <RFC 3339 | latest> [--into <data folder>] [--archive <folder>] [--wal <folder>] [--timeline <number>]
  --from       folder of base copies (npm run backup)
  --to-moment  e.g. 2026-11-26T11:30:00Z: what was committed later is not in it; latest: all that the archive holds
  --into       data folder of the stack, default .data; its postgres/cluster has to be empty, or away
  --archive    where the archive is now; default: where the server archived
  --wal        pg_wal of the lost server, if it has survived: with it nothing that was committed is lost
  --timeline   of the moment; default: the latest. Each restore begins one: a moment after that of a restore before is on the
               one before
  --secrets    folder of the stack's secrets, with which the keys that values need are compared; default: <into>/secrets`;

const { values } = readOptions(USAGE, {
  options: {
    from: { type: 'string' },
    'to-moment': { type: 'string' },
    into: { type: 'string', default: DATA_DIR },
    archive: { type: 'string' },
    wal: { type: 'string' },
    timeline: { type: 'string' },
    secrets: { type: 'string' },
  },
});
const text = values['to-moment'] ?? refuse(USAGE, '--to-moment is needed');
const moment =
  text === 'latest' ? text : (readMoment(text) ?? refuse(USAGE, `${text} is no RFC 3339 instant`));
const from = values.from ?? refuse(USAGE, '--from is needed');
try {
  const restored = await restore({
    ...{ from, moment, into: values.into },
    ...(values.archive === undefined ? {} : { archive: values.archive }),
    ...(values.wal === undefined ? {} : { wal: values.wal }),
    ...(values.timeline === undefined ? {} : { timeline: values.timeline }),
    log: (line) => console.log(`  ${line}`),
  });
  const { postgres, copy, reached, timeline, seconds } = restored;
  console.log(
    `restored from ${copy.name} in ${(seconds.copy + seconds.recovery).toFixed(1)} s (copy ${seconds.copy.toFixed(1)}, log ${seconds.recovery.toFixed(1)}), timeline ${timeline}`,
  );
  console.log(`the last commit in it is of ${reached?.toISOString() ?? 'before the end of the copy'}`);
  const missing = await missingKeys(postgres.url);
  const untold = await tellPrograms(postgres);
  await postgres.stop();
  for (const line of [...missing, ...untold]) console.error(`  ✗ ${line}`);
  if (missing.length + untold.length > 0) process.exitCode = 1;
  console.log('\nNext: start the services. What others have been told since, and is not in it:');
  console.log(`  npm run topic -- <topic> --since ${(reached ?? new Date(copy.endedAt)).toISOString()}`);
} catch (error) {
  if (!(error instanceof BackupRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * `main.js restored` of each program whose tables are on the server: else what it tells would count below what it had told. A
 * moment before the last upgrade has the tables of then: `migrate` comes first.
 * @param {import('../stack/postgres.mjs').Postgres} postgres
 * @returns {Promise<string[]>} what failed
 */
async function tellPrograms({ urlOf, url }) {
  const failed = [];
  const there = new Set((await databasesOf(url)).map(({ name }) => name));
  for (const { script, database } of Object.values(readPrograms())) {
    if (!there.has(database) || !(await hasEpoch(urlOf(database)))) continue;
    const failure =
      runProgram(script, 'migrate', urlOf(database)) ?? runProgram(script, 'restored', urlOf(database));
    if (failure === undefined)
      console.log(`  ${script} restored: what it tells from now on counts above what it had told`);
    else failed.push(`migrate and restored have to be done before it starts: ${failure}`);
  }
  return failed;
}

/** @param {string} script @param {'migrate' | 'restored'} word @param {string} url @returns {string | undefined} why it failed */
function runProgram(script, word, url) {
  const { status, stdout, stderr } = spawnSync(nodeBinary(), [join(ROOT, script), word], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    encoding: 'utf8',
  });
  return status === 0 ? undefined : `node ${script} ${word} has failed: ${stdout}${stderr}`;
}

/** @param {string} url */
async function hasEpoch(url) {
  const client = await connect(url);
  const { rows } = await client
    .query("select to_regclass('sequence_epoch') is not null as there")
    .finally(() => client.end());
  return rows[0].there;
}

/** Keys that values need, and this machine's secrets do not have. @param {string} url @returns {Promise<string[]>} */
async function missingKeys(url) {
  const file = join(values.secrets ?? join(values.into, 'secrets'), 'secrets.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).fieldEncryptionKeys : {};
  return (await databasesOf(url)).flatMap(({ name, keyIds }) =>
    keyIds
      .filter((id) => known[name]?.[id] === undefined)
      .map((id) => `${name} has values that need the encryption key ${id}: it is not in ${file}`),
  );
}
