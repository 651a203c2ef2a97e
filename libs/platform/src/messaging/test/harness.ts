import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload, type MicroserviceOptions } from '@nestjs/microservices';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { testDatabase, TestTopics, type TestDatabase } from '@minzheng/testing/servers';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../persistence/index.js';
import {
  defineConsumer,
  EventHandlers,
  InboundStrategy,
  KafkaClient,
  maintainInbox,
  Messaging1700000000001,
  On,
  OutboxRelay,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '../index.js';

export const TOPIC = 'minzheng.assistance.all.v1';
export type Withdrawn = Received<typeof ConsentWithdrawnSchema>;

/** What a test's handler does with an event before its effect is stored; it may throw. */
export type Behaviour = (event: Withdrawn, context: InboundContext) => Promise<void> | void;

/**
 * A writer and a reader over real servers. The reader stores each event's effect; what it stored, in order, is what
 * a test looks at.
 */
export class MessagingHarness {
  readonly logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  readonly topics = new TestTopics();
  #stops: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly unitOfWork: UnitOfWork,
  ) {}

  static async start(): Promise<MessagingHarness> {
    const database = await testDatabase();
    const dataSource = await openDataSource(database.url);
    await dataSource.query('create table effect (id bigserial primary key, key uuid not null, value text not null)');
    await maintainInbox(dataSource, new Date(), 30);
    const unitOfWork = new UnitOfWork(dataSource, {
      writer: 'assistance',
      source: '/service/assistance',
      partitions: 3,
    });
    const harness = new MessagingHarness(database, dataSource, unitOfWork);
    await harness.topics.create([TOPIC]);
    return harness;
  }

  kafka(name = 'harness'): KafkaClient {
    return new KafkaClient(name, this.topics.brokers, this.logger, this.topics.prefix);
  }

  /** Announces one event for each value, in one transaction each. */
  async announce(key: string, ...values: readonly string[]): Promise<void> {
    for (const value of values) {
      await this.unitOfWork.run('test', async (tx) => {
        tx.announce(
          ConsentWithdrawnSchema,
          { personKey: key, consentId: value },
          { aggregate: 'consent', id: value, version: 1n },
        );
      });
    }
  }

  startRelay(): OutboxRelay {
    const relay = new OutboxRelay(this.dataSource, this.kafka('relay'), this.logger);
    this.unitOfWork.onAnnounced(() => relay.wake());
    relay.start();
    this.#stops.push(() => relay.stop());
    return relay;
  }

  /** A consumer with one handler that stores `effect` rows after the behaviour has had its say. */
  async startConsumer(
    behaviour: Behaviour = () => undefined,
    { name = 'harness.commands', deduplication = 'inbox' as ConsumerDefinition['deduplication'] } = {},
  ): Promise<InboundStrategy> {
    const consumer = defineConsumer({ name, topics: [TOPIC], deduplication });
    const strategy = new InboundStrategy(consumer, {
      kafka: this.kafka(name),
      dataSource: this.dataSource,
      unitOfWork: this.unitOfWork,
      seal: { seal: (plain) => Buffer.from(plain), open: (sealed) => sealed },
      logger: this.logger,
    });
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(moduleOf(handlers(consumer, behaviour)), {
      strategy,
      logger: false,
    });
    await app.listen();
    this.#stops.push(() => app.close());
    return strategy;
  }

  /** The values whose effect is stored, in the order in which they were. */
  async effects(key?: string): Promise<string[]> {
    const rows: { value: string }[] = await this.dataSource.query(
      'select value from effect where $1::uuid is null or key = $1 order by id',
      [key ?? null],
    );
    return rows.map(({ value }) => value);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.reverse()) await stop();
    await this.dataSource.destroy();
    await this.database.drop();
  }
}

export async function openDataSource(url: string): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    migrations: [Messaging1700000000001],
    migrationsRun: true,
    extra: { max: 10 },
  });
  // a test that takes the server away breaks idle connections too
  await dataSource.initialize();
  return dataSource;
}

function handlers(consumer: ConsumerDefinition, behaviour: Behaviour): Type {
  @EventHandlers(consumer)
  class Handlers {
    @On(ConsentWithdrawnSchema)
    async store(@Payload() events: readonly Withdrawn[], @Ctx() context: InboundContext): Promise<void> {
      for (const event of events) {
        await behaviour(event, context);
        await context.tx.execute('insert into effect (key, value) values ($1, $2)', [
          event.message.personKey,
          event.message.consentId,
        ]);
      }
    }
  }
  return Handlers;
}

function moduleOf(controller: Type): DynamicModule {
  @Module({})
  class HarnessModule {}
  return { module: HarnessModule, controllers: [controller] };
}
