import { randomUUID } from 'node:crypto';
import { fromBinary, type DescMessage } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  CaseDecidedSchema,
  CaseOutcome,
  HouseholdChangeCause,
  HouseholdChangedSchema,
} from '@minzheng/contracts/assistance';
import { keyOf, topicName, topicsOf } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelation,
  HukouType,
  LabourAbility,
  LegalCapacity,
  Programme,
  ServiceCode,
  StudyLevel,
} from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  IncomeKind,
  SourceAnsweredSchema,
  SourceAnswerState,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import {
  ClueClosedSchema,
  ClueClosingOutcome,
  ClueDirection,
  ClueDispatchedSchema,
  ClueSeverity,
} from '@minzheng/contracts/verification';
import { SandboxClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import type { Received } from '@minzheng/platform/messaging';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';
import { received } from '../facts/test/facts.js';
import { ASSISTANCE_ROWS } from '../requests/test/households.js';
import { VERIFICATION } from '../verification.definition.js';
import {
  benefit,
  dibao,
  factIdOf,
  factOf,
  recordOf,
  stay,
  status,
  takenBack,
  TOWNSHIP,
  wage,
  type Sent,
} from './kit/indicator-facts.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const FROM_ASSISTANCE = topicName('assistance', 'verification');
const TO_ASSISTANCE = topicName('verification', 'assistance');

const personKey = (): string => randomUUID().replace(/^(.{14})4/, '$18');

describe('the indicators, from the fact to the clue and back', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let producer: Producer;

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
        ...topicsOf('verification'),
      ],
      VERIFICATION_TABLES,
    );
    service = await buildService(
      VERIFICATION,
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
    producer = await environment.topics.producer();
    await moveClock('2025-07-21T02:00:00Z');
    for (const row of ASSISTANCE_ROWS) {
      await database().query(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
         values ($1, 'assistance', $2, $3, $4, $5, $6, 1)`,
        [row.id, row.key, row.regionPrefix, row.effectiveFrom, JSON.stringify(row.value), row.legalBasis],
      );
    }
  });
  afterAll(async () => {
    await producer.disconnect();
    await service.stop();
    await environment.drop();
  });

  const database = (): DataSource => service.app.get(DataSource);
  const moveClock = (instant: string): Promise<void> =>
    service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(SandboxClock).move(tx, new Date(instant)));

  const send = async (...events: Received<DescMessage>[]): Promise<void> => {
    for (const { schema, message, payload, envelope } of events) {
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
              ce_sequence: String(envelope.sequence),
            },
          },
        ],
      });
    }
  };

  /** These persons live together. */
  const householdChanged = (
    householdId: string,
    persons: readonly string[],
    { hukouType = HukouType.URBAN, birthDate = '1985-03-01', sequence = 1n } = {},
  ) => {
    const region = { code: `${TOWNSHIP}001` };
    const asOf = timestampFromDate(new Date('2025-05-12T02:00:00Z'));
    const event = received(
      HouseholdChangedSchema,
      {
        ...{ householdId, occurredAt: asOf, region },
        cause: sequence === 1n ? HouseholdChangeCause.OPENED : HouseholdChangeCause.CHANGED,
        snapshot: {
          household: { service: ServiceCode.ASSISTANCE, householdId, region },
          ...{ asOf, hukouType },
          members: persons.map((person, index) => ({
            personKey: person,
            relation: index === 0 ? HouseholdRelation.APPLICANT : HouseholdRelation.SPOUSE,
            ...{ birthDate, hukouRegion: region },
            capacity: LegalCapacity.FULL,
            labour: LabourAbility.FULL,
            study: StudyLevel.NONE,
          })),
        },
      },
      { source: '/service/assistance', topic: FROM_ASSISTANCE },
    );
    return { ...event, envelope: { ...event.envelope, sequence } };
  };

  /** A person who lives alone and was seen this month, and whose household assistance has told of. */
  const single = async (
    hukouType = HukouType.URBAN,
    birthDate = '1985-03-01',
    known: (person: string) => Sent[] = () => [],
  ): Promise<string> => {
    const [person, householdId] = [personKey(), randomUUID()];
    await sendAndEvaluate(status(person, StatusKind.VISITED, '2025-07-01'), ...known(person));
    await send(householdChanged(householdId, [person], { hukouType, birthDate }));
    await eventually('a household on record', async () => {
      const rows = await database().query('select from household where id = $1', [householdId]);
      return rows.length > 0;
    });
    return person;
  };

  const told = async <D extends DescMessage>(schema: D, topic = TO_ASSISTANCE) =>
    (await environment.topics.readAll([topic]))
      .filter(({ headers }) => headers['ce_type'] === schema.typeName)
      .map(({ value }) => fromBinary(schema, value ?? new Uint8Array()));
  const cluesOf = async (person: string, topic?: string) =>
    (await told(ClueDispatchedSchema, topic)).filter(({ personKeys }) => personKeys.includes(person));
  /** The first clue of the person that has a hit of the indicator. */
  const clueOf = (person: string, indicator: string, topic?: string) =>
    eventually(`a clue with ${indicator}`, async () =>
      (await cluesOf(person, topic)).find(({ hits }) => hits.some((hit) => hit.indicator === indicator)),
    );
  /** These facts are stored, and their persons evaluated since. */
  const evaluated = (...facts: Sent[]): Promise<boolean> =>
    eventually('evaluated', async () => {
      const rows = await database().query(
        `select from fact f join person p using (person_key) join profile e using (person_key)
          where f.fact_id = any($1::uuid[]) and e.fact_seq = p.fact_seq
            and not exists (select from dirty d where d.person_key = f.person_key)`,
        [facts.map(factIdOf)],
      );
      return rows.length === facts.length;
    });
  const sendAndEvaluate = async (...facts: Sent[]): Promise<void> => {
    await send(...facts);
    await evaluated(...facts);
  };

  interface Story {
    readonly indicator: string;
    readonly severity: ClueSeverity;
    readonly direction: ClueDirection;
    readonly episodeKey: string;
    /** What is known already; no clue comes of it. */
    before(person: string): Sent[];
    trigger(person: string): Sent;
    /** What the source says instead; by default it takes the fact back. */
    instead?(person: string, trigger: Sent): Sent;
  }

  it.each<Story>([
    {
      indicator: 'A3',
      severity: ClueSeverity.RED,
      direction: ClueDirection.OVER,
      episodeKey: '2025-06-15',
      before: (person) => [dibao(person, '2025-06'), dibao(person, '2025-07')],
      trigger: (person) => status(person, StatusKind.IMPRISONED, '2025-06-15', 'JUS'),
    },
    {
      indicator: 'B2',
      severity: ClueSeverity.RED,
      direction: ClueDirection.OVER,
      episodeKey: 'DIBAO+TEKUN 2025-07',
      before: (person) => [dibao(person, '2025-07')],
      trigger: (person) => benefit(person, IncomeKind.TEKUN_BENEFIT, Programme.TEKUN, '2025-07'),
    },
    {
      indicator: 'C4',
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.OVER,
      episodeKey: '2025-07-01',
      before: (person) => [dibao(person, '2025-06'), dibao(person, '2025-07')],
      trigger: (person) => status(person, StatusKind.FISCAL_STAFF, '2025-07-01', 'HRSS'),
    },
    {
      indicator: 'D3',
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.OVER,
      episodeKey: 'unit-12',
      before: (person) => [dibao(person, '2025-07')],
      trigger: (person) =>
        factOf(AssetFactSchema, 'NR', person, {
          kind: AssetKind.SHOP,
          count: 1,
          asOf: '2025-07-18',
          itemKey: 'unit-12',
          shareBp: 10_000,
        }),
    },
    {
      indicator: 'E2',
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.UNDER,
      episodeKey: 'stay of ',
      before: () => [],
      trigger: (person) => stay(person, 2_000_000n),
      // a fen less than what warns
      instead: (person, trigger) =>
        stay(person, 1_999_999n, { recordId: recordOf(trigger), observedAt: '2025-07-21T01:00:00Z' }),
    },
    {
      indicator: 'G1',
      severity: ClueSeverity.YELLOW,
      direction: ClueDirection.CARE,
      episodeKey: '2025-07-10',
      before: (person) => [dibao(person, '2025-06'), dibao(person, '2025-07')],
      trigger: (person) => status(person, StatusKind.MARRIED, '2025-07-10', 'MCA'),
    },
  ])('$indicator is raised by a fact, and closed when its source takes the fact back', async (story) => {
    const person = await single();
    await sendAndEvaluate(...story.before(person));
    expect(await cluesOf(person)).toEqual([]);

    const trigger = story.trigger(person);
    await send(trigger);
    const clue = await clueOf(person, story.indicator);
    expect(clue).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      severity: story.severity,
      direction: story.direction,
      region: { code: TOWNSHIP },
      personKeys: [person],
      attempt: 1,
      hits: [
        {
          indicator: story.indicator,
          episodeKey: expect.stringContaining(story.episodeKey),
          factIds: expect.arrayContaining([factIdOf(trigger)]),
        },
      ],
    });

    const instead = story.instead?.(person, trigger) ?? takenBack(trigger);
    await send(instead);
    const closed = await eventually('closed', async () =>
      (await told(ClueClosedSchema)).find(({ clueId }) => clueId === clue.clueId),
    );
    expect(closed).toMatchObject({
      outcome: ClueClosingOutcome.EVIDENCE_WITHDRAWN,
      transition: { fromState: 'DISPATCHED', toState: 'CLOSED' },
    });
    await evaluated(instead);
    expect(await cluesOf(person)).toHaveLength(1);
  });

  const closedOf = ({ clueId }: { readonly clueId: string }) =>
    eventually('closed', async () =>
      (await told(ClueClosedSchema)).find((closed) => closed.clueId === clueId),
    );

  it('A7: who lives alone and was never seen is told of, until the household says that somebody lives there', async () => {
    const [person, householdId] = [personKey(), randomUUID()];
    await send(householdChanged(householdId, [person]));
    const clue = await clueOf(person, 'A7');
    expect(clue).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.CARE,
      hits: [{ indicator: 'A7', episodeKey: 'never', factIds: [] }],
    });
    await send(householdChanged(householdId, [person, personKey()], { sequence: 2n }));
    expect((await closedOf(clue)).outcome).toBe(ClueClosingOutcome.EVIDENCE_WITHDRAWN);
  });

  it('F6: a dibao that ends takes nothing back, a dibao that was a mistake does', async () => {
    const person = await single();
    const given = status(person, StatusKind.DIBAO, '2025-01-01');
    await send(given);
    const clue = await clueOf(person, 'F6');
    expect(clue.hits).toMatchObject([{ indicator: 'F6', episodeKey: '2025', factIds: [factIdOf(given)] }]);
    const ended = factOf(
      StatusFactSchema,
      'assistance',
      person,
      { kind: StatusKind.DIBAO, days: { from: '2025-01-01', to: '2025-07-01' } },
      { recordId: recordOf(given), observedAt: '2025-07-20T12:00:00Z' },
    );
    await sendAndEvaluate(ended);
    const [stands] = await database().query('select state from clue where id = $1', [clue.clueId]);
    expect(stands).toEqual({ state: 'DISPATCHED' });
    await send(takenBack(ended));
    expect((await closedOf(clue)).outcome).toBe(ClueClosingOutcome.EVIDENCE_WITHDRAWN);
  });

  /** Rural, with the wage of a year that leaves exactly the standard of 390.00 a month; TAX has told everything. */
  const atTheStandard = async (): Promise<{ person: string; last: Sent }> => {
    const person = await single(HukouType.RURAL);
    const months = [
      ...['07', '08', '09', '10', '11', '12'].map((month) => `2024-${month}`),
      '2025-01',
    ].concat(['02', '03', '04', '05', '06'].map((month) => `2025-${month}`));
    const wages = months.map((month) => wage(person, month, 48_750n));
    await send(
      ...wages,
      received(SourceAnsweredSchema, {
        answerId: randomUUID(),
        personKey: person,
        agency: 'TAX',
        dataset: 'TAX',
        state: SourceAnswerState.ANSWERED,
        observedAt: timestampFromDate(new Date('2025-07-21T01:00:00Z')),
      }),
    );
    await eventually('answered', async () => {
      const rows = await database().query('select from source_answer where person_key = $1', [person]);
      return rows.length > 0;
    });
    await evaluated(...wages);
    return { person, last: wages.at(-1)! };
  };
  const aFenLess = (person: string, last: Sent): Sent =>
    wage(person, '2025-06', 48_749n, { recordId: recordOf(last), observedAt: '2025-07-21T01:00:00Z' });

  it('F1: who may fall back into poverty is told of in red to assistance when the household has less than the rural standard', async () => {
    const { person, last } = await atTheStandard();
    const monitored = status(person, StatusKind.RELAPSE_MONITORED, '2025-07-01', 'RVP');
    await sendAndEvaluate(monitored);
    // 48,750 less a fifth is 39,000, which is not below it
    expect(await cluesOf(person)).toEqual([]);

    await send(aFenLess(person, last));
    const clue = await clueOf(person, 'F1');
    expect(clue).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      severity: ClueSeverity.RED,
      direction: ClueDirection.UNDER,
      region: { code: TOWNSHIP },
      hits: [{ indicator: 'F1', programme: Programme.DIBAO, episodeKey: '2025-07' }],
    });
    expect(clue.hits[0]?.factIds).toContain(factIdOf(monitored));

    await send(takenBack(monitored));
    const closed = await eventually('closed', async () =>
      (await told(ClueClosedSchema)).find(({ clueId }) => clueId === clue.clueId),
    );
    expect(closed.outcome).toBe(ClueClosingOutcome.EVIDENCE_WITHDRAWN);
  });

  it('F1: nobody is told of who is on dibao, or whose income nobody knows', async () => {
    const supported = await atTheStandard();
    const unknown = await single(HukouType.RURAL);
    await sendAndEvaluate(
      status(supported.person, StatusKind.DIBAO, '2025-06-01'),
      status(supported.person, StatusKind.RELAPSE_MONITORED, '2025-07-01', 'RVP'),
      status(unknown, StatusKind.RELAPSE_MONITORED, '2025-07-01', 'RVP'),
    );
    await sendAndEvaluate(aFenLess(supported.person, supported.last));
    for (const person of [supported.person, unknown]) {
      const indicators = (await cluesOf(person)).flatMap(({ hits }) =>
        hits.map(({ indicator }) => indicator),
      );
      expect(indicators).not.toContain('F1');
    }
  });

  it('E5: an application was refused, and what was spent since then is six standards', async () => {
    const person = await single();
    await send(
      received(
        CaseDecidedSchema,
        {
          caseId: randomUUID(),
          occurredAt: timestampFromDate(new Date('2025-05-20T02:00:00Z')),
          region: { code: TOWNSHIP },
          outcome: CaseOutcome.REJECTED,
          household: {
            service: ServiceCode.ASSISTANCE,
            householdId: randomUUID(),
            region: { code: TOWNSHIP },
          },
          personKeys: [person],
          programme: Programme.DIBAO,
          reasonCodes: ['INCOME'],
        },
        { source: '/service/assistance', topic: topicName('assistance', 'all') },
      ),
    );
    await eventually('a refusal on record', async () => {
      const rows = await database().query('select from case_decision_person where person_key = $1', [person]);
      return rows.length > 0;
    });
    const almost = stay(person, 353_999n);
    await sendAndEvaluate(almost);
    expect(await cluesOf(person)).toEqual([]);
    await send(stay(person, 354_000n, { recordId: recordOf(almost), observedAt: '2025-07-21T01:00:00Z' }));
    expect(await clueOf(person, 'E5')).toMatchObject({
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.UNDER,
      hits: [{ indicator: 'E5', amountFen: 354_000n, episodeKey: '2025-06' }],
    });
  });

  it('F5: eldercare is told who has reached the age and was paid nothing, and not whom it has paid', async () => {
    const allowance = (person: string): Sent =>
      benefit(person, IncomeKind.OLD_AGE_ALLOWANCE, Programme.OLD_AGE_ALLOWANCE, '2025-07', 'eldercare');
    const supported = await single(HukouType.URBAN, '1945-05-20', (person) => [allowance(person)]);
    const elder = await single(HukouType.URBAN, '1945-05-20');
    const toEldercare = topicName('verification', 'eldercare');
    expect(await clueOf(elder, 'F5', toEldercare)).toMatchObject({
      department: ServiceCode.ELDERCARE,
      severity: ClueSeverity.YELLOW,
      direction: ClueDirection.UNDER,
      // the household is not eldercare’s: the queue of its county
      region: { code: '510802' },
      hits: [{ indicator: 'F5', programme: Programme.OLD_AGE_ALLOWANCE, episodeKey: '2025-06' }],
    });
    await sendAndEvaluate(status(supported, StatusKind.VISITED, '2025-07-02'));
    expect(await cluesOf(supported, toEldercare)).toEqual([]);
  });

  it('F2: thirty days after the certificate somebody without a care subsidy is told of, though no fact comes', async () => {
    const person = await single();
    await sendAndEvaluate(
      factOf(StatusFactSchema, 'DPF', person, {
        kind: StatusKind.DISABLED,
        days: { from: '2025-07-10' },
        attributes: { category: '4', grade: '1' },
      }),
    );
    expect(await cluesOf(person)).toEqual([]);
    const due = await database().query('select due_on::text from watch_due where person_key = $1', [person]);
    expect(due).toEqual([{ due_on: '2025-08-09' }]);
    await moveClock('2025-08-09T02:00:00Z');
    expect(await clueOf(person, 'F2')).toMatchObject({
      severity: ClueSeverity.ORANGE,
      direction: ClueDirection.UNDER,
      documentCheck: true,
      hits: [{ indicator: 'F2', programme: Programme.DISABILITY_CARE, episodeKey: '2025-07-10' }],
    });
  });
});
