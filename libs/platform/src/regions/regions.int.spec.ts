import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Module } from '@nestjs/common';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { buildService, type RunningService } from '../start-service/index.js';
import { numberedRegionFilter, regionFilter } from './region-filter.js';
import { Regions } from './regions.js';

@Module({})
class NoModule {}

const TODAY = '2025-05-12';
const DRAFTER: TestClaims = { sub: 'drafter', scope: 'assistance:policies:write', region: '51' };
const PUBLISHER: TestClaims = {
  sub: 'publisher',
  scope: 'assistance:policies:approve assistance:policies:write',
  region: '51',
};
const CITIZEN: TestClaims = { sub: 'citizen', person: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' };
const MERGER = {
  kind: 'MERGE',
  from: ['510802105'],
  to: [{ code: '510802103' }],
  effectiveOn: '2025-01-01',
  legalBasis: '行政区划管理条例 art. 9',
  docNo: '川府民政〔2025〕1号',
};

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe('regions', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let neighbour: RunningService;
  let folder: string;

  const start = (change: Record<string, string> = {}): Promise<RunningService> =>
    buildService(
      { name: 'assistance', writer: 'assistance', module: NoModule, entities: [], migrations: [] },
      { ...settings(), ...change },
    );
  /** With the data file that comes with the platform. */
  const settings = (): Record<string, string> => {
    const { REGION_DATA: _smaller, ...others } = environment.settings();
    return others;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regions-'));
    environment = await ServiceEnvironment.create([]);
    [service, neighbour] = await Promise.all([start(), start()]);
  });

  afterAll(async () => {
    await Promise.all([service.stop(), neighbour.stop()]);
    await environment.drop();
    await rm(folder, { recursive: true });
  });

  const query = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
    service.app.get(DataSource).query<Row[]>(sql, parameters);

  async function send(
    path: string,
    claims: TestClaims | undefined,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(service.url + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(claims ? { authorization: `Bearer ${await environment.token(claims)}` } : {}),
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const problemOf = ({ status, body }: Answer): string =>
    `${status} ${String(body['type']).split('/').at(-1)}`;

  const drafted = async (change: object = {}): Promise<string> => {
    const draft = await send('/v1/regions/changes', DRAFTER, { ...MERGER, ...change });
    expect(draft).toMatchObject({ status: 201, body: { state: 'DRAFT', version: 1, draftedBy: 'drafter' } });
    return String(draft.body['id']);
  };

  const publish = (id: string, claims: TestClaims = PUBLISHER, version = 1): Promise<Answer> =>
    send(`/v1/regions/changes/${id}/publish`, claims, {}, { 'if-match': `"${version}"` });

  it('are loaded once, however many instances start together', async () => {
    expect(await query('select revision from region_state')).toEqual([{ revision: '1' }]);
    const [{ count }] = (await query<{ count: string }>('select count(*) from region')) as [
      { count: string },
    ];
    expect(Number(count)).toBeGreaterThan(70_000);
  });

  describe('are told to everybody with a token', () => {
    it('one by one, also one that was given up, as of a day', async () => {
      const today = await send(`/v1/regions/510802104?at=${TODAY}`, CITIZEN);
      expect(today).toEqual({
        status: 200,
        body: {
          code: '510802104',
          name: '赤化镇',
          level: 'TOWNSHIP',
          path: '四川省广元市利州区赤化镇',
          to: '2019-12-24',
          inForce: false,
          successor: '510802103',
          children: 0,
        },
      });
      const then = await send('/v1/regions/510802104?at=2019-12-23', { scope: 'assistance:policies:read' });
      expect(then.body).toMatchObject({ inForce: true, children: 9 });
      expect(then.body).not.toHaveProperty('successor');
    });

    it('as a list in pages', async () => {
      const codes: string[] = [];
      let cursor = '';
      do {
        const { body } = await send(`/v1/regions?parent=510802&at=${TODAY}&limit=4${cursor}`, CITIZEN);
        const page = body as { items: { code: string }[]; nextCursor: string | null };
        expect(page.items.length).toBeLessThanOrEqual(4);
        codes.push(...page.items.map(({ code }) => code));
        cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
      } while (cursor !== '');
      expect(codes).toHaveLength(15);
      expect([...codes].sort()).toEqual(codes);
      expect(codes).not.toContain('510802104');
    });

    it.each([
      ['/v1/regions/510802104', undefined, '401 unauthenticated'],
      ['/v1/regions/510899', CITIZEN, '404 not-found'],
      ['/v1/regions/5108021', CITIZEN, '400 validation'],
      ['/v1/regions/510802?at=yesterday', CITIZEN, '400 validation'],
      ['/v1/regions?parent=5', CITIZEN, '400 validation'],
      ['/v1/regions/changes', CITIZEN, '403 scope-missing'],
    ])('%s by %j: %s', async (path, claims, expected) => {
      expect(problemOf(await send(path, claims))).toBe(expected);
    });
  });

  it('of a list in SQL are those of jurisdiction one by one', async () => {
    const regions = service.app.get(Regions);
    await query('create table place (region text primary key)');
    const stored = [...regions.directory.rows()].map(({ code }) => code).filter((code) => /^5108/.test(code));
    await query('insert into place select distinct * from unnest($1::text[])', [[...stored, '510802104999']]);
    for (const prefix of ['5108', '510802', '510802103', '510802006', '510802103020', '510802104', '-']) {
      const covered = [...new Set([...stored, '510802104999'])]
        .filter((code) => regions.covers(prefix, code, TODAY))
        .sort();
      const prefixes = regions.prefixesWithin(prefix, TODAY);
      const numbered = numberedRegionFilter('region', prefixes, 1);
      const rows = await query<{ region: string }>(
        `select region from place where ${numbered.sql} order by region`,
        [...numbered.parameters],
      );
      expect(rows.map(({ region }) => region)).toEqual(covered);
      const named = regionFilter('p.region', prefixes);
      const built = await service.app
        .get(DataSource)
        .createQueryBuilder()
        .select('p.region', 'region')
        .from('place', 'p')
        .where(named.sql, named.parameters)
        .orderBy('p.region')
        .getRawMany<{ region: string }>();
      expect(built.map(({ region }) => region)).toEqual(covered);
    }
  });

  describe('are changed', () => {
    it('by two people, everywhere in the service, and what was stays readable', async () => {
      const id = await drafted();
      const { directory } = service.app.get(Regions);
      expect(problemOf(await publish(id, { ...DRAFTER, scope: PUBLISHER.scope! }))).toBe('403 same-person');
      expect(problemOf(await publish(id, PUBLISHER, 2))).toBe('412 version-conflict');
      expect(service.app.get(Regions).covers('510802103', '510802105', TODAY)).toBe(false);

      const published = await publish(id);
      expect(published).toMatchObject({
        status: 200,
        body: { state: 'PUBLISHED', version: 2, publishedBy: 'publisher' },
      });
      expect(service.app.get(Regions).covers('510802103', '510802105', TODAY)).toBe(true);
      expect(service.app.get(Regions).covers('510802103', '510802105', '2024-12-31')).toBe(false);
      await eventually('the other instance follows', async () =>
        neighbour.app.get(Regions).covers('510802103', '510802105', TODAY),
      );
      const old = await send(`/v1/regions/510802105?at=2024-12-31`, CITIZEN);
      expect(old.body).toMatchObject({ name: '三堆镇', inForce: true, to: '2025-01-01' });
      // what answers a request that began before goes on with what it read
      expect(directory.at('510802105', TODAY)).toBe('510802105');
      expect(problemOf(await publish(id, PUBLISHER, 2))).toBe('409 illegal-transition');
    });

    it('once: a second change of the same region is refused, also when it was drafted before', async () => {
      const move = { from: ['510802200'], to: [{ code: '510802201' }] };
      const [first, second] = [await drafted(move), await drafted({ ...move, to: [{ code: '510802202' }] })];
      const answers = await Promise.all([publish(first), publish(second)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      expect(answers.filter(({ status }) => status === 422).map(problemOf)).toEqual([
        '422 region-change-overlapping',
      ]);
    });

    it.each<[string, object]>([
      ['422 region-unknown', { from: ['510802999'] }],
      ['422 region-change-overlapping', { from: ['510802104'] }],
      ['422 region-circle', { to: [{ code: '510802101' }] }],
      ['422 region-code-used', { kind: 'RENAME', to: [{ code: '510802104', name: '赤化镇' }] }],
      ['422 region-change-incomplete', { from: ['510802'] }],
      ['403 out-of-region', { from: ['110101001'], to: [{ code: '110101002' }] }],
      ['400 validation', { kind: 'ABOLISH' }],
      ['400 validation', { docNo: '' }],
    ])('not, with %s: %j', async (expected, change) => {
      const answer = await send('/v1/regions/changes', DRAFTER, {
        ...MERGER,
        from: ['510802101'],
        ...change,
      });
      expect(problemOf(answer)).toBe(expected);
    });

    it('and each is listed with its document, the newest first', async () => {
      const id = await drafted({ from: ['510802101'] });
      const { body } = await send('/v1/regions/changes?limit=1', DRAFTER);
      expect(body['items']).toEqual([expect.objectContaining({ id, docNo: MERGER.docNo })]);
      expect(await send(`/v1/regions/changes/${id}`, DRAFTER)).toMatchObject({
        status: 200,
        body: { id, from: ['510802101'] },
      });
    });
  });

  it('of a newer data file replace those of the older, and keep what was published', async () => {
    const file = join(folder, 'newer.csv.gz');
    await writeFile(
      file,
      gzipSync(
        [
          'code,name,level,from,to,successor',
          ...['51,四川省,1,,,', '5108,广元市,2,,,', '510802,利州市,3,,,', '510802105,三堆镇,4,,,', ''],
        ].join('\n'),
      ),
    );
    const newer = await start({ REGION_DATA: file });
    try {
      const regions = newer.app.get(Regions);
      expect(regions.directory.nameOf('510802105', '2024-12-31')).toBe('四川省广元市利州市三堆镇');
      expect(regions.currentOf('510802105', TODAY)).toBe('510802103');
      // no row is lost with a file that does not name it any more
      expect(regions.directory.nameOf('510802104')).toBe('四川省广元市利州市赤化镇');
    } finally {
      await newer.stop();
    }
  });
});
