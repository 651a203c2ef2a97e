import { toJson, type DescMessage, type JsonValue } from '@bufbuild/protobuf';
import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { fieldValue } from '@minzheng/contracts/catalogue';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { versionIn, type Received } from '@minzheng/platform/messaging';
import { PairwiseKeys } from '@minzheng/platform/pairwise-keys';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { isUuid } from '../facts/fact-check.rules.js';
import { deliveryPolicy } from '../subscriptions/delivery-policy.js';
import { eventFeedMetrics } from './event-feed.metrics.js';
import { PLACES_FROM } from './event-feed.reader.js';
import {
  keptPaths,
  outwardCategories,
  outwardMessage,
  picked,
  type OutwardMessage,
} from './outward-messages.js';
import { isToldAlready, wasToldLongAgo, type Sending, type ToldStatement } from './told-already.rules.js';

const DAY_MS = 86_400_000;

/** An event for one party, before it has its place. */
interface Addressed {
  readonly party: string;
  readonly event: Received;
  readonly message: OutwardMessage;
  /** personKeys of those whose data it tells. */
  readonly persons: readonly string[];
}

/** A party, and the persons whose data it is told. */
interface Addressee {
  readonly party: string;
  readonly persons: readonly string[];
}

interface Requester {
  readonly id: string;
  readonly party: string;
  readonly persons: readonly string[];
}

/** Only what has not ended for good: under a suspended agreement nothing leaves, and what happens meanwhile is not lost. */
const PARTIES = `select agency as party, direction, dataset from data_agreement where state in ('ACTIVE', 'SUSPENDED')`;

/**
 * Keeps what parties outside may be told (数据推送), each party's events in one order without gaps. A party's next place is
 * given under the lock of its row to the end of the transaction: a higher place never shows before a lower one, so nobody who
 * reads on from a place overtakes an event. What a party knows already gets no place: it is neither told nor counted again.
 */
@Injectable()
export class EventFeedStore {
  constructor(
    private readonly pairwiseKeys: PairwiseKeys,
    private readonly policies: PolicyStore,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  /** Keeps each event for those who may be told of it; nothing of one that nobody may be told of. */
  async append(tx: Tx, events: readonly Received[]): Promise<void> {
    const addressed = (await this.#addressed(tx, events)).map(entryOf);
    const untold = await this.#untold(tx, addressed);
    if (untold.length < addressed.length) {
      tx.afterCommit(() => eventFeedMetrics.toldAlready.inc(addressed.length - untold.length));
    }
    if (untold.length === 0) return;
    const byParty = Map.groupBy(untold, ({ party }) => party);
    const parties = [...byParty.keys()].sort();
    const heads = await tx.query<{ party: string; last: string }>(
      `insert into event_feed as f (party, last_position)
       select party, added + ${PLACES_FROM} from unnest($1::text[], $2::bigint[]) as n(party, added) order by party
       on conflict (party) do update
         set last_position = excluded.last_position + greatest(f.last_position - ${PLACES_FROM}, 0)
       returning party, last_position as last`,
      [parties, parties.map((party) => byParty.get(party)?.length ?? 0)],
    );
    const rows = heads.flatMap(({ party, last }) => {
      const own = byParty.get(party) ?? [];
      return own.map(({ row }, index) => ({ ...row, position: Number(last) - own.length + index + 1 }));
    });
    await tx.execute(
      `insert into outward_event (party, position, id, type, subject, sequence, occurred_at, region, persons, data)
       select party, position, id, type, subject, sequence, occurred_at, region, persons, data
         from json_to_recordset($1::json) as n(
           party text, position bigint, id uuid, type text, subject text, sequence bigint, occurred_at timestamptz,
           region text, persons uuid[], data json)`,
      [JSON.stringify(rows)],
    );
    tx.afterCommit(() => eventFeedMetrics.kept.inc(rows.length));
  }

  /** In their order: an event of these may say what one before it has said. */
  async #untold(tx: Tx, entries: readonly Entry[]): Promise<readonly Entry[]> {
    if (entries.length === 0) return [];
    const keptDays = await this.#keptDays(tx, entries);
    const since = Number.isFinite(keptDays) ? await partiesSince(tx, entries) : new Map<string, CivilDate>();
    const told = await toldOf(tx, entries);
    return entries.filter(({ party, row, sending }) => {
      const statement = { type: row.type, sequence: BigInt(row.sequence), data: row.data };
      const before = told.get(placeOf(party, row.subject)) ?? [];
      const isOld = wasToldLongAgo(sending, keptDays, since.get(party));
      if (isToldAlready(statement, before, isOld)) return false;
      // whether it holds still will be known when something else is said of it
      told.set(placeOf(party, row.subject), [...before, { ...statement, holds: false }]);
      return true;
    });
  }

  /** For how long events are kept; looked up where something is sent again after days. */
  async #keptDays(tx: Tx, entries: readonly Entry[]): Promise<number> {
    const isSoon = ({ sending: { sentAt, announcedAt } }: Entry): boolean =>
      sentAt.getTime() - announcedAt.getTime() < DAY_MS;
    if (entries.every(isSoon)) return Infinity;
    const book = await this.policies.book(tx);
    return deliveryPolicy(book, this.regions.province, this.clock.today()).keepDays;
  }

