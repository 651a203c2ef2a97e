/** The Python environment of the contract test, made once for its requirements. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';

const REQUIREMENTS = join(ROOT, 'tools/contract/requirements.txt');
const MINIMUM = '3.10';
const IS_NEW_ENOUGH = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${MINIMUM.replace('.', ', ')}))`;

/** @returns {Promise<string>} the folder of its programs */
export async function ensurePython() {
  const folder = join(ROOT, '.cache', `contract-${hashOf(REQUIREMENTS)}`);
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const done = join(folder, 'installed');
  if (existsSync(done)) return programs;
  const python = await findPython();
  await withProgress('installing schemathesis', async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run(python, ['-m', 'venv', folder]);
    await run(join(programs, 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS],
    ]);
  });
  writeFileSync(done, '');
  return programs;
}

async function findPython() {
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
    `The contract test needs Python ${MINIMUM} or newer with venv (on Debian: apt install python3-venv).`,
  );
}

/** @param {string} command @param {readonly string[]} args @returns {Promise<void>} */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    }
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')}\n${output}`)),
    );
  });
}
