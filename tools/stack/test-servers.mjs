/**
 * Kafka and PostgreSQL for tests: what the environment names, else containers where a Docker engine answers, else the
 * servers of tools/stack in a temporary folder.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from './kafka.mjs';
import { freePort } from './ports.mjs';
import { removePostgresData, startPostgres } from './postgres.mjs';
import { claim, cleanUpLeftovers } from './process.mjs';

const FOLDER_PREFIX = 'minzheng-test-';
const POSTGRES_IMAGE = 'postgres:18';
const KAFKA_IMAGE = 'apache/kafka:4.4.0';

/**
 * @typedef {object} TestServers
 * @property {string} brokers
 * @property {string} databaseUrl
 * @property {() => Promise<void>} stop leaves nothing of what was started here
 */

/** @returns {Promise<TestServers>} */
export async function startTestServers() {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl } = process.env;
  if (brokers && databaseUrl) return { brokers, databaseUrl, stop: async () => undefined };
  const start = (await dockerAnswers()) ? containers : embedded;
  const servers = await start({ kafka: !brokers, postgres: !databaseUrl });
  return {
    brokers: brokers || servers.brokers,
    databaseUrl: databaseUrl || servers.databaseUrl,
    stop: servers.stop,
  };
}

/** @param {{ kafka: boolean, postgres: boolean }} wanted @returns {Promise<TestServers>} */
async function embedded(wanted) {
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  // PostgreSQL's user has to pass through it.
  chmodSync(dataDir, 0o755);
  claim(dataDir);
  const [postgres, kafka] = await Promise.all([
    wanted.postgres ? startPostgres({ dataDir, fsync: false, port: await freePort() }) : undefined,
    wanted.kafka ? startKafka({ dataDir, port: await freePort() }) : undefined,
  ]);
  return {
    brokers: kafka?.brokers ?? '',
    databaseUrl: postgres?.url ?? '',
    async stop() {
      await Promise.all([kafka?.stop(), postgres?.stop()]);
      remove(dataDir);
    },
  };
}

/** Ends and removes what test runs that were killed have left. */
async function removeLeftovers() {
  for (const name of readdirSync(tmpdir()).filter((file) => file.startsWith(FOLDER_PREFIX))) {
    const dataDir = join(tmpdir(), name);
    try {
      claim(dataDir);
    } catch {
      continue;
    }
    await cleanUpLeftovers(dataDir);
    remove(dataDir);
  }
}

/** @param {string} dataDir */
function remove(dataDir) {
  removePostgresData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

/** @returns {Promise<boolean>} */
function dockerAnswers() {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const where = host.startsWith('unix://')
    ? { socketPath: host.slice('unix://'.length) }
    : { socketPath: undefined, host: new URL(host).hostname, port: new URL(host).port };
  if (where.socketPath !== undefined && !existsSync(where.socketPath)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...where, path: '/_ping', timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}

/** @param {{ kafka: boolean, postgres: boolean }} wanted @returns {Promise<TestServers>} */
async function containers(wanted) {
  const { GenericContainer, Wait } = await import('testcontainers');
  const startPg = () =>
    new GenericContainer(POSTGRES_IMAGE)
      .withEnvironment({
        POSTGRES_PASSWORD: 'test',
        POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8',
      })
      .withCommand(['postgres', '-c', 'fsync=off', '-c', 'max_connections=200'])
      .withExposedPorts(5432)
      // It starts twice: once to initialize itself.
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
      .start();
  // Clients are sent to the advertised address, so the port outside has to be known before.
  const kafkaPort = await freePort();
  const startBroker = () =>
    new GenericContainer(KAFKA_IMAGE)
      .withExposedPorts({ container: 9092, host: kafkaPort })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_LISTENERS: 'PLAINTEXT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093',
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${kafkaPort}`,
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:9093',
        KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      })
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start();
  const [postgres, kafka] = await Promise.all([
    wanted.postgres ? startPg() : undefined,
    wanted.kafka ? startBroker() : undefined,
  ]);
  return {
    brokers: kafka ? `${kafka.getHost()}:${kafkaPort}` : '',
    databaseUrl: postgres
      ? `postgres://postgres:test@${postgres.getHost()}:${postgres.getMappedPort(5432)}/postgres`
      : '',
    async stop() {
      await Promise.all([kafka?.stop(), postgres?.stop()]);
    },
  };
}
