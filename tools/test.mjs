/**
 * `npm test`: every check of the repository, one after the other; a step that fails does not keep the others from
 * running. Ends with one line `N passed, N failed`. `--only <step>` runs one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, refuse } from './setup/options.mjs';
import { nodeBinary, ROOT } from './setup/paths.mjs';
import { withProgress } from './setup/progress.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {readonly string[]} args of the pinned Node
 * @property {string} [results] file in which Jest writes what it counted
 */

/** @typedef {{ passed: number, failed: number }} Count */

const RESULTS = join(ROOT, '.cache/test');

const STEPS = [
  step('format', 'format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  step('build', 'types and build', [
    ...['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--output-style=static'],
  ]),
  step('specs', 'types of the tests', [
    'node_modules/@typescript/native/bin/tsc',
    '-p',
    'tsconfig.specs.json',
  ]),
  step('types', 'types of the tools', ['node_modules/@typescript/native/bin/tsc', '-p', 'tools']),
  step('lint', 'lint, with the arrows', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']),
  step('contracts', 'messages: lint, compatibility, generated code', ['tools/contracts.mjs', 'check']),
  jest('unit', 'unit tests', []),
  jest('servers', 'tests over Kafka and PostgreSQL', ['--maxWorkers=2']),
  step('demo', 'the main job, as npm run demo tells it', ['tools/demo/demo.mjs']),
  step('faults', 'processes killed at random (short run)', ['tools/faults/faults.mjs', '--short']),
  step('payroll', 'a tenth of a payroll of a million lines, killed twice', [
    'tools/bench/payroll.mjs',
    '--short',
  ]),
  step('compose', 'docker-compose.yml', ['tools/compose-check.mjs']),
];

const USAGE = `npm test -- [--only <${STEPS.map(({ name }) => name).join(' | ')}>] [<path of a test> …]`;

const { values, positionals } = readOptions(USAGE, {
  options: { only: { type: 'string' } },
  allowPositionals: true,
});
const chosen = STEPS.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  refuse(USAGE, `there is no step ${values.only}`);
}

/** @type {Count} */
const total = { passed: 0, failed: 0 };
mkdirSync(RESULTS, { recursive: true });
for (const each of chosen) {
  const startedAt = Date.now();
  const { code, output } = await withProgress(each.title, () => run(each, positionals), { saysDone: false });
  const count = each.results === undefined ? { passed: 0, failed: 0 } : countOf(each.results);
  // A step without counted tests is one itself; a runner fails that names no test, or finds none.
  const isEmpty = each.results !== undefined && positionals.length === 0 && count.passed === 0;
  if ((code !== 0 || isEmpty) && count.failed === 0) count.failed = 1;
  if (code === 0 && each.results === undefined) count.passed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  if (count.failed > 0) console.log(output.trimEnd());
  const counted = each.results === undefined ? '' : `: ${count.passed} of ${count.passed + count.failed}`;
  const time = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`${count.failed > 0 ? '✗' : '✓'} ${each.title}${counted} (${time})`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @param {string} name @param {string} title @param {readonly string[]} args @returns {Step} */
function step(name, title, args) {
  return { name, title, args };
}

/** @param {'unit' | 'servers'} project @param {string} title @param {readonly string[]} args @returns {Step} */
function jest(project, title, args) {
  const results = join(RESULTS, `${project}.json`);
  return {
    name: project,
    title,
    results,
    args: [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...[
        '--disable-warning=TimeoutNegativeWarning',
        'node_modules/jest/bin/jest.js',
        '--selectProjects',
        project,
        // a snapshot that is missing is a failure
        '--ci',
      ],
      ...['--json', `--outputFile=${results}`, ...args],
    ],
  };
}

/**
 * @param {Step} chosenStep
 * @param {readonly string[]} paths of tests, to run only these
 * @returns {Promise<{ code: number, output: string }>}
 */
function run({ args, results }, paths) {
  if (results !== undefined) rmSync(results, { force: true });
  return new Promise((resolve) => {
    const child = spawn(nodeBinary(), [...args, ...(results === undefined ? [] : paths)], {
      cwd: ROOT,
      env: { ...process.env, FORCE_COLOR: '0', NX_TUI: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Ctrl-C reaches the step by itself; what it started is stopped before this returns.
    const wait = () => undefined;
    const stop = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', stop);
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', stop);
      if (signal !== null || code === 130) process.exit(130);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** @param {string} file @returns {Count} */
function countOf(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
