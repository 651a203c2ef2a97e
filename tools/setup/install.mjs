/**
 * What must be there before anything else runs. Works on any Node ≥ 20 with nothing installed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { kafkaJarsDir, hashOf, KAFKA_POM, nodeBinary, ROOT } from './paths.mjs';
import { withProgress } from './progress.mjs';

const MODULES = join(ROOT, 'node_modules');
const LOCK = join(ROOT, 'package-lock.json');
const STAMP = join(MODULES, '.minzheng-lock');
/** What the build was made of that lies there. */
const BUILT = join(ROOT, '.cache/built');
const PACKAGES = ['libs', 'services'];

/** Something the machine lacks; the message says what to do. */
export class Missing extends Error {}

/** Installs the npm packages of the lock file, when those that are there are others. */
export async function ensureModules() {
  const lock = hashOf(LOCK);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  if (!agreesWithLock()) {
    const [command, ...args] = npmCommand();
    await withProgress('installing npm packages', () =>
      run(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        missing: 'npm is not installed: it comes with Node.js',
        env: { ...process.env, PATH: pathWithoutModules() },
      }),
    );
  }
  writeFileSync(STAMP, lock);
}

/**
 * Fetches the jars of Kafka by Maven, when they are not there.
 * @returns {Promise<string>} their folder
 */
export async function ensureKafkaJars() {
  const folder = kafkaJarsDir();
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const args = ['-q', '-B', '-ntp', '-f', KAFKA_POM, 'dependency:copy-dependencies'];
  await withProgress('fetching Apache Kafka', () =>
    run('mvn', [...args, '-DincludeScope=runtime', `-DoutputDirectory=${partial}`], {
      missing: 'Maven is needed to fetch Apache Kafka: install it (package "maven") so that `mvn` is found',
    }),
  );
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Builds what has changed. Where nothing has, what was built is left alone: another command may be running on it, and Nx
 * would put its outputs there anew.
 */
export async function ensureBuilt() {
  const sources = stateOfSources();
  const isBuilt = PACKAGES.every((folder) =>
    packagesIn(folder).every((name) => existsSync(join(ROOT, folder, name, 'dist'))),
  );
  if (isBuilt && existsSync(BUILT) && readFileSync(BUILT, 'utf8') === sources) return;
  const args = [join(MODULES, 'nx/dist/bin/nx.js'), 'run-many', '-t', 'build', '--output-style=static'];
  await withProgress('building', () => run(nodeBinary(), args, { env: toolEnvironment() }));
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, sources);
}

/** @param {string} folder */
const packagesIn = (folder) =>
  readdirSync(join(ROOT, folder)).filter((name) => existsSync(join(ROOT, folder, name, 'package.json')));

/** Changes with every file that a build reads. */
function stateOfSources() {
  const files = ['package-lock.json', 'tsconfig.base.json'].map((name) => join(ROOT, name));
  for (const folder of PACKAGES) {
    for (const name of packagesIn(folder)) {
      const at = join(ROOT, folder, name);
      files.push(join(at, 'package.json'), join(at, 'tsconfig.json'));
      const sources = readdirSync(join(at, 'src'), { recursive: true, encoding: 'utf8' });
      files.push(...sources.map((file) => join(at, 'src', file)));
    }
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/**
 * The environment in which tools of the packages find each other and the pinned Node.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: `${join(MODULES, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    NX_TUI: 'false',
    NX_DAEMON: 'false',
  };
}

/** @returns {string} the `java` of JAVA_HOME or of the path */
export function javaBinary() {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
}

/** @throws Missing unless Java 17 or newer is there */
export function requireJava() {
  let text;
  try {
    text = execFileSync(javaBinary(), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const isThere = /** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT';
    throw new Missing(
      isThere
        ? 'Java is too old for Apache Kafka: 17 or newer is needed'
        : 'Java 17 or newer is needed to run Apache Kafka: install a JRE or set JAVA_HOME',
    );
  }
  const major = Number(/^\S+ (\d+)/.exec(text)?.[1]);
  if (!(major >= 17)) throw new Missing(`Java ${major} is too old for Apache Kafka: 17 or newer is needed`);
}

/** @throws Missing when this Node is older than 20 */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Missing(`Node.js ${process.versions.node} is too old: 20 or newer is needed`);
  }
}

/**
 * Whether npm has already installed what the lock file says, by hand for instance: each of its packages is there in the
 * same version, but for those of other platforms.
 */
function agreesWithLock() {
  const wanted = packagesOf(LOCK);
  const present = packagesOf(join(MODULES, '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const found = present[path];
    return found === undefined
      ? entry.optional === true || entry.peer === true
      : found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { integrity?: string, link?: boolean, optional?: boolean, peer?: boolean }> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm as it was called, so that a second one on the path does not come in. @returns {[string, ...string[]]} */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (!script?.endsWith('.js') || !existsSync(script)) return ['npm'];
  // This Node may be the one in node_modules, which `npm ci` removes while it runs.
  return process.execPath.startsWith(MODULES) ? ['node', script] : [process.execPath, script];
}

function pathWithoutModules() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ missing?: string, env?: NodeJS.ProcessEnv }} options `missing`: what to say when there is no such command
 * @returns {Promise<void>}
 * @throws Error with what the command printed
 */
function run(command, args, { missing, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', (error) => reject(missing === undefined ? error : new Missing(missing)));
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`)),
    );
  });
}
