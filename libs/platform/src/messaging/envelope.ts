import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/** The CloudEvents attributes of a received event (Kafka binding, binary mode). */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly sequence: bigint;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  /** When it was announced first: of an event that is sent again long before the broker took it in. Real time. */
  readonly time: Date;
  /** When the broker took it in: real time. */
  readonly recordTime: Date;
  readonly traceparent?: string;
}

/** An event as a handler gets it: decoded, and checked against its schema. */
export interface Received<D extends DescMessage = DescMessage> {
  readonly envelope: Envelope;
  readonly schema: D;
  readonly message: MessageShape<D>;
  /** The bytes that it was decoded from. */
  readonly payload: Uint8Array;
}

/** The record can't be read as an event of its type. Never carries a part of the content. */
export class UnreadableEvent extends Error {
  constructor(detail: string) {
    super(`unreadable event: ${detail}`);
    this.name = 'UnreadableEvent';
  }
}

/** A record as it came from the log, with what is needed to park it unread. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly headers: IHeaders;
  readonly value: Buffer | null;
  readonly timestamp: number;
}

export function toLogRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString('utf8') ?? null,
    headers: message.headers ?? {},
    value: message.value,
    timestamp: Number(message.timestamp),
  };
}

export function headerText(headers: IHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value[0]?.toString() : value.toString();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isEventId = (text: string): boolean => UUID.test(text);

/** @throws UnreadableEvent */
export function decode<D extends DescMessage>(record: LogRecord, schema: D): Received<D> {
  const attribute = (name: string): string => {
    const value = headerText(record.headers, name);
    if (value === undefined) throw new UnreadableEvent(`header ${name} is missing`);
    return value;
  };
  const id = attribute('ce_id');
  if (!isEventId(id)) throw new UnreadableEvent('ce_id is no UUID');
  const sequence = attribute('ce_sequence');
  if (!/^\d{1,19}$/.test(sequence)) throw new UnreadableEvent('ce_sequence is no number');
  if (record.value === null) throw new UnreadableEvent('no content');
  const traceparent = headerText(record.headers, 'traceparent');
  const recordTime = new Date(record.timestamp);
  const time = new Date(headerText(record.headers, 'ce_time') ?? recordTime);
  const envelope: Envelope = {
    id,
    type: schema.typeName,
    source: attribute('ce_source'),
    subject: attribute('ce_subject'),
    sequence: BigInt(sequence),
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: record.key,
    time: Number.isNaN(time.getTime()) ? recordTime : time,
    recordTime,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  try {
    return { envelope, schema, message: fromBinary(schema, record.value), payload: record.value };
  } catch {
    throw new UnreadableEvent(`content is no ${schema.typeName}`);
  }
}
