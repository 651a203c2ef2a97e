import type { DescMessage } from '@bufbuild/protobuf';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { decode, headerText, UnreadableEvent, type LogRecord, type Received } from './envelope.js';
import type { ConsumerDefinition, InboundContext } from './event-handlers.js';
import { NO_TRACING, type Tracing } from '../telemetry/tracing.js';
import { handledInTrace } from './event-spans.js';
import { classify } from './failure.js';
import { takeNew } from './inbox.js';
import { messagingMetrics } from './messaging.metrics.js';
import { FLOOD_OF_KEYS, ParkedFlood, parkingKeyOf, type Parking } from './parking.js';
import { PositionLost, type Positions } from './position.js';

export type BatchHandler = (events: readonly Received[], context: InboundContext) => Promise<void>;

export interface Handled {
  readonly schema: DescMessage;
  readonly handler: BatchHandler;
}

/** Where the partition stands after a range of records was offered. */
export type RangeOutcome =
  | { readonly kind: 'handled'; readonly nextOffset: bigint }
  /** The log was read from after our place: read again from here. */
  | { readonly kind: 'gap'; readonly nextOffset: bigint };

/** An event that failed alone was parked: for the log and the metrics. */
export type OnParked = (record: LogRecord, reason: string) => void;

type Item =
  | {
      readonly kind: 'event';
      readonly record: LogRecord;
      readonly event: Received;
      readonly handler: BatchHandler;
    }
  | { readonly kind: 'unreadable'; readonly record: LogRecord; readonly reason: string };

/**
 * The one path by which events are handled: batches, halves of batches, retries and tests. A range of records
 * is one transaction that begins with locking the consumer's place and ends with moving it.
 */
export class BatchProcessor {
  readonly #handlers: ReadonlyMap<string, Handled>;

  constructor(
    private readonly definition: ConsumerDefinition,
    handlers: ReadonlyMap<string, Handled>,
    private readonly unitOfWork: UnitOfWork,
    private readonly positions: Positions,
    private readonly parking: Parking,
    private readonly onParked: OnParked,
    private readonly tracing: Tracing = NO_TRACING,
  ) {
    this.#handlers = handlers;
    // a figure that appears with its first value shows no increase
    messagingMetrics.unknown.inc({ consumer: definition.name }, 0);
  }

  /**
   * Handles a contiguous range of one partition. An event that fails otherwise than by infrastructure is found
   * by halving the range, and parked alone.
   *
   * @throws errors of infrastructure, of a missing migration, PositionLost and ParkedFlood
   */
  async process(records: readonly LogRecord[]): Promise<RangeOutcome> {
    return this.#halves(records, this.#decodeAll(records));
  }

