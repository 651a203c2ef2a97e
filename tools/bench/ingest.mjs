/**
 * How fast facts are stored, in one run and on the same machine: the limit (kafkajs and COPY alone), our consumer, and the
 * usual way (Nest's Kafka transport with `repository.save()`).
 */
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { positive, readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR, nodeBinary, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { openIssuer, TOKEN_ISSUER } from '../stack/issuer.mjs';
import { createTopics, startKafka } from '../stack/kafka.mjs';
import { createDatabases, removePostgresData, startPostgres } from '../stack/postgres.mjs';
import { beforeStopping, claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { openSecrets } from '../stack/secrets.mjs';
import { catalogueTopics, TOPIC_PARTITIONS } from '../stack/stack.mjs';
import { FACTS_TOPIC, monthNumber, personKey, sendAll, wages } from './facts.mjs';
import { median, printTable, whole } from './report.mjs';

const FACTS_A_PERSON = 60;
const SLOWEST_RUN_MS = 180_000;

const USAGE =
  'npm run bench:ingest -- [--facts 300000] [--usual-facts 10000] [--rounds 3] [--only limit,own] [--profile]';
const { values } = readOptions(USAGE, {
  options: {
    facts: { type: 'string', default: '300000' },
    'usual-facts': { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const facts = positive(USAGE, '--facts', values.facts);
const usualFacts = Math.min(positive(USAGE, '--usual-facts', values['usual-facts']), facts);
const rounds = positive(USAGE, '--rounds', values.rounds);
const persons = Math.max(1, Math.round(facts / FACTS_A_PERSON));

/** Month by month, each person once a month. */
const evenly = (/** @type {number} */ index) => ({
  person: personKey('even', index % persons),
  month: monthNumber(Math.floor(index / persons) % FACTS_A_PERSON),
  record: String(Math.floor(index / persons / FACTS_A_PERSON)),
});
/** Nine of ten facts are about one of ten persons. */
const hot = (/** @type {number} */ index) => {
  const isHot = index % 10 !== 0;
  const group = Math.max(1, Math.round(persons / 10));
  const person = isHot ? index % group : group + (index % Math.max(1, persons - group));
  return {
    person: personKey('hot', person),
    month: monthNumber(index % FACTS_A_PERSON),
    record: String(index),
  };
};
const onePerson = (/** @type {number} */ index) => ({
  person: personKey('one', 0),
  month: monthNumber(index % FACTS_A_PERSON),
  record: String(index),
});

const third = Math.ceil(facts / 3);
/** @type {Record<string, { facts: number, personOf: Parameters<typeof wages>[1] }>} */
const LOADS = {
  even: { facts, personOf: evenly },
  hot: { facts: third, personOf: hot },
  one: { facts: third, personOf: onePerson },
};

/**
 * @typedef {object} Way
 * @property {string} title
 * @property {string} script
 * @property {keyof typeof LOADS} load
 * @property {number} facts
 * @property {number} rounds
 * @property {NodeJS.ProcessEnv} [environment]
 */

/** @type {Record<string, Way>} */
const WAYS = {
  limit: { title: 'a   limit: kafkajs, COPY', script: 'limit.mjs', load: 'even', facts, rounds },
  own: { title: 'b   our consumer', script: 'own.mjs', load: 'even', facts, rounds },
  evaluated: {
    title: "b'  our consumer, evaluator beside it",
    script: 'own.mjs',
    load: 'even',
    facts,
    rounds: 1,
    environment: { BENCH_EVALUATOR: 'true' },
  },
  hot: {
    title: 'b   90 % of the facts on 10 % of the persons',
    script: 'own.mjs',
    load: 'hot',
    facts: third,
    rounds: 1,
  },
  one: { title: 'b   one person only', script: 'own.mjs', load: 'one', facts: third, rounds: 1 },
  usual: {
    title: 'c   usual: Nest transport, save()',
    script: 'usual.mjs',
    load: 'even',
    facts: usualFacts,
    rounds: 1,
  },
};
const wanted = values.only?.split(',') ?? Object.keys(WAYS);
const unknown = wanted.find((name) => WAYS[name] === undefined);
if (unknown !== undefined)
  refuse(USAGE, `--only: there is no way ${unknown}, only ${Object.keys(WAYS).join(', ')}`);
const chosen = Object.entries(WAYS).filter(([name]) => wanted.includes(name));

const dataDir = join(DATA_DIR, 'bench');
claim(dataDir);
await cleanUpLeftovers(dataDir);
removePostgresData(dataDir);
rmSync(join(dataDir, 'kafka'), { recursive: true, force: true });

const [postgres, kafka] = await Promise.all([startPostgres({ dataDir }), startKafka({ dataDir })]);
const admin = new pg.Client({ connectionString: postgres.url });
await admin.connect();
const { jwksUrl } = await openIssuer(dataDir);
const secrets = openSecrets(dataDir, ['verification']);
const topics = await catalogueTopics();
for (const load of new Set(chosen.map(([, way]) => way.load))) await prepare(load);

/** @type {Map<string, import('./ways/way.mjs').Measured[]>} */
const results = new Map(chosen.map(([name]) => [name, []]));
for (let round = 0; round < Math.max(...chosen.map(([, way]) => way.rounds)); round++) {
  for (const [name, way] of chosen) {
    if (round >= way.rounds) continue;
    const measured = await withProgress(way.title, () => run(name, way, round));
    results.get(name)?.push(measured);
    console.log(
      `  ${way.title}: ${whole(measured.facts / measured.seconds)} facts/s (load ${loadavg()[0]?.toFixed(1)})`,
    );
  }
}
await admin.end();
await stopEverything();
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

const rates = new Map(
  [...results].map(([name, runs]) => [
    name,
    median(runs.map((measured) => measured.facts / measured.seconds)),
  ]),
);
const ratio = (/** @type {string} */ name, /** @type {string} */ to) =>
  (rates.get(name) ?? NaN) / (rates.get(to) ?? NaN);
printTable(
  ['way', 'facts', 'facts/s', 'of a', 'times c'],
  chosen.map(([name, way]) => [
    way.title,
    whole(way.facts),
    whole(rates.get(name) ?? NaN),
    shown(ratio(name, 'limit') * 100, 0, ' %'),
    shown(ratio(name, 'usual'), 1, ''),
  ]),
);
const [evaluated] = results.get('evaluated') ?? [];
if (evaluated) {
  console.log(
    `  b': all ${whole(evaluated.profiles ?? NaN)} profiles were up to date ${evaluated.evaluatedAfterSeconds?.toFixed(1)} s after the first fact`,
  );
}
const goals = [
  { goal: 'b at least half of a', figure: ratio('own', 'limit'), least: 0.5 },
  { goal: 'b at least 20 times c', figure: ratio('own', 'usual'), least: 20 },
  { goal: 'b at least 30,000 facts/s', figure: rates.get('own') ?? NaN, least: 30_000 },
]
  .filter(({ figure }) => !Number.isNaN(figure))
  .map(({ goal, figure, least }) => ({ goal, reached: figure >= least }));
for (const { goal, reached } of goals) console.log(`  ${reached ? 'reached ' : 'missed  '} ${goal}`);
console.log(
  JSON.stringify({
    bench: 'ingest',
    facts,
    persons,
    cores: cpus().length,
    load: loadavg()[0],
    factsPerSecond: Object.fromEntries([...rates].map(([name, rate]) => [name, Math.round(rate)])),
    rounds: Object.fromEntries(
      [...results].map(([name, runs]) => [
        name,
        runs.map((measured) => Math.round(measured.facts / measured.seconds)),
      ]),
    ),
    ownOfLimit: ratio('own', 'limit'),
    ownTimesUsual: ratio('own', 'usual'),
    evaluatedAfterSeconds: evaluated?.evaluatedAfterSeconds ?? null,
    goals: Object.fromEntries(goals.map(({ goal, reached }) => [goal, reached])),
  }),
);
process.exit(0);

/** Topics of its own for each load, by their prefix; its facts are sent once and read by every way. @param {string} load */
async function prepare(load) {
  const prefix = `${load}.`;
  await createTopics(
    kafka.brokers,
    topics.map((topic) => prefix + topic),
    TOPIC_PARTITIONS,
  );
  const { facts: count = 0, personOf = evenly } = LOADS[load] ?? {};
  await withProgress(`sending ${whole(count)} facts (${load})`, () =>
    sendAll(kafka.brokers, prefix + FACTS_TOPIC, wages(count, personOf), () => undefined),
  );
}

/**
 * One way in a process and a database of its own.
 * @param {string} name
 * @param {Way} way
 * @param {number} round
 * @returns {Promise<import('./ways/way.mjs').Measured>}
 */
async function run(name, way, round) {
  const database = `bench_${name}_${round}`;
  await createDatabases(postgres.url, [database]);
  const databaseUrl = postgres.urlOf(database);
  await admin.query('checkpoint');
  const prefix = `${way.load}.`;
  const child = fork(join(ROOT, 'tools/bench/ways', way.script), {
    cwd: dataDir,
    execPath: nodeBinary(),
    execArgv: [
      '--disable-warning=TimeoutNegativeWarning',
      ...(values.profile ? ['--cpu-prof', `--cpu-prof-dir=${join(DATA_DIR, 'profiles', name)}`] : []),
    ],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      TZ: 'UTC',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_PREFIX: prefix,
      TOPIC_PARTITIONS: String(TOPIC_PARTITIONS),
      TOPIC_REPLICATION: '1',
      JWKS_URL: jwksUrl,
      TOKEN_ISSUER,
      PERSON_KEY_SECRET: secrets.personKeySecret,
      FIELD_ENCRYPTION_KEYS: JSON.stringify(secrets.fieldEncryptionKeys.verification),
      FIELD_ENCRYPTION_KEY_ID: secrets.fieldEncryptionKeyId,
      REPORT_SIGNING_KEY_FILE: secrets.reportSigningKeyFile,
      LOG_LEVEL: 'warn',
      BENCH_WORK: JSON.stringify({
        facts: way.facts,
        brokers: kafka.brokers,
        topic: prefix + FACTS_TOPIC,
        prefix,
        databaseUrl,
      }),
      ...way.environment,
    },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  beforeStopping(async () => {
    child.kill('SIGKILL');
  });
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${way.title} took too long`)), SLOWEST_RUN_MS).unref();
      child.once('message', (/** @type {{ measured: import('./ways/way.mjs').Measured }} */ message) =>
        resolve(message.measured),
      );
      child.once('exit', (code) => reject(new Error(`${way.title} ended with ${code}`)));
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
    await admin.query(`drop database "${database}" with (force)`);
  }
}

/** @param {number} value @param {number} digits @param {string} unit */
function shown(value, digits, unit) {
  return Number.isNaN(value) ? '' : value.toFixed(digits) + unit;
}
