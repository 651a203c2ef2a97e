import { randomUUID } from 'node:crypto';
import { create, fromBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { keyOf, messageByTypeName, topicName, topicsOf } from '@minzheng/contracts/catalogue';
import {
  AssetKind,
  SourceAnsweredSchema,
  SourceAnswerState,
  type AssetFact,
} from '@minzheng/contracts/facts';
import {
  FactConfirmedSchema,
  type FactCorrected,
  type FactDisputed,
  type VerificationCompleted,
  type VerificationReportSuperseded,
} from '@minzheng/contracts/verification';
import { SandboxClock } from '@minzheng/platform/clock';
import type { Received } from '@minzheng/platform/messaging';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';
import { received, wage } from '../facts/test/facts.js';
import { newFamily, requestOf, type Family } from '../requests/test/events.js';
import { ASSISTANCE_ROWS, CORE } from '../requests/test/households.js';
import { thing } from '../requests/test/request-world.js';
import { VERIFICATION } from '../verification.definition.js';
import { statedFor } from './kit/stated.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const FROM_ASSISTANCE = topicName('assistance', 'verification');
const TO_ASSISTANCE = topicName('verification', 'assistance');
const OWN = topicName('verification', 'own');
const TO_ITSELF = topicName('verification', 'verification');

const scopes = (...names: string[]): string => names.map((name) => `verification:${name}`).join(' ');
const OFFICER: TestClaims = {
  ...{ sub: 'officer', region: '510802', role: 'officer' },
  scope: scopes('conclusions:read', 'items:read', 'appeals:write', 'household-checks:read'),
};
const reviewer = (sub: string): TestClaims => ({
  ...{ sub, region: '51' },
  scope: scopes('appeals:approve', 'manual-facts:approve'),
});
const FIRST = reviewer('first reviewer');
const SECOND = reviewer('second reviewer');
const OPERATOR: TestClaims = {
  ...{ sub: 'operator', region: '51' },
  scope: scopes('manual-facts:write', 'manual-facts:approve'),
};
const STEWARD: TestClaims = {
  sub: 'PSB steward',
  region: '51',
  org: 'PSB',
  scope: scopes('inbound-facts:write'),
};

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly id: string; readonly version: number };
}

