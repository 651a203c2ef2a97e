import type { Logger } from 'pino';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { BatchProcessor } from './batch-processor.js';
import { classify } from './failure.js';
import { backOffSeconds, MAX_ATTEMPTS, type Parking } from './parking.js';

interface Head {
  readonly topic: string;
  readonly key: string;
  readonly eventId: string;
  readonly sealed: Buffer;
  readonly attempts: number;
}

const IDLE_MS = 500;

/**
 * Takes one parked key at a time and handles its oldest event through the same path as a batch. Batches that
 * bring later events of the key wait for it, and queue behind or go on.
 */
export class ParkedRetrier {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = true;

  constructor(
    private readonly consumer: string,
    private readonly processor: BatchProcessor,
    private readonly parking: Parking,
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.#stopped = false;
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** Handles everything that is due now; used by the timer and by tests. */
  async drain(): Promise<void> {
    while (await this.#one()) if (this.#stopped) return;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.drain()
        .catch((error: unknown) => this.logger.warn({ consumer: this.consumer, err: error }, 'retrier waits'))
        .finally(() => this.#schedule());
    }, IDLE_MS);
  }

  /** @returns whether a key was due */
  async #one(): Promise<boolean> {
    let head: Head | undefined;
    try {
      await this.unitOfWork.run(this.consumer, async (tx) => {
        head = await this.#lockHead(tx);
        if (!head) return;
        await this.processor.retry(tx, this.parking.read(head.sealed));
        await settleParkedEvent(tx, this.consumer, head.topic, head.key, head.eventId);
      });
      return head !== undefined;
    } catch (error) {
      const failure = classify(error);
      if (!head || failure.kind === 'infrastructure' || failure.kind === 'migration') throw error;
      await this.#failed(head, failure.kind === 'policy' ? failure.waitsFor : undefined);
      return true;
    }
  }

  async #lockHead(tx: Tx): Promise<Head | undefined> {
    const [key] = await tx.query<{ topic: string; key: string; attempts: number }>(
      `select topic, key, attempts from parked_key
        where consumer = $1 and state <> 'NEEDS_OPERATOR' and next_attempt_at <= clock_timestamp()
        order by next_attempt_at limit 1 for update skip locked`,
      [this.consumer],
    );
    if (!key) return undefined;
    const [event] = await tx.query<{ id: string; sealed: Buffer }>(
      `select id, sealed from parked_event where consumer = $1 and topic = $2 and key = $3
        order by record_offset limit 1`,
      [this.consumer, key.topic, key.key],
    );
    if (!event) {
      await tx.execute('delete from parked_key where consumer = $1 and topic = $2 and key = $3', [
        this.consumer,
        key.topic,
        key.key,
      ]);
      return undefined;
    }
    return { ...key, eventId: event.id, sealed: event.sealed };
  }

  async #failed(head: Head, waitsFor: string | undefined): Promise<void> {
    const attempts = head.attempts + 1;
    const state =
      waitsFor !== undefined ? 'WAITING' : attempts >= MAX_ATTEMPTS ? 'NEEDS_OPERATOR' : 'RETRYING';
    await this.unitOfWork.run(this.consumer, (tx) =>
      tx.execute(
        `update parked_key set state = $4, waits_for = $5, attempts = $6,
                next_attempt_at = clock_timestamp() + $7 * interval '1 second'
          where consumer = $1 and topic = $2 and key = $3`,
        [
          this.consumer,
          head.topic,
          head.key,
          state,
          waitsFor ?? null,
          waitsFor === undefined ? attempts : head.attempts,
          waitsFor === undefined ? backOffSeconds(attempts) : 30,
        ],
      ),
    );
    if (state === 'NEEDS_OPERATOR') {
      this.logger.error(
        { consumer: this.consumer, topic: head.topic, parkedEventId: head.eventId },
        'parked event failed for the last time: an operator has to replay or drop it',
      );
    }
  }
}

/** The event is done with: the key's queue moves up, or the key is free again. */
export async function settleParkedEvent(
  tx: Tx,
  consumer: string,
  topic: string,
  key: string,
  eventId: string,
): Promise<void> {
  await tx.execute('delete from parked_event where id = $1', [eventId]);
  const freed = await tx.execute(
    `delete from parked_key k where consumer = $1 and topic = $2 and key = $3
        and not exists (select from parked_event e
                         where e.consumer = k.consumer and e.topic = k.topic and e.key = k.key)`,
    [consumer, topic, key],
  );
  if (freed > 0) return;
  await tx.execute(
    `update parked_key set state = 'RETRYING', waits_for = null, attempts = 0, next_attempt_at = clock_timestamp()
      where consumer = $1 and topic = $2 and key = $3`,
    [consumer, topic, key],
  );
}
