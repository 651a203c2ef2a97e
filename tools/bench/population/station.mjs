/** PostgreSQL, Kafka, and verification as processes of its own: any number of them, on one database after the other. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { kafkaClient } from '../facts.mjs';
import { nodeBinary, ROOT } from '../../setup/paths.mjs';
import { policyRows, PROVINCE } from '../../simulate/policies.mjs';
import { openIssuer, TOKEN_ISSUER } from '../../stack/issuer.mjs';
import { createTopics, startKafka } from '../../stack/kafka.mjs';
import { freePort } from '../../stack/ports.mjs';
import { createDatabases, removePostgresData, startPostgres } from '../../stack/postgres.mjs';
import { claim, cleanUpLeftovers, httpReady, startProcess, stopEverything } from '../../stack/process.mjs';
import { openSecrets } from '../../stack/secrets.mjs';
import { catalogueTopics, TOPIC_PARTITIONS } from '../../stack/stack.mjs';

/** @typedef {import('../../stack/process.mjs').SupervisedProcess & { url: string }} Worker */

/** A run of few people has chunks enough to be killed between two of them. */
const MOST_OF_A_SMALL_CHUNK = 50;
const TRIES = 5;
/** As docs/sizing.md has it: packed facts are read from memory, and a run's log fits between two checkpoints. */
const SERVER = { shared_buffers: '4GB', max_wal_size: '8GB' };

export class Station {
  /** @param {string} dataDir @param {string} now the business instant */
  static async open(dataDir, now) {
    claim(dataDir);
    await cleanUpLeftovers(dataDir);
    removePostgresData(dataDir);
    rmSync(join(dataDir, 'kafka'), { recursive: true, force: true });
    const [postgres, kafka] = await Promise.all([
      startPostgres({ dataDir, settings: SERVER }),
      startKafka({ dataDir }),
    ]);
    return new Station(dataDir, now, postgres, kafka, await openIssuer(dataDir));
  }

  /**
   * @param {string} dataDir
   * @param {string} now
   * @param {import('../../stack/postgres.mjs').Postgres} postgres
   * @param {import('../../stack/kafka.mjs').Kafka} kafka
   * @param {import('../../stack/issuer.mjs').Issuer} issuer
   */
  constructor(dataDir, now, postgres, kafka, issuer) {
    this.dataDir = dataDir;
    this.now = now;
    this.postgres = postgres;
    this.kafka = kafka;
    this.issuer = issuer;
    this.secrets = openSecrets(dataDir, ['verification']);
  }

  /** A database of its own, with topics of its own, and the policies of the province. @param {string} name @param {number} people */
  async openSite(name, people) {
    const prefix = `${name}.`;
    await createDatabases(this.postgres.url, [name]);
    const topics = (await catalogueTopics()).map((topic) => prefix + topic);
    for (let left = TRIES; left > 0; left--) {
      try {
        await createTopics(this.kafka.brokers, topics, TOPIC_PARTITIONS);
        break;
      } catch (error) {
        // a busy broker does not know at once what it has made
        if (left === 1) throw error;
        await sleep(1_000);
      }
    }
    const site = new Site(this, name, prefix);
    await site.start();
    await site.connect(people);
    await site.stopWorkers();
    await site.start();
    await site.nightIsOver();
    await site.stopWorkers();
    return site;
  }

