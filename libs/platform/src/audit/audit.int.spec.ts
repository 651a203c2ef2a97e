import { fork } from 'node:child_process';
import { once } from 'node:events';
import { GENESIS_HASH } from '@minzheng/kernel/audit-chain';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { BusinessClock } from '../clock/index.js';
import { enterErasure, eraseAccessLog } from '../erasures/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import {
  AnchorSigner,
  AuditAnchors,
  AuditJobs,
  AuditLog,
  AuditRetention,
  AuditSealer,
  AuditVerifier,
  type AuditEntry,
  type ChainFinding,
} from './index.js';
import { cipher, KEYS, openAuditDatabase, quiet, sealerOn, workOn } from './test/sealing.js';

const HOOKS = new URL('../messaging/test/typescript-hooks.mjs', import.meta.url).href;
const SUBJECTS = ['66f9367c-2a08-8d62-9d75-d6dbe23270b8', '0a11367c-2a08-8d62-9d75-d6dbe23270b8'];
const SHARD = '6';
const ENTRY: AuditEntry = {
  actor: 'clerk-wang',
  role: 'clerk',
  org: 'bureau',
  region: '510802',
  action: 'GET /v1/cases/{id}',
  target: 'aidCase/1',
  subjects: SUBJECTS,
  fields: ['case'],
};

interface SealedRow {
  readonly id: string;
  readonly shard: string;
  readonly seq: string;
  readonly prev: string;
  readonly hash: string;
}

