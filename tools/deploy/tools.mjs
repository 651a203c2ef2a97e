/** Validators that are no npm packages: as they are installed, as they were built before, or built now with Go. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';

/** A validator is not there; the message says which, and what would bring it. */
export class NotThere extends Error {}

/** @typedef {'helm' | 'actionlint' | 'docker-compose'} GoTool */

/** What is built where it is not installed. @type {Readonly<Record<GoTool, string>>} */
const GO_PACKAGES = {
  helm: 'helm.sh/helm/v4/cmd/helm@v4.3.1',
  actionlint: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  'docker-compose': 'github.com/docker/compose/v5/cmd@v5.1.2',
};

/**
 * @param {GoTool} name
 * @param {boolean} mayBuild whether it may be fetched and built, which takes minutes
 * @returns {Promise<string>} its command
 * @throws NotThere
 */
export async function goTool(name, mayBuild) {
  if (await answers(name, ['--help'])) return name;
  const source = GO_PACKAGES[name];
  const built = join(ROOT, '.cache/deploy-tools', source.replace(/[^\w.@-]+/g, '+'), name);
  if (existsSync(built)) return built;
  if (!mayBuild) throw new NotThere(`${name} is not installed, and was not built before`);
  if (!(await answers('go', ['version']))) {
    throw new NotThere(`${name} is not installed, and there is no Go to build it with`);
  }
  await withProgress(`building ${name}`, () => build(source, built));
  return built;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its output
 * @throws Error with what it printed
 */
export function run(command, args, { cwd = ROOT, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${stdout}${stderr}`.trim() || error.message, { cause: error }));
    });
  });
}

/**
 * As a tool of an empty module: Compose replaces modules in its own, which `go install` refuses.
 * @param {string} source @param {string} target
 */
async function build(source, target) {
  const folder = `${target}.partial`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { cwd: folder, env: { ...process.env, CGO_ENABLED: '0' } };
  await run('go', ['mod', 'init', 'deploy-tools'], options);
  await run('go', ['get', '-tool', source], options);
  await run('go', ['build', '-o', 'built', source.replace(/@.*$/, '')], options);
  renameSync(join(folder, 'built'), target);
  rmSync(folder, { recursive: true });
}

/** @param {string} command @param {readonly string[]} args */
async function answers(command, args) {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
