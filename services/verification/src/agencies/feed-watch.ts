import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AgencyFeedLateSchema, AgencyFeedRecoveredSchema } from '@minzheng/contracts/verification';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { maxLag } from '../requests/check-policy.js';
import { feedReaches, type MaxLag } from '../requests/completeness.rules.js';

const LOOK_MS = 500;
/** By the business clock. */
const EVERY_MS = 5 * 60_000;
const PROVINCE = '51';
const MILLISECONDS_A_MINUTE = 60_000;

interface Feed {
  readonly agency: string;
  readonly dataset: string;
  readonly upTo: Date;
  readonly maxLagDays: number | null;
  /** Null before it was first looked at. */
  readonly wasLate: boolean | null;
  readonly openRequests: number;
}

/** Standing feeds of agencies with an agreement in force; one that has never come has no lag. */
const SELECT_FEEDS = `
  select w.agency, w.dataset, w.up_to as "upTo", s.is_late as "wasLate",
         (select a.max_lag_days from data_agreement a
           where a.agency = w.agency and a.direction = 'IN' and a.state = 'ACTIVE' and a.max_lag_days is not null
             and (w.dataset = a.dataset or starts_with(w.dataset, a.dataset || '.'))
           order by length(a.dataset) desc limit 1) as "maxLagDays",
         (select count(distinct q.request_id)::int from source_query q
           where q.agency = w.agency and q.state in ('PENDING', 'SENT')) as "openRequests"
    from feed_watermark w left join feed_state s using (agency, dataset)
   where exists (select from data_agreement a
                  where a.agency = w.agency and a.direction = 'IN' and a.state = 'ACTIVE')
   order by w.agency, w.dataset`;

/** Looks every five minutes whether feeds are late (数源时效监测), and tells each change once. */
@Injectable()
export class FeedWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('feed watch', logger.pino, LOOK_MS, async () => {
      const now = this.clock.now().getTime();
      if (Math.abs(now - this.#lookedAt) >= EVERY_MS) {
        await this.look();
        this.#lookedAt = now;
      }
      return false;
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async look(): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run('feed watch', async (tx) => {
      const feeds = await tx.query<Feed>(SELECT_FEEDS);
      const book = await this.policies.book(tx);
      for (const feed of feeds) {
        const isLate = isFeedLate(feed.upTo, now, this.#lagOf(book, feed));
        if (isLate !== (feed.wasLate ?? false)) await changed(tx, feed, isLate, now);
      }
    });
  }

  #lagOf(book: PolicyBook, { agency, maxLagDays }: Feed): MaxLag {
    const lag = maxLag(book.resolve(`verification.source.maxLag.${agency}`, PROVINCE, this.clock.today()));
    return maxLagDays === null ? lag : { days: maxLagDays, monthly: lag.monthly === true };
  }
}

/** Whether a feed is later than it may be: of a monthly source the month whose end and lag have passed has to be there. */
export function isFeedLate(upTo: Date, now: Date, lag: MaxLag): boolean {
  return !feedReaches(upTo.toISOString(), now.toISOString(), lag);
}

/** Minutes by which a feed is behind now. */
export const lagMinutes = (upTo: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - upTo.getTime()) / MILLISECONDS_A_MINUTE));

/** Of several processes that look, one tells. */
async function changed(
  tx: Tx,
  { agency, dataset, upTo, openRequests }: Feed,
  isLate: boolean,
  now: Date,
): Promise<void> {
  const [row] = await tx.query<{ version: number }>(
    `insert into feed_state as s (agency, dataset, is_late, since, version) values ($1, $2, $3, $4, 1)
     on conflict (agency, dataset) do update
       set is_late = excluded.is_late, since = excluded.since, version = s.version + 1
       where s.is_late <> excluded.is_late
     returning version`,
    [agency, dataset, isLate, now],
  );
  if (!row) return;
  tx.announce(
    isLate ? AgencyFeedLateSchema : AgencyFeedRecoveredSchema,
    {
      occurredAt: timestampFromDate(now),
      region: { code: PROVINCE },
      ...{ agency, dataset, openRequests, lagMinutes: lagMinutes(upTo, now) },
    },
    { aggregate: 'feed', id: dataset, version: BigInt(row.version) },
  );
}
