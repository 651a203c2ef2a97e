import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS } from '@minzheng/platform/config';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem } from '@minzheng/platform/http';
import { NotFound, UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { newWebhookSecret, WebhookClient } from '@minzheng/platform/webhooks';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { NO_AGREEMENT } from '../agreements/agreement.problems.js';
import { AgreementParties } from '../agreements/agreement-party.js';
import { AGREEMENT_LIFECYCLE, type AgreementState } from '../agreements/agreement.lifecycle.js';
import { exceeding, purposeMissing } from '../event-feed/event-feed.problems.js';
import {
  AGREEMENT_COLUMNS,
  boundsOf,
  requireKept,
  type MeteredAgreement,
} from '../event-feed/event-feed.reader.js';
import { beyondAgreement, isInForce, needsPurpose } from '../event-feed/feed-scope.rules.js';
import { isSecretStale, PLACES, Subscription } from './subscription.entity.js';
import { announcePaused } from './subscription.events.js';
import { SUBSCRIPTION_LIFECYCLE, type SubscriptionCommand } from './subscription.lifecycle.js';
import { SUBSCRIPTION_PROBLEMS } from './subscription.problems.js';
import type { SubscriptionSettings } from './subscription.settings.js';

/** What is to be delivered where. */
export interface SubscriptionForm {
  readonly agreementId: string;
  readonly eventTypes: readonly string[];
  readonly url: string;
  readonly region?: string | undefined;
  readonly purpose?: string | undefined;
  /** Position after which delivery begins; default: with the next event. */
  readonly after?: number | undefined;
}

/** A subscription, and the secret that is shown this once. */
export interface Subscribed {
  readonly subscription: Subscription;
  readonly secret: string;
}

const UNIQUE_VIOLATION = '23505';
const ENDED: readonly string[] = ['EXPIRED', 'REVOKED'] satisfies AgreementState[];
const MILLISECONDS_AN_HOUR = 3_600_000;

/** From the first event that is wanted to the last (订阅管理): what leaves, and where to, is decided by the party's agreement. */
@Injectable()
export class SubscriptionService implements OnModuleInit {
  readonly #client: WebhookClient;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly parties: AgreementParties,
    @Inject(SETTINGS) { webhookNetworks, sandbox }: SubscriptionSettings,
  ) {
    this.#client = new WebhookClient({ networks: webhookNetworks, allowsPlain: sandbox });
  }

  /** Under an agreement that has ended nothing is delivered any more: its subscriptions end with it. */
  onModuleInit(): void {
    this.unitOfWork.onMoves(async (tx, { aggregate, at }, moves) => {
      if (aggregate !== AGREEMENT_LIFECYCLE.name) return;
      const ended = moves.filter(({ to }) => ENDED.includes(to)).map(({ aggregateId }) => aggregateId);
      if (ended.length === 0) return;
      await tx.moveWhere(Subscription, SUBSCRIPTION_LIFECYCLE, 'end', at, {
        where: 't.agreement_id = any($1::uuid[])',
        parameters: [ended],
      });
    });
  }

  /**
   * @throws Problem `no-agreement`, `filter-exceeds-agreement`, `agreement-purpose-missing`, `url-not-https`, `address-not-public`,
   * `duplicate-subscription`, `events-expired`, `no-such-position`
   */
  async subscribe(tx: Tx, form: SubscriptionForm, caller: AuthenticatedCaller): Promise<Subscribed> {
    const agreement = await this.#agreement(tx, form.agreementId, caller);
    const { party } = agreement;
    const region = form.region ?? agreement.region;
    caller.requireRegion(region);
    const { eventTypes, purpose, url } = form;
    const beyond = beyondAgreement(agreement, { eventTypes, region, purpose });
    if (beyond.length > 0) throw exceeding(beyond, [agreement]);
    if (purpose === undefined && eventTypes.some(needsPurpose)) throw purposeMissing([agreement]);
    this.#requireUsable(url);
    const bounds = await boundsOf(tx, party);
    const after = form.after ?? bounds.newest;
    requireKept(after, bounds);
    const id = uuidv7();
    const secret = newWebhookSecret();
    const at = this.clock.now();
    const subscription = Object.assign(new Subscription(), {
      ...{ id, region, party, url, agreementId: agreement.id, pauseReason: null },
      eventTypes: [...new Set(eventTypes)],
      purpose: purpose ?? null,
      secretEnc: this.cipher.encrypt(secret, PLACES.secret(id)),
      ...{ previousSecretEnc: null, previousSecretUntil: null },
    });
    await tx.begin(subscription, SUBSCRIPTION_LIFECYCLE, 'subscribe', at).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new Problem(SUBSCRIPTION_PROBLEMS.duplicate) : error;
    });
    await tx.execute('insert into subscription_progress (subscription_id, cursor) values ($1, $2)', [
      id,
      after,
    ]);
    return { subscription, secret };
  }

  /**
   * A new secret; the old one signs beside it for so many hours, and then no longer. There are never more than two.
   *
   * @param overlapHours - 0: the old one is known to somebody whom it should not be known to
   */
  async rotateSecret(
    tx: Tx,
    id: string,
    version: number,
    overlapHours: number,
    caller: AuthenticatedCaller,
  ): Promise<Subscribed> {
    const subscription = await this.#load(tx, id, version, 'rotateSecret', caller);
    const at = this.clock.now();
    const secret = newWebhookSecret();
    const previous = this.cipher.decrypt(subscription.secretEnc, PLACES.secret(id));
    const until = new Date(at.getTime() + overlapHours * MILLISECONDS_AN_HOUR);
    Object.assign(subscription, {
      secretEnc: this.cipher.encrypt(secret, PLACES.secret(id)),
      previousSecretEnc: overlapHours === 0 ? null : this.cipher.encrypt(previous, PLACES.previousSecret(id)),
      previousSecretUntil: overlapHours === 0 ? null : until,
    });
    await tx.move(subscription, SUBSCRIPTION_LIFECYCLE, 'rotateSecret', at);
    return { subscription, secret };
  }

  /** Has one delivery sent that tells nothing, also while it is paused. @returns its id among the deliveries */
  async test(tx: Tx, id: string, version: number, caller: AuthenticatedCaller): Promise<string> {
    const subscription = await tx.loadForUpdate(Subscription, id, version);
    this.#requireOwner(subscription, caller);
    if (SUBSCRIPTION_LIFECYCLE.allowed(subscription.state).length === 0) {
      throw new IllegalTransition(SUBSCRIPTION_LIFECYCLE.name, subscription.state, 'test');
    }
    const [pending] = await tx.query<{ test_id: string }>(
      `update subscription_progress set test_id = coalesce(test_id, $2) where subscription_id = $1
       returning test_id`,
      [id, uuidv7()],
    );
    if (!pending) throw new RangeError('a subscription without its progress');
    return pending.test_id;
  }

  async pause(tx: Tx, id: string, version: number, caller: AuthenticatedCaller): Promise<Subscription> {
    const subscription = await this.#load(tx, id, version, 'pause', caller);
    const at = this.clock.now();
    subscription.pauseReason = 'BY_OWNER';
    await tx.move(subscription, SUBSCRIPTION_LIFECYCLE, 'pause', at);
    announcePaused(tx, subscription, 'BY_OWNER', at);
    return subscription;
  }

  /**
   * Goes on after the last event that was delivered, or after any other that is kept: then what lies behind it is delivered
   * again, with the same ids.
   *
   * @throws Problem `no-agreement`, `events-expired`, `no-such-position`
   */
  async resume(
    tx: Tx,
    id: string,
    version: number,
    after: number | undefined,
    caller: AuthenticatedCaller,
  ): Promise<Subscription> {
    const seen = await tx.manager.findOneBy(Subscription, { id });
    if (!seen) throw new NotFound(Subscription.name);
    this.#requireOwner(seen, caller);
    // before the subscription: an agreement that ends takes its subscriptions with it in this order
    await this.#agreement(tx, seen.agreementId, caller);
    const subscription = await this.#load(tx, id, version, 'resume', caller);
    const at = this.clock.now();
    const [progress] = await tx.query<{ cursor: string }>(
      'select cursor::text as cursor from subscription_progress where subscription_id = $1 for update',
      [id],
    );
    const from = after ?? Number(progress?.cursor ?? 0);
    requireKept(from, await boundsOf(tx, subscription.party));
    subscription.pauseReason = null;
    await tx.move(subscription, SUBSCRIPTION_LIFECYCLE, 'resume', at);
    await tx.execute(
      `update subscription_progress
          set cursor = $2, failures = 0, next_at = null, claimed_by = null, claimed_until = null
        where subscription_id = $1`,
      [id, from],
    );
    return subscription;
  }

  async withdraw(
    tx: Tx,
    id: string,
    version: number,
    reason: string,
    caller: AuthenticatedCaller,
  ): Promise<Subscription> {
    const subscription = await this.#load(tx, id, version, 'withdraw', caller);
    await tx.move(subscription, SUBSCRIPTION_LIFECYCLE, 'withdraw', this.clock.now(), reason);
    return subscription;
  }

  /** The secrets that a delivery of now is signed with, the newest first. */
  secretsOf(
    subscription: Pick<Subscription, 'id' | 'secretEnc' | 'previousSecretEnc' | 'previousSecretUntil'>,
  ): readonly string[] {
    const { id, secretEnc, previousSecretEnc } = subscription;
    const current = this.cipher.decrypt(secretEnc, PLACES.secret(id));
    if (previousSecretEnc === null || isSecretStale(subscription, this.clock.now())) return [current];
    return [current, this.cipher.decrypt(previousSecretEnc, PLACES.previousSecret(id))];
  }

  async #load(
    tx: Tx,
    id: string,
    version: number,
    command: SubscriptionCommand,
    caller: AuthenticatedCaller,
  ): Promise<Subscription> {
    const subscription = await tx.loadForUpdate(Subscription, id, version);
    this.#requireOwner(subscription, caller);
    SUBSCRIPTION_LIFECYCLE.next(subscription.state, command);
    return subscription;
  }

  /** Kept from ending meanwhile. @throws Problem `no-agreement` */
  async #agreement(
    tx: Tx,
    id: string,
    caller: AuthenticatedCaller,
  ): Promise<MeteredAgreement & { readonly party: string }> {
    const [agreement] = await tx.query<MeteredAgreement & { party: string; state: AgreementState }>(
      `select ${AGREEMENT_COLUMNS}, a.agency as party, a.state from data_agreement a where a.id = $1 for share`,
      [id],
    );
    const party = this.parties.of(caller);
    const isOwn = party === undefined || party === agreement?.party;
    const isActive = agreement?.state === 'ACTIVE' && isInForce(agreement, this.clock.today());
    if (!agreement || !isOwn || !isActive) throw new Problem(NO_AGREEMENT);
    return agreement;
  }

  /** Another party's subscription does not exist for a party. @throws NotFound */
  #requireOwner(subscription: Subscription, caller: AuthenticatedCaller): void {
    const party = this.parties.of(caller);
    if (party !== undefined && party !== subscription.party) throw new NotFound(Subscription.name);
  }

  #requireUsable(url: string): void {
    const wrong = this.#client.wrongWith(url);
    if (wrong === 'malformed') throw invalidField('url', 'matches');
    if (wrong === 'insecure') throw new Problem(SUBSCRIPTION_PROBLEMS.urlNotHttps);
    if (wrong === 'address-refused') throw new Problem(SUBSCRIPTION_PROBLEMS.addressNotPublic);
  }
}

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
