import kafkajs, {
  Kafka,
  logLevel as kafkaLogLevel,
  Partitioners,
  type Admin,
  type Consumer,
  type LogEntry,
  type Producer,
  type RetryOptions,
} from 'kafkajs';
import type { Logger } from 'pino';
import type { BrokerConnection } from '../broker/index.js';
import { messagingMetrics } from './messaging.metrics.js';

/** A broker that is down for long must not end the client for good: it goes on within seconds of its return. */
const PATIENT = { initialRetryTime: 200, maxRetryTime: 2_000, retries: 1_000_000 };
/** For callers that begin again by themselves, and must be able to stop while the broker is down. */
const BRIEF = { initialRetryTime: 100, retries: 1 };
/** A login or an act that the broker refuses, as kafkajs tells it. */
const LOGIN_REFUSED = /authentication failed|SASL mechanism|SASL \S+ mechanism/i;
const ACCESS_REFUSED = /not authorized|authorization failed/i;

/** The broker does not let this user in: the service refuses to start. */
export class LoginRefused extends Error {
  constructor(connection: BrokerConnection, cause: unknown) {
    const { username = '', mechanism = '' } = (connection.sasl ?? {}) as Record<string, string>;
    super(
      `Kafka refuses the login of KAFKA_USERNAME ${username} by ${mechanism}: it has another password than KAFKA_PASSWORD, no such user, or does not offer that mechanism`,
      { cause },
    );
    this.name = 'LoginRefused';
  }
}

/**
 * The only file that knows kafkajs' settings; how the brokers are reached it is told. Its last code change was in 2023, so the
 * rest of the platform uses it through this class and the conformance tests beside it.
 */
export class KafkaClient {
  readonly #patient: Kafka;
  readonly #brief: Kafka;

  constructor(
    readonly clientId: string,
    private readonly connection: BrokerConnection,
    logger: Logger,
    /** Stands before topics and groups where several systems share one Kafka; empty in production. */
    private readonly prefix = '',
    /** How long a group waits for a sign of life of a member before others take its places; a broker's least is 6 s. */
    private readonly memberSilenceMs = 8_000,
  ) {
    const withRetry = (retry: RetryOptions): Kafka =>
      new Kafka({
        clientId,
        ...connection,
        retry,
        connectionTimeout: 2_000,
        requestTimeout: 10_000,
        logLevel: kafkaLogLevel.WARN,
        logCreator: () => (entry) => report(logger, entry),
      });
    this.#patient = withRetry(PATIENT);
    this.#brief = withRetry(BRIEF);
  }

  /** The name on the broker of a topic of the catalogue. */
  onBroker(topic: string): string {
    return this.prefix + topic;
  }

  /** The catalogue's name of a topic on the broker. */
  inCatalogue(topic: string): string {
    return topic.slice(this.prefix.length);
  }

  /** Waits for a broker that is away, however long. */
  admin(): Admin {
    return this.#patient.admin();
  }

  /** @throws LoginRefused */
  async connect(admin: Admin): Promise<void> {
    try {
      await admin.connect();
    } catch (error) {
      if (!LOGIN_REFUSED.test(String(error))) throw error;
      throw new LoginRefused(this.connection, error);
    }
  }

  /** Fails when the broker is away. */
  briefAdmin(): Admin {
    return this.#brief.admin();
  }

  /**
   * One in flight, acknowledged by all, and one try more of the same batch, which kafkajs demands. After a failure
   * the caller throws the producer away, because kafkajs rolls its sequence back and the broker may then
   * acknowledge another batch that it never wrote.
   */
  producer(): Producer {
    return this.#brief.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  }

  consumer(groupId: string): Consumer {
    return this.#patient.consumer({
      groupId: this.prefix + groupId,
      sessionTimeout: this.memberSilenceMs,
      heartbeatInterval: 1_000,
      rebalanceTimeout: 10_000,
      maxWaitTimeInMs: 200,
      maxBytesPerPartition: 4 * 1024 * 1024,
      allowAutoTopicCreation: false,
      retry: { ...PATIENT, restartOnFailure: async () => true },
    });
  }
}

function report(logger: Logger, { level, log, namespace }: LogEntry): void {
  const { message, error } = log;
  // other parts of the client pass on what a connection was told
  if (namespace === 'Connection') countRefusal(`${message} ${String(error)}`);
  // said for each producer that does not retry for ever; ours is thrown away instead
  if (message.startsWith('Limiting retries')) return;
  const line = { component: `kafkajs/${namespace}`, cause: error as unknown };
  if (level === kafkaLogLevel.ERROR) logger.error(line, message);
  else logger.warn(line, message);
}

function countRefusal(text: string): void {
  if (ACCESS_REFUSED.test(text)) messagingMetrics.refused.inc({ what: 'access' });
  else if (LOGIN_REFUSED.test(text)) messagingMetrics.refused.inc({ what: 'login' });
}

/** Low and high offset of one partition's log. */
export interface LogRange {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

export async function logRanges(admin: Admin, topic: string): Promise<LogRange[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
}

/** One setting of each topic, by the topic's name on the broker. */
export async function topicSetting(
  admin: Admin,
  topics: readonly string[],
  name: string,
): Promise<Map<string, string | undefined>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((topic) => ({
      // Node finds no named export of this one in kafkajs
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: topic,
      configNames: [name],
    })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries.find(({ configName }) => configName === name)?.configValue,
    ]),
  );
}