  /** In the order of the events. */
  async #addressed(tx: Tx, events: readonly Received[]): Promise<Addressed[]> {
    const agreements = await tx.query<{ party: string; direction: string; dataset: string }>(PARTIES);
    const parties = new Set(agreements.map(({ party }) => party));
    const requesters = await requestersOf(tx, events);
    const subscribers = await subscribersOf(tx, events);
    const addressed: Addressed[] = [];
    const knowing = await this.#whoKnows(events, agreements);
    for (const event of events) {
      const message = outwardMessage(event.schema.typeName);
      if (!message) continue;
      for (const { party, persons } of addresseesOf(event, message, { requesters, subscribers, knowing })) {
        if (parties.has(party)) addressed.push({ party, event, message, persons });
      }
    }
    return addressed;
  }

  /** Parties with an agreement on the product that were given a key of the person, by product and personKey. */
  async #whoKnows(
    events: readonly Received[],
    agreements: readonly { party: string; direction: string; dataset: string }[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const knowing = new Map<string, string[]>();
    if (!this.pairwiseKeys.areAvailable) return knowing;
    const asked = new Map<string, Set<string>>();
    for (const event of events) {
      const message = outwardMessage(event.schema.typeName);
      if (message?.to.kind !== 'knows-person' || typeof message.ground === 'string') continue;
      const { product } = message.ground;
      asked.set(product, (asked.get(product) ?? new Set()).add(textOf(event, 'personKey')));
    }
    for (const [product, persons] of asked) {
      const ofProduct = agreements.filter(
        ({ direction, dataset }) => direction === 'OUT' && dataset === product,
      );
      for (const party of new Set(ofProduct.map((agreement) => agreement.party))) {
        for (const person of await this.pairwiseKeys.knownTo(party, [...persons])) {
          const key = placeOf(product, person);
          knowing.set(key, [...(knowing.get(key) ?? []), party]);
        }
      }
    }
    return knowing;
  }
}

interface Addressees {
  readonly requesters: ReadonlyMap<string, Requester>;
  readonly subscribers: ReadonlyMap<string, string>;
  readonly knowing: ReadonlyMap<string, readonly string[]>;
}

function addresseesOf(
  event: Received,
  { to, ground }: OutwardMessage,
  { requesters, subscribers, knowing }: Addressees,
): readonly Addressee[] {
  switch (to.kind) {
    case 'agency':
      return [{ party: textOf(event, to.field), persons: [] }];
    case 'knows-person': {
      if (outwardCategories(categoriesOf(event)) === undefined) return [];
      const person = textOf(event, 'personKey');
      const product = typeof ground === 'string' ? '' : ground.product;
      return (knowing.get(placeOf(product, person)) ?? []).map((party) => ({ party, persons: [person] }));
    }
    case 'requester': {
      const requester = requesters.get(textOf(event, 'requestId'));
      return requester ? [requester] : [];
    }
    case 'subscriber': {
      const party = subscribers.get(textOf(event, 'subscriptionId'));
      return party === undefined ? [] : [{ party, persons: [] }];
    }
  }
}

/** Departments outside whose requests these are, by request. */
async function requestersOf(tx: Tx, events: readonly Received[]): Promise<ReadonlyMap<string, Requester>> {
  const ids = idsOf(events, 'requester', 'requestId');
  if (ids.length === 0) return new Map();
  const found = await tx.query<Requester>(
    `select id, substr(requester, length('outside:') + 1) as party, person_keys as persons
       from verification_request where id = any($1::uuid[]) and starts_with(requester, 'outside:')`,
    [ids],
  );
  return new Map(found.map((requester) => [requester.id, requester]));
}

