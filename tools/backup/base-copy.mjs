/**
 * A base copy of a running server by PostgreSQL's own low-level interface: `pg_backup_start`, a copy of the data folder,
 * `pg_backup_stop`. What changes while it is copied is mended by the write-ahead log, which the server archives.
 * https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { AT_ONCE, copyFile, digestOf, inParallel, syncFolder } from './copy.mjs';
import { BackupRefused, copiesIn, copyName, DATA, MANIFEST, manifestText, PARTIAL } from './manifest.mjs';
import { connect, databasesOf, serverFacts, whenArchived } from './server.mjs';

const ARCHIVED_WITHIN_SECONDS = 60;
const TOLD_EVERY_MS = 5_000;
/** One backup of a server at a time. */
const BACKUP_LOCK = '7885631562835126882';
/** Made anew by a server that starts, or of no meaning for another one. */
const EMPTY_FOLDERS = new Set([
  ...[
    'pg_wal',
    'pg_replslot',
    'pg_dynshmem',
    'pg_notify',
    'pg_serial',
    'pg_snapshots',
    'pg_stat_tmp',
    'pg_subtrans',
  ],
]);
const LEFT_OUT = new Set([
  ...[
    'postmaster.pid',
    'postmaster.opts',
    'backup_label',
    'tablespace_map',
    'backup_label.old',
    'tablespace_map.old',
  ],
  ...[
    'backup_manifest',
    'current_logfiles',
    'postgresql.auto.conf.tmp',
    'recovery.signal',
    'standby.signal',
    'pg_internal.init',
  ],
]);

/**
 * @typedef {object} BackupOptions
 * @property {string} databaseUrl of any database of the server, by a user who may back it up
 * @property {string} to folder of base copies
 * @property {(line: string) => void} [log]
 */

/**
 * Makes a base copy in `<to>/<its name>`. Nothing half done is left when it fails.
 * @param {BackupOptions} options
 * @returns {Promise<import('./manifest.mjs').Manifest>}
 * @throws BackupRefused
 */
export async function makeBaseCopy({ databaseUrl, to, log = () => undefined }) {
  const folder = resolve(to);
  const client = await connect(databaseUrl);
  try {
    const facts = await serverFacts(client);
    assertReadable(facts);
    assertOwnFolder(folder, facts);
    const databases = await databasesOf(databaseUrl);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await assertAlone(client);
    for (const left of removeBrokenOff(folder)) log(`removed ${left}, which was broken off`);
    assertRoom(folder, databases);
    await assertArchives(client);
    const name = copyName(new Date());
    const partial = join(folder, `${name}${PARTIAL}`);
    mkdirSync(join(partial, DATA), { recursive: true, mode: 0o700 });
    try {
      const manifest = await copyCluster(client, facts, name, join(partial, DATA), databases, log);
      const file = join(partial, MANIFEST);
      writeFileSync(file, manifestText(manifest), { mode: 0o600, flush: true });
      syncFolder(partial);
      renameSync(partial, join(folder, name));
      syncFolder(folder);
      return manifest;
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      throw describeDisk(error);
    }
  } finally {
    // where the copy broke off this ends the server's backup mode too
    await client.end();
  }
}

/**
 * @param {import('pg').Client} client
 * @param {import('./server.mjs').ServerFacts} facts
 * @param {string} name
 * @param {string} target
 * @param {readonly import('./manifest.mjs').CopiedDatabase[]} databases
 * @param {(line: string) => void} log
 * @returns {Promise<import('./manifest.mjs').Manifest>}
 */
async function copyCluster(client, facts, name, target, databases, log) {
  const { rows: starts } = await client.query(
    `select lsn::text as lsn, clock_timestamp() as at from pg_backup_start($1, true) as start(lsn)`,
    [`minzheng ${name}`],
  );
  const { folders, files } = await copyFolder(facts.dataDirectory, target, log);
  const { rows: stops } = await client.query(
    `select lsn::text as lsn, labelfile, spcmapfile, clock_timestamp() as at from pg_backup_stop(false)`,
  );
  const [start, stop] = [starts[0], stops[0]];
  for (const [path, content] of [
    ['backup_label', stop.labelfile],
    ['tablespace_map', stop.spcmapfile],
  ]) {
    if (content === '' || content === null) continue;
    const written = join(target, path);
    writeFileSync(written, content, { mode: 0o600, flush: true });
    const digest = await digestOf(written);
    if (digest) files.push({ path, ...digest });
  }
  for (const path of folders) syncFolder(join(target, path));
  syncFolder(target);
  const { rows: segments } = await client.query(
    'select pg_walfile_name($1::pg_lsn) as first, pg_walfile_name($2::pg_lsn - 1) as last',
    [start.lsn, stop.lsn],
  );
  await whenArchived(client, segments[0].last, ARCHIVED_WITHIN_SECONDS);
  return {
    format: 1,
    name,
    startedAt: start.at.toISOString(),
    endedAt: stop.at.toISOString(),
    systemIdentifier: facts.systemIdentifier,
    serverVersion: facts.version,
    timeline: facts.timeline,
    startLsn: start.lsn,
    stopLsn: stop.lsn,
    firstSegment: segments[0].first,
    lastSegment: segments[0].last,
    segmentBytes: facts.segmentBytes,
    archive: facts.archive,
    databases,
    folders,
    files,
  };
}

