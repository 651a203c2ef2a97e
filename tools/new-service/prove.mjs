/**
 * `npm run test:new-service`: makes a service in a copy of the checkout, and runs every check there that could mind: format, types,
 * lint, migrations, messages, unit tests, its own tests over Kafka and PostgreSQL, the deployment files. The checkout itself is left as it is.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from '../setup/options.mjs';
import { scratchCopy } from './scratch.mjs';

const USAGE = `npm run test:new-service -- [--name <name>] [--short <name>] [--title "English 中文"] [--keep]

  --keep   leaves the copy, and says where it is`;

const { values } = readOptions(USAGE, {
  options: {
    name: { type: 'string', default: 'funeral-services' },
    short: { type: 'string', default: 'funerals' },
    title: { type: 'string', default: 'Funeral services 殡葬服务' },
    keep: { type: 'boolean', default: false },
  },
});
const { name, short, title } = values;
const service = `services/${name}`;

const ARGS = [name, '--short', short, '--title', title];
/** @type {readonly (readonly [title: string, command: string, args: readonly string[], isRefused?: true])[]} */
const STEPS = [
  ['it is made', 'new:service', ARGS],
  ['it is not made twice', 'new:service', ARGS, true],
  ...['format', 'build', 'specs', 'types', 'lint', 'migrations', 'contracts', 'clients', 'deploy'].map(
    (step) => /** @type {const} */ ([step, 'test', ['--only', step]]),
  ),
  ['its unit tests, and those of what knows it', 'test:unit', [service, 'libs/contracts', 'tools/']],
  ['its tests over Kafka and PostgreSQL', 'test:servers', [service]],
];

const { folder, remove } = scratchCopy();
process.once('exit', () => {
  if (!values.keep) remove();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const startedAt = Date.now();
let failed = 0;
for (const [what, command, args, isRefused] of STEPS) {
  const begunAt = Date.now();
  const { code, output } = await run(command, args);
  const isGood = isRefused ? code === 2 && output.includes('there already') : code === 0;
  console.log(`${isGood ? '✓' : '✗'} ${what} (${seconds(begunAt)})`);
  for (const [left] of output.matchAll(/^– not checked: .*$/gm)) console.log(`    ${left}`);
  if (isGood) continue;
  failed++;
  console.log(output.trimEnd());
  if (!existsSync(join(folder, service))) break;
}
if (values.keep) console.log(`left in ${folder}`);
console.log(`${service}: ${failed === 0 ? 'stands' : `${failed} checks fail`} (${seconds(startedAt)})`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string} command @param {readonly string[]} args @returns {Promise<{ code: number, output: string }>} */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'tools/run.mjs'), command, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    process.once('exit', () => child.kill());
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(0)} s`;
}
