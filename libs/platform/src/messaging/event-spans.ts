import { withTrace, type TraceContext } from '../telemetry/trace-context.js';
import { ending, type Tracing } from '../telemetry/tracing.js';
import type { Received } from './envelope.js';

/** A span of a batch has no more links, and no more spans beside it, than a person would look at. */
const MOST_LINKS = 32;
const SAMPLED = 1;
/** Where the flags begin in a `traceparent`. */
const FLAGS_FROM = 53;

/** What the relay has to know of an event to record that it was sent. */
export interface OutgoingEvent {
  readonly topic: string;
  readonly ce_type: string;
  readonly traceparent: string | null;
  readonly recorded_at: Date;
}

/**
 * The sending of events as steps of the work that announced them, from the commit to the broker's acknowledgement: how long an
 * event has waited in the outbox is seen there. Those whose work is not recorded cost one comparison.
 */
export class SendSpans {
  readonly #spans = new Map<OutgoingEvent, TraceContext>();

  constructor(tracing: Tracing, events: readonly OutgoingEvent[]) {
    if (!tracing.isOn) return;
    for (const event of events) {
      const { topic, ce_type, traceparent, recorded_at } = event;
      if (!isRecorded(traceparent)) continue;
      const span = tracing.begin(`send ${topic}`, {
        kind: 'producer',
        parent: traceparent,
        since: new Date(Math.min(recorded_at.getTime(), Date.now())),
        attributes: {
          'messaging.system': 'kafka',
          'messaging.operation.name': 'send',
          'messaging.destination.name': topic,
          'cloudevents.event_type': ce_type,
        },
      });
      if (span.recorded) this.#spans.set(event, span);
    }
  }

  /** What goes on with the event as its header `traceparent`. */
  traceparentOf(event: OutgoingEvent): string | null {
    return this.#spans.get(event)?.traceparent ?? event.traceparent;
  }

  async around<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      for (const { recorded } of this.#spans.values()) recorded?.fail(error);
      throw error;
    } finally {
      for (const { recorded } of this.#spans.values()) recorded?.end();
    }
  }
}

/**
 * Has a run of events handled as a step of the work that they came from. Where they came from several, the handling is a trace
 * of its own, linked with theirs, and stands in each of theirs as well.
 */
export async function handledInTrace(
  tracing: Tracing,
  consumer: string,
  events: readonly Received[],
  handle: () => Promise<void>,
): Promise<void> {
  const [first] = events;
  if (!first) return;
  const traces = new Set(events.map(({ envelope }) => envelope.traceparent));
  const name = `process ${first.envelope.topic}`;
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.destination.name': first.envelope.topic,
    'messaging.destination.partition.id': String(first.envelope.partition),
    'messaging.consumer.group.name': consumer,
    'messaging.batch.message_count': events.length,
    'cloudevents.event_type': first.envelope.type,
  } as const;
  const begin = (parent: string | undefined, links: readonly string[]): TraceContext =>
    tracing.begin(name, { kind: 'consumer', attributes, parent, links });
  const [parent] = traces;
  if (traces.size === 1) {
    const only = begin(parent, []);
    return withTrace(only, () => ending(only, handle));
  }
  const links = tracing.isOn ? [...traces].filter(isRecorded) : [];
  const shown = links.slice(0, MOST_LINKS);
  const whole = begin(undefined, shown);
  const beside = shown.map((parent) => begin(parent, [whole.traceparent]));
  try {
    await withTrace(whole, () => ending(whole, handle));
  } catch (error) {
    for (const { recorded } of beside) recorded?.fail(error);
    throw error;
  } finally {
    for (const { recorded } of beside) recorded?.end();
  }
}

/** Whether whoever caused it records its trace. */
function isRecorded(traceparent: string | null | undefined): traceparent is string {
  const flags = Number.parseInt(traceparent?.slice(FLAGS_FROM) ?? '', 16);
  return (flags & SAMPLED) === SAMPLED;
}
