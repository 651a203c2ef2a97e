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
import { toCloudEvent, type CloudEvent } from './cloud-event.js';
import { EventsDto, EventsQuery } from './event-feed.dto.js';
import { eventFeedMetrics } from './event-feed.metrics.js';
import {
  AGREEMENT_PURPOSE_MISSING,
  EVENTS_EXPIRED,
  exceeding,
  FILTER_EXCEEDS_AGREEMENT,
  NO_SUCH_POSITION,
  purposeMissing,
} from './event-feed.problems.js';
import {
  boundsOf,
  openAgreements,
  readEvents,
  requireKept,
  type MeteredAgreement,
} from './event-feed.reader.js';
import { feedPage, type Leaving as LeavingUnder } from './feed-page.rules.js';
import { needsPurpose, purposesOf, typesFor, typesUnder } from './feed-scope.rules.js';

type Leaving = LeavingUnder<MeteredAgreement>;

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
    AGREEMENT_PURPOSE_MISSING,
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
    const { purpose, limit } = query;
    const { inForce, suspended } = await openAgreements(this.dataSource, party, this.clock.today());
    if (inForce.length === 0) throw new Problem(NO_AGREEMENT);
    const types = wantedTypes([...inForce, ...suspended], query);
    const after = Number(query.after);
    // before the events: what comes meanwhile is read the next time
    const bounds = await boundsOf(this.dataSource, party);
    requireKept(after, bounds);
    const found = await readEvents(this.dataSource, {
      ...{ party, after, types },
      regions: caller.prefixesWithin(),
      limit: limit + 1,
    });
    const { leaving, hasMore, heldBy, ...page } = feedPage(found, { inForce, suspended, purpose, limit });
    await this.#meter(inForce, leaving);
    disclosure.add(leaving.flatMap(({ event }) => event.persons));
    disclosure.about({ target: `feed/${party}`, ...(purpose && { purpose }) });
    eventFeedMetrics.read.inc(leaving.length);
    const newest = Math.max(bounds.newest, Number(found.at(-1)?.position ?? 0));
    return {
      items: await this.#told(caller, party, leaving),
      after: page.after ?? String(newest),
      ...{ hasMore, heldBy },
    };
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

/**
 * What is read: what was asked for, else all that the agreements allow. Data of persons go out for a purpose of them alone.
 *
 * @throws Problem `filter-exceeds-agreement` for a type or a purpose that no agreement allows, `agreement-purpose-missing`
 */
function wantedTypes(
  agreements: readonly MeteredAgreement[],
  { types: wanted, purpose }: Pick<EventsQuery, 'types' | 'purpose'>,
): readonly string[] {
  if (purpose !== undefined && !purposesOf(agreements).includes(purpose)) {
    throw exceeding(['purpose'], agreements);
  }
  const allowed = new Set(
    agreements.flatMap((each) => (purpose === undefined ? typesUnder(each) : typesFor(each, purpose))),
  );
  const beyond = (wanted ?? []).flatMap((type, index) => (allowed.has(type) ? [] : [`types.${index}`]));
  if (beyond.length > 0) throw exceeding(beyond, agreements, purpose);
  // a sender of data who asks for nothing reads what becomes of them, whatever else it may have
  const isSender = agreements.some(({ direction }) => direction === 'IN');
  const all = [...allowed].filter((type) => purpose !== undefined || !isSender || !needsPurpose(type));
  const types = wanted ?? all;
  if (purpose === undefined && types.some(needsPurpose)) throw purposeMissing(agreements);
  return types;
}
