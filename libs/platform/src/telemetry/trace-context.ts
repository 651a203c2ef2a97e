import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: it follows a piece of work through log lines, requests and events. */
export interface TraceContext {
  /** 32 hexadecimal digits */
  readonly traceId: string;
  /** Goes on as the `traceparent` header of what this work causes. */
  readonly traceparent: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const NOTHING = /^0+$/;

const storage = new AsyncLocalStorage<TraceContext>();

/** Continues the trace of a `traceparent` header, or begins a new one when there is none or it is ill-formed. */
export function traceFrom(traceparent: string | undefined): TraceContext {
  const [, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const spanId = randomBytes(8).toString('hex');
  if (traceId && parentId && flags && !NOTHING.test(traceId) && !NOTHING.test(parentId)) {
    return { traceId, traceparent: `00-${traceId}-${spanId}-${flags}` };
  }
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
