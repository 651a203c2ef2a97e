import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { Reports1710000000107 } from '../../reports/migrations/0001-reports.js';
import { Requests1710000000106 } from './0001-requests.js';
import { RequestStates1710000000170 } from './1710000000170-request-states.js';

describe('the migration to states of reports', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const [requestId, first, second] = [randomUUID(), randomUUID(), randomUUID()];
  const before = [Requests1710000000106, Reports1710000000107];
  const open = (migrations: typeof before) =>
    new DataSource({ type: 'postgres', url: database.url, migrations, migrationsRun: true }).initialize();
  const insertReport = (id: string, sequence: number, supersedes: string | null) =>
    dataSource.query(
      `insert into verification_report (id, region, version, created_by, number, request_id, sequence, requester, case_ref, result,
                                        valid_at, known_at_micros, issued_at, valid_to, body, body_sha256, signature, public_key,
                                        frozen_input, supersedes)
       values ($1, '510802', 1, 'worker', $2, $3, $4, 'assistance', 'case', 'COMPLETE', clock_timestamp(), 1, clock_timestamp(),
               '2025-10-16', '{}', '', '', '{}', '{}', $5)`,
      [id, `51-20250718-${sequence}`, requestId, sequence, supersedes],
    );

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await open(before);
    await dataSource.query(
      `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority, purposes,
                                         household, declared_items, person_keys, as_of, sequence)
       values ($1, '510802', 3, 'test', 'ISSUED', 'assistance', 'case', 'APPLICATION', 'NORMAL', '{DIBAO}', '{}', '[]', '{}',
               clock_timestamp(), 2)`,
      [requestId],
    );
    await insertReport(first, 1, null);
    await insertReport(second, 2, first);
    await dataSource.destroy();
    dataSource = await open([...before, RequestStates1710000000170]);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('tells of each report that was issued whether it holds', async () => {
    const standings = await dataSource.query(
      'select id, state, superseded_by, valid_to::text, request_id from report_standing order by state',
    );
    const ofBoth = { valid_to: '2025-10-16', request_id: requestId };
    expect(standings).toEqual([
      { ...ofBoth, id: second, state: 'ISSUED', superseded_by: null },
      { ...ofBoth, id: first, state: 'SUPERSEDED', superseded_by: second },
    ]);
  });

  it('leaves requests as they were, waiting for nothing', async () => {
    expect(
      await dataSource.query(
        'select state, version, obligor_households, awaited_appeals, reopen_cause from verification_request',
      ),
    ).toEqual([
      { state: 'ISSUED', version: 3, obligor_households: {}, awaited_appeals: [], reopen_cause: null },
    ]);
  });
});
