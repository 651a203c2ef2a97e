import { randomUUID } from 'node:crypto';
import type { CivilDate } from '@minzheng/kernel/months';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import type { WebhookAttempt } from '@minzheng/platform/webhooks';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AGREEMENT_COLUMNS, type MeteredAgreement } from '../event-feed/event-feed.reader.js';

/** A claimed subscription as it is delivered to, with its agreement. */
export interface ClaimedSubscription {
  readonly id: string;
  readonly party: string;
  readonly region: string;
  readonly eventTypes: readonly string[];
  readonly purpose: string | null;
  readonly url: string;
  readonly secretEnc: string;
  readonly previousSecretEnc: string | null;
  readonly previousSecretUntil: Date | null;
  readonly cursor: string;
  readonly failures: number;
  /** Not before, by the business clock; null: at once. */
  readonly nextAt: Date | null;
  /** A test that was asked for; null: none. */
  readonly testId: string | null;
  /** False: a test may be sent, events may not. */
  readonly mayDeliver: boolean;
  readonly agreement: MeteredAgreement;
}

/** What was attempted, for the list of deliveries. */
export interface Attempted {
  /** Of the row; a test has its own. */
  readonly id?: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly position: string | null;
  readonly attempt: number;
  readonly result: WebhookAttempt;
}

/** A process that has died is not waited for any longer: its claim ends, and another one sends the same event again. */
const CLAIM_SECONDS = 30;
const ACTOR = 'webhooks';

/** When events of a subscription may leave: it is active, and its agreement is in force today. */
const MAY_DELIVER = `(s.state = 'ACTIVE' and a.state = 'ACTIVE' and $2::date between a.valid_from and a.valid_to)`;

const CLAIMED = `
  s.id, s.party, s.region, s.event_types as "eventTypes", s.purpose, s.url, s.secret_enc as "secretEnc",
  s.previous_secret_enc as "previousSecretEnc", s.previous_secret_until as "previousSecretUntil",
  p.cursor::text as cursor, p.failures, p.next_at as "nextAt", p.test_id as "testId", ${MAY_DELIVER} as "mayDeliver",
  (select to_jsonb(g) from (select ${AGREEMENT_COLUMNS}) as g) as agreement`;

/** Which subscription is whose turn, and what came of it; several processes share the work. */
@Injectable()
export class DeliveryStore {
  readonly #holder = randomUUID();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes subscriptions for which there is something to send, each for this process alone until its claim ends: of the parties
   * that have the fewest under way, those that have waited longest since their last turn. Receivers that are slow hold up nobody
   * but their own party, however many it has.
   *
   * @param now - by the business clock
   */
  claim(now: Date, today: CivilDate, atMost: number): Promise<ClaimedSubscription[]> {
    return this.unitOfWork.run(ACTOR, (tx) =>
      tx.query<ClaimedSubscription>(
        `with served as (
           select s.party, count(*) as subscriptions
             from subscription_progress p join subscription s on s.id = p.subscription_id
            where p.claimed_until >= clock_timestamp() group by s.party
         ), waiting as (
           select p.subscription_id as id, s.party, p.served_at
             from subscription_progress p join subscription s on s.id = p.subscription_id
             join data_agreement a on a.id = s.agreement_id
             left join event_feed f on f.party = s.party
            where (p.claimed_until is null or p.claimed_until < clock_timestamp())
              and (p.test_id is not null and s.state in ('ACTIVE', 'PAUSED')
                   or ${MAY_DELIVER} and (p.next_at is null or p.next_at <= $1) and f.last_position > p.cursor)
         ), next as (
           select id
             from waiting left join served using (party)
            order by coalesce(served.subscriptions, 0)
                       + row_number() over (partition by party order by served_at nulls first, id),
                     served_at nulls first, id
            limit $3
         ), due as (
           select subscription_id as id from subscription_progress
            where subscription_id in (select id from next)
              and (claimed_until is null or claimed_until < clock_timestamp())
              for update skip locked
         ), claimed as (
           update subscription_progress p
              set claimed_by = $4, claimed_until = clock_timestamp() + $5 * interval '1 second',
                  served_at = clock_timestamp()
             from due where p.subscription_id = due.id
           returning p.*)
         select ${CLAIMED}
           from claimed p join subscription s on s.id = p.subscription_id
           join data_agreement a on a.id = s.agreement_id`,
        [now, today, atMost, this.#holder, CLAIM_SECONDS],
      ),
    );
  }

  /**
   * Keeps the claim for another while, and says how it stands now: looked at before each event, so that nothing leaves after an
   * agreement was suspended. Undefined: it is not this process's any more.
   */
  async keep(id: string, today: CivilDate): Promise<ClaimedSubscription | undefined> {
    const [kept] = await this.unitOfWork.run(ACTOR, (tx) =>
      tx.query<ClaimedSubscription>(
        `with kept as (
           update subscription_progress
              set claimed_until = clock_timestamp() + $4 * interval '1 second'
            where subscription_id = $1 and claimed_by = $3
           returning *)
         select ${CLAIMED}
           from kept p join subscription s on s.id = p.subscription_id
           join data_agreement a on a.id = s.agreement_id`,
        [id, today, this.#holder, CLAIM_SECONDS],
      ),
    );
    return kept;
  }

  release(id: string): Promise<number> {
    return this.unitOfWork.run(ACTOR, (tx) =>
      tx.execute(
        `update subscription_progress set claimed_by = null, claimed_until = null
          where subscription_id = $1 and claimed_by = $2`,
        [id, this.#holder],
      ),
    );
  }

  /** What is due next is asked for later, without a failure: a limit was reached. */
  async putOff(id: string, until: Date): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) =>
      tx.execute(
        'update subscription_progress set next_at = $3 where subscription_id = $1 and claimed_by = $2',
        [id, this.#holder, until],
      ),
    );
  }

  /**
   * Goes on behind a position, after a delivery or past what is not wanted; nothing if its owner has meanwhile named another
   * place.
   */
  async goOn(tx: Tx, id: string, position: string): Promise<void> {
    await tx.execute(
      `update subscription_progress set cursor = $3, failures = 0, next_at = null
        where subscription_id = $1 and claimed_by = $2 and cursor < $3`,
      [id, this.#holder, position],
    );
  }

  /** @returns false when the subscription is not this process's any more: nothing follows from what it has seen */
  async failed(tx: Tx, id: string, failures: number, nextAt: Date | null): Promise<boolean> {
    const changed = await tx.execute(
      `update subscription_progress set failures = $3, next_at = $4
        where subscription_id = $1 and claimed_by = $2`,
      [id, this.#holder, failures, nextAt],
    );
    return changed > 0;
  }

  async tested(tx: Tx, id: string, testId: string): Promise<void> {
    await tx.execute(
      'update subscription_progress set test_id = null where subscription_id = $1 and test_id = $2',
      [id, testId],
    );
  }

  async attempted(tx: Tx, subscriptionId: string, attempted: Attempted): Promise<void> {
    const { id = uuidv7(), eventId, eventType, position, attempt, result } = attempted;
    await tx.execute(
      `insert into webhook_delivery
         (id, subscription_id, event_id, event_type, position, attempt, outcome, status, latency_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, subscriptionId, eventId, eventType, position, attempt],
        ...[result.outcome, result.status, result.latencyMs],
      ],
    );
  }
}
