/** The release before (N−1): which it is, and its programs, built in a folder of their own. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { toolEnvironment } from '../setup/install.mjs';
import { hashOf, kafkaJarsDir, nodeBinary, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';

const FOLDER = join(ROOT, '.cache/releases');
/** What each release has brought into tables: written when a release is made. */
const RELEASES = 'tools/lint/migrations/releases.json';
const MIGRATIONS = [':(glob)libs/**/migrations/*', ':(glob)services/**/migrations/*'];
const BUILT = '.built';
const OWN_SCOPE = '@minzheng';
/** Bytes that a build may say. */
const MOST_SAID = 64 * 1024 * 1024;

/**
 * @typedef {object} Release
 * @property {string} name a tag, or a commit
 * @property {string} root folder of its checkout
 * @property {string} [commit] none: what lies in this checkout
 */

/** @returns {Release} what lies in this checkout */
export function thisRelease() {
  return { name: 'N', root: ROOT };
}

/**
 * @param {string} [from] a tag, a branch or a commit; default: the newest tag `v…` before this commit; without tags the last
 *   commit that has the tables of the last release
 * @returns {Promise<Release>} built
 * @throws Error when there is none, or it can't be built
 */
export async function releaseBefore(from) {
  const name = from ?? newestTag() ?? lastOfRelease();
  const commit = git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).trim();
  if (commit === '')
    throw new Error(`${name} is no commit of this repository: fetch it, or name another one with --from`);
  const root = join(FOLDER, commit.slice(0, 12));
  if (!existsSync(join(root, BUILT))) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    await withProgress(`building ${name} (${commit.slice(0, 12)})`, () => build(root, commit));
    writeFileSync(join(root, BUILT), '');
  }
  return {
    name: name === commit ? `the tables of ${lastRelease()} (${commit.slice(0, 12)})` : name,
    root,
    commit,
  };
}

/** Imports a module of a release's own tools, where it has it. @param {Release} release @param {string} path @returns {Promise<any>} */
export async function moduleOf({ root }, path) {
  const file = join(root, path);
  return existsSync(file) ? import(pathToFileURL(file).href) : undefined;
}

/** Whether its programs can log in at the brokers: what they connect with is told how. @param {Release} release */
export function knowsLogins({ root }) {
  const client = readFileSync(join(root, 'libs/platform/src/messaging/kafka-client.ts'), 'utf8');
  return client.includes('BrokerConnection');
}

/** The newest release that is not this commit itself. */
function newestTag() {
  const here = new Set(git(['tag', '--points-at', 'HEAD']).split('\n'));
  const tags = git(['tag', '--list', 'v*', '--sort=-version:refname', '--merged', 'HEAD']).split('\n');
  return tags.find((tag) => tag !== '' && !here.has(tag));
}

/**
 * The last commit before migrations were added to those that the last release is described by.
 * @throws Error where the history does not reach back to it
 */
function lastOfRelease() {
  if (git(['rev-parse', '--is-shallow-repository']).trim() === 'true') {
    throw new Error(
      'there is no tag v…, and the history is cut off: fetch all of it, or name a commit with --from',
    );
  }
  const described = git(['log', '-1', '--format=%H', '--', RELEASES]).trim();
  const since = ['log', '--reverse', '--format=%H', `${described}..HEAD`, '--', ...MIGRATIONS];
  const [added] = git(since).split('\n');
  return added ? git(['rev-parse', `${added}^`]).trim() : described;
}

function lastRelease() {
  /** @type {{ release: string }[]} */
  const releases = JSON.parse(readFileSync(join(ROOT, RELEASES), 'utf8'));
  return releases.at(-1)?.release;
}

/** @param {readonly string[]} args @returns {string} empty when git refuses */
function git(args) {
  return spawnSync('git', [...args], { cwd: ROOT, encoding: 'utf8' }).stdout ?? '';
}

/** @param {string} root @param {string} commit */
async function build(root, commit) {
  const archive = join(root, 'checkout.tar');
  execFileSync('git', ['archive', '--format=tar', '-o', archive, commit], { cwd: ROOT });
  execFileSync('tar', ['-xf', archive, '-C', root]);
  rmSync(archive);
  // With the same lock file the packages are the same; else its own command installs them.
  if (hashOf(join(root, 'package-lock.json')) === hashOf(join(ROOT, 'package-lock.json'))) linkModules(root);
  const jars = join(root, relative(ROOT, kafkaJarsDir()));
  mkdirSync(dirname(jars));
  symlinkSync(kafkaJarsDir(), jars);
  const options = { cwd: root, env: toolEnvironment(), maxBuffer: MOST_SAID };
  await promisify(execFile)(nodeBinary(), [join(root, 'tools/run.mjs'), 'build'], options).catch(
    ({ message, stdout = '' }) => {
      throw new Error(`${commit} could not be built: ${message}\n${stdout}`);
    },
  );
}

/** All packages of this checkout but the workspace's own, which are those of the other. @param {string} root */
function linkModules(root) {
  for (const folder of modulesFolders()) {
    const [from, to] = [join(ROOT, folder), join(root, folder)];
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) {
      if (name !== OWN_SCOPE) symlinkSync(join(from, name), join(to, name));
    }
  }
  const [from, to] = [join(ROOT, 'node_modules', OWN_SCOPE), join(root, 'node_modules', OWN_SCOPE)];
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(readlinkSync(join(from, name)), join(to, name));
}

/** @returns {string[]} that of the root, and those of workspaces that need another version of a package */
function modulesFolders() {
  /** @type {Record<string, unknown>} */
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const nested = Object.keys(/** @type {object} */ (packages))
    .map((path) => /^((?:libs|services)\/[^/]+|tools)\/node_modules\//.exec(path)?.[1])
    .filter((workspace) => workspace !== undefined);
  return ['node_modules', ...new Set(nested.map((workspace) => join(workspace, 'node_modules')))].filter(
    (folder) => existsSync(join(ROOT, folder)),
  );
}
