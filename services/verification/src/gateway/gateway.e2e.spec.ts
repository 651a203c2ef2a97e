import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { topicName, topicsOf } from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  FactQuality,
  FeedWatermarkSchema,
  IncomeFactSchema,
  IncomeKind,
  SourceAnsweredSchema,
  SourceAnswerState,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import { checkDigit } from '@minzheng/kernel/id-number';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import {
  eventually,
  TEST_PARTITIONS,
  testDatabase,
  TestTopics,
  type RecordedEvent,
  type TestDatabase,
} from '@minzheng/testing/servers';
import { symbols } from 'pino';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { DataSource } from 'typeorm';
import { GATEWAY } from './gateway.module.js';
import type { InboundResultDto } from './inbound-batch.dto.js';
import { INBOUND_EXAMPLES } from './inbound.examples.js';

const SECRET = 'test-platform-secret';
const ISSUER = 'https://id.example';
const PERSON = { idNumber: '51080219850214901X', key: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' };
const OTHER = `51080219860305102${checkDigit('51080219860305102')}`;
const WRONG_CHECK_DIGIT = '510802198502149011';
const FIFTEEN_DIGITS = '510802850214901';
const RECORD = 'record-98431';
const ACCOUNT = '6222021234567890123';
const VERIFICATION_TOPIC = 'minzheng.inbound.verification.v1';
const ALL_TOPIC = 'minzheng.inbound.all.v1';

const wage = {
  type: 'income',
  idNumber: PERSON.idNumber,
  kind: 'wage',
  dataset: 'TAX.wages',
  recordId: RECORD,
  observedAt: '2025-05-10T01:00:00Z',
  amountFen: '150000',
  period: { fromMonth: '2025-04', toMonth: '2025-04' },
  basis: 'NET',
  payerKey: '91510800MA6253U27D',
  itemKey: 'contract-17',
};
const deposit = {
  type: 'asset',
  idNumber: PERSON.idNumber,
  kind: 'deposit',
  dataset: 'BANK.deposits',
  recordId: ACCOUNT,
  observedAt: '2025-05-14T08:00:00Z',
  valueFen: '800000',
  asOf: '2025-05-14',
  itemKey: ACCOUNT,
  shareBp: 10_000,
};
const married = {
  type: 'status',
  idNumber: PERSON.idNumber,
  kind: 'married',
  dataset: 'MCA.marriages',
  recordId: 'L510802-2014-000311',
  observedAt: '2025-05-14T08:00:00Z',
  from: '2014-05-20',
  spouseIdNumber: OTHER,
};
const answer = {
  idNumber: PERSON.idNumber,
  dataset: 'TAX',
  state: 'ANSWERED',
  observedAt: '2025-05-10T01:00:00Z',
};

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: InboundResultDto & { readonly type?: string; readonly errors?: { field: string }[] };
}

