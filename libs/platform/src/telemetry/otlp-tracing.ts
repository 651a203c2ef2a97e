import { setTimeout as delay } from 'node:timers/promises';
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as spans,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { readTraceparent, type TraceContext } from './trace-context.js';
import { Tracing, type BegunWork, type RecordedWork, type WorkAttributes, type WorkKind } from './tracing.js';

const KINDS: Readonly<Record<WorkKind, SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};
/** A round of the relay may end 2,000 spans at once. */
const WAITING_SPANS = 8_192;
const SEND_EVERY_MS = 1_000;
const STOP_MS = 2_000;
const SAMPLED = 1;

export interface OtlpOptions {
  readonly service: string;
  /** Of an OpenTelemetry collector: `http://collector:4318` */
  readonly endpoint: string;
  /** Part of the traces that are recorded, from 0 to 1; by the trace's id, so that services of one ratio agree. */
  readonly ratio: number;
}

/** Sends spans to a collector by OTLP over HTTP. It is loaded only where a collector is set. */
export class OtlpTracing extends Tracing {
  readonly isOn = true;
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;

  constructor({ service, endpoint, ratio }: OtlpOptions, logger: Logger) {
    super();
    tellOfTrouble(logger);
    const byRatio = new TraceIdRatioBasedSampler(ratio);
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'minzheng' }),
      // a caller may say which trace it is, not that more of them are recorded
      sampler: new ParentBasedSampler({ root: byRatio, remoteParentSampled: byRatio }),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }),
          maxQueueSize: WAITING_SPANS,
          scheduledDelayMillis: SEND_EVERY_MS,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('minzheng');
  }

  begin(name: string, { kind, attributes = {}, parent, links = [], since }: BegunWork): TraceContext {
    const remote = spanContextOf(parent);
    const context = remote ? spans.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
    const span = this.#tracer.startSpan(
      name,
      {
        kind: KINDS[kind],
        attributes: attributes as Attributes,
        links: links.flatMap((link): Link[] => {
          const linked = spanContextOf(link);
          return linked ? [{ context: linked }] : [];
        }),
        ...(since ? { startTime: since } : {}),
      },
      context,
    );
    return contextOf(this.#tracer, span, context);
  }

  /** A collector that does not answer holds nobody up. */
  async stop(): Promise<void> {
    const sent = this.#provider.shutdown().catch(() => undefined);
    await Promise.race([sent, delay(STOP_MS, undefined, { ref: false })]);
  }
}

class RecordedSpan implements RecordedWork {
  readonly #context: Context;

  constructor(
    private readonly tracer: Tracer,
    private readonly span: Span,
    parent: Context,
  ) {
    this.#context = spans.setSpan(parent, span);
  }

  child(name: string, kind: WorkKind, attributes: WorkAttributes): TraceContext {
    const span = this.tracer.startSpan(
      name,
      { kind: KINDS[kind], attributes: attributes as Attributes },
      this.#context,
    );
    return contextOf(this.tracer, span, this.#context);
  }

  tell(attributes: WorkAttributes): void {
    this.span.setAttributes(attributes as Attributes);
  }

  fail(error?: unknown): void {
    // no message: it could repeat what a person has written
    if (error !== undefined) this.tell({ 'error.type': error instanceof Error ? error.name : typeof error });
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    if (this.span.isRecording()) this.span.end();
  }
}

function contextOf(tracer: Tracer, span: Span, parent: Context): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const flags = traceFlags.toString(16).padStart(2, '0');
  const carried = { traceId, traceparent: `00-${traceId}-${spanId}-${flags}` };
  return span.isRecording() ? { ...carried, recorded: new RecordedSpan(tracer, span, parent) } : carried;
}

function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const parent = readTraceparent(traceparent);
  if (!parent) return undefined;
  const { traceId, spanId, flags } = parent;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}

/** The SDK itself is silent where its spans cannot be sent. */
function tellOfTrouble(logger: Logger): void {
  const say = (message: string): void =>
    logger.warn({ component: 'opentelemetry', cause: message }, 'traces');
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
