import { AnchorSigner, Audit1700000000105, AuditSealer, AuditVerifier } from '@minzheng/platform/audit';
import { FieldCipher } from '@minzheng/platform/encryption';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { testDatabase } from '@minzheng/testing/servers';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { AccessEntries1710000000120 } from './migrations/1710000000120-access-entries.js';

const KEYS = new Map([['k1', Buffer.alloc(32, 1)]]);
const [HUSBAND, WIFE] = ['66f9367c-2a08-8d62-9d75-d6dbe23270b8', '0a11367c-2a08-8d62-9d75-d6dbe23270b8'];

it('reads that were logged before the audit become entries of it, one for each person', async () => {
  const database = await testDatabase();
  const dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    migrations: [Audit1700000000105],
    migrationsRun: true,
  }).initialize();
  await dataSource.query(`
    create table access_entry (
      id uuid primary key, actor text not null, purpose text not null, case_ref text not null, report_id uuid,
      subjects uuid[] not null, fields text[] not null, at timestamptz not null default clock_timestamp()
    );
    insert into access_entry values
      ('0198a000-0000-7000-8000-000000000001', 'officer', 'DIBAO', 'case-1', null, '{${HUSBAND},${WIFE}}',
       '{conclusion}', '2025-07-15T02:00:00.123456Z'),
      ('0198a000-0000-7000-8000-000000000002', 'officer', 'DIBAO', 'case-1', null, '{}', '{conclusion}',
       '2025-07-15T02:00:01Z')`);
  const runner = dataSource.createQueryRunner();
  await new AccessEntries1710000000120().up(runner);
  await runner.release();

  const unitOfWork = new UnitOfWork(dataSource, { writer: 'verification', source: '/test', partitions: 3 });
  const cipher = new FieldCipher(KEYS, 'k1');
  await new AuditSealer(unitOfWork, cipher, pino({ level: 'silent' })).round();
  const entries = await dataSource.query(
    'select actor, purpose, case_ref, subject, fields, at from audit_entry order by at, subject',
  );
  const common = { actor: 'officer', purpose: 'DIBAO', case_ref: 'case-1', fields: ['conclusion'] };
  expect(entries).toEqual([
    { ...common, subject: WIFE, at: new Date('2025-07-15T02:00:00.123Z') },
    { ...common, subject: HUSBAND, at: new Date('2025-07-15T02:00:00.123Z') },
    { ...common, subject: null, at: new Date('2025-07-15T02:00:01Z') },
  ]);
  const verifier = new AuditVerifier(dataSource, cipher, await AnchorSigner.create(KEYS, 'k1'));
  expect(await verifier.verify()).toMatchObject({ ok: true, checked: 3 });
  expect(await dataSource.query(`select to_regclass('access_entry') as gone`)).toEqual([{ gone: null }]);
  await dataSource.destroy();
  await database.drop();
});
