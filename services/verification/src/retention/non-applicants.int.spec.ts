import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactQuality, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { BusinessClock } from '@minzheng/platform/clock';
import type { JobUnderWay, PeriodicJobs } from '@minzheng/platform/jobs';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { DataSource } from 'typeorm';
import { ClueService } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { Evaluator } from '../evaluation/evaluator.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { FactStore } from '../facts/fact.store.js';
import { received, wage } from '../facts/test/facts.js';
import { auditLog } from '../test/kit/audit.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { NonApplicantJob } from './non-applicant.job.js';

const person = (): string => randomUUID().replace(/^(.{14})./, '$18');

/** In Asia/Shanghai it is 12 August 2025: what was recorded on 12 August 2024 or later stays. */
describe('what was told of persons of whom nobody has a case', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let policies: PolicyStore;
  const clock = new BusinessClock(() => Date.parse('2025-08-11T18:00:00Z'));
  const logger = new JsonLogger('test', 'silent');

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    policies = await shippedPolicies(database);
    // of another province: its row says nothing here
    await dataSource.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       select gen_random_uuid(), owner, key, '51', effective_from, '99', legal_basis, 1 from policy_row
        where key = 'verification.retention.nonApplicantMonths'`,
    );
  });
  afterAll(() => database.drop());

  const store = (...facts: ReceivedFact[]): Promise<void> =>
    unitOfWork.run('test', (tx) => new FactStore().store(tx, facts));
  const recordedAt = (instant: string, ...facts: ReceivedFact[]): Promise<unknown> =>
    dataSource.query('update fact set recorded_at = $1 where fact_id = any($2::uuid[])', [
      instant,
      facts.map(({ message }) => message.factId),
    ]);
  const guardian = (of: string, ward: string): ReceivedFact =>
    received(StatusFactSchema, {
      factId: randomUUID(),
      personKey: of,
      occurredAt: timestampFromDate(new Date('2024-01-01T00:00:00Z')),
      kind: StatusKind.GUARDIAN_OF,
      days: { from: '2020-01-01' },
      attributes: { wardKey: ward },
      quality: FactQuality.REGISTERED,
      source: {
        agency: 'COURT',
        dataset: 'COURT',
        recordId: randomUUID(),
        observedAt: timestampFromDate(new Date('2024-01-01T00:00:00Z')),
      },
    }) as ReceivedFact;
  const requested = (state: string, key: string): Promise<unknown> =>
    dataSource.query(
      `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority, purposes,
                                         household, declared_items, person_keys, as_of)
       values ($1, '510802', 1, 'test', $2, 'assistance', $3, 'APPLICATION', 'NORMAL', '{DIBAO}', '{}', '[]', array[$4::uuid],
               '2024-01-01T00:00:00Z')`,
      [randomUUID(), state, randomUUID(), key],
    );
  const factsOf = async (key: string): Promise<string[]> => {
    const rows = await dataSource.query<{ fact_id: string }[]>(
      'select fact_id from fact where person_key = $1',
      [key],
    );
    return rows.map(({ fact_id }) => fact_id);
  };
  const night = async (): Promise<void> => {
    const unscheduled = { register: () => undefined } as unknown as PeriodicJobs;
    const job = new NonApplicantJob(unscheduled, policies, clock, { province: '43' } as Regions, logger);
    let checkpoint: unknown;
    for (;;) {
      const chunk = await unitOfWork.run('night', (tx) =>
        job.chunk(tx, { checkpoint } as JobUnderWay<object, never>),
      );
      if (chunk.finished) return;
      checkpoint = chunk.checkpoint;
    }
  };

  it('is erased once it was kept for twelve months, and of nobody else', async () => {
    const [nobody, refused, housed, asked, cancelled, carer, consenting, custodian, stranger] = Array.from(
      { length: 9 },
      person,
    ) as [string, ...string[]];
    const others = [housed, asked, cancelled, carer, consenting, custodian] as string[];
    const [kept, last, old] = [wage(nobody), wage(nobody), wage(nobody)];
    const [confirmed, forgotten] = [wage(nobody), wage(nobody)];
    const ofRefused = wage(refused!);
    const wards = new Map([
      [carer, housed],
      [custodian, asked],
    ]);
    const ofOthers = others.map((each) => {
      const ward = wards.get(each);
      return ward === undefined ? wage(each) : guardian(each, ward);
    });
    const ofStranger = guardian(stranger!, randomUUID());
    await store(kept, last, old, confirmed, forgotten, ofRefused, ofStranger, ...ofOthers);
    await recordedAt('2024-08-11T15:59:59.999Z', old, confirmed, forgotten);
    await dataSource.query(
      `insert into fact_confirmation (person_key, record_key, fact_id, observed_at, told_by)
       select person_key, record_key, fact_id, case fact_id when $1 then '2024-09-01' else '2024-08-01' end::timestamptz, '{}'
         from fact where fact_id in ($1, $2)`,
      [confirmed.message.factId, forgotten.message.factId],
    );
    await recordedAt('2024-08-11T16:00:00Z', last);
    await recordedAt('2023-01-01T00:00:00Z', ofRefused, ofStranger, ...ofOthers);
    await dataSource.query(
      `insert into source_answer (person_key, agency, dataset, answer_id, state, observed_at, recorded_at)
       values ($1, 'TAX', 'TAX', $2, 'ANSWERED', '2023-01-01T00:00:00Z', '2023-01-01T00:00:00Z')`,
      [nobody, randomUUID()],
    );
    await dataSource.query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, '[]', '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2 from known`,
      [randomUUID(), housed],
    );
    await requested('ISSUED', asked!);
    await requested('CANCELLED', cancelled!);
    await requested('REFUSED', refused!);
    await dataSource.query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets, method,
                            document_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'EXPIRED', $2, $2, 'SELF', '{DIBAO}', '{CORE}', 'PAPER_SCAN', 'a', 'assistance',
               '2023-01-01T00:00:00Z', '2023-12-31')`,
      [randomUUID(), consenting],
    );

    await night();
    expect((await factsOf(nobody)).sort()).toEqual(
      [kept, last, confirmed].map(({ message }) => message.factId).sort(),
    );
    expect(await dataSource.query('select fact_id from fact_confirmation')).toEqual([
      { fact_id: confirmed.message.factId },
    ]);
    expect(await factsOf(refused!)).toEqual([]);
    for (const each of others) expect([each, await factsOf(each)]).toEqual([each, [expect.any(String)]]);
    expect(await dataSource.query('select from source_answer where person_key = $1', [nobody])).toEqual([]);
    const entered = () =>
      dataSource.query(
        'select what, rows::int, erased_on::text as on, kept_since::text as since, policy_key as key from erasure order by what desc',
      );
    const proof = {
      ...{ on: '2025-08-12', since: '2024-08-12', key: 'verification.retention.nonApplicantMonths' },
    };
    const once = [
      { what: 'nonApplicants', rows: 3, ...proof },
      { what: 'nonApplicantFacts', rows: 4, ...proof },
    ];
    expect(await entered()).toEqual(once);
    await night();
    expect(await entered()).toEqual(once);
    expect(await dataSource.query('select guardian_key from ward order by 1')).toEqual(
      [carer, custodian].sort().map((guardian_key) => ({ guardian_key })),
    );
  });

  it('is in no summary either, once the evaluator has looked', async () => {
    const somebody = person();
    const [old, fresh] = [wage(somebody, { month: '2025-03' }), wage(somebody)];
    await store(old, fresh);
    const evaluator = new Evaluator(
      unitOfWork,
      policies,
      new ClueService(policies, clock),
      new EvidenceWithdrawal(policies, clock),
      auditLog(),
      clock,
      { province: '51' } as Regions,
      logger,
    );
    const evaluated = async (): Promise<{ seq: string; current: string; length: number }> => {
      while ((await evaluator.evaluateBatch()) > 0);
      const [row] = await dataSource.query<{ seq: string; current: string; length: number }[]>(
        `select s.fact_seq::text as seq, p.fact_seq::text as current,
                length(s.facts) + coalesce(length(s.pack), 0) as length
           from fact_summary s join person p using (person_key) where person_key = $1`,
        [somebody],
      );
      if (!row) throw new Error('no summary');
      return row;
    };
    const before = await evaluated();
    await recordedAt('2023-01-01T00:00:00Z', old);
    await night();
    const after = await evaluated();
    expect(after.seq).toBe(after.current);
    expect(after.length).toBeLessThan(before.length);
    expect(await factsOf(somebody)).toEqual([fresh.message.factId]);
  });
});
