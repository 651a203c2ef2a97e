/** Python environments of commands that need one, made once for their requirements. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, ROOT } from './paths.mjs';
import { withProgress } from './progress.mjs';

/** Stands in the folder once everything is installed. */
const DONE = 'installed';
const MINIMUM = '3.10';
const IS_NEW_ENOUGH = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${MINIMUM.replace('.', ', ')}))`;

/**
 * @param {object} of
 * @param {string} of.name of the environment
 * @param {string} of.requirements a file
 * @param {string} of.installs what a person is told that it installs
 * @param {string} of.neededBy whose failure it is when there is no Python
 * @returns {Promise<string>} the folder of its programs
 */
export async function ensurePython({ name, requirements, installs, neededBy }) {
  const folder = folderOf({ name, requirements });
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (isPythonThere({ name, requirements })) return programs;
  const python = await findPython(neededBy);
  await withProgress(`installing ${installs}`, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run(python, ['-m', 'venv', folder]);
    await run(join(programs, 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
    ]);
  });
  writeFileSync(join(folder, DONE), '');
  return programs;
}

/** Whether that environment was made before. @param {{ name: string, requirements: string }} of */
export function isPythonThere(of) {
  return existsSync(join(folderOf(of), DONE));
}

/** @param {{ name: string, requirements: string }} of */
function folderOf({ name, requirements }) {
  return join(ROOT, '.cache', `${name}-${hashOf(requirements)}`);
}

/** @param {string} neededBy */
async function findPython(neededBy) {
  for (const python of ['python3', 'python']) {
    if (
      await run(python, ['-c', IS_NEW_ENOUGH]).then(
        () => true,
        () => false,
      )
    )
      return python;
  }
  throw new Error(
    `${neededBy} needs Python ${MINIMUM} or newer with venv (on Debian: apt install python3-venv).`,
  );
}

/** @param {string} command @param {readonly string[]} args @returns {Promise<string>} what it printed */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let printed = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      printed += chunk.toString();
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${command} ${args.join(' ')}\n${output}`)),
    );
  });
}
