import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Body, Controller, Get, Injectable, Module, Patch, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Column, DataSource, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { administer, eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { AllowPerson, Caller, Public, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/index.js';
import { BusinessClock } from '../clock/index.js';
import {
  Computes,
  Created,
  Id,
  IfMatch,
  InTransaction,
  IsFen,
  IsRegionCode,
  page,
  PageQuery,
  Problem,
  PROBLEMS,
  readCursor,
  type Page,
} from '../http/index.js';
import { Aggregate, NotFound, Tx } from '../persistence/index.js';
import { HealthChecks } from '../telemetry/index.js';
import { buildService, type RunningService } from './build-service.js';
import { migrateService } from './migrate-service.js';
import { serviceRestored } from './restored-service.js';
import type { ServiceDefinition } from './service-definition.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const ISSUER = 'https://id.example';

@Entity('grant_note')
class GrantNote extends Aggregate {
  @Column('text')
  text!: string;

  @Column('bigint', { name: 'amount_fen' })
  amountFen!: string;
}

class GrantNotes1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table grant_note (
        id uuid primary key, region text not null, version int not null, created_at timestamptz not null,
        created_by text not null, text text not null, amount_fen bigint not null
      )`);
  }
  async down(): Promise<void> {}
}

/** Two runs at once would wait for each other if one of them waited within the database for its turn. */
class GrantNoteRegions1800000000002 implements MigrationInterface {
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists grant_note_region');
    await runner.query('create index concurrently grant_note_region on grant_note (region)');
  }
  async down(): Promise<void> {}
}

class CreateNoteDto {
  @IsRegionCode()
  region!: string;

  @IsFen()
  amountFen!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(100)
  text!: string;
}

class ChangeNoteDto {
  @ApiProperty()
  @IsString()
  @MaxLength(100)
  text!: string;
}

interface NoteDto {
  id: string;
  version: number;
  text: string;
  amountFen: bigint;
}

const toDto = (note: GrantNote): NoteDto => ({
  id: note.id,
  version: note.version,
  text: note.text,
  amountFen: BigInt(note.amountFen),
});

/** Lets a test hold a command open. */
@Injectable()
class Gate {
  entered = 0;
  held: Promise<void> = Promise.resolve();
}

@Controller('v1/notes')
@DisclosesNothing()
class NoteController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: Gate,
    private readonly clock: BusinessClock,
  ) {}

  @Post()
  @RequireScope('test:notes:write')
  @Created<NoteDto>(({ id }) => `/v1/notes/${id}`)
  async create(
    @Caller() caller: Caller,
    @Body() body: CreateNoteDto,
    @InTransaction() tx: Tx,
  ): Promise<NoteDto> {
    caller.requireRegion(body.region);
    this.gate.entered++;
    await this.gate.held;
    const note = Object.assign(new GrantNote(), body, {
      id: uuidv7(),
      createdAt: new Date(this.clock.now()),
    });
    await tx.insert(note);
    if (body.text === 'refuse') throw new Problem(PROBLEMS.consentMissing);
    if (body.text === 'break') throw new Error('51080219850214901X');
    if (body.text === 'no policy') throw new PolicyMissing('test.standard', body.region, '2025-05-12');
    return toDto(note);
  }

  @Post(':id/approve')
  @RequireScope('test:notes:approve')
  async approve(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<NoteDto> {
    const note = await tx.loadForUpdate(GrantNote, id, version);
    note.text = 'approved';
    return toDto(await tx.save(note));
  }

  @Patch(':id')
  @RequireScope('test:notes:write')
  async change(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ChangeNoteDto,
    @InTransaction() tx: Tx,
  ): Promise<NoteDto> {
    const note = await tx.loadForUpdate(GrantNote, id, version);
    note.text = body.text;
    return toDto(await tx.save(note));
  }

  @Post('simulate')
  @RequireScope('test:notes:read')
  @Computes()
  simulate(@Body() body: CreateNoteDto): { amountFen: bigint } {
    return { amountFen: BigInt(body.amountFen) * 2n };
  }

  @Get()
  @RequireScope('test:notes:read')
  async list(@Query() query: PageQuery): Promise<Page<NoteDto>> {
    const after = readCursor(query.cursor, 1)?.[0] ?? '00000000-0000-0000-0000-000000000000';
    const rows = await this.dataSource.manager
      .createQueryBuilder(GrantNote, 'note')
      .where('note.id > :after', { after })
      .orderBy('note.id')
      .limit(query.limit + 1)
      .getMany();
    return page(rows.map(toDto), query.limit, ({ id }) => [id]);
  }

  @Get('mine')
  @RequireScope('test:notes:read')
  @AllowPerson()
  mine(@Caller() caller: Caller): { person: string | null } {
    return { person: caller.person ?? null };
  }

  @Get(':id')
  @RequireScope('test:notes:read')
  async read(@Id() id: string): Promise<NoteDto> {
    const note = await this.dataSource.manager.findOneBy(GrantNote, { id });
    if (!note) throw new NotFound('GrantNote');
    return toDto(note);
  }
}

@Module({ controllers: [NoteController], providers: [Gate] })
class NoteModule {}

@Controller('v1/forgotten')
class ForgottenController {
  @Get()
  read(): string {
    return 'anybody';
  }
}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

@Controller('v1/public/notes')
@Public()
@DisclosesNothing()
class OpenController {
  @Get()
  read(): { open: true } {
    return { open: true };
  }

  @Get('closed')
  @RequireScope('test:notes:read')
  closed(): { open: false } {
    return { open: false };
  }
}

@Module({ imports: [NoteModule], controllers: [OpenController] })
class TestModule {}

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

interface Operation {
  summary?: string;
  security?: unknown[];
  responses: Record<string, unknown>;
}

interface Call {
  token?: string | undefined;
  key?: string;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

describe('a service', () => {
  let folder: string;
  let database: TestDatabase;
  let environment: Record<string, string>;
  let service: RunningService;
  let sign: (claims: Record<string, unknown>) => Promise<string>;
  let clerk: string;
  const bodies = { valid: { region: '510802', amountFen: '59000', text: '五百九十元' } };

  async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
    const { key, body, text } = options;
    const token = 'token' in options ? options.token : clerk;
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(answer) : { text: answer }) as Record<string, unknown>,
    };
  }

  const post = (body: unknown, key: string = randomUUID()): Promise<Answer> =>
    call('POST', '/v1/notes', { key, body });
  const problemOf = ({ status, body, headers }: Answer): [number, string] => {
    expect(headers.get('content-type')).toContain('application/problem+json');
    return [status, String(body['type']).replace('https://minzheng.dev/problems/', '')];
  };
  const count = async (table = 'grant_note'): Promise<number> => {
    const [row]: { n: number }[] = await service.app
      .get(DataSource)
      .query(`select count(*)::int as n from ${table}`);
    return row!.n;
  };
  const isolated = async (): Promise<void> => {
    await service.app.get(DataSource).query('truncate grant_note, idempotency_record');
  };

  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'service-'));
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwks = join(folder, 'jwks.json');
    await writeFile(
      jwks,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }),
    );
    sign = (claims) =>
      new SignJWT({ sub: 'clerk', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience('minzheng')
        .setExpirationTime('10m')
        .sign(privateKey);
    clerk = await sign({
      scope: 'test:notes:write test:notes:approve sandbox:clock:write',
      region: '5108',
    });
    environment = {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: '127.0.0.1:9',
      PORT: '0',
      JWKS_URL: pathToFileURL(jwks).href,
      TOKEN_ISSUER: ISSUER,
      SANDBOX: 'true',
      PERSON_KEY_SECRET: 'test-platform-secret',
      FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
      FIELD_ENCRYPTION_KEY_ID: 'k1',
      LOG_LEVEL: 'silent',
    };
    service = await start();
  });

  const definitionOf = (module: new () => object): ServiceDefinition => ({
    name: 'test',
    writer: 'assistance',
    module,
    entities: [GrantNote],
    migrations: [GrantNotes1800000000001],
  });
  const start = (
    module: new () => object = TestModule,
    change: Record<string, string> = {},
  ): Promise<RunningService> => buildService(definitionOf(module), { ...environment, ...change });

  afterAll(async () => {
    await service?.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  describe('creates and reads', () => {
    it('answers 201 with Location and ETag, money as digits', async () => {
      const created = await post(bodies.valid);
      expect(created).toMatchObject({
        status: 201,
        body: { version: 1, amountFen: '59000', text: '五百九十元' },
      });
      expect(created.headers.get('location')).toBe(`/v1/notes/${String(created.body['id'])}`);
      expect(created.headers.get('etag')).toBe('"1"');
      const read = await call('GET', created.headers.get('location') ?? '');
      expect(read).toMatchObject({ status: 200, body: created.body });
      expect(read.headers.get('etag')).toBe('"1"');
    });

    it('computes without key and transaction', async () => {
      expect(await call('POST', '/v1/notes/simulate', { body: bodies.valid })).toMatchObject({
        status: 200,
        body: { amountFen: '118000' },
      });
    });

    it('lists by cursor', async () => {
      await isolated();
      for (let note = 0; note < 5; note++) await post(bodies.valid);
      const ids: unknown[] = [];
      let cursor: unknown = '';
      for (let pages = 0; cursor !== null; pages++) {
        expect(pages).toBeLessThan(3);
        const { body } = await call('GET', `/v1/notes?limit=2${cursor ? `&cursor=${String(cursor)}` : ''}`);
        ids.push(...(body['items'] as NoteDto[]).map(({ id }) => id));
        cursor = body['nextCursor'];
      }
      expect(new Set(ids).size).toBe(5);
      expect(problemOf(await call('GET', '/v1/notes?cursor=nonsense'))).toEqual([400, 'validation']);
      expect(problemOf(await call('GET', '/v1/notes?limit=201'))).toEqual([400, 'validation']);
      expect(problemOf(await call('GET', '/v1/notes?offset=1'))).toEqual([400, 'validation']);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('gives the first answer again, with its status and headers, and has one effect', async () => {
      await isolated();
      const key = randomUUID();
      const first = await post(bodies.valid, key);
      const again = await call('POST', '/v1/notes', {
        key,
        text: `{ "text":"五百九十元", "amountFen":"59000","region":"510802"}`,
      });
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect(again.headers.get('etag')).toBe('"1"');
      expect(await count()).toBe(1);
    });

    it('refuses it for another body or path, but not for another caller', async () => {
      const key = randomUUID();
      const created = await post(bodies.valid, key);
      expect(problemOf(await post({ ...bodies.valid, amountFen: '1' }, key))).toEqual([
        422,
        'idempotency-key-reused',
      ]);
      const path = `/v1/notes/${String(created.body['id'])}/approve`;
      expect(problemOf(await call('POST', path, { key, headers: { 'if-match': '"1"' } }))).toEqual([
        422,
        'idempotency-key-reused',
      ]);
      const other = await sign({ sub: 'other', scope: 'test:notes:write', region: '51' });
      expect(await call('POST', '/v1/notes', { key, body: bodies.valid, token: other })).toMatchObject({
        status: 201,
      });
    });

    it('has one effect when twenty come at once', async () => {
      await isolated();
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(bodies.valid, key)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
      expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
      expect(await count()).toBe(1);
      expect(await count('idempotency_record')).toBe(1);
    });

    it('answers 409 after two seconds while the first is running', async () => {
      const gate = service.app.get(Gate);
      let open: () => void = () => undefined;
      gate.held = new Promise((resolve) => (open = resolve));
      gate.entered = 0;
      const key = randomUUID();
      const first = post(bodies.valid, key);
      while (gate.entered === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const started = performance.now();
      expect(problemOf(await post(bodies.valid, key))).toEqual([409, 'request-in-progress']);
      expect(performance.now() - started).toBeGreaterThan(1_500);
      expect(performance.now() - started).toBeLessThan(3_000);
      open();
      expect((await first).status).toBe(201);
      expect((await post(bodies.valid, key)).status).toBe(201);
    });

    it('keeps nothing of a refused command: the key is free', async () => {
      await isolated();
      const key = randomUUID();
      expect(problemOf(await post({ ...bodies.valid, text: 'refuse' }, key))).toEqual([
        422,
        'consent-missing',
      ]);
      expect(await count()).toBe(0);
      expect(await count('idempotency_record')).toBe(0);
      expect((await post(bodies.valid, key)).status).toBe(201);
    });

    it('stores neither the body nor the answer in the clear', async () => {
      await isolated();
      await post({ ...bodies.valid, text: 'Zhang San' });
      const [record]: Record<string, unknown>[] = await service.app
        .get(DataSource)
        .query('select * from idempotency_record');
      const stored = Buffer.concat([
        record?.['answer'] as Buffer,
        Buffer.from(String(record?.['fingerprint'])),
      ]);
      expect(stored.includes('Zhang')).toBe(false);
    });

    it('forgets after thirty days', async () => {
      const key = randomUUID();
      const first = await post(bodies.valid, key);
      await service.app
        .get(DataSource)
        .query(`update idempotency_record set recorded_at = recorded_at - interval '30 days'`);
      const later = await post({ ...bodies.valid, amountFen: '1' }, key);
      expect(later.status).toBe(201);
      expect(later.body['id']).not.toBe(first.body['id']);
    });

    it('is required, and has a form', async () => {
      expect(problemOf(await call('POST', '/v1/notes', { body: bodies.valid }))).toEqual([
        400,
        'idempotency-key-required',
      ]);
      expect(problemOf(await post(bodies.valid, 'x'.repeat(201)))).toEqual([400, 'validation']);
    });
  });

  describe('with If-Match', () => {
    it('changes the version that the caller has seen', async () => {
      const { body } = await post(bodies.valid);
      const path = `/v1/notes/${String(body['id'])}`;
      const changed = await call('PATCH', path, { body: { text: 'b' }, headers: { 'if-match': '"1"' } });
      expect(changed).toMatchObject({ status: 200, body: { version: 2, text: 'b' } });
      expect(changed.headers.get('etag')).toBe('"2"');
      const approved = await call('POST', `${path}/approve`, {
        key: randomUUID(),
        headers: { 'if-match': '"2"' },
      });
      expect(approved).toMatchObject({ status: 200, body: { version: 3, text: 'approved' } });
      expect(approved.headers.get('etag')).toBe('"3"');
    });

    it('refuses a stale version and tells the current one', async () => {
      const { body } = await post(bodies.valid);
      const path = `/v1/notes/${String(body['id'])}`;
      await call('PATCH', path, { body: { text: 'b' }, headers: { 'if-match': '"1"' } });
      const stale = await call('PATCH', path, { body: { text: 'c' }, headers: { 'if-match': '"1"' } });
      expect(problemOf(stale)).toEqual([412, 'version-conflict']);
      expect(stale.body['currentVersion']).toBe(2);
      expect((await call('GET', path)).body['text']).toBe('b');
    });

    it('lets one of many win', async () => {
      const { body } = await post(bodies.valid);
      const path = `/v1/notes/${String(body['id'])}`;
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          call('PATCH', path, { body: { text: String(index) }, headers: { 'if-match': '"1"' } }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
    });

    it('is required, and is a version', async () => {
      const path = `/v1/notes/${uuidv7()}`;
      expect(problemOf(await call('PATCH', path, { body: { text: 'b' } }))).toEqual([
        428,
        'if-match-required',
      ]);
      for (const value of ['"abc"', '*', '"1", "2"']) {
        const answer = await call('PATCH', path, { body: { text: 'b' }, headers: { 'if-match': value } });
        expect(problemOf(answer)).toEqual([400, 'validation']);
        expect(answer.body['errors']).toMatchObject([{ field: 'If-Match', code: 'is-version' }]);
      }
    });
  });

  describe('refuses', () => {
    it.each<[string, () => Promise<Answer>, number, string]>([
      ['no token', () => call('GET', '/v1/notes', { token: undefined }), 401, 'unauthenticated'],
      ['a wrong token', () => call('GET', '/v1/notes', { token: 'nonsense' }), 401, 'unauthenticated'],
      [
        'a missing scope',
        async () => call('GET', '/v1/notes', { token: await sign({ scope: 'test:other:read' }) }),
        403,
        'scope-missing',
      ],
      [
        'read where write is needed',
        async () =>
          call('POST', '/v1/notes', {
            token: await sign({ scope: 'test:notes:read', region: '5108' }),
            key: randomUUID(),
            body: bodies.valid,
          }),
        403,
        'scope-missing',
      ],
      [
        'a citizen on an official route',
        async () =>
          call('GET', '/v1/notes', { token: await sign({ person: PERSON, scope: 'test:notes:read' }) }),
        403,
        'scope-missing',
      ],
      ['another region', () => post({ ...bodies.valid, region: '510104' }), 403, 'out-of-region'],
      ['an unknown id', () => call('GET', `/v1/notes/${uuidv7()}`), 404, 'not-found'],
      ['an unknown path', () => call('GET', '/v1/nothing'), 404, 'not-found'],
      ['an ill-formed id', () => call('GET', '/v1/notes/abc'), 400, 'validation'],
      ['JSON that is none', () => call('POST', '/v1/notes', { key: 'k', text: '{"a":' }), 400, 'validation'],
      [
        'a prototype in JSON',
        () => call('POST', '/v1/notes', { key: 'k', text: '{"__proto__":{}}' }),
        400,
        'validation',
      ],
      ['a list as body', () => post([]), 400, 'validation'],
      ['no body', () => call('POST', '/v1/notes', { key: 'k' }), 400, 'validation'],
      [
        'another content type',
        () => call('POST', '/v1/notes', { key: 'k', text: '<a/>', headers: { 'content-type': 'text/xml' } }),
        415,
        'unsupported-media-type',
      ],
      [
        'a body that is too large',
        () => post({ ...bodies.valid, text: 'x'.repeat(1_100_000) }),
        413,
        'too-large',
      ],
      ['a missing policy', () => post({ ...bodies.valid, text: 'no policy' }), 422, 'policy-missing'],
      ['what breaks', () => post({ ...bodies.valid, text: 'break' }), 500, 'internal'],
      [
        'a scope that a method of a public class asks for',
        () => call('GET', '/v1/public/notes/closed', { token: undefined }),
        401,
        'unauthenticated',
      ],
    ])('%s', async (_what, act, status, problem) => {
      await isolated();
      const answer = await act();
      expect(problemOf(answer)).toEqual([status, problem]);
      expect(JSON.stringify(answer.body)).not.toContain('5108021985');
      expect(await count()).toBe(0);
      expect(await count('idempotency_record')).toBe(0);
    });

    it('each wrong field by its name, in the caller’s language', async () => {
      const wrong = { region: '5', amountFen: '10000000000001', more: true };
      const chinese = await post(wrong);
      expect(chinese.headers.get('content-language')).toBe('zh-CN');
      expect(chinese.body['title']).toBe('请求的内容或格式不正确');
      const english = await call('POST', '/v1/notes', {
        key: randomUUID(),
        body: wrong,
        headers: { 'accept-language': 'en-GB,en;q=0.9' },
      });
      expect(english.headers.get('content-language')).toBe('en');
      expect(english.body['errors']).toEqual(
        expect.arrayContaining([
          {
            field: 'region',
            code: 'is-region-code',
            message: 'must be a region code of 2, 4, 6, 9 or 12 digits',
          },
          { field: 'text', code: 'missing', message: 'is required' },
          { field: 'more', code: 'unknown', message: 'is not a known field' },
        ]),
      );
      expect(english.body['errors']).toHaveLength(4);
    });

    it.each([
      ['an empty body', '', { field: 'text', code: 'missing' }],
      ['what is not JSON', '{"text":', { field: 'body', code: 'is-json' }],
      ['null', 'null', { field: 'body', code: 'is-object' }],
      ['a prototype', '{"__proto__":{}}', { field: 'body', code: 'is-json' }],
    ])('%s by its name', async (_what, text, wrong) => {
      const answer = await call('POST', '/v1/notes', { key: randomUUID(), text });
      expect(problemOf(answer)).toEqual([400, 'validation']);
      expect(answer.body['errors']).toContainEqual(expect.objectContaining(wrong));
    });

    it('a path that the router cannot read', async () => {
      const status = await new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
        request(`${service.url}/v1/notes/%zz`, (response) => {
          response.resume();
          resolve([response.statusCode, response.headers['content-type']]);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toEqual([400, expect.stringContaining('application/problem+json')]);
    });

    it('an address that is longer than can be read', async () => {
      const answer = await call('GET', `/v1/notes?cursor=${'x'.repeat(20_000)}`);
      expect(problemOf(answer)).toEqual([400, 'validation']);
      expect(answer.body['errors']).toEqual([expect.objectContaining({ code: 'max-length' })]);
    });
  });

  it('takes an empty JSON body for none, and keeps the connection', async () => {
    const created = await post(bodies.valid);
    const answer = await call('POST', `/v1/notes/${String(created.body['id'])}/approve`, {
      key: randomUUID(),
      text: '',
      headers: { 'if-match': '"1"' },
    });
    expect(answer).toMatchObject({ status: 200, body: { text: 'approved' } });
    expect(answer.headers.get('connection')).not.toBe('close');
  });

  it('lets a citizen reach what is the citizen’s own', async () => {
    expect(await call('GET', '/v1/notes/mine', { token: await sign({ person: PERSON }) })).toMatchObject({
      status: 200,
      body: { person: PERSON },
    });
    expect(await call('GET', '/v1/public/notes', { token: undefined })).toMatchObject({
      body: { open: true },
    });
  });

  it('does not start when a route does not say who may call it', async () => {
    await expect(start(ForgottenModule)).rejects.toThrow('ForgottenController.read');
  });

  describe('tells how it is', () => {
    it('live and ready, and what fails', async () => {
      expect(await call('GET', '/health/live', { token: undefined })).toMatchObject({
        status: 200,
        body: { status: 'up' },
      });
      expect(await call('GET', '/health/ready', { token: undefined })).toMatchObject({ status: 200 });
      let fails = true;
      service.app.get(HealthChecks).add('mainframe', () => {
        if (fails) throw new Error('away');
      });
      const answer = await call('GET', '/health/ready', { token: undefined });
      expect(problemOf(answer)).toEqual([503, 'dependency-unavailable']);
      expect(answer.body['failing']).toEqual(['mainframe']);
      fails = false;
      expect(await call('GET', '/health/ready', { token: undefined })).toMatchObject({ status: 200 });
    });

    it('metrics by route pattern', async () => {
      await call('GET', `/v1/notes/${uuidv7()}`);
      const { headers, body } = await call('GET', '/metrics', { token: undefined });
      expect(headers.get('content-type')).toContain('text/plain');
      expect(body['text']).toMatch(
        /http_request_duration_seconds_count\{.*method="GET",route="\/v1\/notes\/:id",status="404".*\} [1-9]/,
      );
      expect(body['text']).toContain('process_cpu_seconds_total');
    });

    it('its API, with headers, scopes and problems', async () => {
      const { body } = await call('GET', '/openapi.json', { token: undefined });
      expect(body).toMatchObject({
        openapi: expect.stringMatching(/^3\./),
        paths: {
          '/v1/notes': {
            post: {
              'x-scopes': ['test:notes:write'],
              parameters: expect.arrayContaining([
                expect.objectContaining({ name: 'Idempotency-Key', required: true }),
              ]),
              responses: {
                201: expect.anything(),
                422: { content: { 'application/problem+json': expect.anything() } },
              },
            },
          },
          '/v1/notes/{id}/approve': {
            post: {
              parameters: expect.arrayContaining([
                expect.objectContaining({ name: 'If-Match' }),
                expect.objectContaining({ name: 'Idempotency-Key' }),
              ]),
              responses: { 200: expect.anything() },
            },
          },
        },
        components: {
          schemas: {
            CreateNoteDto: { required: ['region', 'amountFen', 'text'] },
            Problem: expect.anything(),
          },
        },
        'x-problems': expect.arrayContaining([
          expect.objectContaining({ name: 'policy-missing', status: 422 }),
        ]),
      });
      const operations = body['paths'] as Record<string, Record<string, Operation>>;
      expect(operations['/v1/notes/mine']?.['get']?.security).toEqual([{ bearer: [] }]);
      const statuses = (path: string, verb: string): string[] =>
        Object.keys(operations[path]?.[verb]?.responses ?? {});
      expect(statuses('/v1/notes/{id}/approve', 'post')).toEqual(
        '200 400 401 403 404 409 412 413 415 422 428 429 503'.split(' '),
      );
      expect(statuses('/v1/notes/simulate', 'post')).toEqual('200 400 401 403 413 415 429 503'.split(' '));
      expect(statuses('/v1/public/notes', 'get')).toEqual(['200', '429', '503']);
      const clock = Object.values(operations['/v1/sandbox/clock'] ?? {});
      expect(clock.map(({ summary }) => summary)).toEqual([
        'Where the business clock stands',
        'Moves the business clock',
      ]);
      const simulate = (body['paths'] as Record<string, { post: { parameters: unknown[] } }>)[
        '/v1/notes/simulate'
      ];
      expect(simulate?.post.parameters).toEqual([]);
    });
  });

  describe('in a sandbox', () => {
    const move = (instant: string): Promise<Answer> =>
      call('POST', '/v1/sandbox/clock', { key: randomUUID(), body: { instant } });

    it('has a clock that can be moved and survives a restart', async () => {
      expect(await move('2025-05-12T01:00:00Z')).toMatchObject({
        status: 200,
        body: { today: '2025-05-12' },
      });
      expect((await call('GET', '/v1/sandbox/clock')).body['today']).toBe('2025-05-12');
      await service.stop();
      service = await start();
      expect((await call('GET', '/v1/sandbox/clock')).body['today']).toBe('2025-05-12');
      expect(service.app.get(BusinessClock).today()).toBe('2025-05-12');
      for (const instant of [
        'tomorrow',
        '0166-02-27T09:18:44.55Z',
        '2025-02-30T01:00:00Z',
        '9999-12-31T23:59:59-05:00',
      ]) {
        expect(problemOf(await move(instant))).toEqual([400, 'validation']);
      }
    });

    it('shares the clock with the other processes of its database', async () => {
      const other = await start();
      try {
        await move('2025-06-01T01:00:00Z');
        const clock = other.app.get(BusinessClock);
        for (let wait = 0; wait < 100 && clock.today() !== '2025-06-01'; wait++) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        expect(clock.today()).toBe('2025-06-01');
      } finally {
        await other.stop();
      }
    });

    it('and nowhere else', async () => {
      const real = await start(TestModule, { SANDBOX: 'false' });
      try {
        const response = await fetch(`${real.url}/v1/sandbox/clock`, {
          headers: { authorization: `Bearer ${clerk}` },
        });
        expect(response.status).toBe(404);
        expect(Math.abs(real.app.get(BusinessClock).now().getTime() - Date.now())).toBeLessThan(1_000);
      } finally {
        await real.stop();
      }
    });
  });

  it('outlives the end of its connections, also of one between two statements', async () => {
    const own = await testDatabase();
    const other = await start(TestModule, { DATABASE_URL: own.url });
    try {
      const runner = other.app.get(DataSource).createQueryRunner();
      await runner.startTransaction();
      await administer(
        own.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await expect(runner.query('select 1')).rejects.toThrow();
      await eventually('it is ready again', async () => {
        const { status } = await fetch(`${other.url}/health/ready`);
        return status === 200;
      });
    } finally {
      await other.stop();
      await own.drop();
    }
  });

  it('waits for a lock that nobody lets go of as long as its setting says, and tells that it may be asked again', async () => {
    const { body } = await post(bodies.valid);
    const other = await start(TestModule, { DATABASE_LOCK_SECONDS: '1' });
    const holder = service.app.get(DataSource).createQueryRunner();
    const read = () =>
      fetch(`${other.url}/v1/notes/${String(body['id'])}`, { headers: { authorization: `Bearer ${clerk}` } });
    try {
      await holder.startTransaction();
      await holder.query('lock table grant_note');
      const refused = await read();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
      await holder.rollbackTransaction();
      expect(await read()).toMatchObject({ status: 200 });
    } finally {
      await holder.release();
      await other.stop();
    }
  });

  it('finishes what it began before it stops', async () => {
    const other = await start();
    const gate = other.app.get(Gate);
    let open: () => void = () => undefined;
    gate.held = new Promise((resolve) => (open = resolve));
    const pending = fetch(`${other.url}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${clerk}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      },
      body: JSON.stringify(bodies.valid),
    });
    while (gate.entered === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = other.stop();
    setImmediate(open);
    expect((await pending).status).toBe(201);
    await stopped;
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
  });

  it('answers for a while after it was told to stop, and says that it should be asked no more', async () => {
    const other = await start(TestModule, { DRAIN_SECONDS: '1' });
    const stopped = other.stop();
    for (const path of ['/health/ready', '/health/serving']) {
      const answer = await fetch(`${other.url}${path}`);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ failing: ['stopping'] }),
      ]);
    }
    expect((await fetch(`${other.url}/v1/public/notes`)).status).toBe(200);
    await stopped;
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
  });

  it('can leave its tables to a job, of which two at once do the work once', async () => {
    const own = await testDatabase();
    const url = new URL(own.url);
    const password = decodeURIComponent(url.password);
    url.password = '';
    const change = { DATABASE_URL: url.href, DATABASE_PASSWORD: password, DATABASE_MIGRATION: 'job' };
    try {
      await expect(start(TestModule, change)).rejects.toThrow('migrations are missing in the database');
      const migrations = [GrantNotes1800000000001, GrantNoteRegions1800000000002];
      const job = (): Promise<string[]> =>
        migrateService({ ...definitionOf(TestModule), migrations }, { ...change });
      const [first = [], second = []] = await Promise.all([job(), job()]);
      expect([first, second].sort((one, other) => one.length - other.length)).toEqual([
        [],
        expect.arrayContaining([
          'Messaging1700000000001',
          'GrantNotes1800000000001',
          'GrantNoteRegions1800000000002',
        ]),
      ]);
      await administer(own.url, 'create sequence letter_number');
      const restored = (): Promise<number> =>
        serviceRestored({ ...definitionOf(TestModule), migrations }, { ...change });
      expect([await restored(), await restored()]).toEqual([1, 2]);
      // a number that people may have seen is not given out again
      await administer(own.url, `select 1 / (nextval('letter_number') > 2000000)::int`);
      // what a later release has done to the tables is its concern
      await administer(
        own.url,
        `insert into migration (timestamp, name) values (1900000000001, 'Later1900000000001')`,
      );
      const other = await start(TestModule, change);
      expect((await fetch(`${other.url}/health/serving`)).status).toBe(200);
      await other.stop();
      // put back, and nobody has said so: a restore to a moment begins a timeline
      await administer(own.url, 'update database_identity set timeline = timeline - 1');
      const moved = async ({ url: at }: RunningService): Promise<string | undefined> =>
        /^minzheng_database_moved\S* (\d)/m.exec(await (await fetch(`${at}/metrics`)).text())?.[1];
      for (const expected of ['1', '0']) {
        const unaware = await start(TestModule, change);
        expect(await moved(unaware)).toBe(expected);
        // also while it runs: what it tells from now on counts above
        await restored();
        await unaware.stop();
      }
    } finally {
      await own.drop();
    }
  });
});
