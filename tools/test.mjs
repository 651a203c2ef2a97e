/**
 * `npm test`: every check of the repository, one after the other; a step that fails does not keep the others from
 * running. Ends with one line `N passed, N failed`. `--only <step>` runs one. Tests over Kafka and PostgreSQL run two at a
 * time beside their servers: where a few fail they are run again by themselves, and those that pass then are named.
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
 * @property {readonly string[]} [again] args with which what failed is run a second time, by itself
 */

/** @typedef {{ passed: number, failed: number }} Count */

const RESULTS = join(ROOT, '.cache/test');
/** Files that are run again: more are no chance. */
const MOST_AGAIN = 3;

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
  step('migrations', 'migrations: safe on full tables, and for the release before', [
    'tools/lint/migrations.mjs',
  ]),
  step('contracts', 'messages: lint, compatibility, generated code', ['tools/contracts.mjs', 'check']),
  step('clients', 'typed clients, as the services say', ['tools/clients.mjs', 'check']),
  step('apis', 'nothing of an API taken back since the last release', ['tools/lint/apis.mjs']),
  jest('unit', 'unit tests', []),
  { ...jest('servers', 'tests over Kafka and PostgreSQL', ['--maxWorkers=2']), again: ['--maxWorkers=1'] },
  step('demo', 'the main job, as npm run demo tells it', ['tools/demo/demo.mjs']),
  step('faults', 'processes killed at random (short run)', ['tools/faults/faults.mjs', '--short']),
  step('payroll', 'a twentieth of a payroll of a million lines, killed twice', [
    'tools/bench/payroll.mjs',
    '--short',
  ]),
  step('deploy', 'compose file, chart and workflow, by what checks them without a download', [
    'tools/deploy-check.mjs',
    '--offline',
  ]),
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
/** Tests that failed beside others and passed by themselves. @type {string[]} */
const unsteady = [];
mkdirSync(RESULTS, { recursive: true });
for (const each of chosen) {
  const startedAt = Date.now();
  const { code, output } = await withProgress(each.title, () => run(each, positionals), { saysDone: false });
  const count = each.results === undefined ? { passed: 0, failed: 0 } : countOf(each.results);
  const again = code === 0 || each.again === undefined ? undefined : await runAgain(each, count);
  if (again !== undefined) {
    count.passed += count.failed;
    count.failed = 0;
    unsteady.push(...again);
    console.log(output.trimEnd());
  }
  // A step without counted tests is one itself; a runner fails that names no test, or finds none.
  const isEmpty = each.results !== undefined && positionals.length === 0 && count.passed === 0;
  if (((code !== 0 && again === undefined) || isEmpty) && count.failed === 0) count.failed = 1;
  if (code === 0 && each.results === undefined) count.passed = 1;
  total.passed += count.passed;
  total.failed += count.failed;
  if (count.failed > 0) console.log(output.trimEnd());
  else for (const [left] of output.matchAll(/^– not checked: .*$/gm)) console.log(left);
  const counted = each.results === undefined ? '' : `: ${count.passed} of ${count.passed + count.failed}`;
  const time = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`${count.failed > 0 ? '✗' : '✓'} ${each.title}${counted} (${time})`);
}
for (const name of unsteady) console.log(`only by itself: ${name}`);
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

/**
 * @param {Step} failed
 * @param {Count} count
 * @returns {Promise<string[] | undefined>} the names of the tests that failed, when all of their files pass by themselves
 */
async function runAgain({ title, args, results, again = [] }, count) {
  const names = results === undefined ? [] : failuresOf(results);
  const files = [...new Set(names.map(({ file }) => file))];
  if (files.length === 0 || files.length > MOST_AGAIN || names.length !== count.failed) return undefined;
  const second = {
    name: '',
    title,
    args: [...args, ...again],
    ...(results === undefined ? {} : { results }),
  };
  const { code } = await withProgress(`${title}: ${files.length} again`, () => run(second, files), {
    saysDone: false,
  });
  return code === 0 ? names.map(({ name }) => name) : undefined;
}

/** @param {string} file @returns {{ file: string, name: string }[]} */
function failuresOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap(
      /** @param {{ name: string, assertionResults: { status: string, fullName: string }[] }} suite */
      ({ name: suite, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName }) => ({ file: suite, name: fullName })),
    );
  } catch {
    return [];
  }
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
