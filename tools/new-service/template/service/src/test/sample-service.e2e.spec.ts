import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { topicName, topicsOf } from '@minzheng/contracts/catalogue';
import { SampleMatterOpenedSchema } from '@minzheng/contracts/sample';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import {
  accessMatrix,
  askMatrix,
  OPEN_REGIONS,
  platformParameters,
  ServiceEnvironment,
  type ApiDocument,
} from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { SAMPLE_SERVICE } from '../sample-service.definition.js';

const COUNTY = '510802';
const NEIGHBOUR = '510811';
/** A Monday. */
const NOW = '2025-05-12T01:00:00Z';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly id: string; readonly version: number };
}

/** The service as it runs, over Kafka and PostgreSQL. */
describe('sample service', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(topicsOf('sample'));
    service = await buildService(SAMPLE_SERVICE, environment.settings());
    await eventually('ready', async () => (await fetch(`${service.url}/health/ready`)).ok);
    const clock = { scope: 'sandbox:clock:write', region: COUNTY };
    expect((await send('/v1/sandbox/clock', { instant: NOW }, clock)).status).toBe(200);
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  const clerk = { scope: 'sample:matters:write', region: COUNTY };
  /** A command where there is a body, else a read. */
  const send = async (
    path: string,
    body?: object,
    claims: { scope: string; region: string } = clerk,
    version?: number,
  ): Promise<Answer> => {
    const command = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const response = await fetch(service.url + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await environment.token(claims)}`,
        'accept-language': 'en',
        ...(body && command),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { status, headers, body: (await response.json()) as Answer['body'] };
  };
  const problem = (name: string): object => ({ type: `https://minzheng.dev/problems/${name}` });
  const opened = async (kind = 'ENQUIRY'): Promise<Answer['body']> => {
    const { status, body } = await send('/v1/matters', { region: COUNTY, kind });
    expect([status, body]).toMatchObject([201, { state: 'OPEN' }]);
    return body;
  };

  it('takes a matter in, tells its topic, and shows it', async () => {
    const { status, headers, body } = await send('/v1/matters', { region: COUNTY, kind: 'REQUEST' });
    expect([status, headers.get('location')]).toEqual([201, `/v1/matters/${body.id}`]);
    const { body: found } = await send(`/v1/matters/${body.id}`);
    const days = { openedOn: '2025-05-12', dueOn: '2025-06-10', punctuality: 'ON_TIME' };
    expect(found).toEqual({
      ...{ id: body.id, region: COUNTY, kind: 'REQUEST', ...days },
      ...{ outcome: null, settledOn: null, state: 'OPEN', version: 1 },
    });

    const topic = topicName('sample', 'own');
    const event = await eventually('the event has arrived', async () =>
      (await environment.topics.readAll([topic])).find(({ key }) => key === body.id),
    );
    expect(event.headers).toMatchObject({
      ce_type: 'minzheng.sample.v1.SampleMatterOpened',
      ce_subject: `matter/${body.id}`,
      ce_sequence: '1',
    });
    expect(fromBinary(SampleMatterOpenedSchema, event.value!)).toMatchObject({
      ...{ matterId: body.id, region: { code: COUNTY }, kind: 'REQUEST', dueOn: '2025-06-10' },
      transition: { aggregateId: body.id, toState: 'OPEN', version: 1n },
    });
  });

  it('settles a matter once, with an outcome that fits it', async () => {
    const { id, version } = await opened();
    const settle = (outcome: string, of = version): Promise<Answer> =>
      send(`/v1/matters/${id}/settle`, { outcome }, clerk, of);
    expect(await settle('GRANTED')).toMatchObject({ status: 422, body: problem('outcome-unfitting') });
    expect(await settle('ANSWERED')).toMatchObject({
      ...{
        status: 200,
        body: { state: 'SETTLED', outcome: 'ANSWERED', settledOn: '2025-05-12', version: 2 },
      },
    });
    expect(await settle('ANSWERED')).toMatchObject({ status: 412, body: problem('version-conflict') });
    expect(await settle('ANSWERED', 2)).toMatchObject({ status: 409, body: problem('illegal-transition') });
  });

  it('lists what its filters say', async () => {
    const { id } = await opened('REQUEST');
    const listed = await send('/v1/matters?state=OPEN&kind=REQUEST&limit=1');
    expect(listed.body).toMatchObject({ items: [{ id }] });
  });

  it('refuses a form that is wrong, naming the fields', async () => {
    const answer = await send('/v1/matters', { region: 'Lizhou', kind: 'WISH' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({ status: 400, body: problem('validation') });
    expect((answer.body['errors'] as { field: string }[]).map(({ field }) => field).toSorted()).toEqual([
      'kind',
      'region',
    ]);
  });

  it('refuses another region, and does not know its matters', async () => {
    const neighbour = { ...clerk, region: NEIGHBOUR };
    const other = await send('/v1/matters', { region: COUNTY, kind: 'ENQUIRY' }, neighbour);
    expect(other).toMatchObject({ status: 403, body: problem('out-of-region') });
    const { id } = await opened();
    expect(await send(`/v1/matters/${id}`, undefined, neighbour)).toMatchObject({
      ...{ status: 404, body: problem('not-found') },
    });
  });

  it('answers everybody at every route as the route declares', async () => {
    const { id } = await opened();
    const dataSource = service.app.get(DataSource);
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as ApiDocument;
    const cases = accessMatrix(document, {
      ...{ region: COUNTY, otherRegion: NEIGHBOUR, stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8' },
      records: { matter: { id } },
      parameters: await platformParameters((sql, values) => dataSource.query(sql, values), COUNTY),
      openRegions: OPEN_REGIONS,
    });
    expect(cases.map(({ route }) => route)).toContain('POST /v1/matters/{id}/settle');
    expect(await askMatrix(cases, service.url, (claims) => environment.token(claims))).toEqual([]);
  });
});
