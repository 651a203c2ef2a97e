import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Module, Patch } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Column, DataSource, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { eventually } from '@minzheng/testing/servers';
import { Concerns, recordIn, RequireScope } from '../access/index.js';
import { Discloses } from '../audit/index.js';
import { Id, IfMatch } from '../http/index.js';
import { Aggregate } from '../persistence/index.js';
import { buildService, type RunningService } from '../start-service/index.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const REASON = 'The applicant lies in our hospital and cannot speak';
const SCOPES = 'assistance:notes:write assistance:break-glass:write';

@Entity('grant_note')
class GrantNote extends Aggregate {
  @Column('uuid', { array: true })
  persons!: string[];
}

class GrantNotes1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table grant_note (
        id uuid primary key, region text not null, version int not null default 1, persons uuid[] not null,
        created_at timestamptz not null default clock_timestamp(), created_by text not null default 'test'
      )`);
  }
  async down(): Promise<void> {}
}

class ChangeDto {
  @ApiProperty()
  @IsString()
  text!: string;
}

@Controller('v1/notes')
@RequireScope('assistance:notes:write')
class NoteController {
  @Get(':id')
  @Concerns(GrantNote)
  @Discloses('text')
  read(@Id() id: string): object {
    return { id };
  }

  @Patch(':id')
  @Concerns(GrantNote)
  change(@Id() id: string, @IfMatch() _version: number, @Body() _body: ChangeDto): object {
    return { id };
  }
}

@Module({ controllers: [NoteController] })
class TestModule {}

interface Answer {
  status: number;
  etag: string | null;
  problem: string | undefined;
  body: Record<string, unknown>;
}

describe('break-glass', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let dataSource: DataSource;
  let note: string;
  /** Nobody else's accesses are in the way. */
  let reader: string;
  const officials: Record<string, { scope: string; region?: string }> = {
    reader: { scope: SCOPES, region: '510104' },
    neighbour: { scope: SCOPES, region: '5101' },
    home: { scope: SCOPES, region: '510802' },
    supervisor: { scope: 'assistance:break-glass:approve', region: '51' },
    stranger: { scope: 'assistance:break-glass:approve', region: '5103' },
    clerk: { scope: 'assistance:notes:write', region: '510104' },
    nowhere: { scope: SCOPES },
  };

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([]);
    service = await buildService(
      {
        name: 'test',
        writer: 'assistance',
        module: TestModule,
        entities: [GrantNote],
        migrations: [GrantNotes1800000000001],
        records: [recordIn(GrantNote, 'select region, persons from grant_note where id = $1')],
      },
      environment.settings({ BREAK_GLASS_HOURS: '2', BREAK_GLASS_REVIEW_DAYS: '3' }),
    );
    dataSource = service.app.get(DataSource);
  });
  beforeEach(async () => {
    await moveClock('2025-05-12T01:00:00Z');
    note = uuidv7();
    await dataSource.query('insert into grant_note (id, region, persons) values ($1, $2, $3)', [
      note,
      '510802001',
      [PERSON],
    ]);
    reader = `reader-${randomUUID()}`;
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  async function call(
    who: string,
    method: string,
    path: string,
    { body, version }: { body?: unknown; version?: string | null } = {},
  ): Promise<Answer> {
    const sub = who === 'reader' ? reader : who;
    const claims = officials[who] ?? { scope: 'sandbox:clock:write' };
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await environment.token({ sub, org: `${who}-org`, ...claims })}`,
        'content-type': 'application/json',
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(version ? { 'if-match': version } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const problem = response.ok ? undefined : String(answer['type']).split('/').at(-1);
    return { status: response.status, etag: response.headers.get('etag'), problem, body: answer };
  }

  const moveClock = (instant: string): Promise<Answer> =>
    call('operator', 'POST', '/v1/sandbox/clock', { body: { instant } });
  const open = (who = 'reader', target = `grantNote/${note}`, reason = REASON): Promise<Answer> =>
    call(who, 'POST', '/v1/break-glass-accesses', { body: { target, reason } });
  const review = (who: string, { body, etag }: Answer, finding = 'JUSTIFIED'): Promise<Answer> =>
    call(who, 'POST', `/v1/break-glass-accesses/${String(body['id'])}/review`, {
      body: { finding, text: 'as it was told' },
      version: etag,
    });
  const read = (who = 'reader'): Promise<Answer> => call(who, 'GET', `/v1/notes/${note}`);

  it('opens one record to one official, to read', async () => {
    expect(await read()).toMatchObject({ status: 404, problem: 'not-found' });
    const opened = await open();
    expect(opened).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        state: 'OPEN',
        target: `grantNote/${note}`,
        region: '510802001',
        reason: REASON,
        openedBy: reader,
        org: 'reader-org',
        reviewDue: '2025-05-15',
        review: null,
      },
    });
    const { openedAt, validUntil } = opened.body as { openedAt: string; validUntil: string };
    expect(Date.parse(validUntil) - Date.parse(openedAt)).toBe(2 * 3_600_000);
    expect(await read()).toMatchObject({ status: 200, body: { id: note } });
    expect((await read('neighbour')).status).toBe(404);
    const change = { body: { text: 'changed' }, version: '"1"' };
    expect((await call('reader', 'PATCH', `/v1/notes/${note}`, change)).status).toBe(404);
  });

  it('enters the access, and each read with it, in the names of those whose data it is', async () => {
    const opened = await open();
    await read();
    const entries = await dataSource.query<object[]>(
      'select action, reason, region from audit_entry where subject = $1 and actor = $2 order by id',
      [PERSON, reader],
    );
    expect(entries).toEqual([
      { action: 'POST /v1/break-glass-accesses', reason: REASON, region: '510802001' },
      {
        action: 'GET /v1/notes/{id}',
        reason: `break-glass/${String(opened.body['id'])}`,
        region: '510802001',
      },
    ]);
  });

  it('ends with its time, and is reviewed all the same', async () => {
    const opened = await open();
    await moveClock('2025-05-12T03:00:01Z');
    expect((await read()).status).toBe(404);
    const path = `/v1/break-glass-accesses/${String(opened.body['id'])}`;
    const expired = await eventually('it has expired', async () => {
      const found = await call('reader', 'GET', path);
      return found.body['state'] === 'EXPIRED' && found;
    });
    expect(await review('supervisor', expired, 'NOT_JUSTIFIED')).toMatchObject({
      status: 200,
      body: {
        state: 'REVIEWED',
        review: { finding: 'NOT_JUSTIFIED', text: 'as it was told', reviewedBy: 'supervisor' },
      },
    });
  });

  it('ends with its review', async () => {
    const opened = await open();
    const reviewed = await review('supervisor', opened);
    expect(reviewed).toMatchObject({ status: 200, etag: '"2"' });
    expect((await read()).status).toBe(404);
    expect(await review('supervisor', reviewed)).toMatchObject({
      status: 409,
      problem: 'illegal-transition',
    });
  });

  it.each<[string, () => Promise<Answer>, number, string]>([
    ['a reason that is none', () => open('reader', `grantNote/${note}`, 'urgent'), 400, 'validation'],
    ['a target that is none', () => open('reader', note), 400, 'validation'],
    ['a record that does not exist', () => open('reader', `grantNote/${uuidv7()}`), 404, 'not-found'],
    ['a kind of record that does not exist', () => open('reader', `nothing/${note}`), 404, 'not-found'],
    ['what the region covers', () => open('home'), 422, 'break-glass-not-needed'],
    ['who has no region', () => open('nowhere'), 403, 'out-of-region'],
    ['who lacks the scope', () => open('clerk'), 403, 'scope-missing'],
  ])('refuses %s', async (_what, act, status, problem) => {
    expect(await act()).toMatchObject({ status, problem });
  });

  it('is reviewed by a second person of the record’s region who has seen it as it is', async () => {
    const opened = await open();
    officials['reader'] = { scope: `${SCOPES} assistance:break-glass:approve`, region: '510104' };
    expect(await review('reader', opened)).toMatchObject({ status: 403, problem: 'same-person' });
    expect(await review('neighbour', opened)).toMatchObject({ status: 403, problem: 'scope-missing' });
    expect(await review('stranger', opened)).toMatchObject({ status: 403, problem: 'out-of-region' });
    expect(await review('supervisor', { ...opened, etag: '"7"' })).toMatchObject({
      status: 412,
      problem: 'version-conflict',
    });
    expect(await review('supervisor', { ...opened, etag: null })).toMatchObject({
      status: 428,
      problem: 'if-match-required',
    });
    expect((await read()).status).toBe(200);
  });

  it('is listed to who opened it and to the record’s region, by state and page by page', async () => {
    const [first, second] = [await open(), await open()];
    await review('supervisor', first);
    const [one, two] = [first, second].map(({ body }) => String(body['id']));
    const list = async (who: string, query = ''): Promise<unknown[]> => {
      const { body } = await call(who, 'GET', `/v1/break-glass-accesses?limit=200${query}`);
      return (body['items'] as { id: string; openedBy: string }[])
        .filter(({ openedBy }) => openedBy === reader)
        .map(({ id }) => id);
    };
    expect(await list('reader')).toEqual([two, one]);
    expect(await list('home')).toEqual([two, one]);
    expect(await list('supervisor', '&region=5108')).toEqual([two, one]);
    expect(await list('supervisor', '&region=5101')).toEqual([]);
    expect(await list('reader', '&state=OPEN')).toEqual([two]);
    expect(await list('reader', '&state=REVIEWED')).toEqual([one]);
    expect(await list('neighbour')).toEqual([]);
    const path = `/v1/break-glass-accesses/${String(one)}`;
    expect((await call('neighbour', 'GET', path)).status).toBe(404);
    const page = await call('reader', 'GET', '/v1/break-glass-accesses?limit=1');
    expect(page.body['items']).toMatchObject([{ id: two }]);
    const next = await call(
      'reader',
      'GET',
      `/v1/break-glass-accesses?limit=1&cursor=${String(page.body['nextCursor'])}`,
    );
    expect(next.body['items']).toMatchObject([{ id: one }]);
  });

  it('counts the reviews that are overdue', async () => {
    const overdue = async (): Promise<number> => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      return Number(/^minzheng_break_glass_reviews_overdue\{?.*?\}? (\d+)$/m.exec(text)?.[1]);
    };
    await moveClock('2025-05-15T15:59:00Z');
    const before = await overdue();
    await moveClock('2025-05-12T01:00:00Z');
    const opened = await open();
    await moveClock('2025-05-15T15:59:00Z');
    expect(await overdue()).toBe(before);
    await moveClock('2025-05-15T16:00:00Z');
    const after = await overdue();
    expect(after).toBeGreaterThan(before);
    await eventually('the log tells of it', async () => {
      const found = await dataSource.query<{ told: boolean }[]>(
        'select reminded_at is not null as told from break_glass_access where id = $1',
        [opened.body['id']],
      );
      return found[0]?.told;
    });
    const path = `/v1/break-glass-accesses/${String(opened.body['id'])}`;
    await eventually('it was reviewed', async () => {
      const seen = await call('supervisor', 'GET', path);
      return (await review('supervisor', seen)).status === 200;
    });
    expect(await overdue()).toBe(after - 1);
  });
});
