import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Programme } from '@minzheng/contracts/common';
import { IncomeFactSchema, IncomeKind, StatusKind } from '@minzheng/contracts/facts';
import { MonitoredSubjectEnteredSchema, MonitoredSubjectLeftSchema } from '@minzheng/contracts/verification';
import { SandboxClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { FactStore } from '../facts/fact.store.js';
import { received, status } from '../facts/test/facts.js';
import { personKey, publishAssistanceRows, writePopulation } from '../runs/test/population.js';
import { VERIFICATION } from '../verification.definition.js';
import { statedFor } from './kit/stated.js';
import { VERIFICATION_TABLES } from './kit/database.js';

/** Without its consumers: the test stores what it hears. */
const { consumers: _consumers, ...UNHEARD } = VERIFICATION;
const PATIENCE_MS = 50_000;

describe('the monitored population', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  const [recipient, aided] = [personKey(), personKey()];

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([], VERIFICATION_TABLES);
    service = await buildService(
      UNHEARD,
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
    await moveClock('2025-07-22T02:00:00Z');
    await publishAssistanceRows(database());
    for (const [person, region] of [
      [recipient, '510802001001'],
      [aided, '510804001001'],
    ] as const) {
      await onRecord(person, region);
    }
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  const database = (): DataSource => service.app.get(DataSource);
  const moveClock = (instant: string): Promise<void> =>
    service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(SandboxClock).move(tx, new Date(instant)));
  const store = (...facts: Parameters<FactStore['store']>[1]): Promise<void> =>
    service.app.get(UnitOfWork).run('test', (tx) => service.app.get(FactStore).store(tx, facts));
  const onRecord = (person: string, region: string) =>
    database().query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', $4, 'URBAN', clock_timestamp(), 1, $3, '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2::uuid from known`,
      [
        randomUUID(),
        person,
        JSON.stringify([
          { personKey: person, relation: 'APPLICANT', birthDate: '1980-01-01', study: 'NONE' },
        ]),
        region,
      ],
    );
  const temporaryAid = (person: string, month: string) =>
    received(IncomeFactSchema, {
      factId: randomUUID(),
      personKey: person,
      occurredAt: timestampFromDate(new Date('2025-06-01T00:00:00Z')),
      region: { code: '510804001' },
      kind: IncomeKind.TEMPORARY_AID,
      programme: Programme.TEMP_AID,
      amountFen: 200_000n,
      period: { fromMonth: month, toMonth: month },
      basis: 1,
      payerKey: '*',
      itemKey: `aid-${person}`,
      quality: 1,
      source: {
        agency: 'assistance',
        dataset: 'assistance.aids',
        recordId: `${person}-${month}`,
        observedAt: timestampFromDate(new Date('2025-06-01T00:00:00Z')),
      },
    });
  const call = async (claims: TestClaims, path: string, body?: object) => {
    const response = await fetch(service.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await environment.token({ region: '51', ...claims })}`,
        'content-type': 'application/json',
        ...statedFor(path),
        ...(body !== undefined && { 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const registered = async (query: string, region = '51') => {
    const scope = 'verification:monitored-subjects:read';
    const { body } = await call({ scope, region }, `/v1/monitored-subjects?${query}`);
    return body['items'] as Record<string, unknown>[];
  };
  const inState = (person: string, holds: (subject: Record<string, unknown>) => boolean) =>
    eventually(
      'the registry follows',
      async () => {
        const subject = (await registered('')).find((each) => each['personKey'] === person);
        return subject && holds(subject) && subject;
      },
      PATIENCE_MS,
    );
  const told = async (type: string): Promise<Buffer[]> => {
    const rows = await database().query<{ payload: Buffer }[]>(
      'select payload from outbox where ce_type = $1 order by id',
      [type],
    );
    return rows.map(({ payload }) => payload);
  };

  it('has persons enter with their first category, by status or by payment', async () => {
    await store(
      status(recipient, StatusKind.DIBAO, '2025-06-01', 'assistance'),
      temporaryAid(aided, '2025-06'),
    );
    expect(await inState(recipient, () => true)).toMatchObject({
      state: 'MONITORED',
      region: '510802001001',
      categories: [{ category: 'dibao', from: '2025-06-01', to: null, source: 'assistance' }],
      enteredOn: '2025-07-22',
      nextReviewOn: '2026-07-22',
    });
    expect(await inState(aided, () => true)).toMatchObject({
      categories: [{ category: 'temporaryAid', from: '2025-06-01', to: '2026-06-01' }],
    });
    const entered = (await told(MonitoredSubjectEnteredSchema.typeName)).map((payload) =>
      fromBinary(MonitoredSubjectEnteredSchema, payload),
    );
    expect(entered.map(({ personKey: key, categories }) => [key, categories])).toEqual(
      expect.arrayContaining([
        [recipient, ['dibao']],
        [aided, ['temporaryAid']],
      ]),
    );
    expect(entered).toHaveLength(2);
  });

  it('is listed by category and region, to those whose region it is', async () => {
    expect((await registered('category=dibao')).map(({ personKey: key }) => key)).toEqual([recipient]);
    expect((await registered('category=edge')).length).toBe(0);
    expect((await registered('region=510804')).map(({ personKey: key }) => key)).toEqual([aided]);
    expect((await registered('', '510804')).map(({ personKey: key }) => key)).toEqual([aided]);
  });

  it('tells other departments the categories and nothing else, as far as their agreement goes', async () => {
    const scope = 'verification:status-checks:read';
    const stranger = personKey();
    const ask = (org: string, purpose = 'MEDICAL_AID', region = '51') =>
      call({ scope, org, region }, '/v1/status-checks', {
        personKeys: [recipient, aided, stranger],
        purpose,
      });
    expect(await ask('NHSA')).toEqual({
      status: 200,
      body: {
        items: [
          { personKey: recipient, categories: [{ category: 'dibao', from: '2025-06-01', to: null }] },
          {
            personKey: aided,
            categories: [{ category: 'temporaryAid', from: '2025-06-01', to: '2026-06-01' }],
          },
          { personKey: stranger, categories: [] },
        ],
        redacted: [],
      },
    });
    const audited = await database().query<{ subject: string; purpose: string }[]>(
      `select subject, purpose from audit_entry where action = 'POST /v1/status-checks'`,
    );
    expect(audited.map(({ subject }) => subject).sort()).toEqual([recipient, aided, stranger].sort());
    expect(new Set(audited.map(({ purpose }) => purpose))).toEqual(new Set(['MEDICAL_AID']));
    const [{ ground } = { ground: '' }] = await database().query<{ ground: string }[]>(
      `select case_ref as ground from audit_entry where action = 'POST /v1/status-checks' limit 1`,
    );
    expect(
      await database().query(
        `update data_agreement set fields = '{categories,from}' where id = $1 and agency = 'NHSA' returning 1`,
        [ground],
      ),
    ).toMatchObject([[{}], 1]);
    expect((await ask('NHSA')).body).toEqual({
      items: [
        { personKey: recipient, categories: [{ category: 'dibao', from: '2025-06-01' }] },
        { personKey: aided, categories: [{ category: 'temporaryAid', from: '2025-06-01' }] },
        { personKey: stranger, categories: [] },
      ],
      redacted: ['to'],
    });
    await database().query(`update data_agreement set fields = '{from}' where id = $1`, [ground]);
    expect((await ask('NHSA')).body).toEqual({
      items: [recipient, aided, stranger].map((person) => ({ personKey: person })),
      redacted: ['categories', 'to'],
    });
    expect((await ask('NHSA', 'HOUSING_AID')).status).toBe(403);
    expect((await ask('nobody')).body).toMatchObject({ type: 'https://minzheng.dev/problems/no-agreement' });
    await database().query(
      `update data_agreement set daily_quota = 5 where agency = 'NHSA' and direction = 'OUT'`,
    );
    expect(await ask('NHSA')).toMatchObject({
      status: 429,
      body: { type: 'https://minzheng.dev/problems/quota' },
    });
  });

  it('computes what would follow from another standard, and tells no small numbers', async () => {
    const low = (index: number): bigint => (index < 12 ? 60_000n : index < 19 ? 90_000n : 450_000n);
    await writePopulation(database(), { households: 22, region: () => '510811001001', wageFen: low });
    await writePopulation(database(), {
      households: 14,
      region: () => '510812001001',
      wageFen: (index) => (index < 7 ? 60_000n : 450_000n),
    });
    const scope = 'verification:simulations:write';
    const question = {
      region: '5108',
      purpose: 'DIBAO',
      overrides: [{ key: 'assistance.dibao.standardMonthlyFen', value: { URBAN: '80000', RURAL: '45000' } }],
    };
    const asked = await call({ scope }, '/v1/simulations', question);
    expect(asked).toMatchObject({ status: 202, body: { state: 'ASKED', households: null, counties: [] } });
    const place = `/v1/simulations/${String(asked.body['id'])}`;
    const body = await eventually(
      'it is computed',
      async () => {
        const told = await call({ scope }, place);
        return told.body['state'] === 'COMPLETED' && told.body;
      },
      PATIENCE_MS,
    );
    expect(body['computed']).toBe(body['households']);
    const counties = body['counties'] as { region: string; now: object[]; supposed: object[] }[];
    const of = (region: string) => counties.find((county) => county.region === region);
    // 60,000 and 90,000 less a fifth are 48,000 and 72,000 a head
    expect(of('510811')).toEqual({
      region: '510811',
      now: [
        { conclusion: 'EXCEEDS_INCOME', households: 10 },
        { conclusion: 'WITHIN_LIMITS', households: 12 },
      ],
      supposed: [
        { conclusion: 'EXCEEDS_INCOME', households: null },
        { conclusion: 'WITHIN_LIMITS', households: null },
      ],
      withoutPolicy: 0,
    });
    expect(of('510812')?.supposed).toEqual(of('510812')?.now);
    const malformed = { ...question, overrides: [{ key: question.overrides[0]!.key, value: 80_000 }] };
    expect((await call({ scope }, '/v1/simulations', malformed)).body).toMatchObject({
      type: 'https://minzheng.dev/problems/override-malformed',
      key: 'assistance.dibao.standardMonthlyFen',
    });
    const mistyped = { ...question, overrides: [{ key: 'assistance.dibao.nonsense', value: '1' }] };
    expect(await call({ scope }, '/v1/simulations', mistyped)).toMatchObject({
      status: 422,
      body: {
        type: 'https://minzheng.dev/problems/policy-key-unknown',
        key: 'assistance.dibao.nonsense',
      },
    });
    expect((await call({ scope, region: '510804' }, '/v1/simulations', question)).status).toBe(403);
    expect((await call({ scope, region: '510804' }, place)).status).toBe(404);
    expect((await call({ scope }, '/v1/simulations', { ...question, region: '510811001' })).status).toBe(400);
    expect((await call({ scope }, '/v1/simulations', { ...question, region: '510899' })).body).toMatchObject({
      errors: [{ field: 'region', code: 'region-unknown' }],
    });
  });

  it('closes a category on its day though no fact comes, and lets the person leave after the grace', async () => {
    await moveClock('2026-06-01T02:00:00Z');
    await inState(aided, ({ categories }) =>
      (categories as { to: string }[]).every(({ to }) => to <= '2026-06-01'),
    );
    await eventually(
      'nothing is open',
      async () => (await registered('category=temporaryAid')).length === 0,
      PATIENCE_MS,
    );
    await moveClock('2027-06-01T02:00:00Z');
    expect(await inState(aided, ({ state }) => state === 'LEFT')).toMatchObject({
      leftOn: '2027-06-01',
      nextReviewOn: null,
    });
    const left = (await told(MonitoredSubjectLeftSchema.typeName)).map((payload) =>
      fromBinary(MonitoredSubjectLeftSchema, payload),
    );
    expect(left).toMatchObject([
      { personKey: aided, transition: { fromState: 'MONITORED', toState: 'LEFT' } },
    ]);
    expect(await registered('category=dibao&state=MONITORED')).toHaveLength(1);
  }, 120_000);
});
