import { hash, randomFillSync } from 'node:crypto';
import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { keyOf, messageRoute, topicOf } from '@minzheng/contracts/catalogue';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { BinaryCopy } from '../persistence/binary-copy.js';
import { EventTooLarge } from '../persistence/errors.js';
import type { EventOrigin } from '../persistence/transaction.js';
import { currentTrace } from '../telemetry/trace-context.js';
import { EPOCH_BASE } from './sequence-epoch.js';
import { stateOf, type AnnouncedState } from './state-message.js';

/**
 * What an event is about: `ce_subject` is `<aggregate>/<id>`, `ce_sequence` the aggregate's version, and above it the epoch of
 * the database (`sequence-epoch.ts`).
 */
export interface EventSubject {
  readonly aggregate: string;
  readonly id: string;
  readonly version: bigint;
  /** `ce_source` where it is not the writer itself: the gateway passes on what agencies say. */
  readonly source?: string;
}

/** An event that waits in a unit of work for its commit. */
export interface Announcement {
  readonly topic: string;
  readonly key: string | null;
  readonly partition: number | null;
  readonly id: string;
  readonly type: string;
  readonly subject: () => EventSubject;
  readonly payload: Uint8Array;
  /** Of a message that says how something stands: it is kept until another one of its subject follows. */
  readonly state: AnnouncedState | undefined;
  /** Of the work that announced it: it may be one of several in the unit of work. */
  readonly traceparent: string | null;
}

/** Events of one stripe are written in commit order; 1,024 stripes keep unrelated writers apart. */
const STRIPES = 1_024;
/** With its headers it stays below the 1 MiB that Kafka takes at once. */
const MAX_EVENT_BYTES = 800_000;
const OUTBOX_LOCK_CLASS = 0x6d7a_6f62;

/**
 * What will be written with the commit.
 *
 * @throws EventTooLarge
 */
export function prepareAnnouncement<D extends DescMessage>(
  origin: EventOrigin,
  schema: D,
  init: MessageInitShape<D>,
  subject: () => EventSubject,
): Announcement {
  const message = create(schema, init);
  const payload = toBinary(schema, message);
  if (payload.length > MAX_EVENT_BYTES) throw new EventTooLarge(schema.typeName, payload.length);
  return {
    topic: topicOf(origin.writer, schema, message),
    key: 'keyField' in messageRoute(schema) ? keyOf(schema, message) : null,
    partition: null,
    id: eventId(),
    type: schema.typeName,
    subject,
    payload,
    state: stateOf(origin.states, schema, message),
    traceparent: currentTrace()?.traceparent ?? null,
  };
}

const RANDOM_BYTES = 16;
const RANDOM = Buffer.alloc(1_024 * RANDOM_BYTES);
let randomLeft = 0;

/** UUIDv7. Random bytes are taken in advance: asking for those of one id takes longer than writing the event. */
function eventId(): string {
  if (randomLeft === 0) {
    randomFillSync(RANDOM);
    randomLeft = RANDOM.length;
  }
  randomLeft -= RANDOM_BYTES;
  return uuidv7({ random: RANDOM.subarray(randomLeft, randomLeft + RANDOM_BYTES) });
}

function stripeOf(topic: string, key: string | null): number {
  const digest = hash('sha256', `${topic}\0${key ?? ''}`, 'buffer');
  return digest.readUInt16BE(0) % STRIPES;
}

/**
 * Whoever writes events of these keys next waits until this transaction has ended.
 *
 * @returns what the epoch adds to each version
 */
export async function lockStripes(
  client: PoolClient,
  events: readonly { readonly topic: string; readonly key: string | null }[],
): Promise<bigint> {
  const stripes = new Set(events.map(({ topic, key }) => stripeOf(topic, key)));
  const { rows } = await client.query<{ epoch: string }>(
    `select pg_advisory_xact_lock($1, stripe), pg_current_xact_id(), ${EPOCH_BASE} as epoch
       from unnest($2::int[]) with ordinality as s(stripe, place) order by place`,
    [OUTBOX_LOCK_CLASS, [...stripes].sort((a, b) => a - b)],
  );
  return BigInt(rows[0]?.epoch ?? 0);
}

const EVENTS = `unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::bytea[],
                   $9::text[], $10::text[])
            with ordinality as e(topic, key, partition, ce_id, ce_type, ce_subject, ce_sequence, payload, ce_source,
                                 traceparent, place)`;
const WRITE = `
  insert into outbox (topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, traceparent)
  select topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, traceparent
    from ${EVENTS} order by place`;
/**
 * Beside the outbox, the newest event of each subject is kept as it is sent: only a higher sequence replaces it. What
 * another message replaces is no longer kept.
 */
const WRITE_AND_KEEP = `
  with e as materialized (
    select e.*, ($11::text[])[place] as region, ($12::text[])[place] as replaces, clock_timestamp() as at from ${EVENTS}),
  over as (
    delete from current_event c using e where c.ce_type = e.ce_type and c.ce_subject = e.replaces),
  kept as (
    insert into current_event as c
           (ce_type, ce_subject, ce_id, ce_sequence, ce_source, ce_time, topic, key, region, payload)
    select distinct on (ce_type, ce_subject)
           ce_type, ce_subject, ce_id, ce_sequence, ce_source, at, topic, key, region, payload
      from e
     where region is not null
       and not exists (select from e as later where later.ce_type = e.ce_type and later.replaces = e.ce_subject)
     order by ce_type, ce_subject, ce_sequence desc, place desc
    on conflict (ce_type, ce_subject) do update
      set ce_id = excluded.ce_id, ce_sequence = excluded.ce_sequence, ce_source = excluded.ce_source,
          ce_time = excluded.ce_time, topic = excluded.topic, key = excluded.key, region = excluded.region,
          payload = excluded.payload
      where excluded.ce_sequence > c.ce_sequence)
  insert into outbox (topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, traceparent,
                      ce_time)
  select topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, traceparent, at
    from e order by place`;

