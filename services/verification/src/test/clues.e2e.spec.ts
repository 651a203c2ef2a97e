import { createHash, randomUUID } from 'node:crypto';
import { fromBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { keyOf, topicName, topicsOf } from '@minzheng/contracts/catalogue';
import {
  OverpaymentCause,
  OverpaymentDetectedSchema,
  OverpaymentRecoveredSchema,
  Programme,
  RecoveryWay,
  ServiceCode,
} from '@minzheng/contracts/common';
import { IncomeFactSchema, IncomeKind, StatusKind } from '@minzheng/contracts/facts';
import {
  ClueClosedSchema,
  ClueClosingOutcome,
  ClueDirection,
  ClueDispatchedSchema,
  ClueOutcome,
  ClueOutcomeRecordedSchema,
  ClueRaisedSchema,
  ClueSeverity,
  ClueVisitMode,
} from '@minzheng/contracts/verification';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { SandboxClock } from '@minzheng/platform/clock';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import type { Received } from '@minzheng/platform/messaging';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';
import { received, status, wage } from '../facts/test/facts.js';
import { VERIFICATION } from '../verification.definition.js';
import { statedFor } from './kit/stated.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const FROM_ASSISTANCE = topicName('assistance', 'verification');
const TO_ASSISTANCE = topicName('verification', 'assistance');
const TO_ELDERCARE = topicName('verification', 'eldercare');
const OWN = topicName('verification', 'own');
const COUNTY = '510802';

const personKey = (): string => randomUUID().replace(/^(.{14})4/, '$18');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type OutcomeInit = Exclude<MessageInitShape<typeof ClueOutcomeRecordedSchema>, { $typeName: string }>;
type OverpaymentInit = Exclude<MessageInitShape<typeof OverpaymentDetectedSchema>, { $typeName: string }>;

interface PaymentOptions {
  readonly amountFen?: bigint;
  readonly supersedes?: string;
  readonly service?: 'assistance' | 'eldercare';
}

describe('a clue, from the hit to its close', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let producer: Producer;

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
        ...topicsOf('verification'),
        topicName('eldercare', 'verification'),
      ],
      VERIFICATION_TABLES,
    );
    service = await buildService(
      VERIFICATION,
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
    producer = await environment.topics.producer();
    await sampleBp(COUNTY, 0);
  });
  afterAll(async () => {
    await producer.disconnect();
    await service.stop();
    await environment.drop();
  });
  beforeEach(() => moveClock('2025-06-20T01:00:00Z'));

  const database = (): DataSource => service.app.get(DataSource);
  const moveClock = (instant: string): Promise<void> =>
    service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(SandboxClock).move(tx, new Date(instant)));
  const sampleBp = (region: string, value: number) =>
    database().query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values ($1, 'verification', 'verification.clue.sampleBp', $2, '2018-01-01', $3, 'test', 1)`,
      [randomUUID(), region, JSON.stringify(value)],
    );

  const send = async ({ schema, message, payload, envelope }: Received<DescMessage>): Promise<void> => {
    await producer.send({
      topic: environment.topics.prefix + envelope.topic,
      messages: [
        {
          key: keyOf(schema, message),
          value: Buffer.from(payload),
          headers: {
            ce_id: envelope.id,
            ce_type: schema.typeName,
            ce_source: envelope.source,
            ce_subject: envelope.subject,
            ce_sequence: '1',
          },
        },
      ],
    });
  };
  const fromAssistance = <D extends DescMessage>(schema: D, init: MessageInitShape<D>): Received<D> =>
    received(schema, init, { source: '/service/assistance', topic: FROM_ASSISTANCE });

  /** A benefit of that person alone for a month. */
  const payment = (person: string, month: string, options: PaymentOptions = {}) => {
    const { amountFen = 45_000n, service: payer = 'assistance', supersedes } = options;
    const factId = randomUUID();
    const event = received(
      IncomeFactSchema,
      {
        factId,
        personKey: person,
        occurredAt: timestampFromDate(new Date('2025-06-19T00:00:00Z')),
        region: { code: '510802001' },
        kind: payer === 'assistance' ? IncomeKind.DIBAO_BENEFIT : IncomeKind.OLD_AGE_ALLOWANCE,
        programme: payer === 'assistance' ? Programme.DIBAO : Programme.OLD_AGE_ALLOWANCE,
        amountFen,
        period: { fromMonth: month, toMonth: month },
        basis: 1,
        payerKey: '*',
        itemKey: `award-${person}`,
        quality: 1,
        source: {
          agency: payer,
          dataset: `${payer}.payments`,
          recordId: `${person}-${month}`,
          observedAt: timestampFromDate(
            new Date(supersedes ? '2025-06-20T00:00:00Z' : '2025-06-19T00:00:00Z'),
          ),
        },
        ...(supersedes === undefined ? {} : { supersedesFactId: supersedes }),
      },
      { source: `/service/${payer}`, topic: topicName(payer, 'verification') },
    );
    return { factId, event };
  };
  const outcome = (clueId: string, changes: OutcomeInit = {}) =>
    fromAssistance(ClueOutcomeRecordedSchema, {
      clueId,
      occurredAt: timestampFromDate(new Date('2025-06-25T02:00:00Z')),
      region: { code: '510802001' },
      department: ServiceCode.ASSISTANCE,
      outcome: ClueOutcome.CONFIRMED_STOP,
      taskId: randomUUID(),
      decidedByOther: true,
      visits: [visitAt('2025-06-24T02:00:00Z')],
      ...changes,
    });
  const visitAt = (instant: string, workers = 2) => ({
    visitedAt: timestampFromDate(new Date(instant)),
    mode: ClueVisitMode.DOCUMENT,
    workers,
    evidenceSha256: sha256(randomUUID()),
  });

  const told = async <D extends DescMessage>(schema: D, topic: string) =>
    (await environment.topics.readAll([topic]))
      .filter(({ headers }) => headers['ce_type'] === schema.typeName)
      .toSorted((a, b) => (String(a.headers['ce_id']) < String(b.headers['ce_id']) ? -1 : 1))
      .map(({ value }) => fromBinary(schema, value ?? new Uint8Array()));
  const dispatchedOf = async (person: string, count = 1, topic = TO_ASSISTANCE) =>
    eventually(`dispatched ${count}`, async () => {
      const clues = (await told(ClueDispatchedSchema, topic)).filter(({ personKeys }) =>
        personKeys.includes(person),
      );
      return clues.length >= count && clues;
    });
  const closedOf = (clueId: string) =>
    eventually('closed', async () =>
      (await told(ClueClosedSchema, TO_ASSISTANCE)).find((closed) => closed.clueId === clueId),
    );
  const verdictsOf = async (clueId: string): Promise<string[]> => {
    const rows = await database().query(
      'select verdict, shortcomings from clue_outcome where clue_id = $1 order by id',
      [clueId],
    );
    return rows.map(({ verdict, shortcomings }: { verdict: string; shortcomings: string[] }) =>
      [verdict, ...shortcomings].join(' '),
    );
  };
  const answered = (clueId: string, count: number): Promise<string[]> =>
    eventually(`answered ${count}`, async () => {
      const verdicts = await verdictsOf(clueId);
      return verdicts.length >= count && verdicts;
    });

  const onRecord = (householdId: string, person: string, region: string) =>
    database().query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', $4, 'URBAN', clock_timestamp(), 1, $3, '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2::uuid from known`,
      [
        householdId,
        person,
        JSON.stringify([
          { personKey: person, relation: 'APPLICANT', birthDate: '1980-01-01', study: 'NONE' },
        ]),
        region,
      ],
    );

  /** A person who died on 10 March and was paid for April. */
  const deadAndPaid = async (): Promise<{ person: string; clueId: string; paid: string; death: string }> => {
    const person = personKey();
    const { event, factId } = payment(person, '2025-04');
    const death = status(person, StatusKind.DECEASED, '2025-03-10', 'PSB');
    await send(event);
    await send(death);
    const [clue] = await dispatchedOf(person);
    return { person, clueId: clue!.clueId, paid: factId, death: death.envelope.id };
  };

  const command = async (
    clueId: string,
    verb: string,
    body: object,
    {
      region = COUNTY,
      version,
      stated = statedFor(clueId),
    }: { region?: string; version?: number; stated?: Record<string, string> } = {},
  ) => {
    const headers = {
      authorization: `Bearer ${await environment.token({ sub: 'coordinator', scope: 'verification:clues:approve', region })}`,
      'content-type': 'application/json',
    };
    const seen = await fetch(`${service.url}/v1/clues/${clueId}`, {
      headers: { ...headers, ...statedFor(clueId) },
    });
    const response = await fetch(`${service.url}/v1/clues/${clueId}/${verb}`, {
      method: 'POST',
      headers: {
        ...headers,
        ...stated,
        'idempotency-key': randomUUID(),
        'if-match': version === undefined ? (seen.headers.get('etag') ?? '') : `"${version}"`,
      },
      body: JSON.stringify(body),
    });
    const { state, type, ...rest } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, state, type, rest };
  };
  const problem = (name: string) => `https://minzheng.dev/problems/${name}`;

  it('is raised by a death after which benefits were paid, sent back for one worker, and closed by an answer of two', async () => {
    const person = personKey();
    for (const month of ['2025-04', '2025-05', '2025-06']) await send(payment(person, month).event);
    const death = status(person, StatusKind.DECEASED, '2025-03-10', 'PSB');
    await send(death);

    const [first] = await dispatchedOf(person);
    expect(first).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      direction: ClueDirection.OVER,
      severity: ClueSeverity.RED,
      personKeys: [person],
      region: { code: COUNTY },
      estimateFen: 135_000n,
      attempt: 1,
      revision: 1,
      documentCheck: true,
      hits: [
        {
          indicator: 'A1',
          episodeKey: 'DIBAO',
          programme: Programme.DIBAO,
          amountFen: 135_000n,
          months: ['2025-04', '2025-05', '2025-06'],
        },
      ],
    });
    // RED: three working days after Fri 2025-06-20, to the end of the day in Asia/Shanghai
    expect(timestampDate(first!.dueAt!).toISOString()).toBe('2025-06-25T16:00:00.000Z');
    const clueId = first!.clueId;
    expect((await told(ClueRaisedSchema, OWN)).filter((raised) => raised.clueId === clueId)).toHaveLength(1);

    await moveClock('2025-06-25T02:00:00Z');
    await send(outcome(clueId, { visits: [visitAt('2025-06-24T02:00:00Z', 1)] }));
    const [, second] = await dispatchedOf(person, 2);
    expect(second).toMatchObject({
      clueId,
      attempt: 2,
      revision: 1,
      reopened: false,
      transition: { fromState: 'ANSWERED', toState: 'DISPATCHED', reasonCode: 'WORKERS_TOO_FEW' },
    });
    // five working days after Wed 2025-06-25
    expect(timestampDate(second!.dueAt!).toISOString()).toBe('2025-07-02T16:00:00.000Z');

    await send(outcome(clueId));
    expect(await closedOf(clueId)).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      outcome: ClueClosingOutcome.CONFIRMED_STOP,
      transition: { fromState: 'ANSWERED', toState: 'CLOSED' },
    });
    expect(await verdictsOf(clueId)).toEqual(['SENT_BACK WORKERS_TOO_FEW', 'ACCEPTED']);
    expect(
      await database().query(
        'select attempt, due_on::text as day, department from clue_due where clue_id = $1 order by attempt',
        [clueId],
      ),
    ).toEqual([
      { attempt: 1, day: '2025-06-25', department: 'assistance' },
      { attempt: 2, day: '2025-07-02', department: 'assistance' },
    ]);

    await send(
      fromAssistance(OverpaymentDetectedSchema, {
        overpaymentId: randomUUID(),
        personKey: person,
        occurredAt: timestampFromDate(new Date('2025-06-26T02:00:00Z')),
        region: { code: '510802001' },
        programme: Programme.DIBAO,
        months: ['2025-04', '2025-05', '2025-06'],
        amountFen: 135_000n,
        cause: OverpaymentCause.DEATH,
        clueId,
      }),
    );
    await eventually('counted as found by monitoring', async () => {
      const rows = await database().query(
        'select amount_fen::text as found, months from overpayment where clue_id = $1',
        [clueId],
      );
      expect(rows).toEqual([{ found: '135000', months: ['2025-04', '2025-05', '2025-06'] }]);
      return true;
    });

    // the same death once more, and another payment: the episode was raised
    await send({ ...death, envelope: { ...death.envelope, id: randomUUID() } });
    await send(payment(person, '2025-07').event);
    await evaluatedWith(person, '2025-07');
    expect(await dispatchedOf(person, 2)).toHaveLength(2);
  });

  const evaluatedWith = (person: string, text: string): Promise<boolean> =>
    eventually(`evaluated with ${text}`, async () => {
      const [row] = await database().query(
        `select p.summary from profile p join person s using (person_key)
          where person_key = $1 and p.fact_seq = s.fact_seq`,
        [person],
      );
      return row?.summary.includes(text) && true;
    });

  it('goes once to each payer of the dead, also when two households name the person', async () => {
    const person = personKey();
    const households = [randomUUID(), randomUUID()].toSorted();
    // seen: nothing else is found before the death
    await send(status(person, StatusKind.VISITED, '2025-06-01', 'HRSS'));
    await evaluatedWith(person, '"visited"');
    for (const id of households) await onRecord(id, person, '510802001001');
    await send(payment(person, '2025-04').event);
    // eldercare's topics are not read yet: what it pays is stored as the store would
    const { event } = payment(person, '2025-04', { service: 'eldercare', amountFen: 5_000n });
    const { FactStore } = await import('../facts/fact.store.js');
    await service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(FactStore).store(tx, [event as never]));
    await send(status(person, StatusKind.DECEASED, '2025-03-10', 'PSB'));
    const [toAssistance] = await dispatchedOf(person);
    const [toEldercare] = await dispatchedOf(person, 1, TO_ELDERCARE);
    expect(toAssistance).toMatchObject({
      estimateFen: 45_000n,
      region: { code: '510802001' },
      household: { householdId: households[0] },
      identityHolders: ['assistance'],
    });
    // the household is not eldercare's: the county in which it pays
    expect(toEldercare).toMatchObject({
      estimateFen: 5_000n,
      region: { code: COUNTY },
      hits: [{ indicator: 'A1', programme: Programme.OLD_AGE_ALLOWANCE }],
    });
    const clues = await database().query(
      'select department from clue where id in (select clue_id from indicator_hit where person_key = $1) order by 1',
      [person],
    );
    expect(clues).toEqual([{ department: 'assistance' }, { department: 'eldercare' }]);
  });

  it('is closed without a visit when the death was taken back', async () => {
    const person = personKey();
    await send(payment(person, '2025-04').event);
    const death = status(person, StatusKind.DECEASED, '2025-03-10', 'PSB');
    await send(death);
    const [clue] = await dispatchedOf(person);
    const message = death.message as { factId: string; source: object };
    await send(
      received(
        death.schema,
        {
          ...death.message,
          factId: randomUUID(),
          supersedesFactId: message.factId,
          retracted: true,
          source: { ...message.source, observedAt: timestampFromDate(new Date('2025-05-12T00:00:00Z')) },
        } as never,
        { source: '/agency/PSB', topic: topicName('inbound', 'all') },
      ),
    );
    expect(await closedOf(clue!.clueId)).toMatchObject({
      outcome: ClueClosingOutcome.EVIDENCE_WITHDRAWN,
      transition: { fromState: 'DISPATCHED', toState: 'CLOSED' },
    });
    // the person did die, later
    await send(status(person, StatusKind.DECEASED, '2025-03-20', 'PSB'));
    const [, again] = await dispatchedOf(person, 2);
    expect(again).toMatchObject({ attempt: 1, hits: [{ indicator: 'A1', episodeKey: 'DIBAO' }] });
    expect(again?.clueId).not.toBe(clue?.clueId);
  });

  it('stays when its payer sets the payment to 0 after the over-payment, which counts in the statistics', async () => {
    const { person, clueId, paid } = await deadAndPaid();
    const overpaymentId = randomUUID();
    await send(
      fromAssistance(OverpaymentDetectedSchema, {
        overpaymentId,
        personKey: person,
        occurredAt: timestampFromDate(new Date('2025-06-20T02:00:00Z')),
        region: { code: '510802001' },
        programme: Programme.DIBAO,
        months: ['2025-04'],
        amountFen: 45_000n,
        cause: OverpaymentCause.DEATH,
        clueId,
      }),
    );
    await send(payment(person, '2025-04', { amountFen: 0n, supersedes: paid }).event);
    const recovered = fromAssistance(OverpaymentRecoveredSchema, {
      overpaymentId,
      personKey: person,
      occurredAt: timestampFromDate(new Date('2025-06-21T02:00:00Z')),
      region: { code: '510802001' },
      programme: Programme.DIBAO,
      amountFen: 5_000n,
      way: RecoveryWay.BANK_RETURN,
      balanceFen: 40_000n,
    });
    await send(recovered);
    await send(recovered);
    await evaluatedWith(person, '"2025-04":"0"');
    await eventually('recovered', async () => {
      const rows = await database().query(
        `select o.amount_fen::text as found, o.cause, r.amount_fen::text as recovered, r.balance_fen::text as balance
           from overpayment o join overpayment_recovery r on r.overpayment_id = o.id where o.clue_id = $1`,
        [clueId],
      );
      expect(rows).toEqual([{ found: '45000', cause: 'DEATH', recovered: '5000', balance: '40000' }]);
      return true;
    });
    expect(await database().query('select state from clue where id = $1', [clueId])).toEqual([
      { state: 'DISPATCHED' },
    ]);
  });

  it('is raised although its payer was faster than the death', async () => {
    const person = personKey();
    const { event, factId } = payment(person, '2025-04');
    await send(event);
    await send(payment(person, '2025-04', { amountFen: 0n, supersedes: factId }).event);
    await evaluatedWith(person, '"2025-04":"0"');
    await send(status(person, StatusKind.DECEASED, '2025-03-10', 'PSB'));
    await evaluatedWith(person, '"deceased"');
    expect(await database().query('select from indicator_hit where person_key = $1', [person])).toEqual([]);
    await send(
      fromAssistance(OverpaymentDetectedSchema, {
        overpaymentId: randomUUID(),
        personKey: person,
        occurredAt: timestampFromDate(new Date('2025-06-20T02:00:00Z')),
        region: { code: '510802001' },
        programme: Programme.DIBAO,
        months: ['2025-04'],
        amountFen: 45_000n,
        cause: OverpaymentCause.DEATH,
      }),
    );
    const [clue] = await dispatchedOf(person);
    expect(clue?.estimateFen).toBe(45_000n);
  });

  it('is closed without a visit when the payment never arrived', async () => {
    const { person, clueId, paid } = await deadAndPaid();
    await send(payment(person, '2025-04', { amountFen: 0n, supersedes: paid }).event);
    expect(await closedOf(clueId)).toMatchObject({ outcome: ClueClosingOutcome.EVIDENCE_WITHDRAWN });
  });

  it('is not answered with evidence of another clue, and is closed by the coordinator after a second such answer', async () => {
    const one = await deadAndPaid();
    const other = await deadAndPaid();
    await moveClock('2025-06-25T02:00:00Z');
    const used = visitAt('2025-06-24T02:00:00Z');
    await send(outcome(one.clueId, { visits: [used] }));
    await closedOf(one.clueId);
    await send(outcome(other.clueId, { visits: [used] }));
    expect(await answered(other.clueId, 1)).toEqual(['SENT_BACK EVIDENCE_REUSED']);
    expect(await command(other.clueId, 'close', { reason: '未答复' })).toMatchObject({
      status: 409,
      type: problem('illegal-transition'),
    });
    await send(outcome(other.clueId, { visits: [used], decidedByOther: false }));
    expect(await answered(other.clueId, 2)).toEqual([
      'SENT_BACK EVIDENCE_REUSED',
      'LEFT_TO_COORDINATOR DECIDER_VISITED EVIDENCE_REUSED',
    ]);
    expect(await command(other.clueId, 'send-back', { reason: '证据不足' })).toMatchObject({
      status: 409,
      type: problem('already-sent-back'),
    });
    expect(await command(other.clueId, 'close', { reason: '已核实' }, { version: 1 })).toMatchObject({
      status: 412,
    });
    for (const verb of ['dispatch', 'send-back', 'close', 'reopen']) {
      const said = { department: 'eldercare', region: '510802003', reason: '已核实' };
      const unstated = await command(other.clueId, verb, said, { stated: {} });
      expect([verb, unstated]).toMatchObject([verb, { status: 400, type: problem('purpose-required') }]);
      const astray = await command(other.clueId, verb, said, { stated: statedFor(randomUUID()) });
      expect([verb, astray]).toMatchObject([verb, { status: 403, type: problem('no-case') }]);
    }
    expect(await command(other.clueId, 'close', { reason: '协调员已另行核实' })).toMatchObject({
      status: 200,
      state: 'CLOSED',
      rest: { closingOutcome: 'CONFIRMED_STOP', coordinatorDueOn: null },
    });
    expect(await closedOf(other.clueId)).toMatchObject({ outcome: ClueClosingOutcome.CONFIRMED_STOP });

    const reopened = await command(other.clueId, 'reopen', { reason: '发现新证据' });
    expect(reopened).toMatchObject({ status: 200, state: 'DISPATCHED', rest: { attempt: 3 } });
    const dispatches = await dispatchedOf(other.person, 3);
    expect(dispatches.at(-1)).toMatchObject({ attempt: 3, reopened: true });
  });

  it('waits for the coordinator when it is drawn, and what is found meanwhile is raised afterwards', async () => {
    await sampleBp('510811', 10_000);
    const person = personKey();
    const householdId = randomUUID();
    // seen and insured: nothing else is found before the death
    await send(status(person, StatusKind.VISITED, '2025-06-01', 'HRSS'));
    await send(status(person, StatusKind.INSURED_MEDICAL, '2025-01-01', 'NHSA'));
    await evaluatedWith(person, '"insuredMedical"');
    await onRecord(householdId, person, '510811001001');
    await send(payment(person, '2025-04').event);
    await send(status(person, StatusKind.DIBAO, '2025-01-01'));
    await send(status(person, StatusKind.DECEASED, '2025-03-10', 'PSB'));
    const [clue] = await dispatchedOf(person);
    expect(clue).toMatchObject({ region: { code: '510811001' }, household: { householdId } });
    await moveClock('2025-06-25T02:00:00Z');
    await send(outcome(clue!.clueId, { outcome: ClueOutcome.NO_CHANGE, muteUntilOn: '2025-12-31' }));
    expect(await answered(clue!.clueId, 1)).toEqual(['SAMPLED']);
    const token = await environment.token({
      scope: 'verification:clues:read',
      org: 'county-civil-affairs',
      region: '510811',
    });
    const waiting = await fetch(`${service.url}/v1/clues?awaitsCoordinator=true`, {
      headers: { authorization: `Bearer ${token}`, ...statedFor('') },
    });
    expect(await waiting.json()).toMatchObject({
      items: [{ id: clue?.clueId, state: 'ANSWERED', coordinatorDueOn: '2025-06-30' }],
    });
    await send(wage(person, { month: '2025-05' }));
    await evaluatedWith(person, '"wage"');
    expect(await dispatchedOf(person)).toHaveLength(1);

    const closed = await command(clue!.clueId, 'close', { reason: '抽查无误' }, { region: '510811' });
    expect(closed).toMatchObject({ status: 200, state: 'CLOSED', rest: { mutedUntilOn: '2025-12-31' } });
    expect(await closedOf(clue!.clueId)).toMatchObject({
      outcome: ClueClosingOutcome.NO_CHANGE,
      mutedUntilOn: '2025-12-31',
    });
    const [, next] = await dispatchedOf(person, 2);
    expect(next?.clueId).not.toBe(clue?.clueId);
    expect(next?.hits.map(({ indicator }) => indicator)).toEqual(['C3']);

    // through the last day of its mute the death is not raised again, the day after it is, though no fact comes
    await moveClock('2025-12-31T02:00:00Z');
    await send(payment(person, '2025-03').event);
    await evaluatedWith(person, '2025-03');
    expect(await dispatchedOf(person, 2)).toHaveLength(2);
    await moveClock('2026-01-01T02:00:00Z');
    const raised = await dispatchedOf(person, 3);
    expect(raised.at(-1)).toMatchObject({ clueId: next?.clueId, revision: 2, severity: ClueSeverity.RED });
    expect(raised.at(-1)?.hits.map(({ indicator }) => indicator)).toEqual(['C3', 'A1']);
  });

  it('is sent elsewhere by the coordinator when it is not the department’s, the second time by the province', async () => {
    const { clueId, person } = await deadAndPaid();
    const elsewhere = { department: 'eldercare', region: '510802003', reason: '属高龄津贴' };
    expect(await command(clueId, 'dispatch', elsewhere)).toMatchObject({
      status: 409,
      type: problem('not-declined'),
    });
    await send(outcome(clueId, { outcome: ClueOutcome.NOT_OURS, visits: [], reasonCode: 'OTHER_PROGRAMME' }));
    expect(await answered(clueId, 1)).toEqual(['DECLINED']);
    expect(await command(clueId, 'dispatch', { ...elsewhere, region: '510803' })).toMatchObject({
      status: 403,
      type: problem('out-of-region'),
    });
    expect(await command(clueId, 'dispatch', elsewhere)).toMatchObject({
      status: 200,
      state: 'DISPATCHED',
      rest: { department: 'eldercare', attempt: 2, coordinatorDueOn: null },
    });
    const [sent] = await dispatchedOf(person, 1, TO_ELDERCARE);
    expect(sent).toMatchObject({ clueId, attempt: 2, region: { code: '510802003' } });

    // assistance has no longer a say
    await send(outcome(clueId));
    expect(await answered(clueId, 2)).toEqual(['DECLINED', 'KEPT']);
    const declined = outcome(clueId, {
      department: ServiceCode.ELDERCARE,
      outcome: ClueOutcome.NOT_OURS,
      visits: [],
    });
    const { ClueHandlers } = await import('../clues/clue.handlers.js');
    await service.app.get(UnitOfWork).run('test', (tx) =>
      service.app.get(ClueHandlers).recorded(
        [
          {
            ...declined,
            envelope: { ...declined.envelope, topic: topicName('eldercare', 'verification') },
          },
        ],
        { tx } as never,
      ),
    );
    expect(await command(clueId, 'dispatch', { ...elsewhere, department: 'assistance' })).toMatchObject({
      status: 403,
      type: problem('province-decides'),
    });
    const province = await command(
      clueId,
      'dispatch',
      { ...elsewhere, department: 'assistance' },
      { region: '51' },
    );
    expect(province).toMatchObject({ status: 200, rest: { department: 'assistance', attempt: 3 } });
  });

  it('is parked when the answer is for no clue, or for another department', async () => {
    const unknown = outcome(randomUUID());
    const { clueId } = await deadAndPaid();
    const foreign = outcome(clueId, { department: ServiceCode.CHILDREN });
    await send(unknown);
    await send(foreign);
    await eventually('parked', async () => {
      const rows = await database().query('select ce_id from parked_event where ce_id = any($1::text[])', [
        [unknown.envelope.id, foreign.envelope.id],
      ]);
      return rows.length === 2;
    });
    expect(await verdictsOf(clueId)).toEqual([]);
  });

  it('shows its answers to the office of the region, without amounts', async () => {
    const { clueId } = await deadAndPaid();
    await moveClock('2025-06-25T02:00:00Z');
    await send(outcome(clueId, { visits: [], amountFen: 12_345n }));
    await answered(clueId, 1);
    const read = async (headers: Record<string, string>, sub = 'office') => {
      const token = await environment.token({
        sub,
        scope: 'verification:clues:read',
        org: 'county-civil-affairs',
        region: COUNTY,
      });
      const response = await fetch(`${service.url}/v1/clues/${clueId}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      return response.text();
    };
    const text = await read(statedFor(clueId));
    expect(JSON.parse(text)).toMatchObject({
      state: 'DISPATCHED',
      attempt: 2,
      redacted: ['hits.amountFen', 'hits.factIds', 'outcomes.amountFen'],
      outcomes: [
        { attempt: 1, outcome: 'CONFIRMED_STOP', verdict: 'SENT_BACK', shortcomings: ['VISIT_MISSING'] },
      ],
    });
    expect(text).not.toContain('12345');

    const problemOf = async (headers: Record<string, string>, sub?: string) =>
      (JSON.parse(await read(headers, sub)) as { type?: string }).type?.split('/').at(-1);
    expect(await problemOf({})).toBe('purpose-required');
    expect(await problemOf(statedFor(clueId, 'CURIOSITY'))).toBe('validation');
    const byNumber = { ...statedFor(clueId), 'x-case-ref': '51080219850214901X' };
    expect(await problemOf(byNumber)).toBe('validation');
    expect(await problemOf(statedFor(clueId, 'DIBAO'))).toBe('no-case');
    expect(await problemOf(statedFor(randomUUID()))).toBe('no-case');
    await database().query(
      `insert into official_relative (id, region, version, created_by, state, official, role, relative_key, relation, valid_from)
       select $1, '510802', 1, 'test', 'FILED', 'cousin', 'HANDLER', person_key, 'SIBLING', '2020-01-01'
         from indicator_hit where clue_id = $2 limit 1`,
      [randomUUID(), clueId],
    );
    expect(await problemOf(statedFor(clueId), 'cousin')).toBe('conflict-of-interest');
    expect(await problemOf(statedFor(clueId))).toBeUndefined();
  });

  it('counts over-payments by month and programme, and refuses what is of few persons only', async () => {
    const told = (amountFen: bigint, occurredAt: string, code = '510824001') => ({
      personKey: personKey(),
      occurredAt: timestampFromDate(new Date(occurredAt)),
      region: { code },
      programme: Programme.DIBAO,
      amountFen,
    });
    const overpaid = (changes: OverpaymentInit = {}) =>
      fromAssistance(OverpaymentDetectedSchema, {
        ...{ overpaymentId: randomUUID(), months: ['2024-11'], cause: OverpaymentCause.DEATH },
        ...told(10_000n, '2024-12-31T15:59:59Z'),
        ...changes,
      });
    const events = Array.from({ length: 5 }, () => overpaid());
    const [first] = events;
    await Promise.all([
      ...events.map(send),
      send(first!),
      send(overpaid(told(10_000n, '2024-12-31T16:00:00Z'))),
      // of fewer persons there this county would have to be hidden too
      ...Array.from({ length: 6 }, () => send(overpaid(told(1n, '2024-12-31T15:59:59Z', '510811001')))),
      ...events.flatMap(({ message: { overpaymentId, personKey: key } }) =>
        [RecoveryWay.BANK_RETURN, RecoveryWay.WRITTEN_OFF].map((way) =>
          send(
            fromAssistance(OverpaymentRecoveredSchema, {
              ...told(way === RecoveryWay.BANK_RETURN ? 3_000n : 2_000n, '2024-12-31T08:00:00Z'),
              ...{ overpaymentId, personKey: key, way, balanceFen: 5_000n },
            }),
          ),
        ),
      ),
    ]);
    interface Answer {
      readonly type?: string;
      readonly rows?: {
        hukouType: string;
        region: string;
        item: string;
        cells: { cell: string; numerator?: string }[];
      }[];
    }
    const report = async (query: string, region = '510824'): Promise<Answer & { status: number }> => {
      const token = await environment.token({ scope: 'verification:reports:read', region });
      const response = await fetch(`${service.url}/v1/reports/VF-07?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return { status: response.status, ...((await response.json()) as Answer) };
    };
    await eventually('counted', async () => {
      const { rows = [], ...answer } = await report('from=2024-12');
      expect(answer).toMatchObject({ status: 200 });
      const county = rows.filter(({ region, hukouType }) => region === '510824' && hukouType === 'ALL');
      const cells = county.map((row) =>
        row.cells.map(({ cell, numerator }) => `${cell} ${numerator}`).join(),
      );
      const figures = 'persons 5,found 50000,foundByMonitoring 0,recovered 15000,writtenOff 10000';
      expect([county.map(({ item }) => item), cells]).toEqual([
        ['all', 'all/DIBAO'],
        [figures, figures],
      ]);
      return true;
    });
    await eventually('of one person', async () => {
      expect(await report('from=2025-01')).toMatchObject({
        ...{ status: 422, type: 'https://minzheng.dev/problems/cell-suppressed' },
      });
      return true;
    });
    expect(await report('from=2024-11')).toMatchObject({ status: 200, rows: [] });
    expect(await report('from=2024-12&region=510824', '510811')).toMatchObject({ status: 403 });
  });
});
