/**
 * A month's payment of a city: lines built, locked, approved, filed and reconciled by two processes of the service over
 * HTTP, one of them killed half-way through the build and once more half-way through the reconciliation. Every line, fact and
 * message is then compared with what had to come of it; the rates with the usual way (line by line through TypeORM) and with
 * COPY alone, in the same run.
 */
import { fork } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { positive, readOptions } from '../setup/options.mjs';
import { DATA_DIR, nodeBinary, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { openIssuer, TOKEN_ISSUER } from '../stack/issuer.mjs';
import { createDatabases, removePostgresData, startPostgres } from '../stack/postgres.mjs';
import { beforeStopping, claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { openSecrets } from '../stack/secrets.mjs';
import { TOPIC_PARTITIONS } from '../stack/stack.mjs';
import { cpuSeconds } from './check/cpu.mjs';
import { Office } from './payroll/office.mjs';
import { awardsFor, COUNTIES, MONTH, populate } from './payroll/population.mjs';
import { measureUsual } from './payroll/usual.mjs';
import { verify } from './payroll/verification.mjs';
import { printTable, whole } from './report.mjs';

/** The goal is for this many. */
const ALL_LINES = 1_000_000;
const GOAL_SECONDS = 120;
const PROCESSES = 2;
const HEAP_MB = 256;
const SAMPLE_MS = 500;
const SHOWN_SAMPLES = 12;
const DATABASE = 'bench_payroll';

/** What of it the short run is. */
const SHORT_OF = 20;
const USAGE = 'npm run bench:payroll -- [--lines 1000000] [--short] [--usual 2000]';
const { values } = readOptions(USAGE, {
  options: {
    lines: { type: 'string', default: String(ALL_LINES) },
    short: { type: 'boolean', default: false },
    usual: { type: 'string', default: '2000' },
  },
});
const wanted = Math.round(positive(USAGE, '--lines', values.lines) / (values.short ? SHORT_OF : 1));
const usualLines = positive(USAGE, '--usual', values.usual) / (values.short ? SHORT_OF : 1);

const dataDir = join(DATA_DIR, 'bench');
claim(dataDir);
await cleanUpLeftovers(dataDir);
removePostgresData(dataDir);
const postgres = await startPostgres({ dataDir });
await createDatabases(postgres.url, [DATABASE]);
const databaseUrl = postgres.urlOf(DATABASE);
const issuer = await openIssuer(dataDir);
const secrets = openSecrets(dataDir, ['assistance']);

/** @typedef {{ seconds: number, cpuNode: number, cpuPostgres: number }} Step */
/** @typedef {{ child: import('node:child_process').ChildProcess, url: string }} Worker */
/** @type {Worker[]} */
let workers = [await startWorker()];
const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();
// the run of the month that really is would be built beside it
await database.query(
  `update policy_row set state = 'SUPERSEDED', effective_to = effective_from where key = 'assistance.payroll.buildDay'`,
);
await stopWorkers();
const awards = awardsFor(wanted);
await withProgress(`${whole(awards)} awards come on record`, () =>
  populate(database, awards, {
    keys: secrets.fieldEncryptionKeys.assistance ?? {},
    keyId: secrets.fieldEncryptionKeyId,
  }),
);
const usual = await withProgress(`${whole(usualLines)} lines in the usual way`, () =>
  measureUsual(databaseUrl, usualLines),
);
await database.query('checkpoint');

/** @type {{ at: number, rss: number[] }[]} */
const samples = [];
let cpuOfKilled = 0;
const own = await withProgress('the payment of a month, killed twice', measureOwn, { saysDone: false });
const copySeconds = await withProgress('the same lines by COPY', measureCopy);
const checked = await withProgress('everything is compared', () => verify(database));
await database.end();
await stopWorkers();
await stopEverything();
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

const { missed, twice, open, unbalanced, wrongFacts, untold, toldTwice, expected, lines } = checked;
const wrong =
  [missed, twice, open, unbalanced, wrongFacts, untold, toldTwice].reduce(
    (sum = 0, each = 0) => sum + each,
    0,
  ) ?? 0;
const isRight = wrong === 0 && expected === lines;
const rate = (lines ?? 0) / own.seconds;
const usualRate = usual.lines / usual.seconds;
printTable(
  ['step', 'seconds', 'lines/s', 'CPU node', 'PostgreSQL'],
  [...Object.entries(own.steps), /** @type {[string, Step]} */ (['all of it', own])].map(([name, step]) => [
    ...[name, step.seconds.toFixed(1), whole((lines ?? 0) / step.seconds)],
    ...[`${step.cpuNode.toFixed(1)} s`, `${step.cpuPostgres.toFixed(1)} s`],
  ]),
);
console.log(
  `  usual way: ${whole(usualRate)} lines/s · COPY of the finished lines: ${whole((lines ?? 0) / copySeconds)} lines/s`,
);
console.log(`  RSS of the processes, MB: ${shownMemory()}`);
console.log(
  `  ${whole(lines ?? 0)} lines: ${whole(checked.paid ?? 0)} paid, ${whole(checked.returned ?? 0)} returned, ${whole(missed ?? 0)} missed, ${whole(twice ?? 0)} twice; ` +
    `${whole(checked.facts ?? 0)} facts, ${whole(wrongFacts ?? 0)} wrong; ${whole((untold ?? 0) + (toldTwice ?? 0))} messages wrong`,
);
const isReached = isRight && (own.seconds * ALL_LINES) / (lines ?? 1) <= GOAL_SECONDS;
console.log(
  `  ${isReached ? 'reached ' : 'missed  '} ${whole(ALL_LINES)} lines in ${GOAL_SECONDS} s, nobody twice, nobody missed`,
);
console.log(
  JSON.stringify({
    ...{
      bench: 'payroll',
      lines,
      awards,
      counties: COUNTIES.length,
      cores: cpus().length,
      load: loadavg()[0],
    },
    ...{ seconds: own.seconds, steps: own.steps, linesPerSecond: Math.round(rate) },
    ...{
      usualLinesPerSecond: Math.round(usualRate),
      timesUsual: rate / usualRate,
      timesCopySeconds: own.seconds / copySeconds,
    },
    ...{
      cpuNode: own.cpuNode,
      cpuPostgres: own.cpuPostgres,
      rssMostMb: Math.max(...samples.flatMap(({ rss }) => rss)),
    },
    ...checked,
    goal: isReached,
  }),
);
process.exit(isRight ? 0 : 1);

async function measureOwn() {
  workers = await Promise.all(Array.from({ length: PROCESSES }, startWorker));
  const office = new Office(
    () => workers.map(({ url }) => url),
    (claims) => issuer.signToken(claims),
  );
  const [nodeBefore, postgresBefore] = [cpuOfWorkers(), cpuSeconds(postgres.pid)];
  const startedAt = performance.now();
  const sampling = sampleMemory(startedAt);
  /** @type {Record<string, Step>} */
  const steps = {};
  /** @param {string} name @param {() => Promise<void>} work */
  const step = async (name, work) => {
    const [began, node, server] = [performance.now(), cpuOfWorkers(), cpuSeconds(postgres.pid)];
    await work();
    steps[name] = {
      seconds: (performance.now() - began) / 1_000,
      cpuNode: cpuOfWorkers() - node,
      cpuPostgres: cpuSeconds(postgres.pid) - server,
    };
  };

  /** @type {[string, import('./payroll/office.mjs').Run][]} */
  const runs = [];
  await step('built, killed half-way', async () => {
    const opened = await Promise.all(
      COUNTIES.map(async (county) => /** @type {const} */ ([county, await office.open(county, MONTH)])),
    );
    await killOnce(async () =>
      figureOf(`select coalesce(sum(done), 0) * 2 >= ${awards} as n from job where name = 'payroll-build'`),
    );
    for (const [county, { id }] of opened) runs.push([county, await office.becomes(county, id, 'BUILT')]);
  });
  await step('locked and approved', async () => {
    await inTurns(runs, ([county, run]) => office.approve(county, run));
  });
  /** @type {Map<string, string>} */
  const answers = new Map();
  await step('filed', async () => {
    await inTurns(runs, async ([county, run]) => {
      answers.set(run.id, (await office.file(county, run)).results);
    });
  });
  await step('reconciled, killed half-way', async () => {
    const imports = inTurns(runs, ([county, run]) =>
      office.importResults(county, run, answers.get(run.id) ?? ''),
    );
    await killOnce(async () =>
      figureOf(
        `select coalesce(sum(line_count), 0) * 2 >= (select count(*) from bench_expected) as n from bank_result where applied_at is not null`,
      ),
    );
    await imports;
    for (const [county, { id }] of runs) await office.becomes(county, id, 'CLOSED');
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(sampling);
  return {
    ...{ seconds, steps, cpuNode: cpuOfWorkers() - nodeBefore },
    cpuPostgres: cpuSeconds(postgres.pid) - postgresBefore,
  };
}

/** Those that were killed, too. */
function cpuOfWorkers() {
  return cpuOfKilled + workers.reduce((sum, { child }) => sum + cpuSeconds(child.pid ?? 0), 0);
}

/** Waits until it is time, and kills one process without any warning; another takes its place. @param {() => Promise<boolean>} isTime */
async function killOnce(isTime) {
  while (!(await isTime())) await sleep(100);
  const [killed, ...others] = workers;
  if (!killed) return;
  workers = others;
  cpuOfKilled += cpuSeconds(killed.child.pid ?? 0);
  killed.child.kill('SIGKILL');
  // whoever has little to do would only wait for the leases to end
  if (values.short)
    await database.query('update job set lease_until = clock_timestamp() where lease_until is not null');
  workers = [...others, await startWorker()];
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<void>} work as many at a time as there are processes
 */
async function inTurns(items, work) {
  const left = [...items];
  await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

/** @param {string} sql @returns {Promise<boolean>} */
async function figureOf(sql) {
  return (await database.query(sql)).rows[0].n;
}

/** The finished lines once more, into a table like theirs. */
async function measureCopy() {
  await database.query('create table bench_copy (like payment_line including all)');
  const source = new pg.Client({ connectionString: databaseUrl });
  await source.connect();
  const startedAt = performance.now();
  await pipeline(
    source.query(copyTo('copy payment_line to stdout with (format binary)')),
    database.query(copyFrom('copy bench_copy from stdin with (format binary)')),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await source.end();
  await database.query('drop table bench_copy');
  return seconds;
}

/** @returns {Promise<Worker>} */
async function startWorker() {
  const child = fork(join(ROOT, 'tools/bench/payroll/worker.mjs'), {
    cwd: dataDir,
    execPath: nodeBinary(),
    // what is not needed any more goes: memory is no measure of the work
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', TZ: 'UTC', HOST: '127.0.0.1', PORT: '0' },
      ...{
        DATABASE_URL: databaseUrl,
        KAFKA_BROKERS: '127.0.0.1:9',
        TOPIC_PARTITIONS: String(TOPIC_PARTITIONS),
      },
      ...{ TOPIC_REPLICATION: '1', JWKS_URL: issuer.jwksUrl, TOKEN_ISSUER, LOG_LEVEL: 'warn' },
      PERSON_KEY_SECRET: secrets.personKeySecret,
      FIELD_ENCRYPTION_KEYS: JSON.stringify(secrets.fieldEncryptionKeys.assistance),
      FIELD_ENCRYPTION_KEY_ID: secrets.fieldEncryptionKeyId,
    },
  });
  beforeStopping(async () => {
    child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('message', (/** @type {{ url: string }} */ { url }) => resolve({ child, url }));
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
  });
}

async function stopWorkers() {
  const ended = workers.map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
  for (const { child } of workers) child.disconnect();
  await Promise.all(ended);
  workers = [];
}

/** @param {number} startedAt */
function sampleMemory(startedAt) {
  return setInterval(() => {
    samples.push({
      at: (performance.now() - startedAt) / 1_000,
      rss: workers.map(({ child }) => rssOf(child.pid ?? 0)),
    });
  }, SAMPLE_MS);
}

/** Megabytes. @param {number} pid */
function rssOf(pid) {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return 0;
  }
}

function shownMemory() {
  const every = Math.max(1, Math.floor(samples.length / SHOWN_SAMPLES));
  return samples
    .filter((_, index) => index % every === 0)
    .map(({ at, rss }) => `${at.toFixed(0)} s ${rss.join('+')}`)
    .join(' · ');
}
