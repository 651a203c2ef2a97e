import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { defineConsumer, EventHandlers, On, type InboundContext, type Received } from '../messaging/index.js';
import { UnitOfWork } from '../persistence/index.js';
import { buildService, type RunningService } from '../start-service/index.js';
import { PolicyStore } from './index.js';

const STANDARD = 'assistance.standard.monthlyFen';
const LIMIT = 'assistance.limit.days';
const SHIPPED = '019a2f00-0000-7000-8000-000000000001';
const ROWS = `
- id: ${SHIPPED}
  key: ${STANDARD}
  regionPrefix: '5108'
  effectiveFrom: 2020-01-01
  value: { URBAN: '59000', RURAL: '39000' }
  legalBasis: 广府规〔2019〕1号
- id: 019a2f00-0000-7000-8000-000000000002
  key: ${LIMIT}
  regionPrefix: '51'
  effectiveFrom: 2020-01-01
  value: 10
  legalBasis: 民发〔2021〕57号 art. 18
`;
const TODAY = '2025-05-12';

const COMMANDS = defineConsumer({
  name: 'test.commands',
  topics: ['minzheng.assistance.all.v1'],
  deduplication: 'inbox',
});

@Injectable()
class Seen {
  readonly limits = new Map<string, unknown>();
}

/** Needs a row of its region for each withdrawal; the region stands for the personKey here. */
@EventHandlers(COMMANDS)
class LimitHandlers {
  constructor(
    private readonly policies: PolicyStore,
    private readonly seen: Seen,
  ) {}

  @On(ConsentWithdrawnSchema)
  async withdrawn(
    @Payload() events: readonly Received<typeof ConsentWithdrawnSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    const book = await this.policies.book(tx);
    for (const { message } of events) {
      const row = book.resolve(LIMIT, message.region?.code ?? '', TODAY);
      this.seen.limits.set(message.consentId, row.value);
    }
  }
}

let shippedFrom: URL;

@Module({ controllers: [LimitHandlers], providers: [Seen] })
class LimitModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(shippedFrom, (key) => key === STANDARD);
  }
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly items?: readonly Record<string, unknown>[] };
  readonly headers: Headers;
  readonly problem: string | undefined;
}

const SCOPES = ['read', 'write', 'approve'].map((verb) => `assistance:policies:${verb}`).join(' ');

