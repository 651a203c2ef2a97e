import { randomUUID } from 'node:crypto';
import { StatusKind } from '@minzheng/contracts/facts';
import { AuditRetention } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { JobUnderWay, PeriodicJobs } from '@minzheng/platform/jobs';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { ReceivedFact } from '../facts/fact-row.js';
import { FactStore } from '../facts/fact.store.js';
import { status, wage } from '../facts/test/facts.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { RetentionJob } from './retention.job.js';

const person = (): string => randomUUID().replace(/^(.{14})./, '$18');

/** In Asia/Shanghai it is 12 August 2025: reports of before 12 August 2015 and facts of before 12 August 2020 have had their time. */
describe('what has been kept for its years', () => {
  const clock = new BusinessClock(() => Date.parse('2025-08-11T18:00:00Z'));
  let database: ServiceDatabase;
  let policies: PolicyStore;

  beforeAll(async () => {
    database = await serviceDatabase();
    policies = await shippedPolicies(database);
    // of another province: its row says nothing here
    await database.dataSource.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       select gen_random_uuid(), owner, key, '51', effective_from, '99', legal_basis, 1 from policy_row
        where key like 'verification.retention.%Years'`,
    );
  });
  afterAll(() => database.drop());

  const rows = async (sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> =>
    database.dataSource.query(sql, [...parameters]);
  const newJob = () =>
    new RetentionJob(
      { register: () => undefined } as unknown as PeriodicJobs,
      policies,
      new AuditRetention(new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1')),
      clock,
      { province: '43' } as Regions,
      new JsonLogger('test', 'silent'),
    );
  const run = async (): Promise<void> => {
    const job = newJob();
    type Place = Awaited<ReturnType<RetentionJob['chunk']>>['checkpoint'];
    let checkpoint: Place | undefined;
    for (let finished = false; !finished;) {
      const chunk = await database.unitOfWork.run('retention', (tx) =>
        job.chunk(tx, { checkpoint } as JobUnderWay<object, Place>),
      );
      ({ checkpoint, finished } = chunk);
    }
  };

  const requested = async (asOf: string, issuedAt: string, key: string): Promise<string> => {
    const [requestId, reportId] = [randomUUID(), randomUUID()];
    await rows(
      `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority,
                                         purposes, household, declared_items, person_keys, as_of, sequence)
       values ($1, '510802', 1, 'test', 'ISSUED', 'assistance', $2, 'APPLICATION', 'NORMAL', '{DIBAO}', '{}', '[]',
               array[$3::uuid], $4, 1)`,
      [requestId, randomUUID(), key, asOf],
    );
    await rows(
      `insert into verification_report (id, region, version, created_by, number, request_id, sequence, requester, case_ref,
                                        result, valid_at, known_at_micros, issued_at, valid_to, body, body_sha256, signature,
                                        public_key, frozen_input)
       values ($1, '510802', 1, 'test', $3, $2, 1, 'assistance', 'case', 'COMPLETE', $4, 1, $4, '2015-01-01', '{}', $3, 's',
               '{}', '{}')`,
      [reportId, requestId, reportId, issuedAt],
    );
    await rows(
      `insert into report_standing (id, region, version, created_by, state, request_id, valid_to)
       values ($1, '510802', 1, 'test', 'EXPIRED', $2, '2015-01-01')`,
      [reportId, requestId],
    );
    await rows(
      `insert into report_finding (report_id, hukou_type, exceeds, material, kinds, gaps, signed_with)
       values ($1, 'URBAN', false, false, '{}', '{}', '')`,
      [reportId],
    );
    return reportId;
  };
  const clue = async (closedAt: string | null, key: string): Promise<string> => {
    const id = randomUUID();
    await rows(
      `insert into clue (id, region, version, created_by, state, subject, department, direction, severity, due_on, attempt,
                         revision, dispatched_at, closed_at, closing_outcome)
       values ($1, '510802', 1, 'test', $2, $3, 'assistance', 'OVER', 'RED', '2014-01-01', 1, 1, '2014-01-01', $4,
               case when $2 = 'CLOSED' then 'NO_CHANGE' end)`,
      [id, closedAt === null ? 'DISPATCHED' : 'CLOSED', randomUUID(), closedAt],
    );
    await rows(
      `insert into indicator_hit (id, clue_id, indicator, subject, episode_key, person_key, severity, months, fact_ids, explanation)
       values ($1, $2, 'A1', $1, 'e', $3, 'RED', '{}', '{}', '{}')`,
      [randomUUID(), id, key],
    );
    return id;
  };
  const consent = (validTo: string, key: string): Promise<unknown[]> =>
    rows(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                            method, document_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'EXPIRED', $2, $2, 'SELF', '{DIBAO}', '{CORE}', 'E_SIGN', '', 'assistance',
               '2010-01-01', $3)`,
      [randomUUID(), key, validTo],
    );
  const household = (member: string, closed: boolean): Promise<unknown[]> =>
    rows(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, closed, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, $3, '[]', '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2 from known`,
      [randomUUID(), member, closed],
    );
  const known = async (at: string, key: string, ward?: string): Promise<void> => {
    const fact =
      ward === undefined
        ? (wage(key) as ReceivedFact)
        : status(key, StatusKind.GUARDIAN_OF, '2010-01-01', 'COURT');
    if (ward !== undefined) Object.assign(fact.message, { attributes: { wardKey: ward } });
    await database.unitOfWork.run('test', (tx) => new FactStore().store(tx, [fact]));
    await rows('update fact set recorded_at = $1 where fact_id = $2', [at, fact.message.factId]);
  };
  interface Entered {
    readonly what: string;
    readonly rows: number;
  }
  const entered = async (): Promise<Entered[]> =>
    (await rows(
      `select what, kept_since::text as since, rows::int, erased_on::text as on,
              replace(policy_key, 'verification.', '') as key
         from erasure order by what`,
    )) as Entered[];
  const factsOf = async (key: string): Promise<number> =>
    (await rows('select from fact where person_key = $1', [key])).length;

  it('is erased: reports with their requests, whose proof stays, closed clues, and consents that have ended', async () => {
    const [gone, stays] = [person(), person()];
    const old = await requested('2014-03-01T00:00:00Z', '2014-03-08T00:00:00Z', gone);
    // a report of an old request that was made anew later
    const late = await requested('2014-03-01T00:00:00Z', '2016-03-08T00:00:00Z', stays);
    const closed = await clue('2015-08-11T15:59:59Z', gone);
    const young = await clue('2015-08-11T16:00:00Z', stays);
    const open = await clue(null, stays);
    await consent('2015-08-11', gone);
    await consent('2015-08-11', stays);
    const [ofGone, ofStays] = await Promise.all(
      [old, late].map(async (id) => {
        const [report] = (await rows('select request_id as id from verification_report where id = $1', [
          id,
        ])) as {
          id: string;
        }[];
        await rows(
          `insert into current_event (ce_type, ce_subject, ce_id, ce_sequence, ce_source, ce_time, topic, key, region, payload)
           select 'minzheng.verification.v1.' || type, subject, gen_random_uuid(), 1, '', '2014-03-08', '', '', '51', ''
             from (values ('VerificationCompleted', 'verificationRequest/' || $1),
                          ('VerificationReportSuperseded', 'verificationReport/' || $2)) as told(type, subject)`,
          [report?.id, id],
        );
        return [`verificationReport/${id}`, `verificationRequest/${report?.id}`];
      }),
    );
    const told = async () => (await rows('select ce_subject from current_event')) as { ce_subject: string }[];
    expect(await told()).toHaveLength(ofGone!.length + ofStays!.length);
    await run();
    // neither is told again
    expect((await told()).map(({ ce_subject }) => ce_subject).toSorted()).toEqual(ofStays);
    expect(await rows('select id from verification_report')).toEqual([{ id: late }]);
    expect(await rows('select id from report_standing')).toEqual([{ id: late }]);
    expect(await rows('select report_id as id from report_finding')).toEqual([{ id: late }]);
    expect(await rows('select person_keys from verification_request')).toEqual([{ person_keys: [stays] }]);
    expect(await rows('select report_id, body_sha256, signature from report_erasure')).toEqual([
      { report_id: old, body_sha256: old, signature: 's' },
    ]);
    expect(
      await rows('select id from clue where id = any($1::uuid[]) order by id', [[closed, young, open]]),
    ).toEqual([young, open].toSorted().map((id) => ({ id })));
    expect(await rows('select person_key from consent')).toEqual([{ person_key: stays }]);
    await expect(rows('delete from verification_report')).rejects.toThrow('never changed');
  });

  it('of facts is erased five years after the last purpose, and not while a report is made of them', async () => {
    const [over, recent, monitored, reported, consented] = [person(), person(), person(), person(), person()];
    const [guardian, ward, formerly] = [person(), person(), person()];
    for (const key of [over, monitored, reported, consented]) await known('2020-08-11T15:59:59Z', key);
    await household(ward, false);
    await household(formerly, true);
    await known('2020-08-11T15:59:59Z', guardian, ward);
    await known('2020-08-11T15:59:59Z', over, formerly);
    await known('2020-08-11T16:00:00Z', recent);
    await rows(
      `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on, left_on)
       values ($1, '510802', 1, 'test', 'LEFT', $3, '[]', '{}', '2015-01-01', '2020-08-11'),
              ($2, '510802', 1, 'test', 'LEFT', $4, '[]', '{}', '2015-01-01', '2020-08-12')`,
      [randomUUID(), randomUUID(), over, monitored],
    );
    await requested('2016-03-01T00:00:00Z', '2016-03-08T00:00:00Z', reported);
    await consent('2020-08-12', consented);
    await rows(
      `insert into fact_confirmation (person_key, record_key, fact_id, observed_at, told_by)
       select person_key, record_key, fact_id, '2020-01-01', '{}' from fact where person_key = any($1::uuid[])`,
      [[over, reported]],
    );
    await rows('delete from dirty');
    await run();
    const counts = await Promise.all([over, recent, monitored, reported, consented, guardian].map(factsOf));
    expect(counts).toEqual([0, 1, 1, 1, 1, 1]);
    expect(await rows('select person_key from fact_confirmation')).toEqual([{ person_key: reported }]);
    expect(await rows('select person_key from dirty')).toEqual([{ person_key: over }]);
  });

  it('of cases and of runs is erased, each with its proof; what is younger or under way stays', async () => {
    // of each: one that has had its time, one that has not
    const days = { cases: ['2015-08-11', '2015-08-12'], facts: ['2020-08-11', '2020-08-12'] };
    const runs = ['2025-02-12T15:59:59Z', '2025-02-12T16:00:00Z'];
    const at = (day: string): string => `${day}T12:00:00+08:00`;
    const leavers = days.facts.map(person);
    const [kept] = await Promise.all([
      rows(
        `insert into household (id, service, region, hukou_type, as_of, sequence, closed, members, obligors)
         select gen_random_uuid(), 'assistance', '510899', 'URBAN', at, 1, closed, '[]', '[]'
           from (values ($1::timestamptz, true), ($1, false), ($2, true)) as h(at, closed) returning id`,
        days.cases.map(at),
      ),
      ...days.cases.map(async (day) => {
        const id = randomUUID();
        await rows(
          `insert into case_decision (case_id, sequence, outcome, programme, region, decided_at)
           values ($1, 1, 'REJECTED', 'DIBAO', '51', $2)`,
          [id, at(day)],
        );
        await rows('insert into case_decision_person values ($1, $2)', [person(), id]);
        await rows(
          `insert into source_query (id, region, version, created_by, state, request_id, agency, dataset, person_keys, holder,
                                     case_ref, purposes, due_at, asked_at)
           select gen_random_uuid(), '51', 1, 'test', state, gen_random_uuid(), 'BANK', 'BANK', '{}', 'assistance', '', '{}',
                  $1::timestamptz, $1::timestamptz
             from unnest(array['ANSWERED', 'SENT']) as s(state)`,
          [at(day)],
        );
      }),
      ...days.facts.map((day, index) =>
        rows(
          `with left_population as (
             insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on, left_on)
             values (gen_random_uuid(), '51', 1, 'test', 'LEFT', $1, '[]', '{}', '2010-01-01', $2))
           insert into manual_fact (id, region, version, created_by, state, person_key, fact, evidence_sha256, evidence_valid_to, reason_enc)
           values (gen_random_uuid(), '51', 1, 'test', 'EXPIRED', $1, '{}', '{a}', $2, '')`,
          [leavers[index], day],
        ),
      ),
      // found long ago: one of which nothing has come back, one of which something has of late
      rows(
        `with found as (
           insert into overpayment (id, person_key, department, region, programme, months, amount_fen, cause, detected_at)
           select gen_random_uuid(), gen_random_uuid(), 'assistance', '51', 'DIBAO', '{}', 1, cause, $1::timestamptz
             from unnest(array['old', 'recovered']) as o(cause) returning id, cause)
         insert into overpayment_recovery (id, overpayment_id, person_key, department, region, programme, amount_fen, way,
                                           balance_fen, recovered_at)
         select gen_random_uuid(), id, gen_random_uuid(), 'assistance', '51', 'DIBAO', 1, 'CASH', 0,
                case when cause = 'old' then $1::timestamptz else $2::timestamptz end from found`,
        days.cases.map(at),
      ),
      rows(
        `with run as (
           insert into bulk_run (id, region, version, created_by, state, mode, period, valid_at, ended_at)
           select gen_random_uuid(), '51', 1, 'test', 'COMPLETED', 'DELTA', ended::text, '2025-01-01', ended
             from unnest($1::timestamptz[]) as r(ended) returning id)
         insert into bulk_run_chunk (run_id, number, alone, subjects, done, is_open, persons)
         select id, 1, true, array[$2::uuid, $2], 2, false, 2 from run`,
        [runs, person()],
      ),
      rows(
        `insert into official_relative (id, region, version, created_by, state, official, role, relative_key, relation, valid_from, valid_to)
         select gen_random_uuid(), '51', 1, 'test', 'FILED', 'clerk', 'HANDLER', gen_random_uuid(), 'SPOUSE', '2010-01-01', ended
           from unnest($1::date[]) as f(ended)`,
        [[...days.cases, null]],
      ),
      // before them one that went through nobody
      rows(
        `insert into bulk_run (id, region, version, created_by, state, mode, period, valid_at, ended_at)
         values (gen_random_uuid(), '51', 1, 'test', 'COMPLETED', 'DELTA', 'of nobody', '2025-01-01', '2025-01-02')`,
      ),
    ]);
    const poor = [leavers[0]!, person()];
    await rows(`insert into registered_poor_person select unnest($1::uuid[]), '51'`, [poor]);
    await known('2020-08-11T15:59:59Z', poor[0]!);
    const before = await entered();
    await run();
    const found = async (sql: string, parameters?: readonly unknown[]) =>
      (await rows(sql, parameters)).length;
    const ids = [kept.map((row) => (row as { id: string }).id)];
    expect({
      households: await found('select from household where id = any($1::uuid[])', ids),
      decisions: await found('select from case_decision natural join case_decision_person'),
      queries: await found(`select from source_query where state = 'ANSWERED'`),
      asked: await found(`select from source_query where state = 'SENT'`),
      left: await rows(`select person_key from monitored_subject where person_key = any($1::uuid[])`, [
        leavers,
      ]),
      byHand: await rows('select person_key from manual_fact'),
      overpayments: await rows('select cause from overpayment'),
      recoveries: await found('select from overpayment_recovery'),
      poor: await rows('select person_key from registered_poor_person'),
    }).toEqual({
      ...{
        households: 2,
        decisions: 1,
        queries: 1,
        asked: 2,
        overpayments: [{ cause: 'recovered' }],
        recoveries: 1,
      },
      ...{
        left: [{ person_key: leavers[1] }],
        byHand: [{ person_key: leavers[1] }],
        poor: [{ person_key: poor[1] }],
      },
    });
    expect(
      await rows(
        `select cardinality(c.subjects) as subjects, c.persons::int, c.subjects[1] is null as erased, r.subjects_erased_on::text as on
           from bulk_run r join bulk_run_chunk c on c.run_id = r.id order by r.ended_at`,
      ),
    ).toEqual([
      { subjects: 2, persons: 2, erased: true, on: '2025-08-12' },
      { subjects: 2, persons: 2, erased: false, on: null },
    ]);
    expect(
      (await entered())
        .map(({ rows: n, ...erasure }) => ({
          ...erasure,
          rows: n - (before.find(({ what }) => what === erasure.what)?.rows ?? 0),
        }))
        .filter((erasure) => erasure.rows > 0),
    ).toEqual(
      [
        ['caseDecisions', '2015-08-12', 'retention.reportYears'],
        ['facts', '2020-08-12', 'retention.factYears'],
        ['households', '2015-08-12', 'retention.reportYears'],
        ['leftSubjects', '2020-08-12', 'retention.factYears'],
        ['manualFacts', '2020-08-12', 'retention.factYears'],
        ['overpayments', '2015-08-12', 'retention.reportYears'],
        ['recipientQueries', '2015-08-12', 'retention.reportYears'],
        ['recoveries', '2015-08-12', 'retention.reportYears'],
        ['relatives', '2015-08-12', 'retention.reportYears'],
        ['runSubjects', '2025-02-13', 'file.keepDays'],
      ].map(([what, since, key]) => ({ what, since, key, rows: 1, on: '2025-08-12' })),
    );
  });

  it('of refused facts is erased with the days of files', async () => {
    const refused = (at: string): Promise<unknown[]> =>
      rows(
        `insert into rejected_fact (id, fact_id, agency, dataset, message_type, reason, sealed, rejected_at)
         values ($1, '', 'TAX', 'TAX', 'x', 'pii-in-event', '\\x00', $2)`,
        [randomUUID(), at],
      );
    // 180 days before 12 August: 13 February
    await refused('2025-02-12T15:59:59Z');
    await refused('2025-02-12T16:00:00Z');
    await run();
    expect(await rows('select rejected_at from rejected_fact')).toEqual([
      { rejected_at: new Date('2025-02-12T16:00:00Z') },
    ]);
  });

  it('is not shortened by a slip: what is erased does not come back', async () => {
    newJob().onModuleInit();
    const allowed = (key: string, value: unknown) =>
      database.unitOfWork.run('test', (tx) =>
        policies.requireAllowed(tx, { key, value } as Parameters<PolicyStore['requireAllowed']>[1]),
      );
    for (const [key, minimum] of [
      ['verification.retention.reportYears', 5],
      ['verification.retention.factYears', 3],
      ['verification.retention.accessLogYears', 3],
    ] as const) {
      await expect(allowed(key, minimum - 1)).rejects.toMatchObject({
        options: { extensions: { key, minimum } },
      });
      await expect(allowed(key, minimum)).resolves.toBeUndefined();
    }
  });
});
