import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { RecordedWork } from './tracing.js';

/** W3C trace context: it follows a piece of work through log lines, requests and events. */
export interface TraceContext {
  /** 32 hexadecimal digits */
  readonly traceId: string;
  /** Goes on as the `traceparent` header of what this work causes. */
  readonly traceparent: string;
  /** What is recorded of this work; undefined where nothing is. */
  readonly recorded?: RecordedWork;
}

/** The parts of a `traceparent`. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  /** Two hexadecimal digits. */
  readonly flags: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const NOTHING = /^0+$/;
const SPAN_ID_FROM = 36;
const SPAN_ID_TO = 52;

const storage = new AsyncLocalStorage<TraceContext>();

/** What a `traceparent` says; undefined when there is none or it is ill-formed. */
export function readTraceparent(traceparent: string | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags || NOTHING.test(traceId) || NOTHING.test(spanId)) return undefined;
  return { traceId, spanId, flags };
}

/** Continues the trace of a `traceparent` header, or begins a new one when there is none or it is ill-formed. */
export function traceFrom(traceparent: string | undefined): TraceContext {
  const parent = readTraceparent(traceparent);
  const spanId = randomBytes(8).toString('hex');
  if (parent)
    return { traceId: parent.traceId, traceparent: `00-${parent.traceId}-${spanId}-${parent.flags}` };
  const fresh = randomBytes(16).toString('hex');
  return { traceId: fresh, traceparent: `00-${fresh}-${spanId}-01` };
}

/** Everything that `work` starts belongs to the trace. */
export function withTrace<T>(trace: TraceContext, work: () => T): T {
  return storage.run(trace, work);
}

/** The trace of the work that is running, if it has one. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** How a log line names a trace: as OpenTelemetry says, so that whoever reads one finds the other. */
export function traceFields({ traceId, traceparent }: TraceContext): { trace_id: string; span_id: string } {
  return { trace_id: traceId, span_id: traceparent.slice(SPAN_ID_FROM, SPAN_ID_TO) };
}
