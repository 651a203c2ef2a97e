import { currentTrace, traceFrom, withTrace, type TraceContext } from './trace-context.js';

/** How a piece of work stands to others: it was asked for, asks, sends an event, handles events, or is a step of another. */
export type WorkKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

/**
 * All that a span may tell beside its name and times: a closed list, by the names of OpenTelemetry's conventions. What
 * could tell of a person is not in it: no path or query, no key or subject of an event, no address, no text of an error.
 */
export interface WorkAttributes {
  readonly 'http.request.method'?: string;
  /** The pattern, never the path. */
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  /** Who is asked, by a name of our own. */
  readonly 'peer.service'?: string;
  readonly 'messaging.system'?: 'kafka';
  readonly 'messaging.operation.name'?: 'send' | 'process';
  /** Topic. */
  readonly 'messaging.destination.name'?: string;
  readonly 'messaging.destination.partition.id'?: string;
  readonly 'messaging.consumer.group.name'?: string;
  readonly 'messaging.batch.message_count'?: number;
  /** Type of the message. */
  readonly 'cloudevents.event_type'?: string;
  /** Events announced by a unit of work. */
  readonly 'minzheng.events.announced'?: number;
  /** Class or code of an error. */
  readonly 'error.type'?: string;
}

export interface BegunWork {
  readonly kind: WorkKind;
  readonly attributes?: WorkAttributes;
  /** `traceparent` of whoever caused it. */
  readonly parent?: string | undefined;
  /** `traceparent` of others that it has to do with. */
  readonly links?: readonly string[];
  /** Left out: now. */
  readonly since?: Date;
}

/** A piece of work that is being recorded. */
export interface RecordedWork {
  /** A step of it. */
  child(name: string, kind: WorkKind, attributes: WorkAttributes): TraceContext;
  tell(attributes: WorkAttributes): void;
  /** It goes wrong; of an error its class is told. */
  fail(error?: unknown): void;
  /** Ended again, nothing happens. */
  end(): void;
}

/**
 * Records what pieces of work a request or an event has caused, in which service and how long each took (链路追踪), where an
 * exporter is set; where none is, it only carries the `traceparent` on. Spans are made by hand at the few places where work
 * comes in, goes out or commits.
 */
export abstract class Tracing {
  /** Whether anything is recorded at all. */
  abstract readonly isOn: boolean;

  /** Work that begins in this process. Whoever calls it ends what is recorded of it. */
  abstract begin(name: string, work: BegunWork): TraceContext;

  /** Sends what is still waiting. */
  abstract stop(): Promise<void>;
}

/** Nothing is recorded: the trace is only carried on. */
class CarriedTraces extends Tracing {
  readonly isOn = false;

  begin(_name: string, { parent }: BegunWork): TraceContext {
    return traceFrom(parent);
  }

  async stop(): Promise<void> {
    await Promise.resolve();
  }
}

/** Where no collector is set. */
export const NO_TRACING: Tracing = new CarriedTraces();

/** Does a step of the work that is running, and records it where that work is recorded. */
export async function traced<T>(
  name: string,
  kind: WorkKind,
  attributes: WorkAttributes,
  work: () => Promise<T>,
): Promise<T> {
  const step = currentTrace()?.recorded?.child(name, kind, attributes);
  if (!step) return work();
  return withTrace(step, () => ending(step, work));
}

/** Does a piece of work that has begun, and ends what is recorded of it. */
export async function ending<T>({ recorded }: TraceContext, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    recorded?.end();
    return result;
  } catch (error) {
    recorded?.fail(error);
    recorded?.end();
    throw error;
  }
}
