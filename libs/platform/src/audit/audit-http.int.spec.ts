import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { AllowPerson, Concerns, recordIn, RequireScope } from '../access/index.js';
import { enterErasure } from '../erasures/index.js';
import { Computes, Created, Id, InTransaction } from '../http/index.js';
import { Aggregate, Tx, UnitOfWork } from '../persistence/index.js';
import { buildService, type RunningService, type ServiceDefinition } from '../start-service/index.js';
import { AboutPersons, AuditLog, DetailRead, Disclosure, Discloses, ReadLimits } from './index.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const OTHER = '0a11367c-2a08-8d62-9d75-d6dbe23270b8';
const NOTE = '0198a000-fa92-76bb-8db9-aa6478e2a419';

class GrantNote extends Aggregate {}

@Controller('v1/notes')
@RequireScope('assistance:notes:write')
class NoteController {
  @Get(':id')
  @Concerns(GrantNote)
  @AllowPerson()
  @RequireScope('assistance:notes:read')
  @Discloses('text')
  read(@Id() id: string, @Disclosure() disclosure: Disclosure): object {
    disclosure.about({ caseRef: 'case-1' });
    return { id };
  }

  @Get(':id/whole')
  @Concerns(GrantNote)
  @Discloses('whole')
  @DetailRead()
  whole(@Id() id: string): object {
    return { id };
  }

  @Get(':id/detail')
  @Discloses('detail')
  @DetailRead()
  detail(@Id() id: string, @Disclosure() disclosure: Disclosure): object {
    disclosure.add([PERSON], ['amounts']);
    return { id };
  }

  @Post()
  @Created<{ id: string }>(({ id }) => `/v1/notes/${id}`)
  @AboutPersons<{ person: string }>(({ person }) => [person])
  create(): object {
    return { id: NOTE, person: PERSON };
  }

  /** Fails when it commits. */
  @Post('break')
  async break(@InTransaction() tx: Tx): Promise<object> {
    await tx.execute('create table late (n int unique deferrable initially deferred)');
    await tx.execute('insert into late values (1), (1)');
    return {};
  }
}

@Controller('v1/forgotten')
class ForgottenController {
  @Post('compute')
  @Computes()
  @RequireScope('assistance:notes:read')
  compute(): object {
    return {};
  }
}

@Module({ controllers: [NoteController] })
class TestModule {}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

const DEFINITION: ServiceDefinition = {
  name: 'assistance',
  writer: 'assistance',
  module: TestModule,
  entities: [],
  migrations: [],
  records: [
    recordIn(
      GrantNote,
      `select '510802001' as region, array['${PERSON}', '${OTHER}']::uuid[] as persons
         where $1::uuid = '${NOTE}'`,
    ),
  ],
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { items: Record<string, unknown>[] };
}