describe('the gateway', () => {
  const topics = new TestTopics();
  const names = topicsOf('inbound');
  const output: string[] = [];
  let folder: string;
  let database: TestDatabase;
  let gateway: RunningService;
  let privateKey: CryptoKey;

  beforeAll(async () => {
    database = await testDatabase();
    await topics.create([...names, topicName('verification', 'own')]);
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const keys = await generateKeyPair('ES256');
    privateKey = keys.privateKey;
    const jwks = join(folder, 'jwks.json');
    await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256' }] }));
    gateway = await buildService(GATEWAY, {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: topics.brokers.join(','),
      KAFKA_PREFIX: topics.prefix,
      TOPIC_PARTITIONS: String(TEST_PARTITIONS),
      TOPIC_REPLICATION: '1',
      PORT: '0',
      JWKS_URL: pathToFileURL(jwks).href,
      TOKEN_ISSUER: ISSUER,
      PERSON_KEY_SECRET: SECRET,
      FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
      FIELD_ENCRYPTION_KEY_ID: 'k1',
      LOG_LEVEL: 'trace',
    });
    const { pino } = gateway.logger as unknown as { pino: Record<symbol, { write: (line: string) => void }> };
    pino[symbols.streamSym]!.write = (line) => void output.push(line);
  });

  afterAll(async () => {
    await gateway?.stop();
    await topics.delete([...names, topicName('verification', 'own')]);
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const token = (org: string, scope = 'verification:inbound-facts:write') =>
    new SignJWT({ scope, org, region: '51' })
      .setProtectedHeader({ alg: 'ES256' })
      .setSubject(`${org}-steward`)
      .setIssuer(ISSUER)
      .setAudience('minzheng')
      .setExpirationTime('5m')
      .sign(privateKey);

  async function post(
    body: object,
    options: { org?: string; key?: string; scope?: string } = {},
  ): Promise<Reply> {
    const { org = (body as { agency?: string }).agency ?? 'TAX', key = randomUUID(), scope } = options;
    const response = await fetch(`${gateway.url}/v1/inbound-facts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token(org, scope)}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        'accept-language': 'en',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    output.push(text);
    return { status: response.status, text, body: JSON.parse(text) as Reply['body'] };
  }

  async function events(): Promise<RecordedEvent[]> {
    await eventually('everything is sent', async () => {
      const rows: unknown[] = await gateway.app.get(DataSource).query('select from outbox limit 1');
      return rows.length === 0;
    });
    return topics.readAll(names);
  }

  /** What the call wrote to the topics, in their order. */
  async function sentBy(call: () => Promise<unknown>): Promise<RecordedEvent[]> {
    const before = new Set((await events()).map(({ headers }) => headers['ce_id']));
    await call();
    return (await events()).filter(({ headers }) => !before.has(headers['ce_id']));
  }

  const typeOf = ({ headers }: RecordedEvent): string =>
    headers['ce_type']!.replace('minzheng.facts.v1.', '');

  it('sends facts, then answers, then the watermark in every partition', async () => {
    let reply: Reply | undefined;
    const sent = await sentBy(async () => {
      reply = await post({
        agency: 'TAX',
        answers: [answer, { ...answer, idNumber: OTHER, state: 'NO_RECORD' }],
        watermark: { dataset: 'TAX', upTo: '2025-04-30T16:00:00Z' },
        facts: [
          wage,
          { ...wage, recordId: 'record-2', period: { fromMonth: '2025-03', toMonth: '2025-03' } },
        ],
      });
    });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        facts: [
          { index: 0, state: 'ACCEPTED', factId: expect.stringMatching(/-5[0-9a-f]{3}-/) },
          { index: 1, state: 'ACCEPTED' },
        ],
        answers: [
          { index: 0, state: 'ACCEPTED' },
          { index: 1, state: 'ACCEPTED' },
        ],
        watermark: { state: 'ACCEPTED' },
      },
    });
    expect(sent.every(({ topic }) => topic === VERIFICATION_TOPIC)).toBe(true);

    const ofPerson = sent.filter(({ key }) => key === PERSON.key);
    expect(ofPerson.map(typeOf)).toEqual(['IncomeFact', 'IncomeFact', 'SourceAnswered']);
    const { factId } = reply!.body.facts[0]!;
    expect(ofPerson[0]!.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_source: '/agency/TAX',
      ce_type: 'minzheng.facts.v1.IncomeFact',
      ce_subject: `fact/${factId}`,
      ce_sequence: '1',
    });
    expect(fromBinary(IncomeFactSchema, ofPerson[0]!.value!)).toMatchObject({
      factId,
      personKey: PERSON.key,
      kind: IncomeKind.WAGE,
      amountFen: 150_000n,
      period: { fromMonth: '2025-04', toMonth: '2025-04' },
      payerKey: '91510800MA6253U27D',
      itemKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      quality: FactQuality.REGISTERED,
      retracted: false,
      region: { code: '51' },
      source: { agency: 'TAX', dataset: 'TAX.wages', recordId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    const told = fromBinary(SourceAnsweredSchema, ofPerson[2]!.value!);
    expect(told).toMatchObject({ agency: 'TAX', dataset: 'TAX', state: SourceAnswerState.ANSWERED });
    expect(timestampDate(told.observedAt!).toISOString()).toBe('2025-05-10T01:00:00.000Z');

    const markers = sent.filter((event) => typeOf(event) === 'FeedWatermark');
    expect(markers.map(({ partition, key }) => ({ partition, key }))).toEqual(
      Array.from({ length: TEST_PARTITIONS }, (_, partition) => ({ partition, key: null })),
    );
    const ids = new Set(markers.map(({ value }) => fromBinary(FeedWatermarkSchema, value!).markerId));
    expect([...ids]).toEqual([reply!.body.watermark!.markerId]);
    for (const marker of markers) {
      const last = sent.filter(({ partition }) => partition === marker.partition).at(-1);
      expect(last).toBe(marker);
    }
  });

  it('sends a status to all services, with the other person by personKey', async () => {
    const [event, ...more] = await sentBy(() => post({ agency: 'MCA', facts: [married] }));
    expect(more).toEqual([]);
    expect(event).toMatchObject({ topic: ALL_TOPIC, key: PERSON.key, headers: { ce_source: '/agency/MCA' } });
    expect(fromBinary(StatusFactSchema, event!.value!)).toMatchObject({
      kind: StatusKind.MARRIED,
      days: { from: '2014-05-20' },
      attributes: { spouseKey: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8/) },
    });
  });

  it('hashes account and record numbers, the same number alike', async () => {
    const [event] = await sentBy(() => post({ agency: 'BANK', facts: [deposit] }));
    const fact = fromBinary(AssetFactSchema, event!.value!);
    expect(fact.itemKey).toMatch(/^[0-9a-f]{32}$/);
    expect(fact.source?.recordId).toBe(fact.itemKey);
    expect(fact).toMatchObject({ valueFen: 800_000n, asOf: '2025-05-14', shareBp: 10_000 });
  });

  it('gives the same fact the same id, another content or observation another', async () => {
    const car = {
      ...married,
      kind: 'disabled',
      dataset: 'DPF.cards',
      spouseIdNumber: undefined,
      attributes: { category: '2', grade: '2' },
    };
    const factIdOf = async (change: object): Promise<string | undefined> => {
      const { body } = await post({ agency: 'DPF', facts: [{ ...car, ...change }] });
      return body.facts[0]?.factId;
    };
    const first = await factIdOf({});
    expect(
      await factIdOf({ attributes: { grade: '2', category: '2' }, idNumber: '51080219850214901x ' }),
    ).toBe(first);
    expect(await factIdOf({ observedAt: '2025-05-14T16:00:00+08:00' })).toBe(first);
    const others = await Promise.all([
      factIdOf({ attributes: { category: '2', grade: '1' } }),
      factIdOf({ observedAt: '2025-05-14T08:00:01Z' }),
      factIdOf({ idNumber: OTHER }),
      factIdOf({ recordId: 'another' }),
      factIdOf({ dataset: 'DPF' }),
    ]);
    expect(new Set([first, ...others]).size).toBe(6);
  });

  it('sends a fact that stands twice in a call once', async () => {
    let reply: Reply | undefined;
    const sent = await sentBy(async () => {
      reply = await post({ agency: 'TAX', facts: [wage, wage] });
    });
    expect(sent).toHaveLength(1);
    expect(reply!.body.facts[0]!.factId).toBe(reply!.body.facts[1]!.factId);
  });

  it('answers a repeated call again and sends nothing more', async () => {
    const key = randomUUID();
    const first = await post({ agency: 'TAX', facts: [wage] }, { key });
    const sent = await sentBy(async () => {
      expect(await post({ agency: 'TAX', facts: [wage] }, { key })).toEqual(first);
      const reused = await post({ agency: 'TAX', facts: [{ ...wage, idNumber: OTHER }] }, { key });
      expect(reused).toMatchObject({
        status: 422,
        body: { type: expect.stringContaining('idempotency-key-reused') },
      });
    });
    expect(sent).toEqual([]);
  });

  it('lists for the agency’s steward and for operators what it has refused, and nothing that stood in it', async () => {
    const list = async (org: string, scope: string, query = '') => {
      const response = await fetch(`${gateway.url}/v1/inbound-refusals?${query}`, {
        headers: { authorization: `Bearer ${await token(org, scope)}` },
      });
      const text = await response.text();
      output.push(text);
      return { status: response.status, text, ...(JSON.parse(text) as { items?: object[] }) };
    };
    const steward = 'verification:inbound-facts:write';
    await post({
      agency: 'TAX',
      facts: [{ ...wage, idNumber: WRONG_CHECK_DIGIT }, wage, { ...wage, idNumber: WRONG_CHECK_DIGIT }],
    });
    await post({ agency: 'BANK', facts: [{ ...deposit, valueFen: '-1' }] });
    const [newest] = (await list('TAX', steward, 'problem=id-number-invalid&limit=1')).items ?? [];
    expect(newest).toEqual({
      ...{ id: expect.any(String), source: 'TAX', dataset: wage.dataset, item: 'FACT' },
      ...{ problem: 'id-number-invalid', field: 'idNumber', code: null, items: 2, firstIndex: 0 },
      refusedAt: expect.any(String),
    });
    const own = await list('TAX', steward);
    expect(new Set(own.items?.map((each) => Reflect.get(each, 'source')))).toEqual(new Set(['TAX']));
    expect(own.text).not.toContain(WRONG_CHECK_DIGIT);
    const ofBank = await list('centre', 'verification:operations:write', 'source=BANK&limit=1');
    expect(ofBank.items).toMatchObject([{ source: 'BANK', field: 'valueFen', items: 1 }]);
    expect((await list('TAX', 'verification:clues:read')).status).toBe(403);
    const [kept] = await gateway.app
      .get(DataSource)
      .query<{ days: number }[]>('select erase_on - refused_at::date as days from inbound_refusal limit 1');
    expect(kept?.days).toBeGreaterThanOrEqual(179);
  });

  it.each<[string, object, { problem: string; field?: string; code?: string }]>([
    [
      'a wrong check digit',
      { idNumber: WRONG_CHECK_DIGIT },
      { problem: 'id-number-invalid', field: 'idNumber' },
    ],
    ['15 digits', { idNumber: FIFTEEN_DIGITS }, { problem: 'id-number-invalid', field: 'idNumber' }],
    ['no ID number', { idNumber: undefined }, { problem: 'validation', field: 'idNumber', code: 'missing' }],
    ['a negative sum', { amountFen: '-1' }, { problem: 'validation', field: 'amountFen', code: 'is-fen' }],
    ['a fraction', { amountFen: '1500.00' }, { problem: 'validation', field: 'amountFen', code: 'is-fen' }],
    ['an exponent', { amountFen: '1e5' }, { problem: 'validation', field: 'amountFen', code: 'is-fen' }],
    [
      'a sum that is a number',
      { amountFen: 150000 },
      { problem: 'validation', field: 'amountFen', code: 'is-fen' },
    ],
    ['more than 10^13', { amountFen: '10000000000001' }, { problem: 'validation', field: 'amountFen' }],
    ['0 that supersedes nothing', { amountFen: '0' }, { problem: 'validation', field: 'amountFen' }],
    [
      'month 13',
      { period: { fromMonth: '2025-13', toMonth: '2025-13' } },
      { problem: 'invalid-period', field: 'period' },
    ],
    [
      'a period that ends before it begins',
      { period: { fromMonth: '2025-04', toMonth: '2025-03' } },
      { problem: 'invalid-period' },
    ],
    ['25 months', { period: { fromMonth: '2023-04', toMonth: '2025-04' } }, { problem: 'invalid-period' }],
    ['no period', { period: undefined }, { problem: 'validation', field: 'period', code: 'missing' }],
    [
      'half a period',
      { period: { fromMonth: '2025-04' } },
      { problem: 'validation', field: 'period.toMonth' },
    ],
    [
      'an observation in the future',
      { observedAt: '2099-01-01T00:00:00Z' },
      { problem: 'future-fact', field: 'observedAt' },
    ],
    [
      '31 February',
      { observedAt: '2025-02-31T00:00:00Z' },
      { problem: 'validation', field: 'observedAt', code: 'is-rfc3339' },
    ],
    [
      'an instant without offset',
      { observedAt: '2025-02-01T00:00:00' },
      { problem: 'validation', field: 'observedAt' },
    ],
    [
      'a field that is not known',
      { name: '王小明' },
      { problem: 'validation', field: 'name', code: 'unknown' },
    ],
    ['another type', { type: 'gift' }, { problem: 'validation', field: 'type', code: 'is-in' }],
    [
      'another agency’s dataset',
      { dataset: 'HRSS.wages' },
      { problem: 'validation', field: 'dataset', code: 'is-dataset' },
    ],
    [
      'a dataset with a number in it',
      { dataset: 'TAX.A510802198502149011' },
      { problem: 'validation', field: 'dataset', code: 'is-dataset' },
    ],
    [
      'a payer that is none',
      { payerKey: '91510800MA6253U27H' },
      { problem: 'validation', field: 'payerKey', code: 'is-uscc' },
    ],
    [
      'a payer by ID number',
      { payerIdNumber: OTHER },
      { problem: 'validation', field: 'payerIdNumber', code: 'unknown' },
    ],
    [
      'a quality that is no agency’s',
      { quality: 'DECLARED' },
      { problem: 'validation', field: 'quality', code: 'is-in' },
    ],
    [
      'neither net nor gross',
      { basis: undefined },
      { problem: 'validation', field: 'basis', code: 'missing' },
    ],
    ['a kind of nobody', { kind: 'salary' }, { problem: 'unknown-kind', field: 'kind' }],
  ])('refuses an item with %s, and takes the rest', async (_, change, refusal) => {
    const { status, body, text } = await post({ agency: 'TAX', facts: [{ ...wage, ...change }, wage] });
    expect(status).toBe(200);
    expect(body.facts).toMatchObject([
      { index: 0, state: 'REJECTED', ...refusal },
      { index: 1, state: 'ACCEPTED' },
    ]);
    expect(text).not.toMatch(/\d{15}/);
  });

  it.each<[string, string, object, { problem: string; field?: string; code?: string }]>([
    [
      'a value in words',
      'BANK',
      { ...deposit, valueFen: 'much' },
      { problem: 'validation', field: 'valueFen' },
    ],
    [
      'neither value nor count',
      'BANK',
      { ...deposit, valueFen: undefined },
      { problem: 'validation', field: 'valueFen' },
    ],
    ['a day ahead', 'BANK', { ...deposit, asOf: '2099-01-01' }, { problem: 'future-fact', field: 'asOf' }],
    ['30 February', 'BANK', { ...deposit, asOf: '2025-02-30' }, { problem: 'validation', field: 'asOf' }],
    [
      'more than the whole',
      'BANK',
      { ...deposit, shareBp: 10_001 },
      { problem: 'validation', field: 'shareBp' },
    ],
    [
      'an attribute of another kind',
      'BANK',
      { ...deposit, attributes: { areaDm2: '8800' } },
      { problem: 'validation', field: 'attributes.areaDm2', code: 'unknown' },
    ],
    [
      'free text',
      'DPF',
      {
        ...married,
        kind: 'disabled',
        dataset: 'DPF',
        spouseIdNumber: undefined,
        attributes: { grade: '二级' },
      },
      { problem: 'validation', field: 'attributes.grade' },
    ],
    ['an end before the beginning', 'MCA', { ...married, to: '2014-05-19' }, { problem: 'invalid-period' }],
    [
      'a spouse whose number is wrong',
      'MCA',
      { ...married, spouseIdNumber: WRONG_CHECK_DIGIT },
      { problem: 'id-number-invalid', field: 'spouseIdNumber' },
    ],
    ['nothing in it', 'MCA', [], { problem: 'validation', field: '', code: 'is-object' }],
  ])('refuses a fact with %s', async (_, agency, fact, refusal) => {
    const { status, body } = await post({ agency, facts: [fact] });
    expect(status).toBe(200);
    expect(body.facts).toMatchObject([{ index: 0, state: 'REJECTED', ...refusal }]);
  });

  it('does not say that all is told of whom a fact was refused', async () => {
    const sent = await sentBy(async () => {
      const { body } = await post({
        agency: 'TAX',
        facts: [
          { ...wage, amountFen: 'x' },
          { ...wage, idNumber: OTHER },
        ],
        answers: [answer, { ...answer, idNumber: OTHER }, { ...answer, idNumber: WRONG_CHECK_DIGIT }],
        watermark: { dataset: 'TAX.wages', upTo: '2025-04-30T16:00:00Z' },
      });
      expect(body.answers).toEqual([
        { index: 0, state: 'REJECTED', problem: 'facts-rejected' },
        { index: 1, state: 'ACCEPTED', answerId: expect.any(String) },
        { index: 2, state: 'REJECTED', problem: 'id-number-invalid', field: 'idNumber' },
      ]);
      expect(body.watermark).toEqual({ state: 'REJECTED', problem: 'facts-rejected' });
    });
    expect(sent.map(typeOf)).toEqual(['IncomeFact', 'SourceAnswered']);
  });

  it('takes no watermark of the future', async () => {
    const { body } = await post({
      agency: 'TAX',
      watermark: { dataset: 'TAX', upTo: '2099-01-01T00:00:00Z' },
    });
    expect(body.watermark).toEqual({ state: 'REJECTED', problem: 'future-fact', field: 'upTo' });
  });

  describe('refuses the whole call', () => {
    it.each<[string, object, { org?: string; scope?: string }, number, string]>([
      ['of another agency', { agency: 'TAX', facts: [wage] }, { org: 'BANK' }, 403, 'no-agreement'],
      ['of nobody the registry knows', { agency: 'XYZ' }, { org: 'XYZ' }, 403, 'no-agreement'],
      ['of a service', { agency: 'assistance' }, { org: 'assistance' }, 403, 'no-agreement'],
      [
        'with another agency’s kind',
        { agency: 'TAX', facts: [wage, { ...deposit, dataset: 'TAX' }] },
        {},
        403,
        'kind-not-in-agreement',
      ],
      ['without the scope', { agency: 'TAX' }, { scope: 'verification:items:read' }, 403, 'scope-missing'],
      ['with 1,001 facts', { agency: 'TAX', facts: Array(1_001).fill(0) }, {}, 413, 'too-large'],
      ['with 1,001 answers', { agency: 'TAX', answers: Array(1_001).fill(0) }, {}, 413, 'too-large'],
      ['without an agency', { facts: [wage] }, {}, 400, 'validation'],
      ['whose facts are no list', { agency: 'TAX', facts: wage }, {}, 400, 'validation'],
      ['with a field that is not known', { agency: 'TAX', people: [] }, {}, 400, 'validation'],
      ['with half a watermark', { agency: 'TAX', watermark: { dataset: 'TAX' } }, {}, 400, 'validation'],
    ])('%s', async (_, body, options, status, problem) => {
      const sent = await sentBy(async () => {
        const reply = await post(body, options);
        expect(reply).toMatchObject({ status, body: { type: `https://minzheng.dev/problems/${problem}` } });
        expect(reply.text).not.toMatch(/\d{15}/);
      });
      expect(sent).toEqual([]);
    });

    it('and names the places of kinds that are not in the agreement', async () => {
      const { body } = await post({ agency: 'TAX', facts: [wage, { ...wage, kind: 'publicPost' }] });
      expect(body.errors).toMatchObject([{ field: 'facts.1.kind' }]);
    });
  });

  it('takes a full call in one transaction', async () => {
    const people = Array.from({ length: 1_000 }, (_, index) => {
      const first17 = `51080219850214${String(index).padStart(3, '0')}`;
      return `${first17}${checkDigit(first17)}`;
    });
    const facts = people.map((idNumber, index) => ({ ...wage, idNumber, recordId: `r${index}` }));
    const answers = people.map((idNumber) => ({ ...answer, idNumber }));
    const sent = await sentBy(async () => {
      const { status, body } = await post({
        agency: 'TAX',
        facts,
        answers,
        watermark: { dataset: 'TAX', upTo: '2025-04-30T16:00:00Z' },
      });
      expect(status).toBe(200);
      expect(body.facts.every(({ state }) => state === 'ACCEPTED')).toBe(true);
    });
    expect(sent).toHaveLength(2_000 + TEST_PARTITIONS);
    const typesByKey = Map.groupBy(sent, ({ key }) => key);
    typesByKey.delete(null);
    expect(typesByKey.size).toBe(1_000);
    for (const ofPerson of typesByKey.values()) {
      expect(ofPerson.map(typeOf)).toEqual(['IncomeFact', 'SourceAnswered']);
    }
  });

  it.each(Object.entries(INBOUND_EXAMPLES))('takes the documented example %s', async (name, { value }) => {
    const document = await (await fetch(`${gateway.url}/openapi.json`)).text();
    expect(document).toContain(`"${name}":{"summary"`);
    const { status, body } = await post(value);
    expect(status).toBe(200);
    const results = [...body.facts, ...body.answers, ...(body.watermark ? [body.watermark] : [])];
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ state }) => state === 'ACCEPTED')).toBe(true);
  });

  it('takes null for what may be left out', async () => {
    const { status, body } = await post({ agency: 'TAX', facts: null, answers: null, watermark: null });
    expect([status, body]).toEqual([200, { facts: [], answers: [] }]);
  });

  it('says in the API document what it takes, and what it may refuse', async () => {
    const { paths } = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { summary: string; responses: object }>>;
    };
    const inbound = paths['/v1/inbound-facts']?.['post'];
    expect(inbound?.summary).toContain('facts');
    expect(Object.keys(inbound?.responses ?? {})).toEqual(
      '200 400 401 403 409 413 415 422 429 503'.split(' '),
    );
  });

  it('is ready, and leaves no raw number anywhere', async () => {
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    const written = (await events()).flatMap(({ headers, key, value }) => [
      JSON.stringify(headers),
      key ?? '',
      value?.toString('latin1') ?? '',
    ]);
    const stored = await everythingStored();
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('minzheng_inbound_items_total{agency="TAX",item="fact",result="accepted"');
    expect(output.some((line) => line.includes('/v1/inbound-facts'))).toBe(true);
    const places = { topics: written, tables: stored, logsAndReplies: output, metrics: [metrics] };
    const raw = [
      PERSON.idNumber,
      PERSON.idNumber.slice(0, 17),
      OTHER,
      WRONG_CHECK_DIGIT,
      FIFTEEN_DIGITS,
      ACCOUNT,
      RECORD,
    ];
    for (const [place, texts] of Object.entries(places)) {
      const all = texts.join('\n');
      for (const needle of raw) {
        const hex = Buffer.from(needle).toString('hex');
        expect({ place, needle, found: all.includes(needle) || all.includes(hex) }).toEqual({
          place,
          needle,
          found: false,
        });
      }
    }
  });

  async function everythingStored(): Promise<string[]> {
    const dataSource = gateway.app.get(DataSource);
    const tables: { name: string }[] = await dataSource.query(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => dataSource.query<{ text: string }[]>(`select t::text as text from ${name} t`)),
    );
    return rows.flat().map(({ text }) => text);
  }
});
