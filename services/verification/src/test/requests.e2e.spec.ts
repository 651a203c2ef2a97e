import { randomUUID } from 'node:crypto';
import { create, fromBinary, type DescMessage } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { keyOf, messageByTypeName, topicName, topicsOf } from '@minzheng/contracts/catalogue';
import { AssetKind, SourceAnsweredSchema, SourceAnswerState } from '@minzheng/contracts/facts';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { SandboxClock } from '@minzheng/platform/clock';
import type { Received } from '@minzheng/platform/messaging';
import { PairwiseKeys } from '@minzheng/platform/pairwise-keys';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import type { JWK } from 'jose';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';
import { received, wage } from '../facts/test/facts.js';
import { verifyReport } from '../reports/report-signature.js';
import { newFamily, requestOf, type Family } from '../requests/test/events.js';
import { ASSISTANCE_ROWS, CORE } from '../requests/test/households.js';
import { thing } from '../requests/test/request-world.js';
import { VERIFICATION_REQUEST_EXAMPLES } from '../requests/requests.examples.js';
import { VERIFICATION } from '../verification.definition.js';
import { HOUSEHOLD_CHECK_EXAMPLES } from '../requests/household-checks.examples.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const FROM_ASSISTANCE = topicName('assistance', 'verification');
const TO_ASSISTANCE = topicName('verification', 'assistance');
const READER = [
  ...['conclusions:read', 'items:read', 'finances:read', 'verification-requests:read', 'audit-entries:read'],
]
  .map((scope) => `verification:${scope}`)
  .join(' ');

