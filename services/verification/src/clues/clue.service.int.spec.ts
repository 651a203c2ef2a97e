import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { ClueDispatchedSchema, ClueRaisedSchema } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { Messaging1700000000001 } from '@minzheng/platform/messaging';
import { LifecycleLog1700000000104, UnitOfWork } from '@minzheng/platform/persistence';
import { Policies1700000000103, PolicyDrafts1700000000111, PolicyStore } from '@minzheng/platform/policies';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { FactStore } from '../facts/fact.store.js';
import { Facts1710000000101 } from '../facts/migrations/0001-facts.js';
import { received, status } from '../facts/test/facts.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { Hit } from '../indicators/indicator.js';
import { ClueDue1710000000310 } from '../statistics/migrations/1710000000310-clue-due.js';
import { Clue } from './clue.entity.js';
import { ClueService, type FoundHits, type RaisedClues } from './clue.service.js';
import { IndicatorHit } from './indicator-hit.entity.js';
import { Clues1710000000103 } from './migrations/0001-clues.js';
import { ClueAnswers1710000000130 } from './migrations/1710000000130-clue-answers.js';

const CLUES = 600;

describe('clues of a whole region', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let clues: ClueService;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Clue, IndicatorHit],
      migrations: [
        Messaging1700000000001,
        Policies1700000000103,
        PolicyDrafts1700000000111,
        LifecycleLog1700000000104,
        Facts1710000000101,
        Clues1710000000103,
        ClueAnswers1710000000130,
        ClueDue1710000000310,
      ],
      migrationsRun: true,
    }).initialize();
    unitOfWork = new UnitOfWork(dataSource, {
      writer: 'verification',
      source: '/service/verification',
      partitions: 3,
    });
    const policies = new PolicyStore(dataSource, unitOfWork, 'verification');
    await policies.ship(new URL('../../policies/', import.meta.url), () => false);
    clues = new ClueService(policies, new BusinessClock(() => Date.parse('2025-07-22T02:00:00Z')));
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const householdOf = (service = 'assistance'): HouseholdOnRecord => ({
    id: randomUUID(),
    service,
    region: '510802001001',
    hukouType: 'URBAN',
    changedOn: '2025-01-01',
    members: [],
    obligors: [],
  });
  const hit = (changes: Partial<Hit> = {}): Hit => ({
    indicator: 'C3',
    subject: 'PERSON',
    personKey: randomUUID(),
    payer: 'assistance',
    episodeKey: 'payer',
    factIds: [randomUUID(), randomUUID()],
    months: ['2025-06', '2025-07'],
    direction: 'OVER',
    severity: 'YELLOW',
    explanation: { zh: '首次出现“工资”', en: 'first "wage"' },
    ...changes,
  });
  /** With the number of statements that it takes. */
  const raise = (found: readonly FoundHits[]): Promise<RaisedClues & { readonly statements: number }> =>
    unitOfWork.run('test', async (tx) => {
      const { query } = tx.client;
      let statements = 0;
      tx.client.query = ((...parameters: never[]) => {
        statements += 1;
        return Reflect.apply(query, tx.client, parameters) as unknown;
      }) as typeof query;
      try {
        return { ...(await clues.raise(tx, found)), statements };
      } finally {
        tx.client.query = query;
      }
    });
  const told = async <Message>(type: string, decode: (payload: Buffer) => Message): Promise<Message[]> => {
    const rows = await dataSource.query<{ payload: Buffer }[]>(
      'select payload from outbox where ce_type = $1 order by id',
      [type],
    );
    return rows.map(({ payload }) => decode(payload));
  };
  const dispatched = () =>
    told(ClueDispatchedSchema.typeName, (payload) => fromBinary(ClueDispatchedSchema, payload));

  const households = Array.from({ length: CLUES }, () => householdOf());
  const found: FoundHits[] = households.map((household) => ({ household, hits: [hit(), hit()] }));

  it('are stored, logged and told by a few statements, however many they are', async () => {
    const few = await raise([{ household: householdOf(), hits: [hit()] }]);
    const many = await raise(found);
    expect(many).toMatchObject({ raised: CLUES, hits: 2 * CLUES });
    expect(many.statements).toBeLessThanOrEqual(few.statements + 2);
    const [stored] = await dataSource.query(
      `select (select count(*)::int from clue) as clues, (select count(*)::int from indicator_hit) as hits,
              (select count(*)::int from lifecycle_log where command = 'raise' and to_state = 'DISPATCHED') as logged`,
    );
    expect(stored).toEqual({ clues: CLUES + 1, hits: 2 * CLUES + 1, logged: CLUES + 1 });
    const raised = await told(ClueRaisedSchema.typeName, (payload) => fromBinary(ClueRaisedSchema, payload));
    expect(raised).toHaveLength(CLUES + 1);
    const [, first] = await dispatched();
    const [
      {
        hits: [one],
      },
    ] = found as [FoundHits & { hits: [Hit, Hit] }];
    expect(first?.hits[0]).toMatchObject({ indicator: 'C3', factIds: one.factIds, months: one.months });
    const [row] = await dataSource.query(
      'select months, fact_ids, explanation from indicator_hit where person_key = $1',
      [one.personKey],
    );
    expect(row).toEqual({ months: one.months, fact_ids: one.factIds, explanation: one.explanation });
  });

  it('are not raised again', async () => {
    expect(await raise(found)).toMatchObject({ raised: 0, hits: 0 });
    expect(await dispatched()).toHaveLength(CLUES + 1);
  });

  it('take more hits while they are open, all at once: the highest severity, the earliest day', async () => {
    const [answered] = households as [HouseholdOnRecord];
    await dataSource.query(`update clue set state = 'ANSWERED' where subject = $1`, [answered.id]);
    const more = households.map((household) => ({
      household,
      hits: [hit({ indicator: 'A1', severity: 'RED', episodeKey: 'DIBAO', amountFen: 45_000n })],
    }));
    expect(await raise(more)).toMatchObject({ raised: 0, hits: CLUES - 1 });
    const versions = await dataSource.query(
      `select state, severity, due_on::text, revision, version, count(*)::int as n
         from clue where subject = any($1::uuid[]) group by 1, 2, 3, 4, 5 order by n`,
      [households.map(({ id }) => id)],
    );
    expect(versions).toEqual([
      { state: 'ANSWERED', severity: 'YELLOW', due_on: '2025-08-05', revision: 1, version: 1, n: 1 },
      { state: 'DISPATCHED', severity: 'RED', due_on: '2025-07-25', revision: 2, version: 2, n: CLUES - 1 },
    ]);
    const due = await dataSource.query(
      `select d.attempt, d.due_on::text, count(*)::int as n from clue_due d join clue c on c.id = d.clue_id
        where c.subject = any($1) group by 1, 2 order by 2`,
      [households.map(({ id }) => id)],
    );
    expect(due).toEqual([
      { attempt: 1, due_on: '2025-07-25', n: CLUES - 1 },
      { attempt: 1, due_on: '2025-08-05', n: 1 },
    ]);
    const last = (await dispatched()).at(-1);
    expect(last?.hits.map(({ indicator }) => indicator)).toEqual(['C3', 'C3', 'A1']);
    expect(last).toMatchObject({
      revision: 2,
      estimateFen: 45_000n,
      transition: { fromState: 'DISPATCHED', version: 2n },
    });
  });

  it('are not raised once more for the household of which the person turns out to be', async () => {
    const found = hit({ indicator: 'D2', subject: 'HOUSEHOLD', payerRegion: '510802' });
    expect(await raise([{ personKey: found.personKey, hits: [found] }])).toMatchObject({ raised: 1 });
    expect(await raise([{ household: householdOf(), hits: [found] }])).toMatchObject({ raised: 0, hits: 0 });
    expect(
      await raise([{ household: householdOf(), hits: [{ ...found, episodeKey: 'another' }] }]),
    ).toMatchObject({
      raised: 1,
    });
  });

  it('go where somebody is registered, when the department has no household there', async () => {
    const [moved, unknown] = [randomUUID(), randomUUID()];
    const registration = status(moved, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB');
    const move = received(StatusFactSchema, {
      ...status(moved, StatusKind.HUKOU_MOVED, '2024-01-01', 'PSB').message,
      attributes: { toRegion: '510811002001' },
    } as never);
    await unitOfWork.run('test', (tx) => new FactStore().store(tx, [registration, move]));
    const pays = { payer: 'eldercare', payerRegion: '510804001' };
    await raise([
      { household: householdOf(), hits: [hit({ personKey: moved, ...pays })] },
      { personKey: unknown, hits: [hit({ personKey: unknown, ...pays })] },
    ]);
    const rows = await dataSource.query<{ person_key: string; region: string }[]>(
      `select h.person_key, c.region from clue c join indicator_hit h on h.clue_id = c.id where department = 'eldercare'`,
    );
    expect(new Map(rows.map(({ person_key, region }) => [person_key, region]))).toEqual(
      new Map([
        [moved, '510811002'],
        [unknown, '510804'],
      ]),
    );
  });
});
