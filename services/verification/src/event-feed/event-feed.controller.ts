import { Caller, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { PairwiseKeys } from '@minzheng/platform/pairwise-keys';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { NO_AGREEMENT, QUOTA } from '../agreements/agreement.problems.js';
import { takeOfAgreement } from '../agreements/agreement-use.js';
import { agreementOf, toCloudEvent, type CloudEvent, type OutwardEvent } from './cloud-event.js';
import { EventsDto, EventsQuery } from './event-feed.dto.js';
import { eventFeedMetrics } from './event-feed.metrics.js';
import {
  EVENTS_EXPIRED,
  exceeding,
  FILTER_EXCEEDS_AGREEMENT,
  NO_SUCH_POSITION,
} from './event-feed.problems.js';
import {
  agreementsInForce,
  boundsOf,
  readEvents,
  requireKept,
  type MeteredAgreement,
} from './event-feed.reader.js';
import { typesUnder } from './feed-scope.rules.js';

/** An event, and the agreement under which it leaves. */
interface Leaving {
  readonly event: OutwardEvent;
  readonly agreement: MeteredAgreement;
}

/** What a party outside may be told, to be read in its order from any place (数据推送). */
@ApiTags('events')
@Controller('v1/events')
export class EventFeedController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
    private readonly pairwiseKeys: PairwiseKeys,
  ) {}

  @Get()
  @RequireScope('verification:events:read')
  @Discloses('events')
  @Refuses(
    NO_AGREEMENT,
    FILTER_EXCEEDS_AGREEMENT,
    EVENTS_EXPIRED,
    NO_SUCH_POSITION,
    QUOTA,
    PROBLEMS.rateLimited,
  )
  @ApiOperation({
    summary: 'Events for the caller’s party after a position, as CloudEvents, the oldest first',
  })
  @ApiOkResponse({ type: EventsDto })
  async read(
    @Query() query: EventsQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<EventsDto> {
    const party = caller.party ?? caller.org;
    if (party === undefined) throw new Problem(NO_AGREEMENT);
    const agreements = await this.#agreements(party, query.purpose);
    const types = wantedTypes(agreements, query.types);
    const after = Number(query.after);
    // before the events: what comes meanwhile is read the next time
    const bounds = await boundsOf(this.dataSource, party);
    requireKept(after, bounds);
    const found = await readEvents(this.dataSource, {
      ...{ party, after, types },
      regions: caller.prefixesWithin(),
      limit: query.limit + 1,
    });
    const shown = found.slice(0, query.limit);
    const hasMore = found.length > query.limit;
    const leaving = shown.flatMap((event): Leaving[] => {
      const agreement = agreementOf(event, agreements);
      return agreement ? [{ event, agreement: agreement as MeteredAgreement }] : [];
    });
    await this.#meter(agreements, leaving);
    disclosure.add(leaving.flatMap(({ event }) => event.persons));
    disclosure.about({ target: `feed/${party}`, ...(query.purpose && { purpose: query.purpose }) });
    eventFeedMetrics.read.inc(leaving.length);
    const last = shown.at(-1)?.position ?? query.after;
    return {
      items: await this.#told(caller, party, leaving),
      after: hasMore ? last : String(Math.max(bounds.newest, Number(last))),
      hasMore,
    };
  }

  /** Data of persons go out for a purpose of the agreement alone. @throws Problem `no-agreement`, `filter-exceeds-agreement` */
  async #agreements(party: string, purpose: string | undefined): Promise<MeteredAgreement[]> {
    const inForce = await agreementsInForce(this.dataSource, party, this.clock.today());
    if (inForce.length === 0) throw new Problem(NO_AGREEMENT);
    const purposeful = inForce.filter(
      ({ direction, purposes }) => direction === 'OUT' && purposes.includes(purpose ?? ''),
    );
    const usable = [...inForce.filter(({ direction }) => direction === 'IN'), ...purposeful];
    const isBeyond = purpose !== undefined && purposeful.length === 0;
    if (isBeyond || usable.length === 0) throw exceeding(['purpose'], inForce.flatMap(typesUnder));
    return usable;
  }

  /** One call, and an item for each event, of the agreement under which it leaves. */
  async #meter(agreements: readonly MeteredAgreement[], leaving: readonly Leaving[]): Promise<void> {
    const used = new Map(agreements.slice(0, 1).map((agreement) => [agreement, 0]));
    for (const { agreement } of leaving) used.set(agreement, (used.get(agreement) ?? 0) + 1);
    for (const [agreement, items] of used) {
      await takeOfAgreement(this.dataSource, agreement, items, this.clock.now());
    }
  }

  /** A token with a party is answered by its own keys anyway, wherever they stand. */
  async #told(caller: Caller, party: string, leaving: readonly Leaving[]): Promise<CloudEvent[]> {
    const events = leaving.map(({ event, agreement }) => toCloudEvent(event, agreement));
    if (caller.party !== undefined || leaving.every(({ event }) => event.persons.length === 0)) return events;
    return JSON.parse(await this.pairwiseKeys.told(party, JSON.stringify(events))) as CloudEvent[];
  }
}

/** @throws Problem `filter-exceeds-agreement` for a type that no agreement allows */
function wantedTypes(
  agreements: readonly MeteredAgreement[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  const allowed = new Set(agreements.flatMap(typesUnder));
  const beyond = (wanted ?? []).flatMap((type, index) => (allowed.has(type) ? [] : [`types.${index}`]));
  if (beyond.length > 0) throw exceeding(beyond, [...allowed]);
  return wanted ?? [...allowed];
}
