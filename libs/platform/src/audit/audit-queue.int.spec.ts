import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { PreparedStatements } from '../persistence/prepared-statements.js';
import { AuditQueue } from './audit-queue.js';
import { AnchorSigner, AuditLog, AuditVerifier, type AuditEntry } from './index.js';
import { cipher, KEYS, openAuditDatabase, sealerOn } from './test/sealing.js';

const ENTRY: AuditEntry = {
  actor: 'clerk-wang',
  role: 'clerk',
  org: 'bureau',
  region: '510802',
  action: 'POST /v1/household-checks',
  purpose: 'DIBAO',
  caseRef: '510802-20250715-0001',
  reason: 'break-glass/"停电" {a,b}\\',
  subjects: [randomUUID(), randomUUID(), randomUUID()],
  fields: ['conclusion', 'totals, "finances"'],
};

describe('entries of many reads at once', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let queue: AuditQueue;
  let statements = 0;

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openAuditDatabase(database.url);
    const prepared = new PreparedStatements(dataSource);
    statements = 0;
    queue = new AuditQueue(new AuditLog(cipher), {
      query: (sql, parameters) => {
        statements += 1;
        return prepared.query(sql, parameters);
      },
    });
  });
  afterEach(async () => {
    if (dataSource.isInitialized) await dataSource.destroy();
    await database.drop();
  });

  const entered = async (actor: string): Promise<number> => {
    const [row] = await dataSource.query<{ count: number }[]>(
      'select count(*)::int as count from audit_entry where actor = $1',
      [actor],
    );
    return row?.count ?? NaN;
  };

  it('are there when each is told so, though few statements wrote them, and can be proved', async () => {
    const actors = Array.from({ length: 200 }, (_, number) => `actor-${number}`);
    const found = await Promise.all(
      actors.map(async (actor) => {
        await queue.write({ ...ENTRY, actor });
        return entered(actor);
      }),
    );
    expect(new Set(found)).toEqual(new Set([3]));
    expect(statements).toBeLessThan(20);

    while (await sealerOn(dataSource).round());
    const verifier = new AuditVerifier(dataSource, cipher, await AnchorSigner.create(KEYS, 'k1'));
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 600 });
    const [row] = await dataSource.query('select fields, reason, case_ref from audit_entry limit 1');
    expect(row).toEqual({ fields: ENTRY.fields, reason: ENTRY.reason, case_ref: ENTRY.caseRef });
  });

  it('are one each where an act concerns nobody, or somebody twice', async () => {
    const [subject = ''] = ENTRY.subjects;
    await Promise.all([
      queue.write({ ...ENTRY, actor: 'nobody', subjects: [] }),
      queue.write({ ...ENTRY, actor: 'twice', subjects: [subject, subject] }),
    ]);
    expect([await entered('nobody'), await entered('twice')]).toEqual([1, 1]);
  });

  it('fail alone where a value is refused', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, number) =>
        queue.write({ ...ENTRY, actor: 'some', ...(number === 7 && { target: 'a\u0000b' }) }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: expect.stringMatching(/^22/) } },
    ]);
    expect(await entered('some')).toBe(27);
  });

  it('all fail where the audit cannot be written, and the next succeed when it can', async () => {
    await dataSource.query('alter table audit_entry rename to away');
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => queue.write(ENTRY)));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { type: { name: 'audit-unavailable' } } });
    }
    await dataSource.query('alter table away rename to audit_entry');
    await queue.write(ENTRY);
    expect(await entered(ENTRY.actor)).toBe(3);
  });
});
