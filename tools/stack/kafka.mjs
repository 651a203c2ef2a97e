/**
 * One Apache Kafka node (KRaft: broker and controller in one process) on the loopback address.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureKafkaJars, javaBinary } from '../setup/install.mjs';
import { ROOT } from '../setup/paths.mjs';
import { kafkaProperties, openBroker } from './kafka-brokers.mjs';
import { freePort, isFree } from './ports.mjs';
import { endLeftover, sleep, startProcess } from './process.mjs';

/** Tried first when no port is asked for. */
const USUAL_PORT = 19092;
const USUAL_CONTROLLER_PORT = 19093;

/**
 * @typedef {object} KafkaOptions
 * @property {string} dataDir the log lives in `<dataDir>/kafka`, formatted when it is not there
 * @property {number} [port] wanted; another is chosen when it is taken
 * @property {(place: import('./kafka-brokers.mjs').Place) => import('./kafka-brokers.mjs').Broker} [broker] who is let in; default: everybody, at everything
 * @property {(exit: import('./process.mjs').Exit) => void} [onUnexpectedExit]
 */

/** @typedef {import('./kafka-brokers.mjs').KafkaAccess} KafkaAccess */

/**
 * @typedef {object} Kafka
 * @property {string} brokers for KAFKA_BROKERS
 * @property {KafkaAccess} access of whoever may do everything
 * @property {number} port
 * @property {number} pid of the present server
 * @property {boolean} running
 * @property {string} logFile
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill SIGKILL
 * @property {() => Promise<void>} restart on the same data and ports; stops it first when it runs
 * @property {(signal: NodeJS.Signals) => void} signal
 */

/**
 * Starts Kafka and returns when a client can use it. A server that an earlier run left on the same data is stopped first.
 * @param {KafkaOptions} options
 * @returns {Promise<Kafka>}
 */
export async function startKafka({ dataDir, port: wanted, broker = openBroker, onUnexpectedExit }) {
  const jars = await ensureKafkaJars();
  const java = javaBinary();
  const home = join(resolve(dataDir), 'kafka');
  mkdirSync(home, { recursive: true });
  await endLeftover(resolve(dataDir), 'kafka');
  const port = await freePort(wanted ?? USUAL_PORT);
  const controllerPort = await freePort(wanted === undefined ? USUAL_CONTROLLER_PORT : undefined);
  const brokers = `127.0.0.1:${port}`;
  const propertiesFile = join(home, 'server.properties');
  const place = { home, port, controllerPort };
  const made = broker(place);
  writeFileSync(propertiesFile, kafkaProperties(place, made));
  // a new one each time: kafkajs writes into it
  const adminAccess = () => ({ brokers: [brokers], ...structuredClone(made.admin) });
  await format(java, jars, home, propertiesFile);

  const server = await startProcess({
    name: 'kafka',
    command: java,
    args: [...jvmArguments(jars), 'kafka.Kafka', propertiesFile],
    dataDir: resolve(dataDir),
    cwd: home,
    ready: () => hasBroker(adminAccess()),
    ...(onUnexpectedExit ? { onUnexpectedExit } : {}),
  });
  return {
    brokers,
    get access() {
      return adminAccess();
    },
    port,
    logFile: server.logFile,
    get pid() {
      return server.pid;
    },
    get running() {
      return server.running;
    },
    stop: () => server.stop(),
    kill: () => server.kill(),
    async restart() {
      await server.stop();
      while (!(await isFree(port)) || !(await isFree(controllerPort))) await sleep(20);
      await server.restart();
    },
    signal: (signal) => server.signal(signal),
  };
}

/**
 * Creates those of the topics that do not exist, and has all that are of the catalogue keep what is in them for as long as it says.
 * @param {string | KafkaAccess} access brokers that let anybody in, or how they are reached
 * @param {readonly string[]} topics
 * @param {number} partitions
 * @param {number} [replication] copies of each record, of which two must be in sync for a write from three on
 * @returns {Promise<string[]>} what was changed of topics that were there
 */
