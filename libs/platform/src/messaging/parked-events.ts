import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { takeNew } from './inbox.js';
import { settleParkedEvent } from './parked-retrier.js';

/** A parked event as an operator sees it: where it stands and why, never what it says. */
export interface ParkedEvent {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly type: string | null;
  readonly reason: string;
  readonly state: 'RETRYING' | 'WAITING' | 'NEEDS_OPERATOR';
  /** The policy that its key waits for. */
  readonly waitsFor: string | null;
  readonly attempts: number;
  readonly parkedAt: Date;
}

/** What an operator may do with parked events, and what a new policy row sets going again. */
export class ParkedEvents {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The oldest first. */
  async list(
    actor: string,
    { after, consumer, limit }: { after?: string; consumer?: string; limit: number },
  ): Promise<ParkedEvent[]> {
    return this.unitOfWork.run(actor, (tx) =>
      tx.query<ParkedEvent>(
        `select e.id, e.consumer, e.topic, e.partition, e.record_offset::text as "offset", e.ce_type as type,
                e.reason, k.state, k.waits_for as "waitsFor", k.attempts, e.parked_at as "parkedAt"
           from parked_event e join parked_key k using (consumer, topic, key)
          where ($1::uuid is null or e.id > $1) and ($2::text is null or consumer = $2)
          order by e.id limit $3`,
        [after ?? null, consumer ?? null, limit],
      ),
    );
  }

  /** Tries again at once: one event's key, all of a consumer, or all with a reason. @returns the keys concerned */
  async replay(tx: Tx, filter: { id?: string; consumer?: string; reason?: string }): Promise<number> {
    return tx.execute(
      `update parked_key k set state = 'RETRYING', waits_for = null, attempts = 0, next_attempt_at = clock_timestamp()
        where exists (select from parked_event e
                       where e.consumer = k.consumer and e.topic = k.topic and e.key = k.key
                         and ($1::uuid is null or e.id = $1) and ($2::text is null or e.consumer = $2)
                         and ($3::text is null or e.reason = $3))`,
      [filter.id ?? null, filter.consumer ?? null, filter.reason ?? null],
    );
  }

  /** Gives an event up: it counts as handled, and what queues behind it goes on. @returns whether there was one */
  async drop(tx: Tx, id: string): Promise<boolean> {
    const [event] = await tx.query<{ consumer: string; topic: string; key: string; ce_id: string | null }>(
      `select e.consumer, e.topic, e.key, e.ce_id from parked_key k
         join parked_event e on e.consumer = k.consumer and e.topic = k.topic and e.key = k.key
        where e.id = $1 for update of k`,
      [id],
    );
    if (!event) return false;
    await takeNew(tx, event.consumer, event.ce_id ? [event.ce_id] : []);
    await settleParkedEvent(tx, event.consumer, event.topic, event.key, id);
    return true;
  }

  /** Keys that wait for a policy row are due now that it is here. */
  static async policyArrived(tx: Tx, policyKey: string): Promise<void> {
    await tx.execute(
      `update parked_key set next_attempt_at = clock_timestamp() where state = 'WAITING' and waits_for = $1`,
      [policyKey],
    );
  }
}
