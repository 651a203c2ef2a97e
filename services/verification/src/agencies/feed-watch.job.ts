import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AgencyFeedLateSchema, AgencyFeedRecoveredSchema } from '@minzheng/contracts/verification';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { everyMinutes, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maxLag } from '../requests/check-policy.js';
import type { MaxLag } from '../requests/completeness.rules.js';
import { isFeedLate, lagMinutes } from './feed-lag.rules.js';

const EVERY_MINUTES = 5;

interface Feed {
  readonly agency: string;
  readonly dataset: string;
  readonly upTo: Date;
  readonly maxLagDays: number | null;
  /** Null before it was first looked at. */
  readonly wasLate: boolean | null;
  readonly openRequests: number;
}

/**
 * Standing feeds of agencies with an agreement in force. One that has never come is as late as its agreement is old, where
 * that says how late it may be; it is over when any of what it covers has come.
 */
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
   union all
  select a.agency, a.dataset, coalesce(covered.up_to, a.valid_from::timestamp at time zone 'Asia/Shanghai'), s.is_late,
         a.max_lag_days,
         (select count(distinct q.request_id)::int from source_query q
           where q.agency = a.agency and q.state in ('PENDING', 'SENT'))
    from data_agreement a
    left join feed_state s using (agency, dataset)
   cross join lateral (
     select max(w.up_to) as up_to from feed_watermark w
      where w.agency = a.agency and (w.dataset = a.dataset or starts_with(w.dataset, a.dataset || '.'))) covered
   where a.direction = 'IN' and a.state = 'ACTIVE' and a.mode <> 'PULL' and a.max_lag_days is not null
     and (covered.up_to is null or s.is_late)
     and not exists (select from feed_watermark w where w.agency = a.agency and w.dataset = a.dataset)
   order by 1, 2`;

/** Looks every five minutes whether feeds are late (数源时效监测), and tells each change once. */
@Injectable()
export class FeedWatchJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'feed-watch';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const now = this.clock.now();
    const feeds = await tx.query<Feed>(SELECT_FEEDS);
    const book = await this.policies.book(tx);
    const changed = feeds.flatMap((feed) => {
      const isLate = isFeedLate(feed.upTo, now, this.#lagOf(book, feed));
      return isLate === (feed.wasLate ?? false) ? [] : [{ ...feed, isLate }];
    });
    await tellChanges(tx, changed, this.regions.province, now);
    return { checkpoint: {}, done: feeds.length, finished: true };
  }

  onModuleInit(): void {
    this.periodic.register(this, everyMinutes(EVERY_MINUTES));
  }

  #lagOf(book: PolicyBook, { agency, maxLagDays }: Feed): MaxLag {
    const lag = maxLag(
      book.resolve(`verification.source.maxLag.${agency}`, this.regions.province, this.clock.today()),
    );
    return maxLagDays === null ? lag : { days: maxLagDays, monthly: lag.monthly === true };
  }
}

/** Of several processes that look, one tells. */
async function tellChanges(
  tx: Tx,
  feeds: readonly (Feed & { readonly isLate: boolean })[],
  province: Region,
  now: Date,
): Promise<void> {
  if (feeds.length === 0) return;
  const written = await tx.query<{ agency: string; dataset: string; version: number }>(
    `insert into feed_state as s (agency, dataset, is_late, since, version)
     select agency, dataset, is_late, $4::timestamptz, 1
       from unnest($1::text[], $2::text[], $3::boolean[]) as f(agency, dataset, is_late) order by agency, dataset
     on conflict (agency, dataset) do update
       set is_late = excluded.is_late, since = excluded.since, version = s.version + 1
       where s.is_late <> excluded.is_late
     returning agency, dataset, version`,
    [
      feeds.map(({ agency }) => agency),
      feeds.map(({ dataset }) => dataset),
      feeds.map(({ isLate }) => isLate),
      now,
    ],
  );
  const versions = new Map(written.map(({ agency, dataset, version }) => [`${agency} ${dataset}`, version]));
  for (const { agency, dataset, upTo, openRequests, isLate } of feeds) {
    const version = versions.get(`${agency} ${dataset}`);
    if (version === undefined) continue;
    tx.announce(
      isLate ? AgencyFeedLateSchema : AgencyFeedRecoveredSchema,
      {
        occurredAt: timestampFromDate(now),
        region: { code: province },
        ...{ agency, dataset, openRequests, lagMinutes: lagMinutes(upTo, now) },
      },
      { aggregate: 'feed', id: dataset, version: BigInt(version) },
    );
  }
}
