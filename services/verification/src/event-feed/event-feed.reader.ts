import type { CivilDate } from '@minzheng/kernel/months';
import type { RegionPrefixes } from '@minzheng/kernel/region';
import { Problem } from '@minzheng/platform/http';
import { epochFloor } from '@minzheng/platform/messaging';
import { numberedRegionFilter } from '@minzheng/platform/regions';
import type { AgreementState } from '../agreements/agreement.lifecycle.js';
import { OUTWARD_COLUMNS, type OutwardEvent } from './cloud-event.js';
import { EVENTS_EXPIRED, NO_SUCH_POSITION } from './event-feed.problems.js';
import { isInForce, type FeedAgreement } from './feed-scope.rules.js';

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** A party that has read on before the database was put back finds what follows behind all places that it knows. */
export const PLACES_FROM = epochFloor(1_000_000_000);

/** From where to where the events of a party are kept. */
export interface FeedBounds {
  /** Nothing is missing after it. */
  readonly oldest: number;
  readonly newest: number;
}

/** What of an agreement is needed here, of the table `a`. */
export const AGREEMENT_COLUMNS = `
  a.id, a.direction, a.dataset, a.purposes, a.fields, a.region, a.rate_per_second as "ratePerSecond",
  a.daily_quota as "dailyQuota", a.valid_from::text as "validFrom", a.valid_to::text as "validTo"`;

/** An agreement with what it allows a second and a day. */
export interface MeteredAgreement extends FeedAgreement {
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
}

/** Agreements of a party whose time it is, its own data's first. */
export interface OpenAgreements {
  /** Under which it may be told something today. */
  readonly inForce: readonly MeteredAgreement[];
  /** Under which it is told when they are resumed. */
  readonly suspended: readonly MeteredAgreement[];
}

export async function openAgreements(
  queries: Queries,
  party: string,
  today: CivilDate,
): Promise<OpenAgreements> {
  const found = await queries.query<MeteredAgreement & { readonly state: AgreementState }>(
    `select ${AGREEMENT_COLUMNS}, a.state from data_agreement a
      where a.agency = $1 and a.state in ('ACTIVE', 'SUSPENDED') order by a.direction, a.dataset, a.id`,
    [party],
  );
  const open = found.filter((agreement) => isInForce(agreement, today));
  return {
    inForce: open.filter(({ state }) => state === 'ACTIVE'),
    suspended: open.filter(({ state }) => state === 'SUSPENDED'),
  };
}

export async function boundsOf(queries: Queries, party: string): Promise<FeedBounds> {
  const [feed] = await queries.query<{ first: string; last: string }>(
    `select coalesce(f.first_position, 1)::text as first, greatest(f.last_position, p.floor)::text as last
       from ${PLACES_FROM} as p(floor) left join event_feed f on f.party = $1`,
    [party],
  );
  return { oldest: Number(feed?.first ?? 1) - 1, newest: Number(feed?.last ?? 0) };
}

/** @throws Problem `events-expired`, `no-such-position` unless reading may go on after the position */
export function requireKept(after: number, { oldest, newest }: FeedBounds): void {
  if (after < oldest) throw new Problem(EVENTS_EXPIRED, { extensions: { oldest: String(oldest) } });
  if (after > newest) throw new Problem(NO_SUCH_POSITION, { extensions: { newest: String(newest) } });
}

/** Which events of a party are read. */
export interface FeedSelection {
  readonly party: string;
  readonly after: number;
  readonly types: readonly string[];
  /** Of their regions; default: all. */
  readonly regions?: readonly RegionPrefixes[];
  readonly limit: number;
}

/** Events of a party behind a position, in their order. */
export function readEvents(
  queries: Queries,
  { party, after, types, regions, limit }: FeedSelection,
): Promise<OutwardEvent[]> {
  const filter = regions && numberedRegionFilter('e.region', regions, 5);
  return queries.query<OutwardEvent>(
    `select ${OUTWARD_COLUMNS} from outward_event e
      where e.party = $1 and e.position > $2 and e.type = any($3) ${filter ? `and ${filter.sql}` : ''}
      order by e.position limit $4`,
    [party, after, types, limit, ...(filter?.parameters ?? [])],
  );
}
