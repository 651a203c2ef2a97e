import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { BusinessClock } from '@minzheng/platform/clock';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { eventFeedMetrics } from './event-feed.metrics.js';
import { deliveryPolicy } from '../subscriptions/delivery-policy.js';

const ROWS_A_CHUNK = 5_000;
/** At night, when retention runs (verification, section 9). */
const HOUR = 2;

/**
 * Deletes events and deliveries that were kept long enough (推送保存期). First each party is told from where on nothing is missing,
 * then the rows before it go: whoever reads in between misses nothing unnoticed.
 */
@Injectable()
export class EventRetentionJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'event-retention';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const { keepDays } = deliveryPolicy(
      await this.policies.book(tx),
      this.regions.province,
      this.clock.today(),
    );
    await tx.execute(
      `update event_feed f set first_position = n.first
         from (select party, coalesce(
                        (select e.position from outward_event e
                          where e.party = k.party and e.recorded_at >= clock_timestamp() - make_interval(days => $1)
                          order by e.position limit 1), k.last_position + 1) as first
                 from event_feed k order by party for update) as n
        where n.party = f.party and n.first > f.first_position`,
      [keepDays],
    );
    const expired = await tx.execute(
      `delete from outward_event e using (
         select o.party, o.position from outward_event o join event_feed f using (party)
          where o.position < f.first_position order by o.party, o.position limit $1) as old
        where e.party = old.party and e.position = old.position`,
      [ROWS_A_CHUNK],
    );
    const deliveries = await tx.execute(
      `delete from webhook_delivery where id in (
         select id from webhook_delivery where attempted_at < clock_timestamp() - make_interval(days => $1)
          order by attempted_at limit $2)`,
      [keepDays, ROWS_A_CHUNK],
    );
    tx.afterCommit(() => eventFeedMetrics.expired.inc(expired));
    const finished = expired < ROWS_A_CHUNK && deliveries < ROWS_A_CHUNK;
    return { checkpoint: {}, done: expired + deliveries, finished };
  }
}
