/** The stack of a rehearsal: verification's database on a server of its own, so that one can be lost without the other. */
import { spawn } from 'node:child_process';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from '../../setup/paths.mjs';
import { createDatabases, startPostgres } from '../../stack/postgres.mjs';
import { serviceNames, startStack } from '../../stack/stack.mjs';
import { archiveSettings } from '../recovery.mjs';

/** So soon a segment that is not full is archived: short, so that the rehearsal is. */
export const ARCHIVE_TIMEOUT_SECONDS = 2;

/**
 * One server with the databases that are on it.
 * @typedef {object} Site
 * @property {string} name
 * @property {import('../../stack/postgres.mjs').Postgres} postgres
 * @property {string} home data folder of the server
 * @property {string} copies
 * @property {string} archive
 * @property {readonly import('../../stack/stack.mjs').ServiceName[]} services whose databases are on it
 */

/**
 * @typedef {object} World
 * @property {import('../../stack/stack.mjs').Stack} stack
 * @property {Site} departments database of the department and of the gateway
 * @property {Site} verification
 */

/**
 * @param {string} dataDir
 * @param {string} clock
 * @param {(line: string) => void} log
 * @returns {Promise<World>}
 */
export async function startWorld(dataDir, clock, log) {
  const site = (/** @type {string} */ name, /** @type {string} */ home) => ({
    ...{ name, home, copies: join(dataDir, `copies-${name}`), archive: join(dataDir, `archive-${name}`) },
  });
  const own = site('verification', join(dataDir, 'verification-server'));
  const others = site('departments', dataDir);
  const stack = await startStack({
    dataDir,
    services: [],
    postgresSettings: archiveSettings(others.archive, ARCHIVE_TIMEOUT_SECONDS),
    environment: { LOG_LEVEL: 'warn' },
    log,
  });
  if (!stack.postgres) throw new Error('the rehearsal needs servers of its own');
  const postgres = await startPostgres({
    dataDir: own.home,
    settings: archiveSettings(own.archive, ARCHIVE_TIMEOUT_SECONDS),
  });
  await createDatabases(postgres.url, ['verification']);
  stack.databaseUrls.verification = postgres.urlOf('verification');
  await Promise.all(serviceNames().map(stack.startService));
  await stack.moveClock(clock);
  return {
    stack,
    departments: { ...others, postgres: stack.postgres, services: ['social-assistance', 'gateway'] },
    verification: { ...own, postgres, services: ['verification'] },
  };
}

/** `npm run backup` of a server. @param {Site} site */
export async function backUp({ postgres, copies }) {
  const startedAt = performance.now();
  await tool('tools/backup/backup.mjs', ['--to', copies, '--keep', '2'], { DATABASE_URL: postgres.url });
  return (performance.now() - startedAt) / 1_000;
}

/** What would be lost if the disk were lost too: since the last segment was archived. @param {Site} site @param {number} at epoch ms */
export function lostSeconds({ archive }, at) {
  const times = readdirSync(archive).map((name) => statSync(join(archive, name)).mtimeMs);
  return (at - Math.max(...times)) / 1_000;
}

/**
 * `npm run restore` of a server that was killed; it also tells the programs, `main.js restored`.
 * @param {World} world
 * @param {Site} site
 * @param {Date} moment
 * @returns {Promise<{ seconds: number, said: string }>}
 */
export async function restoreSite(world, site, moment) {
  const startedAt = performance.now();
  renameCluster(site.home);
  const said = await tool('tools/backup/restore.mjs', [
    ...['--from', site.copies, '--to-moment', moment.toISOString(), '--into', site.home],
    ...['--secrets', join(world.stack.dataDir, 'secrets')],
  ]);
  await site.postgres.restart();
  return { seconds: (performance.now() - startedAt) / 1_000, said };
}

/**
 * `npm run restore` of what is damaged.
 * @param {{ home: string, copies: string, archive: string }} place @param {Date | 'latest'} moment
 * @returns {Promise<string | undefined>} why it was refused; undefined where it was not
 */
export function refusalOf({ home, copies, archive }, moment) {
  const to = moment === 'latest' ? moment : moment.toISOString();
  const where = ['--from', copies, '--archive', archive, '--into', home];
  return tool('tools/backup/restore.mjs', [...where, '--to-moment', to]).then(
    () => undefined,
    (error) => error.message,
  );
}

/** The damaged data are moved aside, as the operator would. @param {string} home */
function renameCluster(home) {
  const cluster = join(home, 'postgres/cluster');
  rmSync(`${cluster}.lost`, { recursive: true, force: true });
  renameSync(cluster, `${cluster}.lost`);
}

/**
 * Runs a program of the repository to its end.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string>} what it said
 */
function tool(script, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), [join(ROOT, script), ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${script} ended with ${code}\n${said}`)),
    );
  });
}
