import { setTimeout as delay } from 'node:timers/promises';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { Tracing } from '../telemetry/tracing.js';
import { BatchProcessor } from './batch-processor.js';
import { toLogRecord, type LogRecord } from './envelope.js';
import type { ConsumerDefinition } from './event-handlers.js';
import { classify } from './failure.js';
import { handledMessages } from './handled-messages.js';
import { inTime } from './in-time.js';
import type { KafkaClient } from './kafka-client.js';
import { LogInspector } from './log-inspector.js';
import { messagingMetrics } from './messaging.metrics.js';
import { ParkedRetrier } from './parked-retrier.js';
import { ParkedFlood, Parking, type ParkingSeal } from './parking.js';
import { PositionLost, Positions } from './position.js';
import { whileAlive } from './while-alive.js';

export interface InboundDependencies {
  readonly kafka: KafkaClient;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly seal: ParkingSeal;
  readonly logger: Logger;
  readonly tracing?: Tracing;
}

export type ConsumerState =
  | { readonly state: 'STARTING' | 'RUNNING' | 'CLOSED' }
  | { readonly state: 'STOPPED'; readonly reason: string };

/** Records handled in one transaction at most. */
const MAX_BATCH = 4_000;
const MIN_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
const INSPECTION_MS = 60_000;
/** kafkajs may wait for a broker that is away before it ends. */
const MAX_CLOSE_MS = 5_000;

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
  readonly #inspector: LogInspector;
  #state: ConsumerState = { state: 'STARTING' };
  #closed = false;
  #consumer: Consumer | undefined;
  #processor: BatchProcessor | undefined;
  #retrier: ParkedRetrier | undefined;
  #batchSize = MAX_BATCH;
  #assignment: ReadonlyMap<string, readonly number[]> = new Map();
  /** Where the next batch of a place has to begin; any other may be kafkajs' own reset. */
  readonly #expected = new Map<string, bigint>();
  readonly #pauses = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly definition: ConsumerDefinition,
    private readonly dependencies: InboundDependencies,
  ) {
    super();
    this.transportId = definition.transportId;
    this.#positions = new Positions(dependencies.dataSource, definition.name);
    this.#parking = new Parking(definition.name, dependencies.seal);
    this.#inspector = new LogInspector(dependencies.kafka, this.#positions);
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
      handledMessages(this.definition.name, this.getHandlers(), (result) =>
        this.transformToObservable(result),
      ),
      unitOfWork,
      this.#positions,
      this.#parking,
      (record, reason) => this.#parked(record, reason),
      this.dependencies.tracing,
    );
    this.#retrier = new ParkedRetrier(
      this.definition.name,
      this.#processor,
      this.#parking,
      unitOfWork,
      this.#log,
    );
    void this.#subscribe();
    this.#inspectLater();
    callback();
  }

  async close(): Promise<void> {
    if (this.#state.state !== 'STOPPED') this.#state = { state: 'CLOSED' };
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const ended = Promise.all([
      this.#retrier?.stop(),
      this.#consumer?.disconnect().catch(() => undefined),
      this.#inspector.disconnect().catch(() => undefined),
    ]);
    await Promise.race([ended, delay(MAX_CLOSE_MS, undefined, { ref: false })]);
  }

  override on(): this {
    return this;
  }

  override unwrap<T>(): T {
    return this.#consumer as T;
  }

  /** Waits for a broker that is not there yet, as it would wait for one that goes away later. */
  async #subscribe(): Promise<void> {
    for (
      let pause = MIN_PAUSE_MS;
      this.#state.state === 'STARTING';
      pause = Math.min(pause * 2, MAX_PAUSE_MS)
    ) {
      try {
        await this.#start();
        return;
      } catch (error) {
        this.#log.warn({ err: error }, 'consumer waits for its broker and database');
        await this.#consumer?.disconnect().catch(() => undefined);
        await delay(pause);
      }
    }
  }

  async #start(): Promise<void> {
    const { kafka } = this.dependencies;
    await this.#inspector.connect();
    for (const topic of this.definition.topics) await this.#inspector.createMissingPlaces(topic);
    const consumer = kafka.consumer(this.definition.name);
    this.#consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.#joined(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => this.#crashed(consumer, payload.restart));
    await consumer.connect();
    await consumer.subscribe({
      topics: this.definition.topics.map((topic) => kafka.onBroker(topic)),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommitInterval: 5_000,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
    if (this.#closed) return void consumer.disconnect().catch(() => undefined);
    if (this.#state.state !== 'STARTING' || this.#consumer !== consumer) return;
    this.#state = { state: 'RUNNING' };
    messagingMetrics.stopped.set({ consumer: this.definition.name }, 0);
    this.#retrier?.start();
  }

  /**
   * Whatever it is told, kafkajs gives up for good on some errors: where it finds no coordinator in a broker that is
   * just starting, for one. Then another consumer begins.
   */
  #crashed(consumer: Consumer, beginsAgain: boolean): void {
    if (beginsAgain || this.#closed || this.#state.state === 'STOPPED' || this.#consumer !== consumer) return;
    this.#log.warn('consumer was given up: another one begins');
    this.#consumer = undefined;
    this.#assignment = new Map();
    this.#state = { state: 'STARTING' };
    void this.#retrier?.stop();
    this.#later(MIN_PAUSE_MS, () => void this.#subscribe());
  }

  #joined(memberAssignment: ConsumerGroupJoinEvent['payload']['memberAssignment']): void {
    this.#expected.clear();
    this.#assignment = new Map(
      Object.entries(memberAssignment).map(([onBroker, partitions]) => [
        this.dependencies.kafka.inCatalogue(onBroker),
        partitions,
      ]),
    );
    void this.#takePlaces(this.#assignment);
  }

  /** Kafka's own offset may be ahead of a restored database: the position row decides where reading goes on. */
  async #takePlaces(assignment: ReadonlyMap<string, readonly number[]>): Promise<void> {
    if (assignment !== this.#assignment) return;
    try {
      for (const [topic, partitions] of assignment) await this.#goToPlaces(topic, partitions);
    } catch (error) {
      if (error instanceof PositionLost) return this.#stop(error.message);
      this.#log.warn({ err: error }, 'assignment is looked at again');
      this.#later(MIN_PAUSE_MS, () => void this.#takePlaces(assignment));
    }
  }

  /** @throws PositionLost where the log is not the one of our place, or does not reach it */
  async #goToPlaces(topic: string, partitions: readonly number[]): Promise<void> {
    for (const { partition, nextOffset } of await this.#inspector.inspect(topic, partitions)) {
      this.#expected.set(`${topic}/${partition}`, nextOffset);
      this.#consumer?.seek({
        topic: this.dependencies.kafka.onBroker(topic),
        partition,
        offset: nextOffset.toString(),
      });
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const topic = this.dependencies.kafka.inCatalogue(batch.topic);
    for (let start = 0; start < batch.messages.length;) {
      if (!isRunning() || isStale() || this.#closed || this.#state.state === 'STOPPED') return;
      const records = batch.messages
        .slice(start, start + this.#batchSize)
        .map((message) => toLogRecord(topic, batch.partition, message));
      const next = await whileAlive(heartbeat, () => this.#handle(topic, batch.partition, records));
      if (next === undefined) return;
      resolveOffset((next - 1n).toString());
      await heartbeat();
      start += records.length;
    }
    this.#reportLag(topic, batch.partition, BigInt(batch.highWatermark) - BigInt(batch.lastOffset()) - 1n);
  }

  #reportLag(topic: string, partition: number, records: bigint): void {
    messagingMetrics.lag.set(this.#labels(topic, partition), Math.max(Number(records), 0));
  }

  #labels(topic: string, partition: number): { consumer: string; topic: string; partition: string } {
    return { consumer: this.definition.name, topic, partition: String(partition) };
  }

  /** @returns the offset behind these records, or undefined where the partition has to be read from elsewhere */
  async #handle(
    topic: string,
    partition: number,
    records: readonly LogRecord[],
  ): Promise<bigint | undefined> {
    const place = `${topic}/${partition}`;
    const [first] = records;
    const last = records[records.length - 1];
    if (!this.#processor || !first || !last) return undefined;
    try {
      if (first.offset !== this.#expected.get(place)) {
        await this.#goToPlaces(topic, [partition]);
        return undefined;
      }
      const began = performance.now();
      const outcome = await this.#processor.process(records);
      if (outcome.kind === 'gap' || outcome.nextOffset !== last.offset + 1n) {
        await this.#goToPlaces(topic, [partition]);
        return undefined;
      }
      messagingMetrics.handled.inc({ consumer: this.definition.name }, records.length);
      messagingMetrics.batchSeconds.observe(
        { consumer: this.definition.name },
        (performance.now() - began) / 1e3,
      );
      this.#expected.set(place, outcome.nextOffset);
      this.#recovered(place);
      return outcome.nextOffset;
    } catch (error) {
      this.#failed(topic, partition, error);
      return undefined;
    }
  }

  /** Nothing of the range was moved: the partition pauses, and the same range comes again. */
  #failed(topic: string, partition: number, error: unknown): void {
    if (error instanceof PositionLost || error instanceof ParkedFlood) return this.#stop(error.message);
    const failure = classify(error);
    if (failure.kind === 'migration') return this.#stop('the database schema is older than this program');
    if (failure.kind === 'infrastructure' && failure.tooMuchAtOnce) {
      this.#batchSize = Math.max(1, this.#batchSize >> 1);
    }
    const place = `${topic}/${partition}`;
    const pause = Math.min((this.#pauses.get(place) ?? MIN_PAUSE_MS / 2) * 2, MAX_PAUSE_MS);
    this.#pauses.set(place, pause);
    messagingMetrics.pauses.inc({ consumer: this.definition.name });
    this.#log.warn({ topic, partition, pause, batchSize: this.#batchSize, err: error }, 'partition pauses');
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

  /** Once a minute, also when the consumer has stopped, for then its places grow old. */
  #inspectLater(): void {
    this.#later(INSPECTION_MS, () => {
      inTime(this.inspect())
        .catch((error: unknown) => {
          this.#log.warn({ err: error }, 'places could not be inspected');
          return this.#inspector.renew();
        })
        .finally(() => this.#inspectLater());
    });
  }

  /**
   * Looks at the places without waiting for an event: the alarm for one that is nearly lost, the stop where the log
   * was made anew, and the way back where the database was restored under a consumer that runs.
   */
  async inspect(): Promise<void> {
    for (const topic of this.definition.topics) {
      await this.#reportOverdue(topic);
      if (this.#state.state === 'RUNNING') await this.#inspectPlaces(topic);
    }
  }

  async #reportOverdue(topic: string): Promise<void> {
    const overdue = await this.#inspector.overdue(topic, new Date());
    for (const partition of this.#assignment.get(topic) ?? []) {
      messagingMetrics.overdue.set(this.#labels(topic, partition), overdue.includes(partition) ? 1 : 0);
    }
    if (overdue.length > 0) {
      this.#log.error(
        { topic, partitions: overdue },
        'a third of the retention has passed: events may get lost',
      );
    }
  }

  async #inspectPlaces(topic: string): Promise<void> {
    try {
      // all of them: a topic that is gone for a moment is assigned to nobody
      for (const { partition, nextOffset, logEnd } of await this.#inspector.inspect(topic)) {
        this.#reportLag(topic, partition, logEnd - nextOffset);
        if (nextOffset < (this.#expected.get(`${topic}/${partition}`) ?? 0n)) {
          await this.#goToPlaces(topic, [partition]);
        }
      }
    } catch (error) {
      if (!(error instanceof PositionLost)) throw error;
      this.#stop(error.message);
    }
  }

  #later(milliseconds: number, action: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
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

  #parked({ topic, partition, offset }: LogRecord, reason: string): void {
    messagingMetrics.parked.inc({ consumer: this.definition.name });
    this.#log.error({ topic, partition, offset: offset.toString(), reason }, 'event parked');
  }
}
