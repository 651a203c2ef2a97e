import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { ending, Tracing, withTrace } from '@minzheng/platform/telemetry';
import { eventually, traceReceiver, type ReceivedSpan, type TraceReceiver } from '@minzheng/testing/servers';
import { SourceQueries } from '../agencies/source-queries.js';
import { VerificationAndGateway } from './kit/verification-and-gateway.js';

const PERSON = '51080219850214901X';
const KEY = personKeyOf(PERSON, 'test-platform-secret');
const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const ATTRIBUTES = [
  ...['http.request.method', 'http.route', 'http.response.status_code', 'peer.service', 'error.type'],
  ...['messaging.system', 'messaging.operation.name', 'messaging.destination.name', 'cloudevents.event_type'],
  ...['messaging.destination.partition.id', 'messaging.consumer.group.name', 'messaging.batch.message_count'],
  'minzheng.events.announced',
];

describe('a trace', () => {
  let receiver: TraceReceiver;
  let outside: Server;
  let both: VerificationAndGateway;
  /** `traceparent` of each call to others, by its path. */
  const heard = new Map<string, string | undefined>();

  beforeAll(async () => {
    receiver = await traceReceiver();
    outside = createServer((request, response) => {
      const path = request.url ?? '';
      heard.set(path, request.headers['traceparent'] as string | undefined);
      const body =
        path === '/token'
          ? { access_token: 'of-the-gateway', expires_in: 600 }
          : { items: [{ personKey: KEY, idNumber: PERSON }] };
      response
        .writeHead(path === '/nr' ? 202 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(outside, 'listening');
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    both = await VerificationAndGateway.start(
      {
        ...traced,
        AGENCY_INTERFACES: JSON.stringify({ NR: { url: `${url}/nr` } }),
        IDENTITY_HOLDERS: JSON.stringify({ assistance: url }),
        IDENTITY_TOKEN_URL: `${url}/token`,
        IDENTITY_CLIENT_ID: 'gateway',
        IDENTITY_CLIENT_SECRET: 'secret',
      },
      undefined,
      traced,
    );
  });
  afterAll(async () => {
    await both.stop();
    await receiver.stop();
    outside.closeAllConnections();
    outside.close();
  });

  /** The spans of a trace once one of this name has come, each with its parent. */
  const traceWith = async (
    traceId: string,
    service: string,
    name: string,
  ): Promise<{ chain: string[]; last: ReceivedSpan }> => {
    const spans = () => receiver.spans.filter((span) => span.traceId === traceId);
    const last = await eventually(`${service}: ${name}`, () =>
      spans().find((span) => span.service === service && span.name === name),
    );
    const chain = [`${last.service}: ${last.name}`];
    let parent = last.parentSpanId;
    while (parent !== '' && parent !== CALLER.spanId) {
      const above = await eventually(`the parent of ${chain[0]}`, () =>
        spans().find(({ spanId }) => spanId === parent),
      );
      chain.unshift(`${above.service}: ${above.name}`);
      parent = above.parentSpanId;
    }
    if (parent === CALLER.spanId) chain.unshift('caller');
    return { chain, last };
  };

  it('follows a fact from the agency’s call over outbox and Kafka to where it is stored', async () => {
    const sent = await both.steward('TAX')('/v1/inbound-facts', {
      headers: { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01`, tracestate: `who=${PERSON}` },
      body: {
        agency: 'TAX',
        facts: [
          {
            ...{
              type: 'income',
              kind: 'wage',
              idNumber: PERSON,
              dataset: 'TAX.wages',
              recordId: '2025-05/1',
            },
            ...{
              observedAt: '2025-06-10T01:00:00Z',
              amountFen: '150000',
              basis: 'NET',
              itemKey: 'contract-17',
            },
            period: { fromMonth: '2025-05', toMonth: '2025-05' },
            payerKey: '91510800MA6253U27D',
          },
        ],
      },
    });
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('ACCEPTED')]);
    const topic = 'minzheng.inbound.verification.v1';
    expect((await traceWith(CALLER.traceId, 'verification', `process ${topic}`)).chain).toEqual([
      'caller',
      'verification-gateway: POST /v1/inbound-facts',
      'verification-gateway: unit of work',
      `verification-gateway: send ${topic}`,
      `verification: process ${topic}`,
    ]);
  });

  it('follows a question to the agency, who is told nothing of it, and its answer back', async () => {
    const { app } = both.verification;
    const asking = {
      ...{ id: randomUUID(), region: '510802001', caseRef: '510802-20250715-000001', purposes: ['DIBAO'] },
      ...{ holder: 'assistance' as const, dueAt: new Date('2025-08-30T16:00:00Z') },
    };
    const begun = app.get(Tracing).begin('the request', { kind: 'internal' });
    await withTrace(begun, () =>
      ending(begun, () =>
        app
          .get(UnitOfWork)
          .run('test', (tx) =>
            app.get(SourceQueries).open(tx, asking, [{ agency: 'NR', personKeys: [KEY], fresh: false }]),
          ),
      ),
    );
    const asked = await traceWith(begun.traceId, 'verification-gateway', 'POST agency NR');
    expect(asked.chain).toEqual([
      'verification: the request',
      'verification: unit of work',
      'verification: send minzheng.verification.own.v1',
      'verification-gateway: process minzheng.verification.own.v1',
      'verification-gateway: ask agency',
      'verification-gateway: POST agency NR',
    ]);
    expect(heard.get('/nr')).toBeUndefined();
    const { last } = await traceWith(begun.traceId, 'verification-gateway', 'POST assistance');
    expect(heard.get('/v1/identities/resolve')).toBe(`00-${begun.traceId}-${last.spanId}-01`);
    const told = await traceWith(begun.traceId, 'verification', 'process minzheng.inbound.verification.v1');
    expect(told.chain.slice(4)).toEqual([
      'verification-gateway: ask agency',
      'verification-gateway: unit of work',
      'verification-gateway: send minzheng.inbound.verification.v1',
      'verification: process minzheng.inbound.verification.v1',
    ]);
  });

  it('stands beside figures, each of which can be read', async () => {
    for (const { url } of [both.verification, both.gateway]) {
      const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
      const unreadable = lines.filter((line) => line.startsWith('minzheng_figures_unreadable{'));
      expect(unreadable.length).toBeGreaterThan(5);
      expect(unreadable.filter((line) => !line.endsWith(' 0'))).toEqual([]);
    }
  });

  it('tells nothing of a person: neither number nor key, and no attribute that is not on the list', () => {
    const sent = receiver.bytes();
    expect(sent.length).toBeGreaterThan(1_000);
    const keyBytes = Buffer.from(KEY.replaceAll('-', ''), 'hex');
    for (const secret of [PERSON, KEY, KEY.replaceAll('-', ''), '150000', '91510800MA6253U27D']) {
      expect([secret, sent.includes(secret)]).toEqual([secret, false]);
    }
    expect(sent.includes(keyBytes)).toBe(false);
    const names = new Set(receiver.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => !ATTRIBUTES.includes(name))).toEqual([]);
  });
});
