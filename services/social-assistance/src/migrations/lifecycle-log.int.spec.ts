import { LifecycleLog1700000000104 } from '@minzheng/platform/persistence';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from '../social-assistance.definition.js';
import { SocialAssistance1710000000201 } from './0001-social-assistance.js';
import { ReturnsAndAwardStarts1710000000202 } from './0002-returns-and-award-starts.js';
import { LifecycleLog1710000000203 } from './0003-lifecycle-log.js';

/** Those of the shared case work, which social assistance’s own refer to. */
const SHARED = SOCIAL_ASSISTANCE.migrations.filter(({ name }) => /1705\d{9}$/.test(name));
const CASE_ID = '0198a000-0000-7000-8000-000000000001';

describe('the log of cases', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const migrated = (migrations: (new () => object)[]): Promise<DataSource> =>
    new DataSource({ type: 'postgres', url: database.url, migrations, migrationsRun: true }).initialize();

  it('is kept when it moves to the log of everything', async () => {
    const before = await migrated([
      ...SHARED,
      SocialAssistance1710000000201,
      ReturnsAndAwardStarts1710000000202,
    ]);
    await before.query(`
      insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
      values ('${CASE_ID}', '510802001001', 1, 'clerk', 'H1', 'URBAN', '', 'OPEN');
      insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
      values ('${CASE_ID}', '510802001001', 3, 'clerk', 'C1', '${CASE_ID}', 'DIBAO', 'COUNTER', 'INVESTIGATING', '[]');
      insert into case_log (case_id, actor, command, from_state, to_state, version, business_at, recorded_at)
      values ('${CASE_ID}', 'clerk', 'accept', 'SUBMITTED', 'ACCEPTED', 2, '2025-05-12T01:00:00Z', '2026-01-01T00:00:00Z'),
             ('${CASE_ID}', 'clerk', 'requestVerification', 'ACCEPTED', 'INVESTIGATING', 3, '2025-05-13T01:00:00Z', '2026-01-02T00:00:00Z');
    `);
    await before.destroy();
    const after = await migrated([
      LifecycleLog1700000000104,
      ...SHARED,
      SocialAssistance1710000000201,
      ReturnsAndAwardStarts1710000000202,
      LifecycleLog1710000000203,
    ]);
    const log = await after.query(
      `select aggregate, aggregate_id, actor, command, from_state, to_state, version, business_at, recorded_at, reason
         from lifecycle_log order by id`,
    );
    const [gone] = await after.query<{ name: string | null }[]>(`select to_regclass('case_log') as name`);
    await after.destroy();
    const common = { aggregate: 'case', aggregate_id: CASE_ID, actor: 'clerk', reason: null };
    expect(log).toEqual([
      {
        ...common,
        command: 'accept',
        from_state: 'SUBMITTED',
        to_state: 'ACCEPTED',
        version: 2,
        business_at: new Date('2025-05-12T01:00:00Z'),
        recorded_at: new Date('2026-01-01T00:00:00Z'),
      },
      {
        ...common,
        command: 'requestVerification',
        from_state: 'ACCEPTED',
        to_state: 'INVESTIGATING',
        version: 3,
        business_at: new Date('2025-05-13T01:00:00Z'),
        recorded_at: new Date('2026-01-02T00:00:00Z'),
      },
    ]);
    expect(gone?.name).toBeNull();
  });
});