/**
 * @param {string} source
 * @param {string} target
 * @param {(line: string) => void} log
 */
async function copyFolder(source, target, log) {
  /** @type {string[]} */
  const folders = [];
  /** @type {import('./manifest.mjs').CopiedFile[]} */
  const files = [];
  /** @type {string[]} */
  const found = [];
  const waiting = [source];
  let bytes = 0;
  let toldAt = Date.now();
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(folder)) {
      const from = join(folder, entry.name);
      const path = relative(source, from);
      if (LEFT_OUT.has(entry.name) || entry.name.startsWith('pgsql_tmp')) continue;
      if (entry.isDirectory() || EMPTY_FOLDERS.has(path)) {
        folders.push(path);
        mkdirSync(join(target, path), { mode: 0o700 });
        if (!EMPTY_FOLDERS.has(path)) waiting.push(from);
        continue;
      }
      if (!entry.isFile()) throw new BackupRefused(`${from} is neither a file nor a folder`);
      found.push(path);
    }
  }
  await inParallel(found, AT_ONCE, async (path) => {
    const copied = await copyFile(join(source, path), join(target, path));
    if (!copied) return;
    files.push({ path, ...copied });
    bytes += copied.bytes;
    if (Date.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = Date.now();
    log(`${files.length} files, ${mebibytes(bytes)} MiB`);
  });
  return { folders, files };
}

/** @param {string} folder one that was dropped meanwhile is empty */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}

/** @param {import('./server.mjs').ServerFacts} facts */
function assertReadable({ dataDirectory, systemIdentifier }) {
  const control = join(dataDirectory, 'global/pg_control');
  let identifier;
  try {
    identifier = readFileSync(control).readBigUInt64LE(0).toString();
  } catch {
    throw new BackupRefused(
      `the server's data (${dataDirectory}) cannot be read from here: use pg_basebackup where it runs (docs/backup-and-restore.md)`,
    );
  }
  if (identifier !== systemIdentifier) {
    throw new BackupRefused(
      `${dataDirectory} on this machine is another server's: run this where the server runs`,
    );
  }
}

/** @param {string} folder @param {import('./server.mjs').ServerFacts} facts */
function assertOwnFolder(folder, { systemIdentifier, dataDirectory, archive }) {
  for (const [what, other] of [
    ["the server's data", dataDirectory],
    ['the archive', archive],
  ]) {
    if (`${folder}/`.startsWith(`${other}/`)) throw new BackupRefused(`${folder} lies in ${what}`);
  }
  const stranger = copiesIn(folder).find((copy) => copy.systemIdentifier !== systemIdentifier);
  if (stranger) throw new BackupRefused(`${folder} has copies of another server (${stranger.name})`);
}

/** @param {string} folder @param {readonly import('./manifest.mjs').CopiedDatabase[]} databases */
function assertRoom(folder, databases) {
  const needed = databases.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < needed) {
    throw new BackupRefused(
      `${folder} has ${mebibytes(free)} MiB free, the databases have ${mebibytes(needed)}: nothing was copied; --keep <fewer> --only-remove makes room`,
    );
  }
}

/** So that what is not complete in the folder is nobody's. @param {import('pg').Client} client */
async function assertAlone(client) {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [BACKUP_LOCK]);
  if (!rows[0].alone) throw new BackupRefused('another backup of this server is under way');
}

/** Before anything is copied: a copy whose log is not archived is worth nothing. @param {import('pg').Client} client */
async function assertArchives(client) {
  const { rows } = await client.query(
    `select pg_walfile_name(pg_current_wal_insert_lsn()) as segment, pg_logical_emit_message(true, 'backup', 'archives') as at`,
  );
  await client.query('select pg_switch_wal()');
  await whenArchived(client, rows[0].segment, ARCHIVED_WITHIN_SECONDS);
}

/** @param {unknown} error */
function describeDisk(error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new BackupRefused('the disk became full: what was copied is removed again')
    : error;
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return Math.round(bytes / 1_048_576);
}

/** Copies whose making was broken off by a kill. @param {string} folder @returns {string[]} their names */
function removeBrokenOff(folder) {
  const left = readdirSync(folder).filter((name) => name.endsWith(PARTIAL));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  return left;
}
