import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Message, Producer, TopicMessages } from 'kafkajs';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { NO_TRACING, type Tracing } from '../telemetry/tracing.js';
import { SendSpans } from './event-spans.js';
import type { KafkaClient } from './kafka-client.js';
import { messagingMetrics } from './messaging.metrics.js';

interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly partition: number | null;
  readonly ce_id: string;
  readonly ce_type: string;
  readonly ce_source: string;
  readonly ce_subject: string;
  readonly ce_sequence: string;
  readonly payload: Buffer;
  readonly traceparent: string | null;
  readonly recorded_at: Date;
  /** When it was announced first, of an event that is kept to be sent again. */
  readonly ce_time: Date | null;
  readonly oldest_alive: string;
}

const BATCH = 2_000;
/** All events of one send may go to one partition, where Kafka takes 1 MiB at once (`max.message.bytes`). */
const SEND_BYTES = 900_000;
/** Names of the headers and what frames a record. */
const FRAME_BYTES = 200;
const POLL_MS = 100;
const MAX_BACK_OFF_MS = 2_000;
const LEASE_SECONDS = 5;
const BELIEVED_MS = 5_000;
/** A database that fails over may go back behind the floor without an error that we would see. */
const FLOOR_LIFE_MS = 60_000;

/**
 * Sends what the outbox holds, in id order, at least once. One relay a database is active, by a lease that it
 * renews each round; two at once only make duplicates, since each sends from the oldest unsent row on.
 */
