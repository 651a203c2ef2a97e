import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../persistence/transaction.js';
import { headerText, isEventId, type LogRecord } from './envelope.js';

/** Keeps what is parked unreadable in the database: its content could not be checked. */
export interface ParkingSeal {
  seal(plain: Buffer): Buffer;
  open(sealed: Buffer): Buffer;
}

/** More newly parked keys than this within the window is a bug, not bad data. */
export const FLOOD_OF_KEYS = 50;
const FLOOD_WINDOW = '5 minutes';

/** So many keys were parked that it can't be the data: the consumer stops. What was parked stays parked. */
export class ParkedFlood extends Error {
  constructor(keys: number) {
    super(`${keys} keys were parked within ${FLOOD_WINDOW}`);
    this.name = 'ParkedFlood';
  }
}

/** A poisoned key is locked by its row: later events of the key queue behind, other keys go on. */
export class Parking {
  constructor(
    private readonly consumer: string,
    private readonly seal: ParkingSeal,
  ) {}

  /** Of these keys the parked ones; each stays as it is until the transaction ends. */
  async lockShared(tx: Tx, topic: string, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }>(
      `select key from parked_key where consumer = $1 and topic = $2 and key = any($3) order by key for share`,
      [this.consumer, topic, keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Parks an event, and with it its key if it is not parked yet. */
  async park(tx: Tx, record: LogRecord, reason: string, waitsFor?: string): Promise<void> {
    const key = parkingKeyOf(record);
    await tx.execute(
      `insert into parked_key (consumer, topic, key, state, waits_for, next_attempt_at)
       values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 second')
       on conflict do nothing`,
      [
        this.consumer,
        record.topic,
        key,
        waitsFor === undefined ? 'RETRYING' : 'WAITING',
        waitsFor ?? null,
        backOffSeconds(0),
      ],
    );
    await tx.execute(
      `insert into parked_event (id, consumer, topic, key, partition, record_offset, ce_id, ce_type, sealed, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (consumer, topic, partition, record_offset) do nothing`,
      [
        uuidv7(),
        this.consumer,
        record.topic,
        key,
        record.partition,
        record.offset.toString(),
        idOf(record),
        storable(headerText(record.headers, 'ce_type')),
        this.seal.seal(serialize(record)),
        reason,
      ],
    );
  }

  /** Keys that were newly parked of late; those that only wait for a policy are not counted. */
  async countRecent(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ parked: number }>(
      `select count(*)::int as parked from parked_key where consumer = $1 and state <> 'WAITING'
          and parked_at > clock_timestamp() - interval '${FLOOD_WINDOW}'`,
      [this.consumer],
    );
    return row?.parked ?? 0;
  }

  read(sealed: Buffer): LogRecord {
    return deserialize(this.seal.open(sealed));
  }
}

/** A record without a key parks alone. */
export const parkingKeyOf = ({ key, partition, offset }: LogRecord): string =>
  storable(key) ?? `#${partition}:${offset}`;

/** PostgreSQL's text takes every character but one: a record from elsewhere may hold it. */
const storable = (text: string | null | undefined): string | null => text?.replaceAll('\0', '\uFFFD') ?? null;

function idOf({ headers }: LogRecord): string | null {
  const id = headerText(headers, 'ce_id');
  return id !== undefined && isEventId(id) ? id : null;
}

/** Tries after 1, 2, 4, 8 and 16 s, then an operator looks. */
export const MAX_ATTEMPTS = 5;
export const backOffSeconds = (attempts: number): number => 2 ** attempts;

function serialize(record: LogRecord): Buffer {
  const headers = Object.keys(record.headers).map((name) => [name, headerText(record.headers, name)]);
  return Buffer.from(
    JSON.stringify({
      ...record,
      offset: record.offset.toString(),
      headers,
      value: record.value?.toString('base64') ?? null,
    }),
  );
}

function deserialize(bytes: Buffer): LogRecord {
  const stored = JSON.parse(bytes.toString()) as Omit<LogRecord, 'offset' | 'headers' | 'value'> & {
    offset: string;
    headers: [string, string][];
    value: string | null;
  };
  return {
    ...stored,
    offset: BigInt(stored.offset),
    headers: Object.fromEntries(stored.headers),
    value: stored.value === null ? null : Buffer.from(stored.value, 'base64'),
  };
}
