import type { DescMessage } from '@bufbuild/protobuf';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { decode, headerText, UnreadableEvent, type LogRecord, type Received } from './envelope.js';
import type { ConsumerDefinition, InboundContext } from './event-handlers.js';
import { classify } from './failure.js';
import { takeNew } from './inbox.js';
import { Parking, parkingKeyOf } from './parking.js';
import type { Positions } from './position.js';

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

/** An event that failed alone was parked: reported so that a flood of them stops the consumer. */
export type OnParked = (record: LogRecord, reason: string, waits: boolean) => void;

type Item =
  | { readonly kind: 'event'; readonly record: LogRecord; readonly event: Received; readonly handler: BatchHandler }
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
  ) {
    this.#handlers = handlers;
  }

  /**
   * Handles a contiguous range of one partition. An event that fails otherwise than by infrastructure is found
   * by halving the range, and parked alone.
   *
   * @throws errors of infrastructure, of a missing migration and PositionLost
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
      await this.#handle(tx, due);
    });
  }

  async #parkAlone(record: LogRecord, reason: string, waitsFor: string | undefined): Promise<RangeOutcome> {
    const outcome = await this.#fromPosition([record], (tx) =>
      this.parking.park(tx, record, reason, waitsFor),
    );
    this.onParked(record, reason, waitsFor !== undefined);
    return outcome;
  }

  /** Begins with our place, refuses a gap, skips what is behind, ends with the new place. */
  async #fromPosition(
    records: readonly LogRecord[],
    work: (tx: Tx, nextOffset: bigint) => Promise<void>,
  ): Promise<RangeOutcome> {
    const first = records[0];
    const last = records[records.length - 1];
    if (!first || !last) throw new RangeError('an empty range of records');
    const { topic, partition } = first;
    return this.unitOfWork.run(this.definition.name, async (tx) => {
      const nextOffset = await this.positions.lock(tx, topic, partition);
      if (first.offset > nextOffset) return { kind: 'gap', nextOffset };
      if (last.offset < nextOffset) return { kind: 'handled', nextOffset };
      await work(tx, nextOffset);
      const moved = last.offset + 1n;
      await this.positions.move(tx, topic, partition, moved, new Date(last.timestamp));
      return { kind: 'handled', nextOffset: moved };
    });
  }

  async #handle(tx: Tx, items: readonly Item[]): Promise<void> {
    const topic = items[0]?.record.topic;
    if (topic === undefined) return;
    const keys = [...new Set(items.map(({ record }) => parkingKeyOf(record)))].sort();
    const parkedKeys = await this.parking.lockShared(tx, topic, keys);
    const ready: Extract<Item, { kind: 'event' }>[] = [];
    for (const item of items) {
      const key = parkingKeyOf(item.record);
      if (parkedKeys.has(key)) {
        await this.parking.park(tx, item.record, 'behind a parked event of its key');
      } else if (item.kind === 'unreadable') {
        await this.parking.park(tx, item.record, item.reason);
        parkedKeys.add(key);
        tx.afterCommit(() => this.onParked(item.record, item.reason, false));
      } else {
        ready.push(item);
      }
    }
    await this.#deliver(tx, await this.#withoutDuplicates(tx, ready));
  }

  async #withoutDuplicates<T extends { readonly event: Received }>(tx: Tx, items: readonly T[]): Promise<T[]> {
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
    let run: Received[] = [];
    for (const [index, { event, handler }] of items.entries()) {
      run.push(event);
      if (items[index + 1]?.handler !== handler) {
        await handler(run, { tx });
        run = [];
      }
    }
  }

  /** A parked event once more; nothing happens where it was handled meanwhile. */
  async retry(tx: Tx, record: LogRecord): Promise<void> {
    for (const item of this.#decodeAll([record])) {
      if (item.kind === 'unreadable') throw new UnreadableEvent(item.reason);
      await this.#deliver(tx, await this.#withoutDuplicates(tx, [item]));
    }
  }

  /** Decodes before any transaction; types that nobody here handles are left out. */
  #decodeAll(records: readonly LogRecord[]): Item[] {
    const items: Item[] = [];
    for (const record of records) {
      const type = headerText(record.headers, 'ce_type');
      if (type === undefined) {
        items.push({ kind: 'unreadable', record, reason: 'header ce_type is missing' });
        continue;
      }
      const handled = this.#handlers.get(type);
      if (!handled) continue;
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

const isFatal = (error: unknown): boolean => error instanceof Error && error.name === 'PositionLost';