/** Acceptance scenario T6 as it is written, and what else happens to appeals and manual facts, over Kafka and HTTP. */
describe('an appeal, from the report that it is about to the one that takes its place', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let producer: Producer;

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
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
    producer = await environment.topics.producer();
    for (const row of ASSISTANCE_ROWS) {
      await database().query(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
         values ($1, 'assistance', $2, $3, $4, $5, 'test', 1)`,
        [row.id, row.key, row.regionPrefix, row.effectiveFrom, JSON.stringify(row.value)],
      );
    }
  });
  afterAll(async () => {
    await producer?.disconnect();
    await service?.stop();
    await environment?.drop();
  });
  beforeEach(() => moveClock('2025-07-15T02:00:00Z'));

  const database = (): DataSource => service.app.get(DataSource);
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
  /** What was told on these topics of these persons and requests, in the order of each topic. */
  const told = async (topics: readonly string[], keys: readonly string[]) => {
    const events = await environment.topics.readAll(topics);
    return events
      .filter(({ key }) => keys.includes(key?.toString() ?? ''))
      .map(({ headers, value }) => {
        const type = String(headers['ce_type']);
        const schema = messageByTypeName(type);
        if (!schema) throw new Error(type);
        return { type: type.split('.').at(-1), message: fromBinary(schema, value ?? new Uint8Array()) };
      });
  };
  const call = async (
    claims: TestClaims,
    method: 'GET' | 'POST',
    path: string,
    { body, version, caseRef }: { body?: unknown; version?: number; caseRef?: string } = {},
  ): Promise<Answer> => {
    const response = await fetch(`${service.url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await environment.token(claims)}`,
        'accept-language': 'en',
        ...statedFor(path, path.startsWith('clues/') ? 'MONITORING' : 'DIBAO'),
        ...(caseRef !== undefined && { 'x-case-ref': caseRef }),
        ...(method === 'POST' && path !== 'household-checks' && { 'idempotency-key': randomUUID() }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const problem = (name: string) => ({ type: `https://minzheng.dev/problems/${name}` });
  const citizen = (person: string): TestClaims => ({ sub: `citizen ${person}`, person });
  const appealOf = async (id: string, claims = OFFICER) => (await call(claims, 'GET', `appeals/${id}`)).body;
  const claim = {
    claim: '该车辆已于2024年11月出售并过户',
    evidence: ['c'.repeat(64)],
    learnedOn: '2025-07-18',
  };

  /** A family on record whose request is answered: with a wage, and a car that its sender knows. */
  const withCar = async (sender: 'PSB' | 'assistance') => {
    const family = newFamily();
    const { husband, wife, child, caseRef } = family;
    const asked = requestOf(family, new Date('2025-07-15T02:00:00Z'));
    const { requestId, household } = asked.message;
    const known: MessageInitShape<typeof HouseholdChangedSchema> = {
      householdId: household?.household?.householdId ?? '',
      ...{ snapshot: household, region: { code: '510802' }, cause: HouseholdChangeCause.OPENED },
      occurredAt: timestampFromDate(new Date('2025-07-15T02:00:00Z')),
    };
    await send([
      received(HouseholdChangedSchema, known, {
        topic: topicName('assistance', 'verification'),
        source: '/service/assistance',
      }),
    ]);
    const car = thing(husband, AssetKind.PASSENGER_CAR, sender, {
      count: 1,
      recordId: 'plate',
      itemKey: 'plate',
    });
    await send([asked], FROM_ASSISTANCE);
    await send([car], sender === 'assistance' ? FROM_ASSISTANCE : undefined);
    await send([
      wage(husband, { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n }),
      ...[husband, wife, child].flatMap((personKey) =>
        CORE.map((agency) =>
          received(
            SourceAnsweredSchema,
            create(SourceAnsweredSchema, {
              ...{ answerId: randomUUID(), personKey, agency, dataset: agency },
              state: SourceAnswerState.ANSWERED,
              observedAt: timestampFromDate(new Date('2025-07-16T02:00:00Z')),
            }),
            { source: `/agency/${agency}` },
          ),
        ),
      ),
    ]);
    const [first] = await eventually('the report is issued', async () => {
      const events = (await told([TO_ASSISTANCE], [requestId])).filter(
        ({ type }) => type === 'VerificationCompleted',
      );
      return events.length > 0 && events;
    });
    const { factId } = car.message as { factId: string };
    return {
      family,
      caseRef,
      person: husband,
      requestId,
      factId,
      report: first?.message as VerificationCompleted,
    };
  };
  const check = async ({ husband, wife, child }: Family) => {
    const member = (personKey: string, relation: string, birthDate: string, capacity: string) => ({
      ...{ personKey, relation, birthDate, capacity, hukouRegion: '510802', study: 'NONE' },
    });
    const household = {
      ...{ region: '510802', hukouType: 'URBAN', obligors: [] },
      members: [
        member(husband, 'APPLICANT', '1985-03-01', 'FULL'),
        member(wife, 'SPOUSE', '1986-04-01', 'FULL'),
        member(child, 'CHILD', '2015-05-01', 'NONE'),
      ],
    };
    const declaredItems = [
      { personKey: husband, side: 'INCOME', kind: 'wage', amountFen: '2160000', noneDeclared: false },
    ];
    const body = { household, purposes: ['DIBAO'], declaredItems };
    return call(OFFICER, 'POST', 'household-checks', { body });
  };
  const carIn = ({ body }: Answer) =>
    (body['facts'] as { kind: string; agency: string; count?: number; counts: boolean }[])
      .filter(({ kind }) => kind === 'passengerCar')
      .map(({ agency, count, counts }) => ({ agency, count, counts }));

  it('T6: wrong car', async () => {
    const { family, caseRef, person, requestId, factId, report } = await withCar('PSB');
    expect(report).toMatchObject({ sequence: 1, conclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }] });
    expect((await check(family)).body['conclusions']).toMatchObject([{ conclusion: 'EXCEEDS_PROPERTY' }]);

    await moveClock('2025-07-18T02:00:00Z');
    const submitted = await call(citizen(person), 'POST', 'me/appeals', { body: { ...claim, factId } });
    expect(submitted).toMatchObject({
      status: 201,
      body: {
        state: 'SUBMITTED',
        appellant: 'SELF',
        acceptDueOn: '2025-07-22',
        dueOn: '2025-08-15',
        overdue: null,
      },
    });
    const { id } = submitted.body;
    const again = await call(OFFICER, 'POST', `facts/${factId}/appeals`, {
      body: { ...claim, personKey: person },
    });
    expect(again).toMatchObject({ status: 409, body: problem('appeal-open') });
    expect(await call(citizen(newFamily().wife), 'GET', `appeals/${id}`)).toMatchObject({ status: 404 });
    expect((await call(STEWARD, 'GET', 'appeals')).body['items']).toEqual([]);
    expect(await call(STEWARD, 'GET', `appeals/${id}`)).toMatchObject({ status: 404 });

    const accepted = await call(FIRST, 'POST', `appeals/${id}/accept`, { version: 1 });
    expect(accepted).toMatchObject({ status: 200, body: { state: 'ACCEPTED', sourceDueOn: '2025-08-01' } });
    const [asked] = await eventually('PSB is asked', async () => {
      const events = await told([OWN], [person]);
      return (
        events.some(({ type }) => type === 'FactDisputed') &&
        events.filter(({ type }) => type === 'FactDisputed')
      );
    });
    expect(asked?.message as FactDisputed).toMatchObject({ receiver: 'PSB', factId, appealId: id });
    await eventually('the report is in doubt', async () => {
      const events = await told([TO_ASSISTANCE], [requestId]);
      return events.find(
        ({ type, message }) => type === 'VerificationReopened' && 'cause' in message && message.cause === 3,
      );
    });
    expect((await check(family)).body['conclusions']).toMatchObject([{ conclusion: 'NEEDS_REVIEW' }]);

    await moveClock('2025-07-25T02:00:00Z');
    const list = (await call(STEWARD, 'GET', 'appeals?state=ACCEPTED')).body['items'] as Answer['body'][];
    expect(list).toMatchObject([
      { id, facts: [{ factId, kind: 'passengerCar', agency: 'PSB', reply: null }] },
    ]);
    expect(list[0]).toMatchObject({ redacted: ['personKey', 'facts of other sources'] });
    expect(list[0]).not.toHaveProperty('personKey');
    const foreign = { ...STEWARD, sub: 'TAX steward', org: 'TAX' };
    const reply = { reply: 'WRONG', text: 'plate sold 2024-11-02', evidenceSha256: 'd'.repeat(64) };
    expect(
      await call(foreign, 'POST', `appeals/${id}/record-source-reply`, { body: reply, version: 2 }),
    ).toMatchObject({ status: 404 });
    expect(
      await call(STEWARD, 'POST', `appeals/${id}/record-source-reply`, { body: reply, version: 2 }),
    ).toMatchObject({
      status: 200,
      body: { state: 'SOURCE_CHECK', facts: [{ reply: { reply: 'WRONG', text: 'plate sold 2024-11-02' } }] },
    });

    const [{ before } = { before: '' }] = await database().query<{ before: string }[]>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as before`,
    );
    const decision = {
      ...{ outcome: 'UPHELD', reasons: '公安交管部门确认车辆已于2024-11-02转移登记' },
      corrections: [{ factId, count: 0, asOf: '2024-11-02' }],
    };
    const decide = (claims: TestClaims, version: number) =>
      call(claims, 'POST', `appeals/${id}/decide`, { body: decision, version });
    expect(await decide(FIRST, 3)).toMatchObject({ status: 403, body: problem('same-person') });
    expect(await decide(SECOND, 2)).toMatchObject({ status: 412, body: problem('version-conflict') });
    const decided = await decide(SECOND, 3);
    expect(decided).toMatchObject({
      status: 200,
      body: { state: 'DECIDED', decision: { outcome: 'UPHELD', decidedOn: '2025-07-25', remedies: null } },
    });
    expect(await decide(SECOND, 4)).toMatchObject({ status: 409, body: problem('illegal-transition') });
    const [{ newFactId } = { newFactId: '' }] = decided.body['facts'] as { newFactId: string }[];

    const [correction] = await eventually('a fact of ours is published', async () => {
      const events = await told([TO_ITSELF], [person]);
      return events.length > 0 && events;
    });
    expect(correction).toMatchObject({ type: 'AssetFact' });
    expect(correction?.message as AssetFact).toMatchObject({
      ...{ factId: newFactId, supersedesFactId: factId, count: 0, asOf: '2024-11-02' },
      source: { agency: 'verification', dataset: 'verification.appeals' },
    });
    const corrected = await eventually('PSB is told', async () =>
      (await told([OWN], [person])).find(({ type }) => type === 'FactCorrected'),
    );
    expect(corrected.message as FactCorrected).toMatchObject({
      receiver: 'PSB',
      factId,
      newFactId,
      appealId: id,
    });
    const superseded = await eventually('another report takes its place', async () =>
      (await told([TO_ASSISTANCE], [requestId])).find(({ type }) => type === 'VerificationReportSuperseded'),
    );
    const completed = (await told([TO_ASSISTANCE], [requestId])).findLast(
      ({ type }) => type === 'VerificationCompleted',
    )?.message as VerificationCompleted;
    expect(completed).toMatchObject({ sequence: 2, conclusions: [{ conclusion: 'WITHIN_LIMITS' }] });
    expect(superseded.message as VerificationReportSuperseded).toMatchObject({
      ...{ cause: 'APPEAL', reportId: report.reportId, supersededByReportId: completed.reportId },
      oldConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }],
      newConclusions: [{ conclusion: 'WITHIN_LIMITS' }],
    });

    const profile = (query: string) => call(OFFICER, 'GET', `profiles/${person}?${query}`, { caseRef });
    expect(carIn(await profile(`knownAt=${before}`))).toEqual([{ agency: 'PSB', count: 1, counts: true }]);
    expect(carIn(await profile(''))).toEqual([{ agency: 'verification', count: 0, counts: true }]);
    const log = (await call(SECOND, 'GET', `appeals/${id}/log`)).body['items'] as { to: string }[];
    expect(log.map(({ to }) => to)).toEqual(['DECIDED', 'SOURCE_CHECK', 'ACCEPTED', 'SUBMITTED']);
  });

  it('a department stands by its fact: rejected, with what can be done against it', async () => {
    const { person, factId, requestId, report } = await withCar('assistance');
    await moveClock('2025-07-18T02:00:00Z');
    const body = { ...claim, factIds: [factId] };
    const { body: submitted } = await call(
      citizen(person),
      'POST',
      `verification-reports/${report.reportId}/appeals`,
      { body },
    );
    const { id } = submitted;
    await call(FIRST, 'POST', `appeals/${id}/accept`, { version: 1 });
    const [asked] = await eventually('assistance is asked', async () => {
      const events = (await told([TO_ASSISTANCE], [person])).filter(({ type }) => type === 'FactDisputed');
      return events.length > 0 && events;
    });
    expect(asked?.message as FactDisputed).toMatchObject({ receiver: 'assistance', factId, appealId: id });
    await send(
      [
        received(FactConfirmedSchema, {
          ...{
            factId,
            personKey: person,
            appealId: id,
            evidenceSha256: 'f'.repeat(64),
            region: { code: '510802' },
          },
          occurredAt: timestampFromDate(new Date('2025-07-18T03:00:00Z')),
        }),
      ],
      FROM_ASSISTANCE,
    );
    await eventually('its reply is in', async () => (await appealOf(id))['state'] === 'SOURCE_CHECK');
    const decision = { outcome: 'REJECTED', reasons: '登记仍在本人名下' };
    await call(SECOND, 'POST', `appeals/${id}/decide`, { body: decision, version: 3 });
    const { decision: told_ } = await appealOf(id, citizen(person));
    expect(told_).toMatchObject({
      ...{ outcome: 'REJECTED', reasons: '登记仍在本人名下' },
      remedies: { zh: expect.stringContaining('行政复议'), en: expect.stringContaining('lawsuit') },
    });
    const completed = await eventually('a report again', async () =>
      (await told([TO_ASSISTANCE], [requestId]))
        .map(({ message }) => message as VerificationCompleted)
        .find(({ sequence }) => sequence === 2),
    );
    expect(completed.conclusions).toMatchObject([{ conclusion: 'EXCEEDS_PROPERTY' }]);
  });

  it('a source that is silent is late, and then the reviewer decides', async () => {
    const { person, factId } = await withCar('PSB');
    await moveClock('2025-07-18T02:00:00Z');
    const { body } = await call(OFFICER, 'POST', `facts/${factId}/appeals`, {
      body: { ...claim, personKey: person },
    });
    const late = async () => {
      const answer = await call(OFFICER, 'GET', `appeals?overdue=true&personKey=${person}`);
      return (answer.body['items'] as { overdue: string }[]).map(({ overdue }) => overdue);
    };
    await moveClock('2025-07-22T02:00:00Z');
    expect(await late()).toEqual([]);
    await moveClock('2025-07-23T02:00:00Z');
    expect(await late()).toEqual(['ACCEPT']);
    await call(FIRST, 'POST', `appeals/${body.id}/accept`, { version: 1 });
    expect(await late()).toEqual([]);
    await moveClock('2025-08-07T02:00:00Z');
    await eventually(
      'nobody waits for the source',
      async () => (await appealOf(body.id))['state'] === 'SOURCE_CHECK',
    );
    await moveClock('2025-08-18T02:00:00Z');
    expect(await late()).toEqual(['DECIDE']);
    const { version } = await appealOf(body.id);
    expect(await call(OFFICER, 'POST', `appeals/${body.id}/withdraw`, { version })).toMatchObject({
      ...{ status: 200, body: { state: 'WITHDRAWN' } },
    });
    expect(await late()).toEqual([]);
  });

  it('a clue that the coordinator closes with DATA_WRONG opens one, with the evidence of the visits', async () => {
    const { person, factId } = await withCar('PSB');
    const [clueId, answerId] = [randomUUID(), randomUUID()];
    await database().query(
      `insert into clue (id, region, version, created_by, state, subject, department, direction, severity, due_on, attempt,
                         revision, answer_id)
       values ($1, '510802001', 1, 'test', 'ANSWERED', $2, 'assistance', 'OVER', 'YELLOW', '2025-08-01', 1, 1, $3)`,
      [clueId, person, answerId],
    );
    await database().query(
      `insert into indicator_hit (id, clue_id, indicator, subject, episode_key, person_key, severity, months, fact_ids,
                                  explanation)
       values (gen_random_uuid(), $1, 'D1', $2, 'test', $2, 'YELLOW', '{}', array[$3::uuid], '{"zh":"","en":""}')`,
      [clueId, person, factId],
    );
    await database().query(
      `insert into clue_outcome (id, clue_id, attempt, department, outcome, task_id, visits, decided_by_other, recorded_at,
                                 verdict, shortcomings)
       values ($1, $2, 1, 'assistance', 'DATA_WRONG', $1, $3, true, '2025-07-14T17:00:00Z', 'SAMPLED', '{}')`,
      [answerId, clueId, JSON.stringify([{ evidenceSha256: 'a'.repeat(64) }])],
    );
    const coordinator = { sub: 'coordinator', region: '51', scope: scopes('clues:approve') };
    const closed = await call(coordinator, 'POST', `clues/${clueId}/close`, {
      ...{ version: 1, body: { reason: '车辆已过户，数据有误' } },
    });
    expect(closed).toMatchObject({ status: 200, body: { closingOutcome: 'DATA_WRONG' } });
    const { body } = await call(OFFICER, 'GET', `appeals?personKey=${person}`);
    expect(body['items']).toMatchObject([
      {
        ...{ state: 'SUBMITTED', appellant: 'DEPARTMENT', clueId, learnedOn: '2025-07-15' },
        ...{ evidence: ['a'.repeat(64)], facts: [{ factId }] },
      },
    ]);
  });

  it('a manual fact counts once another person than who entered it has approved it', async () => {
    const { person, caseRef } = await withCar('PSB');
    const proposal = {
      ...{ personKey: person, evidence: ['e'.repeat(64)], evidenceValidTo: '2026-07-15' },
      fact: { type: 'asset', kind: 'passengerCar', itemKey: 'plate', count: 0, asOf: '2025-07-14' },
      reason: '车辆已报废，登记尚未注销',
    };
    const entered = await call(OPERATOR, 'POST', 'manual-facts', { body: proposal });
    expect(entered).toMatchObject({
      status: 201,
      body: { state: 'PROPOSED', factId: null, reason: proposal.reason },
    });
    const approve = (claims: TestClaims) =>
      call(claims, 'POST', `manual-facts/${entered.body.id}/approve`, { version: 1 });
    expect(await approve(OPERATOR)).toMatchObject({ status: 403, body: problem('same-person') });
    const profile = () => call(OFFICER, 'GET', `profiles/${person}`, { caseRef });
    expect(carIn(await profile())).toEqual([{ agency: 'PSB', count: 1, counts: true }]);
    expect(await approve(SECOND)).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    expect(carIn(await profile())).toEqual([
      { agency: 'PSB', count: 1, counts: false },
      { agency: 'verification', count: 0, counts: true },
    ]);
    const stale = { ...proposal, evidenceValidTo: '2026-07-16' };
    expect(await call(OPERATOR, 'POST', 'manual-facts', { body: stale })).toMatchObject({
      ...{ status: 422, body: problem('evidence-validity') },
    });
    const { body: list } = await call(OPERATOR, 'GET', `manual-facts?personKey=${person}`);
    expect(list['items']).toMatchObject([{ id: entered.body.id, state: 'APPROVED' }]);
  });
});
