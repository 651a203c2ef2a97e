/**
 * Creates the databases of the services and the topics of the catalogue, as far as they do not exist, makes what topics keep, the users
 * of the broker and its access lists what they have to be, and ends. It runs once before the services start, in their own image too.
 * docs/settings.md tells what it reads (provision-settings.mjs).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { catalogueTopics } from '@minzheng/contracts/catalogue';
import { accessText, applyAccessLists, brokerConnection, putScramUsers } from '@minzheng/platform/broker';
import { withPassword } from '@minzheng/platform/config';
import { createTopics, withAdmin } from './stack/kafka.mjs';
import { createDatabases } from './stack/postgres.mjs';
import { readProvisionSettings } from './provision-settings.mjs';

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
 * @throws Error when a setting is missing or wrong, or a server does not answer for a minute
 */
export async function provision(environment) {
  const { settings, urls, kafkaPasswords } = readProvisionSettings(environment);
  const { kafkaPrefix, kafkaUsers, topicPartitions, topicReplication } = settings;
  const topics = catalogueTopics().map((topic) => `${kafkaPrefix}${topic}`);
  const adminUrl = withPassword(settings.adminDatabaseUrl, settings.adminDatabasePassword);

  await patiently('PostgreSQL', () => ownDatabases(adminUrl, urls));
  console.log(`databases: ${urls.map(({ url }) => databaseOf(url)).join(', ')}`);
  const changed = await patiently('Kafka', () =>
    createTopics(brokerConnection(settings), topics, topicPartitions, topicReplication),
  );
  console.log(
    `topics: ${topics.length}, with ${topicPartitions} partitions and ${topicReplication} replicas`,
  );
  for (const change of changed) console.log(`  ${change}`);
  if (kafkaUsers.length === 0) return;
  const passwords = new Map([...kafkaPasswords].map(([user, password]) => [kafkaPrefix + user, password]));
  if (passwords.size > 0) await putScramUsers(brokerConnection(settings), passwords);
  const { added, removed, foreign } = await withAdmin(brokerConnection(settings), (admin) =>
    applyAccessLists(admin, kafkaUsers, kafkaPrefix),
  );
  console.log(`users of the broker: ${kafkaUsers.map((user) => kafkaPrefix + user).join(', ')}`);
  console.log(`access lists: ${added.length} entries added, ${removed.length} removed`);
  for (const entry of removed) console.log(`  removed: ${accessText(entry)}`);
  for (const entry of foreign) console.log(`  not of the catalogue, and left: ${accessText(entry)}`);
}

/**
 * Makes each URL's database, owned by the URL's user: nobody else may connect to it.
 * @param {string} adminUrl
 * @param {readonly { url: URL, password: string }[]} urls
 */
async function ownDatabases(adminUrl, urls) {
  const nameless = urls.filter(({ password }) => password === '');
  if (nameless.length > 0)
    throw new Error(`no password: ${nameless.map(({ url }) => url.username).join(', ')}`);
  await createDatabases(
    adminUrl,
    urls.map(({ url }) => databaseOf(url)),
  );
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const { url, password } of urls) {
      const user = decodeURIComponent(url.username);
      const role = client.escapeIdentifier(user);
      const database = client.escapeIdentifier(databaseOf(url));
      const secret = client.escapeLiteral(password);
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [user]);
      await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${role} login password ${secret}`);
      await client.query(`alter database ${database} owner to ${role}`);
      await client.query(`revoke all on database ${database} from public`);
    }
  } finally {
    await client.end();
  }
}

/** @param {URL} url */
function databaseOf({ pathname }) {
  return decodeURIComponent(pathname.slice(1));
}

/**
 * A server that is still starting refuses for a while.
 * @template T
 * @param {string} server
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
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
