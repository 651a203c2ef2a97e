import { randomUUID } from 'node:crypto';
import { HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { JobUnderWay, PeriodicJobs } from '@minzheng/platform/jobs';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { buildDatabase } from '../test/kit/database.js';
import { RetentionJob } from './retention.job.js';
import { namedIn } from './test/named-in.js';
import { oldFamily, type OldFamily, type OldFamilyOptions } from './test/old-family.js';

const POLICIES = new URL('../../policies/', import.meta.url);
/** The last day that is over ten years ago, and the first that is not. */
const [OLD, YOUNG] = ['2015-08-11', '2015-08-12'];

/** In Asia/Shanghai it is 12 August 2025: cases whose last event was before 12 August 2015 have had their time. */
describe('what has been kept for its years', () => {
  const clock = new BusinessClock(() => Date.parse('2025-08-11T18:00:00Z'));
  let database: Awaited<ReturnType<typeof buildDatabase>>;
  let policies: PolicyStore;

  beforeEach(async () => {
    database = await buildDatabase();
    policies = new PolicyStore(database.dataSource, database.work, 'assistance');
    await policies.ship(POLICIES, () => false);
  });
  afterEach(() => database.drop());

  const rows = <Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    database.dataSource.query(sql, [...parameters]);
  const family = async (options: OldFamilyOptions): Promise<OldFamily> => {
    const { ids, sql } = oldFamily(options);
    await rows(sql);
    return ids;
  };
  type Place = Awaited<ReturnType<RetentionJob['chunk']>>['checkpoint'];
  const newJob = () =>
    new RetentionJob(
      { register: () => undefined } as unknown as PeriodicJobs,
      policies,
      new AuditRetention(new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1')),
      { province: '51' } as Regions,
      clock,
      new JsonLogger('test', 'silent'),
    );
  const run = async (): Promise<{ done: number; total: number | undefined; left: number }> => {
    const job = newJob();
    let checkpoint: Place | undefined;
    for (let done = 0; ;) {
      const chunk = await database.work.run('retention', (tx) =>
        job.chunk(tx, { checkpoint } as JobUnderWay<object, Place>),
      );
      ({ checkpoint } = chunk);
      done += chunk.done;
      if (chunk.finished) return { done, total: chunk.total, left: checkpoint.left };
    }
  };

  const named = (ids: OldFamily): Promise<Record<string, number>> =>
    namedIn((sql, parameters) => rows(sql, parameters), Object.values(ids));
  /** Relatives of officials: until a day long ago, a later one, and still. */
  const filed = (): Promise<object[]> =>
    rows(
      `insert into official_relative (id, region, version, created_by, state, official, role, relative_key, relation, valid_from, valid_to)
       select gen_random_uuid(), '510802', 1, 'test', 'FILED', 'clerk', 'HANDLER', gen_random_uuid(), 'SPOUSE', '2010-01-01', ended
         from unnest($1::date[]) as f(ended)`,
      [[OLD, YOUNG, null]],
    );
  const entered = (): Promise<object[]> =>
    rows(
      `select what, rows::int, kept_since::text as since, replace(policy_key, 'assistance.retention.', '') as key
         from erasure order by what`,
    );

  it('is erased whole: no row of any table names the case, the household or a person of it any more', async () => {
    const gone = await family({ endedOn: OLD });
    const stays = await family({ endedOn: YOUNG });
    const before = await named(stays);
    // whatever can hang on a case hangs on these
    expect(Object.keys(before).length).toBeGreaterThan(45);
    expect(await run()).toEqual({ done: 8, total: 8, left: 0 });
    expect(await named(gone)).toEqual({ current_event: 1 });
    expect(await named(stays)).toEqual(before);
    // of the household that it is no more, to who has a copy
    const told = await rows<{ ce_type: string; ce_subject: string; ce_sequence: string; text: string }>(
      `select ce_type, ce_subject, ce_sequence, encode(payload, 'escape') as text from outbox`,
    );
    expect(told).toEqual([
      {
        ce_type: HouseholdChangedSchema.typeName,
        ...{ ce_subject: `household/${gone.household}`, ce_sequence: '2', text: expect.any(String) },
      },
    ]);
    for (const person of [gone.applicant, gone.child, gone.obligor, gone.guardian]) {
      expect(told[0]?.text).not.toContain(person);
    }
    const proof = { since: YOUNG, key: 'caseYears' };
    expect(await entered()).toEqual([
      { what: 'cases', rows: 1, ...proof },
      { what: 'households', rows: 1, ...proof },
      { what: 'persons', rows: 4, ...proof },
      { what: 'tickets', rows: 1, ...proof },
      { what: 'toldFacts', rows: 1, ...proof },
    ]);
    // runs keep the sums that were accounted for
    expect(await rows('select from payroll_run')).toHaveLength(2);
    expect(await run()).toEqual({ done: 0, total: 0, left: 0 });
  });

  it.each<[string, Partial<OldFamilyOptions>]>([
    ['has an award that runs', { awardState: 'ACTIVE' }],
    ['had its last objection answered later', { answeredOn: YOUNG }],
  ])('is kept as long as it %s', async (_what, options) => {
    const kept = await family({ endedOn: OLD, ...options });
    const before = await named(kept);
    expect(await run()).toEqual({ done: 0, total: 0, left: 0 });
    expect(await named(kept)).toEqual(before);
  });

  it.each<[string, Partial<OldFamilyOptions>]>([
    ['a recovery', { orderState: 'PAYING' }],
    ['an objection', { objectionState: 'RECEIVED' }],
    ['a returned payment', { lineState: 'RETURNED' }],
    ['what supervisors have to look into', { itemState: 'OPEN' }],
  ])('is left whole, and counted, where %s is open', async (_what, options) => {
    const left = await family({ endedOn: OLD, ...options });
    const gone = await family({ endedOn: OLD });
    const before = await named(left);
    expect(await run()).toEqual({ done: 8, total: 9, left: 1 });
    expect(await named(left)).toEqual(before);
    expect(await named(gone)).toEqual({ current_event: 1 });
  });

  it('leaves who belongs to others too, and the household that a kept case names', async () => {
    const stays = await family({ endedOn: YOUNG });
    const gone = await family({ endedOn: OLD, shared: stays.child });
    // an account of the kept one is the old one's obligor's
    await rows('update payee set holder_key = $1 where household_id = $2', [gone.obligor, stays.household]);
    const again = await family({ endedOn: OLD });
    const [second] = await rows<{ id: string }>(
      `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
       values ($1, '510802', 1, 'test', 'second', $2, 'EDGE', 'COUNTER', 'INVESTIGATING', '[]') returning id`,
      [randomUUID(), again.household],
    );
    expect(await run()).toMatchObject({ left: 0 });
    const persons = async (ids: OldFamily) =>
      (
        await rows<{ person_key: string }>(
          'select person_key from person where person_key = any($1::uuid[])',
          [[ids.applicant, ids.child, ids.obligor, ids.guardian]],
        )
      ).length;
    // the child, who has signed for it, and whose account it is
    expect([await persons(stays), await persons(gone), await persons(again)]).toEqual([4, 3, 4]);
    expect(await rows('select id from household where id = $1', [gone.household])).toEqual([]);
    expect(await rows('select id from aid_case where household_id = $1', [again.household])).toEqual([
      second,
    ]);
    expect(await rows('select id from award where household_id = $1', [again.household])).toEqual([]);
  });

  it('takes whose account it was, and who is on record for nothing else', async () => {
    const gone = await family({ endedOn: OLD });
    const custodian = randomUUID();
    await rows(`insert into person values ($1, 'n', 'n')`, [custodian]);
    await rows(
      `insert into custody_agreement (id, subject_type, subject_id, payee_id, custodian_key, agreement_sha256, filed_at, filed_by)
       select gen_random_uuid(), 'award', $1, id, $2, '', filed_at, 'test' from payee, (select now() as filed_at) t where subject_id = $1`,
      [gone.award, custodian],
    );
    await filed();
    await run();
    expect(await rows('select from person where person_key = $1', [custodian])).toEqual([]);
    expect(await rows('select valid_to::text as ended from official_relative order by 1')).toEqual([
      { ended: YOUNG },
      { ended: null },
    ]);
  });

  it('of a ticket that led to a kept case too goes the need alone; of a conference the case alone', async () => {
    const [gone, stays] = [await family({ endedOn: OLD }), await family({ endedOn: YOUNG })];
    await rows(`insert into ticket_need (ticket_id, need, state, case_id) values ($1, 'EDGE', 'CASE', $2)`, [
      gone.ticket,
      stays.aidCase,
    ]);
    await rows('update case_conference set target_ids = target_ids || $2::uuid where id = $1', [
      gone.conference,
      stays.aidCase,
    ]);
    await run();
    expect(await rows('select need from ticket_need where ticket_id = $1', [gone.ticket])).toEqual([
      { need: 'EDGE' },
    ]);
    expect(await rows('select target_ids from case_conference where id = $1', [gone.conference])).toEqual([
      { target_ids: [stays.aidCase] },
    ]);
    expect(await rows('select id from household where id = $1', [gone.household])).toHaveLength(1);
  });

  it('is gone through in looks of many cases, of which some are due', async () => {
    const families = [];
    for (let n = 0; n < 3; n += 1) families.push(await family({ endedOn: n === 1 ? YOUNG : OLD }));
    await rows(
      `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
       select gen_random_uuid(), '510802', 1, 'test', 'young ' || n, $1, 'DIBAO', 'COUNTER', 'APPROVED', '[]'
         from generate_series(1, 2100) as n`,
      [families[1]?.household],
    );
    await rows(
      `insert into lifecycle_log (aggregate, aggregate_id, actor, command, to_state, version, business_at)
       select 'case', id, 'test', 'x', '', 1, '2020-01-01' from aid_case where case_no like 'young %'`,
    );
    await run();
    const [row] = await rows<{ n: number }>('select count(*)::int as n from aid_case');
    expect(row?.n).toBe(2_101);
  });

  it('is kept where it explains what was kept back of a payment to others', async () => {
    const [kept, stays] = [await family({ endedOn: OLD }), await family({ endedOn: YOUNG })];
    await rows('update payment_offset set claim_id = $1 where line_id = $2', [kept.order, stays.line]);
    const before = await named(kept);
    expect(await run()).toEqual({ done: 0, total: 0, left: 0 });
    expect(await named(kept)).toEqual(before);
  });

  it('holds nothing else up where it cannot be erased, and fails the night at its end', async () => {
    const stuck = await family({ endedOn: OLD });
    await rows('create table unforeseen as select id from aid_case');
    await rows('alter table unforeseen add foreign key (id) references aid_case');
    await filed();
    await expect(run()).rejects.toThrow('unforeseen');
    expect(await entered()).toMatchObject([{ what: 'relatives', rows: 1 }]);
    await rows('drop table unforeseen');
    await run();
    expect(await named(stuck)).toEqual({ current_event: 1 });
  });

  it('is not shortened by a slip: what is erased does not come back', async () => {
    newJob().onModuleInit();
    const allowed = (key: string, value: unknown) =>
      database.work.run('test', (tx) =>
        policies.requireAllowed(tx, { key, value } as Parameters<PolicyStore['requireAllowed']>[1]),
      );
    for (const [key, minimum] of [
      ['assistance.retention.caseYears', 5],
      ['assistance.retention.accessLogYears', 3],
    ] as const) {
      await expect(allowed(key, minimum - 1)).rejects.toMatchObject({
        options: { extensions: { key, minimum } },
      });
      await expect(allowed(key, minimum)).resolves.toBeUndefined();
    }
  });
});
