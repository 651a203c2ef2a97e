/**
 * Lays a base copy into a data folder and lets the server of the stack recover it from the archive, to a moment.
 * https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-PITR-RECOVERY
 */
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beginArchiving, openCluster, startPostgres } from '../stack/postgres.mjs';
import { sleep } from '../stack/process.mjs';
import { openServerFolder } from '../stack/reachable.mjs';
import { AT_ONCE, copyFile, inParallel, syncFolder } from './copy.mjs';
import { BackupRefused, copiesIn, DATA } from './manifest.mjs';
import { copyFor } from './moment.rules.mjs';
import { connect } from './server.mjs';
import { archiveReach } from './verify.mjs';
import { brokenAt, isSegment } from './wal.rules.mjs';

const READY_WITHIN_MS = 24 * 3_600_000;
const POLL_MS = 100;
/** Of the server that goes on after the restore: it archives on, under a timeline of its own. */
const ARCHIVE_TIMEOUT_SECONDS = 60;

/**
 * @typedef {object} RestoreOptions
 * @property {string} from folder of base copies
 * @property {Date | 'latest'} moment
 * @property {string} into data folder of the stack; its `postgres/cluster` must not hold a server's data
 * @property {string} [archive] where the archive is now; default: where the server archived
 * @property {string} [wal] `pg_wal` of the lost server, where that has survived: what was not archived yet is in it
 * @property {number} [port]
 * @property {string} [timeline] its number, `current` for that of the copy, default `latest`: each restore begins another one,
 *   and what was written before a restore but is not in it stands on an earlier one
 * @property {(line: string) => void} [log]
 */

/**
 * @typedef {object} Restored
 * @property {import('../stack/postgres.mjs').Postgres} postgres runs, and takes writes
 * @property {import('./manifest.mjs').Manifest} copy from which it was restored
 * @property {Date | undefined} reached the last commit that is in it; undefined where none came after the copy
 * @property {number} timeline on which it goes on
 * @property {{ copy: number, recovery: number }} seconds that it took
 */

/**
 * @param {RestoreOptions} options
 * @returns {Promise<Restored>}
 * @throws BackupRefused where it cannot be done; what was laid is removed again
 */
export async function restore({
  from,
  moment,
  into,
  archive: named,
  wal,
  port,
  timeline = 'latest',
  log = () => undefined,
}) {
  const copies = copiesIn(resolve(from));
  const newest = copies.at(-1);
  const archive = named === undefined ? newest?.archive : resolve(named);
  const reach = newest && archive ? archiveReach(archive, newest) : undefined;
  const choice = copyFor(copies, moment, wal === undefined ? reach?.endsAt : undefined);
  if ('refusal' in choice) throw new BackupRefused(choice.refusal);
  const { copy } = choice;
  if (archive === undefined || !existsSync(archive)) {
    throw new BackupRefused(`the archive ${archive} is not there: name it with --archive`);
  }
  refuseGap(archiveReach(archive, copy), moment, wal);
  const passwordFile = join(resolve(into), 'postgres/password');
  if (!existsSync(passwordFile)) {
    throw new BackupRefused(
      `${passwordFile} is missing: the superuser's password is in the copy only as a hash, so write it there first`,
    );
  }
  const { cluster, owner } = openCluster(into);
  if (readdirSync(cluster).length > 0) {
    throw new BackupRefused(
      `${cluster} is not empty: move it aside, its pg_wal may hold what is not archived yet`,
    );
  }
  const startedAt = performance.now();
  try {
    await layCopy(join(resolve(from), copy.name, DATA), cluster, owner, copy);
    if (wal !== undefined) await layWal(resolve(wal), join(cluster, 'pg_wal'), owner);
    const signal = join(cluster, 'recovery.signal');
    writeFileSync(signal, '', { mode: 0o600, flush: true });
    if (owner.uid !== undefined) chownSync(signal, owner.uid, owner.gid ?? owner.uid);
    syncFolder(cluster);
    const laidAt = performance.now();
    log(`laid ${copy.name} in ${seconds(startedAt, laidAt)} s; the server rolls it forward`);
    const recovered = await recover({
      into,
      archive,
      moment,
      port,
      timeline,
      segmentBytes: copy.segmentBytes,
    });
    const recovery = performance.now() - laidAt;
    return {
      ...recovered,
      copy,
      seconds: { copy: (laidAt - startedAt) / 1_000, recovery: recovery / 1_000 },
    };
  } catch (error) {
    for (const name of readdirSync(cluster)) rmSync(join(cluster, name), { recursive: true, force: true });
    throw error;
  }
}

/** @param {import('./verify.mjs').Reach} reach @param {Date | 'latest'} moment @param {string | undefined} wal which may have what is missing */
function refuseGap({ gap, endsAt }, moment, wal) {
  if (gap === undefined || wal !== undefined) return;
  const end = endsAt?.toISOString() ?? 'the end of the copy';
  if (moment === 'latest' || endsAt === undefined || moment > endsAt) {
    throw new BackupRefused(
      `the archive has a gap at ${gap}, though it goes on after it: possible is up to ${end}`,
    );
  }
}

/**
 * Settings with which a server archives.
 * @param {string} folder
 * @param {number} [timeoutSeconds] after it a segment is archived that is not full: the most that can be lost
 */
export function archiveSettings(folder, timeoutSeconds = ARCHIVE_TIMEOUT_SECONDS) {
  return {
    archive_mode: 'on',
    archive_library: 'basic_archive',
    'basic_archive.archive_directory': openServerFolder(folder),
    archive_timeout: timeoutSeconds,
  };
}

