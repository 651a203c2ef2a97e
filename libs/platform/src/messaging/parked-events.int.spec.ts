import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Module } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { UnitOfWork } from '../persistence/index.js';
import { buildService, type RunningService } from '../start-service/index.js';
import { parkedEventsController } from './index.js';
import { Parking } from './parking.js';
import { contentOf, PLAIN } from './test/harness.js';

const ISSUER = 'https://id.example';

@Module({ controllers: [parkedEventsController('test')] })
class OperatedModule {}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly items: readonly { id: string; reason: string; state: string }[];
    readonly nextCursor: string | null;
    readonly type?: string;
  };
}

describe("the operator's routes for parked events", () => {
  let database: TestDatabase;
  let folder: string;
  let service: RunningService;
  let sign: (scope: string) => Promise<string>;
  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'parked-'));
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwks = join(folder, 'jwks.json');
    const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
    await writeFile(jwks, JSON.stringify({ keys: [key] }));
    sign = (scope) =>
      new SignJWT({ sub: 'operator', scope })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience('minzheng')
        .setExpirationTime('10m')
        .sign(privateKey);
    service = await buildService(
      { name: 'test', writer: 'assistance', module: OperatedModule, entities: [], migrations: [] },
      {
        DATABASE_URL: database.url,
        KAFKA_BROKERS: '127.0.0.1:9',
        PORT: '0',
        JWKS_URL: pathToFileURL(jwks).href,
        TOKEN_ISSUER: ISSUER,
        PERSON_KEY_SECRET: 'test-platform-secret',
        FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
        FIELD_ENCRYPTION_KEY_ID: 'k1',
        LOG_LEVEL: 'silent',
      },
    );
    const parking = new Parking('test.commands', PLAIN);
    await service.app.get(UnitOfWork).run('test', async (tx) => {
      for (const [offset, id] of ['a', 'a', 'b'].entries()) {
        await parking.park(
          tx,
          {
            topic: 't',
            partition: 0,
            offset: BigInt(offset),
            key: id,
            headers: { ce_id: randomUUID() },
            value: contentOf(id, 'SECRET'),
            timestamp: 1,
          },
          offset === 1 ? 'behind a parked event of its key' : 'Poison',
        );
      }
    });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function call(method: string, path: string, scope = 'test:parked-events:write'): Promise<Answer> {
    const response = await fetch(`${service.url}/v1/parked-events${path}`, {
      method,
      headers: { authorization: `Bearer ${await sign(scope)}`, 'idempotency-key': randomUUID() },
    });
    const text = await response.text();
    expect(text).not.toContain('SECRET');
    expect(text).not.toContain(Buffer.from('SECRET').toString('base64').slice(0, 6));
    return { status: response.status, body: JSON.parse(text) };
  }

  it('are described with what each route does and may refuse', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { summary: string; responses: object }>>;
    };
    const drop = paths['/v1/parked-events/{id}/drop']?.['post'];
    expect(drop?.summary).toContain('Gives the event up');
    expect(Object.keys(drop?.responses ?? {})).toEqual(
      '200 400 401 403 404 409 413 415 422 429 503'.split(' '),
    );
    expect(paths['/v1/parked-events']?.['get']?.summary).toBe('Parked events, the oldest first');
  });

  it('are only for those who may write parked events', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', `/${randomUUID()}/replay`],
      ['POST', `/${randomUUID()}/drop`],
    ] as const) {
      expect((await call(method, path, 'test:notes:write')).status).toBe(403);
    }
  });

  it('list what is parked in pages, without what it says', async () => {
    const first = await call('GET', '?limit=2');
    expect(first.body.items).toMatchObject([
      {
        consumer: 'test.commands',
        topic: 't',
        offset: '0',
        reason: 'Poison',
        state: 'RETRYING',
        attempts: 0,
      },
      { offset: '1', reason: 'behind a parked event of its key' },
    ]);
    const second = await call('GET', `?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ offset: '2' }], nextCursor: null });
    expect((await call('GET', '?consumer=other')).body.items).toEqual([]);
    for (const cursor of ['x', Buffer.from('["x"]').toString('base64url')]) {
      expect((await call('GET', `?cursor=${cursor}`)).status).toBe(400);
    }
  });

  it('replay and drop one of them', async () => {
    const { items } = (await call('GET', '')).body;
    const [first, behind, other] = items.map(({ id }) => id);
    expect(await call('POST', `/${first}/replay`)).toMatchObject({
      status: 200,
      body: { state: 'RETRYING' },
    });
    expect(await call('POST', `/${other}/drop`)).toMatchObject({ status: 200, body: { state: 'DROPPED' } });
    expect((await call('POST', `/${other}/drop`)).status).toBe(404);
    expect((await call('POST', `/${randomUUID()}/replay`)).status).toBe(404);
    expect((await call('POST', '/1/replay')).status).toBe(400);
    expect((await call('GET', '')).body.items.map(({ id }) => id)).toEqual([first, behind]);
  });
});
