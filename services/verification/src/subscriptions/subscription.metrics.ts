import { Metrics } from '@minzheng/platform/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { PAUSE_REASONS } from './subscription.entity.js';
import { SUBSCRIPTION_LIFECYCLE } from './subscription.lifecycle.js';

const EVERY_MS = 15_000;

/** How subscriptions stand, read when `/metrics` is asked for. */
@Injectable()
export class SubscriptionMetrics implements OnModuleInit {
  readonly #states: Gauge<'state' | 'reason'>;
  readonly #oldest: Gauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
  ) {
    const registers = [metrics.registry];
    this.#states = new Gauge({
      name: 'minzheng_subscriptions',
      help: 'Subscriptions by state; paused ones by why',
      labelNames: ['state', 'reason'] as const,
      registers,
    });
    this.#oldest = new Gauge({
      name: 'minzheng_subscription_oldest_pending_seconds',
      help: 'Age of the oldest event that an active subscription has not delivered',
      registers,
    });
  }

  onModuleInit(): void {
    this.metrics.onScrape('subscriptions', () => this.#read(), EVERY_MS);
  }

  async #read(): Promise<void> {
    const found = await this.dataSource.query<{ state: string; reason: string; n: number }[]>(
      `select state, case when state = 'PAUSED' then coalesce(pause_reason, '') else '' end as reason, count(*)::int as n
         from subscription group by 1, 2`,
    );
    for (const state of SUBSCRIPTION_LIFECYCLE.states) {
      for (const reason of state === 'PAUSED' ? PAUSE_REASONS : ['']) this.#states.set({ state, reason }, 0);
    }
    for (const { state, reason, n } of found) this.#states.set({ state, reason }, n);
    const [oldest] = await this.dataSource.query<{ seconds: number | null }[]>(
      `select extract(epoch from clock_timestamp() - min(e.recorded_at))::float8 as seconds
         from subscription s join subscription_progress p on p.subscription_id = s.id
         join data_agreement a on a.id = s.agreement_id and a.state = 'ACTIVE'
        cross join lateral (
          select recorded_at from outward_event o
           where o.party = s.party and o.position > p.cursor and o.type = any(s.event_types)
           order by o.position limit 1) as e
        where s.state = 'ACTIVE'`,
    );
    this.#oldest.set(oldest?.seconds ?? 0);
  }
}