describe('the policies of a service', () => {
  let environment: ServiceEnvironment;
  let folder: string;
  let service: RunningService;
  let drafter: string;
  let publisher: string;
  let dataSource: DataSource;

  const start = () =>
    buildService(
      {
        name: 'assistance',
        writer: 'assistance',
        module: LimitModule,
        entities: [],
        migrations: [],
        consumers: [COMMANDS],
      },
      environment.settings(),
    );

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(topicsOf('assistance'));
    folder = await mkdtemp(join(tmpdir(), 'policies-'));
    await writeFile(join(folder, 'rows.yaml'), ROWS);
    shippedFrom = pathToFileURL(`${folder}/`);
    service = await start();
    dataSource = service.app.get(DataSource);
    drafter = await environment.token({ sub: 'drafter', scope: SCOPES, region: '51' });
    publisher = await environment.token({ sub: 'publisher', scope: SCOPES, region: '51' });
    const sandbox = await environment.token({ scope: 'sandbox:clock:write', region: '51' });
    await call('POST', '/v1/sandbox/clock', sandbox, { instant: `${TODAY}T01:00:00Z` });
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await dataSource.query('truncate policy_row');
    await service.app.get(PolicyStore).ship(shippedFrom, (key) => key === STANDARD);
  });

  async function call(
    method: string,
    path: string,
    token: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(service.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': 'en',
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as Answer['body'] & { type?: string };
    const { status } = response;
    return { status, body: answer, headers: response.headers, problem: answer.type?.split('/').at(-1) };
  }

  const RISE = {
    key: STANDARD,
    regionPrefix: '5108',
    effectiveFrom: '2025-07-01',
    value: { URBAN: '65000', RURAL: '45000' },
    legalBasis: '广府规〔2025〕3号',
  };
  const draft = (change: object = {}, token = drafter, headers = {}) =>
    call('POST', '/v1/policies', token, { ...RISE, ...change }, headers);
  const publish = (id: unknown, version = 1, token = publisher) =>
    call('POST', `/v1/policies/${String(id)}/publish`, token, undefined, { 'if-match': `"${version}"` });
  const withdraw = (id: unknown, version = 1) =>
    call('POST', `/v1/policies/${String(id)}/withdraw`, drafter, undefined, { 'if-match': `"${version}"` });
  const drafted = async (change: object = {}) => {
    const answer = await draft(change);
    expect([answer.status, answer.body]).toEqual([201, answer.body]);
    return answer.body;
  };
  const published = async (change: object = {}) => {
    const answer = await publish((await drafted(change))['id']);
    expect([answer.status, answer.body]).toEqual([200, answer.body]);
    return answer.body;
  };
  const held = async (on: string, region = '510802') =>
    (await service.app.get(PolicyStore).book()).resolve(STANDARD, region, on).id;
  const refusal = ({ status, problem }: Answer) => [status, problem];

  describe('come into force', () => {
    it('by a second person', async () => {
      const answer = await draft();
      const { id } = answer.body;
      expect(answer.status).toBe(201);
      expect(answer.headers.get('location')).toBe(`/v1/policies/${String(id)}`);
      expect(answer.headers.get('etag')).toBe('"1"');
      expect(answer.body).toMatchObject({ state: 'DRAFT', draftedBy: 'drafter', owner: 'assistance' });
      expect(await held('2025-07-01')).toBe(SHIPPED);
      expect(refusal(await publish(id, 1, drafter))).toEqual([403, 'same-person']);
      const done = await publish(id);
      expect(done.body).toMatchObject({ state: 'PUBLISHED', publishedBy: 'publisher', version: 2 });
      expect([await held('2025-06-30'), await held('2025-07-01')]).toEqual([SHIPPED, id]);
    });

    it('at the version that was read, once', async () => {
      const { id } = await drafted();
      expect(await publish(id, 7)).toMatchObject({ status: 412, body: { currentVersion: 1 } });
      const answers = await Promise.all([publish(id), publish(id)]);
      expect(answers.map(refusal).toSorted()).toEqual([
        [200, undefined],
        [412, 'version-conflict'],
      ]);
      expect(refusal(await publish(id, 2))).toEqual([409, 'illegal-transition']);
    });

    it('or not, when two people disagree at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        const { id } = await drafted({ effectiveFrom: `2025-07-0${round + 1}` });
        const answers = await Promise.all([publish(id), withdraw(id)]);
        expect(answers.map(refusal).toSorted()).toEqual([
          [200, undefined],
          [412, 'version-conflict'],
        ]);
      }
    });

    it('or are withdrawn', async () => {
      const { id } = await drafted();
      expect((await withdraw(id)).body).toMatchObject({ state: 'WITHDRAWN', version: 2 });
      expect(refusal(await withdraw(id, 2))).toEqual([409, 'illegal-transition']);
      expect(refusal(await publish(id, 2))).toEqual([409, 'illegal-transition']);
      expect(await held('2025-07-01')).toBe(SHIPPED);
      expect((await draft()).status).toBe(201);
    });

    it('and drafts are stored once, however often they are sent', async () => {
      const key = randomUUID();
      const same = await Promise.all(
        Array.from({ length: 50 }, () => draft({}, drafter, { 'idempotency-key': key })),
      );
      // on a slow machine some give up waiting for the first, as the convention says
      const stored = same.filter(({ problem }) => problem !== 'request-in-progress');
      expect(stored.map(refusal)).toEqual(stored.map(() => [201, undefined]));
      expect(new Set(stored.map(({ body }) => body['id'])).size).toBe(1);
      expect((await call('GET', '/v1/policies?state=DRAFT', drafter)).body.items).toHaveLength(1);
      const others = await Promise.all(Array.from({ length: 5 }, () => draft()));
      expect(others.map(refusal)).toEqual(others.map(() => [409, 'policy-exists']));
    });
  });

  describe('are refused', () => {
    it.each<[string, object, number, string]>([
      ['a key of another service', { key: 'eldercare.allowance.bands' }, 422, 'policy-not-owned'],
      ['a key that nobody knows', { key: 'assistance.standard.yearlyFen' }, 422, 'policy-key-unknown'],
      ['a value of another form', { value: { URBAN: 65_000, RURAL: '45000' } }, 422, 'policy-value-invalid'],
      ['a fraction', { value: { URBAN: 0.5, RURAL: '1' } }, 400, 'validation'],
      ['a day that has passed', { effectiveFrom: '2025-05-11' }, 422, 'backdating'],
      ['a region that is not the drafter’s', { regionPrefix: '62' }, 403, 'out-of-region'],
      ['the whole country', { regionPrefix: '' }, 403, 'out-of-region'],
      ['an end before the beginning', { effectiveTo: '2025-06-30' }, 400, 'validation'],
      ['no legal basis', { legalBasis: ' ' }, 400, 'validation'],
      ['a row that is not there', { supersedesRowId: randomUUID() }, 422, 'policy-not-supersedable'],
      [
        'a row of another region',
        { regionPrefix: '510802', supersedesRowId: SHIPPED },
        422,
        'policy-not-supersedable',
      ],
    ])('with %s', async (_, change, status, problem) => {
      expect(refusal(await draft(change))).toEqual([status, problem]);
      expect((await call('GET', '/v1/policies?state=DRAFT', drafter)).body.items).toEqual([]);
    });

    it('with the first day of a row that holds', async () => {
      await published();
      expect(refusal(await draft())).toEqual([409, 'policy-exists']);
    });

    it('when the day has passed before the second person came', async () => {
      const { id } = await drafted({ effectiveFrom: TODAY });
      const sandbox = await environment.token({ scope: 'sandbox:clock:write', region: '51' });
      await call('POST', '/v1/sandbox/clock', sandbox, { instant: '2025-05-12T16:00:00Z' });
      expect(refusal(await publish(id))).toEqual([422, 'backdating']);
      await call('POST', '/v1/sandbox/clock', sandbox, { instant: `${TODAY}T01:00:00Z` });
    });

    it('to somebody of another region, or without the scope', async () => {
      const { id } = await drafted();
      const elsewhere = await environment.token({ sub: 'other', scope: SCOPES, region: '510802' });
      const writer = await environment.token({
        sub: 'w',
        scope: 'assistance:policies:write',
        region: '51',
      });
      expect(refusal(await publish(id, 1, elsewhere))).toEqual([403, 'out-of-region']);
      expect(refusal(await publish(id, 1, writer))).toEqual([403, 'scope-missing']);
      expect(refusal(await publish(randomUUID()))).toEqual([404, 'not-found']);
    });
  });

  describe('are superseded', () => {
    const shipped = async () => (await call('GET', `/v1/policies/${SHIPPED}`, drafter)).body;

    it('from the first day of the new row, and stay', async () => {
      const { id } = await published({ supersedesRowId: SHIPPED, effectiveTo: '2025-08-01' });
      expect(await shipped()).toMatchObject({
        state: 'SUPERSEDED',
        effectiveTo: '2025-07-01',
        version: 2,
        value: { URBAN: '59000', RURAL: '39000' },
      });
      expect([await held('2025-06-30'), await held('2025-07-31')]).toEqual([SHIPPED, id]);
      await expect(held('2025-08-01')).rejects.toThrow(STANDARD);
    });

    it('by a correction with the same first day: the old one holds for no day', async () => {
      const { id } = await published({ effectiveFrom: '2020-01-01', supersedesRowId: SHIPPED });
      expect(await shipped()).toMatchObject({ effectiveFrom: '2020-01-01', effectiveTo: '2020-01-01' });
      expect(await held('2020-01-01')).toBe(id);
      expect(refusal(await draft({ supersedesRowId: SHIPPED }))).toEqual([422, 'policy-not-supersedable']);
    });

    it('with effect in the past', async () => {
      const { id } = await published({ effectiveFrom: '2024-01-01', supersedesRowId: SHIPPED });
      expect([await held('2023-12-31'), await held('2024-01-01')]).toEqual([SHIPPED, id]);
    });

    it('twice: what is left of it can be corrected', async () => {
      const { id } = await published({ supersedesRowId: SHIPPED });
      const correction = await published({ effectiveFrom: '2020-01-01', supersedesRowId: SHIPPED });
      expect([await held('2025-06-30'), await held('2025-07-01')]).toEqual([correction['id'], id]);
    });

    it('and who copies them is told: first what ended, then what began', async () => {
      const before = Date.now();
      const { id } = await published({ effectiveFrom: '2020-01-01', supersedesRowId: SHIPPED });
      const told = await eventually('published', async () => {
        const events = (await environment.topics.readAll(['minzheng.assistance.all.v1'])).filter(
          ({ headers, value }) =>
            headers['ce_type'] === PolicyPublishedSchema.typeName &&
            // the files' rows were announced as version 1, perhaps within the same millisecond
            headers['ce_sequence'] === '2' &&
            Date.parse(headers['ce_time'] ?? '') >= before &&
            value !== null,
        );
        // what is relayed twice is one event
        const once = [...new Map(events.map((event) => [event.headers['ce_id'], event])).values()];
        return once.length === 2 && once;
      });
      const messages = told.map(({ value }) => fromBinary(PolicyPublishedSchema, value!));
      expect(messages).toMatchObject([
        { rowId: SHIPPED, effectiveTo: '2020-01-01', transition: { toState: 'SUPERSEDED' } },
        { rowId: id, supersedesRowId: SHIPPED, transition: { toState: 'PUBLISHED' } },
      ]);
    });

    it('and the service starts again with its files', async () => {
      const { id } = await published({ effectiveFrom: '2020-01-01', supersedesRowId: SHIPPED });
      await service.stop();
      service = await start();
      dataSource = service.app.get(DataSource);
      expect(await held('2025-07-01')).toBe(id);
    });
  });

  describe('are read', () => {
    it('by key, region, day, state and owner, a page at a time', async () => {
      const { id } = await published({ supersedesRowId: SHIPPED });
      const list = async (query: string) => (await call('GET', `/v1/policies?${query}`, drafter)).body;
      const ids = async (query: string) => (await list(query)).items?.map((row) => row['id']);
      expect(await ids('key=assistance.standard')).toEqual([SHIPPED, id]);
      expect(await ids('key=assistance.standard&asOf=2025-06-30')).toEqual([SHIPPED]);
      expect(await ids('state=SUPERSEDED')).toEqual([SHIPPED]);
      expect(await ids('owner=verification')).toEqual([]);
      expect(await ids('region=510802')).toHaveLength(3);
      expect(await ids('region=62')).toEqual([]);
      const first = await list('limit=2');
      const second = await list(`limit=2&cursor=${String(first['nextCursor'])}`);
      expect([...(first.items ?? []), ...(second.items ?? [])]).toHaveLength(3);
      expect(second['nextCursor']).toBeNull();
    });

    it('with the reason why one wins', async () => {
      const { id } = await published({ regionPrefix: '510802' });
      const answer = await call(
        'GET',
        `/v1/policies/explain?key=${STANDARD}&region=510802001&on=2025-07-01`,
        drafter,
      );
      expect(answer.body).toMatchObject({
        winner: id,
        candidates: [
          { id, standing: 'WINS' },
          { id: SHIPPED, standing: 'LESS_SPECIFIC', zh: '不适用：有更具体地区的规定' },
        ],
      });
      const none = await call('GET', `/v1/policies/explain?key=${STANDARD}&region=62&on=2025-07-01`, drafter);
      expect(none.body).toMatchObject({
        winner: null,
        candidates: [{ standing: 'OTHER_REGION' }, { standing: 'OTHER_REGION' }],
      });
    });
  });

  it('release an event that waited for them', async () => {
    const consentId = randomUUID();
    await service.app.get(UnitOfWork).run('test', async (tx) => {
      tx.announce(
        ConsentWithdrawnSchema,
        { personKey: randomUUID(), consentId, region: { code: '510803' } },
        { aggregate: 'consent', id: consentId, version: 1n },
      );
      await tx.execute(`delete from policy_row where key = $1`, [LIMIT]);
      await tx.execute(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
         values ($1, 'assistance', $2, '62', '2020-01-01', '10', '甘肃', 1)`,
        [randomUUID(), LIMIT],
      );
    });
    await eventually('it waits', async () => {
      const waiting = await dataSource.query<unknown[]>(
        `select from parked_key where state = 'WAITING' and waits_for = $1`,
        [LIMIT],
      );
      return waiting.length === 1;
    });
    expect(service.app.get(Seen).limits.has(consentId)).toBe(false);
    await published({ key: LIMIT, regionPrefix: '51', value: 15, effectiveFrom: TODAY });
    await eventually('it went on', () => service.app.get(Seen).limits.has(consentId), 10_000);
    expect(service.app.get(Seen).limits.get(consentId)).toBe(15);
  });
});
