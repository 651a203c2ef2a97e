import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { eventually, testDatabase, TestTopics, type TestDatabase } from '@minzheng/testing/servers';
import { Injectable, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import {
  defineConsumer,
  EventHandlers,
  On,
  TopicMismatch,
  UnheardHandlers,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '../messaging/index.js';
import { UnitOfWork } from '../persistence/index.js';
import { buildService, type RunningService } from './build-service.js';

const COMMANDS = defineConsumer({
  name: 'test.commands',
  topics: ['minzheng.assistance.all.v1'],
  deduplication: 'inbox',
});

/** Of the same topic, with a place of its own. */
const FACTS = defineConsumer({ ...COMMANDS, name: 'test.facts' });

@Injectable()
class Seen {
  readonly consents: string[] = [];
}

@EventHandlers(COMMANDS)
class ConsentHandlers {
  constructor(private readonly seen: Seen) {}

  @On(ConsentWithdrawnSchema)
  async withdraw(
    @Payload() events: readonly Received<typeof ConsentWithdrawnSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await tx.query('select 1');
    this.seen.consents.push(...events.map(({ message }) => message.consentId));
  }
}

@Module({ controllers: [ConsentHandlers], providers: [Seen] })
class ConsentModule {}

describe('a service with events', () => {
  const topics = new TestTopics();
  const names = topicsOf('assistance');
  let folder: string;
  let database: TestDatabase;
  let environment: Record<string, string>;

  const start = (
    change: Record<string, string> = {},
    consumers: readonly ConsumerDefinition[] = [COMMANDS],
  ): Promise<RunningService> =>
    buildService(
      {
        name: 'assistance',
        writer: 'assistance',
        module: ConsentModule,
        entities: [],
        migrations: [],
        consumers,
      },
      { ...environment, ...change },
    );

  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'service-'));
    await writeFile(join(folder, 'jwks.json'), '{"keys":[]}');
    await topics.create(names);
    environment = {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: topics.brokers.join(','),
      KAFKA_PREFIX: topics.prefix,
      TOPIC_PARTITIONS: '3',
      TOPIC_REPLICATION: '1',
      PORT: '0',
      JWKS_URL: pathToFileURL(join(folder, 'jwks.json')).href,
      TOKEN_ISSUER: 'https://id.example',
      PERSON_KEY_SECRET: 'test-platform-secret',
      FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
      FIELD_ENCRYPTION_KEY_ID: 'k1',
      LOG_LEVEL: 'silent',
    };
  });

  afterAll(async () => {
    await topics.delete(names);
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('sends what it announces, handles what it reads, and stops in order', async () => {
    const service = await start();
    try {
      await eventually('ready', async () => (await fetch(`${service.url}/health/ready`)).status === 200);
      const consentId = randomUUID();
      await service.app.get(UnitOfWork).run('test', async (tx) => {
        tx.announce(
          ConsentWithdrawnSchema,
          { personKey: randomUUID(), consentId },
          { aggregate: 'consent', id: consentId, version: 1n },
        );
      });
      await eventually('handled', () => service.app.get(Seen).consents.includes(consentId));
      await eventually('counted', async () =>
        (await (await fetch(`${service.url}/metrics`)).text()).includes(
          'minzheng_inbound_records_total{consumer="test.commands"',
        ),
      );
      await eventually('sent', async () => {
        const rows: unknown[] = await service.app.get(DataSource).query('select 1 from outbox');
        return rows.length === 0;
      });
    } finally {
      await service.stop();
    }
    await expect(fetch(`${service.url}/health/live`)).rejects.toThrow();
  });

  it.each([
    ['another consumer', [FACTS]],
    ['no consumer', []],
  ])('does not start with handlers that nothing would reach, where it lists %s', async (_what, consumers) => {
    const starting = start({}, consumers);
    await expect(starting).rejects.toThrow(UnheardHandlers);
    await expect(starting).rejects.toThrow('ConsentHandlers (test.commands)');
  });

  it('does not start on topics with another number of partitions', async () => {
    await expect(start({ TOPIC_PARTITIONS: '4' })).rejects.toThrow(TopicMismatch);
  });
});
