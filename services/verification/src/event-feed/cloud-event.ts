import { covers, type FeedAgreement } from './feed-scope.rules.js';
import { allowedPaths, outwardMessage, picked } from './outward-messages.js';

/** A kept event, before it is known under which agreement it leaves. */
export interface OutwardEvent {
  /** In the order of its party, from 1. */
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly occurredAt: Date;
  readonly region: string;
  /** personKeys of those whose data it tells. */
  readonly persons: readonly string[];
  readonly data: { readonly [member: string]: never };
}

/**
 * An event as a party gets it: CloudEvents 1.0 in JSON, structured mode. Its data are the protobuf JSON of the message, as far as
 * they leave.
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same however often it comes; of this party alone. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Version of the subject: a higher one is newer, whatever came first. */
  readonly sequence: string;
  /** Its place in the party's order: reading goes on after it. */
  readonly position: string;
  readonly data: object;
}

const SOURCE = '/service/verification';

/** The columns of {@link OutwardEvent}, of the table `e`. */
export const OUTWARD_COLUMNS = `
  e.position::text as position, e.id, e.type, e.subject, e.sequence::text as sequence, e.occurred_at as "occurredAt",
  e.region, e.persons, e.data`;

/** The first of the agreements under which an event leaves for a purpose; undefined: it does not. */
export function agreementOf<A extends FeedAgreement>(
  event: OutwardEvent,
  agreements: readonly A[],
  purpose: string | undefined,
): A | undefined {
  const { type, region, data } = event;
  const dataset: unknown = data['dataset'];
  const item = { type, region, dataset: typeof dataset === 'string' ? dataset : undefined };
  return agreements.find((agreement) => covers(agreement, item, purpose));
}

/**
 * The event as it leaves under an agreement, with personKeys still in it.
 *
 * @throws RangeError for a type that does not leave
 */
export function toCloudEvent(event: OutwardEvent, { fields }: FeedAgreement): CloudEvent {
  const { position, id, type, subject, sequence, occurredAt, data } = event;
  const message = outwardMessage(type);
  if (!message) throw new RangeError(`${type} does not leave the platform`);
  return {
    specversion: '1.0',
    ...{ id, source: SOURCE, type, subject },
    time: occurredAt.toISOString(),
    datacontenttype: 'application/json',
    ...{ sequence, position },
    data: picked(data, allowedPaths(message, fields)) as object,
  };
}