/** Acceptance scenarios T1 and T2 as they are written, and departments outside the platform, over Kafka and HTTP. */
describe('a request, from the message to its report', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let producer: Producer;
  let reader: string;
  const issued: { reportId: string; caseRef: string }[] = [];

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [
        ...topicsOf('verification'),
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
      ],
      VERIFICATION_TABLES,
    );
    service = await buildService(
      VERIFICATION,
      environment.settings({
        REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile,
        PAIRWISE_SECRET: 'a secret of the platform',
      }),
    );
    producer = await environment.topics.producer();
    reader = await environment.token({ sub: 'approver', scope: READER, region: '510802', role: 'approver' });
    for (const row of ASSISTANCE_ROWS) await enter(row.id, row.key, row.value);
  });
  afterAll(async () => {
    await producer?.disconnect();
    await service?.stop();
    await environment?.drop();
  });
  beforeEach(() => moveClock('2025-07-15T02:00:00Z'));

  const database = (): DataSource => service.app.get(DataSource);
  const enter = (id: string, key: string, value: unknown, effectiveFrom = '2018-01-01') =>
    database().query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values ($1, 'assistance', $2, '5108', $3, $4, 'test', 1)`,
      [id, key, effectiveFrom, JSON.stringify(value)],
    );
  const moveClock = (instant: string): Promise<void> =>
    service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(SandboxClock).move(tx, new Date(instant)));
  const send = async (events: readonly Received<DescMessage>[], topic?: string): Promise<void> => {
    for (const { schema, message, payload, envelope } of events) {
      await producer.send({
        topic: environment.topics.prefix + (topic ?? envelope.topic),
        messages: [
          {
            key: keyOf(schema, message),
            value: Buffer.from(payload),
            headers: {
              ce_id: envelope.id,
              ce_type: schema.typeName,
              ce_source: topic === FROM_ASSISTANCE ? '/service/assistance' : envelope.source,
              ce_subject: envelope.subject,
              ce_sequence: '1',
            },
          },
        ],
      });
    }
  };
  const answers = (persons: readonly string[], agencies: readonly string[], observedAt: string) =>
    persons.flatMap((personKey) =>
      agencies.map((agency) =>
        received(
          SourceAnsweredSchema,
          create(SourceAnsweredSchema, {
            ...{ answerId: randomUUID(), personKey, agency, dataset: agency },
            state: SourceAnswerState.ANSWERED,
            observedAt: timestampFromDate(new Date(observedAt)),
          }),
          { source: `/agency/${agency}` },
        ),
      ),
    );
  const personsOf = ({ husband, wife, child }: Family) => [husband, wife, child];
  const ask = async (family: Family): Promise<string> => {
    const event = requestOf(family, new Date('2025-07-15T02:00:00Z'));
    await send([event], FROM_ASSISTANCE);
    return event.message.requestId;
  };
  /** What assistance was told of the request and of these persons' consents. */
  const told = async (keys: readonly string[]) => {
    const events = await environment.topics.readAll([TO_ASSISTANCE]);
    return events
      .filter(({ key }) => keys.includes(key?.toString() ?? ''))
      .map(({ headers, value }) => {
        const type = String(headers['ce_type']);
        const schema = messageByTypeName(type);
        if (!schema) throw new Error(type);
        return { type: type.split('.').at(-1), message: fromBinary(schema, value ?? new Uint8Array()) };
      });
  };

  interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown>;
    readonly etag: string | null;
  }
  interface Call {
    readonly token?: string;
    readonly caseRef?: string;
    readonly purpose?: string;
    readonly body?: unknown;
    readonly version?: number;
  }
  const call = async (method: 'GET' | 'POST', path: string, options: Call = {}): Promise<Answer> => {
    const { token = reader, caseRef = 'any', purpose = 'DIBAO', body, version } = options;
    const response = await fetch(`${service.url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-purpose': purpose,
        'x-case-ref': caseRef,
        ...(method === 'POST' && path !== 'household-checks' && { 'idempotency-key': randomUUID() }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      etag: response.headers.get('etag'),
    };
  };
  const stateOf = async (id: string, caseRef: string): Promise<unknown> =>
    (await call('GET', `verification-requests/${id}`, { caseRef })).body['state'];
  const until = (id: string, caseRef: string, state: string): Promise<unknown> =>
    eventually(`the request is ${state}`, async () => (await stateOf(id, caseRef)) === state);
  const reportsOf = async (caseRef: string, options: Call = {}) => {
    const { body } = await call('GET', `verification-reports?caseRef=${caseRef}`, { caseRef, ...options });
    return body['items'] as { id: string; sequence: number; state: string; version: number }[];
  };

  it('T1: a clean check', async () => {
    const family = newFamily();
    const { caseRef, husband, wife } = family;
    const persons = personsOf(family);
    const id = await ask(family);
    await eventually('the request is known', async () =>
      ['ACCEPTED', 'COLLECTING'].includes(String(await stateOf(id, caseRef))),
    );
    await until(id, caseRef, 'COLLECTING');
    const { body } = await call('GET', `verification-requests/${id}`, { caseRef });
    expect(body).toMatchObject({ dueAt: '2025-07-22T16:00:00.000Z', sequence: 0, requester: 'assistance' });
    expect(body['progress']).toContainEqual(
      expect.objectContaining({
        agency: 'BANK',
        core: true,
        persons: { NOT_ANSWERED: 3 },
        query: { state: 'PENDING', attempts: 0 },
      }),
    );

    const months = Array.from({ length: 12 }, (_, index) =>
      new Date(Date.UTC(2024, 6 + index, 1)).toISOString().slice(0, 7),
    );
    await send([
      ...months.map((month) => wage(husband, { month, amountFen: 180_000n })),
      thing(husband, AssetKind.DEPOSIT, 'BANK', { valueFen: 800_000n }),
      thing(husband, AssetKind.RESIDENCE, 'NR', { count: 1 }),
      ...answers(persons, CORE.slice(1), '2025-07-16T02:00:00Z'),
    ]);
    await moveClock('2025-07-18T02:00:00Z');
    await send(answers(persons, CORE.slice(0, 1), '2025-07-17T02:00:00Z'));
    await until(id, caseRef, 'ISSUED');

    const events = await eventually('assistance is told', async () => {
      const all = await told([id, husband, wife]);
      return all.length >= 3 && all;
    });
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      'ConsentGranted',
      'ConsentGranted',
      'VerificationCompleted',
    ]);
    const completed = events.find(({ type }) => type === 'VerificationCompleted')
      ?.message as VerificationCompleted;
    expect(completed).toMatchObject({
      result: 1,
      sequence: 1,
      validTo: '2025-10-16',
      householdFigures: {
        perCapitaMonthly: { numerator: '48000', denominator: '1' },
        financialAssetsPerHead: { numerator: '800000', denominator: '3' },
      },
      conclusions: [{ conclusion: 'WITHIN_LIMITS' }],
    });
    expect(timestampDate(completed.issuedAt!).toISOString()).toMatch(/^2025-07-18T02:0/);
    expect(completed.discrepancies).toMatchObject([
      {
        kind: 'wage',
        class: 'UNDER_DECLARED',
        declaredFen: 1_800_000n,
        verifiedFen: 2_160_000n,
        material: true,
      },
    ]);

    const reportId = completed.reportId!;
    issued.push({ reportId, caseRef });
    const [{ n: before } = { n: 0 }] = await database().query<{ n: number }[]>(
      'select count(*)::int as n from audit_entry where report_id = $1',
      [reportId],
    );
    const proof = await call('GET', `verification-reports/${reportId}/proof`, { caseRef });
    const signed = await verifyReport(
      String(proof.body['body']),
      String(proof.body['signature']),
      proof.body['publicKey'] as JWK,
    );
    expect(signed).toMatchObject({ number: completed.reportNumber, sequence: 1, validTo: '2025-10-16' });
    expect(proof.body['digest']).toBe(completed.bodySha256);
    const replay = await call('POST', `verification-reports/${reportId}/replay`, { caseRef });
    expect(replay.body).toEqual({ digest: completed.bodySha256, equal: true });
    const [{ n: after } = { n: 0 }] = await database().query<{ n: number }[]>(
      'select count(*)::int as n from audit_entry where report_id = $1',
      [reportId],
    );
    // one entry of each person for each of the two reads
    expect(after - before).toBe(2 * 3);
  });

  it('T2: the bank is late', async () => {
    const family = newFamily();
    const { caseRef, husband } = family;
    const persons = personsOf(family);
    const id = await ask(family);
    await until(id, caseRef, 'COLLECTING');
    await send([
      wage(husband, { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n }),
      ...answers(
        persons,
        CORE.filter((agency) => agency !== 'BANK'),
        '2025-07-16T02:00:00Z',
      ),
    ]);
    await eventually('all but the bank have answered', async () => {
      const known = await call('GET', `verification-requests/${id}`, { caseRef });
      const missing = (
        known.body['progress'] as { core: boolean; agency: string; persons: { FRESH?: number } }[]
      ).filter(({ core, persons: told }) => core && told.FRESH !== persons.length);
      return missing.map(({ agency }) => agency).join() === 'BANK';
    });
    await moveClock('2025-07-22T16:00:00Z');
    await until(id, caseRef, 'ISSUED');
    const { body } = await call('GET', `verification-requests/${id}`, { caseRef });
    expect(body['progress']).toContainEqual(
      expect.objectContaining({ agency: 'BANK', query: expect.objectContaining({ state: 'TIMEOUT' }) }),
    );
    expect(body['progress']).toContainEqual(
      expect.objectContaining({ agency: 'TAX', core: true, persons: { FRESH: 3 } }),
    );

    await moveClock('2025-07-25T02:00:00Z');
    await send([
      thing(husband, AssetKind.DEPOSIT, 'BANK', { valueFen: 6_000_000n }),
      ...answers(persons, ['BANK'], '2025-07-25T01:00:00Z'),
    ]);
    const events = await eventually('assistance is told', async () => {
      const all = await told([id]);
      return all.length >= 4 && all;
    });
    expect(events).toMatchObject([
      {
        type: 'VerificationCompleted',
        message: {
          result: 2,
          sequence: 1,
          conclusions: [{ conclusion: 'INCOMPLETE', reasonCodes: ['MISSING_BANK'] }],
        },
      },
      { type: 'VerificationReopened', message: { cause: 1 } },
      {
        type: 'VerificationCompleted',
        message: {
          result: 1,
          sequence: 2,
          householdFigures: { financialAssetsPerHead: { numerator: '2000000', denominator: '1' } },
          conclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }],
        },
      },
      {
        type: 'VerificationReportSuperseded',
        message: {
          cause: 'LATE_ANSWER',
          oldConclusions: [{ conclusion: 'INCOMPLETE' }],
          newConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }],
        },
      },
    ]);
    const [first, , second] = events.map(({ message }) => message as VerificationCompleted);
    expect(first?.gaps).toContainEqual(expect.objectContaining({ agency: 'BANK', state: 1 }));
    expect(first?.members[0]?.financialAssetsFen).toBeUndefined();
    const shown = await reportsOf(caseRef);
    expect(shown.map(({ sequence, state }) => `${sequence} ${state}`)).toEqual(['2 ISSUED', '1 SUPERSEDED']);
    for (const completed of [first!, second!]) {
      const replay = await call('POST', `verification-reports/${completed.reportId}/replay`, { caseRef });
      expect(replay.body).toEqual({ digest: completed.bodySha256, equal: true });
      issued.push({ reportId: completed.reportId!, caseRef });
    }
    const [deposits] = await database().query<{ class: string }[]>(
      `select c ->> 'class' as class from verification_report, jsonb_array_elements(body::jsonb -> 'comparison') c
        where id = $1 and c ->> 'kind' = 'deposit'`,
      [first?.reportId],
    );
    expect(deposits?.class).toBe('NOT_CHECKED');
  });

  it('every report replays to its own digest after later facts and another policy', async () => {
    const { reportId, caseRef } = issued[0]!;
    const [row] = await database().query<{ person: string }[]>(
      `select frozen_input -> 'question' -> 'household' -> 'members' -> 0 ->> 'personKey' as person
         from verification_report where id = $1`,
      [reportId],
    );
    await enter(
      randomUUID(),
      'assistance.dibao.standardMonthlyFen',
      { URBAN: '40000', RURAL: '39000' },
      '2025-07-01',
    );
    await send([thing(row!.person, AssetKind.PASSENGER_CAR, 'PSB', { count: 1 })]);
    await eventually('a later fact has ended the report', async () => {
      const [shown] = await reportsOf(caseRef);
      return shown?.state === 'SUPERSEDED';
    });
    for (const { reportId: each, caseRef: of } of issued) {
      const replay = await call('POST', `verification-reports/${each}/replay`, { caseRef: of });
      expect(replay.body).toMatchObject({ equal: true });
    }
    await database().query(`delete from policy_row where effective_from = '2025-07-01'`);
    expect(issued).toHaveLength(3);
  });

  describe('of a department outside the platform', () => {
    const family = newFamily();
    const caseRef = `LA-${randomUUID()}`;
    const legal = { caseRef, purpose: 'LEGAL_AID' };
    let [department, other] = ['', ''];
    let keys: ReadonlyMap<string, string>;
    let requestId = '';

    beforeAll(async () => {
      const scope =
        'verification:verification-requests:write verification:conclusions:read verification:household-checks:read';
      const tokenOf = (party: string) => {
        const claims = { sub: `${party} system`, scope, region: '510802', party };
        return environment.token(claims);
      };
      [department, other] = await Promise.all([tokenOf('JUS'), tokenOf('EDU')]);
      keys = await service.app.get(PairwiseKeys).give('JUS', [family.husband, family.wife]);
    });

    const asked = (rest: object = {}): object => {
      const example = VERIFICATION_REQUEST_EXAMPLES.legalAid.value;
      const [husband, wife] = example.household.members.map(({ personKey }) => personKey);
      const text = JSON.stringify(example)
        .replaceAll(husband!, keys.get(family.husband)!)
        .replaceAll(wife!, keys.get(family.wife)!)
        .replaceAll('01980000-0000-7000-8000-000000000011', randomUUID())
        .replaceAll('01980000-0000-7000-8000-000000000012', randomUUID());
      return { ...(JSON.parse(text) as object), caseRef, ...rest };
    };
    const post = (body: object, token = department) => call('POST', 'verification-requests', { token, body });

    it('is refused with each person whose consent is missing, named by the department’s own key', async () => {
      expect(await post(asked({ consents: [] }))).toMatchObject({
        status: 422,
        body: {
          type: 'https://minzheng.dev/problems/consent-missing',
          refusals: [...keys.values()].map((personKey) => ({ personKey, problem: 'consent-missing' })),
        },
      });
    });

    it.each<[string, object, number, string]>([
      ['nothing declared', { declaredItems: [] }, 422, 'declaration-missing'],
      ['a purpose that nobody agreed to', { purposes: ['DIBAO'] }, 422, 'purpose-mismatch'],
      ['a purpose of verification’s own', { purposes: ['MONITORING'] }, 400, 'validation'],
      ['no purpose', { purposes: [] }, 400, 'validation'],
      ['to be answered before it was asked', { dueAt: '2025-07-01T00:00:00Z' }, 400, 'validation'],
      ['for a day to come', { asOf: '2027-03-01T01:00:00Z' }, 422, 'future-instant'],
    ])('is refused: %s', async (_what, rest, status, problem) => {
      expect(await post(asked(rest))).toMatchObject({
        status,
        body: { type: `https://minzheng.dev/problems/${problem}` },
      });
    });

    it('is refused with the field that names a region which does not exist', async () => {
      const { household } = asked() as { household: { members: object[] } };
      const [applicant, ...others] = household.members;
      const nowhere = { ...household, region: '510899' };
      const registered = { ...household, members: [{ ...applicant, hukouRegion: '510899' }, ...others] };
      const told = async (path: string, token: string, body: object) => {
        const reply = await call('POST', path, { token, body, ...legal });
        return [reply.status, reply.body['errors']];
      };
      const refusal = (field: string) => [
        400,
        [expect.objectContaining({ field, code: 'region-unknown' }) as unknown],
      ];
      const city = await environment.token({
        ...{ sub: 'city', org: 'JUS', party: 'JUS', region: '5108' },
        scope: 'verification:verification-requests:write verification:household-checks:read',
      });
      const request = (body: object) => told('verification-requests', city, asked({ household: body }));
      expect(await request(nowhere)).toEqual(refusal('household.region'));
      expect(await request(registered)).toEqual(refusal('household.members.0.hukouRegion'));
      const check = { household: nowhere, purposes: ['LEGAL_AID'], declaredItems: [] };
      expect(await told('household-checks', city, check)).toEqual(refusal('household.region'));
    });

    it('is refused of another county', async () => {
      const { household } = asked() as { household: object };
      expect(await post(asked({ household: { ...household, region: '510803' } }))).toMatchObject({
        status: 403,
        body: { type: 'https://minzheng.dev/problems/out-of-region' },
      });
    });

    it('is accepted once for a case and purpose, and can be taken back', async () => {
      const accepted = await post(asked());
      expect(accepted).toMatchObject({ status: 202, body: { dueAt: '2025-07-22T16:00:00.000Z' } });
      expect(await post(asked())).toMatchObject({
        status: 409,
        body: { type: 'https://minzheng.dev/problems/duplicate-request' },
      });
      const path = `verification-requests/${accepted.body['id']}`;
      await eventually('collecting', async () => {
        const { body } = await call('GET', path, { token: department, ...legal });
        return body['state'] === 'COLLECTING';
      });
      const { body, etag } = await call('GET', path, { token: department, ...legal });
      expect(etag).toBe(`"${body['version']}"`);
      const version = Number(body['version']);
      const cancel = (token: string) => call('POST', `${path}/cancel`, { token, version });
      expect((await cancel(other)).status).toBe(404);
      expect(await cancel(department)).toMatchObject({ status: 200, body: { state: 'CANCELLED' } });
    });

    it('gets its report over HTTP, and nobody else does', async () => {
      const accepted = await post(asked());
      requestId = String(accepted.body['id']);
      await send(answers([family.husband, family.wife], CORE, '2025-07-16T02:00:00Z'));
      const path = `verification-requests/${requestId}`;
      const { reportId } = await eventually('issued', async () => {
        const { body } = await call('GET', path, { token: department, ...legal });
        return body['state'] === 'ISSUED' && (body as { reportId: string });
      });
      const report = await call('GET', `verification-reports/${reportId}`, { token: department, ...legal });
      expect(report).toMatchObject({
        status: 200,
        body: { state: 'ISSUED', conclusions: [{ purpose: 'LEGAL_AID' }], redacted: expect.any(Array) },
      });
      expect(report.body).not.toHaveProperty('members');
      const sources = report.body['sources'] as { personKey: string }[];
      expect(new Set(sources.map(({ personKey }) => personKey))).toEqual(new Set(keys.values()));
      expect((await call('GET', `verification-reports/${reportId}`, { token: other, ...legal })).status).toBe(
        404,
      );
      expect((await call('GET', path, { token: other, ...legal })).status).toBe(404);
      expect(await told([requestId])).toEqual([]);
      const { body } = await call('GET', path, { token: department, ...legal });
      expect(
        await call('POST', `${path}/cancel`, { token: department, version: Number(body['version']) }),
      ).toMatchObject({ status: 409, body: { type: 'https://minzheng.dev/problems/already-issued' } });
    });

    it('lists what it has asked, by case and state, page by page', async () => {
      const list = (query: string, token = department) =>
        call('GET', `verification-requests?${query}`, { token });
      const all = await list(`caseRef=${caseRef}`);
      expect((all.body['items'] as { state: string }[]).map(({ state }) => state)).toEqual([
        'ISSUED',
        'CANCELLED',
      ]);
      expect((await list('state=ISSUED')).body['items']).toMatchObject([{ id: requestId }]);
      expect((await list(`caseRef=${caseRef}`, other)).body['items']).toEqual([]);
      const first = await list(`caseRef=${caseRef}&limit=1`);
      const second = await list(`caseRef=${caseRef}&limit=1&cursor=${first.body['nextCursor']}`);
      expect([first, second].map(({ body }) => (body['items'] as unknown[]).length)).toEqual([1, 1]);
      expect(second.body['nextCursor']).toBeNull();
    });
  });

  it('a report is revoked by two people; then it is gone, its requester knows, and it still replays', async () => {
    const { reportId, caseRef } = issued[2]!;
    const tokenOf = (sub: string, ...scopes: string[]) =>
      environment.token({
        sub,
        scope: scopes.map((scope) => `verification:${scope}`).join(' '),
        region: '51',
      });
    const operator = await tokenOf('operator', 'operations:write', 'verification-reports:approve');
    const reviewer = await tokenOf('reviewer', 'verification-reports:approve');
    const body = { reasonCode: 'FORGED_CONSENT', reason: '授权书签名系伪造' };
    const revoke = (token: string, version: number, rest: object = {}) =>
      call('POST', `verification-reports/${reportId}/revoke`, {
        ...{ token, caseRef, version },
        body: { ...body, ...rest },
      });
    const [{ version } = { version: 0 }] = await reportsOf(caseRef);
    expect(await revoke(reviewer, version)).toMatchObject({
      status: 403,
      body: { type: 'https://minzheng.dev/problems/scope-missing' },
    });
    const proposed = await revoke(operator, version);
    expect(proposed).toMatchObject({ status: 200, body: { state: 'ISSUED', reasonCode: 'FORGED_CONSENT' } });
    const next = Number(proposed.body['version']);
    expect(await revoke(operator, next)).toMatchObject({
      status: 403,
      body: { type: 'https://minzheng.dev/problems/same-person' },
    });
    expect(await revoke(reviewer, version)).toMatchObject({ status: 412 });
    expect(await revoke(reviewer, next)).toMatchObject({ status: 200, body: { state: 'REVOKED' } });
    for (const path of [`verification-reports/${reportId}`, `verification-reports/${reportId}/proof`]) {
      expect(await call('GET', path, { caseRef })).toMatchObject({
        status: 410,
        body: { type: 'https://minzheng.dev/problems/report-revoked' },
      });
    }
    const replay = await call('POST', `verification-reports/${reportId}/replay`, { caseRef });
    expect(replay.body).toMatchObject({ equal: true });
    const [row] = await database().query<{ id: string }[]>(
      'select request_id as id from verification_report where id = $1',
      [reportId],
    );
    const events = await eventually('assistance is told', async () => {
      const all = await told([row!.id]);
      return all.at(-1)?.type === 'VerificationReportRevoked' && all;
    });
    expect(events.at(-1)?.message).toMatchObject({ reportId, reasonCode: 'FORGED_CONSENT' });

    // whoever has lost its copy is told of it again, after the answer that it takes back
    const types = ['VerificationCompleted', 'VerificationReportRevoked'];
    const republisher = await tokenOf('republisher', 'republications:write');
    await call('POST', 'republications', {
      token: republisher,
      body: { types: types.map((type) => `minzheng.verification.v1.${type}`), region: '510802' },
    });
    const again = await eventually('it is told again', async () => {
      const all = await told([row!.id]);
      return all.length >= events.length + 2 && all;
    });
    expect(again.slice(events.length).map(({ type }) => type)).toEqual(types);
  });

  it('an official does not open the report of somebody related, and the auditor is told', async () => {
    const { reportId, caseRef } = issued[0]!;
    const [row] = await database().query<{ person: string; request: string }[]>(
      `select (select person_key from fact where person_key = any(q.person_keys) limit 1) as person, q.id as request
         from verification_report t join verification_request q on q.id = t.request_id where t.id = $1`,
      [reportId],
    );
    const operator = await environment.token({
      sub: 'operator',
      scope: 'verification:operations:write',
      region: '51',
    });
    const filing = {
      official: 'sister',
      role: 'HANDLER',
      region: '510802',
      relativeKey: row!.person,
      relation: 'SIBLING',
      from: '2020-01-01',
    };
    const filed = await call('POST', 'official-relatives', { token: operator, body: filing });
    expect(filed).toMatchObject({ status: 201, body: { ...filing, to: null } });
    const scope = `${READER} verification:household-checks:read`;
    const sister = await environment.token({ sub: 'sister', scope, region: '510802' });
    const other = await environment.token({ sub: 'other', scope, region: '510802' });
    const refused = (name: string) => ({
      status: 403,
      body: { type: `https://minzheng.dev/problems/${name}` },
    });
    for (const path of [
      `verification-reports?caseRef=${caseRef}`,
      `verification-reports/${reportId}`,
      `verification-reports/${reportId}/proof`,
      `verification-requests/${row!.request}`,
      `profiles/${row!.person}`,
    ]) {
      expect(await call('GET', path, { token: sister, caseRef })).toMatchObject(
        refused('conflict-of-interest'),
      );
      expect([path, (await call('GET', path, { token: other, caseRef })).status]).toEqual([path, 200]);
    }
    const { value: example } = HOUSEHOLD_CHECK_EXAMPLES.couple;
    const [applicant, spouse] = example.household.members;
    const members = [{ ...applicant, personKey: row!.person }, spouse];
    const body = { ...example, household: { ...example.household, members }, declaredItems: [] };
    const check = (token: string, ref: string) =>
      call('POST', 'household-checks', { token, caseRef: ref, body });
    expect(await check(sister, 'CASE-OF-A-DEPARTMENT')).toMatchObject(refused('conflict-of-interest'));
    // a case that is not known here is the department's own word; what is known is open to those whose it is
    expect((await check(other, 'CASE-OF-A-DEPARTMENT')).status).toBe(422);
    expect((await check(other, caseRef)).status).toBe(422);
    await database().query(
      `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority, purposes,
                                         household, declared_items, person_keys, as_of)
       values ($1, '510803', 1, 'test', 'REFUSED', 'assistance', 'CASE-ELSEWHERE', 'APPLICATION', 'NORMAL', '{DIBAO}', '{}', '[]',
               '{}', '2025-07-01T00:00:00Z')`,
      [randomUUID()],
    );
    expect(await check(other, 'CASE-ELSEWHERE')).toMatchObject(refused('no-case'));
    await eventually('the auditor is told', async () => {
      const alerts = await database().query(
        `select from audit_alert where kind = 'OUTSIDE_READS' and actor = 'sister'`,
      );
      return alerts.length > 0;
    });
    const entries = await database().query<{ action: string }[]>(
      `select distinct action from audit_entry where actor = 'sister' and reason = 'conflict-of-interest'`,
    );
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['GET /v1/profiles/{personKey} refused', 'POST /v1/household-checks refused']),
    );
    const list = await call('GET', 'official-relatives', { token: operator });
    expect(list.body['items']).toMatchObject([{ id: filed.body['id'], official: 'sister' }]);
  });
});