/** @param {{ into: string, archive: string, moment: Date | 'latest', port: number | undefined, timeline: string, segmentBytes: number }} options */
async function recover({ into, archive, moment, port, timeline, segmentBytes }) {
  const logFile = join(resolve(into), 'logs/postgres.log');
  const logStart = existsSync(logFile) ? readFileSync(logFile).length : 0;
  const names = readdirSync(archive);
  const serverLog = () => readFileSync(logFile, 'utf8').slice(logStart);
  const broken = () => {
    const recovery = endIn(serverLog());
    return recovery && brokenAt(names, timeline, recovery, segmentBytes);
  };
  let ended = false;
  try {
    const postgres = await startPostgres({
      dataDir: into,
      ...(port === undefined ? {} : { port }),
      readyTimeoutMs: READY_WITHIN_MS,
      settings: {
        ...archiveSettings(archive),
        restore_command: `cp '${archive}/%f' '%p'`,
        recovery_target_timeline: timeline,
        recovery_target_action: 'promote',
        ...(moment === 'latest'
          ? {}
          : { recovery_target_time: moment.toISOString().replace('T', ' ').replace('Z', '+00') }),
      },
      onUnexpectedExit: () => (ended = true),
    });
    for (;;) {
      if (ended) throw new Error('it ended while it recovered');
      const state = await look(postgres.url).catch(() => undefined);
      if (state && !state.recovering) {
        const segment = moment === 'latest' ? broken() : undefined;
        if (segment !== undefined) {
          await postgres.stop();
          throw new BackupRefused(damagedText(segment, state.reached));
        }
        await beginArchiving(postgres.url);
        return { postgres, reached: state.reached, timeline: state.timeline };
      }
      await sleep(POLL_MS);
    }
  } catch (error) {
    if (error instanceof BackupRefused) throw error;
    throw new BackupRefused(reasonOf(serverLog(), broken(), error));
  }
}

/** @param {string} url */
async function look(url) {
  const client = await connect(url);
  try {
    const { rows } = await client.query(
      `select pg_is_in_recovery() as recovering, pg_last_xact_replay_timestamp() as reached,
              ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int as timeline
        where not pg_is_in_recovery()`,
    );
    const [row] = rows;
    return row && { recovering: row.recovering, reached: row.reached ?? undefined, timeline: row.timeline };
  } finally {
    await client.end();
  }
}

/** How far a recovery came. @param {string} serverLog */
function endIn(serverLog) {
  const read = serverLog.matchAll(/restored log file "([^"]+)" from archive/g);
  const lastRead = [...read].map(([, name = '']) => name).findLast(isSegment);
  const lastRecord = /redo done at ([0-9A-F]+\/[0-9A-F]+)/.exec(serverLog)?.[1];
  return lastRead === undefined || lastRecord === undefined ? undefined : { lastRead, lastRecord };
}

/** @param {string} segment @param {Date | string | undefined} last */
function damagedText(segment, last) {
  const until = last instanceof Date ? last.toISOString() : (last ?? 'before the end of the copy');
  return (
    `the archive is damaged in ${segment}, or where the next segment begins: the last commit before is of ${until}, and what the ` +
    `archive has behind it cannot be restored. Put them there from another copy of the archive and restore with --timeline ` +
    `${Number.parseInt(segment.slice(0, 8), 16)}, or name that moment`
  );
}

/** @param {string} serverLog what it wrote while it recovered @param {string | undefined} broken @param {unknown} error */
function reasonOf(serverLog, broken, error) {
  const last = /last completed transaction was at log time ([^\n]+)/.exec(serverLog)?.[1];
  if (broken !== undefined) return damagedText(broken, last);
  if (serverLog.includes('recovery ended before configured recovery target was reached')) {
    return (
      `the archive ends before the moment: its last commit is of ${last ?? 'before the copy'}. ` +
      'Name that moment, or --to-moment latest for all that it holds'
    );
  }
  const fatal = serverLog.split('\n').filter((line) => /FATAL|PANIC/.test(line));
  return `the server could not recover: ${fatal.slice(-2).join('; ') || (error instanceof Error ? error.message : error)}`;
}

/**
 * @param {string} source
 * @param {string} cluster
 * @param {{ uid?: number, gid?: number }} owner
 * @param {import('./manifest.mjs').Manifest} manifest
 */
async function layCopy(source, cluster, owner, { folders, files }) {
  for (const path of folders) {
    const folder = join(cluster, path);
    mkdirSync(folder, { mode: 0o700 });
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  }
  await inParallel(files, AT_ONCE, async ({ path, bytes, sha256 }) => {
    const copied = await copyFile(join(source, path), join(cluster, path), owner);
    if (copied?.bytes !== bytes || copied.sha256 !== sha256) {
      throw new BackupRefused(
        `${path} is not as it was copied: take another base copy (npm run backup -- --verify)`,
      );
    }
  });
  for (const path of folders) syncFolder(join(cluster, path));
}

/** @param {string} source @param {string} target @param {{ uid?: number, gid?: number }} owner */
async function layWal(source, target, owner) {
  for (const name of readdirSync(source).filter(isSegment)) {
    await copyFile(join(source, name), join(target, name), owner);
  }
}

/** @param {number} from @param {number} to milliseconds */
function seconds(from, to) {
  return ((to - from) / 1_000).toFixed(1);
}
