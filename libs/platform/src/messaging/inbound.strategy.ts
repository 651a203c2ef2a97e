import { setTimeout as delay } from 'node:timers/promises';
import type { DescMessage } from '@bufbuild/protobuf';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Admin, Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import type { Logger } from 'pino';
import { lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { BatchProcessor, type BatchHandler, type Handled } from './batch-processor.js';
import { toLogRecord, type LogRecord } from './envelope.js';
import type { ConsumerDefinition } from './event-handlers.js';
import { classify } from './failure.js';
import { logRanges, type KafkaClient } from './kafka-client.js';
import { messagingMetrics } from './messaging.metrics.js';
import { ParkedRetrier } from './parked-retrier.js';
import { Parking, type ParkingSeal } from './parking.js';
import { assertInsideLog, PositionLost, Positions } from './position.js';

export interface InboundDependencies {
  readonly kafka: KafkaClient;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly seal: ParkingSeal;
  readonly logger: Logger;
}

export type ConsumerState =
  | { readonly state: 'STARTING' | 'RUNNING' | 'CLOSED' }
  | { readonly state: 'STOPPED'; readonly reason: string };

/** Records handled in one transaction at most. */
const MAX_BATCH = 4_000;
const MIN_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
/** More newly parked keys than this within the window is a bug, not bad data. */
const PARKED_FLOOD = 50;
const PARKED_FLOOD_WINDOW = '5 minutes';

/**
 * Nest's transport for one consumer. Handlers are Nest's own; the strategy calls them itself, since Nest's
 * `handleEvent` does not await. Nothing here decides what is new: that is the position row's part
 * ({@link BatchProcessor}).
 */
export class InboundStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  readonly #positions: Positions;
  readonly #parking: Parking;
  readonly #log: Logger;
  #state: ConsumerState = { state: 'STARTING' };
  #consumer: Consumer | undefined;
  #admin: Admin | undefined;
  #clusterId = '';
  #processor: BatchProcessor | undefined;
  #retrier: ParkedRetrier | undefined;
  #batchSize = MAX_BATCH;
  readonly #pauses = new Map<string, number>();
  readonly #resumers = new Set<NodeJS.Timeout>();

  constructor(
    readonly definition: ConsumerDefinition,
    private readonly dependencies: InboundDependencies,
  ) {
    super();
    this.transportId = definition.transportId;
    this.#positions = new Positions(dependencies.dataSource, definition.name);
    this.#parking = new Parking(definition.name, dependencies.seal);
    this.#log = dependencies.logger.child({ consumer: definition.name });
  }

  get consumerState(): ConsumerState {
    return this.#state;
  }

  /** Two handlers of one message would run in parallel on one connection: refused at start. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    if (this.getHandlers().has(this.normalizePattern(pattern as string))) {
      throw new Error(`${this.definition.name}: a second handler for ${String(pattern)}`);
    }
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  listen(callback: (error?: unknown) => void): void {
    const { unitOfWork } = this.dependencies;
    this.#processor = new BatchProcessor(
      this.definition,
      this.#handled(),
      unitOfWork,
      this.#positions,
      this.#parking,
      (record, reason, waits) => this.#parked(record, reason, waits),
    );
    this.#retrier = new ParkedRetrier(
      this.definition.name,
      this.#processor,
      this.#parking,
      unitOfWork,
      this.#log,
    );
    void this.#subscribe();
    callback();
  }

  async close(): Promise<void> {
    if (this.#state.state !== 'STOPPED') this.#state = { state: 'CLOSED' };
    for (const timer of this.#resumers) clearTimeout(timer);
    await this.#retrier?.stop();
    await this.#consumer?.disconnect().catch(() => undefined);
    await this.#admin?.disconnect().catch(() => undefined);
  }

  override on(): this {
    return this;
  }

  override unwrap<T>(): T {
    return this.#consumer as T;
  }

  /** Waits for a broker that is not there yet, as it would wait for one that goes away later. */
  async #subscribe(): Promise<void> {
    for (let pause = MIN_PAUSE_MS; this.#state.state === 'STARTING'; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      try {
        await this.#start();
        return;
      } catch (error) {
        if (error instanceof PositionLost) return this.#stop(error.message);
        this.#log.warn({ err: error }, 'consumer waits for its broker and database');
        await this.#consumer?.disconnect().catch(() => undefined);
        await delay(pause);
      }
    }
  }

  async #start(): Promise<void> {
    const { kafka } = this.dependencies;
    this.#admin ??= kafka.admin();
    await this.#admin.connect();
    this.#clusterId = (await this.#admin.describeCluster()).clusterId;
    for (const topic of this.definition.topics) {
      const ranges = await logRanges(this.#admin, kafka.onBroker(topic));
      await this.#positions.createMissing(topic, ranges, this.#clusterId);
      await this.#checkPlaces(topic);
    }
    const consumer = kafka.consumer(this.definition.name);
    this.#consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, (event) => void this.#assigned(event));
    await consumer.connect();
    await consumer.subscribe({ topics: this.definition.topics.map((topic) => kafka.onBroker(topic)), fromBeginning: true });
    await consumer.run({
      autoCommitInterval: 5_000,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
    if (this.#state.state === 'STARTING') this.#state = { state: 'RUNNING' };
    this.#retrier?.start();
  }

  /** Kafka's own offset may be ahead of a restored database: the position row decides where reading goes on. */
  async #assigned({ payload }: ConsumerGroupJoinEvent): Promise<void> {
    try {
      for (const [onBroker, partitions] of Object.entries(payload.memberAssignment)) {
        const topic = this.dependencies.kafka.inCatalogue(onBroker);
        const positions = await this.#checkPlaces(topic);
        for (const partition of partitions) {
          const position = positions.get(partition);
          if (position) this.#seek(topic, partition, position.nextOffset);
        }
      }
    } catch (error) {
      if (error instanceof PositionLost) this.#stop(error.message);
      else {
        this.#log.warn({ err: error }, 'assignment is checked again');
        this.#later(MIN_PAUSE_MS, () => void this.#assigned({ payload } as ConsumerGroupJoinEvent));
      }
    }
  }

  async #checkPlaces(topic: string): ReturnType<Positions['read']> {
    const positions = await this.#positions.read(topic);
    const { kafka } = this.dependencies;
    const ranges = this.#admin ? await logRanges(this.#admin, kafka.onBroker(topic)) : [];
    for (const range of ranges) {
      const position = positions.get(range.partition);
      if (position) assertInsideLog(position, range, this.#clusterId, `${topic}/${range.partition}`);
    }
    return positions;
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const topic = this.dependencies.kafka.inCatalogue(batch.topic);
    const place = `${topic}/${batch.partition}`;
    try {
      let start = 0;
      while (start < batch.messages.length) {
        if (!isRunning() || isStale() || this.#state.state === 'STOPPED') return;
        const records = batch.messages
          .slice(start, start + this.#batchSize)
          .map((message) => toLogRecord(topic, batch.partition, message));
        const last = records[records.length - 1];
        if (!last || !this.#processor) return;
        const began = performance.now();
        const outcome = await this.#processor.process(records);
        if (outcome.kind === 'gap') return await this.#readAgain(topic, batch.partition, outcome.nextOffset);
        if (outcome.nextOffset > BigInt(batch.highWatermark)) {
          throw new PositionLost(`${place}: the log ends before the position ${outcome.nextOffset}`);
        }
        messagingMetrics.handled.inc({ consumer: this.definition.name }, records.length);
        messagingMetrics.batchSeconds.observe({ consumer: this.definition.name }, (performance.now() - began) / 1e3);
        if (outcome.nextOffset > last.offset + 1n) {
          return this.#seek(topic, batch.partition, outcome.nextOffset);
        }
        resolveOffset(last.offset.toString());
        await heartbeat();
        start += records.length;
        this.#recovered(place);
      }
      messagingMetrics.lag.set(
        { consumer: this.definition.name, topic: topic, partition: String(batch.partition) },
        Number(BigInt(batch.highWatermark) - BigInt(batch.lastOffset()) - 1n),
      );
    } catch (error) {
      this.#failed(topic, batch.partition, error);
    }
  }

  /** The log was read from after our place: it is read again from there, unless it begins later. */
  async #readAgain(topic: string, partition: number, nextOffset: bigint): Promise<void> {
    await this.#checkPlaces(topic);
    this.#seek(topic, partition, nextOffset);
  }

  #failed(topic: string, partition: number, error: unknown): void {
    if (error instanceof PositionLost) return this.#stop(error.message);
    const failure = classify(error);
    if (failure.kind === 'migration') return this.#stop('the database schema is older than this program');
    if (failure.kind !== 'infrastructure') {
      // kafkajs' own (a rebalance in the middle of a batch): nothing was moved, the range comes again
      this.#log.warn({ topic, partition, err: error }, 'batch is read again');
    } else if (failure.tooMuchAtOnce) {
      this.#batchSize = Math.max(1, this.#batchSize >> 1);
    }
    const place = `${topic}/${partition}`;
    const pause = Math.min((this.#pauses.get(place) ?? MIN_PAUSE_MS / 2) * 2, MAX_PAUSE_MS);
    this.#pauses.set(place, pause);
    messagingMetrics.pauses.inc({ consumer: this.definition.name });
    this.#log.warn({ topic, partition, pause, err: error }, 'partition pauses: infrastructure');
    const assignment = [{ topic: this.dependencies.kafka.onBroker(topic), partitions: [partition] }];
    this.#consumer?.pause(assignment);
    this.#later(pause, () => {
      try {
        this.#consumer?.resume(assignment);
      } catch (cause) {
        this.#log.warn({ err: cause }, 'resume came after the consumer ended');
      }
    });
  }

  #recovered(place: string): void {
    this.#pauses.delete(place);
    if (this.#batchSize < MAX_BATCH) this.#batchSize = Math.min(MAX_BATCH, this.#batchSize * 2);
  }

  #seek(topic: string, partition: number, offset: bigint): void {
    const onBroker = this.dependencies.kafka.onBroker(topic);
    this.#consumer?.seek({ topic: onBroker, partition, offset: offset.toString() });
  }

  #later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#resumers.delete(timer);
      if (this.#state.state !== 'CLOSED') action();
    }, milliseconds);
    this.#resumers.add(timer);
  }

  /** Never jump: the consumer ends, readiness and the alarm say so, an operator decides. */
  #stop(reason: string): void {
    if (this.#state.state === 'STOPPED') return;
    this.#state = { state: 'STOPPED', reason };
    messagingMetrics.stopped.set({ consumer: this.definition.name }, 1);
    this.#log.error({ reason }, 'consumer stopped: an operator has to look');
    void this.#retrier?.stop();
    void this.#consumer?.stop().catch(() => undefined);
  }

  #parked({ topic, partition, offset }: LogRecord, reason: string, waits: boolean): void {
    messagingMetrics.parked.inc({ consumer: this.definition.name });
    this.#log.error({ topic, partition, offset: offset.toString(), reason }, 'event parked');
    if (!waits) void this.#stopOnFlood();
  }

  async #stopOnFlood(): Promise<void> {
    const [row]: { parked: number }[] = await this.dependencies.dataSource
      .query(
        `select count(*)::int as parked from parked_key where consumer = $1 and state <> 'WAITING'
            and parked_at > clock_timestamp() - interval '${PARKED_FLOOD_WINDOW}'`,
        [this.definition.name],
      )
      .catch(() => []);
    if (row && row.parked > PARKED_FLOOD) {
      this.#stop(`${row.parked} keys were parked within ${PARKED_FLOOD_WINDOW}`);
    }
  }

  #handled(): Map<string, Handled> {
    const handled = new Map<string, Handled>();
    const wrappers = new Map<unknown, BatchHandler>();
    for (const [pattern, callback] of this.getHandlers()) {
      const schemas = (callback.extras?.['schemas'] ?? []) as readonly DescMessage[];
      const schema = schemas.find(({ typeName }) => typeName === pattern);
      if (!schema) throw new Error(`${this.definition.name}: ${pattern} was not declared with @On`);
      // the patterns of one method share its list of schemas: consecutive events of them are one run
      const handler = wrappers.get(schemas) ?? this.#call(callback);
      wrappers.set(schemas, handler);
      handled.set(pattern, { schema, handler });
    }
    return handled;
  }

  #call(callback: MessageHandler): BatchHandler {
    return async (events, context) => {
      const result = this.transformToObservable(await callback(events, context));
      await lastValueFrom(result, { defaultValue: undefined });
    };
  }
}
