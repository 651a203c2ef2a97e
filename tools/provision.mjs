/**
 * Creates the databases of the services and the topics of the catalogue, as far as they do not exist, and ends. It runs
 * once before the services start, in their own image too.
 *
 * Environment:
 *   ADMIN_DATABASE_URL   a user of PostgreSQL who may create roles and databases
 *   DATABASE_URLS        those of the services, separated by blanks: each user is made, or given the URL's password,
 *                        and owns the URL's database alone
 *   KAFKA_BROKERS        host:port, separated by commas
 *   TOPIC_PARTITIONS     fixed for a topic's life
 *   TOPIC_REPLICATION    copies of each record; from three on, two must be in sync for a write
 *   KAFKA_PREFIX         before the names of topics; may be left out
 */
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createTopics } from './stack/kafka.mjs';
import { createDatabases } from './stack/postgres.mjs';

/** What the environment must name. */
export const REQUIRED = [
  'ADMIN_DATABASE_URL',
  'DATABASE_URLS',
  'KAFKA_BROKERS',
  'TOPIC_PARTITIONS',
  'TOPIC_REPLICATION',
];
export const OPTIONAL = ['KAFKA_PREFIX'];

const ATTEMPTS = 30;
const PAUSE_MS = 2000;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await provision(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @throws Error when a setting is missing, or a server does not answer for a minute
 */
export async function provision(environment) {
  const missing = REQUIRED.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(', ')}`);
  const { ADMIN_DATABASE_URL = '', DATABASE_URLS = '', KAFKA_BROKERS = '', KAFKA_PREFIX = '' } = environment;
  const partitions = wholeNumber(environment, 'TOPIC_PARTITIONS');
  const replication = wholeNumber(environment, 'TOPIC_REPLICATION');
  const urls = DATABASE_URLS.split(/\s+/).filter((url) => url !== '');
  const topics = (await catalogueTopics()).map((topic) => `${KAFKA_PREFIX}${topic}`);

  await patiently('PostgreSQL', () => ownDatabases(ADMIN_DATABASE_URL, urls));
  console.log(`databases: ${urls.map(databaseOf).join(', ')}`);
  await patiently('Kafka', () => createTopics(KAFKA_BROKERS, topics, partitions, replication));
  console.log(`topics: ${topics.length}, with ${partitions} partitions and ${replication} replicas`);
}

/** Every topic that any writer of the catalogue may write. */
async function catalogueTopics() {
  const { SERVICE_NAMES, topicsOf } = await import('@minzheng/contracts/catalogue');
  const writers = /** @type {const} */ ([...SERVICE_NAMES, 'inbound']);
  return [...new Set(writers.flatMap((writer) => [...topicsOf(writer)]))];
}

/**
 * Makes each URL's database, owned by the URL's user: nobody else may connect to it.
 * @param {string} adminUrl
 * @param {readonly string[]} urls
 */
async function ownDatabases(adminUrl, urls) {
  await createDatabases(adminUrl, urls.map(databaseOf));
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const url of urls) {
      const { username, password } = new URL(url);
      const role = client.escapeIdentifier(decodeURIComponent(username));
      const database = client.escapeIdentifier(databaseOf(url));
      const secret = client.escapeLiteral(decodeURIComponent(password));
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [
        decodeURIComponent(username),
      ]);
      await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${role} login password ${secret}`);
      await client.query(`alter database ${database} owner to ${role}`);
      await client.query(`revoke all on database ${database} from public`);
    }
  } finally {
    await client.end();
  }
}

/** @param {string} url */
function databaseOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** @param {NodeJS.ProcessEnv} environment @param {string} name */
function wholeNumber(environment, name) {
  const text = environment[name] ?? '';
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${name} must be a whole number above 0`);
  return Number(text);
}

/**
 * A server that is still starting refuses for a while.
 * @param {string} server
 * @param {() => Promise<void>} work
 */
async function patiently(server, work) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`${server} is not ready (${reason}): again in ${PAUSE_MS / 1000} s`);
      await delay(PAUSE_MS);
    }
  }
}