export async function createTopics(access, topics, partitions, replication = 1) {
  return withAdmin(access, async (admin) => {
    const present = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !present.has(topic));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: true,
        topics: await Promise.all(
          missing.map(async (topic) => ({
            topic,
            numPartitions: partitions,
            replicationFactor: replication,
            configEntries: entriesOf({
              'min.insync.replicas': replication >= 3 ? '2' : '1',
              ...(await keptOf(topic)),
            }),
          })),
        ),
      });
    return keepTopics(
      admin,
      topics.filter((topic) => present.has(topic)),
    );
  });
}

/**
 * Corrects what topics keep. What else was set for one stays: Kafka takes all of a topic's settings at once.
 * @param {import('kafkajs').Admin} admin
 * @param {readonly string[]} topics
 * @returns {Promise<string[]>} what was changed
 */
async function keepTopics(admin, topics) {
  if (topics.length === 0) return [];
  const { default: kafkajs } = await import('kafkajs');
  const { TOPIC } = kafkajs.ConfigResourceTypes;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: TOPIC, name })),
  });
  const differing = await Promise.all(
    resources.map(async ({ resourceName: name, configEntries }) => {
      const present = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
      const wanted = Object.entries(await keptOf(name)).filter(([key, value]) => present.get(key) !== value);
      const own = configEntries.filter(
        ({ configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG,
      );
      const all = {
        ...Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])),
        ...Object.fromEntries(wanted),
      };
      return {
        resource: { type: TOPIC, name, configEntries: entriesOf(all) },
        told: wanted.map(([key, value]) => `${name}: ${key} ${present.get(key)} is now ${value}`),
      };
    }),
  );
  const changed = differing.filter(({ told }) => told.length > 0);
  if (changed.length > 0)
    await admin.alterConfigs({ validateOnly: false, resources: changed.map(({ resource }) => resource) });
  return changed.flatMap(({ told }) => told);
}

/** What the catalogue says of a topic, whatever prefix stands before its name. @param {string} topic */
async function keptOf(topic) {
  const { catalogueTopics, retentionSettings } = await import('@minzheng/contracts/catalogue');
  const name = topic.slice(Math.max(topic.lastIndexOf('minzheng.'), 0));
  return catalogueTopics().includes(name) ? retentionSettings(name) : {};
}

/** @param {Readonly<Record<string, string>>} settings */
function entriesOf(settings) {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

/**
 * @template T
 * @param {string | KafkaAccess} access
 * @param {(admin: import('kafkajs').Admin) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withAdmin(access, work) {
  const admin = (await client(access)).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** @param {string | KafkaAccess} access */
async function client(access) {
  const { default: kafkajs } = await import('kafkajs');
  return new kafkajs.Kafka({
    clientId: 'stack',
    ...(typeof access === 'string' ? { brokers: access.split(',') } : access),
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 2000,
    requestTimeout: 5000,
    retry: { retries: 3, initialRetryTime: 100 },
  });
}

/** @param {KafkaAccess} access @returns {Promise<boolean>} whether a broker is registered and can be reached */
async function hasBroker(access) {
  const admin = (await client(access)).admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** @param {string} jars */
function jvmArguments(jars) {
  return [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Djava.net.preferIPv4Stack=true',
    `-Dlog4j2.configurationFile=${join(ROOT, 'tools/stack/kafka/log4j2.xml')}`,
    '-cp',
    join(jars, '*'),
  ];
}

/**
 * Gives the log folder its cluster id, once.
 * @param {string} java
 * @param {string} jars
 * @param {string} home
 * @param {string} propertiesFile
 */
async function format(java, jars, home, propertiesFile) {
  if (existsSync(join(home, 'log/meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  const args = [
    'format',
    `--cluster-id=${clusterId}`,
    '--config',
    propertiesFile,
    '--standalone',
    '--ignore-formatted',
  ];
  await new Promise((resolve, reject) => {
    const child = spawn(java, [...jvmArguments(jars), 'kafka.tools.StorageTool', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`Kafka's log folder was not formatted\n${output}`)),
    );
  });
}
