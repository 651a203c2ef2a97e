/**
 * The whole system on one machine: PostgreSQL, Kafka and the services as processes of this one.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeBinary, ROOT } from '../setup/paths.mjs';
import { openIssuer, startIssuer } from './issuer.mjs';
import { closedBroker } from './kafka-brokers.mjs';
import { externalUsers, makeUsers, usersOf } from './kafka-users.mjs';
import { createTopics, startKafka } from './kafka.mjs';
import { freePort } from './ports.mjs';
import { createDatabases, startPostgres } from './postgres.mjs';
import { beforeStopping, claim, cleanUpLeftovers, httpReady, release, startProcess } from './process.mjs';
import { readPrograms } from './programs.mjs';
import { openSecrets } from './secrets.mjs';
import { serviceSettings } from './service-settings.mjs';

/** Fixed for a topic's life. */
export const TOPIC_PARTITIONS = 3;

/** Of the issuer of tokens, where it is free. */
const ISSUER_PORT = 8084;

/**
 * Those that the tools call by name; whatever else a service has in its package.json runs beside them.
 * @typedef {'social-assistance' | 'verification' | 'gateway'} ServiceName
 */

export const SERVICES = /** @type {Readonly<Record<ServiceName, import('./programs.mjs').Program>>} */ (
  readPrograms()
);

/**
 * @typedef {object} StackOptions
 * @property {string} dataDir everything that the stack writes; one stack at a time
 * @property {readonly ServiceName[]} [services] default all; `[]` starts only the servers
 * @property {string} [clock] RFC 3339: where the business clocks are set once the services are ready; default: they are left as they are
 * @property {boolean} [usualPorts] the well-known ports where they are free; default: any free ones, so that stacks may start together
 * @property {boolean} [external] use KAFKA_BROKERS and DATABASE_URL with databases and topics of a prefix of its own
 * @property {boolean} [openBroker] Kafka lets everybody at everything; default: services log in, and access lists say what they may do
 * @property {readonly string[]} [topics] default those of the catalogue
 * @property {boolean} [fsync] of PostgreSQL; default true
 * @property {Readonly<Record<string, string | number>>} [postgresSettings] beside those of every stack
 * @property {NodeJS.ProcessEnv} [environment] added to that of each service
 * @property {(line: string) => void} [log] told what has become ready
 * @property {(name: string, exit: import('./process.mjs').Exit) => void} [onUnexpectedExit]
 */

/**
 * @typedef {object} Stack
 * @property {string} dataDir
 * @property {string} brokers
 * @property {import('./kafka.mjs').KafkaAccess} kafkaAccess of whoever may do everything at the brokers, to be spread into kafkajs' settings
 * @property {(user: string) => NodeJS.ProcessEnv} kafkaSettings with which a program gets at the brokers as this user: `admin`, or the name of a database
 * @property {string} topicPrefix empty but on external servers
 * @property {import('./kafka.mjs').Kafka} [kafka] none when external
 * @property {import('./postgres.mjs').Postgres} [postgres] none when external
 * @property {Record<string, string>} databaseUrls by `assistance`, `verification`, `gateway`
 * @property {Record<ServiceName, string>} urls
 * @property {Partial<Record<ServiceName, import('./process.mjs').SupervisedProcess>>} services
 * @property {import('./secrets.mjs').Secrets} secrets
 * @property {import('./issuer.mjs').Issuer} issuer its server starts with the first service
 * @property {import('./issuer.mjs').Issuer['signToken']} signToken
 * @property {import('./issuer.mjs').Issuer['roleToken']} roleToken
 * @property {(instant: string) => Promise<void>} moveClock sets the business clock of each service that runs
 * @property {() => Promise<Partial<Record<ServiceName, string>>>} readClocks the business instant of each service that runs
 * @property {(name: ServiceName) => Promise<void>} startService one that `services` left out
 * @property {(instance: Instance) => Promise<import('./process.mjs').SupervisedProcess>} startInstance one more process of a
 *   service, also of another checkout: whoever starts it stops it
 * @property {() => Promise<void>} stop services, then Kafka and PostgreSQL
 */

/**
 * @typedef {object} Instance
 * @property {ServiceName} service
 * @property {string} [name] of its log and pid file; default: that of the service
 * @property {number} port
 * @property {string} [root] checkout whose program it runs; default: this one
 * @property {typeof serviceSettings} [settings] of that checkout; default: of this one
 * @property {NodeJS.ProcessEnv} [environment] added last
 * @property {number} [stopGraceMs] after SIGTERM
 */

/**
 * Starts the stack and returns when every service is ready. When one is not, everything is stopped again.
 * @param {StackOptions} options
 * @returns {Promise<Stack>}
 */
