import { randomBytes, randomUUID } from 'node:crypto';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { JobRunner } from '@minzheng/platform/jobs';
import type { RunningService } from '@minzheng/platform/start-service';
import {
  administer,
  eventually,
  ownKafka,
  testDatabase,
  type OwnServer,
  type TestDatabase,
} from '@minzheng/testing/servers';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import { InboundBacklog } from '../gateway/backlog.js';
import { idNumbers, partOf, VerificationAndGateway, type Reply } from './kit/verification-and-gateway.js';

const POOL = 5;
const ALL = idNumbers(80);
/** Of each story its own. */
const [PERSONS, OF_DISK, OF_KAFKA] = [ALL.slice(0, 40), ALL.slice(40, 43), ALL.slice(43)];
const operator = {
  ...{ sub: 'operator', org: 'province-verification-centre', region: '51' },
  scope: 'verification:operations:write',
};

const relapse = (idNumber: string, record: string = randomUUID()) => ({
  type: 'status',
  idNumber,
  kind: 'relapseMonitored',
  dataset: 'RVP',
  recordId: record,
  observedAt: '2025-06-30T16:00:00Z',
  from: '2025-06-01',
});

describe('under pressure', () => {
  const role = `pressed_${randomBytes(4).toString('hex')}`;
  let kafka: OwnServer;
  let ofGateway: TestDatabase;
  let server: string;
  let both: VerificationAndGateway;

  beforeAll(async () => {
    server = String(process.env['DATABASE_URL']);
    kafka = await ownKafka();
    ofGateway = await testDatabase();
    const url = new URL(ofGateway.url);
    // whoever may do everything is let in where nobody else is
    await administer(server, `create role ${role} login password 'of a test'`);
    await administer(server, `alter database ${url.pathname.slice(1)} owner to ${role}`);
    await administer(ofGateway.url, `alter schema public owner to ${role}`);
    url.username = role;
    url.password = 'of a test';
    both = await VerificationAndGateway.start({
      DATABASE_URL: url.href,
      DATABASE_POOL: String(POOL),
      OUTBOX_LIMIT_SECONDS: '2',
    });
  }, 60_000);

  afterAll(async () => {
    await both.stop();
    await ofGateway.drop();
    await administer(server, `drop role ${role}`);
    await kafka.stop();
  });

  const sendFacts = (facts: readonly object[], headers: Record<string, string> = {}): Promise<Reply> =>
    both.steward('RVP')('/v1/inbound-facts', { body: { agency: 'RVP', facts }, headers });
  const health = async ({ url }: RunningService, path: string): Promise<number> =>
    (await fetch(`${url}/health/${path}`)).status;
  const figures = async ({ url }: RunningService): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const valueIn = (text: string, name: string): number => {
    const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))];
    return values.reduce((sum, [, value]) => sum + Number(value), 0);
  };
  const figure = async (service: RunningService, name: string): Promise<number> =>
    valueIn(await figures(service), name);
  const knownOf = async (numbers: readonly string[]): Promise<number> => {
    const keys = numbers.map((idNumber) => personKeyOf(idNumber, 'test-platform-secret'));
    return (await both.rows('select from fact where person_key = any($1)', [keys])).length;
  };
  const isUnavailable = (reply: Reply, retryAfter: string): void => {
    expect([reply.status, reply.body.type, reply.headers.get('retry-after')]).toEqual([
      503,
      'https://minzheng.dev/problems/dependency-unavailable',
      retryAfter,
    ]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  };

  describe('connections', () => {
    it('answers more calls at once than it has connections, though each asks beside its transaction', async () => {
      const calls = PERSONS.map((idNumber) => sendFacts([relapse(idNumber)]));
      const began = performance.now();
      const statuses = (await Promise.all(calls)).map(({ status }) => status);
      expect(statuses).toEqual(PERSONS.map(() => 200));
      expect(performance.now() - began).toBeLessThan(4_000);
    });

    it('refuses in time what gets none while others hold them, stays healthy, and goes on', async () => {
      const holder = new Client({ connectionString: ofGateway.url });
      await holder.connect();
      await holder.query('begin');
      await holder.query('lock table file_exchange in access exclusive mode');
      const list = (): Promise<Reply> => both.steward('RVP')('/v1/inbound-files');
      const began = performance.now();
      let refusedAfter = 0;
      const asked = Array.from({ length: 2 * POOL }, async () => {
        const reply = await list();
        if (reply.status === 503) refusedAfter = Math.max(refusedAfter, performance.now() - began);
        return reply;
      });
      await eventually('all are held', async () => {
        const waiting = await both.rows(
          `select from pg_stat_activity where usename = $1 and wait_event_type = 'Lock'`,
          [role],
        );
        return waiting.length === POOL - 1;
      });
      const paths = ['live', 'serving'];
      expect(await Promise.all(paths.map((path) => health(both.gateway, path)))).toEqual([200, 200]);
      const told = await figures(both.gateway);
      expect(valueIn(told, 'minzheng_database_pool_waiting')).toBeGreaterThan(0);
      expect(valueIn(told, 'minzheng_database_up')).toBe(1);
      await eventually('others are refused', () => refusedAfter > 0);
      await holder.query('rollback');
      await holder.end();
      const replies = await Promise.all(asked);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThan(replies.length);
      for (const reply of refused) isUnavailable(reply, '1');
      expect(refusedAfter).toBeLessThan(8_000);
      expect((await list()).status).toBe(200);
    });

    it('says so where the server has none left, and goes on when it has', async () => {
      const facts = [relapse(PERSONS[0] ?? '')];
      const key = { 'idempotency-key': randomUUID() };
      await administer(server, `alter role ${role} connection limit 0`);
      try {
        const refused = await eventually('refused', async () => {
          // also those that were being opened while the limit was set
          await administer(
            server,
            `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
          );
          const reply = await sendFacts(facts, key);
          return reply.status === 503 && reply;
        });
        isUnavailable(refused, '1');
        expect(await health(both.gateway, 'live')).toBe(200);
        expect(await health(both.gateway, 'serving')).toBe(503);
      } finally {
        await administer(server, `alter role ${role} connection limit -1`);
      }
      await eventually('healthy again', async () => (await health(both.gateway, 'ready')) === 200);
      expect((await sendFacts(facts, key)).status).toBe(200);
    });
  });

  describe('a full disk', () => {
    it('refuses commands, parks nothing, and goes on by itself', async () => {
      const { verification, gateway } = both;
      const ofGateway = new FullDisk(gateway.app.get(DataSource));
      const ofVerification = new FullDisk(verification.app.get(DataSource));
      await ofGateway.fill();
      const before = await both.gatewayRows('select id from outbox');
      const facts = OF_DISK.map((idNumber) => relapse(idNumber));
      const key = { 'idempotency-key': randomUUID() };
      isUnavailable(await sendFacts(facts, key), '30');
      expect(await both.gatewayRows('select id from outbox')).toEqual(before);
      expect(await health(gateway, 'live')).toBe(200);
      await ofGateway.free();

      await settled();
      await ofVerification.fill();
      const pauses = await figure(verification, 'minzheng_inbound_pauses_total');
      expect((await sendFacts(facts, key)).status).toBe(200);
      await eventually(
        'the consumer waits',
        async () => (await figure(verification, 'minzheng_inbound_pauses_total')) > pauses + 1,
      );
      const switched = await setCircuit(true);
      isUnavailable(switched, '30');
      expect(await knownOf(OF_DISK)).toBe(0);
      await ofVerification.free();

      await eventually('stored', async () => (await knownOf(OF_DISK)) === facts.length, 30_000);
      await settled();
      expect(await knownOf(OF_DISK)).toBe(facts.length);
      expect((await setCircuit(true)).status).toBe(200);
      for (const rows of [both.rows.bind(both), both.gatewayRows.bind(both)]) {
        expect(await rows('select * from parked_key')).toEqual([]);
        expect(await rows(`select name from job where state = 'FAILED' or attempts > 0`)).toEqual([]);
      }
      expect(await figure(verification, 'minzheng_consumer_stopped')).toBe(0);
      expect(await health(verification, 'ready')).toBe(200);
    });

    const settled = (): Promise<unknown> =>
      eventually(
        'nothing is on its way',
        async () => {
          const [outbox, dirty] = [
            await both.gatewayRows('select from outbox'),
            await both.rows('select from dirty'),
          ];
          return outbox.length + dirty.length === 0;
        },
        30_000,
      );
    const setCircuit = async (open: boolean): Promise<Reply> => {
      const url = `${both.verification.url}/v1/agencies`;
      const { body } = await both.call(url, { claims: operator });
      const version = (body['items'] as { code: string; version: number }[]).find(
        ({ code }) => code === 'RVP',
      )?.version;
      return both.call(`${url}/RVP/set-circuit`, {
        claims: operator,
        body: { open, reason: 'pressure is tried' },
        version: version ?? 0,
      });
    };
  });

  describe('Kafka away for longer than the outbox may be behind', () => {
    const rows = Array.from({ length: 30 }, (_, index) => relapse(OF_KAFKA[index] ?? ''));
    const file = partOf('part-1.ndjson', rows);
    const manifest = (sequence: number) => ({
      ...{ fileId: randomUUID(), agency: 'RVP', dataset: 'RVP', schemaVersion: 1, sequence },
      agreementId: SHIPPED_AGREEMENTS.find(({ agency, direction }) => agency === 'RVP' && direction === 'IN')
        ?.id,
      ...{ periodFrom: '2025-06-01', periodTo: '2025-06-30', generatedAt: '2025-07-01T02:00:00Z' },
      parts: [file.part],
      totals: { rows: rows.length, distinctPersons: rows.length, sumAmountFen: '0' },
    });
    const STORED = `select (select count(*) from outbox)::int as events, (select count(*) from idempotency_record)::int as answers,
                           (select count(*) from file_exchange)::int as files, (select count(*) from file_part)::int as parts`;

    it('agencies are told to come again, files wait, all else goes on, and it opens by itself', async () => {
      const { gateway } = both;
      const ask = both.steward('RVP');
      await eventually('sent', async () => (await both.gatewayRows('select from outbox')).length === 0);
      await gateway.app.get(JobRunner).stop();
      const committed = await both.sendFile('RVP', manifest(1), [file.bytes]);
      const announced = await ask('/v1/inbound-files', { body: manifest(2) });
      expect([committed.status, announced.status]).toEqual([202, 201]);
      await kafka.kill();
      expect((await sendFacts([relapse(OF_KAFKA[30] ?? '')])).status).toBe(200);
      await eventually('behind', () => gateway.app.get(InboundBacklog).isBehind);

      const [kept] = await both.gatewayRows(STORED);
      const facts = [relapse(OF_KAFKA[31] ?? '')];
      const key = { 'idempotency-key': randomUUID() };
      const { id, version } = announced.body;
      const refused = [
        await sendFacts(facts, key),
        await ask('/v1/inbound-files', { body: manifest(3) }),
        await ask(`/v1/inbound-files/${id}/parts/1`, { method: 'PUT', body: file.bytes, version }),
        await ask(`/v1/inbound-files/${id}/commit`, { version }),
      ];
      for (const reply of refused) {
        expect([reply.status, reply.body.type]).toEqual([429, 'https://minzheng.dev/problems/backlog']);
        expect(reply.headers.get('retry-after')).toBe('30');
        expect(reply.headers.get('content-type')).toContain('application/problem+json');
      }
      const told = async (language: string): Promise<unknown> =>
        (await sendFacts(facts, { ...key, 'accept-language': language })).body['title'];
      expect([await told('zh-CN'), await told('en')]).toEqual([
        '平台积压，暂不接收批量数据',
        'What came before is not sent yet; bulk data are not taken for the moment',
      ]);
      expect(await both.gatewayRows(STORED)).toEqual([kept]);
      expect(await figure(gateway, 'minzheng_bulk_data_refused')).toBe(1);
      expect(await figure(gateway, 'minzheng_bulk_data_refusals_total')).toBe(6);
      // who may not send is not told how it stands
      expect(
        (await both.steward('TAX')('/v1/inbound-files', { method: 'POST', headers: { authorization: '' } }))
          .status,
      ).toBe(401);

      expect((await ask('/v1/inbound-files')).status).toBe(200);
      expect((await ask('/v1/source-queries')).status).toBe(200);
      expect(await health(gateway, 'serving')).toBe(200);
      gateway.app.get(JobRunner).start();
      await both.fileBecomes('RVP', committed.body.id, 'VALIDATED');
      await eventually('the file waits', async () => {
        const [job] = await both.gatewayRows<{ done: string }>(
          `select done from job where name = 'inbound-file-load' and checkpoint is not null`,
        );
        return job !== undefined && Number(job.done) === 0;
      });

      await kafka.restart();
      await eventually('taken again', async () => (await sendFacts(facts, key)).status === 200, 30_000);
      await both.fileBecomes('RVP', committed.body.id, 'LOADED');
      await eventually('all are known', async () => (await knownOf(OF_KAFKA)) >= rows.length + 2, 30_000);
      expect(await knownOf(OF_KAFKA)).toBe(rows.length + 2);
      expect(await figure(gateway, 'minzheng_bulk_data_refused')).toBe(0);
    }, 90_000);
  });
});

/** A database whose disk is full: nothing can be written, and all can be read and deleted. */
class FullDisk {
  constructor(private readonly dataSource: DataSource) {}

  async fill(): Promise<void> {
    await this.dataSource.query(`
      create function disk_is_full() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    const tables = await this.dataSource.query<{ name: string }[]>(
      `select oid::regclass::text as name from pg_class
        where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      await this.dataSource.query(
        `create trigger disk_is_full before insert or update on ${name} for each statement execute function disk_is_full()`,
      );
    }
  }

  async free(): Promise<void> {
    await eventually('free again', async () => {
      // whoever works meanwhile may hold what it has to lock
      await this.dataSource.query('drop function disk_is_full() cascade');
      return true;
    });
  }
}
