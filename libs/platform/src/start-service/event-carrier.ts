import { topicsOf } from '@minzheng/contracts/catalogue';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Admin } from 'kafkajs';
import { DataSource } from 'typeorm';
import type { PlatformSettings } from '../config/index.js';
import { FieldCipher } from '../encryption/index.js';
import {
  assertHandlersHeard,
  checkTopics,
  InboundStrategy,
  KafkaClient,
  maintainInbox,
  OutboxRelay,
  tellOfMessaging,
} from '../messaging/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { HealthChecks, Metrics, Tracing, type HealthCheck, type JsonLogger } from '../telemetry/index.js';
import type { ServiceDefinition } from './service-definition.js';

/** As long as topics keep their records. */
const INBOX_DAYS = 30;
const INBOX_MAINTENANCE_MS = 3_600_000;

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
  const kafka = new KafkaClient(name, settings.kafkaBrokers, logger.pino, settings.kafkaPrefix);
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
      await admin.connect();
      const topics = new Set([...topicsOf(writer), ...consumers.flatMap((consumer) => consumer.topics)]);
      await checkTopics(kafka, dataSource, [...topics], {
        partitions: settings.topicPartitions,
        replication: settings.topicReplication,
      });
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
