/**
 * `npm run test:contract`: schemathesis asks each service what its OpenAPI document promises, with requests drawn from it,
 * right ones and wrong ones, and chains of them. Ends with one line `N requests to N services, N failures`.
 *
 *     npm run test:contract -- [--short] [--seed 1] [--service verification] [--paths '/cases/'] [--examples 40]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { beforeStopping } from '../stack/process.mjs';
import { serviceNames, startStack } from '../stack/stack.mjs';
import { ensurePython } from './python.mjs';
import { AGENCY, createWorld } from './world.mjs';

/** @typedef {import('../stack/stack.mjs').Stack} Stack */
/** @typedef {import('../stack/stack.mjs').ServiceName} ServiceName */

const HERE = join(ROOT, 'tools/contract');
/** Requests drawn for each route in the phases that draw. */
const EXAMPLES = { short: '6', full: '80' };
/** Of one request after the other, by one client, more than anybody is allowed. */
const NO_LIMIT = '1000000/1000000';

const USAGE = `npm run test:contract -- [--short] [--seed <number>] [--service <${serviceNames().join(' | ')}>] [--paths <pattern>] [--examples <number>]
  --short     five to fifteen minutes, as the machine goes; without it several times that
  --seed      draws the same requests again (default 1)
  --service   one service only
  --paths     those of the routes alone whose path has a match of this regular expression
  --examples  requests drawn for each route`;

const { values } = readOptions(USAGE, {
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    service: { type: 'string' },
    paths: { type: 'string' },
    examples: { type: 'string' },
  },
});
const services = serviceNames().filter((name) => values.service === undefined || name === values.service);
if (services.length === 0) refuse(USAGE, `there is no service ${values.service}`);
for (const number of [values.seed, values.examples ?? '1']) {
  if (!/^[1-9]\d{0,5}$/.test(number)) refuse(USAGE, `${number} is not a number from 1 on`);
}

const dataDir = join(DATA_DIR, 'contract');
const reports = join(dataDir, 'reports');
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const programs = await ensurePython();
const stack = await withProgress('starting the system', () =>
  startStack({
    dataDir,
    clock: '2025-05-12T01:00:00Z',
    fsync: false,
    environment: {
      RATE_LIMIT_CLIENT: NO_LIMIT,
      RATE_LIMIT_PUBLIC: NO_LIMIT,
      RATE_LIMIT_REVEAL: NO_LIMIT,
      RATE_LIMIT_UNAUTHENTICATED: NO_LIMIT,
    },
  }),
);
let failed = 0;
let asked = 0;
try {
  const world = await withProgress('filling it', () => createWorld(stack));
  const results = await Promise.all(
    services.map((name) => withProgress(`asking ${name}`, () => ask(stack, world, name))),
  );
  for (const { name, code, output, found, requests } of results) {
    console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
    console.log(code === 0 && found === 0 ? summaryOf(output) : output);
    // Ended otherwise than by what it found, it has failed too.
    failed += code === 0 ? found : Math.max(found, 1);
    asked += requests;
  }
} finally {
  await stack.stop();
}
console.log(`\nreports: ${relative(ROOT, reports)}/`);
console.log(`${asked} requests to ${services.length} services, ${failed} failures`);
// Where nothing was asked nothing holds.
process.exitCode = failed === 0 && asked > 0 ? 0 : 1;

/** @param {Stack} stack @param {import('./world.mjs').World} world @param {ServiceName} name */
async function ask(stack, world, name) {
  const url = stack.urls[name];
  const document = /** @type {any} */ (await (await fetch(`${url}/openapi.json`)).json());
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(/** @type {any} */ (item)).map((operation) => ({ path, operation })),
  );
  const wanted = new RegExp(values.paths ?? '');
  const routes = operations.filter(({ path }) => wanted.test(path));
  if (routes.length === 0) return { name, code: 0, output: 'none of these routes', found: 0, requests: 0 };
  const scopes = [...new Set(operations.flatMap(({ operation }) => operation['x-scopes'] ?? []))];
  const official = { name: '契约测试', scope: scopes, region: '51', org: AGENCY };
  const token = await stack.signToken({ ...official, sub: 'contract-tester' });
  const observer = await stack.signToken({ ...official, sub: 'contract-observer' });
  const worldFile = join(dataDir, `${name}.json`);
  const citizen = await stack.roleToken('citizen', { person: world.citizen, sub: 'contract-citizen' });
  const party = await stack.roleToken('department-system', { sub: 'contract-party' });
  const tokens = { citizen, party, token, observer };
  writeFileSync(worldFile, JSON.stringify({ ...world, url, ...tokens }), { mode: 0o600 });
  const { code, output } = await run(
    join(programs, 'schemathesis'),
    [
      ...['--config-file', join(HERE, 'schemathesis.toml'), '--no-color', 'run', `${url}/openapi.json`],
      ...['--url', url, '--seed', values.seed, '--continue-on-failure', '--generation-database', 'none'],
      ...['--max-examples', values.examples ?? (values.short ? EXAMPLES.short : EXAMPLES.full)],
      ...(values.paths === undefined ? [] : ['--include-path-regex', values.paths]),
      ...['--report', 'junit', '--report-junit-path', join(reports, `${name}.xml`)],
    ],
    {
      ...process.env,
      CONTRACT_TOKEN: token,
      CONTRACT_WORLD: worldFile,
      SCHEMATHESIS_HOOKS: 'hooks',
      PYTHONPATH: HERE,
      PYTHONDONTWRITEBYTECODE: '1',
    },
  );
  writeFileSync(join(reports, `${name}.txt`), output);
  const summary = readSummary(output);
  const [, found = '0'] = /(\d+) (?:unique )?failures?/.exec(summary) ?? [];
  const [, requests = '0'] = /(\d+) generated/.exec(summary) ?? [];
  const [, tested = '0'] = /Tested: (\d+)/.exec(summary) ?? [];
  const left = routes.length - Number(tested);
  return {
    ...{ name, code, requests: Number(requests), found: Number(found) + left },
    output: left === 0 ? output : `${output}\n${left} of ${routes.length} routes were not asked`,
  };
}

/** @param {string} output */
function readSummary(output) {
  return output.slice(output.lastIndexOf('SUMMARY'));
}

/** @param {string} output */
function summaryOf(output) {
  return readSummary(output)
    .split('\n')
    .filter((line) => /Tested|generated|✅|⏭|no issues/i.test(line))
    .join('\n');
}

/** @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
function run(command, args, env) {
  return new Promise((/** @type {(result: { code: number, output: string }) => void} */ resolve, reject) => {
    const child = spawn(command, args, { cwd: dataDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    beforeStopping(async () => void child.kill());
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
