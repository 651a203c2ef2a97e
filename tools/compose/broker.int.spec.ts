import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgencyFeedRecoveredSchema } from '@minzheng/contracts/verification';
import { accessListOf, brokerConnection } from '@minzheng/platform/broker';
import { KAFKA_SETTINGS, readSettings } from '@minzheng/platform/config';
import {
  defineConsumer,
  EventHandlers,
  KafkaClient,
  LoginRefused,
  messagingMetrics,
  On,
  type Received,
} from '@minzheng/platform/messaging';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { administer, eventually } from '@minzheng/testing/servers';
import { jest } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import kafkajs from 'kafkajs';
import pino from 'pino';
import { provision } from '../provision.mjs';
import { startKafka, withAdmin, type Kafka } from '../stack/kafka.mjs';
import { freePort } from '../stack/ports.mjs';
import { brokerOf, environmentOf } from './container-free.mjs';
import { makeSecrets } from './samples.mjs';

const OWN = 'minzheng.verification.own.v1';
const OF_ANOTHER = 'minzheng.assistance.own.v1';
const ADDRESSED_TO_ANOTHER = 'minzheng.verification.assistance.v1';

const SILENT = pino({ level: 'silent' });
const OUTWARD = defineConsumer({ name: 'verification.outward', topics: [OWN], deduplication: 'handler' });

@Injectable()
class Seen {
  readonly datasets: string[] = [];
}

@EventHandlers(OUTWARD)
class FeedHandlers {
  readonly #seen: Seen;

  constructor(seen: Seen) {
    this.#seen = seen;
  }

  @On(AgencyFeedRecoveredSchema)
  async recovered(@Payload() events: readonly Received<typeof AgencyFeedRecoveredSchema>[]): Promise<void> {
    this.#seen.datasets.push(...events.map(({ message }) => message.dataset));
  }
}

@Module({ controllers: [FeedHandlers], providers: [Seen] })
class FeedModule {}

