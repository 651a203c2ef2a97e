import { topicsOf } from '@minzheng/contracts/catalogue';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Admin } from 'kafkajs';
import { DataSource } from 'typeorm';
import { brokerConnection } from '../broker/index.js';
import type { PlatformSettings } from '../config/index.js';
import { FieldCipher } from '../encryption/index.js';
import {
  assertHandlersHeard,
  checkTopics,
  InboundStrategy,
  KafkaClient,
  LoginRefused,
  maintainInbox,
  OutboxRelay,
  tellOfMessaging,
} from '../messaging/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import {
  Expiries,
  HealthChecks,
  Metrics,
  Tracing,
  type HealthCheck,
  type JsonLogger,
} from '../telemetry/index.js';
import type { ServiceDefinition } from './service-definition.js';

/** As long as topics keep their records. */
const INBOX_DAYS = 30;
const INBOX_MAINTENANCE_MS = 3_600_000;
/** A broker that wants what it does not get only closes the connection, and looks as if it were away. */
const HINT_MS = 15_000;
const NO_ANSWER =
  'Kafka has not answered yet: is it there, and does it want a login (KAFKA_USERNAME) or TLS (KAFKA_TLS)?';

/** Carries events out of the database and into the handlers. */
export interface EventCarrier {
  /** One for each consumer. */
  readonly strategies: readonly InboundStrategy[];
  /** Waits for the broker, checks the topics and starts the relay. */
  start(): Promise<void>;
  /** Stops the relay, after requests and consumers have ended. */
  stop(): Promise<void>;
}

/**
 * Makes relay and consumers of a service; undefined when it has no events.
 *
 * @throws UnheardHandlers when it has handlers of a consumer that it does not list
 */
export function createEventCarrier(
  app: NestFastifyApplication,
  { name, writer, consumers }: ServiceDefinition,
  settings: PlatformSettings,
  logger: JsonLogger,
): EventCarrier | undefined {
  if (!consumers) return undefined;
  assertHandlersHeard(app, consumers);
  const dataSource = app.get(DataSource);
  const unitOfWork = app.get(UnitOfWork);
  const health = app.get(HealthChecks);
  const kafka = new KafkaClient(name, brokerConnection(settings), logger.pino, settings.kafkaPrefix);
  tellOfCertificates(app.get(Expiries), settings);
  const tracing = app.get(Tracing);
  const relay = new OutboxRelay(dataSource, kafka, logger.pino, tracing);
  tellOfMessaging(app.get(Metrics), dataSource, relay);
  unitOfWork.onAnnounced(() => relay.wake());
  const strategies = consumers.map(
    (definition) =>
      new InboundStrategy(definition, {
        kafka,
        dataSource,
        unitOfWork,
        seal: app.get(FieldCipher),
        logger: logger.pino,
        tracing,
      }),
  );
  for (const strategy of strategies) {
    health.add(`consumer ${strategy.definition.name}`, running(strategy), 'events');
  }
  const admin = kafka.admin();
  health.add('kafka', answering(admin), 'events');
  let timer: NodeJS.Timeout | undefined;
  const keepInbox = (): Promise<void> => maintainInbox(dataSource, new Date(), INBOX_DAYS);
  return {
    strategies,
    async start() {
      const topics = new Set([...topicsOf(writer), ...consumers.flatMap((consumer) => consumer.topics)]);
      const hint = setTimeout(() => logger.pino.warn({ brokers: settings.kafkaBrokers }, NO_ANSWER), HINT_MS);
      try {
        await kafka.connect(admin);
        await checkTopics(kafka, dataSource, [...topics], {
          partitions: settings.topicPartitions,
          replication: settings.topicReplication,
        });
      } catch (error) {
        if (error instanceof LoginRefused) logger.pino.error({ err: error }, 'Kafka refuses the login');
        throw error;
      } finally {
        clearTimeout(hint);
      }
      await keepInbox();
      timer = setInterval(() => {
        keepInbox().catch((error: unknown) => logger.error(error, 'inbox'));
      }, INBOX_MAINTENANCE_MS).unref();
      relay.start();
    },
    async stop() {
      clearInterval(timer);
      await relay.stop();
      await admin.disconnect();
    },
  };
}

function tellOfCertificates(
  expiries: Expiries,
  { kafkaTlsCaFile, kafkaTlsCertificateFile }: PlatformSettings,
): void {
  if (kafkaTlsCaFile !== '') expiries.certificate('kafka-ca', kafkaTlsCaFile);
  if (kafkaTlsCertificateFile !== '') expiries.certificate('kafka', kafkaTlsCertificateFile);
}

function running(strategy: InboundStrategy): HealthCheck {
  return () => {
    if (strategy.consumerState.state !== 'RUNNING') throw new Error('not running');
  };
}

/** The client asks again until the broker answers: while one question waits, no further is asked. */
function answering(admin: Admin): HealthCheck {
  let asking: Promise<unknown> | undefined;
  return async () => {
    asking ??= admin.describeCluster().finally(() => {
      asking = undefined;
    });
    await asking;
  };
}