/** So many events are written by COPY: its round trips cost less than what they save. */
const COPIED_FROM = 200;
const COLUMNS = [
  ...['topic', 'key', 'partition', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_sequence', 'payload'],
  'traceparent',
];
/** As {@link WRITE_AND_KEEP} keeps them, from the outbox, where they stand since this transaction's COPY. */
const KEEP = `
  insert into current_event as c
         (ce_type, ce_subject, ce_id, ce_sequence, ce_source, ce_time, topic, key, region, payload)
  select ce_type, ce_subject, ce_id, ce_sequence, ce_source, recorded_at, topic, key, region, payload
    from (select *, row_number() over (order by id) as place from outbox
           where id > $1 and xmin = pg_current_xact_id()::xid) as written
    join unnest($2::int[], $3::text[]) as kept(place, region) using (place)
   order by ce_type, ce_subject
  on conflict (ce_type, ce_subject) do update
    set ce_id = excluded.ce_id, ce_sequence = excluded.ce_sequence, ce_source = excluded.ce_source,
        ce_time = excluded.ce_time, topic = excluded.topic, key = excluded.key, region = excluded.region,
        payload = excluded.payload
    where excluded.ce_sequence > c.ce_sequence`;

/**
 * Writes the events as the last statements before COMMIT. The stripes of all (topic, key) pairs are locked in
 * ascending order first, so that one key's outbox ids have its commit order, also when two aggregates share
 * the key. The transaction takes its id before the sequence is read: the relay's floor relies on it. The events
 * carry on the trace of the work that announced them.
 */
export async function writeOutbox(
  client: PoolClient,
  origin: EventOrigin,
  announcements: readonly Announcement[],
): Promise<void> {
  const epoch = await lockStripes(client, announcements);
  const subjects = announcements.map(({ subject }) => inEpoch(subject(), epoch));
  if (announcements.length >= COPIED_FROM) return copyOutbox(client, origin, announcements, subjects);
  const events: unknown[] = [
    announcements.map(({ topic }) => topic),
    announcements.map(({ key }) => key),
    announcements.map(({ partition }) => partition),
    announcements.map(({ id }) => id),
    announcements.map(({ type }) => type),
    subjects.map(({ aggregate, id }) => `${aggregate}/${id}`),
    subjects.map(({ version }) => version.toString()),
    announcements.map(({ payload }) => payload),
    subjects.map(({ source }) => source ?? origin.source),
    announcements.map(({ traceparent }) => traceparent),
  ];
  if (announcements.every(({ state }) => state === undefined)) {
    await client.query(WRITE, events);
  } else {
    await client.query(WRITE_AND_KEEP, [
      ...events,
      announcements.map(({ state }) => state?.region ?? null),
      announcements.map(({ state }) => state?.replaces ?? null),
    ]);
  }
}

function inEpoch(subject: EventSubject, epoch: bigint): EventSubject {
  return epoch === 0n ? subject : { ...subject, version: epoch + subject.version };
}

async function copyOutbox(
  client: PoolClient,
  origin: EventOrigin,
  announcements: readonly Announcement[],
  subjects: readonly EventSubject[],
): Promise<void> {
  const isKept = announcements.some(({ state }) => state !== undefined);
  const before = isKept ? await lastId(client) : undefined;
  const copy = new BinaryCopy('outbox', COLUMNS);
  for (const [place, { topic, key, partition, id, type, payload, traceparent }] of announcements.entries()) {
    const { aggregate, id: subjectId, version, source = origin.source } = subjects[place] as EventSubject;
    copy.startRow().text(topic).text(key).int(partition).uuid(id).text(type).text(source);
    copy.text(`${aggregate}/${subjectId}`).bigint(version).bytes(payload).text(traceparent);
  }
  await copy.send(client);
  if (before === undefined) return;
  const { types, replaced, places, regions } = keptOf(announcements, subjects);
  if (replaced.length > 0) {
    await client.query(
      `delete from current_event c using unnest($1::text[], $2::text[]) as over(ce_type, ce_subject)
        where c.ce_type = over.ce_type and c.ce_subject = over.ce_subject`,
      [types, replaced],
    );
  }
  await client.query(KEEP, [before, places, regions]);
}

/** No event that is written from now on has so small an id. */
async function lastId(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'select last_value - (not is_called)::int as id from outbox_id_seq',
  );
  return rows[0]?.id ?? '0';
}

/** Of each subject the newest by its place from 1, unless another of these events replaces it; and what is replaced. */
function keptOf(announcements: readonly Announcement[], subjects: readonly EventSubject[]) {
  const [types, replaced]: [string[], string[]] = [[], []];
  const newest = new Map<string, { place: number; version: bigint; region: string }>();
  for (const [index, { type, state }] of announcements.entries()) {
    if (!state) continue;
    const { aggregate, id, version } = subjects[index] as EventSubject;
    const key = `${type} ${aggregate}/${id}`;
    const known = newest.get(key);
    if (!known || known.version <= version)
      newest.set(key, { place: index + 1, version, region: state.region });
    if (state.replaces === undefined) continue;
    types.push(type);
    replaced.push(state.replaces);
  }
  for (const [index, subject] of replaced.entries()) newest.delete(`${types[index]} ${subject}`);
  const kept = [...newest.values()];
  return {
    ...{ types, replaced },
    places: kept.map(({ place }) => place),
    regions: kept.map(({ region }) => region),
  };
}
