/**
 * `npm run backup`: a base copy of PostgreSQL, from which `npm run restore` goes to any moment that the archive reaches.
 */
import { join, relative, resolve } from 'node:path';
import { positive, readOptions, refuse } from '../setup/options.mjs';
import { makeBaseCopy } from './base-copy.mjs';
import { localDatabaseUrl } from './local.mjs';
import { BackupRefused, copiesIn } from './manifest.mjs';
import { keepNewest } from './retention.mjs';
import { verifyCopy } from './verify.mjs';

const USAGE = `npm run backup -- --to <folder> [--database-url <url>] [--keep <number>]
npm run backup -- --to <folder> --keep <number> --only-remove [--archive <folder>]
npm run backup -- --verify <folder of one copy> [--archive <folder>]
  --to            folder of base copies, of which this makes one; not on the disk of the data
  --database-url  any database of the server, by a superuser; default: DATABASE_URL, else the server of npm start
  --keep          removes older copies than so many, and the archive's segments that only they needed
  --only-remove   makes no copy: where there is no room for one more
  --verify        reads a copy again: every file as it was copied, every segment that it needs in the archive
  --archive       where the archive is now; default: where the server archived`;

const { values } = readOptions(USAGE, {
  options: {
    'database-url': { type: 'string' },
    to: { type: 'string' },
    keep: { type: 'string' },
    'only-remove': { type: 'boolean', default: false },
    verify: { type: 'string' },
    archive: { type: 'string' },
  },
});
if ((values.to === undefined) === (values.verify === undefined)) {
  refuse(USAGE, 'one of --to and --verify is needed');
}
const keep = values.keep === undefined ? undefined : positive(USAGE, '--keep', values.keep);
if (values['only-remove'] && (values.to === undefined || keep === undefined)) {
  refuse(USAGE, '--only-remove needs --to and --keep');
}
const startedAt = performance.now();
try {
  if (values.verify !== undefined) await verify(values.verify);
  else if (values['only-remove']) removeOlder(values.to ?? '', values.archive);
  else await backUp(values.to ?? '');
} catch (error) {
  if (!(error instanceof BackupRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** @param {string} to */
async function backUp(to) {
  const databaseUrl = values['database-url'] ?? process.env.DATABASE_URL ?? localDatabaseUrl();
  if (databaseUrl === undefined) refuse(USAGE, 'npm start does not run here: name the server');
  const manifest = await makeBaseCopy({ databaseUrl, to, log: (line) => console.log(`  ${line}`) });
  const folder = join(resolve(to), manifest.name);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${relative(process.cwd(), folder) || folder}`);
  console.log(
    `  ${manifest.files.length} files, ${mebibytes(bytes)} MiB in ${seconds()} s; PostgreSQL ${manifest.serverVersion}, timeline ${manifest.timeline}`,
  );
  console.log(
    `  can be restored to any moment from ${manifest.endedAt} on, while ${manifest.archive} is kept`,
  );
  for (const { name, keyIds } of manifest.databases) {
    if (keyIds.length > 0)
      console.log(`  ${name} needs the encryption keys ${keyIds.join(', ')}: keep them elsewhere`);
  }
  if (keep !== undefined) removeOlder(to, manifest.archive);
}

/** @param {string} to @param {string | undefined} named archive; default: that of the newest copy */
function removeOlder(to, named) {
  const archive = named ?? copiesIn(resolve(to)).at(-1)?.archive;
  if (archive === undefined) throw new BackupRefused(`${to} holds no copy`);
  const { copies, segments } = keepNewest(resolve(to), archive, Math.floor(keep ?? 1) || 1);
  console.log(`  removed ${copies.length} older copies and ${segments} segments that only they needed`);
}

/** @param {string} folder */
async function verify(folder) {
  const { faults, manifest, reach } = await verifyCopy(resolve(folder), values.archive);
  for (const fault of faults) console.error(`  ✗ ${fault}`);
  if (faults.length > 0) throw new BackupRefused(`${folder} cannot be relied on`);
  console.log(
    `${folder} is whole: ${manifest.files.length} files in ${seconds()} s; possible is from ${manifest.endedAt} to ${reach.endsAt?.toISOString() ?? 'its end'}`,
  );
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return Math.round(bytes / 1_048_576);
}

function seconds() {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}
