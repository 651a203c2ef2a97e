import { jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { traceReceiver, type ReceivedSpan, type TraceReceiver } from '@minzheng/testing/servers';
import { pino } from 'pino';
import type { Received } from '../messaging/envelope.js';
import { handledInTrace, SendSpans } from '../messaging/event-spans.js';
import { startTracing } from './start-tracing.js';
import { currentTrace, withTrace } from './trace-context.js';
import { tracedFetch } from './traced-fetch.js';
import { ending, NO_TRACING, traced, type Tracing } from './tracing.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const quiet = pino({ level: 'silent' });

describe('traces that are sent to a collector', () => {
  let receiver: TraceReceiver;
  let tracing: Tracing;
  beforeEach(async () => {
    receiver = await traceReceiver();
    tracing = await tracingOf(1);
  });
  afterEach(() => receiver.stop());

  const tracingOf = (ratio: number): Promise<Tracing> =>
    startTracing(
      'assistance',
      { otelExporterOtlpEndpoint: receiver.url, otelTracesSamplerArg: ratio },
      quiet,
    );
  const sent = async (): Promise<readonly ReceivedSpan[]> => {
    await tracing.stop();
    return receiver.spans;
  };
  const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
    const found = spans.filter((span) => span.name === name);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const event = (traceparent: string | undefined): Received =>
    ({ envelope: { topic: 'a.topic', partition: 2, type: 'a.Message', traceparent } }) as unknown as Received;

  it('continue the trace of whoever asked, step by step', async () => {
    const request = tracing.begin('GET /v1/cases/:id', { kind: 'server', parent: PARENT });
    await withTrace(request, () =>
      ending(request, () => traced('unit of work', 'internal', {}, () => Promise.resolve())),
    );
    const spans = await sent();
    const server = named(spans, 'GET /v1/cases/:id');
    expect(server).toMatchObject({
      ...{ service: 'assistance', traceId: TRACE, parentSpanId: 'b7ad6b7169203331', kind: 2, isError: false },
    });
    expect(named(spans, 'unit of work')).toMatchObject({
      traceId: TRACE,
      parentSpanId: server.spanId,
      kind: 1,
    });
    expect(request.traceparent).toBe(`00-${TRACE}-${server.spanId}-01`);
  });

  it('tell the class of an error, and nothing that it says', async () => {
    const failing = tracing.begin('GET /v1/cases/:id', { kind: 'server' });
    await withTrace(failing, async () => {
      const work = traced('unit of work', 'internal', {}, () => Promise.reject(new TypeError('张三')));
      await expect(work).rejects.toThrow('张三');
    });
    failing.recorded?.end();
    expect(named(await sent(), 'unit of work')).toMatchObject({
      isError: true,
      attributes: { 'error.type': 'TypeError' },
    });
    expect(receiver.bytes().includes('张三')).toBe(false);
  });

  it('keep to their part, whatever a caller says; and who is not recorded upstream is not here', async () => {
    const none = await tracingOf(0);
    expect(none.begin('a', { kind: 'server', parent: PARENT })).toMatchObject({ traceId: TRACE });
    expect(none.begin('a', { kind: 'server', parent: PARENT }).recorded).toBeUndefined();
    expect(none.begin('b', { kind: 'server' }).traceparent).toMatch(/-00$/);
    await none.stop();
    const upstream = tracing.begin('c', { kind: 'server', parent: PARENT.replace(/01$/, '00') });
    expect(upstream.recorded).toBeUndefined();
    expect(await sent()).toEqual([]);
  });

  it('show an event from its commit to the broker, and its handling behind it', async () => {
    const row = {
      ...{ topic: 'a.topic', ce_type: 'a.Message', traceparent: PARENT },
      recorded_at: new Date(Date.now() - 5_000),
    };
    const silent = { ...row, traceparent: null };
    const spans = new SendSpans(tracing, [row, silent]);
    expect(spans.traceparentOf(silent)).toBeNull();
    await spans.around(() => Promise.resolve());
    const header = spans.traceparentOf(row) ?? undefined;
    await handledInTrace(tracing, 'reader', [event(header), event(header)], async () => {
      expect(currentTrace()?.traceId).toBe(TRACE);
    });
    const all = await sent();
    const send = named(all, 'send a.topic');
    expect(send).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331', kind: 4 });
    expect(named(all, 'process a.topic')).toMatchObject({
      ...{ traceId: TRACE, parentSpanId: send.spanId, kind: 5 },
      attributes: { 'messaging.consumer.group.name': 'reader', 'messaging.batch.message_count': 2 },
    });
  });

  it('of several that are handled together link the handling, and show it in each of them', async () => {
    const other = PARENT.replace('0af7', '1bf7');
    const events = [event(PARENT), event(other), event(undefined), event(PARENT)];
    await expect(
      handledInTrace(tracing, 'reader', events, () => Promise.reject(new RangeError('no'))),
    ).rejects.toThrow('no');
    const spans = await sent();
    const whole = spans.find(({ parentSpanId }) => parentSpanId === '')!;
    expect(whole).toMatchObject({ name: 'process a.topic', isError: true });
    expect(whole.links.toSorted()).toEqual([PARENT, other].map((each) => each.slice(3, -3)).toSorted());
    const beside = spans.filter((span) => span !== whole);
    expect(beside.map(({ traceId }) => traceId).toSorted()).toEqual([TRACE, TRACE.replace('0af7', '1bf7')]);
    for (const span of beside) {
      expect(span).toMatchObject({ isError: true, links: [`${whole.traceId}-${whole.spanId}`] });
    }
  });

  it('go on to services of ours, and are no concern of others', async () => {
    const heard: (string | null)[] = [];
    const tokens: (string | null)[] = [];
    const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation((asked, init) => {
      const { headers } = new Request(asked, init);
      heard.push(headers.get('traceparent'));
      tokens.push(headers.get('authorization'));
      return Promise.resolve(new Response(null, { status: 204 }));
    });
    const request = tracing.begin('GET /v1/cases/:id', { kind: 'server' });
    await withTrace(request, async () => {
      await tracedFetch(
        'http://a.test/v1/people/51080219850214901X?name=1',
        {},
        { name: 'assistance', isOurs: true },
      );
      await tracedFetch('http://b.test/', { method: 'POST' }, { name: 'agency TAX', isOurs: false });
      const asked = new Request('http://c.test/', { method: 'PUT', headers: { authorization: 'Bearer c' } });
      await tracedFetch(asked, { redirect: 'error' }, { name: 'verification', isOurs: true });
    });
    request.recorded?.end();
    fetching.mockRestore();
    const spans = await sent();
    const ours = named(spans, 'GET assistance');
    const asRequest = named(spans, 'PUT verification');
    const followed = [ours, asRequest].map(({ spanId }) => `00-${request.traceId}-${spanId}-01`);
    expect(heard).toEqual([followed[0], null, followed[1]]);
    expect(tokens).toEqual([null, null, 'Bearer c']);
    expect(ours).toMatchObject({ kind: 3, attributes: { 'http.response.status_code': 204 } });
    expect(named(spans, 'POST agency TAX').traceId).toBe(request.traceId);
    expect(receiver.bytes().includes('51080219850214901X')).toBe(false);
  });

  it('do not hold the service open while a collector does not answer', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const hanging = await startTracing(
      'assistance',
      { otelExporterOtlpEndpoint: url, otelTracesSamplerArg: 1 },
      quiet,
    );
    hanging.begin('a', { kind: 'server' }).recorded?.end();
    const began = performance.now();
    await hanging.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('are only carried on where no collector is set', async () => {
    const off = await startTracing(
      'assistance',
      { otelExporterOtlpEndpoint: '', otelTracesSamplerArg: 1 },
      quiet,
    );
    expect(off).toBe(NO_TRACING);
    const carried = off.begin('a', { kind: 'server', parent: PARENT });
    expect(carried).toMatchObject({ traceId: TRACE, traceparent: expect.stringMatching(/-01$/) });
    expect(carried.recorded).toBeUndefined();
  });
});