describe('a service with an audit', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let dataSource: DataSource;
  let tokens: Record<
    'clerk' | 'elsewhere' | 'auditor' | 'county' | 'citizen' | 'prober' | 'reader' | 'repeater' | 'scanner',
    string
  >;

  beforeAll(async () => {
    environment = await ServiceEnvironment.create([]);
    service = await buildService(DEFINITION, environment.settings());
    dataSource = service.app.get(DataSource);
    const official = { scope: 'assistance:notes:write', org: 'bureau', role: 'clerk' };
    const auditor = { scope: 'assistance:audit-entries:read', role: 'auditor' };
    tokens = {
      clerk: await environment.token({ sub: 'clerk', region: '510802', ...official }),
      reader: await environment.token({ sub: 'reader', region: '510802', ...official }),
      repeater: await environment.token({ sub: 'repeater', region: '510802', ...official }),
      elsewhere: await environment.token({ sub: 'elsewhere', region: '510803', ...official }),
      scanner: await environment.token({ sub: 'scanner', region: '510802', ...official }),
      prober: await environment.token({ sub: 'prober', region: '510803', ...official }),
      auditor: await environment.token({ sub: 'auditor', region: '51', ...auditor }),
      county: await environment.token({ sub: 'county', region: '510803', ...auditor }),
      citizen: await environment.token({ sub: 'citizen-1', person: PERSON }),
    };
  });
  afterAll(async () => {
    await service?.stop();
    await environment?.drop();
  });

  async function call(
    method: 'GET' | 'POST',
    path: string,
    who: keyof typeof tokens,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${service.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[who]}`, ...headers },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  }
  const entriesOf = (actor: string): Promise<Record<string, unknown>[]> =>
    dataSource.query('select * from audit_entry where actor = $1 order by id', [actor]);

  it('enters a read once for each person of the record, with who, what, where and why', async () => {
    const purpose = { 'x-purpose': 'DIBAO' };
    expect(await call('GET', `notes/${NOTE}`, 'clerk', purpose)).toMatchObject({ status: 200 });
    const common = {
      action: 'GET /v1/notes/{id}',
      role: 'clerk',
      org: 'bureau',
      region: '510802001',
      purpose: 'DIBAO',
      case_ref: 'case-1',
      target: `notes/${NOTE}`,
      fields: ['text'],
    };
    const entries = await entriesOf('clerk');
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(
      expect.arrayContaining(
        [PERSON, OTHER].map((subject) => expect.objectContaining({ ...common, subject })),
      ),
    );
  });

  it('enters a read that was refused, without whom it would have shown', async () => {
    expect(await call('GET', `notes/${NOTE}`, 'elsewhere')).toMatchObject({ status: 404 });
    expect(await entriesOf('elsewhere')).toEqual([
      expect.objectContaining({
        action: 'GET /v1/notes/{id} refused',
        reason: 'not-found',
        subject: null,
        fields: ['text'],
      }),
    ]);
  });

  it('enters a command with its effect, or not at all', async () => {
    expect(await call('POST', 'notes', 'reader', { 'idempotency-key': 'create' })).toMatchObject({
      status: 201,
    });
    expect(await call('POST', 'notes/break', 'reader', { 'idempotency-key': 'break' })).toMatchObject({
      status: 500,
    });
    expect(await entriesOf('reader')).toEqual([
      expect.objectContaining({
        action: 'POST /v1/notes',
        target: `notes/${NOTE}`,
        subject: PERSON,
        region: '510802',
      }),
    ]);
  });

  it('seals within a second, and proves it', async () => {
    await eventually('all is sealed', async () => {
      const [row] = await dataSource.query<{ n: number }[]>(
        'select count(*)::int as n from audit_entry where seq is null',
      );
      return row?.n === 0;
    });
    const { status, body } = await call('POST', 'audit-entries/verify', 'auditor');
    expect({ status, ok: body['ok'] }).toEqual({ status: 200, ok: true });
    expect(body['checked']).toBeGreaterThanOrEqual(4);
  });

  it('shows entries to the auditor: by subject, actor, record and region, page by page', async () => {
    const list = (query: string, who: keyof typeof tokens = 'auditor') =>
      call('GET', `audit-entries?${query}`, who).then(({ body }) => body);
    const bySubject = await list(`subject=${PERSON}&actor=clerk`);
    expect(bySubject.items).toEqual([
      expect.objectContaining({ actor: 'clerk', subject: PERSON, shard: '6', seq: 1, caseRef: 'case-1' }),
    ]);
    expect((await list(`target=notes/${NOTE}&caseRef=case-1`)).items).toHaveLength(2);
    const first = await list(`target=notes/${NOTE}&limit=1`);
    const second = await list(`target=notes/${NOTE}&limit=1&cursor=${String(first['nextCursor'])}`);
    expect(second.items[0]?.['id']).not.toBe(first.items[0]?.['id']);
    expect(await list('from=2099-01-01T00:00:00Z')).toMatchObject({ items: [] });
    const ofCounty = await list('limit=200', 'county');
    expect(ofCounty.items.map(({ actor }) => actor)).toEqual(
      ofCounty.items.map(({ actor }) => (actor === 'county' ? 'county' : 'elsewhere')),
    );
    expect(await call('GET', 'audit-entries?region=510802', 'county')).toMatchObject({ status: 403 });
    expect(await call('GET', 'audit-entries', 'clerk')).toMatchObject({ status: 403 });
    for (const wrong of [
      'audit-entries?cursor=x',
      'audit-entries?from=2025-06-30T23:59:60Z',
      'audit-anchors?cursor=WyJ4IiwiMSJd',
    ]) {
      expect(await call('GET', wrong, 'auditor')).toMatchObject({ status: 400 });
    }
  });

  it('shows the auditor what was erased after its time, page by page, and nobody else', async () => {
    const policy = { id: NOTE, key: 'assistance.retention.accessLogYears' };
    const unitOfWork = service.app.get(UnitOfWork);
    const entered = [
      { on: '2035-08-11', what: 'accessLog', rows: 7, keptSince: '2025-08-11', policy },
      { on: '2035-08-12', what: 'files', rows: 2 },
      { on: '2035-08-12', what: 'accessLog', rows: 3, keptSince: '2025-08-12', policy },
    ];
    for (const erasure of entered) await unitOfWork.run('test', (tx) => enterErasure(tx, erasure));
    const list = (query: string) => call('GET', `erasures?${query}`, 'auditor').then(({ body }) => body);
    const { items, nextCursor } = await list('limit=2');
    expect(items).toEqual([
      {
        ...{ id: expect.any(String), erasedOn: '2035-08-12', what: 'accessLog', rows: 3 },
        ...{ keptSince: '2025-08-12', policy: { key: policy.key, rowId: policy.id } },
        ...{ firstAt: expect.any(String), lastAt: expect.any(String) },
      },
      {
        ...{ id: expect.any(String), erasedOn: '2035-08-12', what: 'files', rows: 2 },
        ...{ firstAt: expect.any(String), lastAt: expect.any(String) },
      },
    ]);
    const last = await list(`cursor=${String(nextCursor)}`);
    expect(last).toMatchObject({ items: [{ erasedOn: '2035-08-11' }], nextCursor: null });
    expect((await list('what=files')).items).toHaveLength(1);
    expect((await list('to=2035-08-11')).items).toHaveLength(1);
    expect((await list('from=2035-08-12')).items).toHaveLength(2);
    expect(await call('GET', 'erasures?cursor=x', 'auditor')).toMatchObject({ status: 400 });
    expect(await call('GET', 'erasures', 'county')).toMatchObject({ status: 200 });
    expect(await call('GET', 'erasures', 'clerk')).toMatchObject({ status: 403 });
    expect(await call('GET', 'erasures', 'citizen')).toMatchObject({ status: 403 });
  });

  it('tells a citizen who looked, when, as what and why, and of nobody else', async () => {
    expect(await call('GET', `notes/${NOTE}`, 'citizen')).toMatchObject({ status: 200 });
    const { status, body } = await call('GET', 'me/accesses', 'citizen');
    expect(status).toBe(200);
    expect(body.items.map(({ actor, role }) => [actor, role])).toEqual([
      [undefined, 'PERSON'],
      ['auditor', 'auditor'],
      ['reader', 'clerk'],
      ['clerk', 'clerk'],
    ]);
    expect(body.items.at(-1)).toMatchObject({
      org: 'bureau',
      purpose: 'DIBAO',
      caseRef: 'case-1',
      fields: ['text'],
    });
    expect(JSON.stringify(body)).not.toContain(OTHER);
    expect(await call('GET', 'me/accesses', 'auditor')).toMatchObject({ status: 403 });
  });

  it('tells a citizen also of a run over very many, as an entry of the own', async () => {
    const log = service.app.get(AuditLog);
    await log.writeJointly(dataSource, {
      ...{ actor: 'runs', action: 'bulk-run evaluate', purpose: 'MONITORING', region: '510802' },
      ...{ subjects: [PERSON, OTHER], fields: ['facts'] },
    });
    const { body } = await call('GET', 'me/accesses?limit=1', 'citizen');
    expect(body.items).toMatchObject([
      { action: 'bulk-run evaluate', purpose: 'MONITORING', fields: ['facts'] },
    ]);
    const { items } = (await call('GET', `audit-entries?subject=${OTHER}&actor=runs`, 'auditor')).body;
    expect(items).toMatchObject([{ action: 'bulk-run evaluate', fields: ['facts'] }]);
  });

  it('tells the auditor of who is refused again and again', async () => {
    for (let n = 0; n < 20; n += 1) await call('GET', `notes/${NOTE}`, 'prober');
    const alert = await eventually('an alert', async () => {
      const { body } = await call('GET', 'audit-alerts?kind=REFUSED_READS', 'auditor');
      return body.items[0];
    });
    expect(alert).toMatchObject({ kind: 'REFUSED_READS', actor: 'prober', count: 20 });
  });

  it('shows nothing when the read cannot be entered', async () => {
    await dataSource.query('alter table audit_entry rename to audit_entry_away');
    try {
      const answer = await call('GET', `notes/${NOTE}`, 'clerk');
      expect(answer).toMatchObject({
        status: 503,
        body: { type: 'https://minzheng.dev/problems/audit-unavailable' },
      });
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(await call('POST', 'notes', 'clerk', { 'idempotency-key': 'unaudited' })).toMatchObject({
        status: 503,
      });
    } finally {
      await dataSource.query('alter table audit_entry_away rename to audit_entry');
    }
  });

  it('ends an official’s detail reads of a day at the limit', async () => {
    service.app.get(ReadLimits).limitDaily(() => Promise.resolve(3));
    const statuses: number[] = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await call('GET', `notes/${NOTE}/detail`, 'clerk')).status);
    expect(statuses).toEqual([200, 200, 200]);
    const refused = await call('GET', `notes/${NOTE}/detail`, 'clerk');
    expect(refused).toMatchObject({
      status: 429,
      body: { type: 'https://minzheng.dev/problems/rate-limited' },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await call('GET', `notes/${NOTE}`, 'clerk')).toMatchObject({ status: 200 });
    expect(await call('GET', `notes/${NOTE}/detail`, 'reader')).toMatchObject({ status: 200 });
    const last = (await entriesOf('clerk')).filter(({ reason }) => reason === 'rate-limited');
    expect(last).toEqual([
      expect.objectContaining({ action: 'GET /v1/notes/{id}/detail refused', subject: null }),
    ]);
    await eventually('the auditor is told', async () => {
      const { body } = await call('GET', 'audit-alerts?kind=DAILY_READS', 'auditor');
      return body.items.find(({ actor }) => actor === 'clerk');
    });
  });

  it('stops who tries one record after another, also before those that are his', async () => {
    service.app.get(ReadLimits).limitDaily(() => Promise.resolve(1_000));
    const whole = (id: string, who: keyof typeof tokens = 'scanner') => call('GET', `notes/${id}/whole`, who);
    const ids = Array.from({ length: 20 }, () => randomUUID());
    for (let n = 0; n < 25; n += 1) expect((await whole(ids[0]!)).status).toBe(404);
    for (const id of ids.slice(1, -1)) expect((await whole(id)).status).toBe(404);
    expect((await whole(NOTE)).status).toBe(200);
    expect((await whole(ids.at(-1)!)).status).toBe(404);
    const stopped = await whole(NOTE);
    expect(stopped).toMatchObject({
      status: 429,
      body: { type: 'https://minzheng.dev/problems/rate-limited' },
    });
    expect(stopped.headers.get('retry-after')).toBe('600');
    expect((await whole(NOTE, 'reader')).status).toBe(200);
    expect((await call('GET', `notes/${NOTE}/detail`, 'scanner')).status).toBe(200);
    const reasons = (await entriesOf('scanner')).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === 'sequential-scan')).toHaveLength(1);
    await eventually('the auditor is told', async () => {
      const { body } = await call('GET', 'audit-alerts?kind=SEQUENTIAL_READS', 'auditor');
      return body.items.find(({ actor }) => actor === 'scanner');
    });
    await dataSource.query(
      `alter table audit_entry disable trigger user;
       update audit_entry set at = at - interval '10 minutes' where actor = 'scanner';
       alter table audit_entry enable trigger user`,
    );
    expect((await whole(NOTE)).status).toBe(200);
  });

  it('shows the signed heads', async () => {
    const { status, body } = await call('GET', 'audit-anchors?limit=1', 'auditor');
    expect({ status, items: body.items.length }).toMatchObject({ status: 200 });
  });

  it('enters a command that is answered again: it shows again what it showed', async () => {
    const key = { 'idempotency-key': 'twice' };
    const asked = async (): Promise<unknown> => (await call('POST', 'notes', 'repeater', key)).body;
    expect(await asked()).toEqual(await asked());
    expect(await entriesOf('repeater')).toMatchObject([
      { action: 'POST /v1/notes', subject: PERSON },
      { action: 'POST /v1/notes repeated', subject: PERSON },
    ]);
  });

  it('does not start while a route does not say what it shows', async () => {
    const forgotten = { ...DEFINITION, module: ForgottenModule };
    await expect(buildService(forgotten, environment.settings())).rejects.toThrow(
      'ForgottenController.compute',
    );
  });
});