describe('the broker of docker-compose.yml', () => {
  const secrets = makeSecrets();
  const dataDir = mkdtempSync(join(tmpdir(), 'minzheng-own-'));
  const database = `test_${randomBytes(6).toString('hex')}`;
  const databaseUrl = new URL(process.env['DATABASE_URL'] ?? '');
  let kafka: Kafka;

  /** What a program of docker-compose.yml is told of Kafka. */
  const kafkaOf = (program: string): Record<string, string> => ({
    ...Object.fromEntries(
      Object.entries(environmentOf(program, secrets)).filter(([name]) => /KAFKA_/.test(name)),
    ),
    KAFKA_BROKERS: kafka.brokers,
    TOPIC_PARTITIONS: '1',
    TOPIC_REPLICATION: '1',
  });
  const client = (change: Record<string, string> = {}, program = 'verification'): KafkaClient => {
    const settings = readSettings(KAFKA_SETTINGS, { ...kafkaOf(program), ...change });
    return new KafkaClient(
      program,
      brokerConnection(settings),
      pino({ level: 'warn' }, { write: (line) => log(line) }),
    );
  };
  const logged: string[] = [];
  const log = (line: string): void => void logged.push(line);

  /** Runs the job, and gives what it says. */
  const provisioned = async (change: Record<string, string> = {}): Promise<string[]> => {
    const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      await provision({
        ...kafkaOf('provision'),
        ADMIN_DATABASE_URL: process.env['DATABASE_URL'],
        DATABASE_URLS: Object.assign(new URL(databaseUrl), { username: database, pathname: `/${database}` })
          .href,
        ...change,
      });
      return said.mock.calls.map(([line]) => String(line));
    } finally {
      said.mockRestore();
    }
  };

  const started = (change: Record<string, string> = {}): Promise<RunningService> =>
    buildService(
      {
        name: 'verification',
        writer: 'verification',
        module: FeedModule,
        entities: [],
        migrations: [],
        consumers: [OUTWARD],
      },
      {
        ...kafkaOf('verification'),
        DATABASE_URL: Object.assign(new URL(databaseUrl), { pathname: `/${database}` }).href,
        PORT: '0',
        TOKEN_ISSUER: 'http://127.0.0.1:1',
        PERSON_KEY_SECRET: 'test-platform-secret',
        FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
        FIELD_ENCRYPTION_KEY_ID: 'k1',
        LOG_LEVEL: 'silent',
        ...change,
      },
    );

  /** Whether a user may: what the broker says to a real attempt. */
  const reads = async (kafkaClient: KafkaClient, topic: string, group: string): Promise<string> => {
    const consumer = kafkaClient.consumer(group);
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      return await new Promise<string>((resolve, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        consumer.on(consumer.events.FETCH, () => resolve('allowed'));
        consumer.run({ autoCommit: false, eachBatch: async () => undefined }).catch(reject);
      });
    } catch (error) {
      return String(error);
    } finally {
      await consumer.disconnect();
    }
  };
  const writes = async (kafkaClient: KafkaClient, topic: string): Promise<string> => {
    const producer = kafkaClient.producer();
    try {
      await producer.connect();
      await producer.send({ topic, messages: [{ key: 'a', value: null }] });
      return 'allowed';
    } catch (error) {
      return String(error);
    } finally {
      await producer.disconnect();
    }
  };

  const refusals = async (what: string): Promise<number> => {
    const { values } = await messagingMetrics.refused.get();
    return values.find(({ labels }) => labels['what'] === what)?.value ?? 0;
  };

  beforeAll(async () => {
    kafka = await startKafka({ dataDir, port: await freePort(), broker: brokerOf(secrets) });
    await provisioned();
  });
  afterAll(async () => {
    await kafka?.stop();
    for (const folder of [dataDir, secrets]) rmSync(folder, { recursive: true, force: true });
    await administer(databaseUrl.href, `drop database if exists ${database} with (force)`);
    await administer(databaseUrl.href, `drop role if exists ${database}`);
  });

  it('lets a service in that sends and reads what is its own', async () => {
    const service = await started();
    try {
      await eventually('ready', async () => (await fetch(`${service.url}/health/ready`)).status === 200);
      const dataset = randomUUID();
      await service.app.get(UnitOfWork).run('test', async (tx) => {
        tx.announce(
          AgencyFeedRecoveredSchema,
          { agency: 'TAX', dataset },
          { aggregate: 'feed', id: dataset, version: 1n },
        );
      });
      await eventually('handled', () => service.app.get(Seen).datasets.includes(dataset));
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      expect(metrics).toMatch(/minzheng_expires_timestamp_seconds\{.*name="kafka-ca"/);
    } finally {
      await service.stop();
    }
  });

  it('refuses to let it read what another is told, or write in the name of another', async () => {
    const verification = client();
    const before = await refusals('access');
    expect(await reads(verification, OWN, 'verification.facts')).toBe('allowed');
    expect(await reads(verification, OF_ANOTHER, 'verification.facts')).toContain(
      'Not authorized to access topics',
    );
    expect(await reads(verification, ADDRESSED_TO_ANOTHER, 'verification.facts')).toContain('Not authorized');
    expect(await writes(verification, OF_ANOTHER)).toContain('Not authorized to access topics');
    expect(await writes(verification, ADDRESSED_TO_ANOTHER)).toBe('allowed');
    logged.length = 0;
    expect(await reads(verification, OWN, 'assistance.commands')).toContain('group coordinator');
    expect(logged.join()).toContain('Not authorized to access group');
    expect(await refusals('access')).toBeGreaterThan(before);

    expect(await reads(client({}, 'social-assistance'), ADDRESSED_TO_ANOTHER, 'assistance.commands')).toBe(
      'allowed',
    );
    expect(await reads(client({}, 'gateway'), ADDRESSED_TO_ANOTHER, 'verification-gateway.terms')).toContain(
      'Not authorized',
    );
  });

  it('lets nobody in who does not log in, or whom the certificate does not convince', async () => {
    const { brokers, ssl } = brokerConnection(readSettings(KAFKA_SETTINGS, kafkaOf('verification')));
    const nobody = new KafkaClient('nobody', { brokers, ssl }, SILENT);
    expect(await writes(nobody, OWN)).toContain('Closed connection');
    const plain = new KafkaClient('plain', { brokers: [kafka.brokers] }, SILENT);
    expect(await writes(plain, OWN)).not.toBe('allowed');
    expect(await writes(client({ KAFKA_TLS_CA_FILE: '' }), OWN)).toContain('certificate');
  });

  it('does not start a service with a wrong password, and says why without it', async () => {
    const change = { KAFKA_PASSWORD: 'secret-value', KAFKA_PASSWORD_FILE: '' };
    const starting = started(change);
    await expect(starting).rejects.toThrow(LoginRefused);
    await expect(starting).rejects.toThrow(
      'Kafka refuses the login of KAFKA_USERNAME verification by scram-sha-512',
    );
    logged.length = 0;
    const refused = client(change);
    await expect(refused.connect(refused.admin())).rejects.toThrow(LoginRefused);
    expect(logged.join()).toContain('authentication failed');
    expect(logged.join() + String(await starting.catch((error: Error) => error.stack))).not.toContain(
      'secret-value',
    );
    expect(await refusals('login')).toBeGreaterThan(0);
  });

  it('gets its lists once, loses what has no place in them, and keeps and names what others were given', async () => {
    expect(await provisioned()).toContain('access lists: 0 entries added, 0 removed');
    const [everything] = accessListOf('verification').map((entry) => ({ ...entry, resourceName: '*' }));
    const [admitted] = accessListOf('verification').map((entry) => ({ ...entry, principal: 'User:audit' }));
    if (!everything || !admitted) throw new Error('there is no list');
    await withAdmin(kafka.access, (admin) => admin.createAcls({ acl: [everything, admitted] }));
    await eventually('the broker knows them', async () => (await writes(client(), OF_ANOTHER)) === 'allowed');
    const said = await provisioned();
    expect(said).toContain('access lists: 0 entries added, 1 removed');
    expect(said).toContain('  removed: User:verification may write topic *');
    expect(said).toContain(
      `  not of the catalogue, and left: User:audit may write topic ${admitted.resourceName}`,
    );
    await eventually('refused again', async () => (await writes(client(), OF_ANOTHER)) !== 'allowed');
  });

  it('keeps topics for as long as the catalogue says, also those that are there, and leaves what else was set for them', async () => {
    const GATED = 'minzheng.inbound.verification.v1';
    const TOPIC = kafkajs.ConfigResourceTypes.TOPIC;
    const NAMES = ['retention.ms', 'segment.ms', 'max.message.bytes'];
    const kept = (topic: string): Promise<Record<string, string>> =>
      withAdmin(kafka.access, async (admin) => {
        const resources = [{ type: TOPIC, name: topic, configNames: NAMES }];
        const described = await admin.describeConfigs({ includeSynonyms: false, resources });
        const entries = described.resources.flatMap(({ configEntries }) => configEntries);
        return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
      });
    const days = (count: number): string => String(count * 86_400_000);
    expect(await kept(OWN)).toMatchObject({ 'retention.ms': days(30), 'segment.ms': days(7) });
    expect(await kept(GATED)).toMatchObject({ 'retention.ms': days(7), 'segment.ms': days(1) });

    await withAdmin(kafka.access, async (admin) => {
      const configEntries = [
        { name: 'retention.ms', value: days(60) },
        { name: 'max.message.bytes', value: '2000000' },
      ];
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: TOPIC, name: GATED, configEntries }],
      });
    });
    await eventually('changed', async () => (await kept(GATED))['retention.ms'] === days(60));
    const said = await provisioned();
    expect(said).toContain(`  ${GATED}: retention.ms ${days(60)} is now ${days(7)}`);
    await eventually('corrected', async () => (await kept(GATED))['retention.ms'] === days(7));
    expect(await kept(GATED)).toMatchObject({ 'segment.ms': days(1), 'max.message.bytes': '2000000' });
    expect((await provisioned()).filter((line) => line.includes('is now'))).toEqual([]);
  });

  it('is not ready while its list is gone, and goes on by itself when it is back', async () => {
    const service = await started();
    const isReady = async (): Promise<boolean> => (await fetch(`${service.url}/health/ready`)).status === 200;
    try {
      await eventually('ready', isReady);
      await withAdmin(kafka.access, async (admin) => {
        await admin.deleteAcls({ filters: [...accessListOf('verification')] });
      });
      await eventually('not ready', async () => !(await isReady()));
      await provisioned();
      await eventually('ready again', isReady);
    } finally {
      await service.stop();
    }
  });

  it('takes a new password from the next login on, and leaves alone who is logged in', async () => {
    const before = client();
    const admin = before.admin();
    await before.connect(admin);
    const file = join(dataDir, 'new-password');
    writeFileSync(file, `${randomUUID()}\n`);
    await provisioned({ VERIFICATION_KAFKA_PASSWORD_FILE: file });
    await eventually('the old one is refused', async () =>
      /authentication/.test(await writes(client(), OWN)),
    );
    expect(await writes(client({ KAFKA_PASSWORD_FILE: file }), OWN)).toBe('allowed');
    expect(await admin.listTopics()).toContain(OWN);
    await admin.disconnect();
  });
});
