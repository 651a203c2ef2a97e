/**
 * How many households are checked in a second (`POST /v1/household-checks` of verification), with tokens, regions, limits and
 * audit as in production: rising rates until it saturates, what a check costs in each layer, and the limit of this machine
 * in the same run. Callers, service and PostgreSQL share the processors.
 */
import { fork } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { positive, readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR, nodeBinary, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { beforeStopping, claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { startStack } from '../stack/stack.mjs';
import { cpuSeconds } from './check/cpu.mjs';
import { costsOf, statementTimes } from './check/layers.mjs';
import { fill, questionOf, TODAY } from './check/population.mjs';
import { printTable, whole } from './report.mjs';

const NOW = `${TODAY}T02:00:00.000Z`;
const WARM_UP = { rate: 100, seconds: 6, warmUpSeconds: 0 };
const WARM_UP_SECONDS = 2;
/** At which the cost of the layers is taken: nothing waits for anything. */
const MODERATE_RATE = 200;
const SATURATED_SHARE = 0.95;
const SATURATED_P99_MS = 250;

const USAGE = `npm run bench:check -- [--rates 100,200,300,500,700,1000,1400] [--seconds 8] [--households 5000] [--facts 60]
                       [--callers 200] [--only own,limit] [--profile <file>]`;
const { values } = readOptions(USAGE, {
  options: {
    rates: { type: 'string', default: '100,200,300,500,700,1000,1400' },
    seconds: { type: 'string', default: '8' },
    households: { type: 'string', default: '5000' },
    facts: { type: 'string', default: '60' },
    callers: { type: 'string', default: '200' },
    only: { type: 'string', default: 'own,limit' },
    profile: { type: 'string' },
  },
});
const rates = values.rates.split(',').map((rate) => positive(USAGE, '--rates', rate));
const seconds = positive(USAGE, '--seconds', values.seconds);
const households = positive(USAGE, '--households', values.households);
const factsAPerson = positive(USAGE, '--facts', values.facts);
const callers = positive(USAGE, '--callers', values.callers);
const ways = values.only.split(',');
if (ways.some((way) => way !== 'own' && way !== 'limit')) refuse(USAGE, `--only ${values.only}`);

const dataDir = join(DATA_DIR, 'bench');
claim(dataDir);
await cleanUpLeftovers(dataDir);
removePostgresData(dataDir);
rmSync(join(dataDir, 'kafka'), { recursive: true, force: true });
const probeFile = join(dataDir, 'probe.json');
const stack = await startStack({
  dataDir,
  services: ['social-assistance', 'verification'],
  clock: NOW,
  environment: {
    LOG_LEVEL: 'info',
    NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'tools/bench/check/probe.mjs'))}`,
    BENCH_PROBE_FILE: probeFile,
  },
  log: (line) => console.log(`  ${line}`),
  onUnexpectedExit: (name) => {
    console.error(`${name} has ended by itself`);
    process.exit(1);
  },
});
const databaseUrl = stack.databaseUrls.verification ?? '';
const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();
await withProgress("assistance's policies arrive", policiesHaveArrived);
// what assistance decides by is known here now: it has no part in a check
await stack.services['social-assistance']?.stop();
const size = await withProgress(`${whole(households)} households come on record`, () =>
  fill(databaseUrl, { households, factsAPerson }),
);
console.log(`  ${whole(size.persons)} persons with ${whole(size.facts)} facts`);

const loadFile = join(dataDir, 'load.json');
const service = { pid: stack.services.verification?.pid ?? 0, url: stack.urls.verification };
const postgresPid = stack.postgres?.pid ?? NaN;

/** @type {Row[]} */
let own = [];
/** @type {Row[]} */
let limit = [];
/** @type {import('./check/layers.mjs').Cost[]} */
let costs = [];
let audited = { answered: 0, entries: 0, expected: 0, unanswered: 0 };
if (ways.includes('own')) ({ own, costs, audited } = await measureService());
if (ways.includes('limit')) limit = await measureLimit();

await database.end();
await stack.stop();
await stopEverything();
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

/** @typedef {import('./check/load.mjs').StageResult & { nodeCpu: number, postgresCpu: number, callersCpu: number }} Row */

printTable(
  [
    'way',
    'asked/s',
    'achieved/s',
    'p50',
    'p95',
    'p99',
    'most',
    'failed',
    'CPU node',
    'PostgreSQL',
    'callers',
  ],
  [...own.map((row) => ['service', row]), ...limit.map((row) => ['limit', row])].map(([way, row]) => {
    const shown = /** @type {Row} */ (row);
    return [
      String(way),
      whole(shown.rate),
      whole(shown.achieved),
      ms(shown.p50),
      ms(shown.p95),
      ms(shown.p99),
      ms(shown.most),
      whole(shown.failed),
      percent(shown.nodeCpu),
      percent(shown.postgresCpu),
      percent(shown.callersCpu),
    ];
  }),
);
const firstFailure = [...own, ...limit].find((row) => row.firstFailure !== '')?.firstFailure;
if (firstFailure !== undefined) console.log(`  first failure: ${firstFailure.slice(0, 300)}`);
if (costs.length > 0) {
  console.log(`  processor time of a check at ${MODERATE_RATE}/s, service and PostgreSQL`);
  printTable(
    ['layer', 'µs', 'share'],
    costs.map(({ layer, micros, share }) => [layer, whole(micros), percent(share)]),
  );
}
const best = own.filter(isSustained).at(-1);
const atLevel = own.find(({ rate }) => rate === 200);
const goals = [
  {
    goal: 'at least 500 checks/s with p99 < 50 ms',
    reached: own.some((row) => row.rate >= 500 && isSustained(row) && row.p99 < 50),
  },
  ...(atLevel
    ? [{ goal: 'p50 ≤ 5 ms and p99 ≤ 20 ms at 200/s', reached: atLevel.p50 <= 5 && atLevel.p99 <= 20 }]
    : []),
  {
    goal: 'one entry for each person of each answered check',
    reached:
      audited.answered > 0 &&
      audited.entries >= audited.expected &&
      // of whom nothing was heard may have been checked
      audited.entries <= audited.expected + audited.unanswered,
  },
];
if (own.length > 0) {
  console.log(
    `  ${whole(audited.answered)} checks were answered: ${whole(audited.entries)} entries of the audit, ${whole(audited.expected)} expected`,
  );
  for (const { goal, reached } of goals) console.log(`  ${reached ? 'reached ' : 'missed  '} ${goal}`);
}
console.log(
  JSON.stringify({
    bench: 'check',
    cores: cpus().length,
    load: loadavg()[0],
    households,
    ...size,
    sustainedPerSecond: best?.rate ?? 0,
    mostPerSecond: Math.round(most(own)),
    limitMostPerSecond: Math.round(most(limit)),
    ownOfLimit: most(limit) > 0 ? most(own) / most(limit) : null,
    rates: own.map(rounded),
    limit: limit.map(rounded),
    layers: Object.fromEntries(costs.map(({ layer, share }) => [layer, Math.round(share * 1_000) / 1_000])),
    microsACheck: Math.round(costs.reduce((sum, { micros }) => sum + micros, 0)),
    audited,
    goals: Object.fromEntries(goals.map(({ goal, reached }) => [goal, reached])),
  }),
);
process.exit(0);

/** Rising rates until it saturates, then the cost of the layers at a moderate one, then what the audit has. */
async function measureService() {
  const url = `${service.url}/v1/household-checks`;
  const before = await auditEntries();
  const load = await startCallers(url, await callersHeaders());
  const { rows, results } = await measureRates('service', load, service.pid);
  const { results: moderate, costs: ofLayers } = await withProgress('cost of the layers', () =>
    measureLayers(load),
  );
  load.stop();
  const all = [...results, ...moderate];
  const sumOf = (/** @type {(result: import('./check/load.mjs').StageResult) => number} */ figure) =>
    all.reduce((sum, result) => sum + figure(result), 0);
  return {
    own: rows,
    costs: ofLayers,
    audited: {
      answered: sumOf(({ answered }) => answered),
      entries: (await auditEntries()) - before,
      expected: sumOf(({ personsChecked }) => personsChecked),
      unanswered: sumOf(({ personsUnanswered }) => personsUnanswered),
    },
  };
}

async function measureLimit() {
  const child = fork(join(ROOT, 'tools/bench/check/limit.mjs'), {
    cwd: dataDir,
    execPath: nodeBinary(),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      TZ: 'UTC',
      DATABASE_URL: databaseUrl,
      BENCH_NOW: NOW,
    },
  });
  beforeStopping(async () => {
    child.kill('SIGKILL');
  });
  const { url } = /** @type {{ url: string }} */ (await firstMessage(child));
  const load = await startCallers(`${url}/v1/household-checks`, [{ 'content-type': 'application/json' }]);
  const { rows } = await measureRates('limit', load, child.pid ?? 0);
  load.stop();
  child.disconnect();
  return rows;
}

/**
 * @param {string} way
 * @param {Callers} load
 * @param {number} pid
 */
async function measureRates(way, load, pid) {
  const results = [await load.run(WARM_UP)];
  /** @type {Row[]} */
  const rows = [];
  for (const rate of rates) {
    const row = await withProgress(
      `${way}: ${whole(rate)} checks a second`,
      () => measured(pid, load, { rate, seconds, warmUpSeconds: WARM_UP_SECONDS }),
      { saysDone: false },
    );
    rows.push(row);
    results.push(row);
    console.log(
      `  ${way} ${whole(rate)}/s: ${whole(row.achieved)}/s, p50 ${ms(row.p50)}, p99 ${ms(row.p99)} (load ${loadavg()[0]?.toFixed(1)})`,
    );
    if (!isSustained(row)) break;
  }
  return { rows, results };
}

/**
 * A stage, and how much of one processor each side used meanwhile.
 * @param {number} pid
 * @param {Callers} load
 * @param {import('./check/load.mjs').Stage} stage
 * @returns {Promise<Row>}
 */
async function measured(pid, load, stage) {
  const pids = [pid, postgresPid, load.pid];
  const before = pids.map(cpuSeconds);
  const startedAt = performance.now();
  const result = await load.run(stage);
  const elapsed = (performance.now() - startedAt) / 1_000;
  const [nodeCpu = NaN, postgresCpu = NaN, callersCpu = NaN] = pids.map(
    (each, index) => (cpuSeconds(each) - (before[index] ?? NaN)) / elapsed,
  );
  return { ...result, nodeCpu, postgresCpu, callersCpu };
}

/** Processor time at a moderate rate, then a profile of the same that divides it. @param {Callers} load */
async function measureLayers(load) {
  const stage = { rate: MODERATE_RATE, seconds, warmUpSeconds: 0 };
  process.kill(service.pid, 'SIGUSR2');
  const postgresBefore = cpuSeconds(postgresPid);
  const counted = await load.run(stage);
  const postgresMicros = (cpuSeconds(postgresPid) - postgresBefore) * 1_000_000;
  process.kill(service.pid, 'SIGUSR2');
  const profiled = await load.run(stage);
  process.kill(service.pid, 'SIGUSR2');
  const probed = await probedBy(performance.now() + 10_000);
  if (values.profile !== undefined) {
    writeFileSync(values.profile, JSON.stringify(probed.profile));
    for (const { statement, count, meanMs } of statementTimes(probed)) {
      console.log(`  ${meanMs.toFixed(2)} ms × ${whole(count)}  ${statement}`);
    }
  }
  const costs = costsOf(probed, { checks: counted.answered, postgresMicros });
  return { results: [counted, profiled], costs };
}

/** @param {number} deadline @returns {Promise<import('./check/probe.mjs').Probed>} */
async function probedBy(deadline) {
  for (;;) {
    try {
      return JSON.parse(readFileSync(probeFile, 'utf8'));
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(100);
  }
}

/** Tokens of many callers, each with a case. */
async function callersHeaders() {
  return Promise.all(
    Array.from({ length: callers }, async (_, number) => {
      const token = await stack.roleToken('department-system', {
        sub: `system-${number}`,
        org: `department-${number % 20}`,
        // it names persons by their personKeys: what a party's own keys cost more is a look at one table
        party: undefined,
      });
      return {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-purpose': 'DIBAO',
        'x-case-ref': `510802-20250715-${String(number).padStart(4, '0')}`,
      };
    }),
  );
}

/** @typedef {{ pid: number, run: (stage: import('./check/load.mjs').Stage) => Promise<import('./check/load.mjs').StageResult>, stop: () => void }} Callers */

/** @param {string} url @param {readonly Record<string, string>[]} headers @returns {Promise<Callers>} */
async function startCallers(url, headers) {
  const order = Array.from({ length: households }, (_, number) => number);
  // neighbours in the table are not asked for one after the other
  order.sort((a, b) => ((a * 7_919) % households) - ((b * 7_919) % households));
  const questions = order.map((number) => JSON.stringify(questionOf(number)));
  writeFileSync(loadFile, JSON.stringify({ url, questions, headers }));
  const child = fork(join(ROOT, 'tools/bench/check/load.mjs'), {
    cwd: dataDir,
    // figures that are none stay none
    serialization: 'advanced',
    execPath: nodeBinary(),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', BENCH_LOAD: loadFile },
  });
  beforeStopping(async () => {
    child.kill('SIGKILL');
  });
  await firstMessage(child);
  return {
    pid: child.pid ?? 0,
    async run(stage) {
      child.send(stage);
      return /** @type {import('./check/load.mjs').StageResult} */ (await firstMessage(child));
    },
    stop: () => child.disconnect(),
  };
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<unknown>} */
function firstMessage(child) {
  return new Promise((resolve, reject) => {
    const ended = (/** @type {number | null} */ code) =>
      reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** Sent by assistance over Kafka, as in production. */
async function policiesHaveArrived() {
  const deadline = Date.now() + 60_000;
  let known = -1;
  for (;;) {
    const { rows } = await database.query(
      `select count(*)::int as count from policy_row where owner = 'assistance'`,
    );
    const [{ count }] = rows;
    if (count > 0 && count === known) return;
    if (Date.now() > deadline) throw new Error(`${count} policies of assistance have come: not all in time`);
    known = count;
    await sleep(1_000);
  }
}

/** Of checks: one a person. */
async function auditEntries() {
  const counted = await database.query(
    `select count(*)::int as count from audit_entry where action like '%household-checks%'`,
  );
  return counted.rows[0].count;
}

/** @param {Row} row */
function isSustained({ achieved, offered, p99, failed, gaveUp }) {
  return !gaveUp && failed === 0 && achieved >= offered * SATURATED_SHARE && p99 <= SATURATED_P99_MS;
}

/** Of the achieved rates the highest. @param {readonly Row[]} rows */
function most(rows) {
  return rows.reduce((top, { achieved }) => Math.max(top, achieved), 0);
}

/** @param {Row} row */
function rounded(row) {
  const { rate, failed } = row;
  const tenths = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  return {
    rate,
    achieved: Math.round(row.achieved),
    p50: tenths(row.p50),
    p95: tenths(row.p95),
    p99: tenths(row.p99),
    failed,
    nodeCpu: tenths(row.nodeCpu * 100),
    postgresCpu: tenths(row.postgresCpu * 100),
  };
}

/** @param {number} value */
function ms(value) {
  return `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
}

/** @param {number} share */
function percent(share) {
  return Number.isNaN(share) ? '' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
