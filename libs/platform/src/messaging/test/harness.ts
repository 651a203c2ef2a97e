import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload, type MicroserviceOptions } from '@nestjs/microservices';
import { toBinary, create } from '@bufbuild/protobuf';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { testDatabase, TestTopics, type TestDatabase } from '@minzheng/testing/servers';
import pino, { type Logger } from 'pino';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
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
  SequenceEpoch1700000000365,
  type ConsumerDefinition,
  type InboundContext,
  type Received,
} from '../index.js';
import type { InboundDependencies } from '../inbound.strategy.js';

export const TOPIC = 'minzheng.assistance.all.v1';
export const CONSUMER = 'harness.commands';
/** The least that a broker admits. */
export const MEMBER_SILENCE_MS = 6_000;
export type Withdrawn = Received<typeof ConsentWithdrawnSchema>;

/** What a test's handler does with an event after its effect is stored; it may throw. */
export type Behaviour = (event: Withdrawn, context: InboundContext) => Promise<void> | void;

/** A record as somebody else might write it; what is left out is as our relay writes it. */
export interface RawRecord {
  readonly key?: string | Buffer | null;
  readonly value?: string;
  readonly id?: string;
  readonly partition?: number;
  readonly timestamp?: number;
  readonly content?: Buffer;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/**
 * A writer and a reader over real servers. The reader stores each event's effect; what it stored, in order, is what
 * a test looks at.
 */
export class MessagingHarness {
  readonly logged: LogLine[] = [];
  readonly logger: Logger;
  readonly topics = new TestTopics();
  readonly #stops: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly unitOfWork: UnitOfWork,
  ) {
    this.logger = pino({ level: 'warn' }, { write: (line) => this.#log(line) });
  }

  static async start(): Promise<MessagingHarness> {
    const database = await testDatabase();
    const dataSource = await openDataSource(database.url);
    await dataSource.query(
      'create table effect (id bigserial primary key, key text not null, value text not null)',
    );
    await maintainInbox(dataSource, new Date(), 30);
    const harness = new MessagingHarness(database, dataSource, unitOfWorkOn(dataSource));
    await harness.topics.create([TOPIC]);
    return harness;
  }

  kafka(name = 'harness', brokers = this.topics.brokers): KafkaClient {
    return new KafkaClient(name, { brokers }, this.logger, this.topics.prefix, MEMBER_SILENCE_MS);
  }

  /** Announces one event for each value, in one transaction each. */
  async announce(key: string, ...values: readonly string[]): Promise<void> {
    for (const value of values) await this.announceTogether([[key, value]]);
  }

  /** Announces one event for each pair of key and value, in one transaction; it commits when the work has ended. */
  async announceTogether(
    events: readonly (readonly [key: string, value: string])[],
    work: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.unitOfWork.run('test', async (tx) => {
      for (const [key, value] of events) {
        tx.announce(
          ConsentWithdrawnSchema,
          { personKey: key, consentId: value },
          { aggregate: 'consent', id: value, version: 1n },
        );
      }
      await work();
    });
  }

  /** Writes records past the outbox. */
  async write(...records: readonly RawRecord[]): Promise<void> {
    const producer = await this.topics.producer();
    await producer.send({
      topic: this.topics.prefix + TOPIC,
      messages: records.map(({ key = randomUUID(), value = randomUUID(), id = uuidv7(), ...rest }) => ({
        key,
        value: rest.content ?? contentOf(String(key), value),
        ...(rest.partition === undefined ? {} : { partition: rest.partition }),
        ...(rest.timestamp === undefined ? {} : { timestamp: String(rest.timestamp) }),
        headers: present({
          ce_id: id,
          ce_type: ConsentWithdrawnSchema.typeName,
          ce_source: '/service/assistance',
          ce_subject: `consent/${value}`,
          ce_sequence: '1',
          ...rest.headers,
        }),
      })),
    });
    await producer.disconnect();
  }

  startRelay(kafka = this.kafka('relay')): OutboxRelay {
    const relay = new OutboxRelay(this.dataSource, kafka, this.logger);
    this.unitOfWork.onAnnounced(() => relay.wake());
    relay.start();
    this.#stops.push(() => relay.stop());
    return relay;
  }

  /** A consumer with one handler that stores an `effect` row and then behaves as the test says. */
  async startConsumer(
    behaviour: Behaviour = () => undefined,
    { name = CONSUMER, deduplication = 'inbox' as ConsumerDefinition['deduplication'] } = {},
  ): Promise<RunningConsumer> {
    const { dataSource, unitOfWork, logger } = this;
    const dependencies = { kafka: this.kafka(name), dataSource, unitOfWork, logger, seal: PLAIN };
    const consumer = await runConsumer(
      defineConsumer({ name, topics: [TOPIC], deduplication }),
      dependencies,
      behaviour,
    );
    this.#stops.push(() => consumer.stop());
    return consumer;
  }

  /** Ends with the harness, before the servers do. */
  onStop(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  /** The values whose effect is stored, in the order in which they were. */
  async effects(key?: string): Promise<string[]> {
    const rows: { value: string }[] = await this.dataSource.query(
      'select value from effect where $1::text is null or key = $1 order by id',
      [key ?? null],
    );
    return rows.map(({ value }) => value);
  }

  /** Next offset of each partition. */
  async positions(consumer = CONSUMER): Promise<bigint[]> {
    const rows: { next_offset: string }[] = await this.dataSource.query(
      'select next_offset from consumer_position where consumer = $1 order by topic, partition',
      [consumer],
    );
    return rows.map(({ next_offset }) => BigInt(next_offset));
  }

  async count(table: string): Promise<number> {
    const [row] = await this.dataSource.query(`select count(*)::int as n from ${table}`);
    return row.n;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.reverse()) await stop();
    await this.dataSource.destroy();
    await this.database.drop();
  }

  #log(line: string): void {
    this.logged.push(JSON.parse(line));
    if (process.env['TEST_LOG']) process.stderr.write(line);
  }
}

export interface RunningConsumer {
  readonly strategy: InboundStrategy;
  stop(): Promise<void>;
}

export async function runConsumer(
  consumer: ConsumerDefinition,
  dependencies: InboundDependencies,
  behaviour: Behaviour,
): Promise<RunningConsumer> {
  const strategy = new InboundStrategy(consumer, dependencies);
  const app: INestMicroservice = await NestFactory.createMicroservice<MicroserviceOptions>(
    moduleOf(handlers(consumer, behaviour)),
    { strategy, logger: false },
  );
  await app.listen();
  let stopping: Promise<void> | undefined;
  return { strategy, stop: () => (stopping ??= app.close()) };
}

export const PLAIN = { seal: (plain: Buffer) => Buffer.from(plain), open: (sealed: Buffer) => sealed };

export function unitOfWorkOn(dataSource: DataSource): UnitOfWork {
  return new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/assistance', partitions: 3 });
}

export async function openDataSource(url: string): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [Messaging1700000000001, SequenceEpoch1700000000365],
    migrationsRun: true,
    connectTimeoutMS: 2_000,
    extra: { max: 10 },
  }).initialize();
}

export function contentOf(key: string, value: string): Buffer {
  return Buffer.from(
    toBinary(ConsentWithdrawnSchema, create(ConsentWithdrawnSchema, { personKey: key, consentId: value })),
  );
}

function present(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function handlers(consumer: ConsumerDefinition, behaviour: Behaviour): Type {
  @EventHandlers(consumer)
  class Handlers {
    @On(ConsentWithdrawnSchema)
    async store(@Payload() events: readonly Withdrawn[], @Ctx() context: InboundContext): Promise<void> {
      for (const event of events) {
        await context.tx.execute('insert into effect (key, value) values ($1, $2)', [
          event.message.personKey,
          event.message.consentId,
        ]);
        await behaviour(event, context);
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