export class OutboxRelay {
  readonly #holder = randomUUID();
  #producer: Producer | undefined;
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;
  #woken = false;
  /** Ids up to here are sent and gone, and no transaction that could still write one is alive. */
  #floor = 0n;
  #floorEnds = 0;
  #nextFloor: { readonly id: bigint; readonly before: bigint } | undefined;
  /** What the last round has found: when the oldest event was announced, and when it looked. */
  #found: { readonly oldest: Date | undefined; readonly at: number } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly kafka: KafkaClient,
    private readonly logger: Logger,
    private readonly tracing: Tracing = NO_TRACING,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#loop = this.#run();
  }

  /** Ends after the round that is running. */
  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#loop;
    await this.#discardProducer();
    await this.dataSource
      .query('delete from relay_lease where holder = $1', [this.#holder])
      .catch(() => undefined);
  }

  /** Called after a commit in this process, so that an event does not wait for the next poll. */
  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    let backOff = POLL_MS;
    while (this.#running) {
      try {
        this.#woken = false;
        const sent = await this.#round();
        backOff = POLL_MS;
        if (sent < BATCH) await this.#idle(POLL_MS);
      } catch (error) {
        messagingMetrics.relayFailures.inc();
        this.logger.warn({ err: error, backOff }, 'relay begins again with a new producer');
        await this.#discardProducer();
        this.#forgetFloor();
        if (this.#running) await delay(backOff);
        backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
      }
    }
  }

  /** One round: renew the lease, read, send, delete. @returns the number of events sent */
  async #round(): Promise<number> {
    if (!(await this.#holdsLease())) return this.#saw(undefined);
    if (performance.now() > this.#floorEnds) this.#forgetFloor();
    const rows = await this.#read();
    const oldest = rows[0];
    if (!oldest) return this.#saw(undefined);
    this.#saw(oldest.recorded_at);
    const producer = await this.#connectedProducer();
    for (const part of inSends(rows)) {
      const spans = new SendSpans(this.tracing, part);
      const topicMessages = this.#byTopic(part, spans);
      await spans.around(() => producer.sendBatch({ topicMessages, acks: -1, timeout: 10_000 }));
    }
    this.#raiseFloor(rows, await this.#delete(rows));
    messagingMetrics.relayed.inc(rows.length);
    return rows.length;
  }

  #saw(oldest: Date | undefined): 0 {
    this.#found = { oldest, at: performance.now() };
    return 0;
  }

  /**
   * Age in seconds of the oldest event that is not sent yet; 0 where there is none, or another process sends. What the relay has
   * just seen answers it; a relay that does not come round, or was never started, is not believed.
   */
  async oldestSeconds(): Promise<number> {
    const { oldest, at } = this.#found ?? { oldest: undefined, at: Number.NEGATIVE_INFINITY };
    if (performance.now() - at < BELIEVED_MS) return oldest ? (Date.now() - oldest.getTime()) / 1_000 : 0;
    const [row]: { seconds: number | null }[] = await this.dataSource.query(
      `select extract(epoch from clock_timestamp() - recorded_at)::float8 as seconds
         from outbox where id > $1 order by id limit 1`,
      [this.#floor.toString()],
    );
    return Math.max(row?.seconds ?? 0, 0);
  }

  async #holdsLease(): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `insert into relay_lease as l (name, holder, expires_at)
       values ('outbox', $1, clock_timestamp() + $2 * interval '1 second')
       on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
         where l.holder = excluded.holder or l.expires_at < clock_timestamp()
       returning name`,
      [this.#holder, LEASE_SECONDS],
    );
    return rows.length > 0;
  }

  async #read(): Promise<OutboxRow[]> {
    return this.dataSource.query(
      `select o.*, pg_snapshot_xmin(pg_current_snapshot())::text as oldest_alive
         from outbox o where id > $1 order by id limit $2`,
      [this.#floor.toString(), BATCH],
    );
  }

  /** @returns the transaction's own id: larger than that of each transaction which had an outbox id when we read */
  async #delete(rows: readonly OutboxRow[]): Promise<bigint> {
    const [deleted]: { xid: string }[] = await this.dataSource.query(
      `with sent as (delete from outbox where id = any($1::bigint[]))
       select pg_current_xact_id()::text as xid`,
      [rows.map(({ id }) => id)],
    );
    return BigInt(deleted?.xid ?? 0);
  }

  #forgetFloor(): void {
    this.#floor = 0n;
    this.#nextFloor = undefined;
    this.#floorEnds = performance.now() + FLOOR_LIFE_MS;
  }

  /**
   * Deleted rows stay in the index until vacuum; reading starts above them. A row with a smaller id may still be
   * committed by a transaction that was alive when we read: only when all of those have ended is the floor safe.
   * A writer has its transaction id before its outbox ids, so `deletedBy`, taken after the read, is above theirs.
   * (The snapshot's own upper end is not: it only counts transactions that have ended.)
   */
  #raiseFloor(rows: readonly OutboxRow[], deletedBy: bigint): void {
    const last = rows[rows.length - 1];
    if (!last) return;
    const allRead = (floor: bigint): boolean => rows.length < BATCH || BigInt(last.id) >= floor;
    if (
      this.#nextFloor &&
      BigInt(last.oldest_alive) >= this.#nextFloor.before &&
      allRead(this.#nextFloor.id)
    ) {
      this.#floor = this.#nextFloor.id;
      this.#nextFloor = undefined;
    }
    this.#nextFloor ??= { id: BigInt(last.id), before: deletedBy };
  }

  async #connectedProducer(): Promise<Producer> {
    if (!this.#producer) {
      const producer = this.kafka.producer();
      await producer.connect();
      this.#producer = producer;
    }
    return this.#producer;
  }

  async #discardProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  #byTopic(rows: readonly OutboxRow[], spans: SendSpans): TopicMessages[] {
    const topics = new Map<string, Message[]>();
    for (const row of rows) {
      const messages = topics.get(row.topic) ?? [];
      messages.push(toMessage(row, spans.traceparentOf(row)));
      topics.set(row.topic, messages);
    }
    return [...topics].map(([topic, messages]) => ({ topic: this.kafka.onBroker(topic), messages }));
  }

  async #idle(milliseconds: number): Promise<void> {
    if (this.#woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

/**
 * The rows in their order, in parts that Kafka takes even if all of a part belongs to one partition. A marker, which is sent to
 * every partition, begins a part: what it vouches for is in the log then, whatever topic and broker it went to.
 */
function* inSends(rows: readonly OutboxRow[]): Generator<readonly OutboxRow[]> {
  let part: OutboxRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = sizeOf(row);
    const beginsMarker = row.partition !== null && part.at(-1)?.partition === null;
    if (part.length > 0 && (beginsMarker || bytes + size > SEND_BYTES)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function sizeOf({ payload, key, ce_type, ce_source, ce_subject, traceparent }: OutboxRow): number {
  const texts = [key ?? '', ce_type, ce_source, ce_subject, traceparent ?? ''];
  // ce_id, ce_time and ce_sequence are at most 80 characters.
  return FRAME_BYTES + 80 + payload.length + texts.reduce((sum, text) => sum + text.length, 0);
}

/** CloudEvents 1.0, Kafka binding, binary mode. */
function toMessage(row: OutboxRow, traceparent: string | null): Message {
  return {
    key: row.key,
    value: row.payload,
    ...(row.partition === null ? {} : { partition: row.partition }),
    headers: {
      ce_specversion: '1.0',
      ce_id: row.ce_id,
      ce_type: row.ce_type,
      ce_source: row.ce_source,
      ce_subject: row.ce_subject,
      ce_time: (row.ce_time ?? row.recorded_at).toISOString(),
      ce_sequence: row.ce_sequence,
      'content-type': 'application/protobuf',
      ...(traceparent === null ? {} : { traceparent }),
    },
  };
}
