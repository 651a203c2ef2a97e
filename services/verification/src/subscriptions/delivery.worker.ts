import { contains } from '@minzheng/kernel/region';
import { AuditLog } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS } from '@minzheng/platform/config';
import { Problem } from '@minzheng/platform/http';
import { PollingLoop } from '@minzheng/platform/jobs';
import { PairwiseKeys } from '@minzheng/platform/pairwise-keys';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { WebhookClient, webhookHeaders, type WebhookAttempt } from '@minzheng/platform/webhooks';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { takeOfAgreement } from '../agreements/agreement-use.js';
import { agreementOf, toCloudEvent, type OutwardEvent } from '../event-feed/cloud-event.js';
import { boundsOf, readEvents } from '../event-feed/event-feed.reader.js';
import { deliveryMetrics } from './delivery.metrics.js';
import { DeliveryStore, type ClaimedSubscription } from './delivery.store.js';
import { deliveryPolicy } from './delivery-policy.js';
import { afterFailure } from './retry.rules.js';
import { Subscription, type PauseReason } from './subscription.entity.js';
import { announcePaused } from './subscription.events.js';
import { SUBSCRIPTION_LIFECYCLE } from './subscription.lifecycle.js';
import { SubscriptionService } from './subscription.service.js';
import type { SubscriptionSettings } from './subscription.settings.js';
import { SigningKeys } from './webhook-keys.provider.js';

const POLL_MS = 250;
/** Subscribers that are served at once: most of the time goes by in waiting for them. */
const LANES = 8;
/** Then another one has its turn. */
const TURN_MS = 15_000;
const PAGE = 50;
/** When a limit or the audit keeps an event from leaving, and says no time. */
const PUT_OFF_SECONDS = 5;
const MILLISECONDS = 1_000;
const ACTOR = 'webhooks';

/** Of a test, which tells nothing. */
export const TEST_TYPE = 'minzheng.verification.webhook-test';

