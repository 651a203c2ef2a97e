import { NOTICES } from '@minzheng/casework/notices';
import { VISITS } from '@minzheng/casework/visits';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { VisitsAndNotices1710000000220 } from './0220-visits-and-notices.js';

const [CASE, HOUSEHOLD, VISIT, NOTICE, PERSON] = [1, 2, 3, 4, 5].map(
  (last) => `0198a000-0000-7000-8000-00000000000${last}`,
) as [string, string, string, string, string];
const OBSERVATIONS = {
  income: '一人打零工',
  assets: '无车',
  housing: '一般',
  food: '一般',
  clothing: '一般',
};

/** A database of before: visits and notices refer to cases by a column of their own, and what was seen is in clear. */
describe('visits and notices of before', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      ...{ type: 'postgres', url: database.url },
      migrations: [
        ...(VISITS.migrations ?? []),
        ...(NOTICES.migrations ?? []),
        VisitsAndNotices1710000000220,
      ],
    }).initialize();
    const common = `id uuid primary key, region text not null, version int not null,
      created_at timestamptz not null default clock_timestamp(), created_by text not null`;
    await dataSource.query(`
      create table aid_case (id uuid primary key, case_no text not null, household_id uuid not null);
      create table household_member (household_id uuid, person_key uuid, place int, counted boolean);
      create table house_visit (${common}, case_id uuid not null references aid_case, visited_on date not null,
        mode text not null, investigators jsonb not null, observations jsonb not null, photo_hashes text[] not null,
        signatures jsonb not null, content_sha256 text not null, state text not null check (state in ('DRAFT', 'SIGNED')));
      create index house_visit_case on house_visit (case_id);
      create table public_notice (${common}, case_id uuid not null references aid_case,
        kind text not null check (kind in ('PRELIMINARY', 'RESULT', 'TERMINATION')), posted_on date not null,
        ends_on date not null, place text not null, photo_sha256 text,
        state text not null check (state in ('POSTED', 'CLEAN', 'TAKEN_DOWN')));
      create index public_notice_open on public_notice (ends_on) where state = 'POSTED';
      create index public_notice_case on public_notice (case_id);

      insert into aid_case values ('${CASE}', 'C-1', '${HOUSEHOLD}');
      insert into household_member values ('${HOUSEHOLD}', '${PERSON}', 0, true);
      insert into household_member values ('${HOUSEHOLD}', '${NOTICE}', 1, false);
      insert into house_visit (id, region, version, created_by, case_id, visited_on, mode, investigators, observations,
                               photo_hashes, signatures, content_sha256, state)
      values ('${VISIT}', '510802001', 3, 'clerk', '${CASE}', '2025-05-20', 'IN_PERSON', '[]',
              '${JSON.stringify(OBSERVATIONS)}', '{}', '[]', 'abc', 'SIGNED');
      insert into public_notice (id, region, version, created_by, case_id, kind, posted_on, ends_on, place, state)
      values ('${NOTICE}', '510802001', 2, 'lead', '${CASE}', 'PRELIMINARY', '2025-05-23', '2025-05-30', '公开栏', 'CLEAN');
    `);
    await dataSource.runMigrations();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('refer to their case, its household and its members', async () => {
    const [visit] = await dataSource.query<object[]>('select * from house_visit');
    expect(visit).toMatchObject({
      ...{ subject_type: 'case', subject_id: CASE, case_ref: 'C-1', household_id: HOUSEHOLD },
      ...{ person_keys: [PERSON], present: [], flags: [], version: 3, content_sha256: 'abc' },
      // the service encrypts it at its next start
      ...{ observations: OBSERVATIONS, content_enc: null },
    });
    expect(visit).not.toHaveProperty('case_id');
    const [notice] = await dataSource.query<object[]>('select * from public_notice');
    expect(notice).toMatchObject({ subject_type: 'case', subject_id: CASE, state: 'CLEAN' });
    await dataSource.query(`update public_notice set state = 'OBJECTED'`);
  });
});