  async #halves(records: readonly LogRecord[], items: readonly Item[]): Promise<RangeOutcome> {
    try {
      return await this.#range(records, items);
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === 'infrastructure' || failure.kind === 'migration' || isFatal(error)) throw error;
      const [first] = records;
      if (records.length === 1 && first) {
        const waitsFor = failure.kind === 'policy' ? failure.waitsFor : undefined;
        const reason = failure.kind === 'policy' ? `policy-missing ${failure.waitsFor}` : failure.reason;
        return this.#parkAlone(first, reason, waitsFor);
      }
    }
    const middle = records.length >> 1;
    const boundary = records[middle]?.offset ?? 0n;
    const before = await this.#halves(
      records.slice(0, middle),
      items.filter(({ record }) => record.offset < boundary),
    );
    if (before.kind === 'gap') return before;
    return this.#halves(
      records.slice(middle),
      items.filter(({ record }) => record.offset >= boundary),
    );
  }

  async #range(records: readonly LogRecord[], items: readonly Item[]): Promise<RangeOutcome> {
    return this.#fromPosition(records, async (tx, nextOffset) => {
      const due = items.filter(({ record }) => record.offset >= nextOffset);
      return this.#handle(tx, due);
    });
  }

  async #parkAlone(record: LogRecord, reason: string, waitsFor: string | undefined): Promise<RangeOutcome> {
    return this.#fromPosition([record], async (tx) => {
      await this.#park(tx, record, reason, waitsFor);
      return waitsFor === undefined ? this.parking.countRecent(tx) : 0;
    });
  }

  async #park(tx: Tx, record: LogRecord, reason: string, waitsFor?: string): Promise<void> {
    await this.parking.park(tx, record, reason, waitsFor);
    tx.afterCommit(() => this.onParked(record, reason));
  }

  /**
   * Begins with our place, refuses a gap, skips what is behind, ends with the new place. The work tells how many keys
   * were parked of late: what was parked stays so, and then the consumer stops.
   */
  async #fromPosition(
    records: readonly LogRecord[],
    work: (tx: Tx, nextOffset: bigint) => Promise<number>,
  ): Promise<RangeOutcome> {
    const first = records[0];
    const last = records[records.length - 1];
    if (!first || !last) throw new RangeError('an empty range of records');
    const { topic, partition } = first;
    let parkedKeys = 0;
    const outcome = await this.unitOfWork.run(this.definition.name, async (tx): Promise<RangeOutcome> => {
      const nextOffset = await this.positions.lock(tx, topic, partition);
      if (first.offset > nextOffset) return { kind: 'gap', nextOffset };
      if (last.offset < nextOffset) return { kind: 'handled', nextOffset };
      parkedKeys = await work(tx, nextOffset);
      const moved = last.offset + 1n;
      const latest = records.reduce((time, { timestamp }) => Math.max(time, timestamp), 0);
      await this.positions.move(tx, topic, partition, moved, new Date(latest));
      return { kind: 'handled', nextOffset: moved };
    });
    if (parkedKeys > FLOOD_OF_KEYS) throw new ParkedFlood(parkedKeys);
    return outcome;
  }

  /** @returns the number of keys parked of late, when this range parked one */
  async #handle(tx: Tx, items: readonly Item[]): Promise<number> {
    const topic = items[0]?.record.topic;
    if (topic === undefined) return 0;
    const keys = [...new Set(items.map(({ record }) => parkingKeyOf(record)))].sort();
    const parkedKeys = await this.parking.lockShared(tx, topic, keys);
    let unreadable = 0;
    const ready: Extract<Item, { kind: 'event' }>[] = [];
    for (const item of items) {
      const key = parkingKeyOf(item.record);
      if (parkedKeys.has(key)) {
        await this.parking.park(tx, item.record, 'behind a parked event of its key');
      } else if (item.kind === 'unreadable') {
        await this.#park(tx, item.record, item.reason);
        parkedKeys.add(key);
        unreadable++;
      } else {
        ready.push(item);
      }
    }
    await this.#deliver(tx, await this.#withoutDuplicates(tx, ready));
    return unreadable > 0 ? this.parking.countRecent(tx) : 0;
  }

  async #withoutDuplicates<T extends { readonly event: Received }>(
    tx: Tx,
    items: readonly T[],
  ): Promise<T[]> {
    const first = new Map<string, T>();
    for (const item of items) if (!first.has(item.event.envelope.id)) first.set(item.event.envelope.id, item);
    if (this.definition.deduplication === 'handler') return [...first.values()];
    const taken = await takeNew(tx, this.definition.name, [...first.keys()]);
    return [...first].filter(([id]) => taken.has(id)).map(([, item]) => item);
  }

  /** Runs of consecutive events of one handler. */
  async #deliver(
    tx: Tx,
    items: readonly { readonly event: Received; readonly handler: BatchHandler }[],
  ): Promise<void> {
    const runs: { readonly handler: BatchHandler; readonly events: Received[] }[] = [];
    for (const { event, handler } of items) {
      const run = runs.at(-1);
      if (run?.handler === handler) run.events.push(event);
      else runs.push({ handler, events: [event] });
    }
    if (runs.length > 1)
      await this.definition.lockFirst?.(
        tx,
        items.map(({ event }) => event),
      );
    for (const { handler, events } of runs) {
      await handledInTrace(this.tracing, this.definition.name, events, () => handler(events, { tx }));
    }
  }

  /** A parked event once more; nothing happens where it was handled meanwhile. */
  async retry(tx: Tx, record: LogRecord): Promise<void> {
    for (const item of this.#decodeAll([record])) {
      if (item.kind === 'unreadable') throw new UnreadableEvent(item.reason);
      await this.#deliver(tx, await this.#withoutDuplicates(tx, [item]));
    }
  }

  /**
   * Decodes before any transaction; types that nobody here handles are left out. One that is in no catalogue of this program
   * comes of a later release, whose consumers have to be there before it is sent: it is counted.
   */
  #decodeAll(records: readonly LogRecord[]): Item[] {
    const items: Item[] = [];
    for (const record of records) {
      const type = headerText(record.headers, 'ce_type');
      if (type === undefined) {
        items.push({ kind: 'unreadable', record, reason: 'header ce_type is missing' });
        continue;
      }
      const handled = this.#handlers.get(type);
      if (!handled) {
        if (!messageByTypeName(type)) messagingMetrics.unknown.inc({ consumer: this.definition.name });
        continue;
      }
      try {
        items.push({
          kind: 'event',
          record,
          event: decode(record, handled.schema),
          handler: handled.handler,
        });
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
        items.push({ kind: 'unreadable', record, reason: error.message });
      }
    }
    return items;
  }
}

const isFatal = (error: unknown): boolean => error instanceof PositionLost || error instanceof ParkedFlood;