/**
 * Delivers to subscribers (推送), to each in the order of its feed, one event after the other and each at least once: the place
 * moves on only when the receiver has taken an event, so a process that dies in between has it sent again with the same id.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  readonly #client: WebhookClient;
  readonly #serving = new Set<Promise<void>>();
  #stopping = false;

  constructor(
    private readonly store: DeliveryStore,
    private readonly subscriptions: SubscriptionService,
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly pairwiseKeys: PairwiseKeys,
    private readonly audit: AuditLog,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
    private readonly keys: SigningKeys,
    private readonly logger: JsonLogger,
    @Inject(SETTINGS) { webhookNetworks, sandbox }: SubscriptionSettings,
  ) {
    this.#client = new WebhookClient({ networks: webhookNetworks, allowsPlain: sandbox });
    this.#loop = new PollingLoop('webhooks', logger.pino, POLL_MS, () => this.#round());
  }

  onApplicationBootstrap(): void {
    this.#stopping = false;
    this.#loop.start();
  }

  /** Ends after the deliveries that are under way. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.#loop.stop();
    await Promise.all(this.#serving);
  }

  async #round(): Promise<boolean> {
    const free = LANES - this.#serving.size;
    if (free <= 0) return false;
    const claimed = await this.store.claim(this.clock.now(), this.clock.today(), free);
    for (const subscription of claimed) {
      const serving = this.#serve(subscription).finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
    }
    return false;
  }

  /** Whatever goes wrong on our side, the next turn tries again. */
  async #serve(claimed: ClaimedSubscription): Promise<void> {
    try {
      if (claimed.testId !== null) await this.#test(claimed, claimed.testId);
      await this.#deliver(claimed.id);
      await this.store.release(claimed.id);
    } catch (error) {
      this.logger.pino.warn({ err: error, subscription: claimed.id }, 'deliveries go on later');
    }
  }

  async #deliver(id: string): Promise<void> {
    const turnEnds = performance.now() + TURN_MS;
    let page: OutwardEvent[] = [];
    while (performance.now() < turnEnds && !this.#stopping) {
      const now = this.clock.now();
      const current = await this.store.keep(id, this.clock.today());
      if (!current?.mayDeliver || (current.nextAt !== null && current.nextAt > now)) return;
      if (page.length === 0) {
        const next = await this.#nextPage(current);
        if (!next) return;
        page = next;
      }
      const event = page.shift();
      if (event && !(await this.#deliverOne(current, event, now))) return;
    }
  }

  /** Undefined: there is nothing to deliver. */
  async #nextPage(current: ClaimedSubscription): Promise<OutwardEvent[] | undefined> {
    const { id, party, eventTypes } = current;
    const after = Number(current.cursor);
    const { oldest, newest } = await boundsOf(this.dataSource, party);
    if (after < oldest) {
      await this.unitOfWork.run(ACTOR, (tx) => this.#giveUp(tx, id, current.failures, 'EVENTS_EXPIRED'));
      return undefined;
    }
    const page = await readEvents(this.dataSource, { party, after, types: eventTypes, limit: PAGE });
    if (page.length > 0) return page;
    await this.unitOfWork.run(ACTOR, (tx) => this.store.goOn(tx, id, String(newest)));
    return undefined;
  }

  /** @returns whether the next event may follow now */
  async #deliverOne(current: ClaimedSubscription, event: OutwardEvent, now: Date): Promise<boolean> {
    const { id, agreement, purpose } = current;
    const { position } = event;
    const mayLeave = agreementOf(event, [agreement], purpose ?? undefined) !== undefined;
    if (!contains(current.region, event.region) || !mayLeave) {
      await this.unitOfWork.run(ACTOR, (tx) => this.store.goOn(tx, id, position));
      return true;
    }
    if (!(await this.#mayLeave(current, event, now))) return false;
    const told = JSON.stringify(toCloudEvent(event, agreement));
    const body = await this.pairwiseKeys.told(current.party, told);
    const result = await this.#send(current, event.id, body);
    const attempt = current.failures + 1;
    const attempted = { eventId: event.id, eventType: event.type, position, attempt, result };
    this.#tell(current, event.type, attempt, result);
    if (result.outcome === 'delivered') {
      await this.unitOfWork.run(ACTOR, async (tx) => {
        await this.store.goOn(tx, id, position);
        await this.store.attempted(tx, id, attempted);
      });
      return true;
    }
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await this.#failed(tx, id, attempt);
      await this.store.attempted(tx, id, attempted);
    });
    return false;
  }

  /** What the agreement allows is counted, and whose data leave is entered in the audit, before anything is sent. */
  async #mayLeave(
    { id, party, region, purpose, agreement }: ClaimedSubscription,
    { persons }: OutwardEvent,
    now: Date,
  ): Promise<boolean> {
    try {
      await takeOfAgreement(this.dataSource, agreement, 1, now);
      if (persons.length === 0) return true;
      await this.audit.write(this.dataSource, {
        ...{ actor: `party:${party}`, org: party, region, action: 'webhook', fields: ['events'] },
        ...{ target: `subscription/${id}`, subjects: persons },
        ...(purpose === null ? {} : { purpose }),
      });
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const seconds = Number(error.options.headers?.['retry-after'] ?? PUT_OFF_SECONDS);
      await this.store.putOff(id, new Date(now.getTime() + seconds * MILLISECONDS));
      return false;
    }
  }

  async #failed(tx: Tx, id: string, failures: number): Promise<void> {
    const now = this.clock.now();
    const { retryMinutes } = deliveryPolicy(
      await this.policies.book(tx),
      this.regions.province,
      this.clock.today(),
    );
    const next = afterFailure(failures, retryMinutes, now);
    if (next.kind === 'pause') await this.#giveUp(tx, id, failures, 'DELIVERIES_FAILED');
    else await this.store.failed(tx, id, failures, next.at);
  }

  /** Unless its owner has meanwhile paused or resumed it himself: then nothing follows from what was seen here. */
  async #giveUp(tx: Tx, id: string, failures: number, reason: PauseReason): Promise<void> {
    const subscription = await tx.loadForUpdate(Subscription, id);
    if (subscription.state !== 'ACTIVE' || !(await this.store.failed(tx, id, failures, null))) return;
    const at = this.clock.now();
    subscription.pauseReason = reason;
    await tx.move(subscription, SUBSCRIPTION_LIFECYCLE, 'giveUp', at, reason);
    announcePaused(tx, subscription, reason, at);
    tx.afterCommit(() => {
      deliveryMetrics.paused.inc({ reason });
      this.logger.pino.error({ subscription: id, reason }, 'subscription is paused');
    });
  }

  /** A test is sent once, and nothing follows from what comes of it. */
  async #test(claimed: ClaimedSubscription, testId: string): Promise<void> {
    const body = JSON.stringify({
      specversion: '1.0',
      ...{ id: testId, source: '/service/verification', type: TEST_TYPE },
      subject: `subscription/${claimed.id}`,
      time: this.clock.now().toISOString(),
      datacontenttype: 'application/json',
      data: {},
    });
    const result = await this.#send(claimed, testId, body);
    this.#tell(claimed, TEST_TYPE, 1, result);
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await this.store.tested(tx, claimed.id, testId);
      await this.store.attempted(tx, claimed.id, {
        ...{ id: testId, eventId: testId, eventType: TEST_TYPE, position: null, attempt: 1, result },
      });
    });
  }

  #send(current: ClaimedSubscription, id: string, body: string): Promise<WebhookAttempt> {
    const secrets = this.subscriptions.secretsOf(current);
    const signed = webhookHeaders(
      { id, sentAt: new Date(), body },
      { secrets, keys: this.keys.keys.privateKeys },
    );
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'minzheng-webhooks/1',
      ...signed,
    };
    return this.#client.post(current.url, headers, body);
  }

  #tell({ id }: ClaimedSubscription, type: string, attempt: number, result: WebhookAttempt): void {
    deliveryMetrics.attempts.inc({ outcome: result.outcome });
    deliveryMetrics.seconds.observe(result.latencyMs / MILLISECONDS);
    const level = result.outcome === 'delivered' ? 'info' : 'warn';
    this.logger.pino[level]({ subscription: id, type, attempt, ...result }, 'webhook');
  }
}
