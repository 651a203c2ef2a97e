import { randomUUID } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SourceAnsweredSchema, SourceAnswerState, StatusKind } from '@minzheng/contracts/facts';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Problem } from '@minzheng/platform/http';
import type { PeriodicJobs } from '@minzheng/platform/jobs';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { Regions } from '@minzheng/platform/regions';
import { takeOfAgreements } from '../agreements/agreement-use.js';
import { AgreementParties } from '../agreements/agreement-party.js';
import { AgreementService } from '../agreements/agreement.service.js';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import { FactStore } from '../facts/fact.store.js';
import { storeAnswers } from '../facts/source-answers.js';
import { status } from '../facts/test/facts.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { AGENCY_CODES, AgencyCircuit } from './agency-circuit.js';
import { FeedWatchJob } from './feed-watch.job.js';
import { RecipientQueryJob } from './recipient-query.job.js';
import { SourceQueries } from './source-queries.js';

const person = (): string => randomUUID().replace(/^(.{14})./, '$18');
const unscheduled = { register: () => undefined } as unknown as PeriodicJobs;

const REGIONS = { province: '51' } as Regions;

describe('what is looked at of agencies by the clock', () => {
  let database: ServiceDatabase;
  let policies: PolicyStore;
  let now = Date.parse('2025-07-01T18:00:00Z');
  const clock = new BusinessClock(() => now);

  beforeAll(async () => {
    database = await serviceDatabase();
    policies = await shippedPolicies(database);
  });
  afterAll(() => database.drop());

  const rows = async (sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> =>
    database.dataSource.query(sql, [...parameters]);

  describe('recipients', () => {
    const recipient = async (categories: string[], state = 'MONITORED'): Promise<string> => {
      const key = person();
      await rows(
        `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on, left_on)
         values ($1, '510802', 1, 'test', $2, $3, '[]', $4, '2025-01-01', case when $2 = 'LEFT' then '2025-06-01'::date end)`,
        [randomUUID(), state, key, categories],
      );
      return key;
    };
    const agreed = (
      key: string,
      datasets: string[],
      purposes: string[],
      change: object = {},
    ): Promise<unknown[]> => {
      const form = {
        ...{ state: 'ACTIVE', validTo: '2026-06-30', withdrawnAt: null, signerKey: key, signerRole: 'SELF' },
        ...change,
      };
      return rows(
        `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                              method, document_sha256, taken_by, signed_at, valid_to, withdrawn_at)
         values ($1, '510802', 1, 'test', $2, $3, $8, $9, $4, $5, 'E_SIGN', '', 'assistance', '2025-01-01', $6, $7)`,
        [
          ...[randomUUID(), form.state, key, purposes, datasets, form.validTo, form.withdrawnAt],
          ...[form.signerKey, form.signerRole],
        ],
      );
    };
    const night = async (): Promise<void> => {
      const job = new RecipientQueryJob(unscheduled, new SourceQueries(policies, clock), policies, clock, {
        province: '43',
      } as Regions);
      for (let finished = false; !finished;) {
        ({ finished } = await database.unitOfWork.run('night', (tx) => job.chunk(tx)));
      }
    };
    const asked = () =>
      rows(
        `select state, agency, region, case_ref as "caseRef", purposes, person_keys as persons, due_at as "dueAt"
           from source_query where case_ref like 'recipients-%' order by case_ref`,
      );

    const dead = (key: string): Promise<void> =>
      database.unitOfWork.run('test', (tx) =>
        new FactStore().store(tx, [status(key, StatusKind.DECEASED, '2025-06-01', 'PSB')]),
      );

    it('are asked about once a quarter, for what they have agreed to, and nobody who has not', async () => {
      const [core, named, both, inherited, gone] = [
        await recipient(['dibao']),
        await recipient(['tekun']),
        await recipient(['dibao', 'disabled']),
        await recipient(['dibao']),
        await recipient(['dibao']),
      ];
      await agreed(inherited, ['CORE'], ['DIBAO'], { signerKey: person(), signerRole: 'HEIR' });
      for (const key of [inherited, gone]) {
        await agreed(key, ['BANK'], ['MONITORING']);
        await dead(key);
      }
      await agreed(core, ['CORE'], ['DIBAO', 'ORPHAN']);
      await agreed(named, ['BANK'], ['DIBAO']);
      await agreed(both, ['CORE'], ['EDGE', 'DIBAO']);
      await agreed(both, ['BANK'], ['LEGAL_AID', 'MONITORING']);
      await agreed(await recipient(['dibao']), ['BANK'], ['LEGAL_AID', 'EDGE']);
      for (const [datasets, change] of [
        [['CORE'], { validTo: '2025-07-01' }],
        [['CORE'], { state: 'WITHDRAWN', withdrawnAt: '2025-06-30T00:00:00Z' }],
        [['TAX'], {}],
      ] as const) {
        await agreed(await recipient(['dibao']), [...datasets], ['DIBAO'], change);
      }
      await agreed(await recipient(['edge']), ['CORE'], ['DIBAO']);
      await agreed(await recipient(['dibao'], 'LEFT'), ['CORE'], ['DIBAO']);

      await night();
      // it is Wednesday 2 July: five working days later Wednesday 9 July is over
      const due = { state: 'PENDING', agency: 'BANK', region: '43', dueAt: new Date('2025-07-09T16:00:00Z') };
      const first = await asked();
      expect(first).toHaveLength(2);
      expect(new Set(first)).toEqual(
        new Set([
          expect.objectContaining({
            ...due,
            purposes: ['DIBAO'],
            persons: [core, named, inherited].toSorted(),
          }),
          expect.objectContaining({ ...due, purposes: ['DIBAO', 'MONITORING'], persons: [both] }),
        ]),
      );
      await night();
      expect(await asked()).toEqual(first);
      expect(
        await rows('select quarter, sequence, persons, ended_on::text from recipient_query_round'),
      ).toEqual([{ quarter: '2025-Q3', sequence: 2, persons: 4, ended_on: '2025-07-02' }]);

      now = Date.parse('2025-07-09T18:00:00Z');
      await night();
      expect((await asked()).map((query) => Reflect.get(query as object, 'state'))).toEqual([
        'TIMEOUT',
        'TIMEOUT',
      ]);
      now = Date.parse('2025-09-30T18:00:00Z');
      await night();
      expect((await asked()).slice(2)).toMatchObject([
        { caseRef: 'recipients-2025-Q4-00001' },
        { caseRef: 'recipients-2025-Q4-00002' },
      ]);
    });
  });

  describe('a query', () => {
    const answer = (personKey: string, dataset: string, state = SourceAnswerState.ANSWERED) =>
      database.unitOfWork.run('test', async (tx) => {
        const [agency = ''] = dataset.split('.');
        await storeAnswers(tx, [
          create(SourceAnsweredSchema, {
            ...{ answerId: randomUUID(), personKey, agency, dataset, state },
            observedAt: timestampFromDate(new Date(now)),
          }),
        ]);
        await new SourceQueries(policies, clock).answered(tx, [personKey]);
      });
    const asking = async (agency: string, ...personKeys: string[]) => {
      const id = randomUUID();
      await database.unitOfWork.run('test', (tx) =>
        new SourceQueries(policies, clock).open(
          tx,
          {
            ...{ id, region: '510802', caseRef: `of ${id}`, purposes: ['DIBAO'], holder: 'assistance' },
            dueAt: new Date(now + 86_400_000),
          },
          [{ agency, personKeys: personKeys.toSorted(), fresh: false }],
        ),
      );
      return async () => {
        const [query] = await rows('select state from source_query where request_id = $1', [id]);
        return Reflect.get(query as object, 'state') as unknown;
      };
    };

    it('ends when each dataset of the agency has answered, or the agency for all of them', async () => {
      const [one, other] = [randomUUID(), randomUUID()];
      const state = await asking('PSB', one, other);
      await answer(one, 'PSB.vehicles', SourceAnswerState.NO_RECORD);
      await answer(other, 'PSB');
      expect(await state()).toBe('PENDING');
      await answer(one, 'PSB.population');
      expect(await state()).toBe('ANSWERED');
    });

    it('of an agency whose datasets nobody has named ends by its word for all of them', async () => {
      const person = randomUUID();
      const state = await asking('BANK', person);
      await answer(person, 'BANK.deposits');
      expect(await state()).toBe('PENDING');
      await answer(person, 'BANK', SourceAnswerState.NO_RECORD);
      expect(await state()).toBe('NO_RECORD');
    });
  });

  describe('a feed that has never come', () => {
    const look = (): Promise<unknown> =>
      database.unitOfWork.run('look', (tx) =>
        new FeedWatchJob(unscheduled, policies, REGIONS, clock).chunk(tx),
      );
    const agreement = (agency: string, mode: string, maxLagDays: number | null): Promise<unknown[]> =>
      rows(
        `insert into data_agreement (id, region, version, created_by, state, agency, dataset, direction, mode, purposes, kinds,
                                     fields, legal_basis, consent_gated, rate_per_second, daily_quota, max_lag_days, valid_from,
                                     valid_to)
         values ($1, '51', 1, 'test', 'ACTIVE', $2, $2, 'IN', $3, '{}', '{}', '{}', 'x', false, 1, 1, $4, '2025-11-01', '2030-01-01')`,
        [randomUUID(), agency, mode, maxLagDays],
      );
    const states = () =>
      rows('select agency, dataset, is_late as late, version from feed_state order by agency');

    it('is late as its agreement says, once, and no longer when it comes', async () => {
      await rows(`update data_agreement set state = 'REVOKED'`);
      await agreement('NR', 'HTTP', 3);
      await agreement('HPF', 'FILE', null);
      await agreement('BANK', 'PULL', 3);
      now = Date.parse('2025-11-03T15:00:00Z');
      await look();
      expect(await states()).toEqual([]);
      now = Date.parse('2025-11-05T18:00:00Z');
      await look();
      await look();
      expect(await states()).toEqual([{ agency: 'NR', dataset: 'NR', late: true, version: 1 }]);
      await rows(
        `insert into feed_watermark (agency, dataset, up_to) values ('NR', 'NR.homes', '2025-11-05T17:00:00Z')`,
      );
      await look();
      await look();
      expect(await states()).toEqual([{ agency: 'NR', dataset: 'NR', late: false, version: 2 }]);
    });
  });

  it('a call under two agreements takes of both, or of neither', async () => {
    const [first, second] = [
      { id: '00000000-0000-7000-8000-000000000001', ratePerSecond: 9, dailyQuota: 10 },
      { id: '00000000-0000-7000-8000-000000000002', ratePerSecond: 9, dailyQuota: 2 },
    ];
    const take = (of: number, other: number): Promise<string> =>
      takeOfAgreements(
        database.dataSource,
        new Map([
          [second, other],
          [first, of],
        ]),
        new Date(),
      ).then(
        () => 'taken',
        (error: Problem) => error.type.name,
      );
    const items = () =>
      rows(
        'select items::int from agreement_use where agreement_id = any($1::uuid[]) order by agreement_id',
        [[first.id, second.id]],
      );
    expect(await take(4, 1)).toBe('taken');
    expect(await take(4, 2)).toBe('quota');
    expect(await items()).toEqual([{ items: 4 }, { items: 1 }]);
    expect(await take(6, 1)).toBe('taken');
    expect(await items()).toEqual([{ items: 10 }, { items: 2 }]);
  });
});

describe('several instances that start at once', () => {
  let database: ServiceDatabase;
  beforeAll(async () => {
    database = await serviceDatabase();
  });
  afterAll(() => database.drop());

  it('register agencies and take agreements over once', async () => {
    const { unitOfWork, dataSource } = database;
    const policies = await shippedPolicies(database);
    const clock = new BusinessClock();
    const start = async (): Promise<void> => {
      const parties = new AgreementParties({ centreOrg: 'centre' });
      await new AgreementService(unitOfWork, policies, REGIONS, clock, parties).onApplicationBootstrap();
      await new AgencyCircuit(unitOfWork, REGIONS, clock).onApplicationBootstrap();
    };
    await Promise.all([start(), start(), start()]);
    const count = async (table: string): Promise<number> => {
      const [row] = await dataSource.query<{ n: number }[]>(`select count(*)::int as n from ${table}`);
      return row?.n ?? 0;
    };
    expect([await count('agency'), await count('data_agreement')]).toEqual([
      AGENCY_CODES.length,
      SHIPPED_AGREEMENTS.length,
    ]);
  });
});
