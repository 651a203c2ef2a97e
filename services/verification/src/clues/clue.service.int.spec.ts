import { createHash, randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { topicName } from '@minzheng/contracts/catalogue';
import { ServiceCode } from '@minzheng/contracts/common';
import { StatusFactSchema, StatusKind, type StatusFact } from '@minzheng/contracts/facts';
import {
  ClueClosedSchema,
  ClueDispatchedSchema,
  ClueOutcome,
  ClueOutcomeRecordedSchema,
  ClueRaisedSchema,
  ClueVisitMode,
} from '@minzheng/contracts/verification';
import type { Relation } from '@minzheng/kernel/means-test';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx, UnitOfWork } from '@minzheng/platform/persistence';
import type { DataSource } from 'typeorm';
import { FactStore } from '../facts/fact.store.js';
import { received, status } from '../facts/test/facts.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { Hit } from '../indicators/indicator.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { isSampled } from './clue-answer.rules.js';
import { ClueAnswers } from './clue-answers.js';
import { ClueCoordination } from './clue-coordination.js';
import { closeClues } from './clue-moves.js';
import { Clue } from './clue.entity.js';
import { ClueService, type FoundHits, type RaisedClues } from './clue.service.js';

const CLUES = 600;

describe('clues of a whole region', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let clues: ClueService;
  let answers: ClueAnswers;

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    const policies = await shippedPolicies(database);
    const clock = new BusinessClock(() => Date.parse('2025-07-22T02:00:00Z'));
    clues = new ClueService(policies, clock);
    answers = new ClueAnswers(policies, clock);
  });
  afterAll(() => database.drop());

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
  const counted = <T extends object>(
    work: (tx: Tx) => Promise<T>,
  ): Promise<T & { readonly statements: number }> =>
    unitOfWork.run('test', async (tx) => {
      const { query } = tx.client;
      let statements = 0;
      tx.client.query = ((...parameters: never[]) => {
        statements += 1;
        return Reflect.apply(query, tx.client, parameters) as unknown;
      }) as typeof query;
      try {
        return { ...(await work(tx)), statements };
      } finally {
        tx.client.query = query;
      }
    });
  const raise = (found: readonly FoundHits[]): Promise<RaisedClues & { readonly statements: number }> =>
    counted((tx) => clues.raise(tx, found));
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

  it('rest on what they are found by now, as long as they are open', async () => {
    const household = householdOf();
    const first = hit({ grounds: [`household ${household.id}`] as never });
    const evidence = async () => {
      const [row] = await dataSource.query(
        `select h.fact_ids as "factIds", h.grounds, h.months, h.amount_fen as "amountFen", h.explanation, h.lapsed, c.version
           from indicator_hit h join clue c on c.id = h.clue_id where h.person_key = $1`,
        [first.personKey],
      );
      return row;
    };
    await raise([{ household, hits: [first] }]);
    const { version } = await evidence();
    const corrected = {
      ...{ ...first, factIds: [randomUUID()], grounds: [], months: ['2025-05'] },
      explanation: { zh: '更正后', en: 'as corrected' },
    } as Hit;
    expect(await raise([{ household, hits: [corrected] }])).toMatchObject({ raised: 0, hits: 0 });
    const { factIds, months, explanation } = corrected;
    const said = { factIds, months, explanation, grounds: [], lapsed: false };
    expect(await evidence()).toEqual({ ...said, amountFen: null, version: version + 1 });
    await raise([{ household, hits: [corrected] }]);
    expect(await evidence()).toMatchObject({ version: version + 1 });

    await raise([{ household, hits: [{ ...corrected, amountFen: 30_000n }] }]);
    const renewed = { ...said, amountFen: '30000', version: version + 2 };
    expect(await evidence()).toEqual(renewed);

    await dataSource.query(
      `update clue set state = 'CLOSED', closing_outcome = 'CONFIRMED_STOP', closed_at = clock_timestamp() where subject = $1`,
      [household.id],
    );
    await raise([{ household, hits: [first] }]);
    expect(await evidence()).toEqual(renewed);
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

  it('are about the household that the person heads, of two to which he or she belongs', async () => {
    const son = randomUUID();
    const member = (personKey: string, relation: Relation) => ({
      ...{ personKey, relation, birthDate: '1980-01-01', study: 'NONE' as const },
    });
    const ofParents = {
      ...householdOf(),
      members: [member(randomUUID(), 'APPLICANT'), member(son, 'CHILD')],
    };
    const own = { ...householdOf(), members: [member(son, 'APPLICANT')] };
    const about = hit({ personKey: son });
    expect(await raise([ofParents, own].map((household) => ({ household, hits: [about] })))).toMatchObject({
      raised: 1,
      hits: 1,
    });
    const subjects = await dataSource.query(
      'select c.subject from clue c join indicator_hit h on h.clue_id = c.id where h.person_key = $1',
      [son],
    );
    expect(subjects).toEqual([{ subject: own.id }]);
  });

  it('keep the month of monthly hits that wait for the coordinator, and of no others', async () => {
    const [monthly, other] = [householdOf(), householdOf()];
    await raise([monthly, other].map((household) => ({ household, hits: [hit()] })));
    const held = [
      { household: monthly, hits: [hit({ indicator: 'C1' }), hit({ indicator: 'A1' })] },
      { household: other, hits: [hit({ indicator: 'A1' })] },
    ];
    const ids = [monthly.id, other.id];
    await dataSource.query(`update clue set state = 'ANSWERED' where subject = any($1::uuid[])`, [ids]);
    expect(await raise(held)).toMatchObject({ raised: 0, hits: 0 });
    const kept = await dataSource.query(
      'select monthly_held_in from clue where subject = any($1::uuid[]) order by array_position($1, subject)',
      [ids],
    );
    expect(kept).toEqual([{ monthly_held_in: '2025-07' }, { monthly_held_in: null }]);
  });

  it('are answered by a few statements, however many they are, each by its own answer', async () => {
    await raise(Array.from({ length: CLUES }, () => ({ household: householdOf(), hits: [hit()] })));
    const raised = (await dispatched()).slice(-CLUES).map(({ clueId }) => clueId);
    const evidenceOf = (clueId: string) => createHash('sha256').update(clueId).digest('hex');
    const visitedAt = timestampFromDate(new Date('2025-07-22T03:00:00Z'));
    const answer = (clueId: string, workers = 2, evidenceSha256 = evidenceOf(clueId)) =>
      received(
        ClueOutcomeRecordedSchema,
        {
          ...{ clueId, occurredAt: visitedAt, department: ServiceCode.ASSISTANCE, taskId: randomUUID() },
          ...{ outcome: ClueOutcome.CONFIRMED_ADMIT, decidedByOther: true },
          visits: [{ visitedAt, mode: ClueVisitMode.HOME, workers, evidenceSha256 }],
        },
        { topic: topicName('assistance', 'verification') },
      );
    const record = (events: ReturnType<typeof answer>[]) =>
      counted(async (tx) => {
        await answers.record(tx, events);
        return {};
      });
    const [early, late, lone, reusing, robbed, spared, ...others] = raised as [
      ...[string, string, string, string, string, string],
      ...string[],
    ];
    // sent back before; then those who tell of one worker are too, and who shows another's evidence
    await record([answer(early, 1), answer(late, 1)]);
    await record([answer(lone), answer(early, 1)]);
    const { statements } = await record([
      ...[answer(reusing, 2, evidenceOf(robbed)), answer(lone, 2, evidenceOf(spared))],
      ...[robbed, spared, ...others].map((id) => answer(id)),
      ...[answer(reusing), answer(late)],
    ]);
    expect(statements).toBeLessThan(CLUES / 10);

    const rows = await dataSource.query<{ id: string; state: string }[]>(
      `select id, state, attempt, (select array_agg(verdict order by o.id) from clue_outcome o where clue_id = c.id) as verdicts
         from clue c where id = any($1::uuid[])`,
      [raised],
    );
    const standing = new Map(rows.map(({ id, ...row }) => [id, row]));
    const accepted = (id: string) => (isSampled(id, 500) ? ['ANSWERED', 'SAMPLED'] : ['CLOSED', 'ACCEPTED']);
    const after = (id: string, attempt: number, before: string[] = [], later: string[] = []) => {
      const [state, verdict] = accepted(id);
      return { state, attempt, verdicts: [...before, verdict, ...later] };
    };
    expect(standing.get(early)).toEqual({
      ...{ state: 'ANSWERED', attempt: 2, verdicts: ['SENT_BACK', 'LEFT_TO_COORDINATOR'] },
    });
    expect(standing.get(late)).toEqual(after(late, 2, ['SENT_BACK']));
    // the evidence is whose answer came first, if that was heard
    expect(standing.get(robbed)).toEqual({
      ...{ state: 'DISPATCHED', attempt: 2, verdicts: ['SENT_BACK'] },
    });
    expect(standing.get(reusing)).toEqual(after(reusing, 1, [], ['KEPT']));
    expect(standing.get(lone)).toEqual(after(lone, 1, [], ['KEPT']));
    for (const id of [spared, ...others]) expect(standing.get(id)).toEqual(after(id, 1));
    const closed = await told(ClueClosedSchema.typeName, (payload) => fromBinary(ClueClosedSchema, payload));
    expect(closed.map(({ clueId }) => clueId).toSorted()).toEqual(
      rows.flatMap(({ id, state }) => (state === 'CLOSED' ? [id] : [])).toSorted(),
    );
    expect(closed[0]?.transition).toMatchObject({ fromState: 'ANSWERED', toState: 'CLOSED', version: 3n });
    const [logged] = await dataSource.query(
      `select count(*) filter (where command = 'answer')::int as answered, count(*) filter (where command = 'close')::int as closed,
              array_agg(distinct reason) filter (where command = 'sendBack') as reasons
         from lifecycle_log where aggregate_id = any($1::uuid[])`,
      [raised],
    );
    expect(logged).toEqual({
      ...{ answered: CLUES + 2, closed: closed.length, reasons: ['EVIDENCE_REUSED', 'WORKERS_TOO_FEW'] },
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

  it('go where somebody is registered or has a residence permit, when the department has no household there', async () => {
    const [moved, unknown, permitted] = [randomUUID(), randomUUID(), randomUUID()];
    const registration = status(moved, StatusKind.HUKOU_REGISTERED, '2020-01-01', 'PSB');
    const move = received(StatusFactSchema, {
      ...status(moved, StatusKind.HUKOU_MOVED, '2024-01-01', 'PSB').message,
      attributes: { toRegion: '510811002001' },
    } as never);
    const elsewhere = received(StatusFactSchema, {
      ...status(permitted, StatusKind.HUKOU_MOVED, '2024-01-01', 'PSB').message,
      attributes: { toRegion: '500117001' },
    } as never);
    const permit = (code: string, from: string, to?: string) => {
      const message = status(permitted, StatusKind.RESIDENCE_PERMIT, from, 'PSB').message as StatusFact;
      return received(StatusFactSchema, {
        ...message,
        region: { ...message.region, code },
        days: { ...message.days, ...(to !== undefined && { to }) },
      } as never);
    };
    const over = permit('510811003', '2025-01-01', '2025-07-22');
    const holds = permit('510804002', '2024-06-01');
    await unitOfWork.run('test', (tx) =>
      new FactStore().store(tx, [registration, move, elsewhere, over, holds]),
    );
    const pays = { payer: 'eldercare', payerRegion: '510804001' };
    await raise([
      { household: householdOf(), hits: [hit({ personKey: moved, ...pays })] },
      { personKey: unknown, hits: [hit({ personKey: unknown, ...pays })] },
      { personKey: permitted, hits: [hit({ personKey: permitted, ...pays })] },
    ]);
    const rows = await dataSource.query<{ person_key: string; region: string }[]>(
      `select h.person_key, c.region from clue c join indicator_hit h on h.clue_id = c.id where department = 'eldercare'`,
    );
    expect(new Map(rows.map(({ person_key, region }) => [person_key, region]))).toEqual(
      new Map([
        [moved, '510811002'],
        [unknown, '510804'],
        [permitted, '510804002'],
      ]),
    );
  });

  it('are the same when what was withdrawn is opened again, unless another has taken its episode up', async () => {
    const clock = new BusinessClock(() => Date.parse('2025-07-22T02:00:00Z'));
    const policies = new PolicyStore(dataSource, unitOfWork, 'verification');
    const coordination = new ClueCoordination(policies, clock);
    const household = householdOf();
    const again: FoundHits[] = [{ household, hits: [hit()] }];
    const clueOf = () =>
      dataSource.manager.find(Clue, { where: { subject: household.id }, order: { id: 'ASC' } });
    const close = (clue: Clue, outcome: 'EVIDENCE_WITHDRAWN' | 'CONFIRMED_STOP'): Promise<void> =>
      unitOfWork.run('test', async (tx) =>
        closeClues(tx, [{ clue, outcome }], clock.now(), await policies.book(tx)),
      );
    const reopen = ({ id, version }: Clue) =>
      unitOfWork.run('test', (tx) => coordination.reopen(tx, id, version, '发现新证据'));
    const standing = () =>
      dataSource.query('select clue_id from indicator_hit where subject = $1 and not lapsed', [
        again[0]!.hits[0]!.personKey,
      ]);

    await raise(again);
    const [first] = (await clueOf()) as [Clue];
    await close(first, 'EVIDENCE_WITHDRAWN');
    expect(await standing()).toEqual([]);
    await reopen(first);
    expect(await raise(again)).toMatchObject({ raised: 0, hits: 0 });
    expect(await standing()).toEqual([{ clue_id: first.id }]);

    const [open] = (await clueOf()) as [Clue];
    await close(open, 'EVIDENCE_WITHDRAWN');
    // an episode that was found, taken back, and found once more while it was open
    await dataSource.query(
      `insert into indicator_hit select (jsonb_populate_record(h, jsonb_build_object('id', gen_random_uuid()))).*
         from indicator_hit h where clue_id = $1`,
      [open.id],
    );
    const [withdrawn] = (await clueOf()) as [Clue];
    await reopen(withdrawn);
    expect(await standing()).toEqual([{ clue_id: first.id }]);
    await close(((await clueOf()) as [Clue])[0], 'EVIDENCE_WITHDRAWN');

    expect(await raise(again)).toMatchObject({ raised: 1 });
    await dataSource.query(`update clue set state = 'ANSWERED' where subject = $1 and state = 'DISPATCHED'`, [
      household.id,
    ]);
    const [, second] = (await clueOf()) as [Clue, Clue];
    await close(second, 'CONFIRMED_STOP');
    const [closed] = (await clueOf()) as [Clue];
    await reopen(closed);
    expect(await standing()).toEqual([{ clue_id: second.id }]);
  });

  it('have those looked at who were visited, when they are closed by an outcome', async () => {
    const [applicant, spouse, outsider, stranger] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const household = householdOf();
    const members = [applicant, spouse].map((personKey) => ({ personKey, relation: 'APPLICANT' }));
    await dataSource.query(
      `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', $2, 'URBAN', '2025-01-01', 1, $3, '[]')`,
      [household.id, household.region, JSON.stringify(members)],
    );
    await dataSource.query(
      `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on, review_months)
       select gen_random_uuid(), '510802', 1, 'test', 'MONITORED', key, '[]', '{dibao}', '2025-01-01', 12
         from unnest($1::uuid[]) as key`,
      [[applicant, spouse, outsider, stranger]],
    );
    // of an obligor's facts, who is no member
    await raise([{ household, hits: [hit({ personKey: outsider })] }]);
    const policies = await shippedPolicies(database);
    const closed = async (state: string, outcome: 'NO_CHANGE' | 'EVIDENCE_WITHDRAWN'): Promise<unknown> => {
      await dataSource.query(
        'update clue set state = $2, closed_at = null, closing_outcome = null where subject = $1',
        [household.id, state],
      );
      await unitOfWork.run('test', async (tx) => {
        const [{ id } = { id: '' }] = await tx.query<{ id: string }>(
          'select id from clue where subject = $1',
          [household.id],
        );
        const clue = await tx.loadForUpdate(Clue, id);
        await closeClues(tx, [{ clue, outcome }], new Date('2025-08-01T02:00:00Z'), await policies.book(tx));
      });
      const rows = await dataSource.query<{ person_key: string; next_review_on: string }[]>(
        `select person_key, next_review_on::text from monitored_subject
          where last_checked_at = '2025-08-01T02:00:00Z' and person_key = any($1::uuid[])`,
        [[applicant, spouse, outsider, stranger]],
      );
      return new Map(rows.map(({ person_key, next_review_on }) => [person_key, next_review_on]));
    };
    expect(await closed('DISPATCHED', 'EVIDENCE_WITHDRAWN')).toEqual(new Map());
    expect(await closed('ANSWERED', 'NO_CHANGE')).toEqual(
      new Map([applicant, spouse, outsider].map((person) => [person, '2026-08-01'])),
    );
  });
});
