import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Programme } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  FactQuality,
  IncomeFactSchema,
  IncomeKind,
  StatusKind,
} from '@minzheng/contracts/facts';
import { addMonths } from '@minzheng/kernel/months';
import { compare, ZERO, type Rational } from '@minzheng/kernel/rational';
import { BusinessClock } from '@minzheng/platform/clock';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { DataSource } from 'typeorm';
import { ClueService } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { FactStore } from '../facts/fact.store.js';
import { received, status, wage } from '../facts/test/facts.js';
import { householdsById, householdsOf } from '../households/household.store.js';
import type { Hit } from '../indicators/indicator.js';
import type { Watch } from '../indicators/watch.js';
import { auditLog } from '../test/kit/audit.js';
import { allPolicies, serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { readFingerprints } from '../runs/subject-fingerprints.js';
import { Evaluator } from './evaluator.js';
import { indicate, WITH_FACTS } from './indication.js';
import { ObligorsWatchedAlone1710000000412 } from './migrations/1710000000412-obligors-watched-alone.js';
import { readWatches } from './watch.reader.js';

const TODAY = '2025-08-12';

describe('what is watched', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let policies: PolicyStore;
  const clock = new BusinessClock(() => Date.parse('2025-08-12T02:00:00Z'));

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    policies = await allPolicies(database);
  });
  afterAll(() => database.drop());

  const store = (...facts: ReceivedFact[]): Promise<void> =>
    unitOfWork.run('test', (tx) => new FactStore().store(tx, facts));
  const household = async (region: string, members: string[], asOf = '2025-05-12T02:00:00Z') => {
    const id = randomUUID();
    await dataSource.query(
      `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', $2, 'URBAN', $3, 1, $4, '[]')`,
      [
        id,
        region,
        asOf,
        JSON.stringify(
          members.map((personKey, index) => ({
            personKey,
            relation: index === 0 ? 'APPLICANT' : 'SPOUSE',
            birthDate: '1980-01-01',
            study: 'NONE',
          })),
        ),
      ],
    );
    await dataSource.query('insert into household_person select $1, unnest($2::uuid[])', [id, members]);
    return id;
  };
  const dibao = (personKey: string, month: string, region: string): ReceivedFact => {
    const observedAt = timestampFromDate(new Date('2025-08-01T00:00:00Z'));
    const init: MessageInitShape<typeof IncomeFactSchema> = {
      factId: randomUUID(),
      personKey,
      occurredAt: observedAt,
      region: { code: region },
      kind: IncomeKind.DIBAO_BENEFIT,
      programme: Programme.DIBAO,
      amountFen: 45_000n,
      period: { fromMonth: month, toMonth: month },
      basis: 1,
      payerKey: '*',
      itemKey: `award of ${personKey}`,
      caseRef: 'case-1',
      quality: FactQuality.REGISTERED,
      source: { agency: 'assistance', dataset: 'assistance.payments', recordId: randomUUID(), observedAt },
    };
    return received(IncomeFactSchema, init, { source: '/service/assistance' }) as ReceivedFact;
  };
  let province = '51';
  /** Whose facts were read beside those of the households. */
  let beside: string[] = [];
  const watchesOf = (...persons: string[]): Promise<Watch[]> =>
    unitOfWork.run('test', async (tx) => {
      const households = await householdsOf(tx, persons);
      const housed = new Set(households.flatMap(({ members }) => members.map(({ personKey }) => personKey)));
      const everybody = [...new Set([...persons, ...housed])];
      const facts = Map.groupBy(await readVisibleFacts(tx, everybody), ({ personKey }) => personKey);
      const alone = persons.filter((person) => !housed.has(person));
      return readWatches(tx, {
        ...{ households, alone, facts, book: await policies.book(tx), today: TODAY, province },
        readFacts: async (others) => {
          beside = [...others];
          return Map.groupBy(await readVisibleFacts(tx, others), ({ personKey }) => personKey);
        },
      });
    });

  const evaluateAll = async (): Promise<void> => {
    const evaluator = new Evaluator(
      unitOfWork,
      policies,
      new ClueService(policies, clock),
      new EvidenceWithdrawal(policies, clock),
      auditLog(),
      clock,
      { province: '51' } as Regions,
      new JsonLogger('test', 'silent'),
    );
    while ((await evaluator.evaluateBatch()) > 0);
  };

  it('a person without household is where the last benefit was paid; where no county tells of one nobody could be told', async () => {
    const [paidTwice, unpaid] = [randomUUID(), randomUUID()];
    const ofProvince = status(unpaid, StatusKind.VISITED, '2025-08-01', 'HRSS');
    Object.assign(ofProvince.message, { region: { code: '51' } });
    await store(dibao(paidTwice, '2025-05', '510811'));
    await store(
      dibao(paidTwice, '2025-06', '510802001'),
      status(paidTwice, StatusKind.VISITED, '2025-08-01', 'HRSS'),
      ofProvince,
    );
    const watches = await watchesOf(paidTwice, unpaid);
    expect(watches.map(({ region, persons }) => [region, persons[0]?.personKey])).toEqual([
      ['510802001', paidTwice],
    ]);
    expect(watches[0]?.persons[0]?.payments.map(({ fact }) => [fact.region, fact.caseRef])).toEqual([
      ['510811', 'case-1'],
      ['510802001', 'case-1'],
    ]);
  });

  it('a person without household whom no county pays is where he or she is registered, else permitted, else known, in the province', async () => {
    const [taught, registered, permitted, elsewhere] = [
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ];
    const seen = randomUUID();
    const at = (fact: ReceivedFact, code: string): ReceivedFact => {
      Object.assign(fact.message, { region: { code } });
      return fact;
    };
    const provincial = dibao(taught, '2025-07', '51');
    await store(
      ...[provincial, dibao(taught, '2025-05', '510811'), dibao(registered, '2025-07', '51')],
      at(status(registered, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB'), '510802001002'),
      at(status(permitted, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB'), '440106'),
      at(status(permitted, StatusKind.RESIDENCE_PERMIT, '2024-01-01', 'PSB'), '510803'),
      at(status(elsewhere, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB'), '440106'),
      at(status(seen, StatusKind.DISABLED, '2021-01-01', 'DPF'), '510811'),
      at(status(seen, StatusKind.DISABLED, '2023-01-01', 'DPF'), '510812003'),
      at(status(seen, StatusKind.VISITED, '2025-08-01', 'HRSS'), '51'),
      at(status(seen, StatusKind.VISITED, '2025-09-01', 'HRSS'), '510821'),
    );
    const watches = await watchesOf(taught, registered, permitted, elsewhere, seen);
    expect(new Map(watches.map(({ region, persons }) => [persons[0]?.personKey, region]))).toEqual(
      new Map([
        [taught, '510811'],
        [registered, '510802001'],
        [permitted, '510803'],
        // by the newest status that a county has told: a card of the disabled
        [seen, '510812'],
      ]),
    );
    province = '44';
    const ofGuangdong = await watchesOf(registered, permitted, elsewhere);
    province = '51';
    expect(ofGuangdong.map(({ region, persons }) => [persons[0]?.personKey, region]).toSorted()).toEqual(
      [
        [permitted, '440106'],
        [elsewhere, '440106'],
      ].toSorted(),
    );
  });

  it('a certificate alone is enough for the care subsidy that nobody claims', async () => {
    const person = randomUUID();
    const card = status(person, StatusKind.DISABLED, '2025-01-01', 'DPF');
    Object.assign(card.message, { attributes: { grade: '1', category: '1' } });
    const home = status(person, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB');
    Object.assign(home.message, { region: { code: '510802001' } });
    await store(card, home);
    await evaluateAll();
    expect(
      await dataSource.query(
        'select indicator, c.region from indicator_hit h join clue c on c.id = clue_id where person_key = $1',
        [person],
      ),
    ).toEqual([{ indicator: 'F2', region: '510802001' }]);
    // a run finds it too, though nobody monitors it
    const found = await unitOfWork.run('test', (tx) =>
      readFingerprints(tx, [person], true, TODAY, new Date(Date.now() + 1_000)),
    );
    expect(found.map(({ subject }) => subject)).toEqual([person]);
  });

  it.each([
    ['an obligor', false],
    ['a member who lives apart', true],
  ])('what %s can pay is that of his household on record, once he has agreed', async (_who, isMember) => {
    const [mother, son, wife] = [randomUUID(), randomUUID(), randomUUID()];
    const id = await household('510802001001', isMember ? [mother, son] : [mother]);
    await dataSource.query(
      isMember
        ? `update household set members = jsonb_set(members, '{1,relation}', '"CHILD"') where id = $1`
        : `update household set obligors = jsonb_build_array(jsonb_build_object(
             'personKey', $2::text, 'obligorOfKey', $3::text, 'relation', 'CHILD')) where id = $1`,
      isMember ? [id] : [id, son, mother],
    );
    await store(
      dibao(mother, '2025-06', '510802001'),
      ...Array.from({ length: 12 }, (_, month) =>
        wage(son, { month: addMonths('2024-08', month), amountFen: 1_000_000n }),
      ),
    );
    const supportOfYear = async (): Promise<Rational> => {
      const [watch] = await watchesOf(mother);
      const [support] = watch!.meansOn(TODAY)!.members[0]!.income.support;
      return support!.total;
    };
    await household('510802001001', [son]);
    expect(await supportOfYear()).toEqual(ZERO);
    await dataSource.query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                            method, document_sha256, taken_by, signed_at, valid_to)
       values (gen_random_uuid(), '510802', 1, 'test', 'ACTIVE', $1, $1, 'SELF', '{EDUCATION_AID}', '{CORE}', 'PAPER', 'x', 'test',
               '2025-01-01', '2026-01-01')`,
      [son],
    );
    expect(await supportOfYear()).toEqual(ZERO);
    const agreed = (purpose: string) =>
      dataSource.query('update consent set purposes = array[$2] where person_key = $1', [son, purpose]);
    await agreed('DIBAO');
    const alone = await supportOfYear();
    await dataSource.query('delete from household_person where person_key = $1 and household_id <> $2', [
      son,
      id,
    ]);
    await household('510802001001', [son, wife]);
    expect(compare(await supportOfYear(), ZERO)).toBeGreaterThan(0);
    expect(compare(await supportOfYear(), alone)).toBeLessThan(0);
    // what is known of members was read with them
    expect(beside).toEqual(isMember ? [wife] : [son, wife]);
    // an agreement to something else has nobody look at his family
    await agreed('EDUCATION_AID');
    beside = [];
    expect(await supportOfYear()).toEqual(ZERO);
    // of a member of two households both are looked at (B6)
    expect(beside).toEqual(isMember ? [wife] : []);
  });

  it('what an agency has agreed to for other purposes is not there for monitoring, nor is that it has told it', async () => {
    const person = randomUUID();
    const id = await household('510802001001', [person]);
    const fingerprints: string[] = [];
    await store(wage(person, { month: '2025-06' }), dibao(person, '2025-06', '510802001'));
    await dataSource.query(
      `insert into feed_watermark (agency, dataset, up_to) values ('TAX', 'TAX', '2025-08-11T16:00:00Z')
       on conflict do nothing`,
    );
    const agreed = async (...purposes: string[]) => {
      await dataSource.query(`delete from data_agreement where agency = 'TAX'`);
      await dataSource.query(
        `insert into data_agreement (id, region, version, created_by, state, agency, dataset, direction, mode, purposes, kinds,
                                     fields, legal_basis, consent_gated, rate_per_second, daily_quota, valid_from, valid_to)
         values (gen_random_uuid(), '51', 1, 'test', 'ACTIVE', 'TAX', 'TAX', 'IN', 'HTTP', $1, '{}', '{}', 'x', false, 1, 1,
                 '2025-01-01', '2030-01-01')`,
        [purposes],
      );
      const [watch] = await watchesOf(person);
      const [of] = await unitOfWork.run('test', (tx) =>
        readFingerprints(tx, [id], false, TODAY, new Date(Date.now() + 1_000)),
      );
      fingerprints.push(of!.fingerprint);
      return [
        watch!.persons[0]!.income.map(({ fact }) => fact.kind).toSorted(),
        watch!.isIncomeKnown,
        [...watch!.knowledge.withheld],
      ];
    };
    const all = [['dibaoBenefit', 'wage'], true, []];
    expect(await agreed()).toEqual(all);
    expect(await agreed('DIBAO', 'EDGE')).toEqual([['dibaoBenefit'], false, ['TAX']]);
    expect(await agreed('DIBAO', 'MONITORING')).toEqual(all);
    // what monitoring may use is part of what is judged by: the next run looks again when it changes, and only then
    const [whole, limited, again] = fingerprints;
    expect(limited).not.toBe(whole);
    expect(again).toBe(whole);
    await dataSource.query(`delete from data_agreement where agency = 'TAX'`);
  });

  it('a child in custody of a guardian elsewhere does not count', async () => {
    const [mother, child, father] = [randomUUID(), randomUUID(), randomUUID()];
    const id = await household('510802001001', [mother, child]);
    await dataSource.query(
      `update household set members = jsonb_set(jsonb_set(members, '{1,birthDate}', '"2015-01-01"'), '{1,relation}', '"CHILD"')
        where id = $1`,
      [id],
    );
    const custody = status(father, StatusKind.GUARDIAN_OF, '2024-01-01', 'COURT');
    Object.assign(custody.message, { attributes: { wardKey: child } });
    await store(custody, wage(father), dibao(mother, '2025-06', '510802001'));
    const [watch] = await watchesOf(mother);
    expect(watch!.meansOn(TODAY)!.members.map(({ membership }) => membership.reason.code)).toEqual([
      'APPLICANT',
      'CUSTODY_ELSEWHERE',
    ]);
    expect(watch!.guardians.map(({ personKey, income }) => [personKey, income])).toEqual([[father, []]]);
  });

  it('marks the ward of whom it hears of as guardian, and of that one later', async () => {
    const [child, father] = [randomUUID(), randomUUID()];
    const custody = status(father, StatusKind.GUARDIAN_OF, '2024-01-01', 'COURT');
    Object.assign(custody.message, { attributes: { wardKey: child } });
    const isMarked = async (): Promise<boolean> => {
      const rows = await dataSource.query('delete from dirty where person_key = $1 returning 1', [child]);
      return rows[0].length > 0;
    };
    await store(custody);
    expect(await isMarked()).toBe(true);
    await store(status(father, StatusKind.DECEASED, '2025-01-01', 'PSB'));
    expect(await isMarked()).toBe(true);
    await store(wage(father));
    expect(await isMarked()).toBe(false);
  });

  it('a member of two households is found in both, from either', async () => {
    const [husband, both, other] = [randomUUID(), randomUUID(), randomUUID()];
    await household('510802001001', [husband, both], '2025-06-30T17:00:00Z');
    await household('510811001001', [other, both]);
    await store(
      dibao(husband, '2025-07', '510802001'),
      dibao(other, '2025-08', '510811001'),
      ...[husband, both, other].map((person) => status(person, StatusKind.VISITED, '2025-08-01', 'HRSS')),
    );
    for (const dirty of [husband, other, both]) {
      const watches = await watchesOf(dirty);
      const hits = watches.flatMap((watch) => indicate(watch, WITH_FACTS).hits);
      const counted = hits.filter(({ indicator }) => indicator === 'B6');
      expect(counted.map(({ personKey }) => personKey)).toEqual(watches.map(() => both));
      expect(watches).toHaveLength(dirty === both ? 2 : 1);
    }
    const [watch] = await watchesOf(husband);
    expect(watch?.knowledge.householdChangedOn).toBe('2025-07-01');
  });

  it('an obligor’s own household is no overlap', async () => {
    const [mother, son] = [randomUUID(), randomUUID()];
    await household('510802001001', [son]);
    const id = await household('510802001001', [mother]);
    await dataSource.query(`update household set obligors = $2 where id = $1`, [
      id,
      JSON.stringify([{ personKey: son, obligorOfKey: mother, relation: 'CHILD' }]),
    ]);
    await dataSource.query('insert into household_person values ($1, $2)', [id, son]);
    const watches = await watchesOf(mother);
    expect(watches.map(({ obligors, knowledge }) => [obligors.length, knowledge.overlapping.length])).toEqual(
      [[1, 0]],
    );
  });

  it('knows the day of the last report on a household with a vehicle that was not revoked', async () => {
    const [driver, walker, cancelled, obligor, parent] = Array.from({ length: 5 }, () => randomUUID());
    for (const person of [driver, walker, cancelled, obligor]) await household('510802001001', [person!]);
    const observedAt = timestampFromDate(new Date('2025-08-01T00:00:00Z'));
    const carOf = (personKey: string): ReceivedFact =>
      received(
        AssetFactSchema,
        {
          factId: randomUUID(),
          personKey,
          occurredAt: observedAt,
          kind: AssetKind.PASSENGER_CAR,
          count: 1,
          asOf: '2025-08-01',
          itemKey: 'car',
          shareBp: 10_000,
          quality: FactQuality.REGISTERED,
          source: { agency: 'PSB', dataset: 'PSB.vehicles', recordId: randomUUID(), observedAt },
        },
        { source: '/agency/PSB' },
      ) as ReceivedFact;
    await store(...[driver, cancelled, obligor].map((person) => carOf(person!)));
    for (const [validAt, member, request = 'ISSUED', report = 'ISSUED', others = []] of [
      ['2024-03-31T17:00:00Z', driver, 'BLOCKED', 'SUPERSEDED'],
      ['2025-03-31T17:00:00Z', driver, 'COLLECTING', 'EXPIRED'],
      ['2025-05-31T17:00:00Z', driver, 'ISSUED', 'REVOKED'],
      ['2025-03-31T17:00:00Z', walker],
      ['2025-04-30T17:00:00Z', cancelled, 'CANCELLED'],
      // he and whoever he lives with are looked at for the sake of his parents
      ['2025-06-30T17:00:00Z', parent, 'ISSUED', 'ISSUED', [obligor, driver]],
    ] as [string, string, string?, string?, string[]?][]) {
      const id = randomUUID();
      await dataSource.query(
        `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion,
                                           priority, purposes, household, declared_items, person_keys, as_of, sequence)
         values ($1, '510802', 1, 'test', $2, 'assistance', 'case', 'REVIEW', 'NORMAL', '{DIBAO}', $3, '[]',
                 $4, $5, 1)`,
        [id, request, { members: [{ personKey: member }] }, [member, ...others], validAt],
      );
      await dataSource.query(
        `with issued as (
           insert into verification_report (id, region, version, created_by, number, request_id, sequence, requester,
                                            case_ref, result, valid_at, known_at_micros, issued_at, valid_to, body,
                                            body_sha256, signature, public_key, frozen_input)
           values ($1::uuid, '510802', 1, 'test', $1::uuid::text, $2, 1, 'assistance', 'case', 'COMPLETE', $3, 1, $3, '2026-01-01', '{}',
                   'x', 'x', '{}', '{}') returning *)
         insert into report_standing (id, region, version, created_by, state, request_id, valid_to)
         select id, region, 1, created_by, $4, request_id, valid_to from issued`,
        [randomUUID(), id, validAt, report],
      );
    }
    const days = (await watchesOf(driver!, walker!, cancelled!, obligor!)).map(({ persons, knowledge }) => [
      persons[0]?.personKey,
      knowledge.lastReportValidAt,
    ]);
    expect(new Map(days as [string, string | undefined][])).toEqual(
      new Map([
        [driver, '2025-04-01'],
        [walker, undefined],
        [cancelled, '2025-05-01'],
        [obligor, undefined],
      ]),
    );
  });

  it('knows what was paid before its payer wrote it back', async () => {
    const person = randomUUID();
    const before = dibao(person, '2025-06', '510802001');
    await store(before, dibao(person, '2025-07', '510802001'));
    const { factId, source } = before.message as { factId: string; source: object };
    const back = dibao(person, '2025-06', '510802001');
    Object.assign(back.message, {
      amountFen: 0n,
      supersedesFactId: factId,
      source: { ...source, observedAt: timestampFromDate(new Date('2025-08-05T00:00:00Z')) },
    });
    await store(back);
    const paidFor = async () =>
      (await watchesOf(person))[0]?.persons[0]?.payments.map(({ month }) => month).toSorted();
    expect(await paidFor()).toEqual(['2025-07']);
    await dataSource.query(
      `insert into overpayment (id, person_key, department, region, programme, months, amount_fen, cause, detected_at)
       values ($1, $2, 'assistance', '510802001', 'DIBAO', '{2025-06}', 45000, 'DEATH', clock_timestamp())`,
      [randomUUID(), person],
    );
    expect(await paidFor()).toEqual(['2025-06', '2025-07']);
  });

  it.each<['C1' | 'C3', string]>([
    ['C1', 'DISPATCHED'],
    ['C3', 'CLOSED'],
  ])(
    'a clue of %s, whose evidence was taken back, is %s: only who was asked finds nothing',
    async (indicator, state) => {
      const person = randomUUID();
      const wages = wage(person, { month: '2025-07' });
      await store(wages);
      const hit: Hit = {
        indicator,
        subject: 'PERSON',
        personKey: person,
        payer: 'assistance',
        payerRegion: '510802001',
        episodeKey: '2025-07',
        factIds: [(wages.message as { factId: string }).factId],
        months: [],
        direction: 'OVER',
        severity: 'ORANGE',
        explanation: { zh: '测试', en: 'test' },
      };
      const clues = new ClueService(policies, clock);
      await unitOfWork.run('test', (tx) => clues.raise(tx, [{ personKey: person, hits: [hit] }]));
      const source = (wages.message as { source: { recordId: string } }).source;
      await store(
        wage(person, {
          month: '2025-07',
          recordId: source.recordId,
          observedAt: new Date('2025-08-11T00:00:00Z'),
          retracted: true,
        }),
      );
      await evaluateAll();
      expect(
        await dataSource.query(
          'select state from clue where id = (select clue_id from indicator_hit where person_key = $1)',
          [person],
        ),
      ).toEqual([{ state }]);
    },
  );

  it('a clue of an obligor’s own household stays as long as only those are looked at to whom he owes support', async () => {
    const [mother, son] = [randomUUID(), randomUUID()];
    const own = await household('510802001001', [son]);
    const hers = await household('510802001001', [mother]);
    await dataSource.query(`update household set obligors = $2 where id = $1`, [
      hers,
      JSON.stringify([{ personKey: son, obligorOfKey: mother, relation: 'CHILD' }]),
    ]);
    await dataSource.query('insert into household_person values ($1, $2)', [hers, son]);
    const wages = wage(son, { month: '2025-07' });
    await store(wages);
    await evaluateAll();
    const { factId, source } = wages.message as { factId: string; source: { recordId: string } };
    const hit: Hit = {
      ...{ indicator: 'C3', subject: 'PERSON', personKey: son, payer: 'assistance', episodeKey: 'X' },
      ...{ factIds: [factId], months: [], direction: 'OVER', severity: 'ORANGE' },
      explanation: { zh: '测试', en: 'test' },
    };
    const [inHousehold] = await unitOfWork.run('test', (tx) => householdsById(tx, [own]));
    await unitOfWork.run('test', (tx) =>
      new ClueService(policies, clock).raise(tx, [{ household: inHousehold!, hits: [hit] }]),
    );
    const observedAt = new Date('2025-08-11T00:00:00Z');
    await store(wage(son, { month: '2025-07', recordId: source.recordId, observedAt, retracted: true }));
    const afterLookAt = async (person: string) => {
      await dataSource.query('delete from dirty');
      await dataSource.query('insert into dirty (person_key) values ($1)', [person]);
      await evaluateAll();
      return dataSource.query(
        `select state, closing_outcome as outcome from clue where subject = $1 and direction = 'OVER'`,
        [own],
      );
    };
    expect(await afterLookAt(mother)).toEqual([{ state: 'DISPATCHED', outcome: null }]);
    expect(await afterLookAt(son)).toEqual([{ state: 'CLOSED', outcome: 'EVIDENCE_WITHDRAWN' }]);
  });

  it('enters whose facts are read beside to see whether the evidence of a clue stands', async () => {
    const [person, left] = [randomUUID(), randomUUID()];
    const id = await household('510802001001', [left, person]);
    const wages = wage(person, { month: '2025-07' });
    await store(wages);
    await evaluateAll();
    const { factId, source } = wages.message as { factId: string; source: { recordId: string } };
    const hit: Hit = {
      ...{ indicator: 'C3', subject: 'PERSON', personKey: person, payer: 'assistance', episodeKey: 'X' },
      ...{ factIds: [factId], months: [], direction: 'OVER', severity: 'ORANGE' },
      explanation: { zh: '测试', en: 'test' },
    };
    const [known] = await unitOfWork.run('test', (tx) => householdsById(tx, [id]));
    await unitOfWork.run('test', (tx) =>
      new ClueService(policies, clock).raise(tx, [{ household: known!, hits: [hit] }]),
    );
    await dataSource.query('delete from household_person where person_key = $1', [person]);
    const entries = () =>
      dataSource.query<object[]>('select from audit_entry_persons where persons @> array[$1::uuid]', [left]);
    const before = (await entries()).length;
    const observedAt = new Date('2025-08-11T00:00:00Z');
    await store(wage(person, { month: '2025-07', recordId: source.recordId, observedAt, retracted: true }));
    await evaluateAll();
    expect(await dataSource.query('select closing_outcome from clue where subject = $1', [id])).toEqual([
      { closing_outcome: 'EVIDENCE_WITHDRAWN' },
    ]);
    expect(await entries()).toHaveLength(before + 1);
  });

  it('found before runs did so: an obligor who is in no household of his own is watched alone', async () => {
    const [obligor, stranger, housed] = [randomUUID(), randomUUID(), randomUUID()];
    const id = await household('510802001001', [randomUUID()]);
    await dataSource.query('insert into household_person select $1, unnest($2::uuid[])', [
      id,
      [obligor, housed],
    ]);
    const monitored = (keys: readonly string[], householdId: string | null): Promise<unknown> =>
      dataSource.query(
        `insert into monitored_subject (id, region, version, created_by, state, person_key, household_id, periods, categories,
                                        entered_on)
         select gen_random_uuid(), '510802003', 1, 'test', 'MONITORED', key, $2, '[]', '{}', '2025-01-01'
           from unnest($1::uuid[]) as k(key)`,
        [keys, householdId],
      );
    // more than are looked at in one step
    await dataSource.query(
      `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on)
       select gen_random_uuid(), '510802003', 1, 'test', 'MONITORED', gen_random_uuid(), '[]', '{}', '2025-01-01'
         from generate_series(1, 10001)`,
    );
    await monitored([obligor, stranger], null);
    await monitored([housed], id);
    await dataSource.query('delete from watched_alone');
    const runner = dataSource.createQueryRunner();
    try {
      await new ObligorsWatchedAlone1710000000412().up(runner);
    } finally {
      await runner.release();
    }
    expect(await dataSource.query('select person_key, region from watched_alone')).toEqual([
      { person_key: obligor, region: '510802003' },
    ]);
  });

  it('is looked at again on the day on which something may be found though no fact comes, and no longer than that', async () => {
    const [person, other] = [randomUUID(), randomUUID()];
    const id = await household('510802001001', [person, other]);
    const due = async () => {
      await evaluateAll();
      return dataSource.query('select person_key, due_on::text from watch_due where subject = $1', [id]);
    };
    const abroad = (to?: string): ReceivedFact => {
      const { message, envelope } = status(person, StatusKind.ABROAD, '2025-08-01', 'PSB');
      const source = { ...(message as { source: object }).source, recordId: `abroad ${person}` };
      return {
        ...status(person, StatusKind.ABROAD, '2025-08-01', 'PSB'),
        envelope,
        message: { ...message, source, days: { from: '2025-08-01', ...(to && { to }) } },
      } as ReceivedFact;
    };
    await store(dibao(person, '2025-07', '510802001'), abroad());
    // the 91st day
    expect(await due()).toEqual([{ person_key: person, due_on: '2025-10-31' }]);
    await store(abroad('2025-08-10'));
    // the 80th birthday
    expect(await due()).toEqual([{ person_key: person, due_on: '2060-01-01' }]);
  });
});