async function subscribersOf(tx: Tx, events: readonly Received[]): Promise<ReadonlyMap<string, string>> {
  const ids = idsOf(events, 'subscriber', 'subscriptionId');
  if (ids.length === 0) return new Map();
  const found = await tx.query<{ id: string; party: string }>(
    'select id, party from subscription where id = any($1::uuid[])',
    [ids],
  );
  return new Map(found.map(({ id, party }) => [id, party]));
}

function idsOf(
  events: readonly Received[],
  kind: OutwardMessage['to']['kind'],
  field: string,
): readonly string[] {
  const ids = events
    .filter(({ schema }) => outwardMessage(schema.typeName)?.to.kind === kind)
    .map((event) => textOf(event, field));
  return [...new Set(ids)].filter(isUuid);
}

/** An addressed event as it is kept, but for its place. */
interface Entry {
  readonly party: string;
  readonly row: ReturnType<typeof rowOf>;
  readonly sending: Sending;
}

const entryOf = (addressed: Addressed): Entry => {
  const { time, recordTime } = addressed.event.envelope;
  return {
    party: addressed.party,
    row: rowOf(addressed),
    sending: { announcedAt: time, sentAt: recordTime },
  };
};

/** Since when these parties are told anything: what was announced before, they were never told. */
async function partiesSince(tx: Tx, entries: readonly Entry[]): Promise<ReadonlyMap<string, CivilDate>> {
  const rows = await tx.query<{ party: string; since: CivilDate }>(
    `select agency as party, min(valid_from)::text as since from data_agreement
      where agency = any($1) and state in ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED') group by agency`,
    [[...new Set(entries.map(({ party }) => party))]],
  );
  return new Map(rows.map(({ party, since }) => [party, since]));
}

/** What the parties were told of the subjects of these, and is kept, the oldest first. */
async function toldOf(tx: Tx, entries: readonly Entry[]): Promise<Map<string, readonly ToldStatement[]>> {
  const found = await tx.query<
    Omit<ToldStatement, 'sequence'> & { party: string; subject: string; sequence: string }
  >(
    `select e.party, e.subject, e.type, e.sequence::text as sequence, e.data,
            coalesce(${versionIn('c.ce_sequence')} >= ${versionIn('e.sequence')}, false) as holds
       from (select distinct party, subject from unnest($1::text[], $2::text[]) as n(party, subject)) as asked
       join outward_event e using (party, subject)
       left join current_event c on c.ce_type = e.type and c.ce_subject = e.subject
      order by e.party, e.position`,
    [entries.map(({ party }) => party), entries.map(({ row }) => row.subject)],
  );
  const told = new Map<string, ToldStatement[]>();
  for (const { party, subject, sequence, ...statement } of found) {
    const key = placeOf(party, subject);
    const before = told.get(key) ?? [];
    before.push({ ...statement, sequence: BigInt(sequence) });
    told.set(key, before);
  }
  return told;
}

function rowOf({ party, event, message, persons }: Addressed) {
  const { envelope, schema } = event;
  const occurredAt = fieldValue(event.message, 'occurredAt') as Timestamp | undefined;
  const region = fieldValue(event.message, 'region') as { readonly code: string } | undefined;
  const personKey = message.to.kind === 'knows-person' ? textOf(event, 'personKey') : undefined;
  return {
    ...{ party, persons },
    id: uuidv5(party, envelope.id),
    type: schema.typeName,
    // an id of ours would be the same for two parties
    subject: personKey === undefined ? envelope.subject : `person/${personKey}`,
    sequence: envelope.sequence.toString(),
    occurred_at: occurredAt ? timestampDate(occurredAt) : envelope.recordTime,
    region: region?.code ?? '',
    data: {
      ...(picked(jsonOf(event), keptPaths(message)) as object),
      ...(personKey === undefined ? {} : { categories: outwardCategories(categoriesOf(event)) }),
    },
  };
}

const jsonOf = ({ schema, message }: Received): JsonValue =>
  toJson(schema as DescMessage, message, { alwaysEmitImplicit: true });

const categoriesOf = ({ message }: Received): readonly string[] =>
  (fieldValue(message, 'categories') as readonly string[] | undefined) ?? [];

const textOf = ({ message }: Received, field: string): string => String(fieldValue(message, field) ?? '');

const placeOf = (product: string, person: string): string => `${product} ${person}`;