export async function startStack(options) {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  claim(dataDir);
  beforeStopping(async () => release(dataDir));
  const log = options.log ?? (() => undefined);
  const left = await cleanUpLeftovers(dataDir);
  if (left.length > 0) log(`stopped what an earlier run had left: ${left.join(', ')}`);

  const databases = Object.values(SERVICES).map(({ database }) => database);
  const secrets = openSecrets(dataDir, databases);
  const issuerPort = await freePort(options.usualPorts ? ISSUER_PORT : undefined);
  const issuer = await openIssuer(dataDir, `http://127.0.0.1:${issuerPort}`);
  const servers = options.external
    ? await externalServers(secrets.externalPrefix)
    : await ownServers(options, dataDir, secrets, log);
  const { brokers, adminUrl, prefix, postgres, kafka, users } = servers;

  /** @type {Stack['services']} */
  const services = {};
  /** @type {Promise<import('./process.mjs').SupervisedProcess> | undefined} */
  let issuerServer;
  const stop = async () => {
    await Promise.all(Object.values(services).map((service) => service.stop()));
    await issuerServer?.then((server) => server.stop()).catch(() => undefined);
    await Promise.all([kafka?.stop(), postgres?.stop()]);
    release(dataDir);
  };
  try {
    const topics = options.topics ?? (await catalogueTopics());
    await Promise.all([
      createDatabases(
        adminUrl,
        databases.map((name) => databaseName(prefix, name)),
      ).catch(blame(`PostgreSQL at ${hostOf(adminUrl)}`)),
      createTopics(
        users.access,
        topics.map((topic) => topicName(prefix, topic)),
        TOPIC_PARTITIONS,
      ).catch(blame(`Kafka at ${brokers}`)),
      ...(kafka && !options.openBroker ? [makeUsers(users.access, secrets.kafkaPasswords)] : []),
    ]);
    log(`${databases.length} databases and ${topics.length} topics are there`);

    const databaseUrls = Object.fromEntries(
      databases.map((name) => [name, withDatabase(adminUrl, databaseName(prefix, name))]),
    );
    const ports = /** @type {Record<ServiceName, number>} */ ({});
    for (const name of serviceNames())
      ports[name] = await freePort(options.usualPorts ? SERVICES[name].port : undefined);
    const urls = /** @type {Record<ServiceName, string>} */ (
      Object.fromEntries(serviceNames().map((name) => [name, `http://127.0.0.1:${ports[name]}`]))
    );

    /** @type {Stack['startInstance']} */
    const startInstance = ({ service, name = service, port, root = ROOT, settings, ...more }) => {
      // A service starts while the issuer is away: they start together.
      issuerServer ??= startIssuer(dataDir, issuer, (exit) => options.onUnexpectedExit?.('issuer', exit));
      issuerServer.catch(() => undefined);
      const { script, database } = SERVICES[service];
      const kafkaSettings = users.settings(database);
      const where = {
        port,
        urls,
        database,
        databaseUrl: databaseUrls[database],
        brokers,
        kafkaSettings,
        prefix,
      };
      return startProcess({
        name,
        command: nodeBinary(),
        args: ['--disable-warning=TimeoutNegativeWarning', '--enable-source-maps', join(root, script)],
        dataDir,
        cwd: root,
        env: {
          PATH: process.env.PATH,
          ...(settings ?? serviceSettings)(service, {
            ...where,
            partitions: TOPIC_PARTITIONS,
            issuer,
            secrets,
          }),
          ...options.environment,
          ...more.environment,
        },
        stopGraceMs: more.stopGraceMs,
        ready: httpReady(`http://127.0.0.1:${port}/health/ready`),
        onUnexpectedExit: (exit) => options.onUnexpectedExit?.(name, exit),
      });
    };
    /** @param {ServiceName} name */
    const startService = async (name) => {
      const startedAt = Date.now();
      services[name] = await startInstance({ service: name, port: ports[name] });
      log(`${name} is ready at ${urls[name]} (${seconds(startedAt)})`);
    };
    const runningServices = () => serviceNames().filter((name) => services[name]?.running === true);
    const moveClock = async (/** @type {string} */ instant) => {
      const token = await issuer.roleToken('sandbox-operator');
      const move = (/** @type {ServiceName} */ name) => clockOf(urls[name], token, instant);
      const names = runningServices();
      // Verification refuses facts of a clock that is ahead of its own.
      if (names.includes('verification')) await move('verification');
      await Promise.all(names.filter((name) => name !== 'verification').map(move));
    };
    const readClocks = async () => {
      const token = await issuer.roleToken('sandbox-operator');
      const read = async (/** @type {ServiceName} */ name) => [name, await clockOf(urls[name], token)];
      return Object.fromEntries(await Promise.all(runningServices().map(read)));
    };
    const starting = (options.services ?? serviceNames()).map(startService);
    // an issuer that cannot start is told at once, not when a service has waited for it in vain
    await Promise.all([...starting, issuerServer]);
    if (await issuerServer) log(`the issuer of tokens is ready at ${issuer.url}`);
    if (options.clock !== undefined) {
      await moveClock(options.clock);
      log(`the business clock stands at ${options.clock}`);
    }

    return {
      dataDir,
      brokers,
      get kafkaAccess() {
        return users.access;
      },
      kafkaSettings: users.settings,
      topicPrefix: prefix === '' ? '' : `${prefix}.`,
      ...(kafka ? { kafka } : {}),
      ...(postgres ? { postgres } : {}),
      databaseUrls,
      urls,
      services,
      secrets,
      issuer,
      signToken: issuer.signToken,
      roleToken: issuer.roleToken,
      moveClock,
      readClocks,
      startService,
      startInstance,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} url of a service
 * @param {string} token
 * @param {string} [instant] where to move its business clock; default: nowhere
 * @returns {Promise<string>} the business instant
 */
async function clockOf(url, token, instant) {
  const authorization = `Bearer ${token}`;
  const response = await fetch(
    `${url}/v1/sandbox/clock`,
    instant === undefined
      ? { headers: { authorization } }
      : {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify({ instant }),
        },
  );
  if (!response.ok) throw new Error(`the clock of ${url}: ${response.status} ${await response.text()}`);
  const body = /** @type {{ instant: string }} */ (await response.json());
  return body.instant;
}

/** @returns {ServiceName[]} */
export function serviceNames() {
  return /** @type {ServiceName[]} */ (Object.keys(SERVICES));
}

/** Every topic that any service writes. @returns {Promise<readonly string[]>} */
export async function catalogueTopics() {
  const { SERVICE_NAMES, topicsOf } = await import('@minzheng/contracts/catalogue');
  const writers = /** @type {const} */ ([...SERVICE_NAMES, 'inbound']);
  return [...new Set(writers.flatMap((writer) => [...topicsOf(writer)]))];
}

/**
 * @param {StackOptions} options @param {string} dataDir @param {import('./secrets.mjs').Secrets} secrets
 * @param {(line: string) => void} log
 */
async function ownServers(options, dataDir, secrets, log) {
  const startedAt = Date.now();
  const told = (/** @type {string} */ name) => (/** @type {import('./process.mjs').Exit} */ exit) =>
    options.onUnexpectedExit?.(name, exit);
  const startPg = async () => {
    const postgres = await startPostgres({
      dataDir,
      fsync: options.fsync ?? true,
      ...(options.postgresSettings ? { settings: options.postgresSettings } : {}),
      ...(options.usualPorts ? {} : { port: await freePort() }),
      onUnexpectedExit: told('postgres'),
    });
    log(`PostgreSQL is ready at 127.0.0.1:${postgres.port} (${seconds(startedAt)})`);
    return postgres;
  };
  const passwords = options.openBroker ? undefined : secrets.kafkaPasswords;
  const startBroker = async () => {
    const kafka = await startKafka({
      dataDir,
      ...(passwords ? { broker: closedBroker(passwords['admin'] ?? '') } : {}),
      ...(options.usualPorts ? {} : { port: await freePort() }),
      onUnexpectedExit: told('kafka'),
    });
    log(`Kafka is ready at ${kafka.brokers} (${seconds(startedAt)})`);
    return kafka;
  };
  const [first, second] = await Promise.allSettled([startPg(), startBroker()]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    const [postgres, kafka] = [first.value, second.value];
    const users = usersOf(kafka, passwords);
    return { postgres, kafka, users, brokers: kafka.brokers, adminUrl: postgres.url, prefix: '' };
  }
  if (first.status === 'fulfilled') await first.value.stop();
  if (second.status === 'fulfilled') await second.value.stop();
  release(dataDir);
  throw first.status === 'rejected' ? first.reason : /** @type {PromiseRejectedResult} */ (second).reason;
}

/** @param {string} prefix */
async function externalServers(prefix) {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: adminUrl } = process.env;
  if (!brokers || !adminUrl)
    throw new Error('--external needs KAFKA_BROKERS and DATABASE_URL in the environment');
  const users = await externalUsers();
  return { brokers, adminUrl, prefix, users, postgres: undefined, kafka: undefined };
}

/** Names the server in an error of its client. @param {string} server @returns {(error: unknown) => never} */
function blame(server) {
  return (error) => {
    const [first] = error instanceof AggregateError ? error.errors : [error];
    throw new Error(`${server}: ${first instanceof Error ? first.message : first}`, { cause: error });
  };
}

/** The server of a URL, without user and password. @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : '(DATABASE_URL is not a URL)';
}

/** @param {string} prefix @param {string} name */
function databaseName(prefix, name) {
  return prefix === '' ? name : `${prefix}_${name}`;
}

/** @param {string} prefix @param {string} name */
function topicName(prefix, name) {
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** @param {string} url @param {string} database */
function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
