import { createHash } from 'node:crypto';
import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { keyOf, messageRoute, topicOf } from '@minzheng/contracts/catalogue';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { EventTooLarge } from '../persistence/errors.js';
import type { EventOrigin } from '../persistence/transaction.js';
import { currentTrace } from '../telemetry/trace-context.js';

/** What an event is about: `ce_subject` is `<aggregate>/<id>`, `ce_sequence` the aggregate's version. */
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
    id: uuidv7(),
    type: schema.typeName,
    subject,
    payload,
  };
}

function stripeOf(topic: string, key: string | null): number {
  const digest = createHash('sha256')
    .update(topic)
    .update('\0')
    .update(key ?? '')
    .digest();
  return digest.readUInt16BE(0) % STRIPES;
}

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
  const stripes = new Set(announcements.map(({ topic, key }) => stripeOf(topic, key)));
  await client.query(
    `select pg_advisory_xact_lock($1, stripe), pg_current_xact_id()
       from unnest($2::int[]) with ordinality as s(stripe, place) order by place`,
    [OUTBOX_LOCK_CLASS, [...stripes].sort((a, b) => a - b)],
  );
  const subjects = announcements.map(({ subject }) => subject());
  await client.query(
    `insert into outbox (topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload,
                         traceparent)
     select topic, key, partition, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, $10
       from unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::bytea[],
                   $9::text[])
            with ordinality as e(topic, key, partition, ce_id, ce_type, ce_subject, ce_sequence, payload, ce_source,
                                 place)
      order by place`,
    [
      announcements.map(({ topic }) => topic),
      announcements.map(({ key }) => key),
      announcements.map(({ partition }) => partition),
      announcements.map(({ id }) => id),
      announcements.map(({ type }) => type),
      subjects.map(({ aggregate, id }) => `${aggregate}/${id}`),
      subjects.map(({ version }) => version.toString()),
      announcements.map(({ payload }) => payload),
      subjects.map(({ source }) => source ?? origin.source),
      currentTrace()?.traceparent ?? null,
    ],
  );
}