  async close() {
    await stopEverything();
    removePostgresData(this.dataDir);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

const NICENESS = 15;
/** What lives for one slice of a run only is not copied to and fro by the collector. */
const SEMI_SPACE_MB = 64;

/** One database and what runs on it. */
export class Site {
  /** @type {Worker[]} */
  workers = [];
  #started = 0;

  /** @param {Station} station @param {string} name @param {string} prefix of its topics */
  constructor(station, name, prefix) {
    this.station = station;
    this.name = name;
    this.prefix = prefix;
    this.databaseUrl = station.postgres.urlOf(name);
    this.database = new pg.Client({ connectionString: this.databaseUrl });
  }

  /**
   * Another process of the service. As they are installed, one that is asked leaves bulk runs to others.
   * @param {{ takesRuns?: boolean }} [options]
   * @returns {Promise<Worker>}
   */
  async start({ takesRuns = false } = {}) {
    const { dataDir, kafka, issuer, secrets } = this.station;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const started = await startProcess({
      name: `verification-${this.name}-${++this.#started}`,
      // who computes runs gets what the others leave of the processors
      command: takesRuns ? 'nice' : nodeBinary(),
      args: [
        ...(takesRuns
          ? ['-n', String(NICENESS), nodeBinary(), `--max-semi-space-size=${SEMI_SPACE_MB}`]
          : []),
        '--disable-warning=TimeoutNegativeWarning',
        join(ROOT, 'services/verification/dist/main.js'),
      ],
      ...{ dataDir, cwd: ROOT },
      env: {
        ...{
          PATH: process.env.PATH,
          NODE_ENV: 'production',
          TZ: 'UTC',
          HOST: '127.0.0.1',
          PORT: String(port),
        },
        ...{ DATABASE_URL: this.databaseUrl, KAFKA_BROKERS: kafka.brokers, KAFKA_PREFIX: this.prefix },
        ...{ TOPIC_PARTITIONS: String(TOPIC_PARTITIONS), TOPIC_REPLICATION: '1', SANDBOX: 'true' },
        ...{ JWKS_URL: issuer.jwksUrl, TOKEN_ISSUER },
        PERSON_KEY_SECRET: secrets.personKeySecret,
        FIELD_ENCRYPTION_KEYS: JSON.stringify(secrets.fieldEncryptionKeys.verification),
        FIELD_ENCRYPTION_KEY_ID: secrets.fieldEncryptionKeyId,
        REPORT_SIGNING_KEY_FILE: secrets.reportSigningKeyFile,
        BULK_RUNS: takesRuns ? 'take' : 'leave',
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
      },
      ready: httpReady(`${url}/health/ready`),
      onUnexpectedExit: ({ code, signal }) => {
        console.error(`verification has ended by itself (${code ?? signal}): ${dataDir}/logs`);
        process.exit(1);
      },
    });
    const worker = Object.assign(started, { url });
    this.workers.push(worker);
    return worker;
  }

  /** The clock and the policies, once the service has made its tables. @param {number} people */
  async connect(people) {
    await this.database.connect();
    await this.query(
      `insert into business_clock (id, anchor_business, anchor_real) values (1, $1, clock_timestamp())
       on conflict (id) do update set anchor_business = excluded.anchor_business, anchor_real = excluded.anchor_real`,
      [this.station.now],
    );
    const rows = policyRows();
    for (const row of rows.filter(({ key }) => key.startsWith('assistance.')))
      await this.#publish('assistance', row);
    for (const [key, value] of Object.entries({
      // what the province would spare is no part of the measurement: a run takes what the machine gives
      'verification.bulk.maxChecksPerSecond': 1_000_000,
      'verification.bulk.chunkHouseholds': Math.min(
        1_000,
        Math.max(MOST_OF_A_SMALL_CHUNK, Math.round(people / 40)),
      ),
    })) {
      const row = rows.find((each) => each.key === key);
      if (row === undefined) throw new Error(`no policy ${key}`);
      const id = row.id.replace(/.{4}$/, 'beef');
      await this.#publish('verification', { ...row, id, regionPrefix: PROVINCE, value });
    }
  }

  /** @param {string} owner @param {import('@minzheng/kernel/policy').PolicyRow} row */
  async #publish(owner, { id, key, regionPrefix, effectiveFrom, effectiveTo, value, legalBasis }) {
    await this.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, effective_to, value, legal_basis, sequence)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict do nothing`,
      [id, owner, key, regionPrefix, effectiveFrom, effectiveTo ?? null, JSON.stringify(value), legalBasis],
    );
  }

  async stopWorkers() {
    await Promise.all(this.workers.filter(({ running }) => running).map((worker) => worker.stop()));
    this.workers = [];
  }

  /** @param {string} sql @param {readonly unknown[]} [parameters] @returns {Promise<any[]>} */
  async query(sql, parameters = []) {
    return (await this.database.query(sql, [...parameters])).rows;
  }

  /** @param {string} sql one figure, named `n` @param {readonly unknown[]} [parameters] @returns {Promise<number>} */
  async figure(sql, parameters) {
    const [row] = await this.query(sql, parameters);
    return Number(row?.n ?? 0);
  }

  /** @param {() => Promise<boolean>} isSo @param {number} [everyMs] */
  async until(isSo, everyMs = 50) {
    while (!(await isSo())) await sleep(everyMs);
  }

  /** Everybody has been evaluated. */
  async evaluated() {
    await this.until(
      async () => (await this.figure('select count(*) as n from (select from dirty limit 1) d')) === 0,
    );
  }

  /** What comes round once a day is done for today, as it is at ten o'clock: it would go through all persons while others are measured. */
  async nightIsOver() {
    const today = this.station.now.slice(0, 10);
    await this.until(async () => {
      const [jobs] = await this.query(
        "select count(*)::int as all, count(*) filter (where state = 'DONE')::int as done from job where period = $1",
        [today],
      );
      return jobs.all > 0 && jobs.all === jobs.done;
    });
  }

  /** Asks the first process. @param {string} method @param {string} path @param {string} role @param {object} [body] @returns {Promise<any>} */
  async ask(method, path, role, body) {
    const response = await fetch(`${this.workers[0]?.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.station.issuer.roleToken(role)}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Nothing of it is left: the next one needs the room. */
  async close() {
    await this.stopWorkers();
    await this.database.end();
    const { postgres, kafka } = this.station;
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`drop database "${this.name}" with (force)`);
    await admin.end();
    const topics = kafkaClient(kafka.brokers).admin();
    await topics.connect();
    const names = (await catalogueTopics()).map((topic) => this.prefix + topic);
    // kafkajs asks for them until they are gone, and then takes it ill that they are
    await topics.deleteTopics({ topics: names }).catch((error) => {
      if (error.type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
    });
    await topics.disconnect();
  }
}