describe('the audit', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let sealer: AuditSealer;
  let anchors: AuditAnchors;
  let verifier: AuditVerifier;
  let log: AuditLog;

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openAuditDatabase(database.url);
    unitOfWork = workOn(dataSource);
    const signer = await AnchorSigner.create(KEYS, 'k1');
    log = new AuditLog(cipher);
    sealer = sealerOn(dataSource);
    anchors = new AuditAnchors(signer, new BusinessClock());
    verifier = new AuditVerifier(dataSource, cipher, signer);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function write(times: number, change: Partial<AuditEntry> = {}): Promise<void> {
    for (let n = 0; n < times; n += 1) await log.write(dataSource, { ...ENTRY, ...change });
  }
  async function seal(batch?: number): Promise<void> {
    while (await sealer.round(batch));
  }
  const sealed = (): Promise<SealedRow[]> =>
    dataSource.query(
      `select id, shard, seq::text, encode(prev_hash, 'hex') as prev, encode(hash, 'hex') as hash
         from audit_entry where seq is not null order by shard, audit_entry.seq`,
    );
  /** As somebody does it who owns the database. */
  const tamper = async (sql: string, parameters: unknown[] = []): Promise<void> => {
    await unitOfWork.run('intruder', async (tx) => {
      await tx.execute('set local session_replication_role = replica');
      expect(await tx.execute(sql, parameters)).toBeGreaterThan(0);
    });
  };
  const brokenIn = ({ shards }: ChainFinding) => shards.filter(({ ok }) => !ok);

  it('seals each shard from 1 on, each entry tied to the one before', async () => {
    await write(5);
    await seal(3);
    const rows = await sealed();
    expect(rows.map(({ shard, seq }) => `${shard}/${seq}`)).toEqual(
      ['0', SHARD].flatMap((shard) => [1, 2, 3, 4, 5].map((seq) => `${shard}/${seq}`)),
    );
    for (const [place, { seq, prev }] of rows.entries()) {
      expect(prev).toBe(seq === '1' ? GENESIS_HASH : rows[place - 1]?.hash);
    }
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 10 });
  });

  it('enters an act on nobody once', async () => {
    await write(1, { subjects: [] });
    await seal();
    const [row] = await sealed();
    expect(row).toMatchObject({ shard: row?.id.slice(-1), seq: '1' });
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 1 });
  });

  it('enters a run over very many once, and names who of them was taken out or put in', async () => {
    const run = { ...ENTRY, action: 'bulk-run evaluate', subjects: [...SUBJECTS, ...SUBJECTS] };
    await unitOfWork.run('run', (tx) => log.writeJointly(tx, run));
    const [entry] = await dataSource.query<{ subject: null; persons: string[] }[]>(
      'select e.subject, p.persons from audit_entry e join audit_entry_persons p on p.entry_id = e.id',
    );
    expect(entry).toEqual({ subject: null, persons: SUBJECTS.toSorted() });
    expect(await verifier.verify()).toMatchObject({ ok: true });
    await seal();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 1 });
    await expect(dataSource.query('update audit_entry_persons set persons = persons[1:1]')).rejects.toThrow(
      'append-only',
    );
    await tamper('update audit_entry_persons set persons = persons[1:1]');
    expect(brokenIn(await verifier.verify())).toMatchObject([{ brokenAtSeq: 1, problem: 'changed' }]);
    await tamper('delete from audit_entry_persons');
    expect(brokenIn(await verifier.verify())).toMatchObject([{ brokenAtSeq: 1 }]);
  });

  it('a batch whose transaction dies leaves neither a gap nor a double', async () => {
    await write(6);
    await sealer.round(3);
    await expect(
      new UnitOfWork(dataSource, unitOfWork.origin).run('dying', async (tx) => {
        const dying = new AuditSealer(
          { run: (_actor: string, work: (own: typeof tx) => unknown) => work(tx) } as unknown as UnitOfWork,
          cipher,
          quiet,
        );
        await dying.round(3);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await seal(3);
    const seqs = (await sealed()).map(({ shard, seq }) => `${shard}/${seq}`);
    expect(new Set(seqs).size).toBe(12);
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 12 });
  });

  it('goes on where a killed process was', async () => {
    await write(200);
    const child = fork(new URL('test/child.ts', import.meta.url), [database.url, '3'], {
      execArgv: ['--conditions=source', '--import', HOOKS],
    });
    let batches = 0;
    child.on('message', (n) => {
      batches = Number(n);
    });
    await eventually('a few batches are sealed', () => batches >= 5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const before = (await sealed()).length;
    expect(before).toBeGreaterThanOrEqual(15);
    expect(before).toBeLessThan(400);
    await eventually('all is sealed', async () => {
      await seal();
      return (await sealed()).length === 400;
    });
    const seqs = (await sealed()).map(({ shard, seq }) => `${shard}/${seq}`);
    expect(new Set(seqs).size).toBe(400);
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 400 });
  });

  it('two sealers at once do not meet, and none waits', async () => {
    await write(8);
    const other = sealerOn(dataSource);
    await Promise.all([sealer.round(2), other.round(2), sealer.round(2), other.round(2)]);
    await seal();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 16 });
  });

  it.each([
    [
      'changed',
      `update audit_entry set actor = 'somebody' where id = (select min(id::text)::uuid from audit_entry)`,
    ],
    ['deleted', 'delete from audit_entry'],
    ['truncated', 'truncate audit_entry'],
    ['sealed again', 'update audit_entry set seq = seq + 100'],
    ['unsealed', 'update audit_entry set seq = null, shard = null, prev_hash = null, hash = null'],
  ])('what is sealed cannot be %s', async (_how, sql) => {
    await write(1);
    await seal();
    await expect(dataSource.query(sql)).rejects.toMatchObject({ driverError: { code: '23001' } });
  });

  it('an entry cannot be changed while it is sealed', async () => {
    await write(1);
    const change = `update audit_entry set actor = 'somebody', shard = '0', seq = 1,
                      prev_hash = decode(repeat('00', 32), 'hex'), hash = decode(repeat('00', 32), 'hex')`;
    await expect(dataSource.query(change)).rejects.toMatchObject({ driverError: { code: '23001' } });
  });

  describe('finds and names', () => {
    beforeEach(async () => {
      await write(5);
      await seal();
    });

    it.each([
      ['a changed row', `update audit_entry set fields = '{}' where shard = $1 and seq = 3`, 3, 'changed'],
      ['a removed row', 'delete from audit_entry where shard = $1 and seq = 3', 3, 'missing'],
      ['a removed tail', 'delete from audit_entry where shard = $1 and seq >= 4', 4, 'missing'],
      [
        'a row put in without a key',
        `insert into audit_entry (id, actor, action, subject, fields, at, mac, shard, seq, prev_hash, hash)
         select gen_random_uuid(), 'x', 'y', subject, fields, at, mac, shard, 6, hash, hash
           from audit_entry where shard = $1 and seq = 5`,
        6,
        'inserted',
      ],
      ['a head put back', 'update audit_head set seq = 4 where shard = $1', 4, 'changed'],
    ])('%s', async (_what, sql, brokenAtSeq, problem) => {
      await tamper(sql, [SHARD]);
      const finding = await verifier.verify();
      expect(finding.ok).toBe(false);
      expect(brokenIn(finding)).toEqual([{ shard: SHARD, ok: false, brokenAtSeq, problem }]);
    });

    it('a tail that was removed with its head put back, by the anchor', async () => {
      await unitOfWork.run('test', (tx) => anchors.anchor(tx));
      const [row] = await dataSource.query<{ hash: Buffer }[]>(
        'select hash from audit_entry where shard = $1 and seq = 3',
        [SHARD],
      );
      const mac = cipher.fingerprint(`audit_head ${SHARD} 3 ${row?.hash.toString('hex')}`);
      await tamper('delete from audit_entry where shard = $1 and seq > 3', [SHARD]);
      await tamper('update audit_head set seq = 3, hash = $2, mac = $3 where shard = $1', [
        SHARD,
        row?.hash,
        mac,
      ]);
      expect(brokenIn(await verifier.verify())).toEqual([
        { shard: SHARD, ok: false, brokenAtSeq: 4, problem: 'missing' },
      ]);
    });

    it('a row that was put in before it was sealed', async () => {
      await dataSource.query(
        `insert into audit_entry (id, actor, action, subject, fields, at, mac)
         select gen_random_uuid(), 'somebody else', action, subject, fields, at, mac
           from audit_entry where shard = $1 and seq = 5`,
        [SHARD],
      );
      expect(brokenIn(await verifier.verify())).toEqual([{ shard: SHARD, ok: false, problem: 'inserted' }]);
      await seal();
      expect(brokenIn(await verifier.verify())).toEqual([
        { shard: SHARD, ok: false, brokenAtSeq: 6, problem: 'inserted' },
      ]);
    });

    it('an anchor that the service did not sign', async () => {
      await unitOfWork.run('test', (tx) => anchors.anchor(tx));
      const stranger = new AuditAnchors(
        await AnchorSigner.create(new Map([['k1', Buffer.alloc(32, 2)]]), 'k1'),
        new BusinessClock(),
      );
      await tamper('delete from audit_anchor where shard = $1', [SHARD]);
      await unitOfWork.run('intruder', (tx) => stranger.anchor(tx));
      expect(brokenIn(await verifier.verify())).toEqual([
        { shard: SHARD, ok: false, brokenAtSeq: 5, problem: 'changed' },
      ]);
    });
  });

  describe('anchors', () => {
    it('the same head once, and a moved one again', async () => {
      const told: string[] = [];
      anchors.onAnchored((_tx, { shard, seq }) => told.push(`${shard}/${seq}`));
      await write(1);
      await seal();
      await unitOfWork.run('test', (tx) => anchors.anchor(tx));
      await unitOfWork.run('test', (tx) => anchors.anchor(tx));
      expect(told).toEqual(['0/1', '6/1']);
      await write(1, { subjects: [SUBJECTS[0] ?? ''] });
      await seal();
      await unitOfWork.run('test', (tx) => anchors.anchor(tx));
      expect(told).toEqual(['0/1', '6/1', '6/2']);
      expect(await verifier.verify()).toMatchObject({ ok: true });
    });

    it('each day from 01:00 in Asia/Shanghai; a chain that is broken on a Monday is told', async () => {
      const clock = new BusinessClock(() => 0);
      const at = (instant: string): void => clock.follow({ business: Date.parse(instant), real: 0 });
      const daily = new AuditAnchors(await AnchorSigner.create(KEYS, 'k1'), clock);
      const jobs = new AuditJobs(unitOfWork, daily, verifier, clock, quiet);
      await write(2);
      await seal();
      at('2025-05-11T16:59:59Z');
      expect(await jobs.round()).toBe(false);
      at('2025-05-11T17:00:00Z');
      expect(await jobs.round()).toBe(true);
      expect(await jobs.round()).toBe(false);
      at('2025-05-18T17:00:00Z');
      await tamper(`update audit_entry set actor = 'x' where shard = '6' and seq = 1`);
      expect(await jobs.round()).toBe(true);
      const alerts = await dataSource.query('select kind, actor, count from audit_alert');
      expect(alerts).toEqual([{ kind: 'CHAIN_BROKEN', actor: null, count: 1 }]);

      // nobody was there on the Monday after: whoever comes on Wednesday makes up for it, once
      at('2025-05-28T05:00:00Z');
      const looks = new Set<string>();
      const look = async (): Promise<number> => {
        await new AuditJobs(unitOfWork, daily, verifier, clock, quiet).round();
        const [row] = await dataSource.query<{ at: string }[]>('select at::text from audit_verification');
        return looks.add(row?.at ?? '').size;
      };
      const [last] = await dataSource.query<{ at: string }[]>('select at::text from audit_verification');
      looks.add(last?.at ?? '');
      expect([await look(), await look()]).toEqual([2, 2]);
      // one that died over it is followed by another
      await dataSource.query(
        `update audit_weekly_look set ended_at = null, begun_at = clock_timestamp() - interval '61 minutes'
          where monday = '2025-05-26'`,
      );
      expect([await look(), await look()]).toEqual([3, 3]);
    });
  });

  it('erases what is older than its years up to an anchor, and the chain goes on from there', async () => {
    const retention = new AuditRetention(cipher);
    const erase = (before: Date, most = 100) =>
      unitOfWork.run('retention', (tx) => retention.erase(tx, before, most));
    const soon = () => new Date(Date.now() + 60_000);
    await unitOfWork.run('run', (tx) => log.writeJointly(tx, { ...ENTRY, subjects: SUBJECTS }));
    await write(3);
    await seal();
    await unitOfWork.run('anchors', (tx) => anchors.anchor(tx));
    await write(2);
    await seal();
    // nobody has looked at the chain since the anchor, or the years are not over
    expect(await erase(soon())).toBe(0);
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 11 });
    expect(await erase(new Date(Date.now() - 60_000))).toBe(0);
    await expect(dataSource.query('delete from audit_entry')).rejects.toThrow('append-only');

    expect(await erase(soon(), 4)).toBe(4);
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 4 });
    expect(await erase(soon(), 4)).toBe(3);
    expect(await erase(soon(), 4)).toBe(0);
    expect(await dataSource.query('select count(*)::int as n from audit_anchor')).toEqual([
      { n: expect.any(Number) },
    ]);
    await write(1);
    await seal();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 6 });
    await expect(dataSource.query('delete from audit_entry')).rejects.toThrow('append-only');
    // who erases past the service has no key for it
    await unitOfWork.run('anchors', (tx) => anchors.anchor(tx));
    await tamper(
      `update audit_beginning b set seq = a.seq, hash = a.hash
         from (select shard, max(seq) as seq from audit_anchor group by shard) as last
         join audit_anchor a using (shard, seq) where b.shard = a.shard and b.shard = '${SHARD}'`,
    );
    expect(brokenIn(await verifier.verify())).toEqual([
      { shard: SHARD, ok: false, brokenAtSeq: 1, problem: 'missing' },
    ]);
    await expect(
      dataSource.query(`update audit_beginning set seq = 1 where shard = '${SHARD}'`),
    ).rejects.toThrow();
  });

  it('has it entered that and when it was erased: such an entry only grows', async () => {
    const policy = { id: '0197c000-0410-7e91-8b35-2f6a0d4c7e01', key: 'assistance.years', value: 10 };
    const retention = new AuditRetention(cipher);
    const erase = (today: string, value: unknown = 10) =>
      unitOfWork.run('retention', (tx) => eraseAccessLog(tx, retention, { ...policy, value }, today));
    await write(2);
    await seal();
    await unitOfWork.run('anchors', (tx) => anchors.anchor(tx));
    await verifier.verify();
    const ahead = `${new Date().getUTCFullYear() + 11}-03-01`;
    for (const value of [0, -1, 'ten', '', null, 1.5]) {
      await expect(erase(ahead, value)).rejects.toThrow('no number of years');
    }
    expect(await erase('2025-05-12')).toEqual({ entries: 0, isThrough: true });
    expect(await erase(ahead)).toEqual({ entries: 4, isThrough: true });
    expect(await sealed()).toEqual([]);
    const entered = () =>
      dataSource.query(
        'select erased_on::text, what, rows::int, kept_since::text, policy_key, policy_row_id as id from erasure order by what',
      );
    const proof = {
      ...{
        erased_on: ahead,
        what: 'accessLog',
        rows: 4,
        kept_since: `${new Date().getUTCFullYear() + 1}-03-01`,
      },
      ...{ policy_key: policy.key, id: policy.id },
    };
    expect(await entered()).toEqual([proof]);
    const more = (rows: number, what: string) =>
      unitOfWork.run('retention', (tx) => enterErasure(tx, { on: ahead, what, rows }));
    for (const rows of [2, 0, 3]) await more(rows, 'files');
    await more(0, 'nothing');
    expect(await entered()).toMatchObject([proof, { what: 'files', rows: 5, kept_since: null, id: null }]);
    for (const change of ['set rows = rows - 1', `set what = 'x', rows = rows + 1`, 'set rows = rows']) {
      await expect(dataSource.query(`update erasure ${change}`)).rejects.toThrow('stays entered');
    }
    await expect(dataSource.query('delete from erasure')).rejects.toThrow('stays entered');
    await expect(dataSource.query('truncate erasure')).rejects.toThrow('stays entered');
  });

  it('the auditor is told of the 20th refused read in ten minutes, once', async () => {
    const refused = { action: `${ENTRY.action} refused`, subjects: [] };
    let time = Date.now() - 3_600_000;
    const timed = new AuditLog(cipher, () => time);
    const refuse = async (times: number, stepMs: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        await timed.write(dataSource, { ...ENTRY, ...refused });
        time += stepMs;
      }
      await seal();
    };
    const alerts = () => dataSource.query('select kind, actor, count from audit_alert');
    await refuse(25, 35_000);
    expect(await alerts()).toEqual([]);
    await refuse(20, 1_000);
    await refuse(5, 1_000);
    expect(await alerts()).toEqual([
      { kind: 'REFUSED_READS', actor: 'clerk-wang', count: expect.any(Number) },
    ]);
  });

  it('reads of a day are counted exactly, also at once', async () => {
    const read = (): Promise<boolean> => log.writeCounted(dataSource, ENTRY, '2025-05-12', 5);
    const allowed = await Promise.all(Array.from({ length: 12 }, read));
    expect(allowed.filter(Boolean)).toHaveLength(5);
    expect(await log.writeCounted(dataSource, ENTRY, '2025-05-13', 5)).toBe(true);
    await seal();
    expect(await sealed()).toHaveLength(12);
  });

  it('is not written where the database is not: the read fails', async () => {
    await dataSource.query('alter table audit_entry rename to audit_entry_away');
    await expect(write(1)).rejects.toMatchObject({ type: { name: 'audit-unavailable', status: 503 } });
  });
});
